/**
 * Captures written to files of this machine: never over what is being replayed, nor over what others wrote.
 */
import { existsSync, lstatSync, openSync, realpathSync, writeSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { Capture } from '../capture';
import type { NamedCapture } from '../namedCapture';
import { APPLICATION } from '../pcapngWriter';
import { realPaths } from './captureFile';
import { FileSource } from './fileSource';

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
 * A new file, or one in the place of an earlier output that nobody reads; it is made when the first bytes
 * come. Throws Error with a sentence when the file may not be written over.
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
 * As `openOutputFile`, for a file that the `.stack` file `beside` names: it lies in its folder or below,
 * whatever symbolic links are on the way. Throws Error with a sentence when it does not.
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

/** As `openOutputFile`, while `captures` are being replayed. */
export function openOutputBeside(
  file: string,
  captures: readonly NamedCapture[],
): (bytes: Uint8Array) => void {
  return openOutputFile(file, realPaths(captures));
}

/** A capture that we wrote, or an empty file, where nothing is lost. */
function isOurs(file: string): boolean {
  let source: FileSource | null = null;
  try {
    source = new FileSource(file);
    if (source.size === 0) return true;
    const capture = Capture.open(source);
    capture.index(1);
    return capture.sections[0]?.application === APPLICATION;
  } catch {
    return false;
  } finally {
    source?.close();
  }
}
