/** What an EtherIP tunnel interface is made of (net/if_etherip.c, struct etherip_softc). */
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { newSockaddr, type Sockaddr } from '../net/sockaddr';

export const ETHERIP_VERSION = 3;
/** Version and reserved bits: two bytes between the outer header and the frame (RFC 3378). */
export const ETHERIP_HDRLEN = 2;

/** Plain data: the host's checkpoints copy it. */
export interface EtheripSoftc {
  ifp: Ifnet;
  /** Ends of the tunnel: the outer source and destination of what is sent. Of no family while unset. */
  src: Sockaddr;
  dst: Sockaddr;
  /** Routing table of the outer packets. */
  rdomain: number;
  /** Frames that wait to be sent (if_snd). */
  snd: Mbuf[];
}

/** A tunnel without ends. */
export function newEtheripSoftc(ifp: Ifnet): EtheripSoftc {
  return { ifp, src: newSockaddr(), dst: newSockaddr(), rdomain: 0, snd: [] };
}

/** Counters of all EtherIP tunnels together, in the order in which `net.inet.etherip.stats` gives them. */
export interface Etheripstat {
  etherips_hdrops: number;
  etherips_qfull: number;
  etherips_noifdrops: number;
  etherips_pdrops: number;
  etherips_adrops: number;
  etherips_ipackets: number;
  etherips_opackets: number;
  etherips_ibytes: number;
  etherips_obytes: number;
}

/** Counters at 0. */
export function newEtheripstat(): Etheripstat {
  return {
    etherips_hdrops: 0,
    etherips_qfull: 0,
    etherips_noifdrops: 0,
    etherips_pdrops: 0,
    etherips_adrops: 0,
    etherips_ipackets: 0,
    etherips_opackets: 0,
    etherips_ibytes: 0,
    etherips_obytes: 0,
  };
}

/** The tunnel whose interface this is, or null. */
export function etheripOf(host: Host, ifp: Ifnet): EtheripSoftc | null {
  for (const sc of host.etherip) if (sc.ifp === ifp) return sc;
  return null;
}
