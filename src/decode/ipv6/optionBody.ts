/** Reading the data of one IPv6 option. */
import type { Dissection } from '../dissection';

/** An option's data, being read: what is beyond the packet throws. */
export interface OptionBody {
  /** Where the data begins, and the length that the option states. */
  readonly at: number;
  readonly length: number;
  /** Entries of the option, its type, and its length. */
  readonly entry: number;
  readonly typeEntry: number;
  readonly lengthEntry: number;
  /** End of captured and stated bytes of the packet. */
  readonly end: number;
  readonly reported: number;
}

/** Checks that `n` bytes are there from `p` bytes into the option's data on; answers where that is. */
export function take(d: Dissection, body: OptionBody, p: number, n: number): number {
  d.need(body.at + p, n, body.end, body.reported);
  return body.at + p;
}
