/** The one place where packets leave the host. */
import type { Host } from '../host';
import { bpf_sent } from './bpfLink';
import type { Ifnet } from './if';
import { type Mbuf, m_bytes } from './mbuf';

/**
 * Gives a packet to the world outside, from its network header on. `nexthop` is null when there is none to
 * resolve.
 */
export function emit(host: Host, ifp: Ifnet, m: Mbuf, nexthop: Uint8Array | null): void {
  if (RECORDING) host.trace.recorder?.emitted(host, { interface: ifp.name, kind: m.kind, bytes: m_bytes(m) });
  if (ifp.if_bpf) bpf_sent(host, ifp, m, nexthop);
  host.io.output(ifp, m, nexthop);
}
