/** Frames that pass an interface are shown to whoever captures on it (ETHER_BPF_MTAP in net/if_ethersubr.c, BPF_MTAP in drivers). */

import { put16 } from '../../wire/bytes';
import { carriedType, ETHER_HDR_LEN, ETHER_TYPE, headerLength } from '../../wire/linkHeader';
import { LINKTYPE_ETHERNET } from '../../wire/linktype';
import type { Host } from '../host';
import { bpf_tap, DLT_EN10MB, DLT_RAW } from './bpf';
import { ether_header } from './etherEncap';
import { IFF_POINTOPOINT, type Ifnet } from './if';
import { type Mbuf, m_linkHeader } from './mbuf';

/** What an interface's link gives, as DLT_*: Ethernet frames, or packets where it has one neighbour only; -1 where it gives nothing. */
export function dltOfLink({ lladdr, flags }: Ifnet): number {
  if (lladdr.length > 0) return DLT_EN10MB;
  return (flags & IFF_POINTOPOINT) !== 0 ? DLT_RAW : -1;
}

/** Shows the frame `[off, off + len)` of `data` that comes in. One that was captured without an Ethernet header has its type and this end alone in one. */
export function bpf_received(
  host: Host,
  ifp: Ifnet,
  linkType: number,
  found: number,
  data: Uint8Array,
  off: number,
  len: number,
): void {
  const hdrlen = headerLength(found);
  if (dltOfLink(ifp) === DLT_RAW) {
    bpf_tap(host, ifp, DLT_RAW, null, { data, off: off + hdrlen, len: len - hdrlen }, false);
    return;
  }
  if (linkType === LINKTYPE_ETHERNET) {
    bpf_tap(host, ifp, DLT_EN10MB, null, { data, off, len }, false);
    return;
  }
  const header = new Uint8Array(ETHER_HDR_LEN);
  header.set(ifp.lladdr);
  put16(header, ETHER_TYPE, carriedType(found));
  bpf_tap(host, ifp, DLT_EN10MB, header, { data, off: off + hdrlen, len: len - hdrlen }, false);
}

/** Shows a packet that leaves, in the frame that carries it. */
export function bpf_sent(host: Host, ifp: Ifnet, m: Mbuf, nexthop: Uint8Array | null): void {
  if (dltOfLink(ifp) === DLT_RAW) {
    bpf_tap(host, ifp, DLT_RAW, null, m, true);
    return;
  }
  const frame = new Uint8Array(ETHER_HDR_LEN + m.len);
  frame.set(m.data.subarray(m.off, m.off + m.len), ETHER_HDR_LEN);
  if (m.linkLen === ETHER_HDR_LEN) frame.set(m_linkHeader(m));
  else ether_header(host, ifp, frame, 0, nexthop);
  bpf_tap(host, ifp, DLT_EN10MB, null, { data: frame, off: 0, len: frame.length }, true);
}
