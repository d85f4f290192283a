/** The capture replayed in the background on one machine: verdicts come in while the list is looked at. */
import type { Program } from '../../debugger/launch';
import { Timeline } from '../../debugger/timeline';
import { eventTitle } from '../../debugger/titles';
import { panicOf } from '../../replay/panic';
import type { Replay } from '../../replay/replay';
import type { Script } from '../../replay/script';
import type { DecisionPoint } from '../../stack/trace';
import type { ModelEnvironment } from './environment';
import { FramePositions } from './framePositions';
import type { FrameTimes } from './frameTimes';
import { isOnLink } from './linkPackets';
import { loadMachine } from './loadMachine';
import { PathTally } from './pathTally';
import { Patience } from './patience';
import { eventEntry } from './rowOrder';

/** Events run between two looks at the clock. */
const EVENTS = 512;

export class MachineRun {
  readonly replay: Replay;
  readonly timeline: Timeline;
  readonly positions: FramePositions;
  readonly tally: PathTally;
  /** Frames of the capture that have arrived, or were passed over. */
  arrived = 0;
  /**
   * The longest name of an interface of the hosts, as `A.em0`; empty where the file describes one machine.
   */
  readonly longestPlace: string;
  /** Events that are no frames and judged a packet. */
  judged = 0;
  /** True when every event has run. */
  done = false;
  /** Why the kernel stopped, in sentences; null while it did not. */
  panic: string | null = null;
  private stopped = false;
  private readonly outcomesSeen = new Set<number>();
  private pathsSeen = 0;
  private extrasSeen = 0;

  private constructor(
    readonly program: Program,
    which: number,
    frames: number,
  ) {
    const { replay } = program;
    const { order, captures } = replay.script;
    this.replay = replay;
    this.timeline = new Timeline(replay);
    this.positions = new FramePositions(order, which, captures.length, frames);
    this.tally = new PathTally(replay.paths);
    this.longestPlace = longestPlace(replay.script);
  }

  /**
   * Makes the machine of a `.stack` file. Where one of its `replay` lines names the capture that is shown,
   * the machine is replayed as the file says; else this capture alone is. Throws RequestError, or another
   * Error with a sentence.
   */
  static async prepare(stack: string, environment: ModelEnvironment): Promise<MachineRun> {
    const { program, which } = await loadMachine(stack, environment);
    const capture = program.replay.script.captures[Math.max(which, 0)];
    return new MachineRun(program, Math.max(which, 0), capture.frames);
  }

  /** Runs all events, in slices; `onSlice` is called after each. Throws ReplayError or CaptureError. */
  async run(breathe: () => Promise<void>, onSlice: () => void): Promise<void> {
    const patience = new Patience(breathe);
    while (!this.stopped) {
      const stop = this.replay.runOn(EVENTS);
      this.note();
      if (stop !== 'limit') break;
      if (!patience.over) continue;
      onSlice();
      await patience.rest();
    }
    this.done = !this.stopped;
    if (!this.done) return;
    this.panic = panicOf(this.replay, this.program.names)?.text ?? null;
    this.noteRest();
  }

  /** Runs no further. */
  stop(): void {
    this.stopped = true;
  }

  /** Number of the path of frame `i`; 0 when it did not run, or not yet. */
  pathOf(i: number): number {
    return i < this.arrived ? this.replay.pathOf[this.positions.of(i)] : 0;
  }

  /**
   * Number of the path of what a row shows, `entry` as in RowOrder; 0 for timers and commands that judged no
   * packet.
   */
  pathOfEntry(entry: number): number {
    if (entry >= 0) return this.pathOf(entry);
    const k = eventEntry(entry);
    return this.hasVerdict(k) ? this.replay.extras.paths[k] : 0;
  }

  /**
   * True when the `k`th event that is no frame judged a packet: one on a link, or one that a divert program
   * keeps or gives back.
   */
  hasVerdict(k: number): boolean {
    const { extras, paths } = this.replay;
    return isOnLink(this, k) || paths.verdict(extras.paths[k]) !== 0;
  }

  /** Number of the event at which frame `i` arrived; -1 while it has not. */
  eventOf(i: number): number {
    const position = i < this.positions.frames ? this.positions.of(i) : Number.POSITIVE_INFINITY;
    return position < this.replay.arrived ? this.replay.eventOf(position) : -1;
  }

  /** Number of the event of what a row shows, `entry` as in RowOrder; -1 while it has not run. */
  eventOfEntry(entry: number): number {
    return entry >= 0 ? this.eventOf(entry) : this.eventOfExtra(eventEntry(entry));
  }

  /** Number of the event that is the `k`th of those that are no frames. */
  eventOfExtra(k: number): number {
    return this.replay.extras.eventOf(k);
  }

  /** When the `k`th event that is no frame ran, in nanoseconds from the capture's first frame. */
  timeOfExtra(k: number, { seconds, nanos }: FrameTimes): number {
    const { extras, script } = this.replay;
    return (script.epoch - seconds) * 1e9 + (extras.times[k] - nanos);
  }

  /** One line about the `k`th event that is no frame. */
  titleOfExtra(k: number): string {
    return eventTitle(this.program, this.timeline, this.eventOfExtra(k));
  }

  /**
   * True when a decision fell the same way for every packet that came to it, and several did: it decided
   * nothing between them.
   */
  alwaysFellSo(point: DecisionPoint): boolean {
    const { paths } = this.replay;
    // Only a new path can have an outcome that was not there before.
    for (; this.pathsSeen < paths.size; this.pathsSeen++) {
      for (const outcome of this.pathsSeen === 0 ? [] : paths.outcomesOf(this.pathsSeen)) {
        this.outcomesSeen.add(outcome);
      }
    }
    const seen = point.outcomes.filter((_, i) => this.outcomesSeen.has(point.first + i));
    return seen.length === 1 && this.arrived > 1;
  }

  /** Takes in what has run since. */
  private note(): void {
    const { replay, positions, tally } = this;
    for (; this.extrasSeen < replay.extras.count; this.extrasSeen++) {
      if (!this.hasVerdict(this.extrasSeen)) continue;
      this.judged++;
      tally.add(replay.extras.paths[this.extrasSeen]);
    }
    const arrived = positions.before(replay.arrived);
    for (; this.arrived < arrived; this.arrived++) {
      tally.add(replay.pathOf[positions.of(this.arrived)]);
    }
  }

  /** After the end, as of a panic, nothing more arrives. */
  private noteRest(): void {
    for (; this.arrived < this.positions.frames; this.arrived++) this.tally.add(0);
  }
}

function longestPlace({ hosts, links, places }: Script): string {
  if (hosts === null) return '';
  const joined = links.flatMap(({ ends }) => ends.map(({ host, name }) => `${hosts[host]}.${name}`));
  const names = [...places.flat(), ...joined].map(name => name ?? '');
  return names.reduce((longest, name) => (name.length > longest.length ? name : longest), '');
}
