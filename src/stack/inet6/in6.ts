/** IPv6 addresses of interfaces, and what comes with them: routes, groups, the link-local address (netinet6/in6.c, in6_ifattach.c). */
import { equalBytes } from '../../wire/bytes';
import { IP6_DST } from '../../wire/ipv6';
import { time_second } from '../clock';
import { EADDRNOTAVAIL, EEXIST } from '../errno';
import type { Host } from '../host';
import { IFF_LOOPBACK, IFF_MULTICAST, IFF_UP, IFT_ETHER, type Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { RTF_CLONING, RTF_HOST, RTF_LLINFO, rtadd, rtdelete } from '../net/route';
import type { Origin } from '../trace';
import {
  IN6_IFF_ANYCAST,
  IN6_IFF_AUTOCONF,
  IN6_IFF_DEPRECATED,
  IN6_IFF_DUPLICATED,
  IN6_IFF_TENTATIVE,
  type In6Ifaddr,
  type In6Multi,
} from './in6Var';
import { nd6_delentry } from './nd6';
import { nd6_dad_start, nd6_dad_stop } from './nd6Dad';
import { nd6_timer_schedule } from './rtr/expiry';
import type { NdPrefix } from './rtr/lists';
import { in6_setscope } from './scope6';

/** An address to configure. */
export interface In6AliasReq {
  /** 16 bytes without zone. */
  addr: Uint8Array;
  /** 0..128. */
  prefixlen: number;
  /** Peer of a point-to-point interface, 16 bytes without zone. */
  dst?: Uint8Array | null;
  /** IN6_IFF_* */
  flags?: number;
  /** Seconds for which it is valid, and preferred; for ever when left out. */
  vltime?: number;
  pltime?: number;
  /** The advertised prefix that it is made from. */
  ndpr?: NdPrefix | null;
  /** The capture frame that led to it, 0 for none. */
  frame?: number;
  origin?: Origin | null;
}

/** An address that is not yet, or never, to be used as our own. */
export const IN6_IFF_NOTREADY = IN6_IFF_TENTATIVE | IN6_IFF_DUPLICATED;

const LINK_LOCAL_PREFIX = Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
const ALL_NODES_LINK = Uint8Array.of(0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const ALL_NODES_INTERFACE = Uint8Array.of(0xff, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const LOOPBACK_ADDRESS = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

/** Makes lo0 what it is on every machine: up, with ::1 and fe80::1. */
export function in6_ifattach_loopback(host: Host, lo0: Ifnet): void {
  in6_ifadd(host, lo0, { addr: LOOPBACK_ADDRESS, prefixlen: 128 });
  const linkLocal = LINK_LOCAL_PREFIX.slice();
  linkLocal[15] = 1;
  in6_ifadd(host, lo0, { addr: linkLocal, prefixlen: 64, flags: IN6_IFF_AUTOCONF });
}

/**
 * Configures an IPv6 address: the interface comes up, gets its link-local address, the route to the prefix, the route to the address
 * itself by way of lo0, and joins the groups that every owner of the address must hear (RFC 4291 2.8). While the machine is set up
 * there is no duplicate detection: at time zero it is settled. An address that is there already gets the new prefix and flags.
 */
export function in6_ifadd(host: Host, ifp: Ifnet, request: In6AliasReq): number {
  if ((ifp.flags & IFF_UP) === 0) ifp.flags |= IFF_UP;
  in6_ifattach(host, ifp);
  const addr = request.addr.slice();
  in6_setscope(addr, 0, ifp);
  in6_ifremove(host, ifp, addr);
  // It may have been a neighbour's until now.
  nd6_delentry(host, addr);
  const dst = request.dst?.slice() ?? null;
  if (dst !== null) in6_setscope(dst, 0, ifp);
  const ia: In6Ifaddr = {
    addr,
    prefixlen: request.prefixlen,
    dst,
    flags: request.flags ?? 0,
    vltime: request.vltime ?? Number.POSITIVE_INFINITY,
    pltime: request.pltime ?? Number.POSITIVE_INFINITY,
    updatetime: time_second(host),
    ndpr: request.ndpr ?? null,
    origin: request.origin ?? null,
  };
  if (ia.pltime === 0) ia.flags |= IN6_IFF_DEPRECATED;
  ifp.addresses.push(ia);
  addRoutes(host, ifp, ia);
  joinGroups(ifp, ia);
  if (Number.isFinite(ia.vltime) || Number.isFinite(ia.pltime)) nd6_timer_schedule(host, request.frame ?? 0);
  proveFree(host, ifp, ia, ia.ndpr !== null, request.frame ?? 0);
  return 0;
}

/** Asks whether anybody has the address, but for loopback and while the machine is set up; what made it from an advertisement waits first. */
function proveFree(host: Host, ifp: Ifnet, ia: In6Ifaddr, delayed: boolean, frame: number): void {
  if (!host.settled || (ifp.flags & IFF_LOOPBACK) !== 0) return;
  ia.flags |= IN6_IFF_TENTATIVE;
  nd6_dad_start(host, ifp, ia, delayed, frame);
}

/** Takes an address (zone embedded or not) away with its routes and groups: 0 or EADDRNOTAVAIL. */
export function in6_ifremove(host: Host, ifp: Ifnet, addr: Uint8Array): number {
  const key = addr.slice();
  in6_setscope(key, 0, ifp);
  const at = ifp.addresses.findIndex(ia => equalBytes(ia.addr, 0, key, 0, 16));
  if (at < 0) return EADDRNOTAVAIL;
  const [ia] = ifp.addresses.splice(at, 1);
  nd6_dad_stop(host, ia);
  removeRoutes(host, ifp, ia);
  leaveGroups(ifp, ia);
  return 0;
}

/** True for the link-local address that was made from the link address. */
function isAutomatic(ia: In6Ifaddr): boolean {
  return (ia.flags & IN6_IFF_AUTOCONF) !== 0 && ia.ndpr === null;
}

/** Gives the interface its automatic link-local address unless it has one (in6_ifattach). */
function in6_ifattach(host: Host, ifp: Ifnet): void {
  if ((ifp.flags & IFF_LOOPBACK) !== 0) return;
  if (ifp.addresses.some(isAutomatic)) return;
  const addr = LINK_LOCAL_PREFIX.slice();
  in6_interfaceId(host, ifp, addr);
  in6_setscope(addr, 0, ifp);
  // It may have been given by hand.
  if (in6ifa_ifpwithaddr(ifp, addr, 0) !== null) return;
  const ia: In6Ifaddr = {
    addr,
    prefixlen: 64,
    dst: null,
    flags: IN6_IFF_AUTOCONF,
    vltime: Number.POSITIVE_INFINITY,
    pltime: Number.POSITIVE_INFINITY,
    updatetime: time_second(host),
    ndpr: null,
    origin: ifp.origin,
  };
  ifp.addresses.unshift(ia);
  addRoutes(host, ifp, ia);
  joinGroups(ifp, ia);
  proveFree(host, ifp, ia, true, 0);
}

/** Makes the automatic link-local address anew from the link address that the interface has now. */
export function in6_lladdrchanged(host: Host, ifp: Ifnet): void {
  const automatic = ifp.addresses.find(isAutomatic);
  if (automatic === undefined) return;
  in6_ifremove(host, ifp, automatic.addr);
  in6_ifattach(host, ifp);
}

/** The interface that holds this address (16 bytes at `off`, zone embedded), or null; null too while it is not ready. */
export function in6_ifawithaddr(host: Host, addr: Uint8Array, off: number): In6Ifaddr | null {
  for (const ifp of host.interfaces) {
    for (const ia of ifp.addresses) if (equalBytes(ia.addr, 0, addr, off, 16)) return ia;
  }
  return null;
}

/** The first link-local address of the interface with none of the flags `ignore`, or null (in6ifa_ifpforlinklocal). */
export function in6ifa_ifpforlinklocal(ifp: Ifnet, ignore: number): In6Ifaddr | null {
  for (const ia of ifp.addresses) {
    if (ia.addr[0] === 0xfe && (ia.addr[1] & 0xc0) === 0x80 && (ia.flags & ignore) === 0) return ia;
  }
  return null;
}

/** The interface's address that equals the 16 bytes at `off` (zone embedded), or null (in6ifa_ifpwithaddr). */
export function in6ifa_ifpwithaddr(ifp: Ifnet, addr: Uint8Array, off: number): In6Ifaddr | null {
  for (const ia of ifp.addresses) if (equalBytes(ia.addr, 0, addr, off, 16)) return ia;
  return null;
}

/** The group's record when the interface listens to it (16 bytes at `off`, zone embedded), or null (in6_lookup_multi). */
export function in6_lookup_multi(ifp: Ifnet, addr: Uint8Array, off: number): In6Multi | null {
  for (const group of ifp.multicast) if (equalBytes(group.addr, 0, addr, off, 16)) return group;
  return null;
}

/** Joins a group (16 bytes, zone embedded). */
export function in6_addmulti(ifp: Ifnet, addr: Uint8Array): void {
  const group = in6_lookup_multi(ifp, addr, 0);
  if (group !== null) group.refcount++;
  else ifp.multicast.push({ addr: addr.slice(), refcount: 1 });
}

/** Leaves a group once. */
export function in6_delmulti(ifp: Ifnet, addr: Uint8Array): void {
  const group = in6_lookup_multi(ifp, addr, 0);
  if (group === null || --group.refcount > 0) return;
  ifp.multicast.splice(ifp.multicast.indexOf(group), 1);
}

/** The solicited-node group of the address at `off` on `ifp`, zone embedded (RFC 4291 2.7.1). */
export function solicitedNode(addr: Uint8Array, off: number, ifp: Ifnet): Uint8Array {
  const group = Uint8Array.of(0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0, 0, 0);
  group.set(addr.subarray(off + 13, off + 16), 13);
  in6_setscope(group, 0, ifp);
  return group;
}

/** Writes the modified EUI-64 of the link address into `addr` (RFC 4291 appendix A); interfaces without one borrow another's, as BSD does. */
export function in6_interfaceId(host: Host, ifp: Ifnet, addr: Uint8Array): void {
  const lender = ifp.lladdr.length === 6 ? ifp : host.interfaces.find(other => other.lladdr.length === 6);
  const mac = lender?.lladdr ?? Uint8Array.of(0x02, 0, 0, 0, ifp.index >>> 8, ifp.index);
  addr.set([mac[0] ^ 0x02, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]], 8);
}

/** The prefix of an address that was made from an advertised one is on the link as the Prefix List says, not by the address. */
function hasOnlinkPrefix(ia: In6Ifaddr): boolean {
  return ia.dst === null && ia.ndpr === null && ia.prefixlen < 128;
}

/** True when an address of the interface keeps a route to this prefix. */
export function in6_hasPrefixRoute(ifp: Ifnet, prefix: Uint8Array, plen: number): boolean {
  return ifp.addresses.some(
    ia => hasOnlinkPrefix(ia) && ia.prefixlen === plen && in6_samePrefix(ia, prefix, 0),
  );
}

function addRoutes(host: Host, ifp: Ifnet, ia: In6Ifaddr): void {
  if (ia.dst !== null) {
    rtadd(host.rt6, { dst: ia.dst, prefixlen: 128, flags: RTF_HOST, ifp, origin: ia.origin });
  } else if (hasOnlinkPrefix(ia)) {
    const flags = ifp.type === IFT_ETHER ? RTF_CLONING : 0;
    rtadd(host.rt6, { dst: ia.addr, prefixlen: ia.prefixlen, flags, ifp, origin: ia.origin });
  }
  const lo0 = loopbackOf(host) ?? ifp;
  const own = { dst: ia.addr, prefixlen: 128, flags: RTF_HOST | RTF_LLINFO, ifp: lo0, origin: ia.origin };
  if (rtadd(host.rt6, own) === EEXIST) {
    rtdelete(host.rt6, ia.addr, 128);
    rtadd(host.rt6, own);
  }
}

function removeRoutes(host: Host, ifp: Ifnet, ia: In6Ifaddr): void {
  rtdelete(host.rt6, ia.addr, 128);
  if (ia.dst !== null) {
    rtdelete(host.rt6, ia.dst, 128);
  } else if (hasOnlinkPrefix(ia)) {
    if (!in6_hasPrefixRoute(ifp, ia.addr, ia.prefixlen)) rtdelete(host.rt6, ia.addr, ia.prefixlen);
  }
}

/** True when the address at `off` lies in the prefix of `ia`. */
export function in6_samePrefix(ia: In6Ifaddr, addr: Uint8Array, off: number): boolean {
  return in6_matches(ia.addr, ia.prefixlen, addr, off);
}

/** True when the address at `off` begins with the first `plen` bits of `prefix`. */
export function in6_matches(prefix: Uint8Array, plen: number, addr: Uint8Array, off: number): boolean {
  const whole = plen >> 3;
  if (!equalBytes(prefix, 0, addr, off, whole)) return false;
  const rest = plen & 7;
  return rest === 0 || (prefix[whole] ^ addr[off + whole]) >> (8 - rest) === 0;
}

/** The loopback interface that own addresses are reached by, or null on a bare machine. */
function loopbackOf(host: Host): Ifnet | null {
  for (const ifp of host.interfaces) if ((ifp.flags & IFF_LOOPBACK) !== 0) return ifp;
  return null;
}

function groupsOf(ifp: Ifnet, ia: In6Ifaddr): Uint8Array[] {
  if ((ifp.flags & IFF_MULTICAST) === 0) return [];
  return [solicitedNode(ia.addr, 0, ifp), zoned(ALL_NODES_LINK, ifp), zoned(ALL_NODES_INTERFACE, ifp)];
}

function zoned(addr: Uint8Array, ifp: Ifnet): Uint8Array {
  const copy = addr.slice();
  in6_setscope(copy, 0, ifp);
  return copy;
}

function joinGroups(ifp: Ifnet, ia: In6Ifaddr): void {
  for (const group of groupsOf(ifp, ia)) in6_addmulti(ifp, group);
}

function leaveGroups(ifp: Ifnet, ia: In6Ifaddr): void {
  for (const group of groupsOf(ifp, ia)) in6_delmulti(ifp, group);
}

/** True for an address of ours that may be used now: neither tentative, duplicated nor anycast. */
export function isUsable(ia: In6Ifaddr): boolean {
  return (ia.flags & (IN6_IFF_NOTREADY | IN6_IFF_ANYCAST)) === 0;
}

/** The interface that has the packet's destination as its address, or null (ip6_getdstifaddr). */
export function in6_ifawithaddrIfp(host: Host, m: Mbuf): Ifnet | null {
  for (const ifp of host.interfaces)
    if (in6ifa_ifpwithaddr(ifp, m.data, m.off + IP6_DST) !== null) return ifp;
  return null;
}
