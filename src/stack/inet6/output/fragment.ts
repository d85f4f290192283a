/** Step 18 of ip6_output: cutting a packet into fragments (RFC 8200 4.5). */
import { put16, put32 } from '../../../wire/bytes';
import {
  IP6_HDRLEN,
  IP6_NXT,
  IP6_PLEN,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_ROUTING,
} from '../../../wire/ipv6';
import { errnoName } from '../../errno';
import type { Host } from '../../host';
import { fault } from '../../net/fault';
import { type Mbuf, m_get } from '../../net/mbuf';
import { random } from '../../random';
import { decide, decision } from '../../trace';
import type { Way } from './route';
import { send } from './send';

const FRAGMENT_HEADER = 8;

const buffer = decision('ip6_output.fragment', {
  question: 'Is there a buffer for the next fragment?',
  outcomes: {
    made: 'Yes: {length} bytes from {offset} on, identification {id}.',
    none: 'No: a fault leaves none. What is left of the packet is lost ({error}).',
  },
  reference: 'RFC 8200 4.5; ip6_output (netinet6/ip6_output.c)',
});

/** Bytes of the rest of a packet that a fragment holds, a multiple of 8. */
export function roomInFragment(headers: number, mtu: number): number {
  return (mtu - headers - FRAGMENT_HEADER) & ~7;
}

/**
 * Cuts the part of the packet that only its destination reads; every fragment repeats the headers before it.
 */
export function sendFragments(host: Host, m: Mbuf, way: Way, mtu: number): number {
  const { headers, pointer } = unfragmentable(m);
  const room = roomInFragment(headers, mtu);
  const id = random(host);
  const proto = m.data[m.off + pointer];
  let error = 0;
  for (let at = headers; at < m.len; at += room) {
    const length = Math.min(room, m.len - at);
    const more = at + length < m.len;
    error = fault(host, 'ip6_output', m);
    decide(
      host,
      buffer,
      error === 0 ? buffer.made : buffer.none,
      RECORDING && { length, offset: at - headers, id: id >>> 0, error: errnoName(error) },
    );
    if (error !== 0) {
      host.ip6stat.ip6s_odropped++;
      return error;
    }
    const fragment = new Uint8Array(headers + FRAGMENT_HEADER + length);
    fragment.set(m.data.subarray(m.off, m.off + headers));
    put16(fragment, IP6_PLEN, fragment.length - IP6_HDRLEN);
    fragment[pointer] = IPPROTO_FRAGMENT;
    fragment[headers] = proto;
    put16(fragment, headers + 2, (at - headers) | (more ? 1 : 0));
    put32(fragment, headers + 4, id);
    fragment.set(m.data.subarray(m.off + at, m.off + at + length), headers + FRAGMENT_HEADER);
    host.ip6stat.ip6s_ofragments++;
    way.ifp.in6_ifstat.ifs6_out_fragcreat++;
    const piece = m_get(host, fragment, 0, fragment.length);
    piece.kind = m.kind;
    piece.frame = m.frame;
    error = send(host, piece, way);
  }
  if (error !== 0) return error;
  host.ip6stat.ip6s_fragmented++;
  way.ifp.in6_ifstat.ifs6_out_fragok++;
  return 0;
}

/** Length of the headers that every router reads, and where the number of what follows them stands. */
export function unfragmentable(m: Mbuf): { headers: number; pointer: number } {
  let pointer = IP6_NXT;
  let headers = IP6_HDRLEN;
  let last = { headers, pointer };
  for (;;) {
    const proto = m.data[m.off + pointer];
    const walks = proto === IPPROTO_HOPOPTS || proto === IPPROTO_ROUTING || proto === IPPROTO_DSTOPTS;
    if (!walks || headers + 8 > m.len) return last;
    pointer = headers;
    headers += (m.data[m.off + headers + 1] + 1) * 8;
    if (headers > m.len) return last;
    // Destination options count only when a routing header follows them.
    if (proto !== IPPROTO_DSTOPTS) last = { headers, pointer };
  }
}
