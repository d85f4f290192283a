/**
 * IPv6 addresses of interfaces, and what comes with them: routes, groups, the link-local address
 * (netinet6/in6.c, in6_ifattach.c).
 */
import { equalBytes } from '../../wire/bytes';
import { IP6_DST } from '../../wire/ipv6';
import { time_second } from '../clock';
import { EADDRNOTAVAIL, EEXIST } from '../errno';
import type { Host } from '../host';
import { IFF_LOOPBACK, IFF_UP, IFT_ETHER, type Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { RTF_CLONING, RTF_HOST, RTF_LLINFO, rtadd, rtdelete } from '../net/route';
import type { Origin } from '../trace';
import { joinGroups, leaveGroups } from './in6Groups';
import { in6_createmkludge, in6_restoremkludge, in6_savemkludge } from './in6Kludge';
import {
  IN6_IFF_ANYCAST,
  IN6_IFF_AUTOCONF,
  IN6_IFF_DEPRECATED,
  IN6_IFF_DUPLICATED,
  IN6_IFF_TENTATIVE,
  type In6Ifaddr,
} from './in6Var';
import { nd6_delentry } from './nd6';
import { nd6_dad_start, nd6_dad_stop } from './nd6Dad';
import { nd6_timer_schedule } from './rtr/expiry';
import type { NdPrefix } from './rtr/lists';
import { in6_setscope } from './scope6';

/** An address to configure. */
interface In6AliasReq {
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
const LOOPBACK_ADDRESS = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

/** Makes lo0 what it is on every machine: up, with ::1 and fe80::1. */
export function in6_ifattach_loopback(host: Host, lo0: Ifnet): void {
  in6_ifadd(host, lo0, { addr: LOOPBACK_ADDRESS, prefixlen: 128 });
  const linkLocal = LINK_LOCAL_PREFIX.slice();
  linkLocal[15] = 1;
  in6_ifadd(host, lo0, { addr: linkLocal, prefixlen: 64, flags: IN6_IFF_AUTOCONF });
}

/**
 * Configures an IPv6 address: the interface comes up, gets its link-local address, the route to the prefix,
 * the route to the address itself by way of lo0, and joins the groups that every owner of the address must
 * hear (RFC 4291 2.8). While the machine is set up there is no duplicate detection: at time zero it is
 * settled. An address that is there already gets the new prefix and flags.
 */
export function in6_ifadd(host: Host, ifp: Ifnet, request: In6AliasReq): number {
  if ((ifp.flags & IFF_UP) === 0) ifp.flags |= IFF_UP;
  in6_ifattach(host, ifp);
  const addr = request.addr.slice();
  in6_setscope(addr, 0, ifp);
  const dst = request.dst?.slice() ?? null;
  if (dst !== null) in6_setscope(dst, 0, ifp);
  const frame = request.frame ?? 0;
  const known = in6ifa_ifpwithaddr(ifp, addr, 0);
  const fresh = newIn6Ifaddr(host, addr, request, dst);
  if (known === null) attach(host, ifp, fresh, ifp.addresses.length, fresh.ndpr !== null, frame);
  else change(host, ifp, known, fresh);
  if (Number.isFinite(fresh.vltime) || Number.isFinite(fresh.pltime)) nd6_timer_schedule(host, frame);
  return 0;
}

/** An address as it is before an interface has it. `addr` and `dst` carry their zones. */
export function newIn6Ifaddr(
  host: Host,
  addr: Uint8Array,
  given: Omit<In6AliasReq, 'addr' | 'dst' | 'frame'>,
  dst: Uint8Array | null = null,
): In6Ifaddr {
  return {
    addr,
    prefixlen: given.prefixlen,
    dst,
    flags: (given.flags ?? 0) | (given.pltime === 0 ? IN6_IFF_DEPRECATED : 0),
    vltime: given.vltime ?? Number.POSITIVE_INFINITY,
    pltime: given.pltime ?? Number.POSITIVE_INFINITY,
    updatetime: time_second(host),
    ndpr: given.ndpr ?? null,
    ia6_multiaddrs: [],
    ia6_memberships: [],
    origin: given.origin ?? null,
  };
}

/**
 * Gives an address of the interface what `fresh` says of it; its groups, and what is known of duplicates,
 * stay.
 */
function change(host: Host, ifp: Ifnet, ia: In6Ifaddr, fresh: In6Ifaddr): void {
  removeRoutes(host, ifp, ia);
  const flags = fresh.flags | (host.settled ? ia.flags & IN6_IFF_NOTREADY : 0);
  const { ia6_multiaddrs, ia6_memberships } = ia;
  Object.assign(ia, fresh, { flags, ia6_multiaddrs, ia6_memberships });
  addRoutes(host, ifp, ia);
}

/**
 * Puts a new address at place `at` among those of the interface; groups that were saved for want of an
 * address hang on it.
 */
function attach(host: Host, ifp: Ifnet, ia: In6Ifaddr, at: number, delayed: boolean, frame: number): void {
  // It may have been a neighbour's until now.
  nd6_delentry(host, ia.addr);
  ifp.addresses.splice(at, 0, ia);
  addRoutes(host, ifp, ia);
  in6_restoremkludge(host, ia, ifp);
  const proven = !host.settled || (ifp.flags & IFF_LOOPBACK) !== 0;
  // Before its groups are joined: their reports must not come from an address that may be somebody else's.
  if (!proven) ia.flags |= IN6_IFF_TENTATIVE;
  joinGroups(host, ifp, ia);
  if (!proven) nd6_dad_start(host, ifp, ia, delayed, frame);
}

/**
 * Takes an address (zone embedded or not) away with its routes and groups: 0 or EADDRNOTAVAIL. Groups that
 * others joined are kept.
 */
export function in6_ifremove(host: Host, ifp: Ifnet, addr: Uint8Array): number {
  const key = addr.slice();
  in6_setscope(key, 0, ifp);
  const ia = in6ifa_ifpwithaddr(ifp, key, 0);
  if (ia === null) return EADDRNOTAVAIL;
  nd6_dad_stop(host, ia);
  leaveGroups(host, ia);
  ifp.addresses.splice(ifp.addresses.indexOf(ia), 1);
  removeRoutes(host, ifp, ia);
  in6_savemkludge(host, ia, ifp);
  return 0;
}

/** True for the link-local address that was made from the link address. */
function isAutomatic(ia: In6Ifaddr): boolean {
  return (ia.flags & IN6_IFF_AUTOCONF) !== 0 && ia.ndpr === null;
}

/**
 * Makes IPv6 begin on the interface: a place for its groups, and its automatic link-local address unless it
 * has one (in6_ifattach).
 */
function in6_ifattach(host: Host, ifp: Ifnet): void {
  in6_createmkludge(host, ifp);
  if ((ifp.flags & IFF_LOOPBACK) !== 0) return;
  if (ifp.addresses.some(isAutomatic)) return;
  const addr = automaticAddress(host, ifp);
  // It may have been given by hand.
  if (in6ifa_ifpwithaddr(ifp, addr, 0) !== null) return;
  const given = { prefixlen: 64, flags: IN6_IFF_AUTOCONF, origin: ifp.origin };
  attach(host, ifp, newIn6Ifaddr(host, addr, given), 0, true, 0);
}

function automaticAddress(host: Host, ifp: Ifnet): Uint8Array {
  const addr = LINK_LOCAL_PREFIX.slice();
  in6_interfaceId(host, ifp, addr);
  in6_setscope(addr, 0, ifp);
  return addr;
}

/**
 * Makes the automatic link-local address anew from the link address that the interface has now. The groups
 * that hang on it stay.
 */
export function in6_lladdrchanged(host: Host, ifp: Ifnet): void {
  const automatic = ifp.addresses.find(isAutomatic);
  if (automatic === undefined) return;
  const addr = automaticAddress(host, ifp);
  if (in6ifa_ifpwithaddr(ifp, addr, 0) !== null) {
    in6_ifremove(host, ifp, automatic.addr);
    return;
  }
  leaveGroups(host, automatic);
  removeRoutes(host, ifp, automatic);
  automatic.addr = addr;
  addRoutes(host, ifp, automatic);
  joinGroups(host, ifp, automatic);
}

/**
 * The interface that holds this address (16 bytes at `off`, zone embedded), or null; null too while it is not
 * ready.
 */
export function in6_ifawithaddr(host: Host, addr: Uint8Array, off: number): In6Ifaddr | null {
  for (const ifp of host.interfaces) {
    for (const ia of ifp.addresses) if (equalBytes(ia.addr, 0, addr, off, 16)) return ia;
  }
  return null;
}

/**
 * The first link-local address of the interface with none of the flags `ignore`, or null
 * (in6ifa_ifpforlinklocal).
 */
export function in6ifa_ifpforlinklocal(ifp: Ifnet, ignore: number): In6Ifaddr | null {
  for (const ia of ifp.addresses) {
    if (ia.addr[0] === 0xfe && (ia.addr[1] & 0xc0) === 0x80 && (ia.flags & ignore) === 0) return ia;
  }
  return null;
}

/**
 * The interface's address that equals the 16 bytes at `off` (zone embedded), or null (in6ifa_ifpwithaddr).
 */
export function in6ifa_ifpwithaddr(ifp: Ifnet, addr: Uint8Array, off: number): In6Ifaddr | null {
  for (const ia of ifp.addresses) if (equalBytes(ia.addr, 0, addr, off, 16)) return ia;
  return null;
}

/**
 * Writes the modified EUI-64 of the link address into `addr` (RFC 4291 appendix A); interfaces without one
 * borrow another's, as BSD does.
 */
export function in6_interfaceId(host: Host, ifp: Ifnet, addr: Uint8Array): void {
  const lender = ifp.lladdr.length === 6 ? ifp : host.interfaces.find(other => other.lladdr.length === 6);
  const mac = lender?.lladdr ?? Uint8Array.of(0x02, 0, 0, 0, ifp.index >>> 8, ifp.index);
  addr.set([mac[0] ^ 0x02, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]], 8);
}

/**
 * The prefix of an address that was made from an advertised one is on the link as the Prefix List says, not
 * by the address.
 */
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
