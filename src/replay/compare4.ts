/** What of IPv4 and ARP packets counts when those of the model and of a capture are compared. */
import { ARP_LEN, ARP_OP, ARP_TPA } from '../wire/arp';
import { get16, put16, toHex } from '../wire/bytes';
import { ICMP_CKSUM, ICMP_ECHOREPLY, ICMP_MINLEN } from '../wire/icmp';
import { IP_HDRLEN, IP_ID, IP_LEN, IP_OFF, IP_P, IP_SRC, IP_SUM, IP_TOS, IP_TTL } from '../wire/ipv4';
import { headerLength, icmpType, isArp, isIpv4 } from './message4';

/** Bytes of the quoted packet that every system gives back: its header and 8 more. */
const QUOTED = IP_HDRLEN + 8;
const errors = new Set([3, 4, 5, 11, 12]);

/**
 * The bytes by which IPv4 packets are compared. Of ICMP errors and redirects not what their sender is free to
 * choose (RFC 1122 3.2.2): its own header's type of service, identification and time to live, how much is
 * quoted, and the time to live of that; of echo replies not the identification.
 */
export function essence4(bytes: Uint8Array): Uint8Array {
  const type = icmpType(bytes);
  if (type === ICMP_ECHOREPLY) return without(bytes.slice(), [IP_ID, IP_OFF, IP_SUM]);
  if (!errors.has(type)) return bytes;
  const at = headerLength(bytes);
  const copy = bytes.slice(0, at + ICMP_MINLEN + QUOTED);
  without(copy, [IP_LEN, IP_ID, IP_OFF, IP_SUM, at + ICMP_CKSUM]);
  copy[IP_TOS] = 0;
  copy[IP_TTL] = 0;
  const quoted = at + ICMP_MINLEN;
  if (quoted + IP_HDRLEN > copy.length) return copy;
  copy[quoted + IP_TTL] = 0;
  return without(copy, [quoted + IP_SUM]);
}

function without(bytes: Uint8Array, words: readonly number[]): Uint8Array {
  for (const at of words) put16(bytes, at, 0);
  return bytes;
}

/**
 * What two packets have in common that were meant to be the same: addresses, protocol and message; of ARP
 * what it asks for.
 */
export function likeness4(bytes: Uint8Array): string {
  if (isArp(bytes)) return `arp ${get16(bytes, ARP_OP)} ${toHex(bytes, ARP_TPA, ARP_LEN)}`;
  if (!isIpv4(bytes)) return toHex(bytes, 9, Math.min(20, bytes.length));
  return `${toHex(bytes, IP_SRC, IP_HDRLEN)} ${bytes[IP_P]} ${icmpType(bytes)}`;
}

/** The packet without the bytes that a link adds to short frames. */
export function withoutPadding4(bytes: Uint8Array): Uint8Array {
  if (isArp(bytes)) return bytes.subarray(0, ARP_LEN);
  if (!isIpv4(bytes)) return bytes;
  const length = get16(bytes, IP_LEN);
  return length >= IP_HDRLEN && length < bytes.length ? bytes.subarray(0, length) : bytes;
}
