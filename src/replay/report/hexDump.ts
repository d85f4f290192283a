/** Bytes as people read them: offset, hexadecimal, characters. */
import { toHex } from '../../wire/bytes';

const ROW = 16;

/** Lines of sixteen bytes, `0010  60 00 …  `....`; `offset` counts from 0. At most `most` bytes, then a line that says how many are left. */
export function hexDump(bytes: Uint8Array, most = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = [];
  const end = Math.min(bytes.length, most);
  for (let at = 0; at < end; at += ROW) {
    const to = Math.min(at + ROW, end);
    const hex = toHex(bytes, at, to, ' ');
    const characters = Array.from(bytes.subarray(at, to), printable).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(3 * ROW - 1)}  ${characters}`);
  }
  if (end < bytes.length) lines.push(`and ${bytes.length - end} more bytes`);
  return lines;
}

function printable(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
