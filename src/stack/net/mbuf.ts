/** Packets inside the stack: one contiguous buffer each, with the marks that the kernel keeps on the first mbuf. */
import type { Ifnet } from './if';

export const M_BCAST = 0x100;
export const M_MCAST = 0x200;
export const M_LOOP = 0x400;
export const M_DECRYPTED = 0x800;
export const M_AUTHIPHDR = 0x1000;
export const M_AUTHIPDGM = 0x2000;

/** What a packet that leaves is, for those who read the outputs. */
export type OutputKind =
  | 'forwarded'
  | 'icmp6-error'
  | 'redirect'
  | 'neighbor-solicitation'
  | 'neighbor-advertisement'
  | 'local';

/** A packet: bytes `[off, off + len)` of `data`. `len` is the kernel's `m_pkthdr.len`. */
export interface Mbuf {
  data: Uint8Array;
  off: number;
  len: number;
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
  /** True while another Mbuf shows the same bytes: call `m_unshare` before writing. */
  shared: boolean;
}
