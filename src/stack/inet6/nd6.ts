/** Neighbour discovery: the neighbour cache and its output side (netinet6/nd6.c). */
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import type { Origin } from '../trace';

export const ND6_LLINFO_NOSTATE = -2;
export const ND6_LLINFO_INCOMPLETE = 0;
export const ND6_LLINFO_REACHABLE = 1;
export const ND6_LLINFO_STALE = 2;
export const ND6_LLINFO_DELAY = 3;
export const ND6_LLINFO_PROBE = 4;

/** A neighbour (struct llinfo_nd6). */
export interface Llinfo {
  /** 16 bytes with the zone embedded. */
  addr: Uint8Array;
  ifp: Ifnet;
  /** 6 bytes, or null while unknown. */
  lladdr: Uint8Array | null;
  /** ND6_LLINFO_* */
  ln_state: number;
  ln_router: boolean;
  /** Made by `ndp -s`: never expires. */
  permanent: boolean;
  /** Solicitations sent without an answer. */
  ln_asked: number;
  /** The packet that waits for the link address. */
  ln_hold: Mbuf | null;
  origin: Origin | null;
}

export function nd6_llinfo_timer(_host: Host, _ln: Llinfo): void {}
