/**
 * In which order the frames of several captures arrive: merged by time, ties in the order the captures are
 * given.
 */
import type { Capture } from '../capture/capture';

/** Positions after which the frames of each capture are counted anew. */
const STRETCH = 1024;

/** Positions 0.. of all frames of all captures. */
export class FrameOrder {
  /** Frames of all captures together. */
  readonly length: number;
  /** Capture and frame of each position; null when there is one capture only and a position is its frame. */
  private readonly captureAt: Uint16Array | null = null;
  private readonly frameAt: Uint32Array | null = null;
  /** For each stretch of positions, and in it for each capture, its frames before the stretch. */
  private readonly counts: Uint32Array = new Uint32Array(0);

  /** @param captures indexed whole, at most 65,535 of them */
  constructor(private readonly captures: readonly Capture[]) {
    this.length = captures.reduce((sum, capture) => sum + capture.frames, 0);
    if (captures.length <= 1) return;
    const merge = new Merge(captures);
    const captureAt = new Uint16Array(this.length);
    const frameAt = new Uint32Array(this.length);
    this.counts = new Uint32Array(Math.ceil(this.length / STRETCH) * captures.length);
    for (let position = 0; position < this.length; position++) {
      if (position % STRETCH === 0) this.counts.set(merge.next, (position / STRETCH) * captures.length);
      const chosen = merge.first;
      captureAt[position] = chosen;
      frameAt[position] = merge.next[chosen];
      merge.advance();
    }
    this.captureAt = captureAt;
    this.frameAt = frameAt;
  }

  /** Index of the capture whose frame stands at `position`. */
  capture(position: number): number {
    return this.captureAt === null ? 0 : this.captureAt[position];
  }

  /** 0-based number in its capture of the frame at `position`. */
  frame(position: number): number {
    return this.frameAt === null ? position : this.frameAt[position];
  }

  /** Position of frame `frame` (0-based) of capture `capture`, -1 when there is none. */
  position(capture: number, frame: number): number {
    if (frame < 0 || frame >= (this.captures[capture]?.frames ?? 0)) return -1;
    if (this.captureAt === null || this.frameAt === null) return frame;
    let position = this.stretchOf(capture, frame) * STRETCH;
    while (this.frameAt[position] !== frame || this.captureAt[position] !== capture) position++;
    return position;
  }

  /** Frames of capture `capture` at positions before `position`: the number of its next one. */
  framesBefore(capture: number, position: number): number {
    if (this.captureAt === null) return position;
    if (position >= this.length) return this.captures[capture].frames;
    const stretch = Math.floor(position / STRETCH);
    let frames = this.counts[stretch * this.captures.length + capture];
    for (let at = stretch * STRETCH; at < position; at++) if (this.captureAt[at] === capture) frames++;
    return frames;
  }

  /** The stretch in which a frame stands: the last one that does not begin after it. */
  private stretchOf(capture: number, frame: number): number {
    const { counts, captures } = this;
    let low = 0;
    let high = counts.length / captures.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (counts[middle * captures.length + capture] <= frame) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/**
 * The captures that have frames left, in a binary heap: the one whose next frame is earliest stands on top.
 */
class Merge {
  /** The next frame of each capture. */
  readonly next: Uint32Array;
  private readonly heap: Uint16Array;
  private size = 0;

  constructor(private readonly captures: readonly Capture[]) {
    this.next = new Uint32Array(captures.length);
    this.heap = new Uint16Array(captures.length);
    for (const [k, capture] of captures.entries()) if (capture.frames > 0) this.heap[this.size++] = k;
    for (let at = this.size >> 1; at >= 0; at--) this.down(at);
  }

  /** The capture whose next frame comes first. */
  get first(): number {
    return this.heap[0];
  }

  /** Goes past that frame. */
  advance(): void {
    const capture = this.heap[0];
    if (++this.next[capture] === this.captures[capture].frames) this.heap[0] = this.heap[--this.size];
    this.down(0);
  }

  private down(from: number): void {
    const { heap } = this;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) return;
      if (child + 1 < this.size && this.precedes(heap[child + 1], heap[child])) child++;
      if (!this.precedes(heap[child], heap[at])) return;
      const capture = heap[at];
      heap[at] = heap[child];
      heap[child] = capture;
      at = child;
    }
  }

  /** True when the next frame of capture `a` comes before that of `b`; one without a time comes at once. */
  private precedes(a: number, b: number): boolean {
    const one = this.captures[a];
    const other = this.captures[b];
    const i = this.next[a];
    const j = this.next[b];
    if (!one.hasTime(i) || !other.hasTime(j)) {
      return one.hasTime(i) === other.hasTime(j) ? a < b : !one.hasTime(i);
    }
    const seconds = one.seconds(i) - other.seconds(j);
    if (seconds !== 0) return seconds < 0;
    const nanoseconds = one.nanoseconds(i) - other.nanoseconds(j);
    return nanoseconds !== 0 ? nanoseconds < 0 : a < b;
  }
}
