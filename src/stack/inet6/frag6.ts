/** Packets under reassembly (netinet6/frag6.c): their queues, and what is kept of each fragment. */
import { equalBytes } from '../../wire/bytes';
import { IP6_DST, IP6_SRC } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { type Mbuf, m_bytes, m_get } from '../net/mbuf';
import { type Timer, timer_start, timer_stop } from '../net/timer';

/** Bytes of a fragment header. */
export const IP6_FRAG_HDRLEN = 8;
/** Bytes of the longest packet but for its IPv6 header's own length field (IPV6_MAXPACKET). */
export const IPV6_MAXPACKET = 65535;

/** Nanoseconds for which the rest of a packet is waited for (IPV6_FRAGTTL; RFC 8200 4.5). */
const IPV6_FRAGTTL = 60e9;
/** Bytes kept for reassembly at most, whatever the settings allow: a kernel has no more clusters for them. */
const BYTES_MAX = 16 * 1024 * 1024;
/** Bytes that a fragment costs beside its own. */
const OVERHEAD = 256;

/** What a fragment was when it came: never changed, so that all copies of a host share it. */
interface FragmentPacket {
  /** The whole packet from its IPv6 header on, zones embedded. */
  readonly bytes: Uint8Array;
  /** M_* marks. */
  readonly flags: number;
  /** Number of its capture frame, 0 for none. */
  readonly frame: number;
}

/** A fragment that waits (struct ip6asfrag). */
export interface Ip6asfrag {
  packet: FragmentPacket;
  rcvif: Ifnet;
  /** Where its data begins in the packet. */
  ip6af_offset: number;
  /** Bytes of data. */
  ip6af_frglen: number;
  /** Where the data belongs in the whole packet's fragmentable part. */
  ip6af_off: number;
  /** More fragments follow it. */
  ip6af_mff: boolean;
  /** The congestion bits of its traffic class; those of the first one may be raised later. */
  ecn: number;
}

/** A packet under reassembly (struct ip6q). */
export interface Ip6q {
  ip6q_ident: number;
  /** 16 bytes each, zone embedded. */
  ip6q_src: Uint8Array;
  ip6q_dst: Uint8Array;
  /** Bytes of extension headers before the fragment header, -1 until the fragment with offset 0 came. */
  ip6q_unfrglen: number;
  /** Protocol of what is reassembled, of the fragment with offset 0. */
  ip6q_nxt: number;
  /** The fragments in the order of their offsets. */
  fragments: Ip6asfrag[];
  ip6q_timer: Timer | null;
}

/** All of reassembly that a host knows. */
export interface Frag6 {
  /** Oldest first. */
  queues: Ip6q[];
  /** Packets under reassembly, as they are counted against net.inet6.ip6.maxfragpackets. */
  nfragpackets: number;
  /** Fragments kept, as they are counted against net.inet6.ip6.maxfrags. */
  nfrags: number;
  /** Bytes kept. */
  bytes: number;
}

/** Nothing to reassemble. */
export function newFrag6(): Frag6 {
  return { queues: [], nfragpackets: 0, nfrags: 0, bytes: 0 };
}

/**
 * The queue that the fragment belongs to, or null: equal source, destination and identification (RFC 8200
 * 4.5).
 */
export function frag6_find(host: Host, m: Mbuf, ident: number): Ip6q | null {
  for (const q6 of host.frag6.queues) {
    if (q6.ip6q_ident !== ident) continue;
    if (!equalBytes(q6.ip6q_src, 0, m.data, m.off + IP6_SRC, 16)) continue;
    if (equalBytes(q6.ip6q_dst, 0, m.data, m.off + IP6_DST, 16)) return q6;
  }
  return null;
}

/** A queue for the packet that `m` is a fragment of; its time begins to run. It is to be counted before. */
export function frag6_insque(host: Host, m: Mbuf, ident: number): Ip6q {
  const q6: Ip6q = {
    ip6q_ident: ident,
    ip6q_src: m.data.slice(m.off + IP6_SRC, m.off + IP6_DST),
    ip6q_dst: m.data.slice(m.off + IP6_DST, m.off + IP6_DST + 16),
    ip6q_unfrglen: -1,
    ip6q_nxt: 0,
    fragments: [],
    ip6q_timer: null,
  };
  q6.ip6q_timer = timer_start(host, IPV6_FRAGTTL, 'frag6_slowtimo', q6, m.frame);
  host.frag6.queues.push(q6);
  return q6;
}

/** Takes a queue and all that waits in it away. */
export function frag6_remque(host: Host, q6: Ip6q): void {
  const { frag6 } = host;
  timer_stop(host, q6.ip6q_timer);
  q6.ip6q_timer = null;
  frag6.queues.splice(frag6.queues.indexOf(q6), 1);
  frag6.nfragpackets--;
  for (const af6 of q6.fragments) forget(frag6, af6);
}

/** True when there are buffers for another `length` bytes. */
export function frag6_hasRoom(host: Host, length: number): boolean {
  return host.frag6.bytes + length + OVERHEAD <= BYTES_MAX;
}

/** A fragment to be kept: its data begins at `offset` and belongs at `fragoff` of the whole. */
export function newFragment(
  m: Mbuf,
  rcvif: Ifnet,
  offset: number,
  fragoff: number,
  more: boolean,
): Ip6asfrag {
  return {
    packet: Object.freeze({ bytes: m_bytes(m), flags: m.flags, frame: m.frame }),
    rcvif,
    ip6af_offset: offset,
    ip6af_frglen: m.len - offset,
    ip6af_off: fragoff,
    ip6af_mff: more,
    ecn: (m.data[m.off + 1] >> 4) & 3,
  };
}

/** Puts a fragment at the place `at` of its queue (frag6_enq). */
export function frag6_enq(host: Host, q6: Ip6q, af6: Ip6asfrag, at: number): void {
  q6.fragments.splice(at, 0, af6);
  host.frag6.nfrags++;
  host.frag6.bytes += af6.packet.bytes.length + OVERHEAD;
}

/** Takes a fragment out of its queue (frag6_deq). */
export function frag6_deq(host: Host, q6: Ip6q, af6: Ip6asfrag): void {
  q6.fragments.splice(q6.fragments.indexOf(af6), 1);
  forget(host.frag6, af6);
}

function forget(frag6: Frag6, af6: Ip6asfrag): void {
  frag6.nfrags--;
  frag6.bytes -= af6.packet.bytes.length + OVERHEAD;
}

/** The fragment as the packet that it was, for an error about it. */
export function fragmentMbuf(host: Host, af6: Ip6asfrag): Mbuf {
  const { bytes, flags, frame } = af6.packet;
  const m = m_get(host, bytes, 0, bytes.length);
  m.flags = flags;
  m.frame = frame;
  m.rcvif = af6.rcvif;
  m.shared = true;
  return m;
}
