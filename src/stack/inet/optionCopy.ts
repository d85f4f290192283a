/** Which options of a packet go into others made of it. */
import { IPOPT_EOL, IPOPT_NOP, IPOPT_RR, IPOPT_TS } from '../../wire/ipv4';
import type { Mbuf } from '../net/mbuf';

const NONE = new Uint8Array(0);

/**
 * Options of a header of `hlen` bytes, padded to a multiple of 4: those that record the way for an answer to
 * it (icmp_reflect), else those that every fragment bears (ip_optcopy). The options have been checked.
 */
export function copyOptions(m: Mbuf, hlen: number, forAnswer: boolean): Uint8Array {
  if (hlen === 20) return NONE;
  const kept: number[] = [];
  for (let at = m.off + 20; at < m.off + hlen; ) {
    const type = m.data[at];
    if (type === IPOPT_EOL) break;
    const length = type === IPOPT_NOP ? 1 : m.data[at + 1];
    if (length < 1 || at + length > m.off + hlen) break;
    const records = type === IPOPT_RR || type === IPOPT_TS;
    if (forAnswer ? records : type !== IPOPT_NOP && (type & 0x80) !== 0) {
      for (let i = 0; i < length; i++) kept.push(m.data[at + i]);
    }
    at += length;
  }
  while ((kept.length & 3) !== 0) kept.push(IPOPT_EOL);
  return Uint8Array.from(kept);
}
