/** Decodes the frames of a capture, in order, into one dissection that is reused. */

import { LINKTYPE_NONE, LINKTYPE_PPP_WITH_DIR } from '../wire/linktype';
import { dissectData } from './data';
import { Dissection, type FrameInfo } from './dissection';
import { encapsulationOf } from './encapsulation';
import { type Clock, dissectFrame } from './frame';
import { markProblem } from './problem';
import type { FieldId } from './registry';
import { dispatch, linkTypes } from './tables';

/** When a frame was taken. */
export interface Moment {
  readonly seconds: number;
  readonly nanoseconds: number;
}

export class Decoder {
  readonly dissection = new Dissection();
  private readonly clock: Clock = {
    firstSeconds: 0,
    firstNanoseconds: 0,
    previousSeconds: 0,
    previousNanoseconds: 0,
  };
  private frames = 0;

  /** Only these fields are looked at from now on; null: all. */
  want(ids: Iterable<FieldId> | null): void {
    this.dissection.want(ids);
  }

  /** Forgets the frames before: the next is dissected as if it were alone. */
  forget(): void {
    this.frames = 0;
    this.dissection.age++;
  }

  /** Frames have gone by that were not given: when the first of all was taken, and the latest. */
  passed(first: Moment, latest: Moment): void {
    const { clock } = this;
    this.frames++;
    clock.firstSeconds = first.seconds;
    clock.firstNanoseconds = first.nanoseconds;
    clock.previousSeconds = latest.seconds;
    clock.previousNanoseconds = latest.nanoseconds;
  }

  /**
   * Dissects the frame whose `length` bytes lie at `at` in `bytes`. Frames are given in file order:
   * reassembly and times since earlier frames depend on it. The answer is valid until the next call, as long
   * as `bytes` is unchanged.
   */
  dissect(bytes: Uint8Array, at: number, length: number, linkType: number, frame: FrameInfo): Dissection {
    const d = this.dissection;
    const { clock } = this;
    if (this.frames++ === 0) {
      clock.firstSeconds = clock.previousSeconds = frame.seconds;
      clock.firstNanoseconds = clock.previousNanoseconds = frame.nanoseconds;
    }
    const stripped = linkType === LINKTYPE_PPP_WITH_DIR && length > 0 ? 1 : 0;
    const start = at + stripped;
    // A frame of which more was kept than it is said to have had is read as far as it goes.
    const reported = at + Math.max(frame.originalLength, length);
    d.start(bytes, start, length - stripped, reported - start, frame);
    d.direction = stripped === 0 ? -1 : bytes[at] === 0 ? 1 : 0;
    dissectFrame(d, encapsulationOf(linkType), clock);
    if (linkType !== LINKTYPE_NONE) {
      clock.previousSeconds = frame.seconds;
      clock.previousNanoseconds = frame.nanoseconds;
    }
    const end = at + length;
    try {
      const handle = linkTypes.get(linkType);
      if (handle === undefined) dissectData(d, start, end, reported);
      else dispatch(d, handle, start, end, reported);
    } catch (problem) {
      markProblem(d, problem, start);
    }
    return d;
  }
}
