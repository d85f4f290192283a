/** Captures and `.stack` files of this machine, opened by path. Needs Node, as the file-backed byte source does. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Capture } from './capture';
import { CaptureError } from './error';
import { FileSource } from './fileSource';
import { openSource } from './gzip';

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

/** The text of a file. Throws Error with a sentence that names it. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new Error(`${path} cannot be read: ${why}.`);
  }
}
