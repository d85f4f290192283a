/** What the IP tap consists of (bsd/net/iptap.c of xnu-3789). Plain data: the host's checkpoints copy it. */
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Ipfilter } from '../net/ipf';

/** One interface `iptapN` (struct iptap_softc). */
export interface IptapSoftc {
  ifp: Ifnet;
  unit: number;
  /** Captures of raw IP and of PKTAP that are under way. */
  rawCount: number;
  pktapCount: number;
}

/** All taps of a machine. */
export interface Iptap {
  /** The newest first. */
  taps: IptapSoftc[];
  /** net.link.iptap.total_tap_count */
  totalTapCount: number;
  /** net.link.iptap.log */
  log: number;
  /** What was registered with the IP filters, null while nothing is. */
  ipf4: Ipfilter | null;
  ipf6: Ipfilter | null;
}

/** No tap. */
export function newIptap(): Iptap {
  return { taps: [], totalTapCount: 0, log: 0, ipf4: null, ipf6: null };
}

/** The tap whose interface this is; null once it is torn down (if_softc). */
export function iptapOf(host: Host, ifp: Ifnet): IptapSoftc | null {
  for (const tap of host.iptap.taps) if (tap.ifp === ifp) return tap;
  return null;
}
