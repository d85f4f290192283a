/** Node information queries and replies (RFC 4620). */
import { get16 } from '../../wire/bytes';
import { add16, add32, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { readDnsName } from '../dnsName';
import { ICMPV6 } from './fields';

const QUERY = 139;
const QTYPE_NAME = 2;
const QTYPE_IPV6 = 3;
const QTYPE_IPV4 = 4;
const SUBJECT_IPV6 = 0;
const SUBJECT_NAME = 1;
const SUBJECT_IPV4 = 2;

export function dissectNodeInformation(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  type: number,
  code: number,
): number {
  const qtype = add16(d, ICMPV6.niQtype, at, end, reported);
  d.need(at + 2, 2, end, reported);
  const flags = get16(d.bytes, at + 2);
  const under = d.open(ICMPV6.niFlag, at + 2, 2, flags);
  d.add(ICMPV6.niFlagG, at + 2, 2, (flags >>> 5) & 1);
  d.add(ICMPV6.niFlagS, at + 2, 2, (flags >>> 4) & 1);
  d.add(ICMPV6.niFlagL, at + 2, 2, (flags >>> 3) & 1);
  d.add(ICMPV6.niFlagC, at + 2, 2, (flags >>> 2) & 1);
  d.add(ICMPV6.niFlagA, at + 2, 2, (flags >>> 1) & 1);
  d.add(ICMPV6.niFlagT, at + 2, 2, flags & 1);
  d.add(ICMPV6.niFlagRsv, at + 2, 2, flags >>> 6);
  d.close(under);
  const next = addBytes(d, ICMPV6.niNonce, at + 4, 8, end, reported);
  return type === QUERY
    ? dissectSubject(d, next, end, reported, code)
    : dissectAnswer(d, next, end, reported, qtype);
}

/** What the query asks about: the code says how it is written. */
function dissectSubject(d: Dissection, at: number, end: number, reported: number, code: number): number {
  if (reported <= at) return at;
  if (code === SUBJECT_IPV6) return addBytes(d, ICMPV6.niQuerySubjectIpv6, at, 16, end, reported);
  if (code === SUBJECT_NAME) return addName(d, ICMPV6.niQuerySubjectFqdn, at, end, reported);
  if (code === SUBJECT_IPV4) return addBytes(d, ICMPV6.niQuerySubjectIpv4, at, 4, end, reported);
  return at;
}

function dissectAnswer(d: Dissection, at: number, end: number, reported: number, qtype: number): number {
  let next = at;
  if (reported <= at) return at;
  if (qtype === QTYPE_NAME) {
    add32(d, ICMPV6.niReplyNodeTtl, next, end, reported);
    next += 4;
    while (next < reported) {
      d.need(next, 1, end, reported);
      // An empty name only separates.
      if (d.bytes[next] === 0) next++;
      else next = addName(d, ICMPV6.niReplyNodeName, next, end, reported);
    }
    return next;
  }
  const address =
    qtype === QTYPE_IPV6
      ? ICMPV6.niReplyNodeAddress
      : qtype === QTYPE_IPV4
        ? ICMPV6.niReplyIpv4Address
        : undefined;
  if (address === undefined) return at;
  const size = qtype === QTYPE_IPV6 ? 16 : 4;
  while (next < reported) {
    add32(d, ICMPV6.niReplyNodeTtl, next, end, reported);
    next = addBytes(d, address, next + 4, size, end, reported);
  }
  return next;
}

function addName(d: Dissection, id: number, at: number, end: number, reported: number): number {
  const name = readDnsName(d.bytes, at, end, at);
  if (name === null) d.need(at, end - at + 1, end, reported);
  const { text, length } = name!;
  d.addText(id, at, length, text);
  return at + length;
}
