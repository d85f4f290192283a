/** Link headers of captured frames: how long each is, and what stands behind it. */
import { get16, get32 } from './bytes';
import {
  isPktap,
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
} from './linktype';
import { PTH_DLT, PTH_LENGTH } from './pktap';

/**
 * Types of what an Ethernet frame carries (IEEE 802.3 3.2.6); other links' protocols are told by them as
 * well.
 */
export const ETHERTYPE_IP = 0x0800;
export const ETHERTYPE_ARP = 0x0806;
export const ETHERTYPE_REVARP = 0x8035;
export const ETHERTYPE_VLAN = 0x8100;
export const ETHERTYPE_IPV6 = 0x86dd;
export const ETHERTYPE_QINQ = 0x88a8;
/** No protocol that has an Ethernet type here: an 802.3 length, or an address family that is not IP. */
const OTHER_PROTOCOL = 0;

/** Bytes of an Ethernet header without a VLAN's tag: destination, source and type. */
export const ETHER_HDR_LEN = 14;
export const ETHER_ADDR_LEN = 6;
export const ETHER_SHOST = 6;
export const ETHER_TYPE = 12;
export const SLL_HDR_LEN = 16;
export const SLL2_HDR_LEN = 20;

/**
 * Bytes of the shortest PKTAP header that has name, flags and lengths, and of the longest that makes sense.
 */
export const PTH_LENGTH_MIN = 52;
const PTH_LENGTH_MAX = 0x7f00;

/** Answers of `readLinkHeader` in place of a header. */
export const CUT_OFF = -1;
export const UNKNOWN_LINK_TYPE = -2;

/** Bytes of the header that `readLinkHeader` found. */
export function headerLength(found: number): number {
  return found >>> 16;
}

/**
 * Ethernet type of what stands behind the header that `readLinkHeader` found, 0 for none that is known here.
 */
export function carriedType(found: number): number {
  return found & 0xffff;
}

/**
 * The link header at `off` of a frame of `len` bytes, as one number that `headerLength` and `carriedType`
 * take apart: no object is made for a frame. CUT_OFF when the frame ends within it, UNKNOWN_LINK_TYPE where
 * no header is known. VLAN tags are left to the caller.
 */
export function readLinkHeader(linkType: number, data: Uint8Array, off: number, len: number): number {
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
      return readPpp(data, off, len, 0);
    case LINKTYPE_PPP_WITH_DIR:
      return readPpp(data, off, len, 1);
    case LINKTYPE_PKTAP:
    case LINKTYPE_USER2:
      return readPktap(data, off, len);
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
function readPpp(data: Uint8Array, off: number, len: number, before: number): number {
  let at = before;
  if (len >= at + 2 && data[off + at] === 0xff && data[off + at + 1] === 0x03) at += 2;
  if (len < at + 2) return CUT_OFF;
  const short = (data[off + at] & 1) !== 0;
  const number = short ? data[off + at] : get16(data, off + at);
  const hdrlen = at + (short ? 1 : 2);
  if (number === 0x57) return (hdrlen << 16) | ETHERTYPE_IPV6;
  return (hdrlen << 16) | (number === 0x21 ? ETHERTYPE_IP : OTHER_PROTOCOL);
}

/** A PKTAP header and the frame of another link type in it. */
function readPktap(data: Uint8Array, off: number, len: number): number {
  const length = pktapLength(data, off, len);
  if (length < 0) return CUT_OFF;
  const inner = pktapLinkType(data, off);
  if (isPktap(inner)) return UNKNOWN_LINK_TYPE;
  const found = readLinkHeader(inner, data, off + length, len - length);
  return found < 0 ? found : found + (length << 16);
}

/**
 * Bytes of a PKTAP header; CUT_OFF when the frame ends within it. Its byte order is its writer's, in practice
 * little-endian.
 */
function pktapLength(data: Uint8Array, off: number, len: number): number {
  if (len < PTH_LENGTH_MIN) return CUT_OFF;
  const length = data[off + PTH_LENGTH] | (data[off + PTH_LENGTH + 1] << 8);
  return length < PTH_LENGTH_MIN || length > PTH_LENGTH_MAX || length > len ? CUT_OFF : length;
}

/** Link type of the frame behind a whole PKTAP header. */
function pktapLinkType(data: Uint8Array, off: number): number {
  return data[off + PTH_DLT] | (data[off + PTH_DLT + 1] << 8);
}

/** Where in `data` the Ethernet header of a frame begins, in PKTAP too; -1 when it has no whole one. */
export function etherHeader(linkType: number, data: Uint8Array, off: number, len: number): number {
  if (linkType === LINKTYPE_ETHERNET) return len >= ETHER_HDR_LEN ? off : -1;
  if (!isPktap(linkType)) return -1;
  const length = pktapLength(data, off, len);
  const carries = length >= 0 && pktapLinkType(data, off) === LINKTYPE_ETHERNET;
  return carries && length + ETHER_HDR_LEN <= len ? off + length : -1;
}
