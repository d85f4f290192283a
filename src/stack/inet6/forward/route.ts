/** The route of a forwarded packet: through the one-entry cache that the input path fills. */
import { equalBytes } from '../../../wire/bytes';
import { ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOROUTE } from '../../../wire/icmp6';
import { IP6_DST } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { RTF_UP, type Rtentry, routeCandidates, rtalloc } from '../../net/route';
import { AF_INET6 } from '../../net/sockaddr';
import { addressOperand, describeRoute, routeOperand } from '../../operands';
import { branch, branchAfter, considered, DROPPED, decide, decision, settle, used } from '../../trace';
import { lines } from './source';

const routingSkip = decision('ip6_forward.routing-skip', {
  question: 'Has tunnel processing already settled the route?',
  outcomes: {
    settled: 'Yes: the forwarding cache is neither read nor written.',
    open: 'No.',
  },
  kernel: lines(354, 355),
  reference: 'ip6_forward (netinet6/ip6_forward.c)',
});

/** True when the route is that of the tunnel. */
export function isRouteSettled(host: Host, ipsecrt: boolean): boolean {
  branch(host, 354, ipsecrt);
  const outcome = decide(
    host,
    routingSkip,
    ipsecrt ? routingSkip.settled : routingSkip.open,
    RECORDING && { ipsecrt },
  );
  return outcome === routingSkip.settled;
}

const sourceRouted = decision('ip6_forward.source-routed', {
  question: 'Was the destination changed on the way here?',
  outcomes: {
    unchanged: 'No: the cache is trusted to be for this destination.',
    changed: 'Yes: by a routing header or a filter, so the cache must be compared.',
  },
  kernel: lines(359, 382),
  reference: 'RFC 5095 (type 0 header now deprecated)',
});

/**
 * Fills the forwarding cache for the packet and returns its route; null when there is none and the packet
 * ended here.
 */
export function findRoute(host: Host, m: Mbuf, srcrt: boolean, mcopy: Mbuf | null): Rtentry | null {
  branch(host, 359, !srcrt);
  const outcome = decide(
    host,
    sourceRouted,
    srcrt ? sourceRouted.changed : sourceRouted.unchanged,
    RECORDING && { srcrt },
  );
  return outcome === sourceRouted.changed ? rekeyedRoute(host, m, mcopy) : cachedRoute(host, m, mcopy);
}

const routeCache = decision('ip6_forward.route-cache', {
  question: 'Does the forwarding cache hold a route that is up?',
  outcomes: {
    up: 'Yes: {route}.',
    down: 'No: its route has left the table, so a new one is looked up.',
    empty: 'No: it holds none, so one is looked up.',
  },
  kernel: lines(361, 370),
  reference: 'ip6_forward (netinet6/ip6_forward.c); ip6_forward_rt',
});

/** The cached destination is not compared with the packet's: the input path has made them equal. */
function cachedRoute(host: Host, m: Mbuf, mcopy: Mbuf | null): Rtentry | null {
  const ro = host.ip6_forward_rt;
  const state = cacheState(ro.rt);
  if (branch(host, 361, state !== routeCache.up)) branch(host, 363, ro.rt !== null);
  const outcome = decide(
    host,
    routeCache,
    state,
    RECORDING && { route: routeOperand(ro.rt), ro_dst: ro.dst.slice() },
  );
  if (outcome !== routeCache.up) {
    ro.rt = null;
    rtalloc(host.rt6, ro);
  }
  return lookedUp(host, m, mcopy);
}

function cacheState(rt: Rtentry | null): number {
  if (rt === null) return routeCache.empty;
  return (rt.rt_flags & RTF_UP) === 0 ? routeCache.down : routeCache.up;
}

const routeLookup = decision('ip6_forward.route-lookup', {
  question: 'Is there a route?',
  outcomes: {
    none: {
      answer: 'No: no route matches {ip6_dst}.',
      verdict: 'no route matches {ip6_dst}',
    },
    found: 'Yes: {route}.',
  },
  kernel: lines(372, 381),
  reference: 'RFC 4443 3.1 code 0',
});

