/** What a packet is, in a few words, from its bytes alone: for sentences and tables, not for fields. */
import { formatIpv4, formatIpv6 } from '../wire/address';
import { get16, get32 } from '../wire/bytes';
import {
  ICMP6_DST_UNREACH,
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM,
  ICMP6_PARAM_PROB,
  ICMP6_TIME_EXCEEDED,
  MLD_LISTENER_DONE,
  MLD_LISTENER_QUERY,
  MLD_LISTENER_REPORT,
  MLDV2_LISTENER_REPORT,
  ND_NEIGHBOR_ADVERT,
  ND_NEIGHBOR_SOLICIT,
  ND_REDIRECT,
  ND_ROUTER_ADVERT,
  ND_ROUTER_SOLICIT,
} from '../wire/icmp6';
import {
  IP6_DST,
  IP6_HDRLEN,
  IP6_HLIM,
  IP6_NXT,
  IP6_SRC,
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_ESP,
  IPPROTO_ETHERIP,
  IPPROTO_FRAGMENT,
  IPPROTO_GRE,
  IPPROTO_HOPOPTS,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IGMP,
  IPPROTO_IPCOMP,
  IPPROTO_IPV4,
  IPPROTO_IPV6,
  IPPROTO_NONE,
  IPPROTO_ROUTING,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from '../wire/ipv6';
import { arpMessage, isArp, isIpv4, upperInfo4 } from './message4';

const protocolNames = new Map<number, string>([
  [IPPROTO_HOPOPTS, 'hop-by-hop options'],
  [IPPROTO_ICMP, 'ICMP'],
  [IPPROTO_IGMP, 'IGMP'],
  [IPPROTO_IPV4, 'IPv4'],
  [IPPROTO_TCP, 'TCP'],
  [IPPROTO_UDP, 'UDP'],
  [IPPROTO_IPV6, 'IPv6'],
  [IPPROTO_ROUTING, 'routing header'],
  [IPPROTO_GRE, 'GRE'],
  [IPPROTO_ESP, 'ESP'],
  [IPPROTO_AH, 'AH'],
  [IPPROTO_ICMPV6, 'ICMPv6'],
  [IPPROTO_NONE, 'no next header'],
  [IPPROTO_ETHERIP, 'EtherIP'],
  [IPPROTO_IPCOMP, 'IPComp'],
]);

const messageNames = new Map<number, string>([
  [ICMP6_DST_UNREACH, 'Destination Unreachable'],
  [ICMP6_PACKET_TOO_BIG, 'Packet Too Big'],
  [ICMP6_TIME_EXCEEDED, 'Time Exceeded'],
  [ICMP6_PARAM_PROB, 'Parameter Problem'],
  [ICMP6_ECHO_REQUEST, 'Echo Request'],
  [ICMP6_ECHO_REPLY, 'Echo Reply'],
  [MLD_LISTENER_QUERY, 'Multicast Listener Query'],
  [MLD_LISTENER_REPORT, 'Multicast Listener Report'],
  [MLD_LISTENER_DONE, 'Multicast Listener Done'],
  [ND_ROUTER_SOLICIT, 'Router Solicitation'],
  [ND_ROUTER_ADVERT, 'Router Advertisement'],
  [ND_NEIGHBOR_SOLICIT, 'Neighbor Solicitation'],
  [ND_NEIGHBOR_ADVERT, 'Neighbor Advertisement'],
  [ND_REDIRECT, 'Redirect'],
  [MLDV2_LISTENER_REPORT, 'Multicast Listener Report v2'],
]);

const unreachableCodes = [
  'no route',
  'administratively prohibited',
  'beyond scope',
  'address unreachable',
  'port unreachable',
  'source address failed policy',
  'reject route',
];
const parameterCodes = ['erroneous header field', 'unknown next header', 'unknown option'];

/** Where the upper layer of an IPv6 packet begins. */
export interface Upper {
  /** Protocol number of the upper layer, or of the header at which walking ended. */
  readonly protocol: number;
  /** Offset of its first byte; may be the packet's length. */
  readonly offset: number;
  /** A fragment other than the first: the bytes at `offset` are no header. */
  readonly laterFragment: boolean;
}

/**
 * Walks the extension headers of the IPv6 packet that `bytes` begin with; stops at the end or at what is no
 * such header.
 */
export function upperLayer(bytes: Uint8Array, at = 0, end = bytes.length): Upper {
  let protocol = bytes[at + IP6_NXT] ?? IPPROTO_NONE;
  let offset = at + IP6_HDRLEN;
  while (offset + 8 <= end) {
    if (protocol === IPPROTO_FRAGMENT) {
      const later = (get16(bytes, offset + 2) & 0xfff8) !== 0;
      protocol = bytes[offset];
      offset += 8;
      if (later) return { protocol, offset, laterFragment: true };
    } else if (protocol === IPPROTO_AH) {
      protocol = bytes[offset];
      offset += 4 * (bytes[offset + 1] + 2);
    } else if (protocol === IPPROTO_HOPOPTS || protocol === IPPROTO_ROUTING || protocol === IPPROTO_DSTOPTS) {
      protocol = bytes[offset];
      offset += 8 * (bytes[offset + 1] + 1);
    } else break;
  }
  return { protocol, offset: Math.min(offset, end), laterFragment: false };
}

/** True when `bytes` begin with a whole IPv6 header. */
export function isIpv6(bytes: Uint8Array): boolean {
  return bytes.length >= IP6_HDRLEN && bytes[0] >>> 4 === 6;
}

/** Type of the ICMPv6 message that the IPv6 packet carries, or -1 when it carries none. */
export function icmp6Type(bytes: Uint8Array): number {
  if (!isIpv6(bytes)) return -1;
  const upper = upperLayer(bytes);
  const carries = upper.protocol === IPPROTO_ICMPV6 && !upper.laterFragment && upper.offset < bytes.length;
  return carries ? bytes[upper.offset] : -1;
}

/** Name of an ICMPv6 message type, as `Time Exceeded`. */
function icmp6Name(type: number): string {
  return messageNames.get(type) ?? `type ${type}`;
}

/**
 * Name of the ICMPv6 message that `bytes` carry with what matters of it, ready for " to ADDRESS":
 * `ICMPv6 Time Exceeded`, `ICMPv6 Packet Too Big, MTU 1400,`.
 */
export function icmp6Message(bytes: Uint8Array): string {
  const { offset } = upperLayer(bytes);
  const type = bytes[offset];
  const code = bytes[offset + 1];
  const name = `ICMPv6 ${icmp6Name(type)}`;
  const detail = icmp6Detail(type, code, get32(bytes, offset + ICMP6_PARAM));
  return detail === '' ? name : `${name}, ${detail},`;
}

function icmp6Detail(type: number, code: number, param: number): string {
  if (type === ICMP6_DST_UNREACH) return unreachableCodes[code] ?? `code ${code}`;
  if (type === ICMP6_PACKET_TOO_BIG) return `MTU ${param}`;
  if (type === ICMP6_TIME_EXCEEDED) return code === 0 ? '' : 'reassembly';
  if (type === ICMP6_PARAM_PROB) return `${parameterCodes[code] ?? `code ${code}`}, pointer ${param}`;
  return '';
}

/**
 * Address at `offset` of the ICMPv6 body of a solicitation, advertisement or redirect (8: target, 24:
 * destination).
 */
export function icmp6Address(bytes: Uint8Array, offset: number): string {
  const at = upperLayer(bytes).offset + offset;
  return at + 16 <= bytes.length ? formatIpv6(bytes, at) : 'an address that is cut off';
}

/** Addresses and upper layer of a packet in one line: what the table's packet column shows. */
export interface PacketSummary {
  readonly source: string;
  readonly destination: string;
  /** As `UDP 49152 > 33434` or `Echo Request`. */
  readonly info: string;
  /** Hop limit or time to live, -1 when there is none. */
  readonly hopLimit: number;
  /** Bytes from the network header on. */
  readonly length: number;
}

/** Sums up a packet from its network header on. Never throws: what is cut off is left out. */
export function summarize(bytes: Uint8Array): PacketSummary {
  if (isIpv6(bytes)) {
    return {
      source: formatIpv6(bytes, IP6_SRC),
      destination: formatIpv6(bytes, IP6_DST),
      info: upperInfo(bytes),
      hopLimit: bytes[IP6_HLIM],
      length: bytes.length,
    };
  }
  if (isIpv4(bytes)) {
    return {
      source: formatIpv4(bytes, 12),
      destination: formatIpv4(bytes, 16),
      info: upperInfo4(bytes, protocolNames.get(bytes[9]) ?? `protocol ${bytes[9]}`),
      hopLimit: bytes[8],
      length: bytes.length,
    };
  }
  if (isArp(bytes)) {
    return {
      source: '',
      destination: '',
      info: `ARP ${arpMessage(bytes)}`,
      hopLimit: -1,
      length: bytes.length,
    };
  }
  return { source: '', destination: '', info: 'no IP packet', hopLimit: -1, length: bytes.length };
}

function upperInfo(bytes: Uint8Array): string {
  const { protocol, offset, laterFragment } = upperLayer(bytes);
  const name = protocolNames.get(protocol) ?? `protocol ${protocol}`;
  if (laterFragment) return `${name} fragment`;
  if (protocol === IPPROTO_ICMPV6 && offset < bytes.length) {
    const type = bytes[offset];
    return messageNames.get(type) ?? `ICMPv6 type ${type}`;
  }
  if ((protocol === IPPROTO_UDP || protocol === IPPROTO_TCP) && offset + 4 <= bytes.length) {
    return `${name} ${get16(bytes, offset)} > ${get16(bytes, offset + 2)}`;
  }
  return name;
}
