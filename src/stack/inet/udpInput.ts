/** Datagrams for this machine (udp_input in netinet/udp_usrreq.c). */
import { get16, get32 } from '../../wire/bytes';
import { ICMP_UNREACH, ICMP_UNREACH_PORT } from '../../wire/icmp';
import { IP_DST, isMulticast4 } from '../../wire/ipv4';
import { UDP_DPORT, UDP_HDRLEN, UDP_LENGTH } from '../../wire/udp';
import type { Host } from '../host';
import { M_BCAST, M_MCAST, type Mbuf } from '../net/mbuf';
import { udp_listens } from '../net/udpListeners';
import { udpOperands } from '../operands';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { icmp_error } from './icmp/error';
import { in_ifawithaddr } from './in';

const port = decision('udp_input.port', {
  question: 'Does a program listen to the port?',
  outcomes: {
    open: { answer: 'Yes.', verdict: 'it is for this machine, to a program on UDP port {port}' },
    unknown: {
      answer: 'Perhaps: no line says on which ports programs listen, so it is taken to be wanted.',
      verdict: 'it is for this machine, to UDP port {port}',
    },
    closed: {
      answer: 'No: nobody listens to port {port}, and the sender is told.',
      verdict: 'no program of this machine listens to UDP port {port}',
    },
    group: {
      answer: 'No: nobody listens to port {port}. It is for many machines, so nobody is told.',
      verdict:
        'no program of this machine listens to UDP port {port}, and the sender of a packet for many machines is not told',
    },
    'too-short': {
      malformed: true,
      answer: 'The packet ends before a whole UDP header.',
      verdict: 'the packet ends within its UDP header',
    },
    'bad-length': {
      malformed: true,
      answer: 'Its UDP length {ulen} is not possible in {plen} bytes.',
      verdict: 'its UDP length is {ulen}, and {plen} bytes came',
    },
  },
  reference: 'RFC 1122 4.1.3.1; udp_input (netinet/udp_usrreq.c)',
});

/**
 * Takes the datagram at `off` of a packet of ours. Its checksum is not looked at: network cards compute it,
 * and captures taken on the sender or its host show datagrams without.
 */
export function udp_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'udp_input', m);
  const outcome = judge(host, m, off);
  decide(host, port, outcome, RECORDING && udpOperands(m, off));
  count(host, outcome);
  settle(host, outcome === port.open || outcome === port.unknown ? DELIVERED : DROPPED);
  if (outcome === port.closed) icmp_error(host, m, ICMP_UNREACH, ICMP_UNREACH_PORT, 0, 0);
  leave(host);
}

function judge(host: Host, m: Mbuf, off: number): number {
  const room = m.len - off;
  if (room < UDP_HDRLEN) return port.tooShort;
  const ulen = get16(m.data, m.off + off + UDP_LENGTH);
  if (ulen > room || ulen < UDP_HDRLEN) return port.badLength;
  const listens = udp_listens(host, get16(m.data, m.off + off + UDP_DPORT));
  if (listens !== 'no') return listens === 'yes' ? port.open : port.unknown;
  const many = (m.flags & (M_BCAST | M_MCAST)) !== 0 || isMulticast4(m.data[m.off + IP_DST]);
  return many || in_ifawithaddr(host, get32(m.data, m.off + IP_DST)) === null ? port.group : port.closed;
}

function count(host: Host, outcome: number): void {
  const { udpstat } = host;
  udpstat.udps_ipackets++;
  if (outcome === port.tooShort) udpstat.udps_hdrops++;
  else if (outcome === port.badLength) udpstat.udps_badlen++;
  else if (outcome === port.closed) udpstat.udps_noport++;
  else if (outcome === port.group) udpstat.udps_noportbcast++;
}
