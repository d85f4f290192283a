/** Interfaces: what the stack knows of each link it is attached to. Plain data: the host's checkpoints copy it. */
import type { Host } from '../host';
import { in6_lladdrchanged } from '../inet6/in6';
import type { Origin } from '../trace';

export const IFF_UP = 0x1;
export const IFF_BROADCAST = 0x2;
export const IFF_LOOPBACK = 0x8;
export const IFF_POINTOPOINT = 0x10;
export const IFF_MULTICAST = 0x8000;

export const IFT_ETHER = 6;
export const IFT_PPP = 23;
export const IFT_LOOP = 24;
export const IFT_GIF = 240;

/** Per-interface IPv6 counters (`netstat -s -I IF`). */
export interface In6Ifstat {
  ifs6_in_receive: number;
  ifs6_in_hdrerr: number;
  ifs6_in_toobig: number;
  ifs6_in_noroute: number;
  ifs6_in_addrerr: number;
  ifs6_in_protounknown: number;
  ifs6_in_truncated: number;
  ifs6_in_discard: number;
  ifs6_in_deliver: number;
  ifs6_out_forward: number;
  ifs6_out_request: number;
  ifs6_out_discard: number;
  ifs6_out_fragok: number;
  ifs6_out_fragfail: number;
  ifs6_out_fragcreat: number;
  ifs6_reass_reqd: number;
  ifs6_reass_ok: number;
  ifs6_reass_fail: number;
  ifs6_in_mcast: number;
  ifs6_out_mcast: number;
}

/** Per-interface ICMPv6 counters. */
export interface Icmp6Ifstat {
  ifs6_in_msg: number;
  ifs6_in_error: number;
  ifs6_in_echo: number;
  ifs6_in_echoreply: number;
  ifs6_in_routersolicit: number;
  ifs6_in_routeradvert: number;
  ifs6_in_neighborsolicit: number;
  ifs6_in_neighboradvert: number;
  ifs6_in_redirect: number;
  ifs6_in_mldquery: number;
  ifs6_in_mldreport: number;
  ifs6_in_mlddone: number;
  ifs6_out_msg: number;
  ifs6_out_error: number;
  ifs6_out_dstunreach: number;
  ifs6_out_adminprohib: number;
  ifs6_out_timeexceed: number;
  ifs6_out_paramprob: number;
  ifs6_out_pkttoobig: number;
  ifs6_out_redirect: number;
  ifs6_out_echo: number;
  ifs6_out_echoreply: number;
  ifs6_out_neighborsolicit: number;
  ifs6_out_neighboradvert: number;
}

export const IN6_IFF_ANYCAST = 0x1;
export const IN6_IFF_TENTATIVE = 0x2;
export const IN6_IFF_DUPLICATED = 0x4;
export const IN6_IFF_DETACHED = 0x8;
export const IN6_IFF_DEPRECATED = 0x10;
export const IN6_IFF_NODAD = 0x20;
export const IN6_IFF_AUTOCONF = 0x40;

/** An IPv6 address of an interface, in configuration order. */
export interface In6Ifaddr {
  /** 16 bytes with the zone embedded in link-local ones. */
  addr: Uint8Array;
  prefixlen: number;
  /** Peer of a point-to-point interface, or null. */
  dst: Uint8Array | null;
  /** IN6_IFF_* */
  flags: number;
  origin: Origin | null;
}

/** Neighbour discovery's settings of an interface (struct nd_ifinfo). */
export interface NdIfinfo {
  /** MTU learned from a router, 0 for none. */
  linkmtu: number;
  /** MTU the driver allows, 0 for none. */
  maxmtu: number;
  /** Milliseconds between solicitations. */
  retrans: number;
  /** Hop limit of our own packets. */
  chlim: number;
  /** ND6_IFF_* */
  flags: number;
}
export const ND6_IFF_PERFORMNUD = 0x1;
export const ND6_IFF_ACCEPT_RTADV = 0x2;
export const ND6_IFF_IFDISABLED = 0x8;

