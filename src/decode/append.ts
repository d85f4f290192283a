/**
 * Appending integers and bytes that must be there: each checks first that the capture holds them
 * (`Dissection.need`). All take the field, the place, and the `end` and `reported` bounds of the layer.
 */
import { get16, get32 } from '../wire/bytes';
import type { Dissection } from './dissection';
import type { FieldId } from './registry';

/** Appends the byte at `at`; answers it. */
export function add8(d: Dissection, id: FieldId, at: number, end: number, reported: number): number {
  d.need(at, 1, end, reported);
  const value = d.bytes[at];
  d.add(id, at, 1, value);
  return value;
}

/** Appends the 16-bit integer at `at`; answers it. */
export function add16(d: Dissection, id: FieldId, at: number, end: number, reported: number): number {
  d.need(at, 2, end, reported);
  const value = get16(d.bytes, at);
  d.add(id, at, 2, value);
  return value;
}

/** Appends the 32-bit integer at `at`; answers it. */
export function add32(d: Dissection, id: FieldId, at: number, end: number, reported: number): number {
  d.need(at, 4, end, reported);
  const value = get32(d.bytes, at);
  d.add(id, at, 4, value);
  return value;
}

/** Appends `length` bytes (or an address) at `at`; answers the offset after them. */
export function addBytes(
  d: Dissection,
  id: FieldId,
  at: number,
  length: number,
  end: number,
  reported: number,
): number {
  d.need(at, length, end, reported);
  d.add(id, at, length);
  return at + length;
}

/**
 * Appends `length` bytes that have no value (reserved, padding); answers the offset after them. Not all need
 * be there: tshark finds out at the next field.
 */
export function addNone(d: Dissection, id: FieldId, at: number, length: number, end: number): number {
  d.add(id, at, Math.max(0, Math.min(length, end - at)));
  return at + length;
}

/**
 * Appends an IPv6 prefix of `length` bytes (0 … 16), the rest of the address zero; answers the offset after
 * it.
 */
export function addPrefix6(
  d: Dissection,
  id: FieldId,
  at: number,
  length: number,
  end: number,
  reported: number,
): number {
  d.need(at, length, end, reported);
  if (length === 16) d.add(id, at, 16);
  else if (d.wants(id)) {
    const address = new Uint8Array(16);
    address.set(d.bytes.subarray(at, at + length));
    d.addComputed(id, at, length, address, 0, 16);
  }
  return at + length;
}
