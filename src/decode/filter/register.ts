/**
 * The values that an operand of a filter has in one frame. One register an operand, filled anew for each
 * frame.
 */
import type { Shape } from './types';

/** Results that arithmetic on fields with many occurrences may have in one frame. */
export const MOST_VALUES = 65536;

export class Register {
  n = 0;
  /**
   * Whether all fields that the operand needs are there. Without them no comparison holds, whatever it asks.
   */
  present = true;
  /** Integers, flags and reals; seconds of times. */
  readonly num: number[] = [];
  /**
   * 1 where `num` is a signed integer: comparing an unsigned one with a negative number is neither true nor
   * false.
   */
  readonly signed: number[] = [];
  readonly nanos: number[] = [];
  readonly wide: bigint[] = [];
  readonly buffer: Uint8Array[] = [];
  readonly at: number[] = [];
  readonly length: number[] = [];
  /** Bits of an address that count in comparisons, -1: all. */
  readonly prefix: number[] = [];
  readonly text: string[] = [];
  /** Bytes that were put together for this register: slices, results of `&`. */
  scratch = new Uint8Array(64);
  scratchUsed = 0;

  /** Forgets all values. */
  clear(present: boolean): void {
    this.n = 0;
    this.scratchUsed = 0;
    this.present = present;
  }

  pushNumber(value: number, signed: number): void {
    this.num[this.n] = value;
    this.signed[this.n++] = signed;
  }

  pushWide(value: bigint, signed: number): void {
    this.wide[this.n] = value;
    this.num[this.n] = Number(value);
    this.signed[this.n++] = signed;
  }

  pushTime(seconds: number, nanoseconds: number): void {
    this.num[this.n] = seconds;
    this.nanos[this.n++] = nanoseconds;
  }

  pushBytes(buffer: Uint8Array, at: number, length: number, prefix = -1): void {
    const n = this.n++;
    this.buffer[n] = buffer;
    this.at[n] = at;
    this.length[n] = length;
    this.prefix[n] = prefix;
  }

  pushText(text: string): void {
    this.text[this.n++] = text;
  }

  /** Room for `length` bytes in `scratch`; answers where. Values pushed before keep their old array. */
  room(length: number): number {
    const at = this.scratchUsed;
    if (at + length > this.scratch.length) {
      this.scratch = new Uint8Array(Math.max(2 * this.scratch.length, length));
      this.scratchUsed = length;
      return 0;
    }
    this.scratchUsed = at + length;
    return at;
  }

  /** Takes over value `i` of another register of the same shape. */
  copy(from: Register, i: number, shape: Shape): void {
    switch (shape) {
      case 'number':
        this.pushNumber(from.num[i], from.signed[i]);
        break;
      case 'wide':
        this.pushWide(from.wide[i], from.signed[i]);
        break;
      case 'time':
        this.pushTime(from.num[i], from.nanos[i]);
        break;
      case 'bytes':
        this.pushBytes(from.buffer[i], from.at[i], from.length[i], from.prefix[i]);
        break;
      case 'text':
        this.pushText(from.text[i]);
        break;
      case 'nothing':
        this.n++;
    }
  }
}

/**
 * Compares value `i` of `a` with value `j` of `b`, both of the same shape: negative, zero or positive, and
 * not a number where they cannot be compared.
 */
export type Compare = (a: Register, i: number, b: Register, j: number) => number;

export const comparisons: Readonly<Record<Shape, Compare>> = {
  number: (a, i, b, j) => {
    const right = b.num[j];
    return right < 0 && a.signed[i] === 0 ? Number.NaN : a.num[i] - right;
  },
  wide: (a, i, b, j) => {
    const left = a.wide[i];
    const right = b.wide[j];
    if (right < 0n && a.signed[i] === 0) return Number.NaN;
    return left < right ? -1 : left > right ? 1 : 0;
  },
  time: (a, i, b, j) => (a.num[i] === b.num[j] ? a.nanos[i] - b.nanos[j] : a.num[i] - b.num[j]),
  bytes: (a, i, b, j) => {
    const prefix = b.prefix[j] >= 0 ? b.prefix[j] : a.prefix[i];
    return compareBytes(a.buffer[i], a.at[i], a.length[i], b.buffer[j], b.at[j], b.length[j], prefix);
  },
  text: (a, i, b, j) => (a.text[i] < b.text[j] ? -1 : a.text[i] > b.text[j] ? 1 : 0),
  nothing: () => Number.NaN,
};

/** Compares by length, then byte by byte, as Wireshark does; with `prefix` >= 0 by so many bits only. */
export function compareBytes(
  a: Uint8Array,
  aAt: number,
  aLength: number,
  b: Uint8Array,
  bAt: number,
  bLength: number,
  prefix: number,
): number {
  if (prefix < 0 && aLength !== bLength) return aLength - bLength;
  const shorter = Math.min(aLength, bLength);
  const whole = prefix < 0 ? shorter : Math.min(shorter, prefix >> 3);
  for (let i = 0; i < whole; i++) {
    const difference = a[aAt + i] - b[bAt + i];
    if (difference !== 0) return difference;
  }
  if (prefix < 0) return 0;
  const bits = prefix & 7;
  if (bits === 0 || whole >= shorter) return 0;
  return (a[aAt + whole] >> (8 - bits)) - (b[bAt + whole] >> (8 - bits));
}

/** Whether `needle` stands somewhere in the bytes; an empty one does not stand in packets. */
export function containsBytes(
  bytes: Uint8Array,
  at: number,
  length: number,
  needle: Uint8Array,
  needleAt: number,
  needleLength: number,
): boolean {
  if (needleLength === 0) return false;
  const first = needle[needleAt];
  const last = at + length - needleLength;
  for (let i = at; i <= last; i++) {
    if (bytes[i] !== first) continue;
    let same = 1;
    while (same < needleLength && bytes[i + same] === needle[needleAt + same]) same++;
    if (same === needleLength) return true;
  }
  return false;
}
