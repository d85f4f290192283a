/**
 * IPv4 addresses of interfaces, and what comes with them: routes, broadcasts, the group of all hosts
 * (netinet/in.c).
 */
import { equalBytes, get32 } from '../../wire/bytes';
import { INADDR_ALLHOSTS_GROUP, INADDR_BROADCAST, isMulticast4 } from '../../wire/ipv4';
import { EADDRNOTAVAIL, EEXIST, EINVAL } from '../errno';
import type { Host } from '../host';
import { IFF_BROADCAST, IFF_LOOPBACK, IFF_MULTICAST, IFF_UP, IFT_ETHER, type Ifnet } from '../net/if';
import { RTF_CLONING, RTF_HOST, RTF_LLINFO, type Rtentry, rtadd, rtdelete } from '../net/route';
import type { Origin } from '../trace';
import { arp_forgetInterface } from './arp/cache';
import type { InIfaddr } from './inVar';

/** An address to configure. */
interface InAliasReq {
  /** 4 bytes. */
  addr: Uint8Array;
  /** 0..32; by the class of the address when left out. */
  prefixlen?: number;
  /** Made from address and prefix when left out, on links that have broadcasts. */
  broadcast?: Uint8Array | null;
  /** Peer of a point-to-point interface. */
  dst?: Uint8Array | null;
  origin?: Origin | null;
}

const LOOPBACK = Uint8Array.of(127, 0, 0, 1);

/** Gives lo0 127.0.0.1, as every machine does when it starts. */
export function in_ifattach_loopback(host: Host, lo0: Ifnet): void {
  in_ifadd(host, lo0, { addr: LOOPBACK, prefixlen: 8 });
}

/** Length of the mask that an address has by its class (RFC 791 3.2). */
export function classPrefixlen(addr: Uint8Array): number {
  if (addr[0] < 128) return 8;
  return addr[0] < 192 ? 16 : 24;
}

/** The mask of the first `prefixlen` bits. */
export function in_netmask(prefixlen: number): number {
  return prefixlen === 0 ? 0 : (0xffffffff << (32 - prefixlen)) >>> 0;
}

/**
 * Gives an interface one more address and brings it up: 0, EINVAL for what is no address of a host, EEXIST
 * when the host has it already.
 */
export function in_ifadd(host: Host, ifp: Ifnet, req: InAliasReq): number {
  const addr = req.addr.slice(0, 4);
  if (isMulticast4(addr[0]) || addr[0] >= 240) return EINVAL;
  const key = get32(addr, 0) | 0;
  const known = host.in_ifaddrhash.get(key);
  if (known !== undefined && known.ifp !== ifp) return EEXIST;
  if (known !== undefined) in_ifremove(host, ifp, addr);
  const prefixlen = req.prefixlen ?? classPrefixlen(addr);
  const ia: InIfaddr = {
    addr,
    prefixlen,
    broadcast: broadcastOf(ifp, addr, prefixlen, req.broadcast ?? null),
    dst: req.dst?.slice(0, 4) ?? null,
    ifp,
    origin: req.origin ?? null,
  };
  ifp.inet.push(ia);
  host.in_ifaddrhash.set(key, ia);
  ifp.flags |= IFF_UP;
  addRoutes(host, ia);
  return 0;
}

/** Takes an address (4 bytes) from an interface: 0 or EADDRNOTAVAIL. */
export function in_ifremove(host: Host, ifp: Ifnet, addr: Uint8Array): number {
  const ia = ifp.inet.find(one => equalBytes(one.addr, 0, addr, 0, 4));
  if (ia === undefined) return EADDRNOTAVAIL;
  ifp.inet.splice(ifp.inet.indexOf(ia), 1);
  host.in_ifaddrhash.delete(get32(ia.addr, 0) | 0);
  removeRoutes(host, ia);
  if (ifp.inet.length === 0) arp_forgetInterface(host, ifp);
  return 0;
}

function broadcastOf(
  ifp: Ifnet,
  addr: Uint8Array,
  prefixlen: number,
  given: Uint8Array | null,
): Uint8Array | null {
  if ((ifp.flags & IFF_BROADCAST) === 0) return null;
  if (given !== null) return given.slice(0, 4);
  if (prefixlen > 30) return null;
  const hostBits = ~in_netmask(prefixlen);
  return addr.map((byte, i) => byte | (hostBits >>> (24 - 8 * i)));
}

