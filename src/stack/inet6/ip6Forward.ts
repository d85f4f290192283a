/**
 * Forwarding of one IPv6 unicast packet (netinet6/ip6_forward.c of FreeBSD, KAME 1.69). The stations stand in
 * `forward/`, in the order in which a packet passes them: refuse, hopLimit, policy, route, scope, mtu,
 * nextHop, output.
 */
import type { Host } from '../host';
import { ipf_output } from '../net/ipf';
import type { Mbuf } from '../net/mbuf';
import type { Rtentry } from '../net/route';
import { PFIL_CONSUMED } from '../surroundings';
import { enter, leave } from '../trace';
import { copyForErrors, decrementHopLimit, isStealthy } from './forward/hopLimit';
import { fitsLink } from './forward/mtu';
import { chooseNextHop, clearScopes, considerRedirect, ENDED, originInterface } from './forward/nextHop';
import { countRedirect, hasFilters, runOutputFilters, sendToNeighbor, tellSender } from './forward/output';
import { protect } from './forward/policy';
import { isRefusedKind, violatesInboundPolicy } from './forward/refuse';
import { findRoute, isRouteSettled } from './forward/route';
import { staysInDestinationZone, staysInSourceZone } from './forward/scope';
import type { Protection } from './forward/tunnel';

/**
 * Forwards a packet whose addresses carry their zones and that has come in by an interface. `srcrt` is true
 * when its destination was changed on the way here, by a routing header or a filter. The packet is used up.
 * Throws `Panic` where the kernel would stop.
 */
export function ip6_forward(host: Host, m: Mbuf, srcrt: boolean): void {
  enter(host, 'ip6_forward', m);
  forward(host, m, srcrt);
  leave(host);
}

function forward(host: Host, m: Mbuf, srcrt: boolean): void {
  const ipsec = host.options.ipsec;
  if (ipsec && violatesInboundPolicy(host, m)) return;
  if (isRefusedKind(host, m)) return;
  const stealthy = host.options.ipstealth && isStealthy(host);
  if (!stealthy && !decrementHopLimit(host, m)) return;
  const mcopy = copyForErrors(host, m);
  const protection = ipsec ? protect(host, m, mcopy) : 'clear';
  if (protection === 'ended') return;
  if (ipsec) isRouteSettled(host, protection !== 'clear');
  routeAndSend(host, m, srcrt, mcopy, protection);
}

/** Takes the tunnel's route, or finds one. */
function routeAndSend(
  host: Host,
  m: Mbuf,
  srcrt: boolean,
  mcopy: Mbuf | null,
  protection: Exclude<Protection, 'ended'>,
): void {
  if (protection !== 'clear') {
    sendOver(host, m, srcrt, mcopy, protection.rt, protection.dst, true);
    return;
  }
  const rt = findRoute(host, m, srcrt, mcopy);
  // On link the next hop is the destination of the cache, which need not be the packet's.
  if (rt !== null) sendOver(host, m, srcrt, mcopy, rt, host.ip6_forward_rt.dst, false);
}

/** Sends the packet over `rt`, if zones and length allow. `ipsecrt`: the route is a tunnel's. */
function sendOver(
  host: Host,
  m: Mbuf,
  srcrt: boolean,
  mcopy: Mbuf | null,
  rt: Rtentry,
  dst: Uint8Array,
  ipsecrt: boolean,
): void {
  const ifp = rt.rt_ifp;
  const rcvif = m.rcvif ?? ifp;
  if (!staysInSourceZone(host, m, mcopy, rcvif, ifp, ipsecrt)) return;
  if (!staysInDestinationZone(host, m, mcopy, rcvif, ifp)) return;
  if (!fitsLink(host, m, mcopy, ifp)) return;
  const nexthop = chooseNextHop(host, rt, dst);
  const type = considerRedirect(host, m, mcopy, rt, srcrt, ipsecrt);
  if (type === ENDED) return;
  const origifp = originInterface(host, rcvif, ifp);
  if (host.ipfilters.ipv6.length > 0) ipf_output(host, 'ipv6', m);
  clearScopes(host, m);
  const refused = hasFilters(host) ? runOutputFilters(host, m, ifp) : 0;
  if (refused === PFIL_CONSUMED) return;
  const error = refused !== 0 ? refused : sendToNeighbor(host, m, rt, origifp, nexthop);
  if (error === 0 && !countRedirect(host, mcopy, type)) return;
  tellSender(host, mcopy, error, type, rt);
}
