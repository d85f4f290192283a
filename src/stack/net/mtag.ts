/**
 * Marks that travel with a packet inside the kernel (m_tag(9)): here, which rule diverted it, and to which
 * port.
 */
import type { Host } from '../host';
import { fault } from './fault';
import type { Mbuf } from './mbuf';

export const PACKET_TAG_DIVERT = 17;
/** Ours: a packet that programs on divert sockets gave back, `info` times by now. */
export const PACKET_TAG_ROUNDS = -1;

/** A mark. Never changed once made, so packets share them. */
export interface MTag {
  /** PACKET_TAG_*, or any other number for a mark that nobody here reads. */
  readonly id: number;
  /** Of a divert tag: the port in the low 16 bits, whatever above. */
  readonly info: number;
  /** Of a divert tag: the number of the rule that diverted the packet. */
  readonly cookie: number;
}

/** The first mark of this kind, or null. */
export function m_tag_find(m: Mbuf, id: number): MTag | null {
  for (const tag of m.tags) if (tag.id === id) return tag;
  return null;
}

/** Puts a mark in front of the others; false when there is no memory for it. */
export function m_tag_prepend(host: Host, m: Mbuf, tag: MTag): boolean {
  if (fault(host, 'm_tag_get', m) !== 0) return false;
  m.tags = [tag, ...m.tags];
  return true;
}

/** Takes one mark off. */
export function m_tag_delete(m: Mbuf, tag: MTag): void {
  m.tags = m.tags.filter(one => one !== tag);
}
