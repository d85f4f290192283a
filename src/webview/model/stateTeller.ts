/** Tells the page how things stand, whenever that has changed, but not oftener than a person can see. */

/** Milliseconds between two messages at least. */
const INTERVAL = 100;

export class StateTeller {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private last = 0;

  /** @param tell sends the state as it is now */
  constructor(private readonly tell: () => void) {}

  /** Something has changed: it will be told soon. */
  changed(): void {
    if (this.timer !== null) return;
    const wait = this.last + INTERVAL - performance.now();
    if (wait <= 0) this.now();
    else this.timer = setTimeout(() => this.now(), wait);
  }

  /** Tells at once. */
  now(): void {
    this.stop();
    this.last = performance.now();
    this.tell();
  }

  /** Tells nothing more of what has changed so far. */
  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
