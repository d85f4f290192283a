/** Packets that are put together from fragments (struct ipq in netinet/ip_var.h). */
import { get16, get32 } from '../../../wire/bytes';
import { IP_DST, IP_ID, IP_P, IP_SRC } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { type Timer, timer_start, timer_stop } from '../../net/timer';

/** Nanoseconds for which fragments wait for the others (IPFRAGTTL, 60 half seconds). */
const IPFRAGTTL = 30e9;
/** Bytes of all fragments at most: a capture must not fill the memory. */
const BYTES_MAX = 16 << 20;
/** Bytes that a fragment costs beside its own. */
const OVERHEAD = 256;

/** A fragment that waits. */
export interface Ipasfrag {
  /** Its data, and the place of that in the whole. */
  bytes: Uint8Array;
  offset: number;
}

/** One packet under reassembly. */
export interface Ipq {
  readonly id: number;
  readonly src: number;
  readonly dst: number;
  readonly p: number;
  /** The header of the fragment with offset 0, null until it came. */
  header: Uint8Array | null;
  /** In the order of their offsets, without overlaps. */
  fragments: Ipasfrag[];
  /** Fragments counted against net.inet.ip.maxfragsperpacket. */
  nfrags: number;
  /** Length of all data, -1 until the last fragment came. */
  total: number;
  readonly rcvif: Ifnet;
  timer: Timer | null;
}

/** All of reassembly that a host knows; the oldest first. */
export interface Ipqs {
  queues: Ipq[];
  bytes: number;
}

/** Nothing to reassemble. */
export function newIpqs(): Ipqs {
  return { queues: [], bytes: 0 };
}

/**
 * The queue that the fragment belongs to, or null: equal source, destination, protocol and identification.
 */
export function ipq_find(host: Host, m: Mbuf): Ipq | null {
  const id = get16(m.data, m.off + IP_ID);
  const src = get32(m.data, m.off + IP_SRC);
  const dst = get32(m.data, m.off + IP_DST);
  for (const fp of host.ipq.queues) {
    if (fp.id === id && fp.src === src && fp.dst === dst && fp.p === m.data[m.off + IP_P]) return fp;
  }
  return null;
}

/** A queue for the packet that `m` is a fragment of; its time begins to run. */
export function ipq_new(host: Host, m: Mbuf): Ipq {
  const fp: Ipq = {
    id: get16(m.data, m.off + IP_ID),
    src: get32(m.data, m.off + IP_SRC),
    dst: get32(m.data, m.off + IP_DST),
    p: m.data[m.off + IP_P],
    header: null,
    fragments: [],
    nfrags: 0,
    total: -1,
    rcvif: m.rcvif as Ifnet,
    timer: null,
  };
  fp.timer = timer_start(host, IPFRAGTTL, 'ip_slowtimo', fp, m.frame);
  host.ipq.queues.push(fp);
  return fp;
}

/** Throws a queue away with all that waits in it (ip_freef). */
export function ip_freef(host: Host, fp: Ipq): void {
  timer_stop(host, fp.timer);
  fp.timer = null;
  const at = host.ipq.queues.indexOf(fp);
  if (at >= 0) host.ipq.queues.splice(at, 1);
  for (const fragment of fp.fragments) ipq_forget(host, fragment);
}

/** True when there are buffers for another `length` bytes. */
export function ipq_hasRoom(host: Host, length: number): boolean {
  return host.ipq.bytes + length + OVERHEAD <= BYTES_MAX;
}

/** Keeps a fragment at the place `at` of its queue. */
export function ipq_insert(host: Host, fp: Ipq, fragment: Ipasfrag, at: number): void {
  fp.fragments.splice(at, 0, fragment);
  fp.nfrags++;
  host.ipq.bytes += fragment.bytes.length + OVERHEAD;
}

/** Takes the bytes of a fragment out of the account. */
export function ipq_forget(host: Host, fragment: Ipasfrag): void {
  host.ipq.bytes -= fragment.bytes.length + OVERHEAD;
}
