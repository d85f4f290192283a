/** One breakpoint as the run sees it: which events it may stop in, at which step, under which condition. */
import type { Probe } from '../../replay/arming';
import type { Recorded } from '../../replay/recorded';
import type { Replay } from '../../replay/replay';
import type { Moment } from '../moment';
import type { Prepared, Sight } from '../sight';
import type { HitTest } from './hits';

/** Why the session stopped, in the protocol's words. */
export type StopReason = 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'exception';

export interface Stopper {
  /** Number of the breakpoint in the protocol, 0 for exception filters. */
  readonly id: number;
  readonly reason: StopReason;
  /** What is said where it stops, as `ip6_forward.hop-limit`. */
  readonly what: string;
  /**
   * False for events that it surely does not stop in, as far as their path tells; those of `line`, `probe`,
   * `events` and `frames` need not be told.
   */
  mayBe(replay: Replay, path: number): boolean;
  /** It may stop in events that use what this line of the `.stack` file made. */
  readonly line?: number;
  /** It may stop in events that change this value. */
  readonly probe?: Probe;
  /** It may stop in these events. */
  readonly events?: (event: number) => boolean;
  /** It may stop in the arrivals of the frames at these positions, which have just run. */
  readonly frames?: (position: number) => boolean;
  /** What is said where it stops, when that depends on the event. */
  readonly told?: (recorded: Recorded) => string | null;
  /** All the outcomes that it means; absent when it means other steps as well. */
  readonly outcomes?: ReadonlySet<number>;
  /** True when it looks at packets to know its steps. */
  readonly looksAtPackets?: boolean;
  /** Names of the host's values that `steps` looks at. */
  readonly names?: readonly string[];
  /** The steps of an event that it means, in order. */
  steps(sight: Sight): Iterable<number>;
  readonly condition: Prepared<boolean> | null;
  readonly hit: HitTest | null;
  /** Text to print instead of stopping. */
  readonly log: Prepared<string> | null;
}

/** What a breakpoint means, without its qualifiers. */
export type Meaning = Omit<Stopper, 'id' | 'reason' | 'what' | 'condition' | 'hit' | 'log'>;

/** More steps than an event takes. */
const STEPS_MAX = 2 ** 20;

/** Counts hits by moment, so that passing a moment twice counts once, whichever way it was passed. */
export class HitCounts {
  private readonly seen = new Map<number, Map<number, number>>();

  /** Notes a hit; answers its number, from 1. */
  note(id: number, moment: Moment): number {
    const key = moment.event * STEPS_MAX + moment.step;
    let moments = this.seen.get(id);
    if (moments === undefined) {
      moments = new Map();
      this.seen.set(id, moments);
    }
    const known = moments.get(key);
    if (known !== undefined) return known;
    moments.set(key, moments.size + 1);
    return moments.size;
  }

  clear(): void {
    this.seen.clear();
  }
}
