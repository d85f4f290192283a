/**
 * The option of secure neighbour discovery that tells how an address was generated (RFC 3971 5.1, RFC 3972
 * 3).
 */
import { get16 } from '../../wire/bytes';
import { add8, add16, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { ICMPV6 } from './fields';

/** Option of `length` bytes at `at`: parameters of a generated address. */
export function dissectCgaOption(
  d: Dissection,
  at: number,
  length: number,
  end: number,
  reported: number,
): number {
  const padding = add8(d, ICMPV6.optCgaPadLength, at + 2, end, reported);
  d.add(ICMPV6.optReserved, at + 3, 1);
  const size = length - 4 - padding;
  const cgaEnd = at + 4 + size;
  d.need(at + 4, Math.max(size, 0), end, reported);
  const outer = d.open(ICMPV6.optCga, at + 4, Math.max(size, 0));
  let next = addBytes(d, ICMPV6.optCgaModifier, at + 4, 16, end, reported);
  next = addBytes(d, ICMPV6.optCgaSubnetPrefix, next, 8, end, reported);
  next = addBytes(d, ICMPV6.optCgaCount, next, 1, end, reported);
  const key = derLength(d, next, end, reported);
  d.add(ICMPV6.optCgaSubjectPublicKeyInfo, next, key);
  next += key;
  while (next < cgaEnd) {
    add16(d, ICMPV6.optCgaExtType, next, end, reported);
    d.need(next + 2, 2, end, reported);
    const extension = get16(d.bytes, next + 2);
    d.add(ICMPV6.optCgaExtLength, next + 2, 2, extension);
    next = addBytes(d, ICMPV6.optCgaExtData, next + 4, extension, end, reported);
  }
  d.close(outer);
  d.add(ICMPV6.optPadding, next, padding);
  return next + padding;
}

/** Bytes of the DER element at `at`: its tag, its length and what the length says (X.690 8.1). */
function derLength(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 2, end, reported);
  const first = d.bytes[at + 1];
  if (first < 0x80) return 2 + first;
  const digits = first & 0x7f;
  d.need(at + 2, digits, end, reported);
  let length = 0;
  for (let i = 0; i < digits; i++) length = length * 256 + d.bytes[at + 2 + i];
  return 2 + digits + length;
}
