/** Steps 11 and 12 of ip6_output: the way to the destination. */
import { IP6_DST, IP6_HDRLEN } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { RTF_GATEWAY, type Rtentry, rtalloc1 } from '../../net/route';
import { ifOperand, routeOperand } from '../../operands';
import { decide, decision, used } from '../../trace';

const route = decision('ip6_output.route', {
  question: 'Is there a way to the destination?',
  outcomes: {
    route: 'Yes: {route}.',
    multicast: 'Yes: the group is reached by {ifp}.',
    none: 'No: no route leads to {dst} (EHOSTUNREACH).',
  },
  reference: 'RFC 4861 5.2; ip6_output, in6_selectroute (netinet6)',
});

/** The way that was found: next hop (zone embedded) and route. */
export interface Way {
  readonly ifp: Ifnet;
  readonly rt: Rtentry | null;
  readonly nexthop: Uint8Array;
  /** The destination, zone embedded. */
  readonly dst: Uint8Array;
}

/** The way of the packet, by `moifp` when it is for a group; null when there is none. */
export function findWay(host: Host, m: Mbuf, moifp: Ifnet | null): Way | null {
  const dst = m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN);
  const group = dst[0] === 0xff && moifp !== null;
  const rt = group ? null : rtalloc1(host.rt6, dst);
  const outcome = group ? route.multicast : rt !== null ? route.route : route.none;
  if (rt !== null) used(host, rt.origin);
  decide(
    host,
    route,
    outcome,
    RECORDING && { route: routeOperand(rt), ifp: ifOperand(moifp), dst: dst.slice() },
  );
  if (outcome === route.multicast) return { ifp: moifp as Ifnet, rt: null, nexthop: dst, dst };
  if (rt === null) {
    host.ip6stat.ip6s_noroute++;
    if (moifp !== null) moifp.in6_ifstat.ifs6_out_discard++;
    return null;
  }
  const gateway = (rt.rt_flags & RTF_GATEWAY) !== 0 ? rt.rt_gateway : null;
  return { ifp: rt.rt_ifp, rt, nexthop: gateway ?? dst, dst };
}
