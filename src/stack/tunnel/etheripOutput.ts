/**
 * A packet of this machine becomes a frame of a tunnel's interface, and goes into the tunnel (ether_output in
 * net/if_ethersubr.c, if_start).
 */
import type { Host } from '../host';
import { ether_encap } from '../net/etherEncap';
import type { Mbuf } from '../net/mbuf';
import { etherip_start } from './etheripStart';
import type { EtheripSoftc } from './etheripVar';

/** Puts an Ethernet header in front of a packet and sends the frame. */
export function etheripOutput(host: Host, sc: EtheripSoftc, m: Mbuf, nexthop: Uint8Array | null): void {
  if (!ether_encap(host, sc.ifp, m, nexthop)) return;
  sc.snd.push(m);
  etherip_start(host, sc);
}