/** A route to what the address has on its link, whose own address is reached by loopback. */
function addRoutes(host: Host, ia: InIfaddr): void {
  const { ifp, origin } = ia;
  if (ia.dst !== null) {
    rtadd(host.rt4, { dst: ia.dst, prefixlen: 32, flags: RTF_HOST, ifp, origin });
  } else if (ia.prefixlen < 32) {
    const flags = ifp.type === IFT_ETHER ? RTF_CLONING : 0;
    rtadd(host.rt4, { dst: ia.addr, prefixlen: ia.prefixlen, flags, ifp, origin });
  }
  const lo0 = loopbackOf(host) ?? ifp;
  const own = { dst: ia.addr, prefixlen: 32, flags: RTF_HOST | RTF_LLINFO, ifp: lo0, origin };
  if (rtadd(host.rt4, own) === EEXIST) {
    rtdelete(host.rt4, ia.addr, 32);
    rtadd(host.rt4, own);
  }
}

function removeRoutes(host: Host, ia: InIfaddr): void {
  rtdelete(host.rt4, ia.addr, 32);
  if (ia.dst !== null) rtdelete(host.rt4, ia.dst, 32);
  else if (ia.prefixlen < 32 && !hasPrefixRoute(ia)) rtdelete(host.rt4, ia.addr, ia.prefixlen);
}

function hasPrefixRoute(gone: InIfaddr): boolean {
  return gone.ifp.inet.some(
    ia => ia.dst === null && ia.prefixlen === gone.prefixlen && in_samePrefix(ia, get32(gone.addr, 0)),
  );
}

function loopbackOf(host: Host): Ifnet | null {
  for (const ifp of host.interfaces) if ((ifp.flags & IFF_LOOPBACK) !== 0) return ifp;
  return null;
}

/** True when an address, as a number, lies in the subnet of `ia`. */
export function in_samePrefix(ia: InIfaddr, addr: number): boolean {
  return ((get32(ia.addr, 0) ^ addr) & in_netmask(ia.prefixlen)) === 0;
}

/** The address of ours that equals the number, or null. */
export function in_ifawithaddr(host: Host, addr: number): InIfaddr | null {
  return host.in_ifaddrhash.get(addr | 0) ?? null;
}

/**
 * The address of the interface for which the number is a broadcast, its subnet's or its network's of old, or
 * null (in_broadcast).
 */
export function in_broadcastOf(ifp: Ifnet, addr: number): InIfaddr | null {
  if ((ifp.flags & IFF_BROADCAST) === 0) return null;
  for (const ia of ifp.inet) {
    if (ia.broadcast === null) continue;
    const network = get32(ia.addr, 0) & in_netmask(ia.prefixlen);
    if (addr === get32(ia.broadcast, 0) || addr === network >>> 0) return ia;
  }
  return null;
}

/** True when a packet for the address, sent by the interface, is for all on the link (in_broadcast). */
export function in_broadcast(ifp: Ifnet, addr: number): boolean {
  if ((ifp.flags & IFF_BROADCAST) === 0) return false;
  return addr === INADDR_BROADCAST || addr === 0 || in_broadcastOf(ifp, addr) !== null;
}

/**
 * True when packets for the address may be forwarded: not to groups, reserved addresses, network 0 or this
 * machine itself (in_canforward).
 */
export function in_canforward(first: number): boolean {
  return first < 224 && first !== 0 && first !== 127;
}

/** True when the interface listens to the group: of all of them to that of all hosts. */
export function in_lookup_multi(ifp: Ifnet, group: number): boolean {
  return group === INADDR_ALLHOSTS_GROUP && ifp.inet.length > 0 && (ifp.flags & IFF_MULTICAST) !== 0;
}

/**
 * The address that this machine answers `addr` with on `ifp`: one of the same subnet, else the first
 * (ifaof_ifpforaddr); null when it has none.
 */
export function ifaof_ifpforaddr(ifp: Ifnet, addr: number): InIfaddr | null {
  for (const ia of ifp.inet) {
    if (ia.dst !== null ? get32(ia.dst, 0) === addr : in_samePrefix(ia, addr)) return ia;
  }
  return ifp.inet.length > 0 ? ifp.inet[0] : null;
}

/** The first address of the machine that is not of a loopback interface, or null. */
export function in_firstAddress(host: Host): InIfaddr | null {
  for (const ifp of host.interfaces) {
    if ((ifp.flags & IFF_LOOPBACK) === 0 && ifp.inet.length > 0) return ifp.inet[0];
  }
  return null;
}

/**
 * True when the address, as a number, is on the link of `ifp`: within a subnet of it, its peer, or by a route
 * that clones neighbours.
 */
export function in_isOnLink(ifp: Ifnet, addr: number, rt: Rtentry | null): boolean {
  for (const ia of ifp.inet) {
    if (ia.dst !== null ? get32(ia.dst, 0) === addr : in_samePrefix(ia, addr)) return true;
  }
  return rt !== null && rt.rt_ifp === ifp && (rt.rt_flags & RTF_CLONING) !== 0;
}
