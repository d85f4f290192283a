/**
 * What is found on the way while events run for the first time: packets sent and captured, what commands
 * print, and `expect` lines that are not met.
 */
import { Expectations, type Failure } from '../replay/expect';
import { isPrinting, type Printing, printed } from '../replay/prints';
import type { Program } from './launch';

export class Findings {
  private readonly expectations: Expectations;
  private readonly frames: ReadonlySet<number>;
  private told = false;

  /** @param print shows what a command printed */
  constructor(
    private readonly program: Program,
    private readonly print: (command: Printing['command'], lines: readonly string[]) => void,
  ) {
    const { replay, names, output, captures, captureFiles } = program;
    this.expectations = new Expectations(program.expectations, replay, captures);
    this.frames = this.expectations.frames;
    const prints = program.document.commands.some(one => one.kind === 'at' && isPrinting(one.command));
    const collects = output !== null || captureFiles !== null || this.expectations.needsOutputs;
    if (!collects && !prints) return;
    replay.collecting = collects;
    replay.onEvent = event => {
      this.expectations.note(event);
      output?.event(replay.script.epoch, names, event);
      captureFiles?.event(replay.script.epoch, event);
      const { command, number } = event;
      if (command !== null && isPrinting(command)) this.printed({ command, host: number });
    };
  }

  /**
   * What was foretold of a frame that has arrived and did not come true, as a sentence; null when there is
   * nothing.
   */
  failureAt(position: number): string | null {
    return this.frames.has(position) ? (this.expectations.failureAt(position)?.message ?? null) : null;
  }

  /**
   * All events have run: writes what was sent and captured, and answers the `expect` lines that were not met,
   * the first time only.
   */
  end(): Failure[] {
    this.flush();
    if (this.told) return [];
    this.told = true;
    for (const one of this.program.prints) this.printed(one);
    return this.expectations.failures();
  }

  private printed(one: Printing): void {
    this.print(one.command, printed(one, this.program.replay.hosts));
  }

  /** Writes what was sent and captured so far. Throws Error when a file cannot be written. */
  flush(): void {
    this.program.output?.flush();
    this.program.captureFiles?.flush();
  }
}
