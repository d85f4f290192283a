/** Options of the routing protocol for low-power networks (RFC 6550 6.7, RFC 6997 7). */
import { add8, add16, add32, addBytes, addNone, addPrefix6 } from '../append';
import type { Dissection } from '../dissection';
import { addUnknownData, noteInvalidLength, noteUndecoded, warn } from './experts';
import { ICMPV6 } from './fields';
import { dissectMetrics } from './rplMetrics';

const PAD1 = 0;
const PADN = 1;
const METRIC_CONTAINER = 2;
const ROUTE_INFORMATION = 3;
const CONFIGURATION = 4;
const TARGET = 5;
const TRANSIT_INFORMATION = 6;
const SOLICITED_INFORMATION = 7;
const PREFIX_INFORMATION = 8;
const TARGET_DESCRIPTOR = 9;
const ROUTE_DISCOVERY = 10;

/**
 * All options from `at` on. `inReply`: they are of a discovery reply, where some fields have another meaning.
 */
export function dissectRplOptions(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  inReply: boolean,
): number {
  let next = at;
  while (next < reported) {
    d.need(next, 1, end, reported);
    const type = d.bytes[next];
    const length = type === PAD1 ? 1 : next + 1 < end ? 2 + d.bytes[next + 1] : 1;
    const outer = d.open(ICMPV6.opt, next, Math.min(length, end - next));
    d.add(ICMPV6.rplOptType, next, 1, type);
    if (type !== PAD1) {
      add8(d, ICMPV6.rplOptLength, next + 1, end, reported);
      dissectOption(d, type, next, length, end, reported, inReply);
    }
    d.close(outer);
    next += length;
  }
  return next;
}

function dissectOption(
  d: Dissection,
  type: number,
  at: number,
  length: number,
  end: number,
  reported: number,
  inReply: boolean,
): void {
  const next = dissectContent(d, type, at, length, end, reported, inReply);
  addUnknownData(d, next, at + length, end, reported);
}

function dissectContent(
  d: Dissection,
  type: number,
  at: number,
  length: number,
  end: number,
  reported: number,
  inReply: boolean,
): number {
  switch (type) {
    case PADN:
      return addNone(d, ICMPV6.rplOptPadn, at + 2, length - 2, end);
    case METRIC_CONTAINER:
      return dissectMetrics(d, at + 2, at + length, end, reported);
    case ROUTE_INFORMATION:
      return dissectRoute(d, at, length, end, reported);
    case CONFIGURATION:
      return dissectConfiguration(d, at, end, reported);
    case TARGET:
      return dissectTarget(d, at, length, end, reported);
    case TRANSIT_INFORMATION:
      return dissectTransit(d, at, length, end, reported);
    case SOLICITED_INFORMATION:
      return dissectSolicited(d, at, end, reported);
    case PREFIX_INFORMATION:
      return dissectPrefix(d, at, end, reported);
    case TARGET_DESCRIPTOR:
      add32(d, ICMPV6.rplOptTargetdescDescriptor, at + 2, end, reported);
      return at + 6;
    case ROUTE_DISCOVERY:
      return dissectRouteDiscovery(d, at, length, end, reported, inReply);
    default:
      noteUndecoded(d, ICMPV6.undecodedRplOption, at);
      return addBytes(d, ICMPV6.data, at + 2, length - 2, end, reported);
  }
}

function dissectRoute(d: Dissection, at: number, length: number, end: number, reported: number): number {
  const size = length - 8;
  add8(d, ICMPV6.rplOptRoutePrefixLength, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.rplOptRouteFlag, at + 3, 1, flags);
  d.add(ICMPV6.rplOptRoutePref, at + 3, 1, (flags >>> 3) & 3);
  d.add(ICMPV6.rplOptRouteReserved, at + 3, 1, flags & 0xe7);
  d.close(under);
  add32(d, ICMPV6.rplOptRouteLifetime, at + 4, end, reported);
  if (size > 0 && size !== 8 && size !== 16) noteInvalidLength(d, at + 1);
  return size === 8 || size === 16
    ? addPrefix6(d, ICMPV6.rplOptRoutePrefix, at + 8, size, end, reported)
    : at + 8;
}

