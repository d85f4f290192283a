/** Captures of this machine, opened by path. */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Capture } from '../capture';
import { CaptureError } from '../error';
import { openSource } from '../gzip';
import type { NamedCapture } from '../namedCapture';
import { FileSource } from './fileSource';

/** The path of a capture: one that a `.stack` file names is relative to that file. */
export function capturePath({ file, beside }: NamedCapture): string {
  return beside === null ? file : resolve(dirname(beside), file);
}

/** Where captures really lie. Throws Error when one is not there. */
export function realPaths(captures: readonly NamedCapture[]): ReadonlySet<string> {
  return new Set(captures.map(one => realpathSync(capturePath(one))));
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
