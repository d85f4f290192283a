/** The steps of an event as a document: what lines of the console lead to. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { EventName } from '../replay/recorded';
import type { Program } from './launch';
import type { Moment } from './moment';
import { eventName, parseMoment } from './momentNames';
import { RequestError } from './requestError';
import type { Sources } from './sources';
import type { Timeline } from './timeline';
import { traceLines, verdictOf } from './why';

type Place = Partial<DebugProtocol.OutputEvent['body']>;

const kinds: Readonly<Record<EventName, string>> = {
  frame: 'Frame',
  passed: 'Frame',
  timer: 'Timer',
  command: 'Command',
  link: 'Packet',
};

export class Traces {
  constructor(
    private readonly program: Program,
    private readonly timeline: Timeline,
    private readonly sources: Sources,
  ) {}

  /**
   * The document of an event by its name: line n is step n, the last line the verdict. Throws RequestError
   * when it has not happened.
   */
  document(of: string): { text: string } {
    const recorded = this.timeline.recorded(this.event(of));
    const verdict = verdictOf(this.program.replay, this.program.names, recorded);
    return { text: [...traceLines(recorded), verdict].join('\n') };
  }

  private event(name: string): number {
    const written = parseMoment(name);
    const { replay } = this.timeline;
    if (written?.of === 'extra' && written.number <= replay.extras.count) {
      return replay.extras.eventOf(written.number - 1);
    }
    const event = written?.of === 'frame' ? replay.eventOf(written.number - 1) : replay.events;
    if (event < replay.events && replay.past(event).kind === 'frame') return event;
    throw new RequestError(
      written?.of === 'extra' ? `There has been no event ${name}.` : `Frame ${name} has not arrived.`,
    );
  }

  /** Where a moment stands in its document; nothing for a frame that the machine did not receive. */
  place({ event, step }: Moment): Place {
    const { replay } = this.timeline;
    const { kind } = replay.past(event);
    if (kind === 'passed') return {};
    const name = eventName(replay, event);
    return {
      source: { name: `${kinds[kind]} ${name}`, path: `packet-trace:/${name}` },
      line: this.sources.line(step + 1),
    };
  }

  /** The decisions of an event, each with its step, question and answer. */
  decisions(event: number): { step: number; text: string }[] {
    const recorded = this.timeline.recorded(event);
    return traceLines(recorded).flatMap((text, step) =>
      recorded.steps[step].point === null ? [] : [{ step, text: text.trim() }],
    );
  }
}
