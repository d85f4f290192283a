import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { enter, leave } from '../trace';

/** Forwards a packet whose addresses carry their zones; `srcrt` is true when its destination changed on the way here. */
export function ip6_forward(host: Host, m: Mbuf, _srcrt: boolean): void {
  enter(host, 'ip6_forward', m);
  leave(host);
}
