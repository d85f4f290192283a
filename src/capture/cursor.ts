/** Reading the frames of a capture one after the other. */
import type { Capture } from './capture';
import type { FrameRecord } from './frameIndex';
import { readFully } from './source';

/** Bytes read at once. */
const CHUNK_BYTES = 1 << 17;

/**
 * Walks over indexed frames in file order, reading the source in large pieces. Nothing is allocated for a
 * frame. After `next()` returned true the frame's bytes are `data[off..off+len)`; they are only lent until
 * the next call, and the borrower may overwrite any byte of them.
 */
export class FrameCursor implements FrameRecord {
  /** The piece of the capture that the frame lies in. May be another array after each `next`. */
  data: Uint8Array = new Uint8Array(0);
  /** Where the frame begins in `data`. */
  off = 0;
  /** Captured bytes of the frame. */
  len = 0;
  offset = 0;
  captured = 0;
  original = 0;
  /**
   * Never held as a small integer, so that arithmetic with it is the same for the first seconds of a replay
   * and for later ones.
   */
  seconds = Number.NaN;
  nanoseconds = 0;
  timed = false;
  direction = 0;
  interfaceId = 0;
  /** 0-based number of the frame; -1 before the first. */
  i: number;
  private start = 0;
  private length = 0;

  /** A cursor before frame `from`. */
  constructor(
    private readonly capture: Capture,
    from = 0,
    private readonly chunkBytes: number = CHUNK_BYTES,
  ) {
    this.i = from - 1;
  }

  /**
   * Moves to the next frame; false when no more are indexed (more may be there after `capture.index`).
   * Throws `CaptureError` when the source cannot be read.
   */
  next(): boolean {
    const i = this.i + 1;
    if (i >= this.capture.frames) return false;
    this.i = i;
    this.capture.load(i, this);
    const len = this.captured;
    const at = this.offset - this.start;
    if (at >= 0 && at + len <= this.length) this.off = at;
    else this.fill(this.offset, len);
    this.len = len;
    return true;
  }

  /** Puts the cursor before frame `i`, so that `next` moves to it. */
  moveBefore(i: number): void {
    this.i = i - 1;
    this.length = 0;
  }

  /** Leaves out the frames before `i`, which must lie ahead. What has been read of the capture is kept. */
  skipTo(i: number): void {
    if (i > this.i) this.i = i - 1;
  }

  private fill(offset: number, len: number): void {
    const { source } = this.capture;
    if (this.data.length < len || this.data.length === 0) {
      const wanted = Math.max(len, Math.min(this.chunkBytes, source.size - offset));
      this.data = new Uint8Array(wanted);
    }
    this.start = offset;
    this.length = readFully(source, offset, this.data, 0, this.data.length);
    this.off = 0;
    if (this.length < len) this.data.fill(0, this.length, len);
  }
}
