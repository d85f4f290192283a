/** Routing metrics and constraints for low-power networks (RFC 6551). */
import { get16 } from '../../wire/bytes';
import { add8, add16, add32, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { noteUndecoded } from './experts';
import { ICMPV6 } from './fields';

const NODE_STATE = 1;
const NODE_ENERGY = 2;
const HOP_COUNT = 3;
const LINK_THROUGHPUT = 4;
const LINK_LATENCY = 5;
const LINK_QUALITY = 6;
const EXPECTED_TRANSMISSIONS = 7;
const LINK_COLOR = 8;
const CONSTRAINT = 0x0200;
const RECORDED = 0x0080;
const HEADER_LENGTH = 4;

/** The metrics from `at` to the end of their option, `optionEnd`. */
export function dissectMetrics(
  d: Dissection,
  at: number,
  optionEnd: number,
  end: number,
  reported: number,
): number {
  let next = at;
  while (next + HEADER_LENGTH <= optionEnd) {
    d.need(next, 1, end, reported);
    const type = d.bytes[next];
    const known = type >= NODE_STATE && type <= LINK_COLOR;
    if (!known) noteUndecoded(d, ICMPV6.rplUnknownMetric, at - 1);
    const entry = d.count;
    const outer = d.open(ICMPV6.rplOptMetricType, next, end - next, type);
    const own = d.currentParent === outer ? -1 : entry;
    d.need(next + 1, 3, end, reported);
    const length = d.bytes[next + 3];
    d.setLength(own, Math.min(HEADER_LENGTH + length, end - next));
    const flags = addFlags(d, next + 1);
    d.add(ICMPV6.rplOptMetricLength, next + 3, 1, length);
    next += HEADER_LENGTH;
    if (known) next = dissectObject(d, type, flags, next, next + length, end, reported);
    d.close(outer);
  }
  return next;
}

function addFlags(d: Dissection, at: number): number {
  const flags = get16(d.bytes, at);
  const under = d.open(ICMPV6.rplOptMetricFlags, at, 2, flags);
  d.add(ICMPV6.rplOptMetricReserved, at, 2, flags >>> 11);
  d.add(ICMPV6.rplOptMetricFlagP, at, 2, (flags >>> 10) & 1);
  d.add(ICMPV6.rplOptMetricFlagC, at, 2, (flags >>> 9) & 1);
  d.add(ICMPV6.rplOptMetricFlagO, at, 2, (flags >>> 8) & 1);
  d.add(ICMPV6.rplOptMetricFlagR, at, 2, (flags >>> 7) & 1);
  d.add(ICMPV6.rplOptMetricFlagA, at, 2, (flags >>> 4) & 7);
  d.add(ICMPV6.rplOptMetricPrec, at, 2, flags & 0xf);
  d.close(under);
  return flags;
}

function dissectObject(
  d: Dissection,
  type: number,
  flags: number,
  at: number,
  objectEnd: number,
  end: number,
  reported: number,
): number {
  let next = at;
  switch (type) {
    case NODE_STATE:
      return dissectNodeState(d, at, objectEnd, end, reported);
    case NODE_ENERGY:
      for (; next < objectEnd; next += 2) dissectNodeEnergy(d, next, end, reported);
      return next;
    case HOP_COUNT:
      return dissectHopCount(d, at, end, reported);
    case LINK_THROUGHPUT:
      for (; next < objectEnd; next += 4) add32(d, ICMPV6.rplOptMetricLtObjectLt, next, end, reported);
      return next;
    case LINK_LATENCY:
      for (; next < objectEnd; next += 4) add32(d, ICMPV6.rplOptMetricLlObjectLl, next, end, reported);
      return next;
    case LINK_QUALITY:
      add8(d, ICMPV6.rplOptMetricLqlObjectRes, next++, end, reported);
      for (; next < objectEnd; next++) dissectLinkQuality(d, next, end, reported);
      return next;
    case EXPECTED_TRANSMISSIONS:
      for (; next < objectEnd; next += 2) add16(d, ICMPV6.rplOptMetricEtxObjectEtx, next, end, reported);
      return next;
    case LINK_COLOR:
      add8(d, ICMPV6.rplOptMetricLcObjectRes, next++, end, reported);
      for (; next < objectEnd; next += 2) dissectLinkColor(d, flags, next, end, reported);
      return next;
    default:
      return next;
  }
}

function dissectNodeState(
  d: Dissection,
  at: number,
  objectEnd: number,
  end: number,
  reported: number,
): number {
  d.need(at, 2, end, reported);
  const word = get16(d.bytes, at);
  const under = d.open(ICMPV6.rplOptMetricNsaObject, at, 2, word);
  d.add(ICMPV6.rplOptMetricNsaObjectReserved, at, 2, word >>> 8);
  d.add(ICMPV6.rplOptMetricNsaObjectFlags, at, 2, (word >>> 2) & 0x3f);
  d.add(ICMPV6.rplOptMetricNsaObjectFlagA, at, 2, (word >>> 1) & 1);
  d.add(ICMPV6.rplOptMetricNsaObjectFlagO, at, 2, word & 1);
  d.close(under);
  let next = at + 2;
  while (next < objectEnd) {
    d.need(next, 2, end, reported);
    const length = d.bytes[next + 1];
    const outer = d.open(ICMPV6.rplOptMetricNsaObjectOpttlvObject, next, 2 + length, d.bytes[next]);
    d.add(ICMPV6.rplOptMetricNsaObjectOpttlvObjectType, next, 1, d.bytes[next]);
    d.add(ICMPV6.rplOptMetricNsaObjectOpttlvObjectLength, next + 1, 1, length);
    next = addBytes(d, ICMPV6.rplOptMetricNsaObjectOpttlvObjectData, next + 2, length, end, reported);
    d.close(outer);
  }
  return next;
}

function dissectNodeEnergy(d: Dissection, at: number, end: number, reported: number): void {
  d.need(at, 2, end, reported);
  const word = get16(d.bytes, at);
  const under = d.open(ICMPV6.rplOptMetricNeObject, at, 2, word);
  d.add(ICMPV6.rplOptMetricNeObjectFlags, at, 2, word >>> 12);
  d.add(ICMPV6.rplOptMetricNeObjectFlagI, at, 2, (word >>> 11) & 1);
  d.add(ICMPV6.rplOptMetricNeObjectType, at, 2, (word >>> 9) & 3);
  d.add(ICMPV6.rplOptMetricNeObjectFlagE, at, 2, (word >>> 8) & 1);
  d.add(ICMPV6.rplOptMetricNeObjectEnergy, at, 2, word & 0xff);
  d.close(under);
}

function dissectHopCount(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 2, end, reported);
  const word = get16(d.bytes, at);
  const under = d.open(ICMPV6.rplOptMetricHpObject, at, 2, word);
  d.add(ICMPV6.rplOptMetricHpObjectReserved, at, 2, word >>> 12);
  d.add(ICMPV6.rplOptMetricHpObjectFlags, at, 2, (word >>> 8) & 0xf);
  d.add(ICMPV6.rplOptMetricHpObjectHp, at, 2, word & 0xff);
  d.close(under);
  return at + 2;
}

