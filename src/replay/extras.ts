/** What is kept of the events that are no frames: timers, commands, and packets that came by links. */
import { type EventKind, LINK } from './machine';

/** Columns that grow, in the order in which the events ran. */
export class Extras {
  /** Frames that had arrived before each event. */
  positions = new Uint32Array(64);
  paths = new Uint32Array(64);
  kinds = new Uint8Array(64);
  /** The frame (position + 1) that each was about, 0 for none. */
  abouts = new Uint32Array(64);
  /** Number of the host of each. */
  numbers = new Uint8Array(64);
  /** The host's time at which each ran. */
  times = new Float64Array(64);
  count = 0;
  /**
   * For each packet on a link the one before it that stems from the same frame, as its number + 1; 0 for
   * none.
   */
  private previous = new Uint32Array(64);
  /** For each frame (position + 1) the last packet on a link that stems from it, likewise. */
  private last = new Uint32Array(64);

  add(position: number, path: number, kind: EventKind, about: number, now: number, number: number): void {
    if (this.count === this.positions.length) this.grow();
    this.positions[this.count] = position;
    this.paths[this.count] = path;
    this.kinds[this.count] = kind;
    this.abouts[this.count] = about;
    this.times[this.count] = now;
    this.numbers[this.count] = number;
    if (kind === LINK) this.stems(about);
    this.count++;
  }

  /** Notes that the event under way is a packet on a link that stems from a frame, 0 for none. */
  private stems(about: number): void {
    if (about >= this.last.length) {
      const larger = new Uint32Array(2 * about);
      larger.set(this.last);
      this.last = larger;
    }
    this.previous[this.count] = this.last[about];
    this.last[about] = this.count + 1;
  }

  /** The packets on links that stem from the frame at a position, the last first. */
  *stemming(position: number): Generator<number> {
    const first = this.last[position + 1] ?? 0;
    for (let next = first; next > 0; next = this.previous[next - 1]) yield next - 1;
  }

  private grow(): void {
    const size = 2 * this.count;
    const wider = (from: Uint32Array) => {
      const into = new Uint32Array(size);
      into.set(from);
      return into;
    };
    this.positions = wider(this.positions);
    this.paths = wider(this.paths);
    this.abouts = wider(this.abouts);
    this.previous = wider(this.previous);
    const widerBytes = (from: Uint8Array) => {
      const into = new Uint8Array(size);
      into.set(from);
      return into;
    };
    this.kinds = widerBytes(this.kinds);
    this.numbers = widerBytes(this.numbers);
    const times = new Float64Array(size);
    times.set(this.times);
    this.times = times;
  }

  /** Number of extras whose position is at most `position`. */
  upTo(position: number): number {
    return this.search(k => this.positions[k] <= position);
  }

  /** Number of the event that is extra `k`, which has run. */
  eventOf(k: number): number {
    return this.positions[k] + k;
  }

  /** True when `event`, which has run, is an extra. */
  isExtra(event: number): boolean {
    return this.is(this.before(event), event);
  }

  /** True when `event`, which has run and before which there are `k` extras, is one itself. */
  is(k: number, event: number): boolean {
    return k < this.count && this.eventOf(k) === event;
  }

  /** Number of extras among the events before `event`. */
  before(event: number): number {
    return this.search(k => this.eventOf(k) < event);
  }

  /** The first extra for which `holds` is false; it is true for all before that one. */
  private search(holds: (k: number) => boolean): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
