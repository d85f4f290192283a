/** The stack's decisions as a flow: how many packets took each branch, laid out for drawing. */
import type { SessionEvent } from './messages';

export interface PathNode {
  readonly id: number;
  /** Decision id, or a verdict at the end. */
  readonly decision: string;
  readonly label: string;
  readonly kind: 'entry' | 'decision' | 'verdict';
  /** Number of the verdict of a `verdict` node, else 0. */
  readonly verdict: number;
  readonly count: number;
  /** Centre and size in CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PathBranch {
  readonly from: number;
  readonly to: number;
  /** Consecutive `id=outcome` that the branch stands for: give them to `View.branch`. */
  readonly outcomes: readonly string[];
  readonly label: string;
  readonly count: number;
  /** x, y, x, y… */
  readonly points: Float64Array;
}

/** A path that packets took from end to end. */
export interface WholePath {
  readonly outcomes: readonly string[];
  readonly verdict: number;
  /** Decision that settled it. */
  readonly decision: string;
  readonly count: number;
  /**
   * A packet that took it: a frame, from 1, or a packet on a link and the frame that it stems from, 0 for
   * none.
   */
  readonly example: { readonly frame: number; readonly event?: SessionEvent };
}

export interface PathPicture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PathNode[];
  /** At most 200: rarer ones are merged where there are more. */
  readonly branches: readonly PathBranch[];
  /** True when branches were merged. */
  readonly merged: boolean;
  /** Rarest first, at most 50. */
  readonly paths: readonly WholePath[];
  /** Packets in the picture. */
  readonly packets: number;
}
