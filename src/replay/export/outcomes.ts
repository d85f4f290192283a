/** What became of frames that have arrived, one after the other. */
import { eventSentence } from '../describe';
import type { Recorded } from '../recorded';
import type { Replay } from '../replay';
import type { FrameNames } from '../rows';

export class FrameOutcomes {
  constructor(
    readonly replay: Replay,
    readonly names: FrameNames,
  ) {}

  /**
   * The event of the frame at a position, recorded; null when it was not injected or has not arrived. It is
   * valid until the next call.
   */
  recorded(position: number): Recorded | null {
    const { replay } = this;
    if (position < 0 || position >= replay.arrived) return null;
    const event = replay.eventOf(position);
    if (replay.past(event).kind !== 'frame') return null;
    return replay.skim(event, null) ?? replay.record(event);
  }

  /** The verdict sentence of the frame at a position; empty for none. */
  sentence(position: number): string {
    const recorded = this.recorded(position);
    return recorded === null ? '' : this.sentenceOf(recorded);
  }

  /** The sentence about a recorded event. */
  sentenceOf(recorded: Recorded): string {
    const { path } = this.replay.past(recorded.event);
    return eventSentence(this.replay, this.names, { ...recorded, path }, recorded);
  }
}
