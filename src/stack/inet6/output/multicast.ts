/**
 * Step 14 of ip6_output: packets for groups that members on this machine hear, and those that never leave it.
 */
import { get16 } from '../../../wire/bytes';
import { IP6_DST, IP6_HLIM, IP6_SRC } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { IFF_LOOPBACK, type Ifnet } from '../../net/if';
import { if_simloop } from '../../net/ifOutput';
import { M_BCAST, M_MCAST, type Mbuf, m_copy } from '../../net/mbuf';
import { addressOperand, ifOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { in6_lookup_multi } from '../in6Multi';
import { in6_clearscope } from '../scope6';

const loop = decision('ip6_output.multicast-loop', {
  question: 'Do members of the group on this machine hear the packet too?',
  outcomes: {
    heard: 'Yes: {ifp} listens to the group, and receives a copy.',
    'not-member': 'No: {ifp} does not listen to it.',
    'not-asked': 'No: the sender wants no copy.',
  },
  reference: 'RFC 3493 5.2; ip6_mloopback (netinet6/ip6_output.c)',
});

const leaves = decision('ip6_output.multicast-leaves', {
  question: 'Does the packet leave this machine?',
  outcomes: {
    yes: 'Yes.',
    'hop-limit': 'No: its hop limit is 0.',
    loopback: 'No: {ifp} is a loopback interface.',
    'interface-local': 'No: {dst} is a group of this interface alone.',
  },
  reference: 'RFC 4291 2.7, RFC 3493 5.2; ip6_output (netinet6/ip6_output.c)',
});

/**
 * Sends a copy of a packet for a group (addresses with their zones) to members here, unless `loops` is false.
 * True when the packet itself goes on by `ifp`.
 */
export function multicastLeaves(host: Host, m: Mbuf, ifp: Ifnet, loops: boolean): boolean {
  ifp.in6_ifstat.ifs6_out_mcast++;
  m.flags = (m.flags & ~M_BCAST) | M_MCAST;
  const member = loops && in6_lookup_multi(ifp, m.data, m.off + IP6_DST) !== null;
  const heard = !loops ? loop.notAsked : member ? loop.heard : loop.notMember;
  decide(host, loop, heard, RECORDING && { ifp: ifOperand(ifp), ip6_dst: addressOperand(m, IP6_DST) });
  if (heard === loop.heard) ip6_mloopback(host, m, ifp);
  const outcome = whereTo(m, ifp);
  decide(
    host,
    leaves,
    outcome,
    RECORDING && {
      ip6_hlim: { value: m.data[m.off + IP6_HLIM], at: { offset: IP6_HLIM, length: 1 } },
      ifp: ifOperand(ifp),
      dst: addressOperand(m, IP6_DST),
    },
  );
  return outcome === leaves.yes;
}

function whereTo(m: Mbuf, ifp: Ifnet): number {
  if (m.data[m.off + IP6_HLIM] === 0) return leaves.hopLimit;
  if ((ifp.flags & IFF_LOOPBACK) !== 0) return leaves.loopback;
  return (get16(m.data, m.off + IP6_DST) & 0xff0f) === 0xff01 ? leaves.interfaceLocal : leaves.yes;
}

/** The interface receives what it sends, without zones, as it would from the link. */
function ip6_mloopback(host: Host, m: Mbuf, ifp: Ifnet): void {
  const copy = m_copy(host, m, m.len);
  in6_clearscope(copy.data, copy.off + IP6_SRC);
  in6_clearscope(copy.data, copy.off + IP6_DST);
  if_simloop(host, ifp, copy);
}
