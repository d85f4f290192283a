/** Going to packets by their numbers, and from one to the next: what no request of the protocol asks for. */
import type { Arrivals } from './arrivals';
import type { Moment } from './moment';
import { parseMoment } from './momentNames';
import type { Movement, MovementParts } from './movement';
import { RequestError } from './requestError';

export class Jumps {
  constructor(
    private readonly parts: MovementParts,
    private readonly movement: Movement,
    private readonly arrivals: Arrivals,
  ) {}

  /** Goes to a moment as people write it. Throws RequestError when it does not happen. */
  toWritten(text: string, by = 0): Promise<void> {
    const written = parseMoment(text);
    if (written === null) throw new RequestError('Write a moment such as 417, 417.3 or e2.1.');
    const { of, number, step } = written;
    return of === 'frame' ? this.toFrame(number, step, by) : this.toExtra(number, step, by);
  }

  /**
   * Goes to the arrival of a frame, or to one of its steps. Both count from 1. Throws RequestError when it
   * does not arrive.
   */
  async toFrame(frame: number, step?: number, by = 0): Promise<void> {
    this.movement.refuseWhileRunning();
    const { replay } = this.parts.timeline;
    const count = replay.script.order.length;
    if (!Number.isInteger(frame)) throw new RequestError(`Name a frame by its number, 1 to ${count}.`);
    if (frame < 1 || frame > count) {
      throw new RequestError(`There is no frame ${frame}; the frames are 1 to ${count}.`);
    }
    if (step !== undefined && (!Number.isInteger(step) || step < 1)) {
      throw new RequestError('Name a step by its number, from 1.');
    }
    await this.movement.busy(() => this.parts.runner.reach(() => replay.arrived >= frame));
    const event = replay.eventOf(frame - 1);
    if (event >= replay.events || replay.past(event).kind !== 'frame') {
      throw new RequestError(
        `Frame ${frame} did not arrive: the machine sent it, no interface takes it, or the filter leaves it out.`,
      );
    }
    this.arrivals.leap(this.momentOf(event, step), by);
  }

  /** Goes to an event that is no frame, or to one of its steps. Both count from 1. */
  private async toExtra(number: number, step?: number, by = 0): Promise<void> {
    this.movement.refuseWhileRunning();
    const { extras } = this.parts.timeline.replay;
    await this.movement.busy(() => this.parts.runner.reach(() => extras.count >= number));
    if (number > extras.count) {
      const last = extras.count === 0 ? 'all events are frames' : `the last is e${extras.count}`;
      throw new RequestError(`There is no event e${number}; ${last}.`);
    }
    this.arrivals.leap(this.momentOf(extras.eventOf(number - 1), step), by);
  }

  /** The first moment of an event, or that of a step, from 1, of it; its end where it has not so many. */
  private momentOf(event: number, step: number | undefined): Moment {
    const { timeline } = this.parts;
    if (step === undefined) return timeline.first(event);
    return { event, step: Math.min(step - 1, timeline.recorded(event).steps.length) };
  }

  /**
   * Goes to the next or previous packet, or to the next one that the same decision settled. Throws
   * RequestError without any.
   */
  async toNeighbor(by: 1 | -1, sameReason: boolean): Promise<void> {
    this.movement.refuseWhileRunning();
    const { timeline, reading, runner } = this.parts;
    const { replay } = timeline;
    const from = sameReason ? reading.standing().event : (reading.at?.event ?? replay.events);
    const reason = sameReason ? replay.paths.settledBy(replay.past(from).path) : -1;
    const found = await this.movement.busy(() =>
      runner.search(from + by, by, event => {
        const { kind, path } = replay.past(event);
        return kind === 'frame' && (!sameReason || replay.paths.settledBy(path) === reason);
      }),
    );
    if (typeof found !== 'number') {
      throw new RequestError(
        sameReason ? 'No further packet was settled by this decision.' : 'There is no further packet.',
      );
    }
    this.arrivals.leap(sameReason ? timeline.settled(found) : timeline.first(found));
  }
}
