/** Datagrams for this machine (udp6_input in netinet6/udp6_usrreq.c). */
import { get16 } from '../../wire/bytes';
import { ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT } from '../../wire/icmp6';
import { IP6_DST } from '../../wire/ipv6';
import { UDP_DPORT, UDP_HDRLEN, UDP_LENGTH } from '../../wire/udp';
import type { Host } from '../host';
import { M_BCAST, M_MCAST, type Mbuf } from '../net/mbuf';
import { udp_listens } from '../net/udpListeners';
import { udpOperands } from '../operands';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../trace';

const port = decision('udp6_input.port', {
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
      answer: 'No: nobody listens to port {port}. It is for a group, so nobody is told.',
      verdict: 'no program of this machine listens to UDP port {port} of the group',
    },
    'too-short': {
      malformed: true,
      answer: 'The packet ends before a whole UDP header.',
      verdict: 'the packet ends within its UDP header',
    },
    'bad-length': {
      malformed: true,
      answer: 'Its UDP length {ulen} is not that of the packet, {plen}.',
      verdict: 'its UDP length is {ulen}, and {plen} bytes came',
    },
  },
  reference: 'RFC 4443 3.1 code 4; udp6_input (netinet6/udp6_usrreq.c)',
});

/**
 * Takes the datagram at `off` of a packet of ours. Its checksum is not looked at: network cards compute it,
 * and captures taken on the sender or its host show datagrams without.
 */
export function udp6_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'udp6_input', m);
  const outcome = judge(host, m, off);
  decide(host, port, outcome, RECORDING && udpOperands(m, off));
  count(host, outcome);
  settle(host, outcome === port.open || outcome === port.unknown ? DELIVERED : DROPPED);
  if (outcome === port.closed) {
    host.surroundings.icmp6_error(host, m, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT, 0);
  }
  leave(host);
}

function judge(host: Host, m: Mbuf, off: number): number {
  if (m.len - off < UDP_HDRLEN) return port.tooShort;
  if (get16(m.data, m.off + off + UDP_LENGTH) !== m.len - off) return port.badLength;
  const listens = udp_listens(host, get16(m.data, m.off + off + UDP_DPORT));
  if (listens !== 'no') return listens === 'yes' ? port.open : port.unknown;
  return m.data[m.off + IP6_DST] === 0xff || (m.flags & (M_BCAST | M_MCAST)) !== 0 ? port.group : port.closed;
}

function count(host: Host, outcome: number): void {
  const { udpstat } = host;
  udpstat.udps_ipackets++;
  if (outcome === port.tooShort) udpstat.udps_hdrops++;
  else if (outcome === port.badLength) udpstat.udps_badlen++;
  else if (outcome === port.closed || outcome === port.group) udpstat.udps_noport++;
  if (outcome === port.group) udpstat.udps_noportmcast++;
}
