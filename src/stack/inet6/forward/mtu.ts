/** The link's MTU: a router never fragments, it says what would fit. */
import { ICMP6_PACKET_TOO_BIG } from '../../../wire/icmp6';
import { IPV6_MMTU } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { IP_FORWARDING } from '../../inet/output/flags';
import { ipsec6_getpolicybyaddr } from '../../ipsec/getpolicy';
import { IPSEC_DIR_OUTBOUND } from '../../ipsec/policy';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { branch, branchAfter, DROPPED, decide, decision, leaked, settle } from '../../trace';
import { in6_linkmtu } from '../linkMtu';
import { lines } from './source';

const linkMtu = decision('ip6_forward.link-mtu', {
  question: 'Is the packet longer than the outgoing link carries?',
  outcomes: {
    longer: {
      answer: 'Yes: it is {length} bytes and {outif} carries at most {mtu}.',
      verdict: 'the packet is {length} bytes and {outif} carries at most {mtu}',
    },
    fits: 'No: it is {length} bytes and {outif} carries {mtu}.',
  },
  kernel: lines(476, 515),
  reference: 'RFC 8200 5; RFC 4443 3.2; RFC 8201',
});

/** True when the packet fits the link; else it ended here. ip6s_cantforward does not count it. */
export function fitsLink(host: Host, m: Mbuf, mcopy: Mbuf | null, ifp: Ifnet): boolean {
  const mtu = in6_linkmtu(ifp);
  const longer = branch(host, 476, m.len > mtu);
  const outcome = decide(
    host,
    linkMtu,
    longer ? linkMtu.longer : linkMtu.fits,
    RECORDING && { length: m.len, mtu, outif: ifOperand(ifp) },
  );
  if (outcome === linkMtu.fits) return true;
  settle(host, DROPPED);
  // An "in" counter, yet of the interface by which the packet would have left.
  ifp.in6_ifstat.ifs6_in_toobig++;
  branchAfter(host, 478, mcopy !== null);
  if (mcopy !== null) reportTooBig(host, mcopy, mtu);
  return false;
}

function reportTooBig(host: Host, mcopy: Mbuf, mtu: number): void {
  // Without IPsec in the kernel, a link below the minimum is reported as it is.
  const reported = host.options.ipsec ? raiseToMinimum(host, leaveRoom(host, mcopy, mtu)) : mtu;
  host.surroundings.icmp6_error(host, mcopy, ICMP6_PACKET_TOO_BIG, 0, reported);
}

const mtuPolicy = decision('ip6_forward.mtu-policy', {
  question: 'Must the reported MTU leave room for IPsec headers?',
  outcomes: {
    reduced: 'Yes: {estimate} bytes are taken from {mtu}.',
    kept: 'No: {estimate} bytes would not leave anything of {mtu}.',
    failed: 'No: the policy could not be looked up.',
  },
  kernel: lines(495, 502),
  reference: 'RFC 4301 8.2',
});

/** The MTU less what the policy of the packet adds, whether or not it was applied to this one. */
function leaveRoom(host: Host, mcopy: Mbuf, mtu: number): number {
  const sp = ipsec6_getpolicybyaddr(host, mcopy, IPSEC_DIR_OUTBOUND, IP_FORWARDING);
  const estimate = sp === null ? 0 : host.surroundings.ipsec6_hdrsiz(host, mcopy, IPSEC_DIR_OUTBOUND);
  if (branch(host, 497, sp !== null)) branch(host, 500, estimate < mtu);
  const outcome = decide(
    host,
    mtuPolicy,
    sp === null ? mtuPolicy.failed : estimate < mtu ? mtuPolicy.reduced : mtuPolicy.kept,
    RECORDING && { mtu, estimate },
  );
  // The reference to this policy is never given back.
  if (sp !== null) leaked(host, 'policy');
  return outcome === mtuPolicy.reduced ? mtu - estimate : mtu;
}

const mtuFloor = decision('ip6_forward.mtu-floor', {
  question: 'Is the MTU to report below the minimum of IPv6?',
  outcomes: {
    raised: 'Yes: {mtu} becomes 1280, and the sender has its packets fragmented by us.',
    kept: 'No: {mtu} is reported.',
  },
  kernel: lines(508, 509),
  reference: 'RFC 8200 5',
});

function raiseToMinimum(host: Host, mtu: number): number {
  const below = branch(host, 508, mtu < IPV6_MMTU);
  const outcome = decide(host, mtuFloor, below ? mtuFloor.raised : mtuFloor.kept, RECORDING && { mtu });
  return outcome === mtuFloor.raised ? IPV6_MMTU : mtu;
}
