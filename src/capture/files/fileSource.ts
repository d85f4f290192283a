/** A capture in a file of this machine. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { CaptureError } from '../error';
import type { ByteSource } from '../source';
import { reasonOf } from './reasons';

/**
 * Captures that are read anew while others still read the old one: whoever is the last leaves the descriptor
 * to this.
 */
const forgotten = new FinalizationRegistry<number>(descriptor => closeSync(descriptor));

/** The bytes of a file, by descriptor. Close it when the capture is no longer needed. */
export class FileSource implements ByteSource {
  readonly size: number;
  private descriptor: number;

  /** Opens `path` for reading. Throws `CaptureError` with a sentence that names the file. */
  constructor(readonly path: string) {
    try {
      // A named pipe that nobody writes to would be waited for, without this for ever. Windows has neither.
      this.descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      throw new CaptureError(`${path} cannot be opened: ${reasonOf(error)}.`);
    }
    const status = fstatSync(this.descriptor);
    this.size = status.size;
    if (!status.isFile()) {
      this.close();
      throw new CaptureError(
        `${path} cannot be opened: it is ${status.isDirectory() ? 'a folder' : 'no file'}.`,
      );
    }
    forgotten.register(this, this.descriptor, this);
  }

  read(offset: number, into: Uint8Array, at: number, length: number): number {
    return readSync(this.descriptor, into, at, length, offset);
  }

  /** Gives the descriptor back; a second call does nothing. */
  close(): void {
    if (this.descriptor < 0) return;
    forgotten.unregister(this);
    closeSync(this.descriptor);
    this.descriptor = -1;
  }
}
