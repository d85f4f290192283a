/** ICMPv6 errors (RFC 4443 3) with the packet they quote and its extensions (RFC 4884). */
import {
  ICMP6_DST_UNREACH,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM_PROB,
  ICMP6_TIME_EXCEEDED,
} from '../../wire/icmp6';
import { add32, addBytes } from '../append';
import { type Dissection, MALFORMED } from '../dissection';
import { dissectExtensions } from '../icmp/extensions';
import { dissectQuoted } from '../quoted';
import { ICMPV6 } from './fields';

/** Types 1 to 4: unused, MTU or pointer, then the packet. */
export function dissectError(d: Dissection, at: number, end: number, reported: number, type: number): number {
  let quotedLength = 0;
  if (type === ICMP6_PACKET_TOO_BIG) add32(d, ICMPV6.mtu, at, end, reported);
  else if (type === ICMP6_PARAM_PROB) add32(d, ICMPV6.pointer, at, end, reported);
  else if (type === ICMP6_DST_UNREACH || type === ICMP6_TIME_EXCEEDED) {
    d.need(at, 1, end, reported);
    // Counted in 8 bytes (RFC 4884 4.4).
    quotedLength = d.bytes[at] * 8;
    if (quotedLength > 0) d.add(ICMPV6.length, at, 1, d.bytes[at]);
    const reserved = quotedLength > 0 ? at + 1 : at;
    addBytes(d, ICMPV6.reserved, reserved, at + 4 - reserved, end, reported);
  }
  dissectQuoted(d, 6, at + 4, end, reported);
  const extensions = at + 4 + quotedLength;
  if (quotedLength > 0) {
    if (extensions > reported) throw MALFORMED;
    if (extensions < reported) d.need(extensions, 1, end, reported);
    dissectExtensions(d, extensions, end, reported);
  }
  return reported;
}
