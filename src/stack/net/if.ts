/** Interfaces: what the stack knows of each link it is attached to. Plain data: the host's checkpoints copy it. */
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
  ifs6_out_msg: number;
  ifs6_out_error: number;
  ifs6_out_dstunreach: number;
  ifs6_out_adminprohib: number;
  ifs6_out_timeexceed: number;
  ifs6_out_paramprob: number;
  ifs6_out_pkttoobig: number;
  ifs6_out_redirect: number;
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

export interface Ifnet {
  name: string;
  /** 1-based, unique in the host. */
  index: number;
  /** IFT_* */
  type: number;
  /** IFF_* */
  flags: number;
  mtu: number;
  /** 6 bytes on Ethernet, else empty. */
  lladdr: Uint8Array;
  /** Zone of each scope value 0..15 on this interface (scope6_id). */
  zones: number[];
  addresses: In6Ifaddr[];
  nd: NdIfinfo;
  in6_ifstat: In6Ifstat;
  icmp6_ifstat: Icmp6Ifstat;
  origin: Origin | null;
}
