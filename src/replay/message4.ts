/** What an IPv4 or ARP packet is, in a few words, from its bytes alone. */
import { formatIpv4, formatMac } from '../wire/address';
import { ARP_LEN, ARP_OP, ARP_SHA, ARP_SPA, ARP_TPA, ARPOP_REQUEST } from '../wire/arp';
import { get16 } from '../wire/bytes';
import {
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_MASKREPLY,
  ICMP_MASKREQ,
  ICMP_NEXTMTU,
  ICMP_PARAMPROB,
  ICMP_REDIRECT,
  ICMP_ROUTERADVERT,
  ICMP_ROUTERSOLICIT,
  ICMP_SOURCEQUENCH,
  ICMP_TIMXCEED,
  ICMP_TSTAMP,
  ICMP_TSTAMPREPLY,
  ICMP_UNREACH,
  ICMP_UNREACH_NEEDFRAG,
  ICMP_VOID,
} from '../wire/icmp';
import { IP_HDRLEN, IP_OFF, IP_OFFMASK, IP_P } from '../wire/ipv4';
import { IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP } from '../wire/ipv6';
import { ETHERTYPE_IP } from '../wire/linkHeader';
import { LINKTYPE_ARP, LINKTYPE_RAW } from '../wire/linktype';

const names = new Map<number, string>([
  [ICMP_ECHOREPLY, 'Echo Reply'],
  [ICMP_UNREACH, 'Destination Unreachable'],
  [ICMP_SOURCEQUENCH, 'Source Quench'],
  [ICMP_REDIRECT, 'Redirect'],
  [ICMP_ECHO, 'Echo Request'],
  [ICMP_ROUTERADVERT, 'Router Advertisement'],
  [ICMP_ROUTERSOLICIT, 'Router Solicitation'],
  [ICMP_TIMXCEED, 'Time Exceeded'],
  [ICMP_PARAMPROB, 'Parameter Problem'],
  [ICMP_TSTAMP, 'Timestamp Request'],
  [ICMP_TSTAMPREPLY, 'Timestamp Reply'],
  [ICMP_MASKREQ, 'Address Mask Request'],
  [ICMP_MASKREPLY, 'Address Mask Reply'],
]);

const unreachableCodes = [
  'network unreachable',
  'host unreachable',
  'protocol unreachable',
  'port unreachable',
  'fragmentation needed',
  'source route failed',
  'network unknown',
  'host unknown',
  'source host isolated',
  'network administratively prohibited',
  'host administratively prohibited',
  'network unreachable for this type of service',
  'host unreachable for this type of service',
  'administratively prohibited',
  'host precedence violated',
  'precedence cut off',
];

/** True when `bytes` begin with a whole IPv4 header. */
export function isIpv4(bytes: Uint8Array): boolean {
  return bytes.length >= IP_HDRLEN && bytes[0] >>> 4 === 4 && (bytes[0] & 0xf) >= 5;
}

/** True for a whole ARP packet of IPv4 on Ethernet. */
export function isArp(bytes: Uint8Array): boolean {
  return (
    bytes.length >= ARP_LEN && get16(bytes, 0) === 1 && get16(bytes, 2) === ETHERTYPE_IP && bytes[4] === 6
  );
}

/** `LINKTYPE_` number of a packet from its network header on. */
export function bareLinkType(packet: Uint8Array): number {
  return isArp(packet) ? LINKTYPE_ARP : LINKTYPE_RAW;
}

/** Type of the ICMP message that the IPv4 packet carries, or -1 when it carries none. */
export function icmpType(bytes: Uint8Array): number {
  if (!isIpv4(bytes) || bytes[IP_P] !== IPPROTO_ICMP || isLaterFragment(bytes)) return -1;
  const at = headerLength(bytes);
  return at < bytes.length ? bytes[at] : -1;
}

/** Where what the IPv4 packet carries begins. */
export function headerLength(bytes: Uint8Array): number {
  return (bytes[0] & 0xf) << 2;
}

/** True for a fragment of an IPv4 packet other than its first. */
export function isLaterFragment(bytes: Uint8Array): boolean {
  return (get16(bytes, IP_OFF) & IP_OFFMASK) !== 0;
}

/**
 * Name of the ICMP message with what matters of it, ready for " to ADDRESS":
 * `ICMP Destination Unreachable, host unreachable,`.
 */
export function icmpMessage(bytes: Uint8Array): string {
  const at = headerLength(bytes);
  const type = bytes[at];
  const name = `ICMP ${names.get(type) ?? `type ${type}`}`;
  const detail = icmpDetail(bytes, at, type, bytes[at + 1]);
  return detail === '' ? name : `${name}, ${detail},`;
}

function icmpDetail(bytes: Uint8Array, at: number, type: number, code: number): string {
  if (type === ICMP_UNREACH) {
    const text = unreachableCodes[code] ?? `code ${code}`;
    return code === ICMP_UNREACH_NEEDFRAG ? `${text}, MTU ${get16(bytes, at + ICMP_NEXTMTU)}` : text;
  }
  if (type === ICMP_TIMXCEED) return code === 0 ? '' : 'reassembly';
  return type === ICMP_PARAMPROB ? `pointer ${bytes[at + ICMP_VOID]}` : '';
}

/** The address that an ICMP redirect names as the closer gateway, and the destination that it is for. */
export function icmpRedirect(bytes: Uint8Array): { gateway: string; destination: string } {
  const at = headerLength(bytes);
  return { gateway: formatIpv4(bytes, at + ICMP_VOID), destination: formatIpv4(bytes, at + 8 + 16) };
}

/** An ARP packet in words: `who has 10.0.0.2, tell 10.0.0.1`, `10.0.0.2 is at 02:…`. */
export function arpMessage(bytes: Uint8Array): string {
  if (get16(bytes, ARP_OP) === ARPOP_REQUEST) {
    return `who has ${formatIpv4(bytes, ARP_TPA)}, tell ${formatIpv4(bytes, ARP_SPA)}`;
  }
  return `${formatIpv4(bytes, ARP_SPA)} is at ${formatMac(bytes, ARP_SHA)}`;
}

/** The upper layer of an IPv4 packet in words, `name` being that of its protocol. */
export function upperInfo4(bytes: Uint8Array, name: string): string {
  if (isLaterFragment(bytes)) return `${name} fragment`;
  const at = headerLength(bytes);
  const type = icmpType(bytes);
  if (type >= 0) return names.get(type) ?? `ICMP type ${type}`;
  const ported = bytes[IP_P] === IPPROTO_UDP || bytes[IP_P] === IPPROTO_TCP;
  return ported && at + 4 <= bytes.length ? `${name} ${get16(bytes, at)} > ${get16(bytes, at + 2)}` : name;
}
