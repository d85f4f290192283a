/**
 * What a bridge is made of (net/if_bridge.c, struct bridge_softc and its lists). Plain data: the host's
 * checkpoints copy it.
 */
import type { Host } from '../host';
import type { Origin } from '../trace';
import { IFF_RUNNING, IFF_UP, type Ifnet } from './if';
import type { Timer } from './timer';

/** Addresses that a new bridge remembers at most. */
const BRIDGE_RTABLE_MAX = 100;
/** Seconds that a learned address is kept after the last frame from it, unless set otherwise. */
const BRIDGE_RTABLE_TIMEOUT = 20 * 60;
/** Seconds between two searches for addresses that are too old. */
export const BRIDGE_RTABLE_PRUNE_PERIOD = 5 * 60;

/** Flags of a member: the senders of its frames are remembered; frames to unknown stations leave by it. */
export const IFBIF_LEARNING = 0x01;
export const IFBIF_DISCOVER = 0x02;

/** Kinds of an address: learned, or given by hand. */
export const IFBAF_DYNAMIC = 0x00;
export const IFBAF_STATIC = 0x01;

/** Lists of addresses that a look-up chooses from by a hash (BRIDGE_RTHASH_SIZE; a power of two). */
export const BRIDGE_RTHASH_SIZE = 256;

/** A member of a bridge. */
export interface BridgeIflist {
  bif_ifp: Ifnet;
  /** IFBIF_* */
  bif_flags: number;
}

/** A station that a bridge knows, and where it is. */
export interface BridgeRtnode {
  /** Its link address, 6 bytes. */
  readonly brt_addr: Uint8Array;
  /** The member that it is behind. */
  brt_ifp: Ifnet;
  /** Virtual time from which on it is too old, as `Host.now`; nothing for one given by hand. */
  brt_expire: number;
  /** IFBAF_* */
  brt_flags: number;
  /** Number of the frame that taught where it is, 0 for one given by hand. */
  frame: number;
  /** The line that gave it, null for a learned one. */
  origin: Origin | null;
}

/** What a bridge counts in its own name (struct ifnet). */
export interface BridgeIfstat {
  if_ipackets: number;
  if_ibytes: number;
  if_imcasts: number;
  if_opackets: number;
  if_obytes: number;
  if_omcasts: number;
}

export interface BridgeSoftc {
  /** The interface that the bridge itself is. */
  sc_ifp: Ifnet;
  /** The members, the newest first. */
  sc_iflist: BridgeIflist[];
  /** Addresses remembered at most. */
  sc_brtmax: number;
  /** Seconds that a learned address is kept. */
  sc_brttimeout: number;
  /** The known stations, the newest first. */
  sc_rtlist: BridgeRtnode[];
  /** The same by a hash of their addresses. */
  sc_rthash: BridgeRtnode[][];
  /** The timer that forgets old addresses; null while there is none to forget. */
  sc_brcallout: Timer | null;
  /**
   * Virtual time at which the bridge was brought up: old addresses are looked for every
   * BRIDGE_RTABLE_PRUNE_PERIOD from then on.
   */
  sc_started: number;
  stat: BridgeIfstat;
}

/** A bridge without members. */
export function newBridgeSoftc(ifp: Ifnet): BridgeSoftc {
  return {
    sc_ifp: ifp,
    sc_iflist: [],
    sc_brtmax: BRIDGE_RTABLE_MAX,
    sc_brttimeout: BRIDGE_RTABLE_TIMEOUT,
    sc_rtlist: [],
    sc_rthash: Array.from({ length: BRIDGE_RTHASH_SIZE }, () => []),
    sc_brcallout: null,
    sc_started: 0,
    stat: { if_ipackets: 0, if_ibytes: 0, if_imcasts: 0, if_opackets: 0, if_obytes: 0, if_omcasts: 0 },
  };
}

/** The bridge that an interface is; null for one that is none, also for a member. */
export function bridgeOf(ifp: Ifnet): BridgeSoftc | null {
  return ifp.if_bridge?.sc_ifp === ifp ? ifp.if_bridge : null;
}

/** The bridge that an interface is a member of, null for none. */
export function bridgeOfMember(ifp: Ifnet): BridgeSoftc | null {
  return ifp.if_bridge !== null && ifp.if_bridge.sc_ifp !== ifp ? ifp.if_bridge : null;
}

/** The bridges of a machine, the oldest first. */
export function bridgesOf(host: Host): BridgeSoftc[] {
  return host.interfaces.flatMap(ifp => bridgeOf(ifp) ?? []);
}

/** What an interface is as a member of the bridge (bridge_lookup_member_if); null when it is none. */
export function bridge_lookup_member_if(sc: BridgeSoftc, ifp: Ifnet): BridgeIflist | null {
  for (const bif of sc.sc_iflist) if (bif.bif_ifp === ifp) return bif;
  return null;
}

/**
 * True when a frame can leave by a member (IFF_DRV_RUNNING): drivers of cards run while their interfaces are
 * up, tunnels have a flag of their own.
 */
export function bridge_isReady({ flags }: Ifnet, isTunnel: boolean): boolean {
  return (flags & IFF_UP) !== 0 && (!isTunnel || (flags & IFF_RUNNING) !== 0);
}
