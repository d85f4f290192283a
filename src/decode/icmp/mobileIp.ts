/** Extensions of router advertisements for mobile nodes (RFC 5944 2.1). */
import { get16 } from '../../wire/bytes';
import { add8, add16, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { ICMP } from './fields';

const ONE_BYTE_PADDING = 0;
const MOBILITY_AGENT = 16;
const PREFIX_LENGTHS = 19;
const CHALLENGE = 24;

export function dissectMobileExtensions(d: Dissection, at: number, end: number, reported: number): number {
  let next = at;
  while (next < reported) {
    const type = add8(d, ICMP.mipType, next, end, reported);
    if (type === ONE_BYTE_PADDING) {
      next++;
      continue;
    }
    const length = add8(d, ICMP.mipLength, next + 1, end, reported);
    dissectContent(d, type, next + 2, length, end, reported);
    next += 2 + length;
  }
  return next;
}

function dissectContent(
  d: Dissection,
  type: number,
  at: number,
  length: number,
  end: number,
  reported: number,
): void {
  if (type === MOBILITY_AGENT) dissectAgent(d, at, length, end, reported);
  else if (type === PREFIX_LENGTHS) {
    for (let i = 0; i < length; i++) add8(d, ICMP.mipPrefixlength, at + i, end, reported);
  } else if (length > 0) {
    addBytes(d, type === CHALLENGE ? ICMP.mipChallenge : ICMP.mipContent, at, length, end, reported);
  }
}

function dissectAgent(d: Dissection, at: number, length: number, end: number, reported: number): void {
  add16(d, ICMP.mipSeq, at, end, reported);
  add16(d, ICMP.mipLife, at + 2, end, reported);
  d.need(at + 4, 2, end, reported);
  const flags = get16(d.bytes, at + 4);
  const under = d.open(ICMP.mipFlags, at + 4, 2, flags);
  d.add(ICMP.mipR, at + 4, 2, flags >>> 15);
  d.add(ICMP.mipB, at + 4, 2, (flags >>> 14) & 1);
  d.add(ICMP.mipH, at + 4, 2, (flags >>> 13) & 1);
  d.add(ICMP.mipF, at + 4, 2, (flags >>> 12) & 1);
  d.add(ICMP.mipM, at + 4, 2, (flags >>> 11) & 1);
  d.add(ICMP.mipG, at + 4, 2, (flags >>> 10) & 1);
  d.add(ICMP.mipV, at + 4, 2, (flags >>> 9) & 1);
  d.add(ICMP.mipRt, at + 4, 2, (flags >>> 8) & 1);
  d.add(ICMP.mipU, at + 4, 2, (flags >>> 7) & 1);
  d.add(ICMP.mipX, at + 4, 2, (flags >>> 6) & 1);
  d.add(ICMP.mipReserved, at + 4, 2, flags & 0x3f);
  d.close(under);
  for (let next = at + 6; next < at + length; next += 4) {
    addBytes(d, ICMP.mipCoa, next, 4, end, reported);
  }
}
