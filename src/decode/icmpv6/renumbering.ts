/** Router renumbering (RFC 2894). */
import { get16, get32 } from '../../wire/bytes';
import { add8, add16, add32, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { warn } from './experts';
import { ICMPV6 } from './fields';

const COMMAND = 0;
const RESULT = 1;
const MATCH_LENGTH = 24;
const USE_LENGTH = 32;

export function dissectRouterRenumbering(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  _type: number,
  code: number,
): number {
  add32(d, ICMPV6.rrSequenceNumber, at, end, reported);
  add8(d, ICMPV6.rrSegmentNumber, at + 4, end, reported);
  d.need(at + 5, 1, end, reported);
  const flags = d.bytes[at + 5];
  const under = d.open(ICMPV6.rrFlag, at + 5, 1, flags);
  d.add(ICMPV6.rrFlagT, at + 5, 1, flags >>> 7);
  d.add(ICMPV6.rrFlagR, at + 5, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.rrFlagA, at + 5, 1, (flags >>> 5) & 1);
  d.add(ICMPV6.rrFlagS, at + 5, 1, (flags >>> 4) & 1);
  d.add(ICMPV6.rrFlagP, at + 5, 1, (flags >>> 3) & 1);
  d.add(ICMPV6.rrFlagRsv, at + 5, 1, flags & 7);
  d.close(under);
  add16(d, ICMPV6.rrMaxdelay, at + 6, end, reported);
  let next = addBytes(d, ICMPV6.reserved, at + 8, 4, end, reported);
  if (code === COMMAND) {
    next = dissectMatchPart(d, next, end, reported);
    while (next < reported) next = dissectUsePart(d, next, end, reported);
  } else if (code === RESULT) {
    while (next < reported) next = dissectResult(d, next, end, reported);
  }
  return next;
}

function dissectMatchPart(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.open(ICMPV6.rrPcoMp, at, Math.min(MATCH_LENGTH, end - at));
  add8(d, ICMPV6.rrPcoMpOpcode, at, end, reported);
  add8(d, ICMPV6.rrPcoMpOplength, at + 1, end, reported);
  add8(d, ICMPV6.rrPcoMpOrdinal, at + 2, end, reported);
  if (add8(d, ICMPV6.rrPcoMpMatchlen, at + 3, end, reported) > 128) {
    warn(d, ICMPV6.rrPcoMpMatchlenGt128, at + 3);
  }
  add8(d, ICMPV6.rrPcoMpMinlen, at + 4, end, reported);
  add8(d, ICMPV6.rrPcoMpMaxlen, at + 5, end, reported);
  addBytes(d, ICMPV6.reserved, at + 6, 2, end, reported);
  addBytes(d, ICMPV6.rrPcoMpMatchprefix, at + 8, 16, end, reported);
  d.close(outer);
  return at + MATCH_LENGTH;
}

function dissectUsePart(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.open(ICMPV6.rrPcoUp, at, Math.min(USE_LENGTH, end - at));
  add8(d, ICMPV6.rrPcoUpUselen, at, end, reported);
  add8(d, ICMPV6.rrPcoUpKeeplen, at + 1, end, reported);
  addPrefixFlags(d, ICMPV6.rrPcoUpFlagmask, at + 2, end, reported);
  addPrefixFlags(d, ICMPV6.rrPcoUpRaflags, at + 3, end, reported);
  add32(d, ICMPV6.rrPcoUpValidlifetime, at + 4, end, reported);
  add32(d, ICMPV6.rrPcoUpPreferredlifetime, at + 8, end, reported);
  d.need(at + 12, 4, end, reported);
  const flags = get32(d.bytes, at + 12);
  const under = d.open(ICMPV6.rrPcoUpFlag, at + 12, 4, flags);
  d.add(ICMPV6.rrPcoUpFlagV, at + 12, 4, flags >>> 31);
  d.add(ICMPV6.rrPcoUpFlagP, at + 12, 4, (flags >>> 30) & 1);
  d.add(ICMPV6.rrPcoUpFlagReserved, at + 12, 4, flags & 0x3fffffff);
  d.close(under);
  addBytes(d, ICMPV6.rrPcoUpUseprefix, at + 16, 16, end, reported);
  d.close(outer);
  return at + USE_LENGTH;
}

/** The mask and the flags bear the same bits. */
function addPrefixFlags(d: Dissection, id: number, at: number, end: number, reported: number): void {
  d.need(at, 1, end, reported);
  const flags = d.bytes[at];
  const under = d.open(id, at, 1, flags);
  d.add(ICMPV6.rrPcoUpFlagmaskL, at, 1, flags >>> 7);
  d.add(ICMPV6.rrPcoUpFlagmaskA, at, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.rrPcoUpFlagmaskReserved, at, 1, flags & 0x3f);
  d.close(under);
}

function dissectResult(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.open(ICMPV6.rrRm, at, Math.min(MATCH_LENGTH, end - at));
  d.need(at, 2, end, reported);
  const flags = get16(d.bytes, at);
  const under = d.open(ICMPV6.rrRmFlag, at, 2, flags);
  d.add(ICMPV6.rrRmFlagReserved, at, 2, flags >>> 2);
  d.add(ICMPV6.rrRmFlagB, at, 2, (flags >>> 1) & 1);
  d.add(ICMPV6.rrRmFlagF, at, 2, flags & 1);
  d.close(under);
  add8(d, ICMPV6.rrRmOrdinal, at + 2, end, reported);
  if (add8(d, ICMPV6.rrRmMatchedlen, at + 3, end, reported) > 128) {
    warn(d, ICMPV6.rrPcoMpMatchedlenGt128, at + 3);
  }
  add32(d, ICMPV6.rrRmInterfaceindex, at + 4, end, reported);
  addBytes(d, ICMPV6.rrRmMatchedprefix, at + 8, 16, end, reported);
  d.close(outer);
  return at + MATCH_LENGTH;
}
