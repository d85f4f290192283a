/** Frames that somebody has chosen, as a pcapng file with their verdicts. */
import type { Capture } from '../../capture';
import { AnnotatedCapture, type OtherPacket } from './annotatedCapture';
import type { FrameOutcomes } from './outcomes';
import { PIECE_BYTES, type Piece, SLICE } from './piece';

/** The frames of one capture that are wanted. */
export interface WantedFrames {
  readonly capture: Capture;
  /** From 0, in the order of the file; among them numbers below 0, which `onLink` tells of. */
  readonly frames: ArrayLike<number>;
  /** What became of them, and where each stands in the replay (-1: nowhere); null without a machine. */
  readonly outcomes: FrameOutcomes | null;
  positionOf(frame: number): number;
  /** A packet that came by a link between hosts, by a number below 0. */
  onLink?(entry: number): OtherPacket;
}

/** The file, piece by piece. Throws CaptureError when the capture cannot be read. */
export function* packetsFile(wanted: WantedFrames): Generator<Piece> {
  const { capture, frames, outcomes } = wanted;
  const file = new AnnotatedCapture([capture]);
  for (let k = 0; k < frames.length; k++) {
    const frame = frames[k];
    if (frame >= 0) file.add(0, frame, outcomes?.sentence(wanted.positionOf(frame)) ?? '');
    else if (wanted.onLink !== undefined) file.addOther(wanted.onLink(frame));
    if ((k + 1) % SLICE === 0 || file.pending >= PIECE_BYTES) {
      yield { bytes: file.take(), progress: (k + 1) / frames.length };
    }
  }
  yield { bytes: file.take(), progress: 1 };
}
