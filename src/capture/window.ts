/**
 * A moving window over a source, so that headers are parsed from memory and the source is read in large
 * pieces.
 */
import { type ByteSource, readFully } from './source';

/**
 * Bytes that a window holds unless told otherwise: large enough for few reads, small enough for the
 * processor's cache.
 */
const WINDOW_BYTES = 1 << 17;

/** A piece of the source in memory: `buffer[0..length)` are the bytes from `start` on. */
export class Window {
  buffer: Uint8Array;
  view: DataView;
  /** Offset in the source of `buffer[0]`. */
  start = 0;
  /** Bytes of the source in `buffer`. */
  length = 0;

  constructor(
    readonly source: ByteSource,
    capacity: number = WINDOW_BYTES,
  ) {
    this.buffer = new Uint8Array(capacity);
    this.view = new DataView(this.buffer.buffer);
  }

  /**
   * Sees to it that the `count` bytes from `offset` on are in the buffer, as far as the source has them,
   * and returns how many there are from `offset` on (at least `count`, except at the end). The bytes lie
   * at `buffer[offset - start]`. `count` is at most the window's capacity.
   */
  seek(offset: number, count: number): number {
    const at = offset - this.start;
    if (at >= 0 && at + count <= this.length) return this.length - at;
    this.fill(offset);
    return this.length;
  }

  /** Moves the window so that it starts at `offset`; bytes that are already here are not read again. */
  private fill(offset: number): void {
    const at = offset - this.start;
    let kept = 0;
    if (at >= 0 && at < this.length) {
      kept = this.length - at;
      this.buffer.copyWithin(0, at, this.length);
    }
    this.start = offset;
    this.length = kept;
    this.length += readFully(this.source, offset + kept, this.buffer, kept, this.buffer.length - kept);
  }

  /** An own copy of the `count` bytes at `offset`, fewer where the source ends. */
  copy(offset: number, count: number): Uint8Array {
    if (count <= this.buffer.length) {
      const available = Math.min(this.seek(offset, count), count);
      const at = offset - this.start;
      return this.buffer.slice(at, at + available);
    }
    const wanted = Math.max(0, Math.min(count, this.source.size - offset));
    const bytes = new Uint8Array(wanted);
    return bytes.subarray(0, readFully(this.source, offset, bytes, 0, wanted));
  }
}
