/**
 * The big-endian twin of a little-endian pcapng capture: every integer of the known blocks swapped, every
 * byte string as it is.
 */

const SWAPPED_64: Readonly<Record<number, readonly number[]>> = { 1: [8, 14], 5: [4, 5, 6, 7, 8], 6: [4, 5] };
const SWAPPED_32: Readonly<Record<number, readonly number[]>> = { 2: [2], 6: [2] };
/** Interface statistics: times are two words, high first. */
const SWAPPED_WORDS: Readonly<Record<number, readonly number[]>> = { 5: [2, 3] };

/** Swaps a capture whose sections are all little-endian. Throws when a block is not whole. */
export function bigEndianTwin(capture: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(capture);
  const view = new DataView(bytes.buffer);
  let at = 0;
  while (at < bytes.length) {
    const type = view.getUint32(at, true);
    const total = view.getUint32(at + 4, true);
    const end = at + total;
    if (view.getUint32(end - 4, true) !== total) throw new Error(`block at ${at} is not whole`);
    for (const word of [at, at + 4, end - 4]) swap(bytes, word, 4);
    block(bytes, view, type, at + 8, end - 4);
    at = end;
  }
  return bytes;
}

function block(bytes: Uint8Array, view: DataView, type: number, at: number, end: number): void {
  switch (type) {
    case 0x0a0d0d0a:
      for (const [offset, length] of [
        [0, 4],
        [4, 2],
        [6, 2],
        [8, 8],
      ])
        swap(bytes, at + offset, length);
      options(bytes, view, 0, at + 16, end);
      break;
    case 1:
      for (const [offset, length] of [
        [0, 2],
        [2, 2],
        [4, 4],
      ])
        swap(bytes, at + offset, length);
      options(bytes, view, 1, at + 8, end);
      break;
    case 2:
    case 6: {
      const captured = view.getUint32(at + 12, true);
      if (type === 2) for (const offset of [0, 2]) swap(bytes, at + offset, 2);
      else swap(bytes, at, 4);
      for (const offset of [4, 8, 12, 16]) swap(bytes, at + offset, 4);
      options(bytes, view, type, at + 20 + Math.ceil(captured / 4) * 4, end);
      break;
    }
    case 3:
      swap(bytes, at, 4);
      break;
    case 4:
      options(bytes, view, 4, records(bytes, view, at, end), end);
      break;
    case 5:
      for (const offset of [0, 4, 8]) swap(bytes, at + offset, 4);
      options(bytes, view, 5, at + 12, end);
      break;
    case 0xbad:
    case 0x40000bad:
      swap(bytes, at, 4);
      break;
  }
}

/** Swaps the heads of name records and returns where the last one ends. */
function records(bytes: Uint8Array, view: DataView, from: number, end: number): number {
  let at = from;
  while (at + 4 <= end) {
    const type = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    swap(bytes, at, 2);
    swap(bytes, at + 2, 2);
    at += 4 + Math.ceil(length / 4) * 4;
    if (type === 0) break;
  }
  return at;
}

function options(bytes: Uint8Array, view: DataView, type: number, from: number, end: number): void {
  let at = from;
  while (at + 4 <= end) {
    const code = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    swap(bytes, at, 2);
    swap(bytes, at + 2, 2);
    if (SWAPPED_64[type]?.includes(code)) swap(bytes, at + 4, 8);
    if (SWAPPED_32[type]?.includes(code)) swap(bytes, at + 4, 4);
    if (SWAPPED_WORDS[type]?.includes(code)) for (const word of [4, 8]) swap(bytes, at + word, 4);
    at += 4 + Math.ceil(length / 4) * 4;
    if (code === 0) return;
  }
}

function swap(bytes: Uint8Array, at: number, length: number): void {
  bytes.subarray(at, at + length).reverse();
}
