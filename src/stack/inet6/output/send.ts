/** The last step of ip6_output. */
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import type { Way } from './route';

/** Gives the packet to neighbour discovery and the link: 0 or an error number. */
export function send(host: Host, m: Mbuf, way: Way): number {
  return host.surroundings.nd6_output(host, way.ifp, way.ifp, m, way.nexthop, way.rt);
}
