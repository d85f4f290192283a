/** The two buffers of a message (mld_allocbuf). */
import { put16 } from '../../../wire/bytes';
import { ICMP6_TYPE, MLD_HDRLEN } from '../../../wire/icmp6';
import { IP6_HDRLEN, IP6_NXT, IPPROTO_ICMPV6 } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { fault } from '../../net/fault';
import { type Mbuf, m_get, type OutputKind } from '../../net/mbuf';
import { branch, decide, decision } from '../../trace';
import { lines } from './source';

const header = decision('mld_allocbuf.header', {
  question: 'Is there a buffer for the IPv6 header?',
  outcomes: { allocated: 'Yes.', none: 'No.' },
  kernel: lines(575, 577),
  reference: 'mld_allocbuf (netinet6/mld6.c)',
});

const data = decision('mld_allocbuf.data', {
  question: 'Is there a second buffer, for the message?',
  outcomes: { allocated: 'Yes.', none: 'No: the first one is given back.' },
  kernel: lines(578, 583),
  reference: 'mld_allocbuf (netinet6/mld6.c)',
});

const build = decision('mld_allocbuf.build', {
  kind: 'S',
  question: 'What is in the new packet?',
  outcomes: { built: 'An IPv6 header with next header {nxt}, and {length} bytes of message type {type}.' },
  kernel: lines(584, 608),
  reference: 'RFC 2710 3',
});

/**
 * A packet with an empty message of the type, its addresses, length and hop limit still to come; null without
 * buffers.
 */
export function mld_allocbuf(host: Host, type: number, kind: OutputKind, frame: number): Mbuf | null {
  if (!hasHeader(host) || !hasData(host)) return null;
  const bytes = new Uint8Array(IP6_HDRLEN + MLD_HDRLEN);
  put16(bytes, 0, 0x6000);
  bytes[IP6_NXT] = IPPROTO_ICMPV6;
  bytes[IP6_HDRLEN + ICMP6_TYPE] = type;
  decide(host, build, build.built, RECORDING && { nxt: IPPROTO_ICMPV6, length: MLD_HDRLEN, type });
  const m = m_get(host, bytes, 0, bytes.length);
  m.firstLen = IP6_HDRLEN;
  m.kind = kind;
  m.frame = frame;
  return m;
}

function hasHeader(host: Host): boolean {
  const none = branch(host, 576, fault(host, 'm_get', null) !== 0);
  return decide(host, header, none ? header.none : header.allocated) === header.allocated;
}

function hasData(host: Host): boolean {
  const none = branch(host, 579, fault(host, 'm_get', null) !== 0);
  return decide(host, data, none ? data.none : data.allocated) === data.allocated;
}
