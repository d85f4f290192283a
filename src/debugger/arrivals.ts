/**
 * The session comes to stand somewhere: what is read there is made new, the console says it, and the client
 * is told.
 */
import type { Stopper } from './breakpoints/stopper';
import type { ConsoleLines } from './consoleLines';
import type { Conversation } from './conversation';
import type { Findings } from './findings';
import { compareMoments, type Moment } from './moment';
import type { Reading } from './reading';
import type { Timeline } from './timeline';

/** Why the session stopped, as the client is told. */
export type Stopped = Parameters<Conversation['stopped']>[0];

interface ArrivalParts {
  readonly timeline: Timeline;
  readonly reading: Reading;
  readonly conversation: Conversation;
  readonly consoleLines: ConsoleLines;
  readonly findings: Findings;
}

export class Arrivals {
  constructor(private readonly parts: ArrivalParts) {}

  /**
   * At a moment. `told` is why, when that is more than the packet's verdict; `by` the number of who asked, 0
   * for the session itself.
   */
  at(moment: Moment, why: Stopped, told: string | null = null, by = 0): void {
    const { reading, consoleLines } = this.parts;
    const before = reading.at;
    reading.move(moment);
    reading.told = told;
    consoleLines.arrived(moment, before === null || compareMoments(before, moment) !== 0);
    this.stopped({ ...why, description: why.description ?? reading.title() }, by);
  }

  /** At a moment that breakpoints mean. */
  atHit(moment: Moment, stoppers: readonly Stopper[]): void {
    const ids = stoppers.filter(one => one.reason !== 'exception').map(one => one.id);
    const first = stoppers.find(one => one.reason !== 'exception') ?? stoppers[0];
    const told = first.told?.(this.parts.timeline.recorded(moment.event)) ?? null;
    const why = { reason: first.reason, text: told ?? first.what };
    this.at(moment, ids.length > 0 ? { ...why, hitBreakpointIds: ids } : why, told);
  }

  /** At a moment, or at the end of the capture for null. */
  atOrEnd(moment: Moment | null, why: Stopped): void {
    if (moment === null) this.atEnd();
    else this.at(moment, why);
  }

  private atEnd(): void {
    const { reading, consoleLines, findings } = this.parts;
    reading.moveToEnd();
    for (const failure of findings.end()) consoleLines.failed(failure);
    const text = reading.panic() ?? consoleLines.summary();
    this.stopped({ reason: 'pause', description: reading.title(), text });
  }

  /**
   * Where no request of the protocol asked for: a client that is not told that the session went on keeps the
   * stop before.
   */
  leap(moment: Moment, by = 0): void {
    this.parts.conversation.continued();
    this.at(moment, { reason: 'goto' }, null, by);
  }

  /** Tells the client where the session stands, though it may have stood there before. */
  stopped(why: Stopped, by = 0): void {
    const { conversation, reading } = this.parts;
    // Who asked for the move keeps the keyboard: a client would open the engine's source and go there.
    conversation.stopped(by > 0 ? { ...why, preserveFocusHint: true } : why, reading.hostNumber());
    conversation.position({ ...reading.position(), by });
  }
}
