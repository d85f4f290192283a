/** Bytes of a capture's file, for a look at what is wrong with it. */
import type { ByteSource } from '../../capture';
import { hexDump, ROW_BYTES } from '../../replay/report';

/** Bytes shown before the offset and from it on. */
const BEFORE = 256;
const AFTER = 4096;

/** They begin at a whole row, and the offset's row is told. */
export function fileBytes(source: ByteSource, offset: number): { text: string; line: number } {
  const at = Math.max(0, Math.min(Math.floor(offset) || 0, source.size));
  const row = at - (at % ROW_BYTES);
  const from = Math.max(0, row - BEFORE);
  const bytes = new Uint8Array(Math.min(source.size, row + AFTER) - from);
  const there = source.read(from, bytes, 0, bytes.length);
  const lines = hexDump(bytes.subarray(0, there), AFTER + BEFORE, { from, digits: 8 });
  return { text: `${lines.join('\n')}\n`, line: (row - from) / ROW_BYTES };
}
