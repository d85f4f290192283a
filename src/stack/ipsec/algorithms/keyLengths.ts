/** How long the key of an algorithm may be. */

/** Lengths in bits: each one that there is, or all whole bytes from the first to the second. */
export type KeyBits = readonly number[] | { readonly from: number; readonly to: number };

/** True when a key of so many bits is good for an algorithm. */
export function fitsKey(bits: number, allowed: KeyBits): boolean {
  return 'from' in allowed ? bits >= allowed.from && bits <= allowed.to : allowed.includes(bits);
}
