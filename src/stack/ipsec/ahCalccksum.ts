/**
 * What the check value of an authentication header covers (ah6_calccksum in netinet6/ah_core.c; RFC 4302
 * 3.3.3).
 */
import {
  IP6_HDRLEN,
  IP6_HLIM,
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_HOPOPTS,
  IPPROTO_ROUTING,
} from '../../wire/ipv6';
import { IP6OPT_PAD1 } from '../inet6/ip6Options';
import { in6_clearscope } from '../inet6/scope6';
import type { Mbuf } from '../net/mbuf';
import type { Mac } from './algorithms/mac';

/** Next header, length, reserved, SPI, sequence number: what stands before the check value. */
export const AH_HDRLEN = 12;
/** An option that a router may change (RFC 8200 4.2). */
const IP6OPT_MUTABLE = 0x20;

/** Bytes of the header with its check value, a multiple of 8 as RFC 4302 2.6 wants it in IPv6. */
export function ahLength(icvlen: number): number {
  return (AH_HDRLEN + icvlen + 7) & ~7;
}

/**
 * The check value of a packet whose authentication header begins at `off`; null when its headers or options
 * run past their end.
 */
export function ah6_calccksum(m: Mbuf, off: number, mac: Mac): Uint8Array | null {
  const bytes = m.data.slice(m.off, m.off + m.len);
  // Traffic class, flow label and hop limit change on the way; zones never leave the machine.
  bytes[0] = 0x60;
  bytes.fill(0, 1, 4);
  bytes[IP6_HLIM] = 0;
  in6_clearscope(bytes, 8);
  in6_clearscope(bytes, 24);
  if (!clearMutableOptions(bytes, off)) return null;
  bytes.fill(0, off + AH_HDRLEN, off + AH_HDRLEN + mac.icvlen);
  return mac.icv(bytes);
}

/** Zeroes the options that a router may change, in the headers before the authentication header. */
function clearMutableOptions(bytes: Uint8Array, end: number): boolean {
  let proto = bytes[6];
  let at = IP6_HDRLEN;
  while (at < end && proto !== IPPROTO_AH) {
    const options = proto === IPPROTO_HOPOPTS || proto === IPPROTO_DSTOPTS;
    if (!options && proto !== IPPROTO_ROUTING) return false;
    const next = at + 8 * (bytes[at + 1] + 1);
    if (next > end || (options && !clearOptions(bytes, at + 2, next))) return false;
    proto = bytes[at];
    at = next;
  }
  return true;
}

function clearOptions(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from;
  while (at < end) {
    if (bytes[at] === IP6OPT_PAD1) {
      at++;
      continue;
    }
    const next = at + 2 + bytes[at + 1];
    if (at + 2 > end || next > end) return false;
    if ((bytes[at] & IP6OPT_MUTABLE) !== 0) bytes.fill(0, at + 2, next);
    at = next;
  }
  return true;
}
