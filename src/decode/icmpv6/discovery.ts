/** Neighbour discovery (RFC 4861, 4191, 5175, 6775): solicitations, advertisements, redirect. */
import { get32 } from '../../wire/bytes';
import { add8, add16, add32, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { ICMPV6 } from './fields';
import { dissectOptions } from './options';

/** Router solicitation and inverse discovery (RFC 3122): four unused bytes, then options. */
export function dissectReservedAndOptions(d: Dissection, at: number, end: number, reported: number): number {
  const next = addBytes(d, ICMPV6.reserved, at, 4, end, reported);
  return dissectOptions(d, next, end, reported);
}

export function dissectRouterAdvertisement(d: Dissection, at: number, end: number, reported: number): number {
  add8(d, ICMPV6.ndRaCurHopLimit, at, end, reported);
  d.need(at + 1, 1, end, reported);
  const flags = d.bytes[at + 1];
  const under = d.open(ICMPV6.ndRaFlag, at + 1, 1, flags);
  d.add(ICMPV6.ndRaFlagM, at + 1, 1, flags >>> 7);
  d.add(ICMPV6.ndRaFlagO, at + 1, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.ndRaFlagH, at + 1, 1, (flags >>> 5) & 1);
  d.add(ICMPV6.ndRaFlagPrf, at + 1, 1, (flags >>> 3) & 3);
  d.add(ICMPV6.ndRaFlagP, at + 1, 1, (flags >>> 2) & 1);
  d.add(ICMPV6.ndRaFlagRsv, at + 1, 1, flags & 3);
  d.close(under);
  add16(d, ICMPV6.ndRaRouterLifetime, at + 2, end, reported);
  add32(d, ICMPV6.ndRaReachableTime, at + 4, end, reported);
  add32(d, ICMPV6.ndRaRetransTimer, at + 8, end, reported);
  return dissectOptions(d, at + 12, end, reported);
}

export function dissectNeighborSolicitation(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
): number {
  addBytes(d, ICMPV6.reserved, at, 4, end, reported);
  const next = addBytes(d, ICMPV6.ndNsTargetAddress, at + 4, 16, end, reported);
  return dissectOptions(d, next, end, reported);
}

export function dissectNeighborAdvertisement(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
): number {
  d.need(at, 4, end, reported);
  const flags = get32(d.bytes, at);
  const under = d.open(ICMPV6.ndNaFlag, at, 4, flags);
  d.add(ICMPV6.ndNaFlagR, at, 4, flags >>> 31);
  d.add(ICMPV6.ndNaFlagS, at, 4, (flags >>> 30) & 1);
  d.add(ICMPV6.ndNaFlagO, at, 4, (flags >>> 29) & 1);
  d.add(ICMPV6.ndNaFlagRsv, at, 4, flags & 0x1fffffff);
  d.close(under);
  const next = addBytes(d, ICMPV6.ndNaTargetAddress, at + 4, 16, end, reported);
  return dissectOptions(d, next, end, reported);
}

export function dissectRedirect(d: Dissection, at: number, end: number, reported: number): number {
  addBytes(d, ICMPV6.reserved, at, 4, end, reported);
  addBytes(d, ICMPV6.ndRdTargetAddress, at + 4, 16, end, reported);
  const next = addBytes(d, ICMPV6.rdNaDestinationAddress, at + 20, 16, end, reported);
  return dissectOptions(d, next, end, reported);
}

/** Duplicate address request and confirmation (RFC 6775 4.4). */
export function dissectDuplicateAddress(d: Dissection, at: number, end: number, reported: number): number {
  add8(d, ICMPV6.n6lowpanndDaStatus, at, end, reported);
  add8(d, ICMPV6.n6lowpanndDaRsv, at + 1, end, reported);
  add16(d, ICMPV6.n6lowpanndDaLifetime, at + 2, end, reported);
  addBytes(d, ICMPV6.n6lowpanndDaEui64, at + 4, 8, end, reported);
  return addBytes(d, ICMPV6.n6lowpanndDaRegAddr, at + 12, 16, end, reported);
}
