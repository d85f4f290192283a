/** Certification paths of secure neighbour discovery (RFC 3971 6.4). */
import { add16, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { ICMPV6 } from './fields';
import { dissectOptions } from './options';

export function dissectCertificationSolicitation(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
): number {
  add16(d, ICMPV6.sendIdentifier, at, end, reported);
  add16(d, ICMPV6.sendComponent, at + 2, end, reported);
  return dissectOptions(d, at + 4, end, reported);
}

export function dissectCertificationAdvertisement(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
): number {
  add16(d, ICMPV6.sendIdentifier, at, end, reported);
  add16(d, ICMPV6.sendAllComponents, at + 2, end, reported);
  add16(d, ICMPV6.sendComponent, at + 4, end, reported);
  const next = addBytes(d, ICMPV6.reserved, at + 6, 2, end, reported);
  return dissectOptions(d, next, end, reported);
}
