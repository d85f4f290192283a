/** Exit statuses of the program. */

/** Done, also when nothing matches. */
export const DONE = 0;
/** An `expect` line or a comparison failed. */
export const FAILED = 1;
/** Anything else. */
export const BROKEN = 2;
