/** Steps 15 and 18 of ip6_output: does the packet fit the path? */
import { IP6_DST, IP6_HDRLEN, IPV6_MMTU } from '../../../wire/ipv6';
import { EMSGSIZE, ENOBUFS } from '../../errno';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { tcp_hc_getmtu } from '../hostcache';
import { in6_linkmtu } from '../linkMtu';
import { IPV6_MINMTU } from './flags';
import { roomInFragment, sendFragments, unfragmentable } from './fragment';
import type { Way } from './route';
import { send } from './send';

const size = decision('ip6_output.size', {
  question: 'Does the packet fit the link?',
  outcomes: {
    fits: 'Yes: {len} bytes of at most {mtu}.',
    fragment: 'No: {len} bytes are cut into fragments of at most {mtu}.',
    atomic: 'Yes, but the path wants a fragment header all the same.',
    'queue-full':
      'No: {len} bytes in fragments of at most {mtu} are more than the queue of {ifp} takes (ENOBUFS).',
    'too-big': 'No, and it cannot be cut: {ifp} carries only {mtu} bytes (EMSGSIZE).',
  },
  reference: 'RFC 8200 4.5, 5; ip6_output (netinet6/ip6_output.c)',
});

/** Packets that wait for a link at most (ifqmaxlen). */
const IFQ_MAXLEN = 50;

/** Sends the packet as it is or in fragments: 0 or an error number. */
export function sendOrFragment(host: Host, m: Mbuf, way: Way, flags: number): number {
  const pmtu = ip6_getpmtu(host, m, way, flags);
  const mtu = pmtu < 0 ? IPV6_MMTU : pmtu;
  const outcome = judge(m, mtu, pmtu < 0);
  decide(host, size, outcome, RECORDING && { len: m.len, mtu, ifp: ifOperand(way.ifp) });
  if (outcome === size.fits) return send(host, m, way);
  if (outcome === size.fragment || outcome === size.atomic) return sendFragments(host, m, way, mtu);
  if (outcome === size.queueFull) {
    host.ip6stat.ip6s_odropped++;
    return ENOBUFS;
  }
  way.ifp.in6_ifstat.ifs6_out_fragfail++;
  return EMSGSIZE;
}

const ALWAYS_FRAGMENT = -1;

/**
 * Bytes that a packet on its way may have, or ALWAYS_FRAGMENT: 1280, with a fragment header in any case
 * (ip6_getpmtu).
 */
function ip6_getpmtu(host: Host, m: Mbuf, way: Way, flags: number): number {
  const linkmtu = in6_linkmtu(way.ifp);
  // Nobody tells the sender of a packet for a group that it was too big.
  const smallest = (flags & IPV6_MINMTU) !== 0 || m.data[m.off + IP6_DST] === 0xff;
  if (smallest) return Math.min(IPV6_MMTU, linkmtu);
  const told = host.hostcache.length === 0 ? 0 : tcp_hc_getmtu(host, way.dst, 0);
  if (told === 0) return linkmtu;
  return told < IPV6_MMTU ? ALWAYS_FRAGMENT : Math.min(told, linkmtu);
}

function judge(m: Mbuf, mtu: number, always: boolean): number {
  if (m.len <= mtu && !always) return size.fits;
  // A link smaller than IPv6 allows, a jumbogram, repeated headers that leave no room for 8 bytes of the
  // rest.
  if (mtu < IPV6_MMTU || m.len > 0xffff + IP6_HDRLEN) return size.tooBig;
  const { headers } = unfragmentable(m);
  if (roomInFragment(headers, mtu) <= 0) return size.tooBig;
  if (IFQ_MAXLEN * (mtu - headers) < m.len) return size.queueFull;
  return m.len <= mtu ? size.atomic : size.fragment;
}
