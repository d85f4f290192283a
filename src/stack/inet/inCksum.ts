/** Checksums of IPv4 (in_cksum in netinet/in_cksum.c). */
import { put16 } from '../../wire/bytes';
import { foldChecksum, sumBytes } from '../../wire/checksum';
import { IP_SUM } from '../../wire/ipv4';
import type { Mbuf } from '../net/mbuf';

/** The checksum of `len` bytes at `at`; 0 when the one they hold is right. */
export function in_cksum(data: Uint8Array, at: number, len: number): number {
  return foldChecksum(sumBytes(data, at, len));
}

/** Computes the checksum of the header anew. */
export function ip_setcksum({ data, off }: Mbuf, hlen: number): void {
  put16(data, off + IP_SUM, 0);
  put16(data, off + IP_SUM, in_cksum(data, off, hlen));
}
