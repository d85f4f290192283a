/**
 * Routing tables by number, and the routing domain that each belongs to (net/rtable.c of OpenBSD). A machine
 * has table 0 in domain 0 unless told otherwise.
 */
import type { Host } from '../host';

/** True when there is a table of this number. */
export function rtable_exists(host: Host, id: number): boolean {
  return host.rtables.has(id);
}

/** The routing domain of a table; 0 for one that does not exist. */
export function rtable_l2(host: Host, id: number): number {
  return host.rtables.get(id) ?? 0;
}
