/** Where the packet list is scrolled to: the first row in sight is the store's, the rest follows from it. */
import type { Store } from '../store';

/** Height of a row, and of the head, in CSS pixels. */
export const ROW = 22;
/** Milliseconds without scrolling until the place is kept. */
const KEEP_AFTER = 300;

/** The list that is scrolled. */
interface Scrolled {
  readonly store: Store;
  /** Height of the rows' room, in CSS pixels. */
  readonly room: number;
  requestUpdate(): void;
}

export class ListScroll {
  private keeping = 0;

  constructor(private readonly list: Scrolled) {}

  /** Rows in sight, the last one perhaps in part. */
  get sight(): number {
    return this.list.room / ROW;
  }

  /** Rows of the list, the line at the end of a damaged capture included. */
  get total(): number {
    const { state, view } = this.list.store;
    const whole = view.filter === '' && view.verdicts.length === 0 && view.reasons.length === 0;
    const ends = state?.damage != null && whole && view.span === null && view.branch === null;
    return (state?.rows ?? 0) + (ends ? 1 : 0);
  }

  /** True when all of a row is in sight. */
  inSight(row: number): boolean {
    const { top } = this.list.store;
    return row >= top && row + 1 <= top + this.sight;
  }

  /** Scrolls no further than it must to show a row; a row far away comes into the middle. */
  reveal(row: number): void {
    if (this.inSight(row)) return;
    const { store } = this.list;
    const { top } = store;
    const sight = Math.floor(this.sight);
    const near = row > top - sight && row < top + 2 * sight;
    if (!near) store.top = row - Math.floor(sight / 2);
    else store.top = row < top ? row : row + 1 - this.sight;
  }

  /** Keeps to the rows that there are. */
  limit(): void {
    const { store } = this.list;
    const { top } = store;
    store.top = this.within(top);
    if (top !== store.top) this.keep();
  }

  moveTo(top: number): void {
    this.list.store.top = this.within(top);
    this.keep();
    this.list.requestUpdate();
  }

  wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    const unit = [1 / ROW, 1, this.sight][event.deltaMode] ?? 1;
    this.moveTo(this.list.store.top + event.deltaY * unit);
  }

  private within(top: number): number {
    return Math.max(0, Math.min(top, this.total - this.sight));
  }

  private keep(): void {
    clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => this.list.store.set({}), KEEP_AFTER);
  }
}
