/** Where a field lies in a packet, and which bits of its bytes it is: what writing one needs to know. */
import type { Dissection } from '../dissection';
import { type FieldInfo, fieldInfo, fieldNamed } from '../registry';
import { fieldText } from '../text';

/** How a field is held in its bytes. */
export interface FieldLayout {
  /** In bytes. */
  readonly length: number;
  /** The bits of the bytes, taken as one integer, that the field is; 0 for all of them. */
  readonly mask: number;
  /** What the lowest of these bits counts: header lengths are held in words of 4 bytes. */
  readonly unit: number;
}

export interface FieldPlace extends FieldLayout {
  /** From the start of the packet, in bytes. */
  readonly offset: number;
}

/** `udp.payload[0:4]`: some bytes of a field, of a protocol's header, or of the whole packet (`frame`). */
export interface FieldSlice {
  readonly of: string;
  readonly from: number;
  readonly length: number;
}

/**
 * Fields that share their byte with others, where the registry does not say which of its bits they are:
 * without a mask, or with one over two bytes.
 */
const shared: Readonly<Record<string, Omit<FieldLayout, 'length'>>> = {
  'ip.version': { mask: 0xf0, unit: 1 },
  'ip.hdr_len': { mask: 0x0f, unit: 4 },
  'tcp.hdr_len': { mask: 0xf0, unit: 4 },
  'tcp.flags.res': { mask: 0x0e, unit: 1 },
  'tcp.flags.ae': { mask: 0x01, unit: 1 },
};

/** The slice that a text is, null when it is none. */
export function sliceOf(text: string): FieldSlice | null {
  const match = /^([a-z][\w.]*)\[(\d{1,5})(?::(\d{1,5}))?\]$/i.exec(text.trim());
  return match === null ? null : { of: match[1], from: Number(match[2]), length: Number(match[3] ?? 1) };
}

/** How a field is held, in bytes of the given length. */
export function layoutOf({ name, mask }: FieldInfo, length: number): FieldLayout {
  return Object.hasOwn(shared, name) ? { length, ...shared[name] } : { length, mask, unit: 1 };
}

/**
 * The place of the first field of this name, or of a slice, in a packet that was dissected from its first
 * byte on; null when it has none there, `part` when it is not known which bits of its bytes the field is.
 */
export function placeOf(d: Dissection, packet: Uint8Array, expression: string): FieldPlace | 'part' | null {
  const slice = sliceOf(expression);
  if (slice !== null) return placeOfSlice(d, packet, slice);
  const field = fieldNamed(expression);
  const k = field === undefined ? -1 : entryOf(d, expression);
  if (field === undefined || k < 0 || d.length[k] === 0) return null;
  const place = { offset: d.offset[k], ...layoutOf(field, d.length[k]) };
  return isHeldAlone(d, packet, k, place) ? place : 'part';
}

function placeOfSlice(d: Dissection, packet: Uint8Array, slice: FieldSlice): FieldPlace | null {
  const whole = slice.of === 'frame';
  const k = whole ? -1 : entryOf(d, slice.of);
  if (!whole && k < 0) return null;
  const end = Math.min(packet.length, whole ? packet.length : d.offset[k] + d.length[k]);
  const offset = (whole ? 0 : d.offset[k]) + slice.from;
  if (slice.length === 0 || offset + slice.length > end) return null;
  return { offset, length: slice.length, mask: 0, unit: 1 };
}

/** The first entry of a name whose bytes are those of the packet itself, -1 for none. */
function entryOf(d: Dissection, name: string): number {
  for (let k = 0; k < d.count; k++)
    if (d.source[k] === 0 && d.length[k] > 0 && fieldInfo(d.field[k]).name === name) return k;
  return -1;
}

/**
 * An integer without a mask may still be but some bits of its bytes: then these say something else than its
 * text.
 */
function isHeldAlone(
  d: Dissection,
  packet: Uint8Array,
  k: number,
  { offset, length, mask }: FieldPlace,
): boolean {
  if (mask !== 0 || length > 6 || !/^u?int/.test(fieldInfo(d.field[k]).type)) return true;
  let whole = 0;
  for (let i = 0; i < length; i++) whole = whole * 256 + packet[offset + i];
  return whole === Number(fieldText(d, k));
}
