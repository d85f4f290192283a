/** What dissects one option of neighbour discovery. */
import type { Dissection } from '../dissection';

/**
 * Dissects an option's content. `at` is the option's start, `length` its whole length in bytes (at least 8).
 * Answers the offset after what it knows; the rest of the option is then unknown data.
 */
export type OptionDissector = (
  d: Dissection,
  at: number,
  length: number,
  end: number,
  reported: number,
  type: number,
) => number;
