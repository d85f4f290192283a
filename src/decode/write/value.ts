/** Values from text into the bytes of a packet, bit fields included. */
import { parseIpv4, parseIpv6, parseMac } from '../../wire/address';
import { fromHex } from '../../wire/bytes';
import type { FieldLayout, FieldPlace } from './place';

/**
 * A value for a field: an address, `0a:0b` bytes, an integer, or true or false. Null when it is none, or does
 * not fit.
 */
export function encodeValue(text: string, layout: FieldLayout): Uint8Array | null {
  const value = text.trim();
  if (layout.mask !== 0) return encodeBits(value, layout);
  const bytes =
    parseIpv6(value) ??
    parseIpv4(value) ??
    parseMac(value) ??
    colonBytes(value) ??
    integerBytes(integerOf(value), layout.length);
  return bytes?.length === layout.length ? bytes : null;
}

/**
 * Writes what `encodeValue` made of a value: bits of other fields stay. `at` is where the packet begins in
 * `data`.
 */
export function writeValue(data: Uint8Array, at: number, place: FieldPlace, bytes: Uint8Array): void {
  for (let i = 0; i < place.length; i++) {
    const here = at + place.offset + i;
    data[here] = (data[here] & ~maskByte(place, i)) | bytes[i];
  }
}

/** The largest integer that a field holds. */
export function largestValue({ length, mask, unit }: FieldLayout): bigint {
  if (mask === 0) return (1n << BigInt(8 * length)) - 1n;
  return (BigInt(mask) >> lowestBit(mask)) * BigInt(unit);
}

function maskByte({ length, mask }: FieldLayout, i: number): number {
  return mask === 0 ? 0xff : Number((BigInt(mask) >> BigInt(8 * (length - 1 - i))) & 0xffn);
}

function encodeBits(value: string, layout: FieldLayout): Uint8Array | null {
  const { mask, unit, length } = layout;
  const integer = integerOf(value);
  if (integer === null || integer > largestValue(layout) || integer % BigInt(unit) !== 0n) return null;
  return integerBytes((integer / BigInt(unit)) << lowestBit(mask), length);
}

function lowestBit(mask: number): bigint {
  let bit = 0n;
  while (((BigInt(mask) >> bit) & 1n) === 0n) bit++;
  return bit;
}

function integerOf(value: string): bigint | null {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true' ? 1n : 0n;
  return /^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(value) ? BigInt(value) : null;
}

function integerBytes(integer: bigint | null, length: number): Uint8Array | null {
  if (integer === null || length > 8) return null;
  const bytes = new Uint8Array(length);
  let rest = integer;
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return rest === 0n ? bytes : null;
}

function colonBytes(value: string): Uint8Array | null {
  return /^[0-9a-f]{2}([:-][0-9a-f]{2})+$/i.test(value) ? fromHex(value.replace(/[:-]/g, '')) : null;
}
