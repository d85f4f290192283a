/** Timers in virtual time. A timer names its handler: closures are no state. */
import type { Mbuf } from './mbuf';

/** A callout under way. */
export interface Timer {
  /** Virtual time at which it fires, as `Host.now`. */
  due: number;
  /** Order of starting, for equal times. */
  seq: number;
  /** The kernel function it calls, as `nd6_llinfo_timer`. */
  handler: string;
  /** What the handler works on: plain data of the host. */
  arg: unknown;
  /** Capture frame that led to it, 0 for none. */
  frame: number;
}

export type TimerHeld = Mbuf | null;
