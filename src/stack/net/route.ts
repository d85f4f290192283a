/**
 * Routing tables: entries, longest-prefix match, and the commands that change them (net/route.c, radix.c).
 */
import { get32 } from '../../wire/bytes';
import { EEXIST, ESRCH } from '../errno';
import type { Llinfo } from '../inet6/nd6';
import type { Candidate, Origin } from '../trace';
import type { Ifnet } from './if';
import { AF_INET6, AF_UNSPEC } from './sockaddr';

export const RTF_UP = 0x1;
export const RTF_GATEWAY = 0x2;
export const RTF_HOST = 0x4;
export const RTF_REJECT = 0x8;
export const RTF_DYNAMIC = 0x10;
export const RTF_MODIFIED = 0x20;
export const RTF_CLONING = 0x100;
export const RTF_LLINFO = 0x400;
export const RTF_STATIC = 0x800;
export const RTF_BLACKHOLE = 0x1000;
export const RTF_WASCLONED = 0x20000;

/**
 * A route. Addresses are as long as those of its table, IPv6 ones with the zone embedded; they are never
 * written to.
 */
export interface Rtentry {
  rt_key: Uint8Array;
  prefixlen: number;
  /** RTF_*; loses RTF_UP when the entry leaves the table while something still points at it. */
  rt_flags: number;
  rt_gateway: Uint8Array | null;
  rt_ifp: Ifnet;
  /** The neighbour it was last used for, so that it need not be looked up again. */
  rt_llinfo: Llinfo | null;
  /** The route to its gateway, kept so that it need not be looked up again while it is up. */
  rt_gwroute: Rtentry | null;
  origin: Origin | null;
}

/**
 * A binary trie in arrays of integers, `STRIDE` of them a node in each; a node is known by the place where
 * they begin, the root by 0. Nodes without a route only fork the way. A node stays when its route goes, to be
 * used again.
 */
export interface RouteTable {
  /** Bits of an address: 128 for IPv6, 32 for IPv4. */
  readonly bits: number;
  /**
   * What every step of a look-up reads: prefix length, the node for each value of the next bit (0: none), the
   * route (-1: none).
   */
  nodes: Int32Array;
  /** What only nodes with a route are asked for: four words of prefix. */
  prefixes: Int32Array;
  /** Integers in use in each. */
  used: number;
  /** Routes by the number that their node holds; null where one was deleted. */
  entries: (Rtentry | null)[];
}

/** A cached route (struct route_in6): the destination it was looked up for, and what was found. */
export interface RouteIn6 {
  /** 16 bytes with the zone embedded; all zero when empty. */
  dst: Uint8Array;
  /** AF_UNSPEC before the first use: a look-up then finds nothing. */
  family: number;
  rt: Rtentry | null;
}

const STRIDE = 4;
/** Places within a node. */
const LENGTH = 0;
const ZERO = 1;
const ENTRY = 3;

/** A table without routes, for addresses of `bits` bits, a multiple of 32 up to 128. */
export function newRouteTable(bits: number): RouteTable {
  const table: RouteTable = {
    bits,
    nodes: new Int32Array(16 * STRIDE),
    prefixes: new Int32Array(16 * STRIDE),
    used: 0,
    entries: [],
  };
  addNode(table, new Uint8Array(bits >> 3), 0);
  return table;
}

/** An empty route cache. */
export function newRouteIn6(): RouteIn6 {
  return { dst: new Uint8Array(16), family: AF_UNSPEC, rt: null };
}

/** The mask of the first `bits` bits of a word; 0 for none, all for 32 or more. */
function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : -1 << (32 - bits);
}

function bitOf(addr: Uint8Array, off: number, bit: number): number {
  return (addr[off + (bit >> 3)] >> (7 - (bit & 7))) & 1;
}

/** Bit `bit` of the 64 that two words are, the uppermost being 0. */
function bitOfWords(w0: number, w1: number, bit: number): number {
  return ((bit < 32 ? w0 : w1) >>> (31 - (bit & 31))) & 1;
}

function twiceAsLong(array: Int32Array): Int32Array {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}

