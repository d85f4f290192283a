/** Texts of the TCP layer. */
import { get16, get32 } from '../../wire/bytes';
import type { Dissection } from '../dissection';
import { ACK } from './flags';

/** As the layer's value, instead of its length: only the ports are there. */
export const PORTS_ONLY = -2;
/** As the layer's value: how long the segment is, nobody knows. */
export const WITHOUT_LENGTH = -1;

/** The layer's line: ports, numbers and length. */
export function tcpText(d: Dissection, k: number): string {
  const bytes = d.sources[d.source[k]];
  const at = d.offset[k];
  const ports = `Transmission Control Protocol, Src Port: ${get16(bytes, at)}, Dst Port: ${get16(bytes, at + 2)}`;
  if (d.value[k] === PORTS_ONLY) return ports;
  if (bytes[at + 12] >>> 4 < 5) return `${ports}, Seq: ${get32(bytes, at + 4)}`;
  const acknowledged = (bytes[at + 13] & ACK) !== 0 ? `, Ack: ${get32(bytes, at + 8)}` : '';
  const length = d.value[k] === WITHOUT_LENGTH ? '' : `, Len: ${d.value[k]}`;
  return `${ports}, Seq: ${get32(bytes, at + 4)}${acknowledged}${length}`;
}

const LETTERS = 'RRRACEUAPRSF';

/** A letter for each flag that is set, a dot for the others. */
export function flagsText(d: Dissection, k: number): string {
  const flags = d.value[k];
  let text = '';
  for (let i = 0; i < LETTERS.length; i++) text += (flags & (0x800 >>> i)) !== 0 ? LETTERS[i] : '·';
  return text;
}
