/** Packets that this machine makes itself. */
import { put16 } from '../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_HLIM, IP6_NXT, IP6_PLEN, IP6_SRC, IPPROTO_ICMPV6 } from '../../wire/ipv6';
import type { Host } from '../host';
import { type Mbuf, m_get, type OutputKind } from '../net/mbuf';

/** Hop limit that proves that a message of neighbour discovery was not forwarded (RFC 4861 6.1). */
export const ND_HLIM = 255;

/**
 * An ICMPv6 packet with its IPv6 header filled in and `length` zero bytes of message. Addresses: 16 bytes,
 * zone embedded.
 */
export function newIcmp6Packet(
  host: Host,
  kind: OutputKind,
  frame: number,
  length: number,
  src: Uint8Array,
  dst: Uint8Array,
  hlim: number,
): Mbuf {
  const data = new Uint8Array(IP6_HDRLEN + length);
  data[0] = 0x60;
  put16(data, IP6_PLEN, length);
  data[IP6_NXT] = IPPROTO_ICMPV6;
  data[IP6_HLIM] = hlim;
  data.set(src, IP6_SRC);
  data.set(dst, IP6_DST);
  const m = m_get(host, data, 0, data.length);
  m.kind = kind;
  m.frame = frame;
  return m;
}
