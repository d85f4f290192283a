/** Steps 15 and 18 of ip6_output: does the packet fit the path? */
import { IP6_DST, IP6_HDRLEN, IPV6_MMTU } from '../../../wire/ipv6';
import { EMSGSIZE } from '../../errno';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { decide, decision } from '../../trace';
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
    'too-big': 'No, and it cannot be cut: {ifp} carries only {mtu} bytes (EMSGSIZE).',
  },
  reference: 'RFC 8200 4.5, 5; ip6_output (netinet6/ip6_output.c)',
});

/** Sends the packet as it is or in fragments: 0 or an error number. */
export function sendOrFragment(host: Host, m: Mbuf, way: Way, flags: number): number {
  // Nobody tells the sender of a packet for a group that it was too big.
  const smallest = (flags & IPV6_MINMTU) !== 0 || m.data[m.off + IP6_DST] === 0xff;
  const mtu = smallest ? Math.min(IPV6_MMTU, in6_linkmtu(way.ifp)) : in6_linkmtu(way.ifp);
  const outcome = m.len <= mtu ? size.fits : canFragment(m, mtu) ? size.fragment : size.tooBig;
  decide(host, size, outcome, RECORDING && { len: m.len, mtu, ifp: ifOperand(way.ifp) });
  if (outcome === size.fits) return send(host, m, way);
  if (outcome === size.fragment) return sendFragments(host, m, way, mtu);
  way.ifp.in6_ifstat.ifs6_out_fragfail++;
  return EMSGSIZE;
}

/** False on a link smaller than IPv6 allows, for jumbograms, and where the repeated headers leave no room for 8 bytes of the rest. */
function canFragment(m: Mbuf, mtu: number): boolean {
  if (mtu < IPV6_MMTU || m.len > 0xffff + IP6_HDRLEN) return false;
  return roomInFragment(unfragmentable(m).headers, mtu) > 0;
}
