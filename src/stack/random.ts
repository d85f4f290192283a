/** The kernel's pseudo-random numbers (random(9)): the same seed gives the same machine. */
import type { Host } from './host';

/** The next number, 0..2^32-1 (a 32-bit mix of a counter). */
export function random(host: Host): number {
  host.seed = (host.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(host.seed ^ (host.seed >>> 15), 1 | host.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
