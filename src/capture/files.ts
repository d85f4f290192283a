/** Captures and `.stack` files of this machine, opened by path. Needs Node, as the file-backed byte source does. */
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { Capture } from './capture';
import { CaptureError } from './error';
import { FileSource } from './fileSource';
import { openSource } from './gzip';
import { APPLICATION } from './pcapngWriter';

/** The path of a capture: one that a `.stack` file names is relative to that file. */
export function capturePath(file: string, beside: string | null): string {
  return beside === null ? file : resolve(dirname(beside), file);
}

/** A capture, indexed whole. Throws CaptureError with a sentence that names the file. */
export async function openCaptureFile(path: string): Promise<Capture> {
  const source = new FileSource(path);
  try {
    return Capture.openWhole(await openSource(source));
  } catch (error) {
    throw error instanceof CaptureError ? new CaptureError(`${path}: ${error.message}`) : error;
  }
}

/** Bytes of the longest text that is read. */
const TEXT_MAX = 64 * 1024 * 1024;
const CHUNK = 65536;

/** The text of a file, also of a pipe. Throws Error with a sentence that names it. */
export function readTextFile(path: string): string {
  let bytes: Uint8Array | null;
  try {
    bytes = readUpTo(path, TEXT_MAX);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new Error(`${path} cannot be read: ${why}.`);
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

/** Writes a text file that we have written before, or that is not there yet: ours begin with `mark`. Throws Error with a sentence. */
export function writeOwnText(file: string, text: string, mark: string): void {
  if (existsSync(file) && !readTextFile(file).startsWith(mark)) {
    throw new Error(`${file} is there and was written by somebody else; name another folder.`);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Writes all bytes to an open file, waiting for a pipe that is full. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code !== 'EAGAIN') throw error;
      // A pipe that does not block is full: its reader needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/**
 * A new file, or one in the place of an earlier output that nobody reads; it is made when the first bytes come. Throws Error with a sentence when the
 * file may not be written over.
 *
 * @param reading real paths of the captures that are being replayed
 */
export function openOutputFile(file: string, reading: ReadonlySet<string>): (bytes: Uint8Array) => void {
  if (existsSync(file)) {
    if (reading.has(realpathSync(file))) {
      throw new Error(`${file} is being replayed; give the output another name.`);
    }
    if (!isOurs(file)) {
      throw new Error(
        `${file} is there and was not written by ${APPLICATION}, so it is not written over; give the output another name.`,
      );
    }
  }
  if (!existsSync(dirname(file))) throw new Error(`${file} cannot be written: there is no folder for it.`);
  let descriptor = -1;
  return bytes => {
    try {
      if (descriptor < 0) descriptor = openSync(file, 'w');
      writeAll(descriptor, bytes);
    } catch (error) {
      throw new Error(
        `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      );
    }
  };
}

/**
 * As `openOutputFile`, for a file that the `.stack` file `beside` names: it lies in its folder or below, whatever symbolic links are on the way. Throws
 * Error with a sentence when it does not.
 */
export function openOutputBelow(
  file: string,
  beside: string,
  reading: ReadonlySet<string>,
): (bytes: Uint8Array) => void {
  const path = resolve(dirname(beside), file);
  const folder = realpathSync(dirname(beside));
  if (!existsSync(dirname(path))) throw new Error(`${file} cannot be written: there is no folder for it.`);
  if (isLink(path) || !isBelow(realpathSync(dirname(path)), folder)) {
    throw new Error(`${file} leads out of the folder of ${beside}, and captures are written there or below.`);
  }
  return openOutputFile(path, reading);
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function isBelow(folder: string, above: string): boolean {
  const way = relative(above, folder);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** As `openOutputFile`, while `captures`, named as for `capturePath`, are being replayed. */
export function openOutputBeside(
  file: string,
  captures: readonly { readonly file: string; readonly beside: string | null }[],
): (bytes: Uint8Array) => void {
  return openOutputFile(file, realPaths(captures));
}

/** Where captures really lie, named as for `capturePath`. */
export function realPaths(
  captures: readonly { readonly file: string; readonly beside: string | null }[],
): ReadonlySet<string> {
  return new Set(captures.map(one => realpathSync(capturePath(one.file, one.beside))));
}

/** A capture that we wrote, or an empty file, where nothing is lost. */
function isOurs(file: string): boolean {
  try {
    const source = new FileSource(file);
    if (source.size === 0) return true;
    const capture = Capture.open(source);
    capture.index(1);
    return capture.sections[0]?.application === APPLICATION;
  } catch {
    return false;
  }
}
