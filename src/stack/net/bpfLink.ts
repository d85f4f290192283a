/**
 * Frames that pass an interface are shown to whoever captures on it (ETHER_BPF_MTAP in net/if_ethersubr.c,
 * BPF_MTAP in drivers).
 */

import { put16 } from '../../wire/bytes';
import { carriedType, ETHER_HDR_LEN, ETHER_TYPE, headerLength } from '../../wire/linkHeader';
import { LINKTYPE_ETHERNET } from '../../wire/linktype';
import type { Host } from '../host';
import { bpf_tap, DLT_EN10MB, DLT_LOOP, DLT_NULL, DLT_RAW } from './bpf';
import { ether_header } from './etherEncap';
import { IFF_LOOPBACK, IFF_POINTOPOINT, type Ifnet } from './if';
import { type Mbuf, m_linkHeader } from './mbuf';

/**
 * True when an interface's link gives captures of DLT_*: Ethernet frames; else packets, as they are where it
 * has one neighbour only, or behind their family.
 */
export function offersDlt(ifp: Ifnet, dlt: number): boolean {
  if (isEthernet(ifp)) return dlt === DLT_EN10MB;
  if ((ifp.flags & (IFF_POINTOPOINT | IFF_LOOPBACK)) === 0) return false;
  return dlt === DLT_NULL || dlt === DLT_LOOP || (dlt === DLT_RAW && (ifp.flags & IFF_LOOPBACK) === 0);
}

function isEthernet({ lladdr }: Ifnet): boolean {
  return lladdr.length > 0;
}

/** AF_INET6 of FreeBSD and of OpenBSD; AF_INET is 2 on both. */
const AF_INET6_FREEBSD = 28;
const AF_INET6_OPENBSD = 24;
const AF_INET = 2;

/** Shows a packet of a link without headers to whoever captures there. */
export function bpf_packet(
  host: Host,
  ifp: Ifnet,
  m: Pick<Mbuf, 'data' | 'off' | 'len'>,
  outgoing: boolean,
): void {
  const ipv6 = m.data[m.off] >> 4 === 6;
  bpf_tap(host, ifp, DLT_RAW, null, m, outgoing);
  bpf_tap(host, ifp, DLT_NULL, Uint8Array.of(ipv6 ? AF_INET6_FREEBSD : AF_INET, 0, 0, 0), m, outgoing);
  bpf_tap(host, ifp, DLT_LOOP, Uint8Array.of(0, 0, 0, ipv6 ? AF_INET6_OPENBSD : AF_INET), m, outgoing);
}

/**
 * Shows the frame `[off, off + len)` of `data` that comes in. One that was captured without an Ethernet
 * header has its type and this end alone in one.
 */
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
  if (!isEthernet(ifp)) {
    bpf_packet(host, ifp, { data, off: off + hdrlen, len: len - hdrlen }, false);
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
  if (!isEthernet(ifp)) {
    bpf_packet(host, ifp, m, true);
    return;
  }
  const frame = new Uint8Array(ETHER_HDR_LEN + m.len);
  frame.set(m.data.subarray(m.off, m.off + m.len), ETHER_HDR_LEN);
  if (m.linkLen === ETHER_HDR_LEN) frame.set(m_linkHeader(m));
  else ether_header(host, ifp, frame, 0, nexthop);
  bpf_tap(host, ifp, DLT_EN10MB, null, { data: frame, off: 0, len: frame.length }, true);
}
