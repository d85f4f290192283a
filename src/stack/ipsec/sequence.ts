/** The sequence number of the next packet of an association (RFC 4303 3.3.3, RFC 4302 3.3.2). */
import type { Secasvar } from './secasvar';

const LAST = 0xffffffff;

/** True when every number has been used and none may be used again. */
export function isUsedUp(sav: Secasvar): boolean {
  return sav.count >= LAST && !sav.cyclic;
}

/** Counts a packet and gives its number; after 2^32-1 comes 0. */
export function nextSequence(sav: Secasvar): number {
  sav.count = sav.count >= LAST ? 0 : sav.count + 1;
  return sav.count;
}

/** Notes that the association served for a packet of so many bytes (key_sa_recordxfer in netkey/key.c). */
export function key_sa_recordxfer(sav: Secasvar, bytes: number): void {
  sav.packets++;
  sav.bytes += bytes;
}
