/** What is found on the way while events run for the first time: packets sent, and `expect` lines that are not met. */
import { Expectations, type Failure } from '../replay/expect';
import type { Program } from './launch';

export class Findings {
  private readonly expectations: Expectations;

  constructor(private readonly program: Program) {
    const { replay, names, output, captures } = program;
    this.expectations = new Expectations(program.expectations, replay, captures);
    if (output === null && !this.expectations.needsOutputs) return;
    replay.collecting = true;
    replay.onEvent = event => {
      this.expectations.note(event);
      output?.event(replay.script.epoch, names, event);
    };
  }

  /** The `expect` lines that were not met, once all events have run. */
  failures(): Failure[] {
    return this.expectations.failures();
  }

  /** Writes what was sent so far. Throws Error when the file cannot be written. */
  flush(): void {
    this.program.output?.flush();
  }
}
