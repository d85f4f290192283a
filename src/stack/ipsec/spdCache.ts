/**
 * Look-ups in the policy database that stay fast with thousands of policies: those with the same direction
 * and prefix lengths form a group, in which the policies for a packet are found by a hash of its masked
 * addresses. Made from `Host.spd` when first needed and thrown away when that changes; what is found is what
 * a search in order would find.
 */
import { get32 } from '../../wire/bytes';
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { IPSEC_PORT_ANY, IPSEC_ULPROTO_ANY, type Secpolicy } from './policy';
import { SPIDX_DIR, SPIDX_SRC, SPIDX_WORDS, setAddresses, setUpper, upperMatches, wordMask } from './spidx';

/**
 * A policy of the table: source and destination words, group, protocol, both ports, the next of equal
 * addresses (+1; 0: none).
 */
const POLICY_WORDS = 13;
const GROUP = 8;
const PROTO = 9;
const SRC_PORT = 10;
const DST_PORT = 11;
const NEXT = 12;

/** A group: masks of source and destination, direction, index of its first policy. Ordered by that index. */
const GROUP_WORDS = 10;
const DIR = 8;
const FIRST = 9;

export interface SpdCache {
  /** The selector looked up last. */
  spidx: Int32Array;
  policies: Int32Array;
  groups: Int32Array;
  /** Index of the first policy (+1; 0: none) of each hash of group and masked addresses. */
  slots: Int32Array;
  /** True when some policy is for one protocol or port only. */
  looksAtUpper: boolean;
}

/** The cache of a host's database, made if there is none. */
export function spdCache(host: Host): SpdCache {
  host.spdCache ??= newCache(host.spd);
  return host.spdCache;
}

function newCache(spd: readonly Secpolicy[]): SpdCache {
  const groups = new Map<string, number[]>();
  for (const [i, sp] of spd.entries()) {
    const name = `${sp.dir} ${sp.srcPrefixlen} ${sp.dstPrefixlen}`;
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [i]);
    else members.push(i);
  }
  const cache = {
    spidx: new Int32Array(SPIDX_WORDS),
    policies: new Int32Array(spd.length * POLICY_WORDS),
    groups: new Int32Array(groups.size * GROUP_WORDS),
    slots: new Int32Array(2 ** Math.ceil(Math.log2(2 * spd.length + 2))),
    looksAtUpper: spd.some(looksAtUpper),
  };
  for (const [g, members] of [...groups.values()].entries()) {
    fillGroup(cache.groups, g, spd[members[0]], members[0]);
    for (const i of members) addPolicy(cache, g, spd[i], i);
  }
  return cache;
}

function looksAtUpper(sp: Secpolicy): boolean {
  return sp.proto !== IPSEC_ULPROTO_ANY || sp.srcPort !== IPSEC_PORT_ANY || sp.dstPort !== IPSEC_PORT_ANY;
}

function fillGroup(groups: Int32Array, group: number, sp: Secpolicy, first: number): void {
  const at = group * GROUP_WORDS;
  for (let word = 0; word < 4; word++) {
    groups[at + word] = wordMask(sp.srcPrefixlen - 32 * word);
    groups[at + 4 + word] = wordMask(sp.dstPrefixlen - 32 * word);
  }
  groups[at + DIR] = sp.dir;
  groups[at + FIRST] = first;
}

function addPolicy(cache: SpdCache, group: number, sp: Secpolicy, index: number): void {
  const { policies, slots } = cache;
  const at = index * POLICY_WORDS;
  for (let word = 0; word < 4; word++) {
    policies[at + word] = get32(sp.src, 4 * word);
    policies[at + 4 + word] = get32(sp.dst, 4 * word);
  }
  policies[at + GROUP] = group;
  policies[at + PROTO] = sp.proto;
  policies[at + SRC_PORT] = sp.srcPort;
  policies[at + DST_PORT] = sp.dstPort;
  const slot = slotOf(cache, group, policies, at);
  if (slots[slot] === 0) slots[slot] = index + 1;
  else policies[lastOf(policies, slots[slot] - 1) * POLICY_WORDS + NEXT] = index + 1;
}

function lastOf(policies: Int32Array, first: number): number {
  let last = first;
  while (policies[last * POLICY_WORDS + NEXT] !== 0) last = policies[last * POLICY_WORDS + NEXT] - 1;
  return last;
}

/**
 * The slot of the policies of `group` for the eight address words at `at`, masked; an unused one when there
 * are none.
 */
function slotOf({ policies, groups, slots }: SpdCache, group: number, words: Int32Array, at: number): number {
  const masks = group * GROUP_WORDS;
  let hash = group;
  for (let i = 0; i < 8; i++)
    hash = Math.imul(hash ^ (words[at + i] & groups[masks + i]), 0x9e3779b1) ^ (hash >>> 15);
  for (let slot = hash >>> 7; ; slot++) {
    slot &= slots.length - 1;
    if (slots[slot] === 0) return slot;
    const policy = (slots[slot] - 1) * POLICY_WORDS;
    if (policies[policy + GROUP] === group && sameAddresses(policies, policy, words, at, groups, masks))
      return slot;
  }
}

function sameAddresses(
  policies: Int32Array,
  policy: number,
  words: Int32Array,
  at: number,
  groups: Int32Array,
  masks: number,
): boolean {
  for (let i = 0; i < 8; i++) {
    if (((policies[policy + i] ^ words[at + i]) & groups[masks + i]) !== 0) return false;
  }
  return true;
}

/**
 * Index of the first policy of `dir` that matches the packet, or -1. Leaves the packet's selector in
 * `cache.spidx`.
 */
export function findPolicy(cache: SpdCache, m: Mbuf, dir: number, withPorts: boolean): number {
  const { spidx, groups } = cache;
  setAddresses(spidx, m, dir);
  if (cache.looksAtUpper) setUpper(spidx, m, withPorts);
  let best = -1;
  for (let at = 0; at < groups.length; at += GROUP_WORDS) {
    if (best >= 0 && groups[at + FIRST] > best) break;
    if (groups[at + DIR] !== spidx[SPIDX_DIR]) continue;
    const found = findInGroup(cache, at / GROUP_WORDS);
    if (found >= 0 && (best < 0 || found < best)) best = found;
  }
  return best;
}

function findInGroup(cache: SpdCache, group: number): number {
  const { policies, slots, spidx } = cache;
  let index = slots[slotOf(cache, group, spidx, SPIDX_SRC)] - 1;
  while (index >= 0) {
    const at = index * POLICY_WORDS;
    if (upperMatches(spidx, policies[at + PROTO], policies[at + SRC_PORT], policies[at + DST_PORT])) break;
    index = policies[at + NEXT] - 1;
  }
  return index;
}
