/**
 * What IPv6 keeps of an interface: addresses, groups, neighbour discovery's settings, counters
 * (netinet6/in6_var.h, nd6.h).
 */
import type { Timeval } from '../clock';
import type { Ifnet } from '../net/if';
import type { Timer } from '../net/timer';
import type { Origin } from '../trace';
import type { NdPrefix } from './rtr/lists';

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
  ifs6_in_dstunreach: number;
  ifs6_in_adminprohib: number;
  ifs6_in_timeexceed: number;
  ifs6_in_paramprob: number;
  ifs6_in_pkttoobig: number;
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
  ifs6_out_mldquery: number;
  ifs6_out_mldreport: number;
  ifs6_out_mlddone: number;
  ifs6_out_echo: number;
  ifs6_out_echoreply: number;
  ifs6_out_routersolicit: number;
  ifs6_out_neighborsolicit: number;
  ifs6_out_neighboradvert: number;
}

export const IN6_IFF_ANYCAST = 0x1;
export const IN6_IFF_TENTATIVE = 0x2;
export const IN6_IFF_DUPLICATED = 0x4;
export const IN6_IFF_DETACHED = 0x8;
export const IN6_IFF_DEPRECATED = 0x10;
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
  /** Seconds from `updatetime` on for which it is valid, and for which it is preferred; Infinity for ever. */
  vltime: number;
  pltime: number;
  /** The second (`time_second`) in which its lifetimes were set. */
  updatetime: number;
  /** The advertised prefix that it was made from, null for one that was given. */
  ndpr: NdPrefix | null;
  /**
   * The groups that hang on this address, newest first: those of the whole interface on its first address,
   * none on the others.
   */
  ia6_multiaddrs: In6Multi[];
  /** The memberships that this address itself asked for, newest first. */
  ia6_memberships: In6MultiMship[];
  origin: Origin | null;
}

/** Neighbour discovery's settings of an interface (struct nd_ifinfo). */
export interface NdIfinfo {
  /** MTU learned from a router, 0 for none. */
  linkmtu: number;
  /** MTU the driver allows, 0 for none. */
  maxmtu: number;
  /** Milliseconds for which an answer proves reachability, before the random factor. */
  basereachable: number;
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

/**
 * States of a group's record (mld6_var.h). RFC 2710's Delaying Listener is one whose timer runs, its Idle
 * Listener one whose timer does not.
 */
export const MLD_OTHERLISTENER = 0;
/** We sent the last report: a Done is due when we leave. */
export const MLD_IREPORTEDLAST = 1;
/** Joined with a delay: nothing was reported yet, and queries are ignored. */
export const MLD_REPORTPENDING = 2;

/** No timer runs. */
export const IN6M_TIMER_UNDEF = -1;

/** A multicast group that an interface listens to (struct in6_multi). */
export interface In6Multi {
  /** 16 bytes with the zone embedded. */
  in6m_addr: Uint8Array;
  in6m_ifp: Ifnet;
  /** The address it hangs on, null while it is saved for an interface without addresses. */
  in6m_ia: In6Ifaddr | null;
  /** Memberships that refer to it. */
  in6m_refcount: number;
  /** MLD_* */
  in6m_state: number;
  /** Ticks that the timer was started with, IN6M_TIMER_UNDEF while none runs. */
  in6m_timer: number;
  in6m_timer_expire: Timeval;
  in6m_timer_ch: Timer | null;
  /** The line that joined it first. */
  origin: Origin | null;
}

/** One membership in a group (struct in6_multi_mship). */
export interface In6MultiMship {
  /** Null once the group's record is gone. */
  i6mm_maddr: In6Multi | null;
}

/** A membership of a program on this machine, and what it asked for. */
export interface ProgramMship {
  /** 16 bytes with the zone embedded. */
  readonly group: Uint8Array;
  readonly mship: In6MultiMship;
}

/**
 * The parking list of an interface: the groups that wait until it has an address again (struct
 * multi6_kludge).
 */
export interface Multi6Kludge {
  readonly mk_ifp: Ifnet;
  /** Newest first. */
  mk_head: In6Multi[];
}

/**
 * Milliseconds for which an answer proves reachability unless a router says otherwise (REACHABLE_TIME, RFC
 * 4861 10).
 */
const REACHABLE_TIME = 30_000;

/**
 * Settings of an interface that nobody has changed. Advertisements are taken only if
 * net.inet6.ip6.accept_rtadv is set as well.
 */
export function newNdIfinfo(): NdIfinfo {
  return {
    linkmtu: 0,
    maxmtu: 0,
    basereachable: REACHABLE_TIME,
    retrans: 1000,
    chlim: 64,
    flags: ND6_IFF_PERFORMNUD | ND6_IFF_ACCEPT_RTADV,
  };
}

/** Counters at 0. */
export function newIn6Ifstat(): In6Ifstat {
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

/** Counters at 0. */
export function newIcmp6Ifstat(): Icmp6Ifstat {
  return {
    ifs6_in_msg: 0,
    ifs6_in_error: 0,
    ifs6_in_dstunreach: 0,
    ifs6_in_adminprohib: 0,
    ifs6_in_timeexceed: 0,
    ifs6_in_paramprob: 0,
    ifs6_in_pkttoobig: 0,
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
    ifs6_out_mldquery: 0,
    ifs6_out_mldreport: 0,
    ifs6_out_mlddone: 0,
    ifs6_out_echo: 0,
    ifs6_out_echoreply: 0,
    ifs6_out_routersolicit: 0,
    ifs6_out_neighborsolicit: 0,
    ifs6_out_neighboradvert: 0,
  };
}
