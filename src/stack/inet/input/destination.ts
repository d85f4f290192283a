/** Steps of ip_input after the options: is the packet ours, and if not, may it be forwarded? */
import { get32 } from '../../../wire/bytes';
import { INADDR_BROADCAST, IP_DST, isMulticast4 } from '../../../wire/ipv4';
import type { Host } from '../../host';
import { FORWARD, GONE, OURS } from '../../inet6/input/way';
import { IFF_LOOPBACK, type Ifnet } from '../../net/if';
import { M_LOOP, type Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { DROPPED, decide, decision, settle, used } from '../../trace';
import { in_broadcastOf, in_ifawithaddr, in_lookup_multi } from '../in';
import type { InIfaddr } from '../inVar';
import { inOperands } from '../ipOperands';

const ownAddress = decision('ip_input.own-address', {
  question: 'Is the destination an address of this machine?',
  outcomes: {
    own: 'Yes: {ip_dst} is ours.',
    'other-interface':
      'No: {ip_dst} is ours, but not on {rcvif}, and packets for it must come in where it is (net.inet.ip.check_interface).',
    broadcast: 'Yes: {ip_dst} is a broadcast on {rcvif}.',
    'all-broadcast': 'Yes: {ip_dst} is everybody.',
    multicast: 'It is a group, {ip_dst}.',
    other: 'No.',
  },
  reference: 'RFC 1122 3.2.1.3, 3.3.6; ip_input (netinet/ip_input.c)',
});

const member = decision('ip_input.multicast-member', {
  question: 'Does the interface listen to this group?',
  outcomes: {
    member: 'Yes: {rcvif} listens to {ip_dst}.',
    'not-member': {
      answer: 'No: {rcvif} does not listen to {ip_dst}, and there is no multicast router.',
      verdict: '{rcvif} does not listen to the group {ip_dst}',
    },
  },
  reference: 'RFC 1112 7.2; ip_input (netinet/ip_input.c)',
});

const forwarding = decision('ip_input.forwarding', {
  question: 'Does this machine forward IPv4 packets for others?',
  outcomes: {
    on: 'Yes.',
    off: {
      answer: 'No: net.inet.ip.forwarding is 0.',
      verdict: '{ip_dst} is not ours and net.inet.ip.forwarding is 0',
    },
  },
  reference: 'RFC 1122 3.3.1; ip_input (netinet/ip_input.c)',
});

/** OURS, FORWARD or GONE. */
export function findDestination(host: Host, m: Mbuf, ifp: Ifnet): number {
  const dst = get32(m.data, m.off + IP_DST);
  const ia = in_ifawithaddr(host, dst);
  const outcome = judge(host, m, ifp, dst, ia);
  if (ia !== null) used(host, ia.origin);
  decide(host, ownAddress, outcome, RECORDING && { ...inOperands(m), rcvif: ifOperand(ifp) });
  if (outcome === ownAddress.multicast) return isMember(host, m, ifp, dst) ? OURS : GONE;
  if (outcome !== ownAddress.other && outcome !== ownAddress.otherInterface) return OURS;
  return mayForward(host, m) ? FORWARD : GONE;
}

function judge(host: Host, m: Mbuf, ifp: Ifnet, dst: number, ia: InIfaddr | null): number {
  if (ia !== null) return acceptsHere(host, m, ifp, ia) ? ownAddress.own : ownAddress.otherInterface;
  if (in_broadcastOf(ifp, dst) !== null) return ownAddress.broadcast;
  if (isMulticast4(m.data[m.off + IP_DST])) return ownAddress.multicast;
  return dst === INADDR_BROADCAST || dst === 0 ? ownAddress.allBroadcast : ownAddress.other;
}

/** The interface is checked on hosts only, and not for what comes from the machine itself. */
function acceptsHere(host: Host, m: Mbuf, ifp: Ifnet, ia: InIfaddr): boolean {
  if (ia.ifp === ifp || host.sysctl4.check_interface === 0 || host.sysctl4.forwarding !== 0) return true;
  return (ifp.flags & IFF_LOOPBACK) !== 0 || (m.flags & M_LOOP) !== 0;
}

function isMember(host: Host, m: Mbuf, ifp: Ifnet, group: number): boolean {
  const listens = in_lookup_multi(ifp, group) ? member.member : member.notMember;
  const looked = RECORDING && { ...inOperands(m), rcvif: ifOperand(ifp) };
  if (decide(host, member, listens, looked) === member.member) return true;
  host.ipstat.ips_notmember++;
  settle(host, DROPPED);
  return false;
}

function mayForward(host: Host, m: Mbuf): boolean {
  const on = host.sysctl4.forwarding !== 0 ? forwarding.on : forwarding.off;
  if (decide(host, forwarding, on, RECORDING && inOperands(m)) === forwarding.on) return true;
  host.ipstat.ips_cantforward++;
  settle(host, DROPPED);
  return false;
}
