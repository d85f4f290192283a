/** Bytes as people read them: offset, hexadecimal, characters. */
import { toHex } from '../../wire/bytes';

/** Bytes of a line. */
export const ROW_BYTES = 16;

/** How the offsets are written. */
export interface Offsets {
  /** Of the first byte. */
  readonly from: number;
  readonly digits: number;
}

/**
 * Lines of sixteen bytes, `0010  60 00 …  `....`; offsets count from 0 with four digits unless told
 * otherwise. At most `most` bytes, then a line that says how many are left.
 */
export function hexDump(
  bytes: Uint8Array,
  most = Number.POSITIVE_INFINITY,
  { from, digits }: Offsets = { from: 0, digits: 4 },
): string[] {
  const lines: string[] = [];
  const end = Math.min(bytes.length, most);
  for (let at = 0; at < end; at += ROW_BYTES) {
    const to = Math.min(at + ROW_BYTES, end);
    const hex = toHex(bytes, at, to, ' ');
    const characters = Array.from(bytes.subarray(at, to), printable).join('');
    lines.push(
      `${(from + at).toString(16).padStart(digits, '0')}  ${hex.padEnd(3 * ROW_BYTES - 1)}  ${characters}`,
    );
  }
  if (end < bytes.length) lines.push(`and ${bytes.length - end} more bytes`);
  return lines;
}

function printable(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
