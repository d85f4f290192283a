/** Frames that somebody has chosen, as a pcapng file with their verdicts. */
import type { Capture } from '../../capture';
import { AnnotatedCapture } from './annotatedCapture';
import type { FrameOutcomes } from './outcomes';
import { PIECE_BYTES, type Piece, SLICE } from './piece';

/** The frames of one capture that are wanted. */
export interface WantedFrames {
  readonly capture: Capture;
  /** From 0, in the order of the file. */
  readonly frames: ArrayLike<number>;
  /** What became of them, and where each stands in the replay (-1: nowhere); null without a machine. */
  readonly outcomes: FrameOutcomes | null;
  positionOf(frame: number): number;
}

/** The file, piece by piece. Throws CaptureError when the capture cannot be read. */
export function* packetsFile(wanted: WantedFrames): Generator<Piece> {
  const { capture, frames, outcomes } = wanted;
  const file = new AnnotatedCapture([capture]);
  for (let k = 0; k < frames.length; k++) {
    const frame = frames[k];
    file.add(0, frame, outcomes?.sentence(wanted.positionOf(frame)) ?? '');
    if ((k + 1) % SLICE === 0 || file.pending >= PIECE_BYTES) {
      yield { bytes: file.take(), progress: (k + 1) / frames.length };
    }
  }
  yield { bytes: file.take(), progress: 1 };
}
