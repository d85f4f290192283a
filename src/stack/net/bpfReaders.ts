/** Captures begin and end on an interface (bpf_setif, bpf_detachd in net/bpf.c). */
import { EINVAL } from '../errno';
import type { Host } from '../host';
import { iptap_tap_callback } from '../tap/iptapCallback';
import { type BpfReader, bpf_type } from './bpf';
import type { Ifnet } from './if';

/** Begins to capture a link type DLT_*: 0, or EINVAL when the interface does not offer it. Its driver is told of the first reader alone. */
export function bpf_open(host: Host, ifp: Ifnet, dlt: number, reader: BpfReader): number {
  const type = bpf_type(host, ifp, dlt);
  if (type === null) return EINVAL;
  type.readers.push(reader);
  if (type.readers.length === 1) iptap_tap_callback(host, ifp, dlt, true);
  return 0;
}

/** Ends every capture on an interface, in the order in which it offers them. Its driver is told when the last reader of a link type has gone. */
export function bpf_close(host: Host, ifp: Ifnet): void {
  for (const type of host.bpf) {
    if (type.ifp !== ifp || type.readers.length === 0) continue;
    type.readers = [];
    iptap_tap_callback(host, ifp, type.dlt, false);
  }
}
