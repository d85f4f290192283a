/** Where the frames of the capture that is shown stand among those of all captures of a replay. */
import type { FrameOrder } from '../../replay/order';

export class FramePositions {
  /** Position of each frame; null when they are the same. */
  private readonly positions: Uint32Array | null;

  /**
   * @param which number of the capture in the replay
   * @param captures how many the replay has
   */
  constructor(
    order: FrameOrder,
    which: number,
    captures: number,
    readonly frames: number,
  ) {
    this.positions = captures === 1 ? null : new Uint32Array(frames);
    for (let position = 0; this.positions !== null && position < order.length; position++) {
      if (order.capture(position) === which) this.positions[order.frame(position)] = position;
    }
  }

  /** Position of frame `i`, below `frames`. */
  of(i: number): number {
    return this.positions === null ? i : this.positions[i];
  }

  /** How many frames stand before `position`. */
  before(position: number): number {
    const { positions } = this;
    if (positions === null) return Math.min(position, this.frames);
    let low = 0;
    let high = positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (positions[middle] < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Bytes of memory that this takes. */
  get byteLength(): number {
    return this.positions?.byteLength ?? 0;
  }
}