function lookedUp(host: Host, m: Mbuf, mcopy: Mbuf | null): Rtentry | null {
  const rt = host.ip6_forward_rt.rt;
  branch(host, 372, rt === null);
  if (rt !== null) used(host, rt.origin);
  if (RECORDING)
    considered(host, () => routeCandidates(host.rt6, host.ip6_forward_rt.dst, rt, describeRoute));
  decide(
    host,
    routeLookup,
    rt === null ? routeLookup.none : routeLookup.found,
    RECORDING && { ip6_dst: addressOperand(m, IP6_DST), route: routeOperand(rt) },
  );
  if (rt === null) refuseWithoutRoute(host, m, mcopy, 375);
  return rt;
}

const routeCacheRekey = decision('ip6_forward.route-cache-rekey', {
  question: 'Does the forwarding cache hold a route for exactly this destination?',
  outcomes: {
    same: 'Yes: {route}, used even if it has left the table.',
    other: 'No: it is for another destination, so a new route is looked up.',
    empty: 'No: it holds none, so one is looked up.',
  },
  kernel: lines(382, 393),
  reference: 'ip6_forward (netinet6/ip6_forward.c); ip6_forward_rt',
});

/** RTF_UP is not looked at here: a route that was deleted stays in use for its destination. */
function rekeyedRoute(host: Host, m: Mbuf, mcopy: Mbuf | null): Rtentry | null {
  const ro = host.ip6_forward_rt;
  const state = rekeyState(host, m);
  if (branch(host, 382, state !== routeCacheRekey.same)) branch(host, 384, ro.rt !== null);
  else if (ro.rt !== null) used(host, ro.rt.origin);
  const outcome = decide(
    host,
    routeCacheRekey,
    state,
    RECORDING && {
      route: routeOperand(ro.rt),
      ro_dst: ro.dst.slice(),
      ip6_dst: addressOperand(m, IP6_DST),
    },
  );
  if (outcome === routeCacheRekey.same) return ro.rt;
  rekey(host, m);
  return lookedUpAgain(host, m, mcopy);
}

function rekeyState(host: Host, m: Mbuf): number {
  const { rt, dst } = host.ip6_forward_rt;
  if (rt === null) return routeCacheRekey.empty;
  return equalBytes(m.data, m.off + IP6_DST, dst, 0, 16) ? routeCacheRekey.same : routeCacheRekey.other;
}

/** Makes the cache one for the packet's destination. The key carries the zone. */
function rekey(host: Host, m: Mbuf): void {
  const ro = host.ip6_forward_rt;
  ro.rt = null;
  ro.family = AF_INET6;
  for (let i = 0; i < 16; i++) ro.dst[i] = m.data[m.off + IP6_DST + i];
  rtalloc(host.rt6, ro);
}

const routeLookupRekeyed = decision('ip6_forward.route-lookup-rekeyed', {
  question: 'Is there a route to the changed destination?',
  outcomes: {
    none: {
      answer: 'No: no route matches {ip6_dst}.',
      verdict: 'no route matches {ip6_dst}, to which the packet was redirected on the way',
    },
    found: 'Yes: {route}.',
  },
  kernel: lines(394, 403),
  reference: 'RFC 4443 3.1 code 0',
});

function lookedUpAgain(host: Host, m: Mbuf, mcopy: Mbuf | null): Rtentry | null {
  const rt = host.ip6_forward_rt.rt;
  branch(host, 394, rt === null);
  if (rt !== null) used(host, rt.origin);
  if (RECORDING)
    considered(host, () => routeCandidates(host.rt6, host.ip6_forward_rt.dst, rt, describeRoute));
  decide(
    host,
    routeLookupRekeyed,
    rt === null ? routeLookupRekeyed.none : routeLookupRekeyed.found,
    RECORDING && { ip6_dst: addressOperand(m, IP6_DST), route: routeOperand(rt) },
  );
  if (rt === null) refuseWithoutRoute(host, m, mcopy, 397);
  return rt;
}

/** Drops the packet; ip6s_cantforward does not count it. `line` is where the kernel tests the copy. */
function refuseWithoutRoute(host: Host, m: Mbuf, mcopy: Mbuf | null, line: number): void {
  settle(host, DROPPED);
  host.ip6stat.ip6s_noroute++;
  if (m.rcvif !== null) m.rcvif.in6_ifstat.ifs6_in_noroute++;
  branchAfter(host, line, mcopy !== null);
  if (mcopy !== null)
    host.surroundings.icmp6_error(host, mcopy, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOROUTE, 0);
}
