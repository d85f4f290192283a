/** Delivery of IPv4 packets that are ours (the end of ip_input): reassembly, then the protocol. */
import { get16 } from '../../wire/bytes';
import { IP_MF, IP_OFF, IP_OFFMASK, IP_P, IP_VHL } from '../../wire/ipv4';
import { IPPROTO_ETHERIP, IPPROTO_ICMP, IPPROTO_IGMP, IPPROTO_TCP, IPPROTO_UDP } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { ipf_input } from '../net/ipf';
import type { Mbuf } from '../net/mbuf';
import { byteOperand } from '../operands';
import { DELIVERED, DROPPED, decide, decision, settle } from '../trace';
import { ip_etherip_input } from '../tunnel/ipEtheripInput';
import { icmp_input } from './icmp/input';
import { ip_setcksum } from './inCksum';
import { ip_reass } from './ipReass';
import { udp_input } from './udpInput';

const fragment = decision('ip_input.fragment', {
  question: 'Is it a fragment of a packet?',
  outcomes: { no: 'No.', yes: 'Yes: it is put together with the others.' },
  reference: 'RFC 791 3.2; ip_input (netinet/ip_input.c)',
});

const protocol = decision('ip_input.protocol', {
  question: 'Which protocol takes the packet?',
  outcomes: {
    icmp: 'ICMP.',
    igmp: { answer: 'IGMP.', verdict: 'an IGMP message, for multicast routers' },
    tcp: { answer: 'TCP.', verdict: 'it is for this machine, to TCP' },
    udp: 'UDP.',
    etherip: 'EtherIP: an Ethernet frame in IPv4.',
    unknown: {
      answer: 'Nobody: protocol {ip_p} is not known here.',
      verdict: 'protocol {ip_p} is for nobody on this machine',
    },
  },
  reference: 'ip_input (netinet/ip_input.c): inetsw; rip_input (netinet/raw_ip.c)',
});

/** Delivers a packet of ours, once it is whole. */
export function ip_deliver(host: Host, m: Mbuf, ifp: Ifnet): void {
  const parts = (get16(m.data, m.off + IP_OFF) & (IP_MF | IP_OFFMASK)) !== 0;
  decide(host, fragment, parts ? fragment.yes : fragment.no);
  if (parts && !ip_reass(host, m)) return;
  ip_protocol(host, m, ifp);
}

/** Gives a whole packet to the protocol that it is for. */
function ip_protocol(host: Host, m: Mbuf, ifp: Ifnet): void {
  host.ipstat.ips_delivered++;
  const hlen = (m.data[m.off + IP_VHL] & 0xf) << 2;
  if (host.ipfilters.ipv4.length > 0) {
    // What was put together from fragments has the checksum of the first of them (ip_proto_dispatch_in).
    ip_setcksum(m, hlen);
    ipf_input(host, 'ipv4', m);
  }
  const outcome = protocolOutcome(m.data[m.off + IP_P]);
  decide(host, protocol, outcome, RECORDING && { ip_p: byteOperand(m, IP_P) });
  switch (outcome) {
    case protocol.icmp:
      icmp_input(host, m, hlen, ifp);
      return;
    case protocol.udp:
      udp_input(host, m, hlen);
      return;
    case protocol.etherip:
      ip_etherip_input(host, m, hlen);
      return;
    case protocol.unknown:
      // Nobody took it after all: the raw socket input takes the count back.
      host.ipstat.ips_delivered--;
      host.ipstat.ips_noproto++;
      settle(host, DROPPED);
      return;
    default:
      settle(host, DELIVERED);
  }
}

function protocolOutcome(proto: number): number {
  switch (proto) {
    case IPPROTO_ICMP:
      return protocol.icmp;
    case IPPROTO_IGMP:
      return protocol.igmp;
    case IPPROTO_TCP:
      return protocol.tcp;
    case IPPROTO_UDP:
      return protocol.udp;
    case IPPROTO_ETHERIP:
      return protocol.etherip;
    default:
      return protocol.unknown;
  }
}
