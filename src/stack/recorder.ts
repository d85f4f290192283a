/** What the recording build keeps of one event: its steps, in order, with all that changed between them. */
import type { Host } from './host';
import type { Mbuf } from './net/mbuf';
import type { Candidate, DecisionPoint, Operands } from './trace';

/** Bytes `[offset, offset + before.length)` of the packet under way, before and after. */
export interface ByteChange {
  readonly offset: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** A counter that moved, by its full name: `ip6stat.ip6s_forward`, `if.em0.ifs6_in_discard`. */
export interface Counted {
  readonly counter: string;
  readonly by: number;
}

/** A packet that left the host: bytes from the network header on. */
export interface Emission {
  readonly interface: string;
  readonly kind: string;
  readonly bytes: Uint8Array;
}

/** One step of a trace: a decision taken, or a function entered. */
export interface Step {
  readonly kind: 'decision' | 'enter';
  /** The kernel function it lies in. */
  readonly function: string;
  /** Functions entered and not yet left, this one included; 1 for the outermost. */
  readonly depth: number;
  readonly point: DecisionPoint | null;
  /** Outcome number; -1 for `enter`. */
  readonly outcome: number;
  readonly operands: Operands;
  readonly candidates: readonly Candidate[];
  /** Kernel branches passed: `433T`, `210=none`. */
  readonly branches: string[];
  /** What happened between this step and the next. */
  readonly bytes: ByteChange[];
  readonly counters: Counted[];
  readonly emissions: Emission[];
  readonly logs: { readonly line: number; readonly text: string }[];
  readonly leaks: string[];
  /** The packet under way when the step began, whole. */
  readonly packet: Uint8Array;
}

/** Collects the steps of one event. Made anew for each. */
export interface Recorder {
  readonly steps: Step[];
  decision(host: Host, point: DecisionPoint, outcome: number, operands: Operands): void;
  branch(text: string, after: boolean): void;
  enter(host: Host, name: string, m: Mbuf | null): void;
  leave(host: Host): void;
  considered(candidates: readonly Candidate[]): void;
  log(line: number, text: string): void;
  leaked(what: string): void;
  emitted(emission: Emission): void;
  /** Ends the event: what changed since the last step is noted under it. */
  finish(host: Host): void;
}
