/** Mobile IPv6 (RFC 6275 6.5 … 6.8) and fast handovers (RFC 5568). */
import { get16 } from '../../wire/bytes';
import { add8, add16, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { ICMPV6 } from './fields';
import { dissectOptions } from './options';

/** Home agent address discovery request and mobile prefix solicitation. */
export function dissectHomeAgentRequest(d: Dissection, at: number, end: number, reported: number): number {
  add16(d, ICMPV6.mip6Identifier, at, end, reported);
  return addBytes(d, ICMPV6.reserved, at + 2, 2, end, reported);
}

export function dissectHomeAgentReply(d: Dissection, at: number, end: number, reported: number): number {
  let next = dissectHomeAgentRequest(d, at, end, reported);
  while (next < reported) next = addBytes(d, ICMPV6.mip6HomeAgentAddress, next, 16, end, reported);
  return next;
}

export function dissectMobilePrefixAdvertisement(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
): number {
  add16(d, ICMPV6.mip6Identifier, at, end, reported);
  d.need(at + 2, 2, end, reported);
  const flags = get16(d.bytes, at + 2);
  const under = d.open(ICMPV6.mip6Flag, at + 2, 2, flags);
  d.add(ICMPV6.mip6FlagM, at + 2, 2, flags >>> 15);
  d.add(ICMPV6.mip6FlagO, at + 2, 2, (flags >>> 14) & 1);
  d.add(ICMPV6.mip6FlagRsv, at + 2, 2, flags & 0x3fff);
  d.close(under);
  return dissectOptions(d, at + 4, end, reported);
}

const ROUTER_SOLICITATION_FOR_PROXY = 2;
const PROXY_ROUTER_ADVERTISEMENT = 3;
const HANDOVER_INITIATE = 4;
const HANDOVER_ACKNOWLEDGE = 5;

export function dissectFastHandover(d: Dissection, at: number, end: number, reported: number): number {
  const subtype = add8(d, ICMPV6.fmip6Subtype, at, end, reported);
  if (subtype === HANDOVER_INITIATE) {
    d.need(at + 1, 1, end, reported);
    const flags = d.bytes[at + 1];
    const under = d.open(ICMPV6.fmip6HiFlag, at + 1, 1, flags);
    d.add(ICMPV6.fmip6HiFlagS, at + 1, 1, flags >>> 7);
    d.add(ICMPV6.fmip6HiFlagA, at + 1, 1, (flags >>> 6) & 1);
    d.add(ICMPV6.fmip6HiFlagReserved, at + 1, 1, flags & 0x3f);
    d.close(under);
  } else if (
    subtype === ROUTER_SOLICITATION_FOR_PROXY ||
    subtype === PROXY_ROUTER_ADVERTISEMENT ||
    subtype === HANDOVER_ACKNOWLEDGE
  ) {
    addBytes(d, ICMPV6.reserved, at + 1, 1, end, reported);
  }
  add16(d, ICMPV6.fmip6Identifier, at + 2, end, reported);
  return dissectOptions(d, at + 4, end, reported);
}
