/** Texts of this machine, read and written by path: `.stack` files, and what is written beside them. */
import { closeSync, existsSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from './reasons';

/** Bytes of the longest text that is read. */
const TEXT_MAX = 64 * 1024 * 1024;
const CHUNK = 65536;

/** The text of a file, also of a pipe. Throws Error with a sentence that names it. */
export function readTextFile(path: string): string {
  let bytes: Uint8Array | null;
  try {
    bytes = readUpTo(path, TEXT_MAX);
  } catch (error) {
    throw new Error(`${path} cannot be read: ${reasonOf(error)}.`);
  }
  if (bytes === null) throw new Error(`${path} cannot be read: it is longer than ${TEXT_MAX >> 20} MB.`);
  return new TextDecoder().decode(bytes);
}

/** The bytes of a file, null when there are more than `most`: a device may have no end. */
function readUpTo(path: string, most: number): Uint8Array | null {
  const descriptor = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    for (let total = 0; ; ) {
      const chunk = new Uint8Array(CHUNK);
      const length = readSync(descriptor, chunk, 0, CHUNK, null);
      if (length === 0) return Buffer.concat(chunks);
      total += length;
      if (total > most) return null;
      chunks.push(chunk.subarray(0, length));
    }
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a text file that we have written before, or that is not there yet: ours begin with `mark`. Throws
 * Error with a sentence.
 */
export function writeOwnText(file: string, text: string, mark: string): void {
  if (existsSync(file) && !readTextFile(file).startsWith(mark)) {
    throw new Error(`${file} is there and was written by somebody else; name another folder.`);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
