/**
 * The zone of a group on an interface, as Multicast Listener Discovery asks for it (in6_setscope in
 * netinet6/scope6.c).
 */
import type { Host } from '../../host';
import { fault } from '../../net/fault';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { in6_setscope } from '../scope6';

/**
 * Writes the zone of `ifp` into a group (16 bytes); false when it has none there. `m` is the message that it
 * is about, null for none.
 */
export function setscope(host: Host, group: Uint8Array, ifp: Ifnet, m: Mbuf | null): boolean {
  return fault(host, 'in6_setscope', m) === 0 && in6_setscope(group, 0, ifp) >= 0;
}
