/**
 * Options in which routers say what hosts should use: prefixes, routes, MTU, names (RFC 4861 4.6, RFC 4191,
 * RFC 5175, RFC 8106, RFC 8781, RFC 8910).
 */
import { get16 } from '../../wire/bytes';
import { add8, add32, addBytes, addNone, addPrefix6 } from '../append';
import { readDnsName } from '../dnsName';
import { noteInvalidLength } from './experts';
import { ICMPV6 } from './fields';
import type { OptionDissector } from './optionDissector';

export const dissectPrefixInformation: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optPrefixLength, at + 2, end, reported);
  const flags = d.bytes[at + 3];
  d.need(at + 3, 1, end, reported);
  const under = d.open(ICMPV6.optPrefixFlag, at + 3, 1, flags);
  d.add(ICMPV6.optPrefixFlagL, at + 3, 1, flags >>> 7);
  d.add(ICMPV6.optPrefixFlagA, at + 3, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.optPrefixFlagR, at + 3, 1, (flags >>> 5) & 1);
  d.add(ICMPV6.optPrefixFlagReserved, at + 3, 1, flags & 0x1f);
  d.close(under);
  add32(d, ICMPV6.optPrefixValidLifetime, at + 4, end, reported);
  add32(d, ICMPV6.optPrefixPreferredLifetime, at + 8, end, reported);
  const next = addNone(d, ICMPV6.optReserved, at + 12, 4, end);
  return addBytes(d, ICMPV6.optPrefix, next, 16, end, reported);
};

export const dissectMtu: OptionDissector = (d, at, _length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add32(d, ICMPV6.optMtu, next, end, reported);
  return next + 4;
};

export const dissectRouteInformation: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.optPrefixLength, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.optRouteInfoFlag, at + 3, 1, flags);
  d.add(ICMPV6.optRouteInfoFlagRoutePreference, at + 3, 1, (flags >>> 3) & 3);
  d.add(ICMPV6.optRouteInfoFlagReserved, at + 3, 1, flags & 0xe7);
  d.close(under);
  add32(d, ICMPV6.optRouteLifetime, at + 4, end, reported);
  if (length > 24) noteInvalidLength(d, at + 1);
  if (length === 8 || length > 24) return at + 8;
  return addPrefix6(d, ICMPV6.optPrefix, at + 8, length - 8, end, reported);
};

export const dissectDnsServers: OptionDissector = (d, at, length, end, reported) => {
  let next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add32(d, ICMPV6.optRdnssLifetime, next, end, reported);
  next += 4;
  while (next < at + length) next = addBytes(d, ICMPV6.optRdnss, next, 16, end, reported);
  return next;
};

export const dissectDnsSearchList: OptionDissector = (d, at, length, end, reported) => {
  let next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add32(d, ICMPV6.optDnsslLifetime, next, end, reported);
  next += 4;
  const optionEnd = at + length;
  while (next < optionEnd) {
    d.need(next, 1, end, reported);
    if (d.bytes[next] === 0) {
      d.add(ICMPV6.optPadding, next, optionEnd - next);
      return optionEnd;
    }
    const name = readDnsName(d.bytes, next, end, next);
    if (name === null) d.need(next, end - next + 1, end, reported);
    d.addText(ICMPV6.optDnssl, next, name!.length, name!.text);
    next += name!.length;
  }
  return next;
};

export const dissectFlagsExpansion: OptionDissector = (d, at, _length, end, reported) => {
  d.need(at + 2, 2, end, reported);
  const flags = get16(d.bytes, at + 2);
  const under = d.open(ICMPV6.optEfo, at + 2, 2, flags);
  d.add(ICMPV6.optEfoM, at + 2, 2, flags >>> 15);
  d.add(ICMPV6.optEfoO, at + 2, 2, (flags >>> 14) & 1);
  d.add(ICMPV6.optEfoH, at + 2, 2, (flags >>> 13) & 1);
  d.add(ICMPV6.optEfoPrf, at + 2, 2, (flags >>> 11) & 3);
  d.add(ICMPV6.optEfoP, at + 2, 2, (flags >>> 10) & 1);
  // The mask leaves out the bit beside the proxy flag.
  d.add(ICMPV6.optEfoRsv, at + 2, 2, flags & 0x2ff);
  d.close(under);
  return addNone(d, ICMPV6.optReserved, at + 4, 4, end);
};

export const dissectCaptivePortal: OptionDissector = (d, at, length, end, reported) =>
  addBytes(d, ICMPV6.optCaptivePortal, at + 2, length - 2, end, reported);

/** Bytes of the prefix by its length code (RFC 8781 4). */
const PREF64_LENGTHS = [12, 8, 7, 6, 5, 4];

export const dissectPref64: OptionDissector = (d, at, length, end, reported) => {
  d.need(at + 2, 2, end, reported);
  const word = get16(d.bytes, at + 2);
  d.add(ICMPV6.optPref64ScaledLifetime, at + 2, 2, word >>> 3);
  d.add(ICMPV6.optPref64Plc, at + 2, 2, word & 7);
  const size = PREF64_LENGTHS[word & 7];
  if (size !== undefined) addPrefix6(d, ICMPV6.optPref64Prefix, at + 4, size, end, reported);
  else noteInvalidLength(d, at + 1);
  return at + length;
};
