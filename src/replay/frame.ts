/** What the replay must know of a frame's link header: where the network header begins, and who sent the frame. */
import { equalBytes, get16 } from '../wire/bytes';
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
} from '../wire/linktype';

const readable: ReadonlySet<number> = new Set([
  LINKTYPE_ETHERNET,
  LINKTYPE_NULL,
  LINKTYPE_LOOP,
  LINKTYPE_RAW,
  LINKTYPE_RAW_BSD,
  LINKTYPE_RAW_OPENBSD,
  LINKTYPE_IPV4,
  LINKTYPE_IPV6,
  LINKTYPE_LINUX_SLL,
  LINKTYPE_LINUX_SLL2,
  LINKTYPE_PPP,
  LINKTYPE_PPP_HDLC,
  LINKTYPE_PPP_WITH_DIR,
  LINKTYPE_PKTAP,
  LINKTYPE_USER2,
]);

/** True when a host can receive frames of this link type. */
export function canReceive(linkType: number): boolean {
  return readable.has(linkType);
}

/** PKTAP's header: little-endian, its own length first, then the link type of what follows (pktap.h). */
const PTH_DLT = 8;
const PTH_IFNAME = 12;
const PTH_IFNAME_LENGTH = 24;
const PTH_FLAGS = 36;
const PTH_MINIMUM = 108;
const PTH_FLAG_DIR_IN = 1;
const PTH_FLAG_DIR_OUT = 2;

function get32le(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** The interface that a PKTAP header names; empty when there is no header or no printable name. */
export function pktapInterface(data: Uint8Array, off: number, len: number): string {
  if (len < PTH_MINIMUM) return '';
  let name = '';
  for (let i = off + PTH_IFNAME; i < off + PTH_IFNAME + PTH_IFNAME_LENGTH && data[i] !== 0; i++) {
    if (data[i] <= 0x20 || data[i] >= 0x7f) return '';
    name += String.fromCharCode(data[i]);
  }
  return name;
}

/** ARPHRD-independent packet type of Linux cooked headers: sent by us. */
const PACKET_OUTGOING = 4;

/** Most bytes that a cut-off frame is filled up to with zeros: the largest IPv6 packet and any link header. */
export const FILL_MAX = 65_575 + 256;

export const UNKNOWN = 0;
export const RECEIVED = 1;
export const SENT = 2;

/** Who sent a frame, as far as its own header tells: `UNKNOWN`, `RECEIVED` or `SENT`. `lladdr` is the interface's own, or empty. */
export function senderOf(
  linkType: number,
  data: Uint8Array,
  off: number,
  len: number,
  lladdr: Uint8Array,
): number {
  switch (linkType) {
    case LINKTYPE_ETHERNET:
      if (len < 14 || lladdr.length !== 6) return UNKNOWN;
      return equalBytes(data, off + 6, lladdr, 0, 6) ? SENT : RECEIVED;
    case LINKTYPE_LINUX_SLL:
      if (len < 16) return UNKNOWN;
      return get16(data, off) === PACKET_OUTGOING ? SENT : RECEIVED;
    case LINKTYPE_LINUX_SLL2:
      if (len < 20) return UNKNOWN;
      return data[off + 10] === PACKET_OUTGOING ? SENT : RECEIVED;
    case LINKTYPE_PPP_WITH_DIR:
      if (len < 1) return UNKNOWN;
      return data[off] === 0 ? RECEIVED : SENT;
    case LINKTYPE_PKTAP:
    case LINKTYPE_USER2: {
      if (len < PTH_MINIMUM) return UNKNOWN;
      const flags = get32le(data, off + PTH_FLAGS);
      if (flags & PTH_FLAG_DIR_OUT) return SENT;
      return flags & PTH_FLAG_DIR_IN ? RECEIVED : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/** Offset from `off` of the network header of a frame, or -1 when it carries no IPv4 or IPv6. */
export function networkOffset(linkType: number, data: Uint8Array, off: number, len: number): number {
  const at = linkHeaderLength(linkType, data, off, len);
  if (at < 0 || at >= len) return -1;
  const version = data[off + at] >>> 4;
  return version === 6 || version === 4 ? at : -1;
}

/** True when an Ethernet frame carries ARP. */
export function isArp(linkType: number, data: Uint8Array, off: number, len: number): boolean {
  if (linkType !== LINKTYPE_ETHERNET) return false;
  const at = etherTypeOffset(data, off, len);
  return at + 2 <= len && get16(data, off + at) === ETHERTYPE_ARP;
}

/** Offset of the type of an Ethernet frame behind its VLAN tags. */
function etherTypeOffset(data: Uint8Array, off: number, len: number): number {
  let at = 12;
  while (at + 2 <= len && vlanTypes.has(get16(data, off + at))) at += 4;
  return at;
}

const ETHERTYPE_IP = 0x0800;
const ETHERTYPE_ARP = 0x0806;
const ETHERTYPE_IPV6 = 0x86dd;
const vlanTypes: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);

function isIp(type: number): boolean {
  return type === ETHERTYPE_IP || type === ETHERTYPE_IPV6;
}

function linkHeaderLength(linkType: number, data: Uint8Array, off: number, len: number): number {
  switch (linkType) {
    case LINKTYPE_ETHERNET: {
      const at = etherTypeOffset(data, off, len);
      return at + 2 <= len && isIp(get16(data, off + at)) ? at + 2 : -1;
    }
    case LINKTYPE_NULL:
    case LINKTYPE_LOOP:
      return 4;
    case LINKTYPE_RAW:
    case LINKTYPE_RAW_BSD:
    case LINKTYPE_RAW_OPENBSD:
    case LINKTYPE_IPV4:
    case LINKTYPE_IPV6:
      return 0;
    case LINKTYPE_LINUX_SLL:
      return len >= 16 && isIp(get16(data, off + 14)) ? 16 : -1;
    case LINKTYPE_LINUX_SLL2:
      return len >= 20 && isIp(get16(data, off)) ? 20 : -1;
    case LINKTYPE_PPP:
    case LINKTYPE_PPP_HDLC:
      return pppHeaderLength(data, off, len);
    case LINKTYPE_PPP_WITH_DIR: {
      const header = pppHeaderLength(data, off + 1, len - 1);
      return header < 0 ? -1 : header + 1;
    }
    case LINKTYPE_PKTAP:
    case LINKTYPE_USER2: {
      if (len < PTH_MINIMUM) return -1;
      const header = get32le(data, off);
      const inner = get32le(data, off + PTH_DLT);
      if (header < PTH_MINIMUM || header >= len || inner === LINKTYPE_PKTAP || inner === LINKTYPE_USER2) {
        return -1;
      }
      const next = linkHeaderLength(inner, data, off + header, len - header);
      return next < 0 ? -1 : header + next;
    }
    default:
      return -1;
  }
}

const PPP_IP = 0x21;
const PPP_IPV6 = 0x57;

/** Address and control bytes may be left out, and the protocol may be one byte (RFC 1661, RFC 1662). */
function pppHeaderLength(data: Uint8Array, off: number, len: number): number {
  let at = 0;
  if (len >= 2 && data[off] === 0xff && data[off + 1] === 0x03) at = 2;
  if (at + 2 > len) return -1;
  const short = (data[off + at] & 1) === 1;
  const protocol = short ? data[off + at] : get16(data, off + at);
  if (protocol !== PPP_IP && protocol !== PPP_IPV6) return -1;
  return at + (short ? 1 : 2);
}
