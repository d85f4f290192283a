/** Generic routing encapsulation: plain (RFC 1701, 2784, 2890), for PPTP (RFC 2637), for WCCP. */
import { get16 } from '../../wire/bytes';
import { IPPROTO_GRE } from '../../wire/ipv6';
import { add8, add16, add32, addBytes } from '../append';
import { checksumSum, statusOf } from '../checksum';
import { dissectData } from '../data';
import { type Dissection, GENERATED } from '../dissection';
import { ethernet } from '../ethernet';
import { expert, GROUP, SEVERITY } from '../expert';
import { CHECKSUM_BAD, CHECKSUM_UNVERIFIED } from '../names/checksums';
import { ppp } from '../ppp';
import { dispatch, ethertypes, type Handle, ipProtocols } from '../tables';
import { GRE } from './fields';

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGEMENT = 0x0080;

const VERSION_MASK = 7;

const TYPE_IPV4 = 0x0800;
const TYPE_ARP = 0x0806;
const TYPE_ETHERNET = 0x6558;
const TYPE_IPV6 = 0x86dd;
const TYPE_PPP = 0x880b;
const TYPE_WCCP = 0x883e;

function dissectGre(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 4, end, reported);
  const layer = d.count;
  const outer = d.openLayer(GRE.self, at, end - at);
  const own = d.currentParent === outer ? -1 : layer;
  const flags = get16(d.bytes, at);
  const type = get16(d.bytes, at + 2);
  const isEnhanced = (flags & VERSION_MASK) !== 0 && type === TYPE_PPP;
  addFlags(d, at, flags, isEnhanced);
  d.add(GRE.proto, at + 2, 2, type);
  let next = at + 4;
  if ((flags & (CHECKSUM | ROUTING)) !== 0) {
    addGreChecksum(d, at, flags, end, reported);
    add16(d, GRE.offset, at + 6, end, reported);
    next += 4;
  }
  if ((flags & KEY) !== 0) {
    if (isEnhanced) {
      add16(d, GRE.keyPayloadLength, next, end, reported);
      add16(d, GRE.keyCallId, next + 2, end, reported);
    } else add32(d, GRE.key, next, end, reported);
    next += 4;
  }
  if ((flags & SEQUENCE) !== 0) {
    add32(d, GRE.sequenceNumber, next, end, reported);
    next += 4;
  }
  if (isEnhanced && (flags & ACKNOWLEDGEMENT) !== 0) {
    add32(d, GRE.ackNumber, next, end, reported);
    next += 4;
  }
  if ((flags & ROUTING) !== 0) next = dissectRoutes(d, next, end, reported);
  if (type === TYPE_WCCP) next = dissectRedirectHeader(d, next, end, reported);
  d.setLength(own, next - at);
  d.close(outer);
  if (reported <= next && (flags & SEQUENCE) === 0) return reported;
  return dissectPayload(d, type, next, end, reported);
}

function addFlags(d: Dissection, at: number, flags: number, isEnhanced: boolean): void {
  const under = d.open(GRE.flagsAndVersion, at, 2, flags);
  d.add(GRE.flagsChecksum, at, 2, flags >>> 15);
  d.add(GRE.flagsRouting, at, 2, (flags >>> 14) & 1);
  d.add(GRE.flagsKey, at, 2, (flags >>> 13) & 1);
  d.add(GRE.flagsSequenceNumber, at, 2, (flags >>> 12) & 1);
  d.add(GRE.flagsStrictSourceRoute, at, 2, (flags >>> 11) & 1);
  d.add(GRE.flagsRecursionControl, at, 2, (flags >>> 8) & 7);
  if (isEnhanced) {
    d.add(GRE.flagsAck, at, 2, (flags >>> 7) & 1);
    d.add(GRE.flagsReserved, at, 2, (flags >>> 3) & 0xf);
  } else d.add(GRE.flagsReserved, at, 2, (flags >>> 3) & 0x1f);
  d.add(GRE.flagsVersion, at, 2, flags & 7);
  d.close(under);
}

/** The field is also there when only a route follows, and then says nothing (RFC 1701). */
function addGreChecksum(d: Dissection, at: number, flags: number, end: number, reported: number): void {
  d.need(at + 4, 2, end, reported);
  const outer = d.open(GRE.checksum, at + 4, 2, get16(d.bytes, at + 4));
  let status = CHECKSUM_UNVERIFIED;
  if ((flags & CHECKSUM) !== 0 && d.wantsAny(GRE.checksumStatus, GRE.checksumIncorrect, GRE.checksum)) {
    status = statusOf(checksumSum(d, at, reported - at, end, 0));
  }
  if (status === CHECKSUM_BAD) expert(d, GRE.checksumIncorrect, SEVERITY.warn, GROUP.protocol, at + 4);
  d.close(outer);
  d.add(GRE.checksumStatus, at + 4, 0, status, GENERATED);
}

/** Source route entries up to the empty one. */
function dissectRoutes(d: Dissection, at: number, end: number, reported: number): number {
  let next = at;
  for (;;) {
    d.need(next, 2, end, reported);
    const entry = d.count;
    const outer = d.open(GRE.routing, next, Math.max(end - next, 0));
    const own = d.currentParent === outer ? -1 : entry;
    const family = add16(d, GRE.routingAddressFamily, next, end, reported);
    add8(d, GRE.routingSreOffset, next + 2, end, reported);
    const length = add8(d, GRE.routingSrcLength, next + 3, end, reported);
    d.setLength(own, Math.min(4 + length, end - next));
    const isLast = family === 0 && length === 0;
    if (!isLast) addBytes(d, GRE.routingInformation, next + 4, length, end, reported);
    d.close(outer);
    next += 4 + length;
    if (isLast) return next;
  }
}

/** Web cache redirection, version 2, puts four bytes before the packet; version 1 nothing. */
function dissectRedirectHeader(d: Dissection, at: number, end: number, reported: number): number {
  if (reported <= at) return at;
  d.need(at, 1, end, reported);
  if (d.bytes[at] >>> 4 === 4) return at;
  const outer = d.open(GRE.wccpRedirectHeader, at, Math.min(4, end - at));
  const flags = d.bytes[at];
  d.add(GRE.wccpDynamicService, at, 1, flags & 1);
  d.add(GRE.wccpAlternativeBucketUsed, at, 1, (flags >>> 1) & 1);
  d.add(GRE.wccpRedirectHeaderValid, at, 1, (flags >>> 2) & 1);
  add8(d, GRE.wccpServiceId, at + 1, end, reported);
  add8(d, GRE.wccpAlternativeBucket, at + 2, end, reported);
  add8(d, GRE.wccpPrimaryBucket, at + 3, end, reported);
  d.close(outer);
  return at + 4;
}

function payloadHandle(type: number): Handle | undefined {
  switch (type) {
    case TYPE_IPV4:
    case TYPE_IPV6:
    case TYPE_ARP:
      return ethertypes.get(type);
    case TYPE_WCCP:
      return ethertypes.get(TYPE_IPV4);
    case TYPE_ETHERNET:
      return ethernet;
    case TYPE_PPP:
      return ppp;
    default:
      return undefined;
  }
}

function dissectPayload(d: Dissection, type: number, at: number, end: number, reported: number): number {
  const handle = payloadHandle(type);
  if (handle !== undefined) {
    const next = dispatch(d, handle, at, end, reported);
    if (next >= 0) return next;
  }
  return dissectData(d, at, end, reported);
}

const gre: Handle = { protocol: GRE.self, dissect: dissectGre, leaf: false };
ipProtocols.register(gre, IPPROTO_GRE);
