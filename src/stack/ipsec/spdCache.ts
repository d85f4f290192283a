/**
 * Look-ups in the policy database that stay fast with a thousand policies: the policies packed into one array of integers, and the answers to
 * recent look-ups. Made from `Host.spd` when first needed and thrown away when that changes; the answers are the same without it.
 */
import { get16, get32 } from '../../wire/bytes';
import { IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from '../../wire/ipv6';
import type { Host } from '../host';
import { ip6_lasthdr, lasthdrOffset, lasthdrProto } from '../inet6/ip6Lasthdr';
import { hasEmbeddedZone } from '../inet6/scope6';
import type { Mbuf } from '../net/mbuf';
import { IPSEC_PORT_ANY, IPSEC_ULPROTO_ANY, type Secpolicy } from './policy';

/** A selector is ten integers: source, destination (four words each, without zone), direction and protocol, both ports. */
export const SPIDX_WORDS = 10;
const DIR_PROTO = 8;
const PORTS = 9;

/** A packed policy: source and its mask, destination and its mask, direction, protocol, both ports. */
const POLICY_WORDS = 20;
const SLOTS = 1024;

export interface SpdCache {
  /** The selector looked up last. */
  spidx: Int32Array;
  packed: Int32Array;
  /** Recent selectors, and the index of the policy that each found: +2, so that 0 is an unused slot and 1 is "none". */
  keys: Int32Array;
  found: Int32Array;
}

/** The cache of a host's database, made if there is none. */
export function spdCache(host: Host): SpdCache {
  if (host.spdCache === null) {
    host.spdCache = {
      spidx: new Int32Array(SPIDX_WORDS),
      packed: packPolicies(host.spd),
      keys: new Int32Array(SLOTS * SPIDX_WORDS),
      found: new Int32Array(SLOTS),
    };
  }
  return host.spdCache;
}

function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : -1 << (32 - bits);
}

function packPolicies(spd: readonly Secpolicy[]): Int32Array {
  const packed = new Int32Array(spd.length * POLICY_WORDS);
  for (const [i, sp] of spd.entries()) {
    const at = i * POLICY_WORDS;
    for (let word = 0; word < 4; word++) {
      packed[at + word] = get32(sp.src, 4 * word);
      packed[at + 4 + word] = maskOf(sp.srcPrefixlen - 32 * word);
      packed[at + 8 + word] = get32(sp.dst, 4 * word);
      packed[at + 12 + word] = maskOf(sp.dstPrefixlen - 32 * word);
    }
    packed[at + 16] = sp.dir;
    packed[at + 17] = sp.proto;
    packed[at + 18] = sp.srcPort;
    packed[at + 19] = sp.dstPort;
  }
  return packed;
}

/** Packet addresses, direction, upper protocol and ports into `cache.spidx` (ipsec_setspidx). */
export function ipsec_setspidx(cache: SpdCache, m: Mbuf, dir: number, withPorts: boolean): void {
  const { spidx } = cache;
  putAddress(spidx, 0, m.data, m.off + 8);
  putAddress(spidx, 4, m.data, m.off + 24);
  const last = ip6_lasthdr(m.data, m.off, m.len);
  const proto = lasthdrProto(last);
  spidx[DIR_PROTO] = (dir << 8) | proto;
  spidx[PORTS] = portsOf(m, lasthdrOffset(last), proto, withPorts);
}

function putAddress(spidx: Int32Array, word: number, bytes: Uint8Array, off: number): void {
  const first = get32(bytes, off);
  spidx[word] = hasEmbeddedZone(bytes, off) ? first & 0xffff0000 : first;
  spidx[word + 1] = get32(bytes, off + 4);
  spidx[word + 2] = get32(bytes, off + 8);
  spidx[word + 3] = get32(bytes, off + 12);
}

