/** The Berkeley packet filter: whoever captures on an interface is shown what passes (net/bpf.c). */
import type { Host } from '../host';
import type { Ifnet } from './if';
import type { Mbuf } from './mbuf';

/** Link types as the kernel numbers them; in a file they are LINKTYPE_RAW 101 and LINKTYPE_PKTAP 258. */
export const DLT_NULL = 0;
export const DLT_EN10MB = 1;
export const DLT_RAW = 12;
/** DLT_USER2, which xnu uses for PKTAP. */
export const DLT_PKTAP = 149;

/** A kind of capture that an interface offers. */
export interface BpfType {
  readonly ifp: Ifnet;
  /** DLT_* */
  readonly dlt: number;
  /** Bytes of the header in front of each packet. */
  readonly hdrlen: number;
}

/** Offers a kind of capture on an interface. */
export function bpf_attach(host: Host, ifp: Ifnet, dlt: number, hdrlen: number): void {
  host.bpf.push({ ifp, dlt, hdrlen });
}

/** Takes back all that an interface offers. */
export function bpf_detach(host: Host, ifp: Ifnet): void {
  host.bpf = host.bpf.filter(type => type.ifp !== ifp);
}

/** Shows a frame that leaves to whoever captures on the interface. */
export function bpf_mtap(host: Host, ifp: Ifnet, m: Mbuf): void {
  host.io.captured?.(ifp, DLT_EN10MB, null, m, true);
}

/** Shows a packet, with a header in front of it where `header` is one, to whoever captures this link type (bpf_tap_in, bpf_tap_out). */
export function bpf_tap(
  host: Host,
  ifp: Ifnet,
  dlt: number,
  header: Uint8Array | null,
  m: Mbuf,
  outgoing: boolean,
): void {
  host.io.captured?.(ifp, dlt, header, m, outgoing);
}
