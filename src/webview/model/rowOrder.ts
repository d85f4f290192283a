/**
 * Which frame or event each row of the list is: one typed array, and none while every frame has its row and
 * there are no events.
 */

const FIRST_CAPACITY = 1 << 10;

/**
 * Rows count from 0. A frame (from 0) stands for itself; event `k` among those that are no frames is
 * `eventEntry(k)`, below 0.
 */
export class RowOrder {
  /** Null while row i is frame i. */
  private entries: Int32Array | null = null;
  private used = 0;
  private framesUsed = 0;

  private constructor(private readonly all: () => number) {}

  /** Every frame in its place, however many there come to be. */
  static everyFrame(frames: () => number): RowOrder {
    return new RowOrder(frames);
  }

  /** No rows yet. @param most rows there can be at most, as far as is known */
  static empty(most: () => number): RowOrder {
    const order = new RowOrder(most);
    order.entries = new Int32Array(0);
    return order;
  }

  /** How many rows there are. */
  get count(): number {
    return this.entries === null ? this.all() : this.used;
  }

  /** How many of them are frames. */
  get frames(): number {
    return this.entries === null ? this.all() : this.framesUsed;
  }

  /** Bytes of memory that the order takes. */
  get byteLength(): number {
    return this.entries?.byteLength ?? 0;
  }

  /** Adds a row; frames come in ascending order. */
  push(entry: number): void {
    if (this.entries === null) throw new Error('every frame has its row already');
    if (this.used === this.entries.length) this.grow(this.entries);
    this.entries[this.used++] = entry;
    if (entry >= 0) this.framesUsed++;
  }

  /** The frame of a row, or `eventEntry(k)`. */
  at(row: number): number {
    return this.entries === null ? row : this.entries[row];
  }

  /** The first row whose frame is `frame` or later; -1 without any. */
  rowOfFrame(frame: number): number {
    const { count } = this;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.frameRowFrom(middle, high);
      if (row < 0 || this.at(row) >= frame) high = middle;
      else low = row + 1;
    }
    return this.frameRowFrom(low, count);
  }

  /**
   * The row of event `k` among those that are no frames; -1 without one. Those come in ascending order too.
   */
  rowOfEvent(k: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.eventRowFrom(middle, high);
      if (row < 0 || eventEntry(this.at(row)) >= k) high = middle;
      else low = row + 1;
    }
    const row = this.eventRowFrom(low, this.count);
    return row >= 0 && eventEntry(this.at(row)) === k ? row : -1;
  }

  /** The first row from `from` on, below `to`, that is an event; -1 without any. */
  private eventRowFrom(from: number, to: number): number {
    if (this.entries === null) return -1;
    for (let row = from; row < to; row++) if (this.at(row) < 0) return row;
    return -1;
  }

  /** The first row from `from` on, below `to`, that is a frame; -1 without any. */
  private frameRowFrom(from: number, to: number): number {
    for (let row = from; row < to; row++) if (this.at(row) >= 0) return row;
    return -1;
  }

  private grow(entries: Int32Array): void {
    // Twice as many, but no more than there can be while that is enough.
    const most = this.all();
    const twice = Math.max(FIRST_CAPACITY, 2 * entries.length);
    const larger = new Int32Array(most > entries.length ? Math.min(twice, Math.max(most, 16)) : twice);
    larger.set(entries);
    this.entries = larger;
  }
}

/** The entry of event `k`, and the event of such an entry: the one is the other's. */
export function eventEntry(k: number): number {
  return -1 - k;
}
