/** The walk over extension headers to the last one (ip6_nexthdr, ip6_lasthdr in netinet6/ip6_input.c). */
import { get16 } from '../../wire/bytes';
import {
  IP6_HDRLEN,
  IP6_NXT,
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_IPV6,
  IPPROTO_ROUTING,
} from '../../wire/ipv6';
import type { Mbuf } from '../net/mbuf';

/**
 * Walks the extension headers of the IPv6 packet `[off, off + len)`. The walk stops at a header that is no
 * extension header, that is cut off, or that belongs to a fragment other than the first. The answer holds two
 * numbers: `lasthdrProto` and `lasthdrOffset`.
 */
export function ip6_lasthdr(bytes: Uint8Array, off: number, len: number): number {
  const end = off + len;
  let proto = bytes[off + IP6_NXT];
  let at = off + IP6_HDRLEN;
  for (;;) {
    const size = extensionLength(bytes, at, end, proto);
    if (size === 0) return (at - off) * 256 + proto;
    proto = bytes[at];
    at += size;
    if (proto === IPPROTO_IPV6) return (at - off) * 256 + proto;
  }
}

/** Protocol number of the last header reached. */
export function lasthdrProto(found: number): number {
  return found & 0xff;
}

/** Its offset from the start of the packet; may lie at the packet's end. */
export function lasthdrOffset(found: number): number {
  return Math.floor(found / 256);
}

/** Bytes of the extension header at `at`; 0 where the walk stops. */
function extensionLength(bytes: Uint8Array, at: number, end: number, proto: number): number {
  if (proto === IPPROTO_FRAGMENT) {
    if (at + 8 > end || (get16(bytes, at + 2) & 0xfff8) !== 0) return 0;
    return 8;
  }
  if (proto === IPPROTO_AH) return at + 8 > end ? 0 : (bytes[at + 1] + 2) * 4;
  const options = proto === IPPROTO_HOPOPTS || proto === IPPROTO_ROUTING || proto === IPPROTO_DSTOPTS;
  if (!options || at + 2 > end) return 0;
  return (bytes[at + 1] + 1) * 8;
}

/**
 * Where the number of the protocol stands whose header begins at `off` of a packet whose headers before it
 * are whole (ip6_get_prevhdr).
 */
export function ip6_get_prevhdr(m: Mbuf, off: number): number {
  let pointer = IP6_NXT;
  for (let at = IP6_HDRLEN; at < off; ) {
    const proto = m.data[m.off + pointer];
    const length = m.data[m.off + at + 1];
    pointer = at;
    at += proto === IPPROTO_FRAGMENT ? 8 : proto === IPPROTO_AH ? (length + 2) * 4 : (length + 1) * 8;
  }
  return pointer;
}