function dissectLinkQuality(d: Dissection, at: number, end: number, reported: number): void {
  d.need(at, 1, end, reported);
  const under = d.open(ICMPV6.rplOptMetricLqlObject, at, 1, d.bytes[at]);
  d.add(ICMPV6.rplOptMetricLqlObjectVal, at, 1, d.bytes[at] >>> 5);
  d.add(ICMPV6.rplOptMetricLqlObjectCounter, at, 1, d.bytes[at] & 0x1f);
  d.close(under);
}

/** A constraint says whether to include the colour, a recorded metric how often it was met. */
function dissectLinkColor(d: Dissection, flags: number, at: number, end: number, reported: number): void {
  d.need(at, 2, end, reported);
  const word = get16(d.bytes, at);
  const under = d.open(ICMPV6.rplOptMetricLcObject, at, 2);
  d.add(ICMPV6.rplOptMetricLcObjectLc, at, 2, word >>> 6);
  if ((flags & CONSTRAINT) !== 0) {
    d.add(ICMPV6.rplOptMetricLcObjectReserved, at, 2, (word >>> 1) & 0x1f);
    d.add(ICMPV6.rplOptMetricLcObjectFlagI, at, 2, word & 1);
  } else if ((flags & RECORDED) !== 0) d.add(ICMPV6.rplOptMetricLcObjectCounter, at, 2, word & 0x3f);
  else noteUndecoded(d, ICMPV6.rplUnknownMetric, at);
  d.close(under);
}
