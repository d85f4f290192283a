/** Of many rows of one height only those in sight exist: the rest is room to scroll through. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Rows beyond either edge, so that scrolling shows no gap. */
const BEYOND = 8;

/** The element that scrolls holds one of class `room`, which holds the rows in one of class `slice`. */
export class VisibleRows implements ReactiveController {
  private scroller: HTMLElement | null = null;
  private count = 0;
  private first = 0;
  private readonly watch = new ResizeObserver(() => this.scrolled());

  constructor(
    private readonly host: ReactiveControllerHost,
    /** CSS pixels. */
    private readonly rowHeight: number,
    private readonly find: () => HTMLElement | null,
    /** CSS pixels above the first row. */
    private readonly above = 0,
  ) {
    host.addController(this);
  }

  /** Rows of a page. */
  get page(): number {
    const height = this.scroller?.clientHeight ?? 0;
    return Math.max(1, Math.floor((height - this.above) / this.rowHeight));
  }

  /** Which of `count` rows to draw. */
  range(count: number): { from: number; to: number } {
    this.count = count;
    this.first = Math.max(0, Math.min(this.topRow() - BEYOND, count - 1));
    return { from: this.first, to: Math.min(count, this.first + this.page + 2 * BEYOND + 2) };
  }

  /** Scrolls as little as it takes to bring a row into sight. */
  reveal(row: number): void {
    const { scroller, rowHeight, above } = this;
    if (scroller === null || row < 0) return;
    const top = above + row * rowHeight;
    if (top < scroller.scrollTop + above) scroller.scrollTop = top - above;
    else if (top + rowHeight > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = top + rowHeight - scroller.clientHeight;
    }
  }

  hostUpdated(): void {
    const scroller = this.find();
    if (scroller !== this.scroller) {
      this.watch.disconnect();
      this.scroller?.removeEventListener('scroll', this.scrolled);
      this.scroller = scroller;
      scroller?.addEventListener('scroll', this.scrolled, { passive: true });
      if (scroller !== null) this.watch.observe(scroller);
    }
    const room = scroller?.querySelector<HTMLElement>('.room');
    room?.style.setProperty('height', `${this.count * this.rowHeight}px`);
    const slice = room?.querySelector<HTMLElement>('.slice');
    slice?.style.setProperty('transform', `translateY(${this.first * this.rowHeight}px)`);
  }

  hostDisconnected(): void {
    this.watch.disconnect();
    this.scroller = null;
  }

  private topRow(): number {
    return Math.floor((this.scroller?.scrollTop ?? 0) / this.rowHeight);
  }

  private readonly scrolled = (): void => this.host.requestUpdate();
}
