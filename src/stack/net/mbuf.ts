/**
 * Packets inside the stack: one contiguous buffer each, with the marks that the kernel keeps on the first
 * mbuf.
 */
import type { Host } from '../host';
import type { Trace } from '../trace';
import type { Ifnet } from './if';
import type { MTag } from './mtag';

export const M_BCAST = 0x100;
export const M_MCAST = 0x200;
export const M_LOOP = 0x400;
/** No packet filter is asked about it: ipfw sent it. */
export const M_SKIP_FIREWALL = 0x4000;
export const M_DECRYPTED = 0x800;
export const M_AUTHIPHDR = 0x1000;
export const M_AUTHIPDGM = 0x2000;

/** What of a packet's checksums is left to the network card (csum_flags). */
export const CSUM_IP = 0x1;
export const CSUM_TCP = 0x2;
export const CSUM_UDP = 0x4;
/** The checksum of TCP or UDP. */
export const CSUM_DELAY_DATA = CSUM_TCP | CSUM_UDP;

/** What a packet that leaves is, for those who read the outputs. */
export const outputKinds = [
  'forwarded',
  'icmp6-error',
  'icmp-error',
  'redirect',
  'router-solicitation',
  'neighbor-solicitation',
  'neighbor-advertisement',
  'arp-request',
  'arp-reply',
  'mld-report',
  'mld-done',
  'bridged',
  'local',
] as const;
export type OutputKind = (typeof outputKinds)[number];

/** A packet: bytes `[off, off + len)` of `data`. `len` is the kernel's `m_pkthdr.len`. */
export interface Mbuf {
  data: Uint8Array;
  off: number;
  len: number;
  /**
   * Bytes of a link header before `off` that are the packet's own: of a frame in a bridge, which keeps its
   * header; else 0.
   */
  linkLen: number;
  /** M_* marks. */
  flags: number;
  /** The interface it was received on, null for a packet of our own. */
  rcvif: Ifnet | null;
  /**
   * Bytes in the first buffer of the kernel's chain: `len` when there is one buffer. Only where the kernel's
   * behaviour depends on it (ip6_forward.tunnel-handoff) does anyone look.
   */
  firstLen: number;
  kind: OutputKind;
  /** Number of the capture frame this packet is or answers, 0 for none. */
  frame: number;
  /** The routing table it is looked up in, 0 but for packets of routing domains. */
  rtableid: number;
  /** CSUM_*: checksums that are still to be made. */
  csum_flags: number;
  /** Offset of the checksum in the transport header, where one is still to be made. */
  csum_data: number;
  /** The marks on the packet, the newest first. */
  tags: readonly MTag[];
  /** True while another Mbuf shows the same bytes: call `m_unshare` before writing. */
  shared: boolean;
}

const NO_BYTES = new Uint8Array(0);
const NO_TAGS: readonly MTag[] = Object.freeze([]);

/** A packet of its own, without bytes. */
function newMbuf(): Mbuf {
  return {
    data: NO_BYTES,
    off: 0,
    len: 0,
    linkLen: 0,
    flags: 0,
    rcvif: null,
    firstLen: 0,
    kind: 'local',
    frame: 0,
    rtableid: 0,
    csum_flags: 0,
    csum_data: 0,
    tags: NO_TAGS,
    shared: false,
  };
}

/** The next of the packets that serve again and again, with all that its last use left in it. */
function unusedMbuf(trace: Trace): Mbuf {
  if (trace.mbufsUsed === trace.mbufs.length) trace.mbufs.push(newMbuf());
  return trace.mbufs[trace.mbufsUsed++];
}

/** Gives a copy of a packet what is not of its bytes. */
function copyMarks(m: Mbuf, copy: Mbuf): void {
  copy.linkLen = m.linkLen;
  copy.flags = m.flags;
  copy.rcvif = m.rcvif;
  copy.kind = m.kind;
  copy.frame = m.frame;
  copy.rtableid = m.rtableid;
  copy.csum_flags = m.csum_flags;
  copy.csum_data = m.csum_data;
  copy.tags = m.tags;
}

/**
 * A packet that lives as long as the event under way: `Trace.reset` takes all of them back, so that a packet
 * costs no allocation. What must live longer (a packet that waits for its neighbour) is kept with `m_hold`.
 */
export function m_get(host: Host, data: Uint8Array, off: number, len: number): Mbuf {
  const m = unusedMbuf(host.trace);
  m.data = data;
  m.off = off;
  m.len = len;
  m.linkLen = 0;
  m.flags = 0;
  m.rcvif = null;
  m.firstLen = len;
  m.kind = 'local';
  m.frame = 0;
  m.rtableid = 0;
  m.csum_flags = 0;
  m.csum_data = 0;
  m.tags = NO_TAGS;
  m.shared = false;
  return m;
}

/**
 * The first `len` bytes of a packet as another packet that shares them (m_copy): both must unshare before
 * writing.
 */
export function m_copy(host: Host, m: Mbuf, len: number): Mbuf {
  const copy = unusedMbuf(host.trace);
  copy.data = m.data;
  copy.off = m.off;
  copy.len = len;
  copy.firstLen = Math.min(m.firstLen, len);
  copyMarks(m, copy);
  copy.shared = true;
  m.shared = true;
  return copy;
}

/** Gives the packet bytes of its own when another shows the same. To be called before every write. */
export function m_unshare(m: Mbuf): void {
  if (!m.shared) return;
  m.data = m.data.slice(m.off - m.linkLen, m.off + m.len);
  m.off = m.linkLen;
  m.shared = false;
}

/** A copy with bytes of its own that may be kept beyond the event: the frame's buffer is used again. */
export function m_hold(m: Mbuf): Mbuf {
  const held = newMbuf();
  held.data = m.data.slice(m.off - m.linkLen, m.off + m.len);
  held.off = m.linkLen;
  held.len = m.len;
  held.firstLen = m.firstLen;
  copyMarks(m, held);
  return held;
}

/** The packet's bytes as an array of their own. */
export function m_bytes(m: Mbuf): Uint8Array {
  return m.data.slice(m.off, m.off + m.len);
}

/** The packet's bytes where they lie: valid as long as the packet, and not to be written to. */
export function m_view(m: Mbuf): Uint8Array {
  return m.data.subarray(m.off, m.off + m.len);
}

/** Gives the packet other bytes, which become its own, in one buffer. */
export function m_setBytes(m: Mbuf, bytes: Uint8Array): void {
  m.data = bytes;
  m.off = 0;
  m.len = bytes.length;
  m.linkLen = 0;
  m.firstLen = bytes.length;
  m.shared = false;
}

/** The link header that is the packet's own, empty for none; valid as long as the packet's bytes are. */
export function m_linkHeader(m: Mbuf): Uint8Array {
  return m.data.subarray(m.off - m.linkLen, m.off);
}
