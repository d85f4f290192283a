/** Does a packet fit its link, and may it be cut if not (ip_output, ip_fragment in netinet/ip_output.c)? */
import { get16 } from '../../../wire/bytes';
import { IP_DF, IP_OFF } from '../../../wire/ipv4';
import { EMSGSIZE } from '../../errno';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import type { Rtentry } from '../../net/route';
import { ifOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { ether_resolve } from '../arp/resolve';
import { dropForwarded } from './cast';
import { ip_fragment } from './fragment';

const size = decision('ip_output.size', {
  question: 'Does the packet fit the link?',
  outcomes: {
    fits: 'Yes: {len} bytes of at most {mtu}.',
    fragment: 'No: {len} bytes are cut into fragments of at most {mtu}.',
    'must-not-fragment': {
      answer: 'No, {len} bytes of at most {mtu}, and its sender forbids to cut it (EMSGSIZE).',
      verdict: 'it has {len} bytes, {outif} carries {mtu}, and its sender forbids to fragment it',
    },
    'no-room': {
      answer: 'No, and {mtu} bytes are too few for a fragment (EMSGSIZE).',
      verdict: '{outif} carries {mtu} bytes, too few for a fragment of it',
    },
  },
  reference: 'RFC 791 3.2, RFC 1191 3; ip_output (netinet/ip_output.c)',
});

/** Sends the packet as it is or in fragments: 0 or an error number. */
export function sendOrFragment(
  host: Host,
  m: Mbuf,
  ifp: Ifnet,
  rt: Rtentry,
  nexthop: Uint8Array,
  flags: number,
): number {
  const hlen = (m.data[m.off] & 0xf) << 2;
  const outcome = judge(m, ifp.mtu, hlen);
  decide(host, size, outcome, RECORDING && { len: m.len, mtu: ifp.mtu, outif: ifOperand(ifp) });
  if (outcome === size.fits) return ether_resolve(host, ifp, ifp, m, nexthop, rt);
  if (outcome === size.fragment) return ip_fragment(host, m, hlen, ifp, rt, nexthop);
  host.ipstat.ips_cantfrag++;
  dropForwarded(host, flags);
  return EMSGSIZE;
}

function judge(m: Mbuf, mtu: number, hlen: number): number {
  if (m.len <= mtu) return size.fits;
  if ((get16(m.data, m.off + IP_OFF) & IP_DF) !== 0) return size.mustNotFragment;
  return ((mtu - hlen) & ~7) < 8 ? size.noRoom : size.fragment;
}