function addNode(table: RouteTable, key: Uint8Array, length: number): number {
  if (table.used + STRIDE > table.nodes.length) {
    table.nodes = twiceAsLong(table.nodes);
    table.prefixes = twiceAsLong(table.prefixes);
  }
  const node = table.used;
  table.used += STRIDE;
  table.nodes[node + LENGTH] = length;
  for (let word = 0; 32 * word < table.bits; word++) {
    table.prefixes[node + word] = get32(key, 4 * word) & maskOf(length - 32 * word);
  }
  table.nodes[node + ENTRY] = -1;
  return node;
}

/** Leading bits, at most `most`, in which the node's prefix agrees with `key`. */
function commonBits(table: RouteTable, node: number, key: Uint8Array, most: number): number {
  for (let word = 0; 32 * word < most; word++) {
    const differ = table.prefixes[node + word] ^ get32(key, 4 * word);
    if (differ !== 0) return Math.min(most, 32 * word + Math.clz32(differ));
  }
  return most;
}

/** The value at bit `bit` of the node's prefix. */
function prefixBit(table: RouteTable, node: number, bit: number): number {
  return (table.prefixes[node + (bit >> 5)] >>> (31 - (bit & 31))) & 1;
}

/** The node of exactly this prefix, made if there is none. */
function nodeFor(table: RouteTable, key: Uint8Array, length: number): number {
  let node = 0;
  for (;;) {
    const reached = table.nodes[node + LENGTH];
    if (reached === length) return node;
    const side = bitOf(key, 0, reached);
    const child = table.nodes[node + ZERO + side];
    const made = child === 0 ? addNode(table, key, length) : insertAbove(table, child, key, length);
    if (made !== child) table.nodes[node + ZERO + side] = made;
    node = made;
  }
}

/**
 * Makes the node where `key` and the way to `child` part, with `child` under it; `child` itself when they do
 * not part before it.
 */
function insertAbove(table: RouteTable, child: number, key: Uint8Array, length: number): number {
  const childLength = table.nodes[child + LENGTH];
  const common = commonBits(table, child, key, Math.min(childLength, length));
  if (common === childLength) return child;
  const fork = addNode(table, key, common);
  table.nodes[fork + ZERO + prefixBit(table, child, common)] = child;
  return fork;
}

/** The node of exactly this prefix, or -1. */
function findNode(table: RouteTable, key: Uint8Array, length: number): number {
  let node = 0;
  while (table.nodes[node + LENGTH] < length) {
    node = table.nodes[node + ZERO + bitOf(key, 0, table.nodes[node + LENGTH])];
    if (node === 0) return -1;
  }
  const same = table.nodes[node + LENGTH] === length && commonBits(table, node, key, length) === length;
  return same ? node : -1;
}

/**
 * What a new route is made of. The prefix' bits after its length are ignored; RTF_UP and RTF_GATEWAY are
 * implied.
 */
interface RouteSpec {
  dst: Uint8Array;
  prefixlen: number;
  gateway?: Uint8Array | null;
  flags?: number;
  ifp: Ifnet;
  origin?: Origin | null;
}

function maskedKey({ bits }: RouteTable, dst: Uint8Array, prefixlen: number): Uint8Array {
  const key = dst.slice(0, bits >> 3);
  for (let i = 0; i < key.length; i++) key[i] &= maskOf(prefixlen - 8 * i) >>> 24;
  return key;
}

/** Adds a route: 0, or EEXIST when the table has one for this prefix. */
export function rtadd(table: RouteTable, given: RouteSpec): number {
  const key = maskedKey(table, given.dst, given.prefixlen);
  const at = nodeFor(table, key, given.prefixlen) + ENTRY;
  if (table.nodes[at] >= 0 && table.entries[table.nodes[at]] !== null) return EEXIST;
  const gateway = given.gateway ?? null;
  const rt: Rtentry = {
    rt_key: key,
    prefixlen: given.prefixlen,
    rt_flags: (given.flags ?? 0) | RTF_UP | (gateway === null ? 0 : RTF_GATEWAY),
    rt_gateway: gateway,
    rt_ifp: given.ifp,
    rt_llinfo: null,
    rt_gwroute: null,
    origin: given.origin ?? null,
  };
  if (table.nodes[at] >= 0) {
    table.entries[table.nodes[at]] = rt;
  } else {
    table.nodes[at] = table.entries.push(rt) - 1;
  }
  return 0;
}

