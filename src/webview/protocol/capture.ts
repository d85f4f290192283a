/**
 * What the page is told of a capture as a whole: how far it is read and replayed, which rows there are, what
 * occurs in it.
 */
import type { CaptureFacts } from '../../replay/infer/captureFacts';

export type { CaptureFacts };

/** Where the capture stops being readable. */
export interface DamageNote {
  /** One sentence: what is wrong, at which byte, after which frame. */
  readonly message: string;
  /** The last frame before it, from 1; 0 when there is none. */
  readonly lastFrame: number;
  /** Byte offset of the record that is wrong; null where reading failed. */
  readonly offset: number | null;
  /** What follows: not known yet, no record that makes sense, or null where nothing can be looked for. */
  readonly behind: 'unknown' | 'nothing' | null;
}

/** What was left out behind damage because nothing in it made sense, in one place or several. */
export interface GapNote {
  readonly count: number;
  /** Of all of them. */
  readonly bytes: number;
  /** Offset of the first. */
  readonly offset: number;
  /** The last frame before the first, from 1; 0 when there is none. */
  readonly lastFrame: number;
}

/**
 * How the replay stands. While it is `running`, verdicts come in: rows whose verdict was "not run" are worth
 * asking for again, though the revision has not changed. It changes when the replay is done.
 */
export type ReplayState =
  | { readonly kind: 'none'; readonly facts: CaptureFacts | null }
  /** It could not start; `line` of the `.stack` file, from 1, is wrong, null where none is named. */
  | {
      readonly kind: 'failed';
      readonly stack: string;
      readonly message: string;
      readonly line: number | null;
    }
  /** `progress` from 0 to 1. */
  | { readonly kind: 'running'; readonly stack: string; readonly progress: number }
  | { readonly kind: 'done'; readonly stack: string; readonly panic: string | null };

/** A verdict that occurs, and in how many frames. */
export interface VerdictCount {
  /** As in `verdicts` of the stack: `dropped`. */
  readonly verdict: string;
  readonly count: number;
}

/** A decision that settled verdicts, and in how many frames. */
export interface ReasonCount {
  readonly decision: string;
  readonly verdict: string;
  readonly count: number;
}

/** Sent whenever something of it changes, at most some ten times a second. */
export interface CaptureState {
  readonly name: string;
  /** Why the file cannot be shown at all, one sentence; null when it can. */
  readonly unreadable: string | null;
  /** Bytes of the file. */
  readonly size: number;
  /** Frames found so far. */
  readonly frames: number;
  /** From 0 to 1 while frames are being found, null when that is over. */
  readonly indexing: number | null;
  /** True when the user has stopped it before its end. */
  readonly indexingStopped: boolean;
  readonly damage: DamageNote | null;
  readonly gaps: GapNote | null;
  /** Rows that the list has now: frames and events that the view shows. */
  readonly rows: number;
  /**
   * The longest name of an interface that the hosts of the `.stack` file have, as `A.em0`; empty where it
   * describes one machine.
   */
  readonly longestPlace: string;
  /**
   * Packets that there are: frames, and once all has run those on links between hosts and those that a divert
   * program kept or gave back.
   */
  readonly packets: number;
  /** Packets that the view shows; the same as `packets` without a filter. */
  readonly shown: number;
  /** From 0 to 1 while the view is being worked out, null when it is settled. */
  readonly filtering: number | null;
  /** Nanoseconds from the first frame to the last. */
  readonly duration: number;
  /** Digits behind the point that the clock of the capture has: 6 or 9, seldom another. */
  readonly timeDigits: number;
  readonly replay: ReplayState;
  readonly verdicts: readonly VerdictCount[];
  /** Commonest first, at most 50. */
  readonly reasons: readonly ReasonCount[];
  /**
   * Counts the machines that the capture was replayed on, or none: with each, what is told of the whole
   * capture is void.
   */
  readonly machine: number;
  /**
   * Counts up when rows mean something else than before: what the page has of rows, packets and traces is
   * then void.
   */
  readonly revision: number;
}

/** What the list shows. Parts that are empty or null restrict nothing. */
export interface View {
  /** A display filter. */
  readonly filter: string;
  readonly verdicts: readonly string[];
  /** Decisions that settled the verdict. */
  readonly reasons: readonly string[];
  /** Nanoseconds from the first frame, the end included. */
  readonly span: readonly [from: number, to: number] | null;
  /** Consecutive `id=outcome` of the paths that frames have taken. */
  readonly branch: readonly string[] | null;
}

export const everything: View = { filter: '', verdicts: [], reasons: [], span: null, branch: null };

/** What is wrong with a filter: a sentence, and the UTF-16 range of the filter's text. */
export interface FilterProblem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** A field, function, value or operator that could stand at the cursor. */
export interface FilterCompletion {
  readonly label: string;
  readonly kind: 'field' | 'function' | 'value' | 'operator' | 'protocol';
  readonly detail: string;
  /** What is put in place of the filter's text from `from` to `to`. */
  readonly insert: string;
  readonly from: number;
  readonly to: number;
}

/** The timeline: for each bar, frames by verdict number. */
export interface Timeline {
  readonly bars: number;
  /** `counts[bar * verdicts.length + verdict]`; verdict 0 is "not run". */
  readonly counts: Uint32Array;
  readonly verdicts: readonly string[];
  /** Nanoseconds from the first frame that the bars span. */
  readonly from: number;
  readonly to: number;
  /**
   * Nanoseconds from the first frame from which on the capture is unreadable; null when all of it can be
   * read.
   */
  readonly damagedFrom: number | null;
}
