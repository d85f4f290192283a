/** Reception of ICMPv6 (netinet6/icmp6.c). */
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { DELIVERED, settle } from '../trace';

/** Takes the message at `off` of a packet of ours. */
export function icmp6_input(host: Host, _m: Mbuf, _off: number): void {
  settle(host, DELIVERED);
}
