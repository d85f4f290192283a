/** What is found on the way while events run for the first time: packets sent and captured, and `expect` lines that are not met. */
import { Expectations, type Failure } from '../replay/expect';
import type { Program } from './launch';

export class Findings {
  private readonly expectations: Expectations;
  private readonly frames: ReadonlySet<number>;
  private told = false;

  constructor(private readonly program: Program) {
    const { replay, names, output, captures, captureFiles } = program;
    this.expectations = new Expectations(program.expectations, replay, captures);
    this.frames = this.expectations.frames;
    if (output === null && captureFiles === null && !this.expectations.needsOutputs) return;
    replay.collecting = true;
    replay.onEvent = event => {
      this.expectations.note(event);
      output?.event(replay.script.epoch, names, event);
      captureFiles?.event(replay.script.epoch, event);
    };
  }

  /** What was foretold of a frame that has arrived and did not come true, as a sentence; null when there is nothing. */
  failureAt(position: number): string | null {
    return this.frames.has(position) ? (this.expectations.failureAt(position)?.message ?? null) : null;
  }

  /** All events have run: writes what was sent and captured, and answers the `expect` lines that were not met, the first time only. */
  end(): Failure[] {
    this.flush();
    if (this.told) return [];
    this.told = true;
    return this.expectations.failures();
  }

  /** Writes what was sent and captured so far. Throws Error when a file cannot be written. */
  flush(): void {
    this.program.output?.flush();
    this.program.captureFiles?.flush();
  }
}
