/** Lines that can be gone to: the steps of the packet under way that stand on them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { decisionsIn } from '../replay/enginePlaces';
import { Handles } from './handles';
import type { Moment } from './moment';
import { RequestError } from './requestError';
import type { Sources } from './sources';
import type { Timeline } from './timeline';

export class GotoTargets {
  private readonly targets = new Handles<Moment>();

  constructor(
    private readonly timeline: Timeline,
    private readonly sources: Sources,
  ) {}

  /** `gotoTargets`: the steps of an event that stand on a line, in place of those answered before. */
  of(event: number, args: DebugProtocol.GotoTargetsArguments): DebugProtocol.GotoTargetsResponse['body'] {
    const known = this.sources.identify(args.source);
    this.targets.clear();
    if (known?.kind !== 'engine') return { targets: [] };
    const line = this.sources.ourLine(args.line);
    const points = decisionsIn(known.file).flatMap(place => (place.line === line ? [place.point.id] : []));
    const targets = this.timeline.recorded(event).steps.flatMap((step, i): DebugProtocol.GotoTarget[] => {
      if (step.point === null || !points.includes(step.point.id)) return [];
      const id = this.targets.add({ event, step: i });
      return [{ id, label: `${step.point.id}, step ${i + 1}`, line: args.line }];
    });
    return { targets };
  }

  /** Throws RequestError for a target that was not answered last. */
  get(targetId: number): Moment {
    const moment = this.targets.get(targetId);
    if (moment === undefined)
      throw new RequestError('That target is no longer there; ask for targets again.');
    return moment;
  }
}
