/**
 * Which lines can be stopped on: of the engine, of the `.stack` file, and of kernel files that the engine
 * mirrors.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as running from '#stack/running';
import { decisionsIn, engineFiles, placeOfDecision } from '../../replay/enginePlaces';
import type { Differences } from '../differences';
import type { Evaluator } from '../evaluator';
import type { Findings } from '../findings';
import { rangeAt } from '../kernel/kernelSources';
import type { Program } from '../launch';
import type { KnownFile, Sources } from '../sources';
import type { Timeline } from '../timeline';
import { ofOutcomes } from './names';
import { stackLineSteps, stoppableLines } from './stackLines';
import type { Meaning } from './stopper';

/** What breakpoints look at, once a launch has succeeded. */
export interface Launch {
  readonly program: Program;
  readonly timeline: Timeline;
  readonly evaluator: Evaluator;
  readonly findings: Findings;
  readonly differences: Differences;
}

/** What a line stops on; `line` is the one asked for or the next that can. */
export interface Found {
  readonly what: string;
  readonly meaning: Meaning;
  readonly line: number;
}

type KernelFile = Extract<KnownFile, { kind: 'kernel' }>;

const elsewhere = 'Packet Debugger stops in .stack files, in its engine and in the kernel files it mirrors.';

export class LinePlaces {
  constructor(private readonly sources: Sources) {}

  /** What a line of a file stops on, or a sentence why it does not. */
  async find(known: KnownFile | null, line: number, launch: Launch | null): Promise<Found | string> {
    if (known === null) return elsewhere;
    if (known.kind === 'engine') return ofEngine(known.file, line);
    if (known.kind === 'kernel') return this.ofKernel(known, line);
    if (launch === null) return 'The line is looked at when the replay starts.';
    if (!this.sources.isLaunched(known.file)) return `This session replays ${launch.program.stack}.`;
    const stop = stackLines(launch).find(candidate => candidate >= line);
    if (stop === undefined) return 'Nothing on this line or after it happens to a packet.';
    const meaning: Meaning = {
      mayBe: () => false,
      line: stop,
      steps: ({ recorded }) => stackLineSteps(recorded, stop),
    };
    return { what: `line ${stop}`, meaning, line: stop };
  }

  private async ofKernel({ file, path }: KernelFile, line: number): Promise<Found | string> {
    const mirrored = await this.sources.kernel.mirrored(file, path);
    if (mirrored === null)
      return `${path} is not the ${file} that the engine mirrors, or another version of it.`;
    const next = rangeAt(mirrored, line);
    if (next === undefined) return `No decision of the engine mirrors ${file} from this line on.`;
    const outcomes = new Set(next.points.flatMap(point => point.outcomes.map((_, i) => point.first + i)));
    const what = next.points.map(point => point.id).join(', ');
    return { what, meaning: ofOutcomes(outcomes), line: Math.max(line, next.line) };
  }

  /** The lines of a file that can stop. */
  async stoppable(known: KnownFile | null, launch: Launch | null): Promise<number[]> {
    switch (known?.kind) {
      case 'engine':
        return decisionsIn(known.file).map(place => place.line);
      case 'stack':
        return launch !== null && this.sources.isLaunched(known.file) ? stackLines(launch) : [];
      case 'kernel': {
        const mirrored = (await this.sources.kernel.mirrored(known.file, known.path)) ?? [];
        return mirrored.flatMap(({ line, to }) => Array.from({ length: to - line + 1 }, (_, i) => line + i));
      }
      default:
        return [];
    }
  }

  /** The place in the engine of outcomes that are all of one decision. */
  ofOutcomes(outcomes: ReadonlySet<number>): Partial<DebugProtocol.Breakpoint> {
    const ids = new Set([...outcomes].map(outcome => running.decisionOfOutcome[outcome].id));
    const place = ids.size === 1 ? placeOfDecision([...ids][0]) : null;
    if (place === null || !engineFiles().includes(place.file)) return {};
    return { source: this.sources.engine(place.file), line: this.sources.line(place.line) };
  }
}

function stackLines({ program: { document, replay } }: Launch): number[] {
  return stoppableLines(document, replay.checkpoints.all[0].hosts);
}

function ofEngine(file: string, line: number): Found | string {
  const next = decisionsIn(file).find(place => place.line >= line);
  if (next === undefined) return `No decision is taken in ${file} from this line on.`;
  const outcomes = new Set(next.point.outcomes.map((_, i) => next.point.first + i));
  return { what: next.point.id, meaning: ofOutcomes(outcomes), line: next.line };
}