/** Takes a route out of the table: 0, or ESRCH. Whoever still points at it sees it without RTF_UP. */
export function rtdelete(table: RouteTable, dst: Uint8Array, prefixlen: number): number {
  const node = findNode(table, maskedKey(table, dst, prefixlen), prefixlen);
  const entry = node < 0 ? -1 : table.nodes[node + ENTRY];
  const rt = entry < 0 ? null : table.entries[entry];
  if (rt === null) return ESRCH;
  rt.rt_flags &= ~RTF_UP;
  table.entries[entry] = null;
  return 0;
}

/** The route whose prefix is the longest that covers the address at `off` (zone embedded), or null. */
export function rtalloc1(table: RouteTable, dst: Uint8Array, off = 0): Rtentry | null {
  const { nodes, prefixes, entries, bits } = table;
  const w0 = get32(dst, off) | 0;
  const w1 = bits > 32 ? get32(dst, off + 4) | 0 : 0;
  let best: Rtentry | null = null;
  let at = 0;
  for (;;) {
    const length = nodes[at];
    const entry = nodes[at + ENTRY];
    if (entry >= 0) {
      const covers =
        length === 0 ||
        (((prefixes[at] ^ w0) & maskOf(length)) === 0 &&
          ((prefixes[at + 1] ^ w1) & maskOf(length - 32)) === 0 &&
          (length <= 64 || lowerHalfCovers(prefixes, at, dst, off, length)));
      // Every node below has this prefix too.
      if (!covers) return best;
      const rt = entries[entry];
      if (rt !== null) best = rt;
    }
    if (length === bits) return best;
    at = nodes[at + ZERO + (length < 64 ? bitOfWords(w0, w1, length) : bitOf(dst, off, length))];
    if (at === 0) return best;
  }
}

/**
 * For a prefix longer than half an address, as few are: true when what lies beyond that half covers the
 * address as well.
 */
function lowerHalfCovers(
  prefixes: Int32Array,
  at: number,
  dst: Uint8Array,
  off: number,
  length: number,
): boolean {
  return (
    ((prefixes[at + 2] ^ get32(dst, off + 8)) & maskOf(length - 64)) === 0 &&
    ((prefixes[at + 3] ^ get32(dst, off + 12)) & maskOf(length - 96)) === 0
  );
}

/** Fills an empty or downed route cache for its destination (rtalloc); leaves a live one alone. */
export function rtalloc(table: RouteTable, ro: RouteIn6): void {
  if (ro.rt !== null && (ro.rt.rt_flags & RTF_UP) !== 0) return;
  ro.rt = ro.family === AF_INET6 ? rtalloc1(table, ro.dst) : null;
}

/** The routes of a table, in the order added. */
export function routes(table: RouteTable): Rtentry[] {
  return table.entries.filter(rt => rt !== null);
}

/** Tables longer than this list only the routes that cover a destination. */
const CANDIDATES_MAX = 64;

/** The routes that a look-up of `dst` chose among, the longest prefix first, for the recording build. */
export function routeCandidates(
  table: RouteTable,
  dst: Uint8Array,
  chosen: Rtentry | null,
  name: (rt: Rtentry) => string,
): Candidate[] {
  const all = routes(table);
  const listed = all.length > CANDIDATES_MAX ? all.filter(rt => covers(rt, dst)) : all;
  return listed
    .sort((a, b) => b.prefixlen - a.prefixlen)
    .map(rt => ({
      name: name(rt),
      chosen: rt === chosen,
      why: whyChosen(rt, dst, chosen),
      origin: rt.origin,
    }));
}

function whyChosen(rt: Rtentry, dst: Uint8Array, chosen: Rtentry | null): string {
  if (rt === chosen) return `its prefix of ${rt.prefixlen} bits is the longest that covers the destination`;
  if (!covers(rt, dst)) return 'its prefix does not cover the destination';
  return chosen !== null && chosen.prefixlen > rt.prefixlen
    ? `its prefix is shorter than ${chosen.prefixlen} bits`
    : 'the cached route is used without a new look-up';
}

function covers(rt: Rtentry, dst: Uint8Array): boolean {
  for (let i = 0; 8 * i < rt.prefixlen; i++) {
    if (((rt.rt_key[i] ^ dst[i]) & (maskOf(rt.prefixlen - 8 * i) >>> 24)) !== 0) return false;
  }
  return true;
}