/** A multicast group that an interface listens to (struct in6_multi). */
export interface In6Multi {
  /** 16 bytes with the zone embedded. */
  addr: Uint8Array;
  /** Addresses and listeners that asked for it. */
  refcount: number;
}

export interface Ifnet {
  name: string;
  /** 1..65535, unique in the host. */
  index: number;
  /** IFT_* */
  type: number;
  /** IFF_* */
  flags: number;
  mtu: number;
  /** 6 bytes on Ethernet, else empty. */
  lladdr: Uint8Array;
  /** False while the link address is made up: then every unicast frame is taken as meant for it. */
  lladdrGiven: boolean;
  /** Zone of each scope value 0..15 on this interface (scope6_id). */
  zones: number[];
  addresses: In6Ifaddr[];
  multicast: In6Multi[];
  nd: NdIfinfo;
  in6_ifstat: In6Ifstat;
  icmp6_ifstat: Icmp6Ifstat;
  origin: Origin | null;
}

/** What `if_attach` makes an interface from; what is left out follows from the name. */
export interface IfAttach {
  name: string;
  /** Index, also the link zone; the lowest free one when left out. */
  index?: number;
  /** IFT_*; by the letters of the name when left out: `lo`, `gif`, `tun`, `ppp`, `ng`, `sl`, else Ethernet. */
  type?: number;
  /** IFF_*; by type when left out, and down but for loopback. */
  flags?: number;
  mtu?: number;
  /** 6 bytes; a fixed made-up address when left out. */
  lladdr?: Uint8Array | null;
  origin?: Origin | null;
}

/** Index of lo0: BSD attaches loopback after the hardware, so that the first network card is number 1. */
const LO0_INDEX = 255;
/** Largest MTU of a loopback interface of the era (LOMTU). */
const LOMTU = 16384;

/**
 * Makes an interface known to the host. It is down until an address or `up` brings it up, as in BSD; loopback
 * comes up at once. Throws `RangeError` when the name is taken.
 */
export function if_attach(host: Host, args: IfAttach): Ifnet {
  if (ifunit(host, args.name) !== null) throw new RangeError(`interface ${args.name} exists already`);
  const type = args.type ?? typeOfName(args.name);
  const index = args.index ?? (type === IFT_LOOP && args.name === 'lo0' ? LO0_INDEX : freeIndex(host));
  const zones = new Array<number>(16).fill(0);
  zones[1] = index;
  zones[2] = index;
  const ifp: Ifnet = {
    name: args.name,
    index,
    type,
    flags: args.flags ?? flagsOfType(type),
    mtu: args.mtu ?? mtuOfType(type),
    lladdr: args.lladdr ?? (type === IFT_ETHER ? madeUpLinkAddress(index) : new Uint8Array(0)),
    lladdrGiven: args.lladdr != null,
    zones,
    addresses: [],
    multicast: [],
    nd: { linkmtu: 0, maxmtu: 0, retrans: 1000, chlim: 64, flags: ND6_IFF_PERFORMNUD },
    in6_ifstat: newIn6Ifstat(),
    icmp6_ifstat: newIcmp6Ifstat(),
    origin: args.origin ?? null,
  };
  host.interfaces.push(ifp);
  return ifp;
}

/** The interface of that name, or null. */
export function ifunit(host: Host, name: string): Ifnet | null {
  for (const ifp of host.interfaces) if (ifp.name === name) return ifp;
  return null;
}

/** Sets and clears IFF_* flags: `if_setflags(host, ifp, IFF_UP, 0)` brings it up. */
export function if_setflags(_host: Host, ifp: Ifnet, set: number, clear: number): void {
  ifp.flags = (ifp.flags & ~clear) | set;
}

/** Sets the MTU in bytes (72..65535). Returns 0 or EINVAL. */
export function if_setmtu(_host: Host, ifp: Ifnet, mtu: number): number {
  if (!Number.isInteger(mtu) || mtu < 72 || mtu > 65535) return 22;
  ifp.mtu = mtu;
  return 0;
}

