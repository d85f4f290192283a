/** Which protocol takes what a frame carries (ether_demux in net/if_ethersubr.c). */
import { get16 } from '../../wire/bytes';
import {
  ETHERTYPE_ARP,
  ETHERTYPE_IP,
  ETHERTYPE_IPV6,
  ETHERTYPE_QINQ,
  ETHERTYPE_VLAN,
} from '../../wire/linkHeader';
import type { Host } from '../host';
import { arpintr } from '../inet/arp/input';
import { ip_input } from '../inet/ipInput';
import { ip6_input } from '../inet6/ip6Input';
import { ifOperand } from '../operands';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import type { Ifnet } from './if';
import type { Mbuf } from './mbuf';

const protocol = decision('ether_demux.protocol', {
  question: 'Which protocol does the frame carry?',
  outcomes: {
    ipv6: 'IPv6.',
    ipv4: 'IPv4.',
    arp: 'ARP, which finds the link addresses of IPv4 neighbours.',
    vlan: {
      answer: 'A tagged frame of VLAN {vid}, which no interface of this machine takes.',
      verdict: 'the frame is tagged for VLAN {vid}, and {ifp} has no such VLAN',
    },
    other: {
      answer: 'None that this machine handles.',
      verdict: 'the frame carries neither IPv6 nor IPv4 (protocol {type})',
    },
  },
  reference: 'ether_demux (net/if_ethersubr.c)',
});

/** Receives on `ifp` what a frame carries, which begins at `m.off`; `type` is its Ethernet type. */
export function ether_demux(host: Host, ifp: Ifnet, m: Mbuf, type: number): void {
  enter(host, 'ether_demux', null);
  demux(host, ifp, m, type);
  leave(host);
}

function demux(host: Host, ifp: Ifnet, m: Mbuf, type: number): void {
  const carried = protocolOutcome(type);
  decide(
    host,
    protocol,
    carried,
    RECORDING && {
      type: `0x${type.toString(16).padStart(4, '0')}`,
      ifp: ifOperand(ifp),
      ...(carried === protocol.vlan ? { vid: get16(m.data, m.off) & 0xfff } : {}),
    },
  );
  if (carried === protocol.vlan || carried === protocol.other) {
    settle(host, DROPPED);
    return;
  }
  m.rcvif = ifp;
  m.kind = 'forwarded';
  m.linkLen = 0;
  if (carried === protocol.ipv6) ip6_input(host, m);
  else if (carried === protocol.ipv4) ip_input(host, m);
  else arpintr(host, m);
}

function protocolOutcome(type: number): number {
  switch (type) {
    case ETHERTYPE_IPV6:
      return protocol.ipv6;
    case ETHERTYPE_IP:
      return protocol.ipv4;
    case ETHERTYPE_ARP:
      return protocol.arp;
    case ETHERTYPE_VLAN:
    case ETHERTYPE_QINQ:
      return protocol.vlan;
    default:
      return protocol.other;
  }
}