function dissectConfiguration(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at + 2, 1, end, reported);
  const flags = d.bytes[at + 2];
  const under = d.open(ICMPV6.rplOptConfigFlag, at + 2, 1, flags);
  d.add(ICMPV6.rplOptConfigReserved, at + 2, 1, flags >>> 4);
  d.add(ICMPV6.rplOptConfigAuth, at + 2, 1, (flags >>> 3) & 1);
  d.add(ICMPV6.rplOptConfigPcs, at + 2, 1, flags & 7);
  d.close(under);
  add8(d, ICMPV6.rplOptConfigIntervalDouble, at + 3, end, reported);
  add8(d, ICMPV6.rplOptConfigIntervalMin, at + 4, end, reported);
  add8(d, ICMPV6.rplOptConfigRedundancy, at + 5, end, reported);
  add16(d, ICMPV6.rplOptConfigMaxRankInc, at + 6, end, reported);
  add16(d, ICMPV6.rplOptConfigMinHopRankInc, at + 8, end, reported);
  add16(d, ICMPV6.rplOptConfigOcp, at + 10, end, reported);
  add8(d, ICMPV6.rplOptConfigRsv, at + 12, end, reported);
  add8(d, ICMPV6.rplOptConfigDefLifetime, at + 13, end, reported);
  add16(d, ICMPV6.rplOptConfigLifetimeUnit, at + 14, end, reported);
  return at + 16;
}

function dissectTarget(d: Dissection, at: number, length: number, end: number, reported: number): number {
  const size = length - 4;
  addNone(d, ICMPV6.rplOptTargetFlag, at + 2, 1, end);
  add8(d, ICMPV6.rplOptTargetPrefixLength, at + 3, end, reported);
  if (size > 0 && size !== 8 && size !== 16) noteInvalidLength(d, at + 1);
  return size === 8 || size === 16
    ? addPrefix6(d, ICMPV6.rplOptTargetPrefix, at + 4, size, end, reported)
    : at + 4;
}

function dissectTransit(d: Dissection, at: number, length: number, end: number, reported: number): number {
  d.need(at + 2, 1, end, reported);
  const flags = d.bytes[at + 2];
  const under = d.open(ICMPV6.rplOptTransitFlag, at + 2, 1, flags);
  d.add(ICMPV6.rplOptTransitFlagE, at + 2, 1, flags >>> 7);
  d.add(ICMPV6.rplOptTransitFlagRsv, at + 2, 1, flags & 0x7f);
  d.close(under);
  add8(d, ICMPV6.rplOptTransitPathctl, at + 3, end, reported);
  add8(d, ICMPV6.rplOptTransitPathseq, at + 4, end, reported);
  add8(d, ICMPV6.rplOptTransitPathlifetime, at + 5, end, reported);
  return length > 6 ? addBytes(d, ICMPV6.rplOptTransitParent, at + 6, 16, end, reported) : at + 6;
}

function dissectSolicited(d: Dissection, at: number, end: number, reported: number): number {
  add8(d, ICMPV6.rplOptSolicitedInstance, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.rplOptSolicitedFlag, at + 3, 1, flags);
  d.add(ICMPV6.rplOptSolicitedFlagV, at + 3, 1, flags >>> 7);
  d.add(ICMPV6.rplOptSolicitedFlagI, at + 3, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.rplOptSolicitedFlagD, at + 3, 1, (flags >>> 5) & 1);
  d.add(ICMPV6.rplOptSolicitedFlagRsv, at + 3, 1, flags & 0x1f);
  d.close(under);
  const next = addBytes(d, ICMPV6.rplOptSolicitedDodagid, at + 4, 16, end, reported);
  add8(d, ICMPV6.rplOptSolicitedVersion, next, end, reported);
  return next + 1;
}

