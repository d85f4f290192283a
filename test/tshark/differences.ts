/**
 * Where we deliberately print something else than tshark 4.0, and why. A difference applies to a field, in the
 * frames of one capture or of all.
 */
export interface Difference {
  readonly field: string;
  /** Base name of the capture; absent: everywhere. */
  readonly capture?: string;
  /** 1-based frame numbers; absent: all. */
  readonly frames?: readonly number[];
  readonly reason: string;
}

export const differences: readonly Difference[] = [];
