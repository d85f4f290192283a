/** Options of neighbour discovery on low-power networks (RFC 6775 4, RFC 7400 3). */
import { get16 } from '../../wire/bytes';
import { add8, add16, add32, addBytes, addNone, addPrefix6 } from '../append';
import { noteInvalidLength } from './experts';
import { ICMPV6 } from './fields';
import type { OptionDissector } from './optionDissector';

export const dissectAddressRegistration: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optAroStatus, at + 2, end, reported);
  const next = addNone(d, ICMPV6.optReserved, at + 3, 3, end);
  add16(d, ICMPV6.optAroRegistrationLifetime, next, end, reported);
  return addBytes(d, ICMPV6.optAroEui64, next + 2, 8, end, reported);
};

export const dissectContext: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.opt6coContextLength, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.opt6coFlag, at + 3, 1, flags);
  d.add(ICMPV6.opt6coFlagC, at + 3, 1, (flags >>> 4) & 1);
  d.add(ICMPV6.opt6coFlagCid, at + 3, 1, flags & 0xf);
  d.add(ICMPV6.opt6coFlagReserved, at + 3, 1, flags >>> 5);
  d.close(under);
  addNone(d, ICMPV6.optReserved, at + 4, 2, end);
  add16(d, ICMPV6.opt6coValidLifetime, at + 6, end, reported);
  if (length !== 16 && length !== 24) {
    noteInvalidLength(d, at + 1);
    return at + 8;
  }
  return addPrefix6(d, ICMPV6.opt6coContextPrefix, at + 8, length - 8, end, reported);
};

export const dissectBorderRouter: OptionDissector = (d, at, _length, end, reported) => {
  add16(d, ICMPV6.optAbroVersionLow, at + 2, end, reported);
  add16(d, ICMPV6.optAbroVersionHigh, at + 4, end, reported);
  add16(d, ICMPV6.optAbroValidLifetime, at + 6, end, reported);
  return addBytes(d, ICMPV6.optAbro6lbrAddress, at + 8, 16, end, reported);
};

export const dissectCapability: OptionDissector = (d, at, _length, end, reported) => {
  d.need(at + 2, 2, end, reported);
  const flags = get16(d.bytes, at + 2);
  d.add(ICMPV6.opt6cioUnassigned1, at + 2, 2, flags >>> 1);
  d.add(ICMPV6.opt6cioFlagG, at + 2, 2, flags & 1);
  add32(d, ICMPV6.opt6cioUnassigned2, at + 4, end, reported);
  return at + 8;
};
