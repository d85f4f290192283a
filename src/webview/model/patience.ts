/** Long work done in slices: between two of them, waiting requests are served. */

/** Milliseconds that a slice may take. */
const SLICE = 12;
/** Pieces of work between two looks at the clock. */
const PIECES = 64;

export class Patience {
  private began = performance.now();
  private pieces = 0;

  constructor(private readonly breathe: () => Promise<void>) {}

  /** True when the slice is over: `rest` then. To be asked after every small piece of work. */
  get over(): boolean {
    if (++this.pieces < PIECES) return false;
    this.pieces = 0;
    return performance.now() - this.began >= SLICE;
  }

  /** Lets waiting requests in, and begins another slice. */
  async rest(): Promise<void> {
    await this.breathe();
    this.began = performance.now();
    this.pieces = 0;
  }
}
