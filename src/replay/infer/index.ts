/** Inferring a machine from one capture: in whose position it was taken, and what its frames tell of it. */
import type { Capture } from '../../capture';
import type { CaptureFacts } from './captureFacts';
import { type Conclusions, conclude } from './conclude';
import { factsOf } from './facts';
import { Observer } from './observer';
import { stackText } from './text';

export type { CaptureFacts } from './captureFacts';
export { MARK as INFERRED_MARK } from './text';

/**
 * One pass over a capture in pieces, then the conclusions. Memory is bounded: 4,096 stations, 32,768 pairs of
 * station and address, 1,024 prefixes and 32,768 packets under way are told apart, whatever the capture
 * holds.
 */
export class Inference {
  private readonly observer: Observer;
  private concluded: Conclusions | null = null;

  /** @param capture indexed whole */
  constructor(capture: Capture) {
    this.observer = new Observer(capture);
  }

  /** From 0 to 1. */
  get progress(): number {
    return this.observer.progress;
  }

  /**
   * Looks at `frames` more frames; true when all have been looked at. Throws CaptureError when the capture
   * cannot be read.
   */
  step(frames: number = Number.POSITIVE_INFINITY): boolean {
    return this.observer.step(frames);
  }

  /**
   * The text of a `.stack` file, once `step` was true. `name` is the capture's, as a `replay` line beside it
   * names it.
   */
  text(name: string): string {
    return stackText(this.conclusions(), name);
  }

  /** What the editor shows of the machine, once `step` was true. */
  facts(): CaptureFacts {
    return factsOf(this.conclusions());
  }

  private conclusions(): Conclusions {
    this.concluded ??= conclude(this.observer);
    return this.concluded;
  }
}
