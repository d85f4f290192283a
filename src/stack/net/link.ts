/**
 * The link layer's input: where in a captured frame the network packet begins, and whether the frame was meant for this interface.
 * `link_input` stands for the driver and for ether_input, ppp_input and their like.
 */
import { formatMac } from '../../wire/address';
import { equalBytes, get16, get32 } from '../../wire/bytes';
import {
  LINKTYPE_ETHERNET,
  LINKTYPE_IPV4,
  LINKTYPE_IPV6,
  LINKTYPE_LINUX_SLL,
  LINKTYPE_LINUX_SLL2,
  LINKTYPE_LOOP,
  LINKTYPE_NULL,
  LINKTYPE_PKTAP,
  LINKTYPE_PPP,
  LINKTYPE_PPP_HDLC,
  LINKTYPE_PPP_WITH_DIR,
  LINKTYPE_RAW,
  LINKTYPE_RAW_BSD,
  LINKTYPE_RAW_OPENBSD,
  LINKTYPE_USER2,
  linkTypeName,
} from '../../wire/linktype';
import type { Host } from '../host';
import { ip6_input } from '../inet6/ip6Input';
import { DROPPED, decide, decision, enter, leave, settle, used } from '../trace';
import { IFF_UP, type Ifnet } from './if';
import { M_BCAST, M_MCAST, m_get } from './mbuf';
import { swi_net } from './netisr';

export const ETHERTYPE_IP = 0x0800;
export const ETHERTYPE_ARP = 0x0806;
export const ETHERTYPE_VLAN = 0x8100;
export const ETHERTYPE_QINQ = 0x88a8;
export const ETHERTYPE_IPV6 = 0x86dd;
const ETHER_HDR_LEN = 14;
const SLL_HDR_LEN = 16;
const SLL2_HDR_LEN = 20;
const PKTAP_HDR_LEN_MIN = 52;

/** No protocol of ours: an 802.3 length, or an address family that is not IP. */
const OTHER_PROTOCOL = 0;
/** Answers of the header functions in place of a header. */
const CUT_OFF = -1;
const UNKNOWN_LINK_TYPE = -2;

const interfaceUp = decision('link_input.interface-up', {
  question: 'Is the interface up?',
  outcomes: {
    up: 'Yes.',
    down: { answer: 'No: {ifp} is down.', verdict: '{ifp} is down' },
  },
  reference: 'ether_input (net/if_ethersubr.c)',
});

const header = decision('link_input.header', {
  question: 'Can the link header be read?',
  outcomes: {
    whole: 'Yes: it is {hdrlen} bytes long.',
    'cut-off': {
      malformed: true,
      answer: 'No: the frame of {len} bytes ends before it does.',
      verdict: 'the frame is {len} bytes long and ends within its {linktype} header',
    },
    'unknown-link-type': {
      answer: 'No: {linktype} is not a link this machine can be attached to.',
      verdict: 'the capture is of {linktype}, which this machine cannot be attached to',
    },
  },
  reference: 'ether_input (net/if_ethersubr.c), if_loop.c, if_ppp.c',
});

const destination = decision('ether_input.destination', {
  question: 'Is the frame addressed to this interface?',
  outcomes: {
    own: 'Yes: {ether_dhost} is its link address.',
    broadcast: 'Yes: it is a broadcast.',
    multicast: 'Yes: {ether_dhost} is a group address.',
    any: 'Yes: no link address was given to {ifp}, so it takes every unicast frame.',
    other: {
      answer: 'No: it is for {ether_dhost}, and {ifp} is {lladdr}.',
      verdict: 'the frame is for {ether_dhost}, and {ifp} is {lladdr}',
    },
  },
  reference: 'ether_input (net/if_ethersubr.c); IEEE 802.3 3.2.3',
});

const packetType = decision('link_input.packet-type', {
  question: 'Does the cooked header say that the packet was sent to this machine?',
  outcomes: {
    unicast: 'Yes.',
    broadcast: 'Yes: as a broadcast.',
    multicast: 'Yes: as a multicast.',
    other: {
      answer: 'No: it was sent to another machine.',
      verdict: 'the frame was for another machine and only overheard',
    },
    outgoing: {
      answer: 'No: the captured machine sent it.',
      verdict: 'the captured machine sent this frame itself',
    },
  },
  reference: 'LINKTYPE_LINUX_SLL: packet type',
});

