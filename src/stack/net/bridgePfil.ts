/** The packet filters see what a bridge carries (net/if_bridge.c, bridge_pfil; if_bridge(4)). */
import { get16 } from '../../wire/bytes';
import { IP_LEN } from '../../wire/ipv4';
import { IP6_HDRLEN, IP6_PLEN } from '../../wire/ipv6';
import { ETHERTYPE_ARP, ETHERTYPE_IP, ETHERTYPE_IPV6, ETHERTYPE_REVARP } from '../../wire/linkHeader';
import { errnoName } from '../errno';
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { PFIL_CONSUMED, PFIL_IN, PFIL_OUT } from '../surroundings';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { bridge_ip_checkbasic, bridge_ip6_checkbasic } from './bridgeCheckbasic';
import type { Ifnet } from './if';
import { M_BCAST, M_MCAST, type Mbuf, m_copy } from './mbuf';

/**
 * Shows a frame that came in by `member` to the filters, there and on the bridge. False when it does not
 * cross. Without filters nothing is decided.
 */
export function bridge_pfil_in(host: Host, bridge: Ifnet, member: Ifnet, m: Mbuf): boolean {
  if (!isFiltered(host)) return true;
  enter(host, 'bridge_pfil', m);
  const way = protocolOf(host, m);
  const { pfil_member, pfil_bridge } = host.bridgeSysctl;
  const passes =
    isUnseen(way) ||
    (isSeen(way) &&
      isWhole(host, way, member, m) &&
      (pfil_member === 0 || filter(host, member, member, m, PFIL_IN)) &&
      // ipfw asks by which interface a packet was received, and that is the member also here.
      (pfil_bridge === 0 || filter(host, bridge, member, m, PFIL_IN)));
  if (!passes) drop(host, m);
  leave(host);
  return passes;
}

/**
 * Shows a frame that is to leave to the filters on the bridge, null for not there, and on the member,
 * likewise. False when it does not leave.
 */
export function bridge_pfil_out(host: Host, bridge: Ifnet | null, member: Ifnet | null, m: Mbuf): boolean {
  if (!isFiltered(host)) return true;
  enter(host, 'bridge_pfil', m);
  const way = protocolOf(host, m);
  const { pfil_member, pfil_bridge } = host.bridgeSysctl;
  const passes =
    isUnseen(way) ||
    (isSeen(way) &&
      (bridge === null || pfil_bridge === 0 || filter(host, bridge, bridge, m, PFIL_OUT)) &&
      (member === null || pfil_member === 0 || filter(host, member, member, m, PFIL_OUT)));
  // Of a frame for all members, one that it does not leave by is not the end.
  if (!passes && bridge !== null) drop(host, m);
  leave(host);
  return passes;
}

function isFiltered({ pfil4, pfil6 }: Host): boolean {
  return pfil4 || pfil6;
}

const protocol = decision('bridge_pfil.protocol', {
  question: 'Do the filters see the frame?',
  outcomes: {
    ipv4: 'Yes: it carries IPv4.',
    ipv6: 'Yes: it carries IPv6.',
    off: 'No: net.link.bridge.pfil_member and net.link.bridge.pfil_bridge are 0.',
    arp: 'No: ARP crosses unfiltered.',
    unfiltered: 'No: it is of protocol {type}, and net.link.bridge.pfil_onlyip is 0.',
    'not-ip': {
      answer: 'No, and it does not cross: it is of protocol {type}, and net.link.bridge.pfil_onlyip is 1.',
      verdict: 'the frame is of protocol {type}, and net.link.bridge.pfil_onlyip is 1',
    },
  },
  reference: 'if_bridge(4); bridge_pfil (net/if_bridge.c)',
});

function protocolOf(host: Host, m: Mbuf): number {
  const type = get16(m.data, m.off - 2);
  const looked = RECORDING && { type: `0x${type.toString(16).padStart(4, '0')}` };
  return decide(host, protocol, judge(host, type), looked);
}

function judge({ bridgeSysctl }: Host, type: number): number {
  const { pfil_onlyip, pfil_bridge, pfil_member } = bridgeSysctl;
  if (pfil_bridge === 0 && pfil_member === 0) return protocol.off;
  switch (type) {
    case ETHERTYPE_ARP:
    case ETHERTYPE_REVARP:
      return protocol.arp;
    case ETHERTYPE_IP:
      return protocol.ipv4;
    case ETHERTYPE_IPV6:
      return protocol.ipv6;
    default:
      return pfil_onlyip === 0 ? protocol.unfiltered : protocol.notIp;
  }
}

function isUnseen(way: number): boolean {
  return way === protocol.off || way === protocol.arp || way === protocol.unfiltered;
}

function isSeen(way: number): boolean {
  return way === protocol.ipv4 || way === protocol.ipv6;
}

function isWhole(host: Host, way: number, member: Ifnet, m: Mbuf): boolean {
  return way === protocol.ipv4 ? bridge_ip_checkbasic(host, m) : bridge_ip6_checkbasic(host, m, member);
}

const filters = decision('bridge_pfil.filter', {
  question: 'What did the {direction} filters do on {ifp}?',
  outcomes: {
    passed: 'They let it pass.',
    refused: {
      answer: 'They refused it with {error}.',
      verdict: 'an {direction} filter refused it on {ifp} ({error})',
    },
    taken: { answer: 'They took it.', verdict: 'an {direction} filter on {ifp} took it' },
  },
  reference: 'if_bridge(4), pfil(9); bridge_pfil (net/if_bridge.c)',
});

/** Asks the filters on `ifp`, telling them that the packet passes `seenOn`. */
function filter(host: Host, ifp: Ifnet, seenOn: Ifnet, m: Mbuf, direction: number): boolean {
  const error = host.surroundings.pfil_run_hooks(host, packetIn(host, m), seenOn, direction);
  const outcome = error === 0 ? filters.passed : error === PFIL_CONSUMED ? filters.taken : filters.refused;
  decide(
    host,
    filters,
    outcome,
    RECORDING && {
      ifp: ifOperand(ifp),
      direction: direction === PFIL_IN ? 'input' : 'output',
      error: errnoName(error),
    },
  );
  return outcome === filters.passed;
}

/** The packet without what an Ethernet frame is filled up with: whoever takes it does not get the frame. */
function packetIn(host: Host, m: Mbuf): Mbuf {
  const packet = m_copy(host, m, packetLength(m));
  packet.linkLen = 0;
  packet.kind = 'forwarded';
  return packet;
}

/** A jumbogram fills its frame. */
function packetLength({ data, off, len }: Mbuf): number {
  if (data[off] >> 4 === 4) return Math.min(len, get16(data, off + IP_LEN));
  const plen = get16(data, off + IP6_PLEN);
  return plen === 0 ? len : Math.min(len, IP6_HDRLEN + plen);
}

/** What is for a group is received here as well, and that settles it. */
function drop(host: Host, m: Mbuf): void {
  if ((m.flags & (M_BCAST | M_MCAST)) === 0) settle(host, DROPPED);
}
