/** The frames of a replay as they come, written with their verdicts. */
import type { Input } from '../arrivals';
import { eventSentence } from '../describe';
import { AnnotatedCapture } from '../export/annotatedCapture';
import { PIECE_BYTES } from '../export/piece';
import type { PastEvent, Replay } from '../replay';
import type { FrameNames } from '../rows';
import type { World } from './world';

export class AnnotatedFrames {
  private readonly file: AnnotatedCapture;
  private readonly write: (bytes: Uint8Array) => void;
  /** Frames written: where the next one stands. */
  private position = 0;

  constructor(file: string, inputs: readonly Input[], world: World) {
    this.write = world.openOutput(file);
    this.file = new AnnotatedCapture(inputs.map(input => input.capture));
  }

  /** Adds the frame that an event was about, when it is one. */
  event(replay: Replay, names: FrameNames, event: PastEvent): void {
    if (event.kind === 'frame' && event.recorded !== null) {
      this.add(replay, event.position, eventSentence(replay, names, event, event.recorded));
    } else if (event.kind === 'passed') this.add(replay, event.position, '');
  }

  /** Adds the frames that have not arrived when the replay ended, and writes what is left. */
  end(replay: Replay): void {
    while (this.position < replay.script.order.length) this.add(replay, this.position, '');
    this.write(this.file.take());
  }

  private add({ script }: Replay, position: number, note: string): void {
    this.position = position + 1;
    this.file.add(script.order.capture(position), script.order.frame(position), note);
    if (this.file.pending >= PIECE_BYTES) this.write(this.file.take());
  }
}