const protocol = decision('link_input.protocol', {
  question: 'Which protocol does the frame carry?',
  outcomes: {
    ipv6: 'IPv6.',
    ipv4: {
      answer: 'IPv4, which this machine does not handle.',
      verdict: 'it is IPv4, which this machine does not handle',
    },
    arp: {
      answer: 'ARP, which this machine does not handle.',
      verdict: 'it is ARP, which this machine does not handle',
    },
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

/**
 * A captured frame `[off, off + len)` of `data` arrives on `ifp`; `linkType` is a LINKTYPE_* number, `frame` its number in the capture. The
 * buffer may be written to, and is not kept beyond the call. What becomes of the frame is in `host.trace`.
 */
export function link_input(
  host: Host,
  ifp: Ifnet,
  linkType: number,
  data: Uint8Array,
  off: number,
  len: number,
  frame: number,
): void {
  enter(host, 'link_input', null);
  receive(host, ifp, linkType, data, off, len, frame);
  leave(host);
  swi_net(host);
}

function receive(
  host: Host,
  ifp: Ifnet,
  linkType: number,
  data: Uint8Array,
  off: number,
  len: number,
  frame: number,
): void {
  const up = (ifp.flags & IFF_UP) !== 0 ? interfaceUp.up : interfaceUp.down;
  used(host, ifp.origin);
  const looked = RECORDING && { ifp: { value: ifp.name, origin: ifp.origin } };
  if (decide(host, interfaceUp, up, looked) === interfaceUp.down) {
    settle(host, DROPPED);
    return;
  }
  const found = findPacket(linkType, data, off, len);
  const hdrlen = found >>> 16;
  const read = found >= 0 ? header.whole : found === CUT_OFF ? header.cutOff : header.unknownLinkType;
  const linktype = RECORDING && linkTypeName(linkType);
  if (decide(host, header, read, RECORDING && { hdrlen, len, linktype }) !== header.whole) {
    settle(host, DROPPED);
    return;
  }
  const flags = addressed(host, ifp, linkType, data, off);
  if (flags < 0) return;
  const type = found & 0xffff;
  const carried = protocolOutcome(type);
  if (
    decide(
      host,
      protocol,
      carried,
      RECORDING && { type, ifp: { value: ifp.name, origin: ifp.origin }, vid: get16(data, off + 14) & 0xfff },
    ) !== protocol.ipv6
  ) {
    settle(host, DROPPED);
    return;
  }
  const m = m_get(host, data, off + hdrlen, len - hdrlen);
  m.flags = flags;
  m.rcvif = ifp;
  m.frame = frame;
  m.kind = 'forwarded';
  ip6_input(host, m);
}

/** The M_* marks of a frame that is for us, or -1 when it is not; cooked and other headers say it in their own ways. */
function addressed(host: Host, ifp: Ifnet, linkType: number, data: Uint8Array, off: number): number {
  if (linkType === LINKTYPE_ETHERNET) return ether_input(host, ifp, data, off);
  if (linkType === LINKTYPE_LINUX_SLL) return cooked_input(host, get16(data, off));
  if (linkType === LINKTYPE_LINUX_SLL2) return cooked_input(host, data[off + 10]);
  return 0;
}

function ether_input(host: Host, ifp: Ifnet, data: Uint8Array, off: number): number {
  const outcome = etherDestination(ifp, data, off);
  decide(
    host,
    destination,
    outcome,
    RECORDING && {
      ether_dhost: formatMac(data, off),
      ifp: { value: ifp.name, origin: ifp.origin },
      lladdr: formatMac(ifp.lladdr),
    },
  );
  if (outcome === destination.own || outcome === destination.any) return 0;
  if (outcome === destination.multicast) return M_MCAST;
  if (outcome === destination.broadcast) return M_BCAST;
  settle(host, DROPPED);
  return -1;
}

function etherDestination(ifp: Ifnet, data: Uint8Array, off: number): number {
  if ((data[off] & 1) !== 0) return isBroadcast(data, off) ? destination.broadcast : destination.multicast;
  if (!ifp.lladdrGiven) return destination.any;
  return equalBytes(ifp.lladdr, 0, data, off, 6) ? destination.own : destination.other;
}

function isBroadcast(data: Uint8Array, off: number): boolean {
  return get32(data, off) === 0xffffffff && get16(data, off + 4) === 0xffff;
}

const cookedOutcomes = [
  packetType.unicast,
  packetType.broadcast,
  packetType.multicast,
  packetType.other,
  packetType.outgoing,
];

function cooked_input(host: Host, type: number): number {
  // Packet types beyond these are of links that only Linux has; their packets are meant for the machine.
  const outcome = type < cookedOutcomes.length ? cookedOutcomes[type] : packetType.unicast;
  decide(host, packetType, outcome, RECORDING && { type });
  if (outcome === packetType.unicast) return 0;
  if (outcome === packetType.multicast) return M_MCAST;
  if (outcome === packetType.broadcast) return M_BCAST;
  settle(host, DROPPED);
  return -1;
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

/** Length of the link header in the upper, the Ethernet type of what it carries in the lower 16 bits; CUT_OFF or UNKNOWN_LINK_TYPE. */
function findPacket(linkType: number, data: Uint8Array, off: number, len: number): number {
  switch (linkType) {
    case LINKTYPE_ETHERNET:
      return len < ETHER_HDR_LEN ? CUT_OFF : (ETHER_HDR_LEN << 16) | get16(data, off + 12);
    case LINKTYPE_RAW:
    case LINKTYPE_RAW_BSD:
    case LINKTYPE_RAW_OPENBSD:
      return len < 1 ? CUT_OFF : typeOfVersion(data[off] >> 4);
    case LINKTYPE_IPV4:
      return ETHERTYPE_IP;
    case LINKTYPE_IPV6:
      return ETHERTYPE_IPV6;
    case LINKTYPE_NULL:
      return len < 4 ? CUT_OFF : (4 << 16) | typeOfFamily(eitherOrder(data, off));
    case LINKTYPE_LOOP:
      return len < 4 ? CUT_OFF : (4 << 16) | typeOfFamily(get32(data, off));
    case LINKTYPE_LINUX_SLL:
      return len < SLL_HDR_LEN ? CUT_OFF : (SLL_HDR_LEN << 16) | get16(data, off + 14);
    case LINKTYPE_LINUX_SLL2:
      return len < SLL2_HDR_LEN ? CUT_OFF : (SLL2_HDR_LEN << 16) | get16(data, off);
    case LINKTYPE_PPP:
    case LINKTYPE_PPP_HDLC:
      return findInPpp(data, off, len, 0);
    case LINKTYPE_PPP_WITH_DIR:
      return findInPpp(data, off, len, 1);
    case LINKTYPE_PKTAP:
    case LINKTYPE_USER2:
      return findInPktap(data, off, len);
    default:
      return UNKNOWN_LINK_TYPE;
  }
}

function typeOfVersion(version: number): number {
  if (version === 6) return ETHERTYPE_IPV6;
  return version === 4 ? ETHERTYPE_IP : OTHER_PROTOCOL;
}

/** AF_INET6 has another number on every system: 10 Linux, 24 NetBSD and OpenBSD, 28 FreeBSD, 30 Darwin. */
function typeOfFamily(family: number): number {
  if (family === 2) return ETHERTYPE_IP;
  return family === 24 || family === 28 || family === 30 || family === 10 ? ETHERTYPE_IPV6 : OTHER_PROTOCOL;
}

/** The family word is in the byte order of the machine that captured; families are small numbers. */
function eitherOrder(data: Uint8Array, off: number): number {
  const family = get32(data, off);
  return family <= 0xffff ? family : data[off] | (data[off + 1] << 8);
}

/** RFC 1661 2, RFC 1662: address and control may be left out, and the protocol may be one odd byte. */
function findInPpp(data: Uint8Array, off: number, len: number, before: number): number {
  let at = before;
  if (len >= at + 2 && data[off + at] === 0xff && data[off + at + 1] === 0x03) at += 2;
  if (len < at + 2) return CUT_OFF;
  const short = (data[off + at] & 1) !== 0;
  const number = short ? data[off + at] : get16(data, off + at);
  const hdrlen = at + (short ? 1 : 2);
  if (number === 0x57) return (hdrlen << 16) | ETHERTYPE_IPV6;
  return (hdrlen << 16) | (number === 0x21 ? ETHERTYPE_IP : OTHER_PROTOCOL);
}

/** A PKTAP header in the byte order of its writer, in practice little-endian, and the frame of another link type in it. */
function findInPktap(data: Uint8Array, off: number, len: number): number {
  if (len < PKTAP_HDR_LEN_MIN) return CUT_OFF;
  const length = data[off] | (data[off + 1] << 8);
  const inner = data[off + 8] | (data[off + 9] << 8);
  if (length < PKTAP_HDR_LEN_MIN || length > len) return CUT_OFF;
  if (inner === LINKTYPE_PKTAP || inner === LINKTYPE_USER2) return UNKNOWN_LINK_TYPE;
  const found = findPacket(inner, data, off + length, len - length);
  return found < 0 || length + (found >>> 16) > 0x7fff ? found : found + (length << 16);
}
