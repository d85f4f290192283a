/**
 * The groups that whoever owns an address must hear (in6_update_ifa in netinet6/in6.c; RFC 4291 2.8, RFC 4620
 * 5).
 */
import { md5 } from '@noble/hashes/legacy.js';
import type { Host } from '../host';
import { IFF_MULTICAST, type Ifnet } from '../net/if';
import { in6_joingroup, in6_leavegroup } from './in6Group';
import { IN6_IFF_AUTOCONF, type In6Ifaddr } from './in6Var';
import { in6_setscope } from './scope6';

/** Seconds within which somebody who configures an address by itself announces it (RFC 4861 10). */
const MAX_RTR_SOLICITATION_DELAY = 1;
/** Longest label of a host name (RFC 1035 2.3.4). */
const LABEL_MAX = 63;

/** The solicited-node group of the address at `off` on `ifp`, zone embedded (RFC 4291 2.7.1). */
export function solicitedNode(addr: Uint8Array, off: number, ifp: Ifnet): Uint8Array {
  const group = Uint8Array.of(0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0, 0, 0);
  group.set(addr.subarray(off + 13, off + 16), 13);
  in6_setscope(group, 0, ifp);
  return group;
}

/**
 * The node information group of a host name: ff02::2 and the first 32 bits of the MD5 of its first label,
 * counted (in6_nigroup).
 */
function nodeInformation(name: string, ifp: Ifnet): Uint8Array {
  const label = new TextEncoder().encode(name.split('.')[0].toLowerCase()).subarray(0, LABEL_MAX);
  const counted = Uint8Array.of(label.length, ...label);
  const group = Uint8Array.of(0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0);
  group.set(md5(counted).subarray(0, 4), 12);
  in6_setscope(group, 0, ifp);
  return group;
}

function allNodes(scope: number, ifp: Ifnet): Uint8Array {
  const group = Uint8Array.of(0xff, scope, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  in6_setscope(group, 0, ifp);
  return group;
}

/**
 * Joins the groups of a new address; those that only its own kind hears wait a moment when it configured
 * itself.
 */
export function joinGroups(host: Host, ifp: Ifnet, ia: In6Ifaddr): void {
  if ((ifp.flags & IFF_MULTICAST) === 0) return;
  const delay = startDelay(host, ia);
  join(host, ifp, ia, solicitedNode(ia.addr, 0, ifp), delay);
  join(host, ifp, ia, allNodes(2, ifp), 0);
  join(host, ifp, ia, nodeInformation(host.name, ifp), delay);
  join(host, ifp, ia, allNodes(1, ifp), 0);
}

/** Ticks: machines that start together must not all report at once. At time zero the delay is over. */
function startDelay(host: Host, ia: In6Ifaddr): number {
  if (!host.settled || (ia.flags & IN6_IFF_AUTOCONF) === 0) return 0;
  return host.surroundings.arc4random(host) % (MAX_RTR_SOLICITATION_DELAY * host.options.hz);
}

function join(host: Host, ifp: Ifnet, ia: In6Ifaddr, group: Uint8Array, delay: number): void {
  const joined = in6_joingroup(host, ifp, group, delay, ia.origin);
  if (typeof joined !== 'number') ia.ia6_memberships.unshift(joined);
}

/** Leaves the groups that an address asked for. */
export function leaveGroups(host: Host, ia: In6Ifaddr): void {
  for (let imm = ia.ia6_memberships.shift(); imm !== undefined; imm = ia.ia6_memberships.shift()) {
    in6_leavegroup(host, imm);
  }
}
