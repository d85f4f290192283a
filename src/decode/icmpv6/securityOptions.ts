/** Options of secure neighbour discovery (RFC 3971 5, 6.4; RFC 6496). */
import { get16 } from '../../wire/bytes';
import { add8, addBytes, addNone } from '../append';
import { ICMPV6 } from './fields';
import type { OptionDissector } from './optionDissector';

/** RSA and proxy signature. */
export function dissectSignature(keyHash: number): OptionDissector {
  return (d, at, length, end, reported) => {
    let next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
    next = addBytes(d, keyHash, next, 16, end, reported);
    addNone(d, ICMPV6.optDigitalSignaturePadding, next, at + length - next, end);
    return at + length;
  };
}

/** Seconds since 1970 in 48 bits, then 1/65536 seconds (RFC 3971 5.3.1). */
export const dissectTimestamp: OptionDissector = (d, at, _length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 6, end);
  d.need(next, 8, end, reported);
  const { bytes } = d;
  const seconds = get16(bytes, next) * 2 ** 32 + get16(bytes, next + 2) * 2 ** 16 + get16(bytes, next + 4);
  d.addTime(ICMPV6.optTimestamp, next, 8, seconds, Math.floor((get16(bytes, next + 6) * 1e9) / 65536));
  return next + 8;
};

export const dissectNonce: OptionDissector = (d, at, length, end, reported) =>
  addBytes(d, ICMPV6.optNonce, at + 2, length - 2, end, reported);

const NAME_X501 = 1;
const NAME_FQDN = 2;

export const dissectTrustAnchor: OptionDissector = (d, at, length, end, reported) => {
  const type = add8(d, ICMPV6.optNameType, at + 2, end, reported);
  const padding = add8(d, ICMPV6.optCgaPadLength, at + 3, end, reported);
  const size = Math.max(length - 4 - padding, 0);
  d.need(at + 4, size, end, reported);
  if (type === NAME_X501) d.add(ICMPV6.optNameX501, at + 4, size);
  else if (type === NAME_FQDN) d.add(ICMPV6.optNameTypeFqdn, at + 4, size);
  d.add(ICMPV6.optPadding, at + 4 + size, padding);
  return at + length;
};

export const dissectCertificate: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.optNameType, at + 2, end, reported);
  addNone(d, ICMPV6.optReserved, at + 3, 1, end);
  d.add(ICMPV6.optPadding, at + 4, 0);
  return at + length;
};
