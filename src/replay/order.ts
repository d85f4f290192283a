/** In which order the frames of several captures arrive: merged by time, ties in the order the captures are given. */
import type { Capture } from '../capture/capture';

/** Positions 0.. of all frames of all captures. */
export class FrameOrder {
  /** Frames of all captures together. */
  readonly length: number;
  /** Capture and frame of each position; null when there is one capture only and a position is its frame. */
  private readonly captureAt: Uint16Array | null = null;
  private readonly frameAt: Uint32Array | null = null;

  /** @param captures indexed whole, at most 65,535 of them */
  constructor(captures: readonly Capture[]) {
    this.length = captures.reduce((sum, capture) => sum + capture.frames, 0);
    if (captures.length <= 1) return;
    const captureAt = new Uint16Array(this.length);
    const frameAt = new Uint32Array(this.length);
    const next = new Uint32Array(captures.length);
    for (let position = 0; position < this.length; position++) {
      const chosen = earliest(captures, next);
      captureAt[position] = chosen;
      frameAt[position] = next[chosen]++;
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
    if (this.captureAt === null || this.frameAt === null) {
      return capture === 0 && frame >= 0 && frame < this.length ? frame : -1;
    }
    // A capture's frames keep their order, but stand at uneven distances: the position is at least the frame.
    for (let position = frame; position < this.length; position++) {
      if (this.frameAt[position] === frame && this.captureAt[position] === capture) return position;
    }
    return -1;
  }
}

/** The capture whose next frame is earliest; a frame without time comes at once. */
function earliest(captures: readonly Capture[], next: Uint32Array): number {
  let chosen = -1;
  let seconds = 0;
  let nanoseconds = 0;
  for (let k = 0; k < captures.length; k++) {
    const frame = next[k];
    const capture = captures[k];
    if (frame >= capture.frames) continue;
    if (!capture.hasTime(frame)) return k;
    const s = capture.seconds(frame);
    const n = capture.nanoseconds(frame);
    if (chosen < 0 || s < seconds || (s === seconds && n < nanoseconds)) {
      chosen = k;
      seconds = s;
      nanoseconds = n;
    }
  }
  return chosen;
}
