/** The Internet checksum (RFC 1071) and the pseudo-headers of RFC 8200 8.1 and RFC 768. */
import { get16 } from './bytes';

/**
 * Adds `length` bytes at `offset` to an unfolded one's-complement sum; an odd last byte is padded with zero.
 */
export function sumBytes(bytes: Uint8Array, offset: number, length: number, sum = 0): number {
  const even = offset + (length & ~1);
  let total = sum;
  for (let i = offset; i < even; i += 2) total += get16(bytes, i);
  if (length & 1) total += bytes[even] << 8;
  return total;
}

/** The 16-bit one's complement of an unfolded sum: the value that goes into a checksum field. */
export function foldChecksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}

/**
 * The unfolded sum of the IPv6 pseudo-header (RFC 8200 8.1): the 32 bytes of both addresses at
 * `addresses` in `bytes`, the upper-layer length and the upper-layer protocol number.
 */
export function sumPseudo6(bytes: Uint8Array, addresses: number, length: number, protocol: number): number {
  return sumBytes(bytes, addresses, 32, protocol + (length >>> 16) + (length & 0xffff));
}

/**
 * The unfolded sum of the IPv4 pseudo-header (RFC 768): both addresses at `addresses`, length and protocol.
 */
export function sumPseudo4(bytes: Uint8Array, addresses: number, length: number, protocol: number): number {
  return sumBytes(bytes, addresses, 8, protocol + length);
}