/**
 * Gives an Ethernet interface its link address (6 bytes). The link-local address that was made from a made-up
 * one is made anew: at time zero the machine is settled, whatever the order of its commands. Returns 0 or EINVAL.
 */
export function if_setlladdr(host: Host, ifp: Ifnet, lladdr: Uint8Array): number {
  if (ifp.type !== IFT_ETHER || lladdr.length !== 6) return 22;
  const wasGiven = ifp.lladdrGiven;
  ifp.lladdr = lladdr.slice();
  ifp.lladdrGiven = true;
  if (!wasGiven) in6_lladdrchanged(host, ifp);
  return 0;
}

function typeOfName(name: string): number {
  const letters = name.replace(/\d+$/, '');
  if (letters === 'lo') return IFT_LOOP;
  if (letters === 'gif') return IFT_GIF;
  if (letters === 'tun' || letters === 'ppp' || letters === 'ng' || letters === 'sl') return IFT_PPP;
  return IFT_ETHER;
}

function flagsOfType(type: number): number {
  if (type === IFT_LOOP) return IFF_UP | IFF_LOOPBACK | IFF_MULTICAST;
  if (type === IFT_GIF || type === IFT_PPP) return IFF_POINTOPOINT | IFF_MULTICAST;
  return IFF_BROADCAST | IFF_MULTICAST;
}

function mtuOfType(type: number): number {
  if (type === IFT_LOOP) return LOMTU;
  return type === IFT_GIF ? 1280 : 1500;
}

/** A locally administered address that says which interface it belongs to, and that no lab is likely to use. */
export function madeUpLinkAddress(index: number): Uint8Array {
  return Uint8Array.of(0x02, 0x70, 0x64, 0x67, index >>> 8, index);
}

function freeIndex(host: Host): number {
  let index = 1;
  while (host.interfaces.some(ifp => ifp.index === index) || index === LO0_INDEX) index++;
  return index;
}

function newIn6Ifstat(): In6Ifstat {
  return {
    ifs6_in_receive: 0,
    ifs6_in_hdrerr: 0,
    ifs6_in_toobig: 0,
    ifs6_in_noroute: 0,
    ifs6_in_addrerr: 0,
    ifs6_in_protounknown: 0,
    ifs6_in_truncated: 0,
    ifs6_in_discard: 0,
    ifs6_in_deliver: 0,
    ifs6_out_forward: 0,
    ifs6_out_request: 0,
    ifs6_out_discard: 0,
    ifs6_out_fragok: 0,
    ifs6_out_fragfail: 0,
    ifs6_out_fragcreat: 0,
    ifs6_reass_reqd: 0,
    ifs6_reass_ok: 0,
    ifs6_reass_fail: 0,
    ifs6_in_mcast: 0,
    ifs6_out_mcast: 0,
  };
}

function newIcmp6Ifstat(): Icmp6Ifstat {
  return {
    ifs6_in_msg: 0,
    ifs6_in_error: 0,
    ifs6_in_echo: 0,
    ifs6_in_echoreply: 0,
    ifs6_in_routersolicit: 0,
    ifs6_in_routeradvert: 0,
    ifs6_in_neighborsolicit: 0,
    ifs6_in_neighboradvert: 0,
    ifs6_in_redirect: 0,
    ifs6_in_mldquery: 0,
    ifs6_in_mldreport: 0,
    ifs6_in_mlddone: 0,
    ifs6_out_msg: 0,
    ifs6_out_error: 0,
    ifs6_out_dstunreach: 0,
    ifs6_out_adminprohib: 0,
    ifs6_out_timeexceed: 0,
    ifs6_out_paramprob: 0,
    ifs6_out_pkttoobig: 0,
    ifs6_out_redirect: 0,
    ifs6_out_echo: 0,
    ifs6_out_echoreply: 0,
    ifs6_out_neighborsolicit: 0,
    ifs6_out_neighboradvert: 0,
  };
}
