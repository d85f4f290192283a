/** The packet filter hooks (net/pfil.c): here the one filter there is, ipfw. */
import type { Host } from '../host';
import { ipfw_chk } from '../inet/ipfw/ipfwChk';
import type { Ifnet } from './if';
import type { Mbuf } from './mbuf';

/**
 * Shows a packet, its addresses as on the wire, to the filters that are attached: 0 pass, PFIL_CONSUMED, or
 * the error number of a refusal. `direction` is PFIL_IN or PFIL_OUT.
 */
export function pfil_run_hooks(host: Host, m: Mbuf, ifp: Ifnet, direction: number): number {
  return ipfw_chk(host, m, ifp, direction);
}
