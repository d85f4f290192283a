/**
 * Multicast Listener messages as a neighbour sends them: the 72 bytes of RFC 2710 3, router alert included.
 */
import { put16 } from '../../wire/bytes';
import { foldChecksum, sumBytes, sumPseudo6 } from '../../wire/checksum';
import { ICMP6_CKSUM, MLD_ADDR, MLD_HDRLEN, MLD_LISTENER_QUERY, MLD_MAXDELAY } from '../../wire/icmp6';
import {
  IP6_DST,
  IP6_HDRLEN,
  IP6_HLIM,
  IP6_NXT,
  IP6_PLEN,
  IP6_SRC,
  IPPROTO_HOPOPTS,
  IPPROTO_ICMPV6,
} from '../../wire/ipv6';

/** Hop-by-hop header: next header ICMPv6, an empty PadN, then the router alert of MLD (RFC 2711 2.1). */
const ROUTER_ALERT = [IPPROTO_ICMPV6, 0, 1, 0, 5, 2, 0, 0];

/** ff02::1 */
const ALL_NODES = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
/** fe80::2:db8, the neighbour that nobody named. */
const NEIGHBOR = Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x0d, 0xb8);

/** What a message says. Addresses are as on the wire, without zone. */
interface MldMessage {
  /** ICMPv6 type: 130 for a query, 131 for a report. */
  readonly type: number;
  /** null for a general query, which goes to all nodes. */
  readonly group: Uint8Array | null;
  /** Milliseconds within which members answer. */
  readonly maxdelay: number;
  /** null for a made-up link-local address. */
  readonly source: Uint8Array | null;
}

/** The packet from its IPv6 header on. */
export function mldPacket({ type, group, maxdelay, source }: MldMessage): Uint8Array {
  const message = IP6_HDRLEN + ROUTER_ALERT.length;
  const packet = new Uint8Array(message + MLD_HDRLEN);
  packet[0] = 0x60;
  put16(packet, IP6_PLEN, packet.length - IP6_HDRLEN);
  packet[IP6_NXT] = IPPROTO_HOPOPTS;
  packet[IP6_HLIM] = 1;
  packet.set(source ?? NEIGHBOR, IP6_SRC);
  packet.set(group ?? ALL_NODES, IP6_DST);
  packet.set(ROUTER_ALERT, IP6_HDRLEN);
  packet[message] = type;
  if (type === MLD_LISTENER_QUERY) put16(packet, message + MLD_MAXDELAY, maxdelay);
  if (group !== null) packet.set(group, message + MLD_ADDR);
  const sum = sumBytes(packet, message, MLD_HDRLEN, sumPseudo6(packet, IP6_SRC, MLD_HDRLEN, IPPROTO_ICMPV6));
  put16(packet, message + ICMP6_CKSUM, foldChecksum(sum));
  return packet;
}
