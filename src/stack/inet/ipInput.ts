/** Reception of IPv4 packets (netinet/ip_input.c): is it well formed, is it ours, is it to be forwarded? */
import { IP_HDRLEN } from '../../wire/ipv4';
import type { Host } from '../host';
import { FORWARD, GONE } from '../inet6/input/way';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { enter, leave } from '../trace';
import { findDestination } from './input/destination';
import { runInputFilters } from './input/filter';
import { checkHeader } from './input/wellFormed';
import { ip_deliver } from './ipDeliver';
import { ip_forward } from './ipForward';
import { ip_dooptions, OPTIONS_GONE } from './ipOptions';

/** Receives a packet: `m.rcvif` is where it came in. What becomes of it is settled in the trace. */
export function ip_input(host: Host, m: Mbuf): void {
  enter(host, 'ip_input', m);
  input(host, m, m.rcvif as Ifnet);
  leave(host);
}

function input(host: Host, m: Mbuf, ifp: Ifnet): void {
  host.ipstat.ips_total++;
  const hlen = checkHeader(host, m, ifp);
  if (hlen === 0) return;
  const filtered = runInputFilters(host, m, ifp);
  if (filtered === GONE) return;
  ip_received(host, m, ifp, filtered === FORWARD);
}

/** The rest of ip_input, behind the filters: what a packet that they let pass, or gave back, goes through. */
function ip_received(host: Host, m: Mbuf, ifp: Ifnet, rewritten: boolean): void {
  const hlen = (m.data[m.off] & 0xf) << 2;
  if (hlen > IP_HDRLEN && ip_dooptions(host, m) === OPTIONS_GONE) return;
  const way = findDestination(host, m, ifp);
  if (way === GONE) return;
  if (way === FORWARD) ip_forward(host, m, rewritten);
  else ip_deliver(host, m, ifp);
}
