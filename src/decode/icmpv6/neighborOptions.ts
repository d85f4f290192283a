/**
 * Options that tell of a neighbour: link addresses, the packet that was redirected, lists of addresses (RFC
 * 4861 4.6, RFC 3122).
 */
import { get16, get32 } from '../../wire/bytes';
import { addBytes, addNone } from '../append';
import { type Dissection, HIDDEN } from '../dissection';
import { dissectQuoted } from '../quoted';
import { ICMPV6 } from './fields';
import type { OptionDissector } from './optionDissector';

const SOURCE_LINK_ADDRESS = 1;

export function dissectLinkAddress(
  d: Dissection,
  at: number,
  length: number,
  end: number,
  reported: number,
  type: number,
): number {
  const isSource = type === SOURCE_LINK_ADDRESS;
  d.need(at + 2, length - 2, end, reported);
  // Eight bytes and zeros are an EUI-64 (RFC 4944 8).
  const isEui64 = length === 16 && get16(d.bytes, at + 10) === 0 && get32(d.bytes, at + 12) === 0;
  const size = isEui64 ? 8 : length - 2;
  if (isEui64) {
    d.add(ICMPV6.optLinkaddrEui64, at + 2, 8);
    d.add(isSource ? ICMPV6.optSrcLinkaddrEui64 : ICMPV6.optTargetLinkaddrEui64, at + 2, 8, 0, HIDDEN);
    if (isSource) {
      d.add(ICMPV6.optLinkaddr, at + 2, 8, 0, HIDDEN);
      d.add(ICMPV6.optSrcLinkaddr, at + 2, 8, 0, HIDDEN);
    }
    d.add(ICMPV6.optPadding, at + 10, 6);
  } else {
    d.add(ICMPV6.optLinkaddr, at + 2, size);
    d.add(isSource ? ICMPV6.optSrcLinkaddr : ICMPV6.optTargetLinkaddr, at + 2, size, 0, HIDDEN);
  }
  return at + length;
}

export const dissectRedirectedHeader: OptionDissector = (d, at, length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 6, end);
  const quoteEnd = at + length;
  if (quoteEnd <= next) return next;
  d.need(next, 1, end, reported);
  const outer = d.open(ICMPV6.optRedirectedPacket, next, Math.min(quoteEnd, end) - next);
  const after = dissectQuoted(d, 6, next, Math.min(end, quoteEnd), Math.min(reported, quoteEnd));
  d.close(outer);
  return after;
};

export const dissectAddressList: OptionDissector = (d, at, length, end, reported) => {
  let next = addNone(d, ICMPV6.optReserved, at + 2, 6, end);
  while (next < at + length) next = addBytes(d, ICMPV6.optIpv6Address, next, 16, end, reported);
  return next;
};
