/**
 * Options of neighbour discovery for mobile nodes and handovers (RFC 6275 7, RFC 4140, RFC 5269, RFC 5271,
 * RFC 5568), and of shortcuts (RFC 2491).
 */
import { add8, add16, add32, addBytes, addNone } from '../append';
import { ICMPV6 } from './fields';
import type { OptionDissector } from './optionDissector';

/** The hop limit and both reserved fields overlap, as tshark has them. */
export const dissectNbmaShortcut: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optNbmaShortcutLimit, at + 2, end, reported);
  addNone(d, ICMPV6.optReserved, at + 2, 1, end);
  return addNone(d, ICMPV6.optReserved, at + 3, 4, end);
};

export const dissectAdvertisementInterval: OptionDissector = (d, at, _length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add32(d, ICMPV6.optAdvertisementInterval, next, end, reported);
  return next + 4;
};

export const dissectHomeAgent: OptionDissector = (d, at, _length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add16(d, ICMPV6.optHomeAgentPreference, next, end, reported);
  add16(d, ICMPV6.optHomeAgentLifetime, next + 2, end, reported);
  return next + 4;
};

export const dissectAddressPrefix: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optIpaOptionCode, at + 2, end, reported);
  add8(d, ICMPV6.optIpaPrefixLen, at + 3, end, reported);
  const next = addNone(d, ICMPV6.optReserved, at + 4, 4, end);
  return addBytes(d, ICMPV6.optIpaIpv6Address, next, 16, end, reported);
};

export const dissectNewRouterPrefix: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optNrpiOptionCode, at + 2, end, reported);
  add8(d, ICMPV6.optNrpiPrefixLen, at + 3, end, reported);
  const next = addNone(d, ICMPV6.optReserved, at + 4, 4, end);
  return addBytes(d, ICMPV6.optNrpiPrefix, next, 16, end, reported);
};

export const dissectFastHandoverLinkAddress: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.optLlaOptionCode, at + 2, end, reported);
  return addBytes(d, ICMPV6.optLlaBytes, at + 3, length - 3, end, reported);
};

export const dissectNeighborAcknowledgement: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.optNaackOptionCode, at + 2, end, reported);
  add8(d, ICMPV6.optNaackStatus, at + 3, end, reported);
  return length === 24
    ? addBytes(d, ICMPV6.optNaackSuppliedNcoa, at + 4, 16, end, reported)
    : addNone(d, ICMPV6.optReserved, at + 4, 4, end);
};

export const dissectMobilityAnchor: OptionDissector = (d, at, _length, end, reported) => {
  d.need(at + 2, 2, end, reported);
  d.add(ICMPV6.optMapDistance, at + 2, 1, d.bytes[at + 2] >>> 4);
  d.add(ICMPV6.optMapPreference, at + 2, 1, d.bytes[at + 2] & 0xf);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.optMapFlag, at + 3, 1, flags);
  d.add(ICMPV6.optMapFlagR, at + 3, 1, flags >>> 7);
  d.add(ICMPV6.optMapFlagReserved, at + 3, 1, flags & 0x7f);
  d.close(under);
  add32(d, ICMPV6.optMapValidLifetime, at + 4, end, reported);
  return addBytes(d, ICMPV6.optMapGlobalAddress, at + 8, 16, end, reported);
};

const KEY_REQUEST = 27;

/** Handover key request and reply (RFC 5269). */
export const dissectHandoverKey: OptionDissector = (d, at, length, end, reported, type) => {
  const padding = add8(d, ICMPV6.optHkrPadLength, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  d.add(ICMPV6.optHkrAt, at + 3, 1, d.bytes[at + 3] >>> 4);
  d.add(ICMPV6.optHkrReserved, at + 3, 1, d.bytes[at + 3] & 0xf);
  let next = at + 4;
  if (type !== KEY_REQUEST) {
    add16(d, ICMPV6.optHkrLifetime, next, end, reported);
    next += 2;
  }
  const size = Math.max(at + length - next - padding, 0);
  const key = type === KEY_REQUEST ? ICMPV6.optHkrEncryptionPublicKey : ICMPV6.optHkrEncryptedHandoverKey;
  next = addBytes(d, key, next, size, end, reported);
  addBytes(d, ICMPV6.optHkrPadding, next, padding, end, reported);
  // tshark counts one byte of padding only: the others are shown twice.
  return next + 1;
};

/** Handover assist information and mobile node identifier (RFC 5271). */
export function dissectIdentifier(code: number, size: number, value: number): OptionDissector {
  return (d, at, length, end, reported) => {
    add8(d, code, at + 2, end, reported);
    const valueLength = add8(d, size, at + 3, end, reported);
    const next = addBytes(d, value, at + 4, valueLength, end, reported);
    d.add(ICMPV6.optPadding, next, Math.max(at + length - next, 0));
    return at + length;
  };
}