/** Source port in the upper half, destination port in the lower; for ICMPv6 type and code, also where ports are not wanted. */
function portsOf(m: Mbuf, at: number, proto: number, withPorts: boolean): number {
  if (proto === IPPROTO_ICMPV6 && at + 8 <= m.len) {
    return (m.data[m.off + at] << 16) | m.data[m.off + at + 1];
  }
  const hasPorts = (proto === IPPROTO_TCP && at + 20 <= m.len) || (proto === IPPROTO_UDP && at + 8 <= m.len);
  if (!withPorts || !hasPorts) return 0;
  return (get16(m.data, m.off + at) << 16) | get16(m.data, m.off + at + 2);
}

/** Index of the first policy that matches `cache.spidx`, or -1. */
export function findPolicy(cache: SpdCache): number {
  const { spidx, keys, found } = cache;
  const slot = slotOf(spidx);
  const at = slot * SPIDX_WORDS;
  if (found[slot] !== 0 && sameKey(keys, at, spidx)) return found[slot] - 2;
  const index = firstMatch(cache);
  for (let i = 0; i < SPIDX_WORDS; i++) keys[at + i] = spidx[i];
  found[slot] = index + 2;
  return index;
}

function slotOf(spidx: Int32Array): number {
  let hash = 0;
  for (let i = 0; i < SPIDX_WORDS; i++) hash = Math.imul(hash ^ spidx[i], 0x9e3779b1);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

function sameKey(keys: Int32Array, at: number, spidx: Int32Array): boolean {
  for (let i = 0; i < SPIDX_WORDS; i++) if (keys[at + i] !== spidx[i]) return false;
  return true;
}

function firstMatch(cache: SpdCache): number {
  const count = cache.packed.length / POLICY_WORDS;
  for (let i = 0; i < count; i++) if (matchesAt(cache, i * POLICY_WORDS)) return i;
  return -1;
}

function matchesAt({ packed, spidx }: SpdCache, at: number): boolean {
  if (((packed[at + 8] ^ spidx[4]) & packed[at + 12]) !== 0) return false;
  if (((packed[at] ^ spidx[0]) & packed[at + 4]) !== 0) return false;
  for (let word = 1; word < 4; word++) {
    if (((packed[at + 8 + word] ^ spidx[4 + word]) & packed[at + 12 + word]) !== 0) return false;
    if (((packed[at + word] ^ spidx[word]) & packed[at + 4 + word]) !== 0) return false;
  }
  if (packed[at + 16] !== spidx[DIR_PROTO] >> 8) return false;
  const proto = packed[at + 17];
  if (proto !== IPSEC_ULPROTO_ANY && proto !== (spidx[DIR_PROTO] & 0xff)) return false;
  return (
    portMatches(packed[at + 18], spidx[PORTS] >>> 16) && portMatches(packed[at + 19], spidx[PORTS] & 0xffff)
  );
}

function portMatches(wanted: number, port: number): boolean {
  return wanted === IPSEC_PORT_ANY || wanted === port;
}

/** Why a policy does not match `cache.spidx`, in words; null when it does. For the recording build. */
export function whyNot(cache: SpdCache, sp: Secpolicy): string | null {
  const { spidx } = cache;
  if (sp.dir !== spidx[DIR_PROTO] >> 8) return 'it is for the other direction';
  if (!covers(sp.src, sp.srcPrefixlen, spidx, 0)) return 'the source is outside its prefix';
  if (!covers(sp.dst, sp.dstPrefixlen, spidx, 4)) return 'the destination is outside its prefix';
  const proto = spidx[DIR_PROTO] & 0xff;
  if (sp.proto !== IPSEC_ULPROTO_ANY && sp.proto !== proto)
    return `the upper protocol is ${proto}, not ${sp.proto}`;
  const ports = spidx[PORTS];
  const fit = portMatches(sp.srcPort, ports >>> 16) && portMatches(sp.dstPort, ports & 0xffff);
  return fit ? null : 'ports are not looked at in forwarding, or differ';
}

function covers(prefix: Uint8Array, length: number, spidx: Int32Array, at: number): boolean {
  for (let word = 0; word < 4; word++) {
    if (((get32(prefix, 4 * word) ^ spidx[at + word]) & maskOf(length - 32 * word)) !== 0) return false;
  }
  return true;
}
