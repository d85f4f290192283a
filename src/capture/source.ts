/** Where a capture's bytes come from: a file, a buffer, or anything else that can be read at an offset. */
import { CaptureError } from './error';

/** Bytes readable at any offset, synchronously. Its size does not change while it is open. */
export interface ByteSource {
  /** Number of bytes, up to 2^48. */
  readonly size: number;
  /** Why the bytes end before those of the capture do, as the end of a sentence; absent when they do not. */
  readonly endsEarly?: string;
  /**
   * Copies `length` bytes at `offset` to `into[at..]` and returns how many were copied: fewer than
   * `length` only at the end of the source. May throw what its storage throws.
   */
  read(offset: number, into: Uint8Array, at: number, length: number): number;
}

/** A source over bytes that are already in memory. The bytes are not copied: they must stay as they are. */
export class MemorySource implements ByteSource {
  readonly size: number;

  constructor(private readonly bytes: Uint8Array) {
    this.size = bytes.length;
  }

  read(offset: number, into: Uint8Array, at: number, length: number): number {
    if (offset >= this.size) return 0;
    const end = Math.min(offset + length, this.size);
    into.set(this.bytes.subarray(offset, end), at);
    return end - offset;
  }
}

/**
 * Reads until `length` bytes are there or the source ends; returns how many there are.
 * Throws `CaptureError` where the storage throws.
 */
export function readFully(
  source: ByteSource,
  offset: number,
  into: Uint8Array,
  at: number,
  length: number,
): number {
  let done = 0;
  try {
    while (done < length) {
      const got = source.read(offset + done, into, at + done, length - done);
      if (got <= 0) break;
      done += got;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CaptureError(`The capture cannot be read at byte ${offset + done}: ${reason}.`);
  }
  return done;
}
