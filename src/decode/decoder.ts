/** Decodes the frames of a capture, in order, into one dissection that is reused. */
import { dissectData } from './data';
import { Dissection, type FrameInfo, MALFORMED, REFUSED, SHORT, UNREASSEMBLED } from './dissection';
import { encapsulationOf } from './encapsulation';
import { type Clock, dissectFrame } from './frame';
import { defineProtocol, type FieldId } from './registry';
import { dispatch, linkTypes } from './tables';

export const MARKS = {
  short: defineProtocol('_ws.short', 'Short Frame', {}),
  malformed: defineProtocol('_ws.malformed', 'Malformed Packet', {}),
  unreassembled: defineProtocol('_ws.unreassembled', 'Unreassembled Fragmented Packet', {}),
} as const;

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

  /**
   * Dissects the frame whose `length` bytes lie at `at` in `bytes`. Frames are given in file order: reassembly and
   * times since earlier frames depend on it. The answer is valid until the next call, as long as `bytes` is unchanged.
   */
  dissect(bytes: Uint8Array, at: number, length: number, linkType: number, frame: FrameInfo): Dissection {
    const d = this.dissection;
    const { clock } = this;
    if (this.frames++ === 0) {
      clock.firstSeconds = clock.previousSeconds = frame.seconds;
      clock.firstNanoseconds = clock.previousNanoseconds = frame.nanoseconds;
    }
    d.start(bytes, at, length, frame);
    dissectFrame(d, encapsulationOf(linkType), clock);
    clock.previousSeconds = frame.seconds;
    clock.previousNanoseconds = frame.nanoseconds;
    const end = at + length;
    const reported = at + Math.max(length, frame.originalLength);
    try {
      const handle = linkTypes.get(linkType);
      if (handle === undefined || dispatch(d, handle, at, end, reported) === REFUSED) {
        dissectData(d, at, end, reported);
      }
    } catch (problem) {
      const mark =
        problem === SHORT
          ? MARKS.short
          : problem === MALFORMED
            ? MARKS.malformed
            : problem === UNREASSEMBLED
              ? MARKS.unreassembled
              : null;
      if (mark === null) throw problem;
      d.currentParent = -1;
      d.add(mark.self, end, 0);
    }
    return d;
  }
}