function dissectPrefix(d: Dissection, at: number, end: number, reported: number): number {
  add8(d, ICMPV6.rplOptPrefixLength, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.rplOptPrefixFlag, at + 3, 1, flags);
  d.add(ICMPV6.rplOptPrefixFlagL, at + 3, 1, flags >>> 7);
  d.add(ICMPV6.rplOptConfigFlagA, at + 3, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.rplOptConfigFlagR, at + 3, 1, (flags >>> 5) & 1);
  d.add(ICMPV6.rplOptConfigFlagRsv, at + 3, 1, flags & 0x1f);
  d.close(under);
  add32(d, ICMPV6.rplOptPrefixValidLifetime, at + 4, end, reported);
  add32(d, ICMPV6.rplOptPrefixPreferredLifetime, at + 8, end, reported);
  const next = addNone(d, ICMPV6.rplOptReserved, at + 12, 4, end);
  return addBytes(d, ICMPV6.rplOptPrefix, next, 16, end, reported);
}

function dissectRouteDiscovery(
  d: Dissection,
  at: number,
  length: number,
  end: number,
  reported: number,
  inReply: boolean,
): number {
  d.need(at + 2, 1, end, reported);
  const flags = d.bytes[at + 2];
  const reply = flags >>> 7;
  const hopByHop = (flags >>> 6) & 1;
  const routes = (flags >>> 4) & 3;
  const under = d.open(ICMPV6.rplOptRoutediscoveryFlag, at + 2, 1);
  d.add(ICMPV6.rplOptRoutediscoveryFlagReply, at + 2, 1, reply);
  if (inReply && reply !== 0) warn(d, ICMPV6.rplP2pDroRdoZero, at + 2);
  d.add(ICMPV6.rplOptRoutediscoveryFlagHopbyhop, at + 2, 1, hopByHop);
  if (!inReply && hopByHop !== 0 && reply === 0) warn(d, ICMPV6.rplP2pHopByHop, at + 2);
  d.add(ICMPV6.rplOptRoutediscoveryFlagNumofroutes, at + 2, 1, routes);
  if (inReply && routes !== 0) warn(d, ICMPV6.rplP2pDroRdoZero, at + 2);
  if (!inReply && hopByHop !== 0 && routes !== 0) warn(d, ICMPV6.rplP2pNumOfRoutes, at + 2);
  const compressed = flags & 0xf;
  d.add(ICMPV6.rplOptRoutediscoveryFlagCompr, at + 2, 1, compressed);
  d.close(under);
  d.need(at + 3, 1, end, reported);
  const lifetime = d.bytes[at + 3] >>> 6;
  d.add(ICMPV6.rplOptRoutediscoveryLifetime, at + 3, 1, lifetime);
  if (inReply && lifetime !== 0) warn(d, ICMPV6.rplP2pDroRdoZero, at + 3);
  const index = inReply ? ICMPV6.rplOptRoutediscoveryNh : ICMPV6.rplOptRoutediscoveryMaxrank;
  d.add(index, at + 3, 1, d.bytes[at + 3] & 0x3f);
  const vector = addBytes(d, ICMPV6.rplOptRoutediscoveryTargetaddr, at + 4, 16, end, reported);
  return dissectAddressVector(d, vector, at + length, 16 - compressed, end, reported);
}

/** Addresses of `size` bytes each, the elided prefix zero. */
function dissectAddressVector(
  d: Dissection,
  at: number,
  vectorEnd: number,
  size: number,
  end: number,
  reported: number,
): number {
  const outer = d.open(ICMPV6.rplOptRoutediscoveryAddrVec, at, Math.max(vectorEnd - at, 0));
  let next = at;
  while (next + size <= vectorEnd) {
    d.need(next, size, end, reported);
    if (d.wants(ICMPV6.rplOptRoutediscoveryAddrvecAddr)) {
      const address = new Uint8Array(16);
      address.set(d.bytes.subarray(next, next + size), 16 - size);
      d.addComputed(ICMPV6.rplOptRoutediscoveryAddrvecAddr, next, size, address, 0, 16);
    }
    next += size;
  }
  d.close(outer);
  return next;
}
