/** Captures begin and end on an interface (bpf_setif, bpf_detachd in net/bpf.c). */
import { EINVAL } from '../errno';
import type { Host } from '../host';
import { iptap_tap_callback } from '../tap/iptapCallback';
import { type BpfReader, type BpfType, bpf_attach, bpf_type } from './bpf';
import { offersDlt } from './bpfLink';
import { type Ifnet, if_dname } from './if';

/**
 * Begins to capture a link type DLT_*: 0, or EINVAL when the interface does not offer it. A tap is told of
 * the first reader alone.
 */
export function bpf_open(host: Host, ifp: Ifnet, dlt: number, reader: BpfReader): number {
  const type = bpf_type(host, ifp, dlt) ?? offered(host, ifp, dlt);
  if (type === null) return EINVAL;
  type.readers.push(reader);
  if (type.readers.length === 1) told(host, ifp, dlt, true);
  return 0;
}

/**
 * Ends every capture on an interface, in the order in which it offers them. A tap is told when the last
 * reader of a link type has gone.
 */
export function bpf_close(host: Host, ifp: Ifnet): void {
  for (const type of host.bpf) {
    if (type.ifp !== ifp || type.readers.length === 0) continue;
    type.readers = [];
    told(host, ifp, type.dlt, false);
  }
}

/**
 * What an interface's link gives is offered from the first capture on; a tap offers its own when it is made.
 */
function offered(host: Host, ifp: Ifnet, dlt: number): BpfType | null {
  if (isTap(ifp) || !offersDlt(ifp, dlt)) return null;
  bpf_attach(host, ifp, dlt, 0);
  return bpf_type(host, ifp, dlt);
}

function told(host: Host, ifp: Ifnet, dlt: number, on: boolean): void {
  if (isTap(ifp)) iptap_tap_callback(host, ifp, dlt, on);
  else ifp.if_bpf = on;
}

function isTap({ name }: Ifnet): boolean {
  return if_dname(name) === 'iptap';
}
