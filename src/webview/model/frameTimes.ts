/** When frames were taken, as nanoseconds from the first one. */
import type { Capture } from '../../capture';

/** Times of a capture that is being indexed; `note` after every piece. */
export class FrameTimes {
  /** Time of the first frame that has one. */
  seconds = 0;
  nanos = 0;
  /** Nanoseconds from the first frame to the earliest and the latest; a clock may have been set back. */
  earliest = 0;
  latest = 0;
  private noted = 0;
  private begun = false;

  constructor(private readonly capture: Capture) {}

  /** Looks at the frames that have been indexed since. */
  note(): void {
    const { capture } = this;
    for (; this.noted < capture.frames; this.noted++) {
      if (!capture.hasTime(this.noted)) continue;
      if (!this.begun) {
        this.begun = true;
        this.seconds = capture.seconds(this.noted);
        this.nanos = capture.nanoseconds(this.noted);
      }
      const time = this.relative(this.noted);
      if (time > this.latest) this.latest = time;
      else if (time < this.earliest) this.earliest = time;
    }
  }

  /** Nanoseconds from the first frame to frame `i` (0-based); 0 for a frame without a time. */
  relative(i: number): number {
    const { capture } = this;
    if (!capture.hasTime(i)) return 0;
    return (capture.seconds(i) - this.seconds) * 1e9 + (capture.nanoseconds(i) - this.nanos);
  }
}
