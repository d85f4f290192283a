/**
 * An interface goes away, and with it what hangs on it (if_detach in net/if.c: in_ifdetach, in6_ifdetach,
 * nd6_purge).
 */
import type { Host } from '../host';
import { arp_forgetInterface } from '../inet/arp/cache';
import { in_ifremove } from '../inet/in';
import { in6_ifremove } from '../inet6/in6';
import { nd6_free } from '../inet6/nd6';
import { bridge_ifdetach } from './bridgeIoctl';
import type { Ifnet } from './if';
import { type RouteTable, routes, rtdelete } from './route';

/**
 * Takes the interface out of its bridge, and takes away its addresses, the routes by it, and the neighbours
 * on it.
 */
export function if_purge(host: Host, ifp: Ifnet): void {
  bridge_ifdetach(ifp);
  for (const ia of [...ifp.inet]) in_ifremove(host, ifp, ia.addr);
  for (const ia of [...ifp.addresses]) in6_ifremove(host, ifp, ia.addr);
  purgeRoutes(host.rt4, ifp);
  purgeRoutes(host.rt6, ifp);
  arp_forgetInterface(host, ifp);
  for (const ln of host.neighbors.filter(one => one.ifp === ifp)) nd6_free(host, ln);
}

function purgeRoutes(table: RouteTable, ifp: Ifnet): void {
  for (const rt of routes(table)) if (rt.rt_ifp === ifp) rtdelete(table, rt.rt_key, rt.prefixlen);
}
