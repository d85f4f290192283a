/**
 * What a host has learned of the routers on its links: the Default Router List and the Prefix List (RFC 4861
 * 5.1, netinet6/nd6.h).
 */
import { time_second } from '../../clock';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';

/** The route to the prefix is in the table. */
export const NDPRF_ONLINK = 0x1;
/** None of the routers that advertise the prefix can be reached. */
export const NDPRF_DETACHED = 0x2;

/** Entries of either list at most: advertisements come from strangers. */
export const LIST_MAX = 128;

/** A router that offers itself as default router (struct nd_defrouter). */
export interface NdDefrouter {
  /** 16 bytes with the zone embedded. */
  rtaddr: Uint8Array;
  ifp: Ifnet;
  /** Flags of its advertisements. */
  flags: number;
  /** Seconds, never 0. */
  rtlifetime: number;
  /** The second (`time_second`) after which it is no router any more. */
  expire: number;
  /** True while the default route leads to it. */
  installed: boolean;
}

/** A prefix that routers advertise on a link (struct nd_prefix). */
export interface NdPrefix {
  /** 16 bytes, zero after the prefix. */
  prefix: Uint8Array;
  plen: number;
  ifp: Ifnet;
  /** Flag L: destinations with this prefix are on the link. */
  raf_onlink: boolean;
  /** Flag A: addresses may be made from it. */
  raf_auto: boolean;
  /** Seconds from `lastupdate` on; Infinity for ever. */
  vltime: number;
  pltime: number;
  /** The second (`time_second`) of the last advertisement. */
  lastupdate: number;
  /** NDPRF_* */
  stateflags: number;
  /** Those of the default routers that advertise it. */
  advrtrs: NdDefrouter[];
}

/** True once `lifetime` seconds (Infinity: never) have passed since the second `since`. */
export function isOver(host: Host, since: number, lifetime: number): boolean {
  return time_second(host) - since > lifetime;
}

/** True when this machine learns from routers on the link: as a host that accepts advertisements. */
export function learnsFromRouters(host: Host): boolean {
  return host.sysctl.forwarding === 0 && host.sysctl.accept_rtadv !== 0;
}
