/** The Berkeley packet filter: whoever captures on an interface is shown what passes (net/bpf.c). */
import type { Host } from '../host';
import type { Origin } from '../trace';
import type { Ifnet } from './if';
import type { Mbuf } from './mbuf';

/** Link types as the kernel numbers them; in a file they are LINKTYPE_RAW 101 and LINKTYPE_PKTAP 258. */
/** The family in the machine's byte order, little-endian here, and then the packet. */
export const DLT_NULL = 0;
export const DLT_EN10MB = 1;
export const DLT_RAW = 12;
/** As DLT_NULL, the family in network byte order and as OpenBSD numbers it. */
export const DLT_LOOP = 108;
/** DLT_USER2, which xnu uses for PKTAP. */
export const DLT_PKTAP = 149;

/** Somebody who captures: the file it goes to, as its `capture` line names it. */
export interface BpfReader {
  readonly file: string;
  readonly origin: Origin;
}

/** A kind of capture that an interface offers. */
export interface BpfType {
  readonly ifp: Ifnet;
  /** DLT_* */
  readonly dlt: number;
  /** Bytes of the header in front of each packet. */
  readonly hdrlen: number;
  /** Who captures it, in the order in which they began. */
  readers: BpfReader[];
}

/** A packet as one reader is shown it. */
export interface BpfRecord {
  readonly file: string;
  /** Name of the interface that was captured on. */
  readonly interface: string;
  /** DLT_* */
  readonly dlt: number;
  readonly outgoing: boolean;
  /** The packet with what the link type puts in front of it. */
  readonly bytes: Uint8Array;
}

/** Offers a kind of capture on an interface. */
export function bpf_attach(host: Host, ifp: Ifnet, dlt: number, hdrlen: number): void {
  host.bpf.push({ ifp, dlt, hdrlen, readers: [] });
}

/** Takes back all that an interface offers. */
export function bpf_detach(host: Host, ifp: Ifnet): void {
  host.bpf = host.bpf.filter(type => type.ifp !== ifp);
}

/** What an interface offers of a link type, null when it does not. */
export function bpf_type(host: Host, ifp: Ifnet, dlt: number): BpfType | null {
  for (const type of host.bpf) if (type.ifp === ifp && type.dlt === dlt) return type;
  return null;
}

/** Shows a frame that leaves to whoever captures on the interface. */
export function bpf_mtap(host: Host, ifp: Ifnet, m: Mbuf): void {
  bpf_tap(host, ifp, DLT_EN10MB, null, m, true);
}

/**
 * Shows a packet, with a header in front of it where `header` is one, to whoever captures this link type
 * (bpf_tap_in, bpf_tap_out).
 */
export function bpf_tap(
  host: Host,
  ifp: Ifnet,
  dlt: number,
  header: Uint8Array | null,
  m: Pick<Mbuf, 'data' | 'off' | 'len'>,
  outgoing: boolean,
): void {
  for (const { file } of bpf_type(host, ifp, dlt)?.readers ?? []) {
    host.io.captured?.({ file, interface: ifp.name, dlt, outgoing, bytes: joined(header, m) });
  }
}

function joined(
  header: Uint8Array | null,
  { data, off, len }: Pick<Mbuf, 'data' | 'off' | 'len'>,
): Uint8Array {
  const hdrlen = header?.length ?? 0;
  const bytes = new Uint8Array(hdrlen + len);
  if (header !== null) bytes.set(header);
  bytes.set(data.subarray(off, off + len), hdrlen);
  return bytes;
}
