/** The way of a packet of ours (ip_output in netinet/ip_output.c). */
import { IP_DST } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { type Rtentry, rtalloc1 } from '../../net/route';
import { routeOperand } from '../../operands';
import { decide, decision, used } from '../../trace';
import { inOperand } from '../ipOperands';

const route = decision('ip_output.route', {
  question: 'Is there a way to the destination?',
  outcomes: {
    route: 'Yes: {route}.',
    given: 'Yes, {route}: the forwarder has found it.',
    none: {
      answer: 'No: no route leads to {ip_dst} (EHOSTUNREACH).',
      verdict: 'no route leads to {ip_dst}',
    },
  },
  reference: 'RFC 1122 3.3.1; ip_output (netinet/ip_output.c)',
});

/** The route of the packet, `given` when somebody found it before; null when there is none. */
export function routeOf(host: Host, m: Mbuf, given: Rtentry | null): Rtentry | null {
  const rt = given ?? rtalloc1(host.rt4, m.data, m.off + IP_DST);
  const outcome = rt === null ? route.none : given !== null ? route.given : route.route;
  if (rt !== null) used(host, rt.origin);
  decide(host, route, outcome, RECORDING && { ip_dst: inOperand(m, IP_DST), route: routeOperand(rt) });
  if (rt === null) host.ipstat.ips_noroute++;
  return rt;
}
