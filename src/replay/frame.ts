/**
 * What the replay must know of a frame's link header: where the network header begins, and who sent the
 * frame.
 */
import { equalMac } from '../wire/address';
import { get16 } from '../wire/bytes';
import {
  CUT_OFF,
  carriedType,
  ETHER_HDR_LEN,
  ETHERTYPE_ARP,
  ETHERTYPE_IP,
  ETHERTYPE_IPV6,
  ETHERTYPE_QINQ,
  ETHERTYPE_VLAN,
  headerLength,
  PTH_LENGTH_MIN,
  readLinkHeader,
  SLL_HDR_LEN,
  SLL2_HDR_LEN,
  UNKNOWN_LINK_TYPE,
} from '../wire/linkHeader';
import {
  LINKTYPE_ETHERNET,
  LINKTYPE_LINUX_SLL,
  LINKTYPE_LINUX_SLL2,
  LINKTYPE_PKTAP,
  LINKTYPE_PPP_WITH_DIR,
  LINKTYPE_USER2,
} from '../wire/linktype';
import { PTH_FLAG_DIR_IN, PTH_FLAG_DIR_OUT, PTH_FLAGS, PTH_IFNAME, PTH_IFNAME_LENGTH } from '../wire/pktap';

const NO_BYTES = new Uint8Array(0);

/** True when a host can receive frames of this link type: their headers can be read. */
export function canReceive(linkType: number): boolean {
  return readLinkHeader(linkType, NO_BYTES, 0, 0) !== UNKNOWN_LINK_TYPE;
}

/** The interface that a PKTAP header names; empty when there is no header or no printable name. */
export function pktapInterface(data: Uint8Array, off: number, len: number): string {
  if (len < PTH_LENGTH_MIN) return '';
  let name = '';
  for (let i = off + PTH_IFNAME; i < off + PTH_IFNAME + PTH_IFNAME_LENGTH && data[i] !== 0; i++) {
    if (data[i] <= 0x20 || data[i] >= 0x7f) return '';
    name += String.fromCharCode(data[i]);
  }
  return name;
}

/** ARPHRD-independent packet type of Linux cooked headers: sent by us. */
const PACKET_OUTGOING = 4;

/**
 * Most bytes that a cut-off frame is filled up to with zeros: the largest IPv6 packet and any link header.
 */
export const FILL_MAX = 65_575 + 256;

export const UNKNOWN = 0;
export const RECEIVED = 1;
export const SENT = 2;

/**
 * Who sent a frame, as far as its own header tells: `UNKNOWN`, `RECEIVED` or `SENT`. `lladdr` is the
 * interface's own, or empty.
 */
export function senderOf(
  linkType: number,
  data: Uint8Array,
  off: number,
  len: number,
  lladdr: Uint8Array,
): number {
  switch (linkType) {
    case LINKTYPE_ETHERNET:
      if (len < ETHER_HDR_LEN || lladdr.length !== 6) return UNKNOWN;
      return equalMac(data, off + 6, lladdr, 0) ? SENT : RECEIVED;
    case LINKTYPE_LINUX_SLL:
      if (len < SLL_HDR_LEN) return UNKNOWN;
      return get16(data, off) === PACKET_OUTGOING ? SENT : RECEIVED;
    case LINKTYPE_LINUX_SLL2:
      if (len < SLL2_HDR_LEN) return UNKNOWN;
      return data[off + 10] === PACKET_OUTGOING ? SENT : RECEIVED;
    case LINKTYPE_PPP_WITH_DIR:
      if (len < 1) return UNKNOWN;
      return data[off] === 0 ? RECEIVED : SENT;
    case LINKTYPE_PKTAP:
    case LINKTYPE_USER2: {
      if (len < PTH_LENGTH_MIN) return UNKNOWN;
      const flags = data[off + PTH_FLAGS];
      if (flags & PTH_FLAG_DIR_OUT) return SENT;
      return flags & PTH_FLAG_DIR_IN ? RECEIVED : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/**
 * Offset from `off` of the packet in a frame, of IP or of ARP, behind VLAN tags where it has any; -1 when it
 * carries neither.
 */
export function packetOffset(linkType: number, data: Uint8Array, off: number, len: number): number {
  const found = untagged(readLinkHeader(linkType, data, off, len), data, off, len);
  const at = headerLength(found);
  if (found < 0 || at >= len) return -1;
  switch (carriedType(found)) {
    case ETHERTYPE_ARP:
      return at;
    case ETHERTYPE_IP:
    case ETHERTYPE_IPV6: {
      const version = data[off + at] >>> 4;
      return version === 6 || version === 4 ? at : -1;
    }
    default:
      return -1;
  }
}

/** True when a frame carries ARP. */
export function isArp(linkType: number, data: Uint8Array, off: number, len: number): boolean {
  const found = untagged(readLinkHeader(linkType, data, off, len), data, off, len);
  return found >= 0 && carriedType(found) === ETHERTYPE_ARP;
}

/** Bytes of link header and tags at most. */
const TAGS_MAX = 0x7fff;

/** VLAN tags as on the wire, the one used before IEEE 802.1ad as well. */
const vlanTypes: ReadonlySet<number> = new Set([ETHERTYPE_VLAN, ETHERTYPE_QINQ, 0x9100]);

/** The header `found` with the VLAN tags behind it, which no host takes and people want to see through. */
function untagged(found: number, data: Uint8Array, off: number, len: number): number {
  let header = found;
  while (header >= 0 && vlanTypes.has(carriedType(header))) {
    const at = headerLength(header);
    if (at + 4 > len || at + 4 > TAGS_MAX) return CUT_OFF;
    header = ((at + 4) << 16) | get16(data, off + at + 2);
  }
  return header;
}
