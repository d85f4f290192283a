/**
 * Which lines of the `.stack` file had a part in events: the routes, policies, rules, addresses and
 * interfaces that they made.
 */

/**
 * Kept beside the trace, not part of the host's state. All arrays are indexed by line, from 1; a line beyond
 * them is not noted.
 */
export class LineUse {
  /** Events that used each line, counted while `counting`. */
  readonly counts: Uint32Array;
  /** Lines to stop at: 1. */
  readonly armed: Uint8Array;
  /** The event that used each line last, by `event`. */
  private readonly last: Uint32Array;
  /** Number of the event under way, from 1. */
  private event = 0;
  /** True when the event under way has used an armed line. */
  hit = false;
  /** False while events run that have run before. */
  counting = true;

  /** @param lines the number of the last line that is noted */
  constructor(lines: number) {
    this.counts = new Uint32Array(lines + 1);
    this.armed = new Uint8Array(lines + 1);
    this.last = new Uint32Array(lines + 1);
  }

  /** An event begins. */
  begin(): void {
    this.event++;
    this.hit = false;
  }

  /** The event under way uses a line. Allocates nothing. */
  note(line: number): void {
    if (line >= this.last.length || this.last[line] === this.event) return;
    this.last[line] = this.event;
    if (this.counting) this.counts[line]++;
    if (this.armed[line] !== 0) this.hit = true;
  }
}
