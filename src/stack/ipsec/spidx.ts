/** Selectors: what of a packet the policies are compared with (struct secpolicyindex). */
import { get16, get32 } from '../../wire/bytes';
import { IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from '../../wire/ipv6';
import { ip6_lasthdr, lasthdrOffset, lasthdrProto } from '../inet6/ip6Lasthdr';
import { hasEmbeddedZone } from '../inet6/scope6';
import type { Mbuf } from '../net/mbuf';
import { IPSEC_PORT_ANY, IPSEC_ULPROTO_ANY, type Secpolicy } from './policy';

/**
 * A selector is eleven integers: source and destination (four words each, without zone), direction, upper
 * protocol, both ports.
 */
export const SPIDX_WORDS = 11;
export const SPIDX_SRC = 0;
const SPIDX_DST = 4;
export const SPIDX_DIR = 8;
const SPIDX_PROTO = 9;
/**
 * Source port in the upper half, destination port in the lower; for ICMPv6 type and code, also where ports
 * are not wanted.
 */
const SPIDX_PORTS = 10;

/** The mask of the first `bits` bits of a word; 0 for none, all for 32 or more. */
export function wordMask(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : -1 << (32 - bits);
}

/** Direction and addresses of a packet (ipsec_setspidx). Protocol and ports are 0 until `setUpper`. */
export function setAddresses(spidx: Int32Array, m: Mbuf, dir: number): void {
  putAddress(spidx, SPIDX_SRC, m.data, m.off + 8);
  putAddress(spidx, SPIDX_DST, m.data, m.off + 24);
  spidx[SPIDX_DIR] = dir;
  spidx[SPIDX_PROTO] = 0;
  spidx[SPIDX_PORTS] = 0;
}

/** Upper protocol and ports of a packet (ipsec6_get_ulp); IPSEC_ULPROTO_ANY when its headers run past its end. */
export function setUpper(spidx: Int32Array, m: Mbuf, withPorts: boolean): void {
  const last = ip6_lasthdr(m.data, m.off, m.len);
  const at = lasthdrOffset(last);
  const proto = at > m.len ? IPSEC_ULPROTO_ANY : lasthdrProto(last);
  spidx[SPIDX_PROTO] = proto;
  spidx[SPIDX_PORTS] = portsOf(m, at, proto, withPorts);
}

function putAddress(spidx: Int32Array, word: number, bytes: Uint8Array, off: number): void {
  const first = get32(bytes, off);
  spidx[word] = hasEmbeddedZone(bytes, off) ? first & 0xffff0000 : first;
  spidx[word + 1] = get32(bytes, off + 4);
  spidx[word + 2] = get32(bytes, off + 8);
  spidx[word + 3] = get32(bytes, off + 12);
}

function portsOf(m: Mbuf, at: number, proto: number, withPorts: boolean): number {
  if (proto === IPPROTO_ICMPV6 && at + 8 <= m.len) {
    return (m.data[m.off + at] << 16) | m.data[m.off + at + 1];
  }
  const hasPorts = (proto === IPPROTO_TCP && at + 20 <= m.len) || (proto === IPPROTO_UDP && at + 8 <= m.len);
  if (!withPorts || !hasPorts) return 0;
  return (get16(m.data, m.off + at) << 16) | get16(m.data, m.off + at + 2);
}

/** True when protocol and ports of the selector are those that a policy wants. */
export function upperMatches(spidx: Int32Array, proto: number, srcPort: number, dstPort: number): boolean {
  if (proto !== IPSEC_ULPROTO_ANY && proto !== spidx[SPIDX_PROTO]) return false;
  const ports = spidx[SPIDX_PORTS];
  return portMatches(srcPort, ports >>> 16) && portMatches(dstPort, ports & 0xffff);
}

function portMatches(wanted: number, port: number): boolean {
  return wanted === IPSEC_PORT_ANY || wanted === port;
}

/** Why a policy does not match the selector, in words; null when it does. For the recording build. */
export function whyNot(spidx: Int32Array, sp: Secpolicy): string | null {
  if (sp.dir !== spidx[SPIDX_DIR]) return 'it is for the other direction';
  if (!covers(sp.src, sp.srcPrefixlen, spidx, SPIDX_SRC)) return 'the source is outside its prefix';
  if (!covers(sp.dst, sp.dstPrefixlen, spidx, SPIDX_DST)) return 'the destination is outside its prefix';
  const proto = spidx[SPIDX_PROTO];
  if (sp.proto !== IPSEC_ULPROTO_ANY && sp.proto !== proto) return otherUpper(proto, sp.proto);
  return upperMatches(spidx, sp.proto, sp.srcPort, sp.dstPort)
    ? null
    : 'ports are not looked at in forwarding, or differ';
}

function otherUpper(proto: number, wanted: number): string {
  return proto === IPSEC_ULPROTO_ANY
    ? `it is for protocol ${wanted} only, and the headers run past the end of the packet`
    : `the upper protocol is ${proto}, not ${wanted}`;
}

function covers(prefix: Uint8Array, length: number, spidx: Int32Array, at: number): boolean {
  for (let word = 0; word < 4; word++) {
    if (((get32(prefix, 4 * word) ^ spidx[at + word]) & wordMask(length - 32 * word)) !== 0) return false;
  }
  return true;
}
