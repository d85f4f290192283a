/**
 * What decisions show of packets, routes and interfaces, for the recording build: never called on the running
 * path.
 */
import { formatIpv4, formatIpv6 } from '../wire/address';
import { get16 } from '../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_HLIM, IP6_NXT, IP6_SRC } from '../wire/ipv6';
import { UDP_DPORT, UDP_HDRLEN, UDP_LENGTH } from '../wire/udp';
import { hasEmbeddedZone } from './inet6/scope6';
import type { Ifnet } from './net/if';
import type { Mbuf } from './net/mbuf';
import type { Rtentry } from './net/route';
import type { Operands, Sourced } from './trace';

/** The address at `offset` of the packet, as the kernel holds it: with its zone. */
export function addressOperand(m: Mbuf, offset: number): Sourced {
  return {
    value: m.data.slice(m.off + offset, m.off + offset + 16),
    at: { offset, length: 16 },
  };
}

/** The byte at `offset` of the packet. */
export function byteOperand(m: Mbuf, offset: number): Sourced {
  return { value: m.data[m.off + offset], at: { offset, length: 1 } };
}

/** An interface by name, with the line that made it. */
export function ifOperand(ifp: Ifnet | null): Sourced {
  return { value: ifp?.name ?? null, origin: ifp?.origin ?? null };
}

/** A route by prefix and way out, with the line that made it. */
export function routeOperand(rt: Rtentry | null): Sourced {
  return { value: rt === null ? null : describeRoute(rt), origin: rt?.origin ?? null };
}

/** A route in words: `2001:db8:2::/64 via fe80::1%2 on em1`. */
export function describeRoute(rt: Rtentry): string {
  const via = rt.rt_gateway === null ? '' : ` via ${scopedText(rt.rt_gateway)}`;
  return `${scopedText(rt.rt_key)}/${rt.prefixlen}${via} on ${rt.rt_ifp.name}`;
}

/** The text of an address of 4 or 16 bytes, which carries its zone: `fe80::1%2`; no `%` for zone 0. */
export function scopedText(addr: Uint8Array): string {
  if (addr.length === 4) return formatIpv4(addr);
  const zone = hasEmbeddedZone(addr, 0) ? get16(addr, 2) : 0;
  if (zone === 0) return formatIpv6(addr);
  const bare = addr.slice();
  bare[2] = 0;
  bare[3] = 0;
  return `${formatIpv6(bare)}%${zone}`;
}

/** The addresses of the packet as operands of a decision; recording build only. */
export function addressOperands(m: Mbuf) {
  const { data, off } = m;
  return {
    ip6_src: { value: data.slice(off + IP6_SRC, off + IP6_DST), at: { offset: IP6_SRC, length: 16 } },
    ip6_dst: { value: data.slice(off + IP6_DST, off + IP6_HDRLEN), at: { offset: IP6_DST, length: 16 } },
    ip6_nxt: { value: data[off + IP6_NXT], at: { offset: IP6_NXT, length: 1 } },
    ip6_hlim: { value: data[off + IP6_HLIM], at: { offset: IP6_HLIM, length: 1 } },
  };
}

/** What is asked of the UDP datagram at `off`; nothing of it where its header is cut off. */
export function udpOperands(m: Mbuf, off: number): Operands {
  const whole = m.len - off >= UDP_HDRLEN;
  return {
    port: whole ? shortOperand(m, off + UDP_DPORT) : null,
    ulen: whole ? shortOperand(m, off + UDP_LENGTH) : null,
    plen: m.len - off,
  };
}

function shortOperand(m: Mbuf, offset: number): Sourced {
  return { value: get16(m.data, m.off + offset), at: { offset, length: 2 } };
}
