/** The Berkeley packet filter: whoever captures on an interface is shown what passes (net/bpf.c). */
import type { Host } from '../host';
import type { Ifnet } from './if';
import type { Mbuf } from './mbuf';

/** Shows a frame to whoever captures on the interface. */
export function bpf_mtap(host: Host, ifp: Ifnet, m: Mbuf): void {
  host.io.captured?.(ifp, m);
}
