/** Echo (RFC 4443 4) and extended echo (RFC 8335). */

import { get16 } from '../../wire/bytes';
import { ICMP6_ECHO_REQUEST } from '../../wire/icmp6';
import { add8, add16 } from '../append';
import { dissectData } from '../data';
import type { Dissection } from '../dissection';
import { addAnswered, rememberRequest } from '../echo';
import { dissectExtensions } from '../icmp/extensions';
import { ICMPV6 } from './fields';

export function dissectEcho(d: Dissection, at: number, end: number, reported: number, type: number): number {
  const identifier = add16(d, ICMPV6.echoIdentifier, at, end, reported);
  const sequence = add16(d, ICMPV6.echoSequenceNumber, at + 2, end, reported);
  if (d.wants(ICMPV6.respTo) || d.wants(ICMPV6.resptime)) {
    const checksum = get16(d.bytes, at - 2);
    if (type === ICMP6_ECHO_REQUEST) rememberRequest(d, identifier, sequence, checksum);
    else addAnswered(d, identifier, sequence, checksum + 0x0100, at - 4, ICMPV6.respTo, ICMPV6.resptime);
  }
  // What the capture cut off does not count here.
  return dissectData(d, at + 4, end, end);
}

export function dissectExtendedEchoRequest(d: Dissection, at: number, end: number, reported: number): number {
  add16(d, ICMPV6.echoIdentifier, at, end, reported);
  add8(d, ICMPV6.extEchoSeq, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const bits = d.bytes[at + 3];
  d.add(ICMPV6.extEchoReqRes, at + 3, 1, bits >>> 1);
  d.add(ICMPV6.extEchoReqLocal, at + 3, 1, bits & 1);
  return dissectExtensions(d, at + 4, end, reported);
}

export function dissectExtendedEchoReply(d: Dissection, at: number, end: number, reported: number): number {
  add16(d, ICMPV6.echoIdentifier, at, end, reported);
  add8(d, ICMPV6.extEchoSeq, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const bits = d.bytes[at + 3];
  d.add(ICMPV6.extEchoRspState, at + 3, 1, bits >>> 5);
  d.add(ICMPV6.extEchoRspRes, at + 3, 1, (bits >>> 3) & 3);
  d.add(ICMPV6.extEchoRspActive, at + 3, 1, (bits >>> 2) & 1);
  d.add(ICMPV6.extEchoRspIpv4, at + 3, 1, (bits >>> 1) & 1);
  d.add(ICMPV6.extEchoRspIpv6, at + 3, 1, bits & 1);
  return at + 4;
}
