/** The Ethernet header of a packet that leaves (ether_output in net/if_ethersubr.c). */
import { ARP_THA } from '../../wire/arp';
import { get32, put16 } from '../../wire/bytes';
import {
  ETHER_ADDR_LEN,
  ETHER_HDR_LEN,
  ETHER_TYPE,
  ETHERTYPE_ARP,
  ETHERTYPE_IP,
  ETHERTYPE_IPV6,
} from '../../wire/linkHeader';
import type { Host } from '../host';
import { arp_lookup } from '../inet/arp/cache';
import { nd6_lookup } from '../inet6/nd6';
import type { Ifnet } from './if';
import type { Mbuf } from './mbuf';
import { m_prepend } from './mbufAdjust';

/**
 * Puts an Ethernet header in front of a packet whose next hop's link address is known, or of an ARP message.
 * False when there is no room.
 *
 * @param nexthop the neighbour it goes to, 4 or 16 bytes; null for none
 */
export function ether_encap(host: Host, ifp: Ifnet, m: Mbuf, nexthop: Uint8Array | null): boolean {
  if (!m_prepend(host, m, ETHER_HDR_LEN)) return false;
  ether_header(host, ifp, m.data, m.off, nexthop);
  return true;
}

/** Writes that header at `off`, where there are zeros and the packet behind them. */
export function ether_header(
  host: Host,
  ifp: Ifnet,
  data: Uint8Array,
  off: number,
  nexthop: Uint8Array | null,
): void {
  const type = typeOf(data[off + ETHER_HDR_LEN]);
  if (type === ETHERTYPE_ARP) putArpDestination(data, off);
  else if (nexthop !== null && nexthop.length === 4) putDestination4(host, data, off, nexthop);
  else if (nexthop !== null) putDestination6(host, ifp, data, off, nexthop);
  data.set(ifp.lladdr, off + ETHER_ADDR_LEN);
  put16(data, off + ETHER_TYPE, type);
}

/** An ARP message begins with 0, the upper half of its hardware type. */
function typeOf(first: number): number {
  if (first >> 4 === 6) return ETHERTYPE_IPV6;
  return first >> 4 === 4 ? ETHERTYPE_IP : ETHERTYPE_ARP;
}

/** A request, whose target is not known, is for everyone. */
function putArpDestination(data: Uint8Array, off: number): void {
  const target = data.subarray(off + ETHER_HDR_LEN + ARP_THA, off + ETHER_HDR_LEN + ARP_THA + ETHER_ADDR_LEN);
  if (target.some(byte => byte !== 0)) data.set(target, off);
  else data.fill(0xff, off, off + ETHER_ADDR_LEN);
}

/**
 * The link address of a group follows from it (RFC 1112 6.4); what is neither a group nor in the cache is a
 * broadcast.
 */
function putDestination4(host: Host, data: Uint8Array, off: number, nexthop: Uint8Array): void {
  if (nexthop[0] >> 4 === 0xe) {
    data.set([0x01, 0x00, 0x5e, nexthop[1] & 0x7f, nexthop[2], nexthop[3]], off);
    return;
  }
  const lladdr = arp_lookup(host, get32(nexthop, 0))?.lladdr;
  if (lladdr == null) data.fill(0xff, off, off + ETHER_ADDR_LEN);
  else data.set(lladdr, off);
}

/** The link address of a group follows from it (RFC 2464 7); that of a neighbour was found out. */
function putDestination6(host: Host, ifp: Ifnet, data: Uint8Array, off: number, nexthop: Uint8Array): void {
  if (nexthop[0] === 0xff) {
    put16(data, off, 0x3333);
    data.set(nexthop.subarray(12), off + 2);
    return;
  }
  const lladdr = nd6_lookup(host, nexthop, 0, ifp)?.lladdr;
  if (lladdr != null) data.set(lladdr, off);
}
