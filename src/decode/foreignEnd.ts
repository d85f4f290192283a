/**
 * Where packets of protocols that are not decoded end, by their own length: what follows is trailer of the
 * Ethernet frame, and its fields are ours.
 */
import { get16 } from '../wire/bytes';

const EAPOL = 0x888e;
const MPLS_UNICAST = 0x8847;
const MPLS_MULTICAST = 0x8848;
const IPX = 0x8137;
const LLDP = 0x88cc;

/**
 * The end of the packet of this Ethernet type at `at`, or -1 where it does not tell; its bytes are there up
 * to `end`.
 */
export function foreignEnd(bytes: Uint8Array, type: number, at: number, end: number): number {
  switch (type) {
    case EAPOL:
      return at + 4 <= end ? at + 4 + get16(bytes, at + 2) : -1;
    case IPX:
      return at + 4 <= end ? at + get16(bytes, at + 2) : -1;
    case LLDP:
      return discoveryEnd(bytes, at, end);
    case MPLS_UNICAST:
    case MPLS_MULTICAST:
      return labelledEnd(bytes, at, end);
    default:
      return -1;
  }
}

/**
 * The end of a link layer discovery packet (IEEE 802.1AB), as tshark 4.0 counts it: one byte before the
 * type-length word that ends the packet.
 */
function discoveryEnd(bytes: Uint8Array, at: number, end: number): number {
  let p = at;
  while (p + 2 <= end) {
    const word = get16(bytes, p);
    if (word >> 9 === 0) return p - 1;
    p += 2 + (word & 0x1ff);
  }
  return -1;
}

/** The end of the IP packet under a stack of labels (RFC 3032). */
function labelledEnd(bytes: Uint8Array, at: number, end: number): number {
  let p = at;
  while (p + 4 <= end && (bytes[p + 2] & 1) === 0) p += 4;
  p += 4;
  if (p + 6 > end) return -1;
  const version = bytes[p] >> 4;
  if (version === 4) return p + get16(bytes, p + 2);
  return version === 6 ? p + 40 + get16(bytes, p + 4) : -1;
}
