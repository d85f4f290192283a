/** Where a packet begins: room for headers in front of it (M_PREPEND), and headers taken off (m_adj). */
import type { Host } from '../host';
import { fault } from './fault';
import type { Mbuf } from './mbuf';

/**
 * Puts `length` zero bytes in front of the packet; false when there is no memory for them, and the packet is
 * gone.
 */
export function m_prepend(host: Host, m: Mbuf, length: number): boolean {
  if (fault(host, 'm_prepend', m) !== 0) return false;
  const longer = new Uint8Array(length + m.len);
  longer.set(m.data.subarray(m.off, m.off + m.len), length);
  m.data = longer;
  m.off = 0;
  m.len = longer.length;
  m.linkLen = 0;
  m.firstLen = longer.length;
  m.shared = false;
  return true;
}

/** Takes `length` bytes off the front of the packet, at most all of it (m_adj). */
export function m_adj(m: Mbuf, length: number): void {
  const taken = Math.min(length, m.len);
  m.linkLen = 0;
  m.off += taken;
  m.len -= taken;
  m.firstLen = Math.max(m.firstLen - taken, 0);
}

/** Has the packet begin behind a link header of `length` bytes, which stays its own. */
export function m_behindLink(m: Mbuf, length: number): void {
  m_adj(m, length);
  m.linkLen = length;
}

/** Has the packet begin at its own link header. */
export function m_withLink(m: Mbuf): void {
  m.off -= m.linkLen;
  m.len += m.linkLen;
  m.firstLen += m.linkLen;
  m.linkLen = 0;
}
