/**
 * The cursor of a session: running, stepping and jumping, in both directions. Where it stands is a moment of
 * the replay.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Arrivals, type Stopped } from './arrivals';
import type { ConsoleLines } from './consoleLines';
import type { Conversation } from './conversation';
import type { Findings } from './findings';
import { GotoTargets } from './gotoTargets';
import { Jumps } from './jumps';
import type { Moment, Reach } from './moment';
import type { Reading } from './reading';
import { RequestError } from './requestError';
import type { Outcome, Runner } from './runner';
import type { Sources } from './sources';
import type { Timeline } from './timeline';

/** A search that a client may give up. */
interface Search {
  /** Number of the request that waits for its end. */
  readonly request: number;
  givenUp: boolean;
}

/** What movement works with. */
export interface MovementParts {
  readonly timeline: Timeline;
  readonly reading: Reading;
  readonly runner: Runner;
  readonly conversation: Conversation;
  readonly consoleLines: ConsoleLines;
  readonly sources: Sources;
  readonly findings: Findings;
  /** Number of the request that came last. */
  readonly request: () => number;
}

export class Movement {
  readonly targets: GotoTargets;
  readonly jumps: Jumps;
  private readonly arrivals: Arrivals;
  /** True while the session runs. */
  private running = false;
  /** The search under way while a request waits for its end. */
  private search: Search | null = null;
  /** True while the session goes from one stop to another. */
  private underway = false;

  constructor(private readonly parts: MovementParts) {
    this.targets = new GotoTargets(parts.timeline, parts.sources);
    this.arrivals = new Arrivals(parts);
    this.jumps = new Jumps(parts, this, this.arrivals);
  }

  /** True while the session stands nowhere, or the client does not know yet where. */
  get away(): boolean {
    return this.underway || this.parts.conversation.stopWaits();
  }

  /** The first run, once the client has set its breakpoints. */
  begin(stopOnEntry: boolean, stopAt: number | null): void {
    if (stopAt !== null) this.beginAt(stopAt);
    else if (stopOnEntry) this.arrivals.atOrEnd(this.firstFrom(0), { reason: 'entry' });
    else this.run();
  }

  /** Begins at a frame, or at the first after it that arrives. */
  private beginAt(frame: number): void {
    const { replay } = this.parts.timeline;
    this.start(
      async () => {
        const asked = await this.parts.runner.reach(() => replay.arrived >= frame);
        if (asked !== null) return asked;
        const found = await this.parts.runner.search(replay.eventOf(frame - 1), 1, event =>
          this.arrivesIn(event),
        );
        return typeof found === 'number' ? this.atBeginningOf(found) : found;
      },
      outcome => this.came(outcome, 'on'),
    );
  }

  private arrivesIn(event: number): boolean {
    return this.parts.timeline.replay.past(event).kind === 'frame';
  }

  private atBeginningOf(event: number): Outcome {
    return { kind: 'there', moment: this.parts.timeline.first(event), reason: 'goto' };
  }

  /** Runs on to the next stop. At the end of the capture it ends the session. */
  continue(): DebugProtocol.ContinueResponse['body'] {
    this.refuseWhileRunning();
    if (this.parts.reading.at === null) this.parts.conversation.terminated();
    else this.run();
    return { allThreadsContinued: true };
  }

  /** Goes back to the previous stop of any kind. */
  reverseContinue(): void {
    this.refuseWhileRunning();
    const from = this.parts.reading.at;
    this.start(
      () => this.parts.runner.backward(from),
      outcome => this.came(outcome, 'back'),
    );
  }

  /** Stops a run where it is; a search is given up, and the session stands where it stood. */
  pause(): void {
    const { conversation, reading } = this.parts;
    if (conversation.over) throw new RequestError('The session has ended; start it anew.');
    this.cancel();
    const stands = this.search !== null || !this.running;
    if (stands && !conversation.stopWaits())
      this.arrivals.stopped({ reason: 'pause', description: reading.title() });
  }

  /** Number of the request that waits for what it looks for; null while none does. */
  get searchesFor(): number | null {
    return this.search?.request ?? null;
  }

  /** Leaves a run that the client no longer wants, and stops where it came to; gives a search up. */
  cancel(): void {
    if (this.search !== null) this.search.givenUp = true;
    if (this.running) this.parts.runner.interrupt('pause');
  }

  /** Ends whatever runs. */
  stop(): void {
    this.parts.runner.interrupt('stop');
  }

  /** Steps forward; past the last step of a packet comes the first of the next. */
  forward(reach: Reach): void {
    this.refuseWhileRunning();
    const { timeline, reading } = this.parts;
    const { at } = reading;
    const within = at === null ? null : timeline.after(at, reach);
    if (at === null) this.arrivals.atOrEnd(null, { reason: 'step' });
    else if (within !== null) this.arrivals.at(within, { reason: 'step' });
    else this.toEventFrom(at.event + 1, { reason: 'step' });
  }

  /** Goes to the first event from `event` on that is more than a frame passing by. */
  private toEventFrom(event: number, { reason }: Stopped): void {
    const { runner, timeline } = this.parts;
    this.start(
      async () => {
        const found = await runner.search(event, 1, one => timeline.replay.past(one).kind !== 'passed');
        return typeof found === 'number' ? { kind: 'there', moment: timeline.first(found), reason } : found;
      },
      outcome => this.came(outcome, 'on'),
    );
  }

  /**
   * Steps back as no request of the protocol does: into what was called, or out to where the function was.
   */
  leapBack(reach: 'in' | 'out'): void {
    this.refuseWhileRunning();
    this.parts.conversation.continued();
    this.back(reach);
  }

  /** Steps back; before the first step of a packet comes the end of the one before. */
  back(reach: Reach): void {
    this.refuseWhileRunning();
    const { timeline, reading } = this.parts;
    const { at } = reading;
    const within = at === null ? null : timeline.before(at, reach);
    const event = at === null ? timeline.replay.events : at.event;
    const previous = within ?? this.lastBefore(event);
    if (previous === null) this.arrivals.stopped({ reason: 'step', description: 'Beginning of capture' });
    else this.arrivals.at(previous, { reason: 'step' });
  }

  /** Starts over: changes by the user are taken back. */
  restart(): void {
    this.refuseWhileRunning();
    const { timeline, reading, runner } = this.parts;
    timeline.undoAll();
    runner.restart();
    timeline.replay.goTo(0);
    reading.move(null);
    this.run(true);
  }

  /** Goes back to where a function was entered, or the packet arrived. */
  restartFrame(frameId: number): void {
    this.refuseWhileRunning();
    const at = this.parts.reading.standing();
    const step = this.parts.reading.entryOf(frameId);
    this.arrivals.at({ event: at.event, step }, { reason: 'restart' });
  }

  /** Goes to one of `targets`. */
  goto(targetId: number): void {
    this.refuseWhileRunning();
    this.arrivals.at(this.targets.get(targetId), { reason: 'goto' });
  }

  /** Does something long before a request is answered. Throws RequestError when the client cancels it. */
  async busy<T>(going: () => Promise<T | Outcome | null>): Promise<T | Outcome | null> {
    const search: Search = { request: this.parts.request(), givenUp: false };
    this.search = search;
    this.running = true;
    try {
      const result = await going();
      const left = typeof result === 'object' && result !== null && 'kind' in result ? result.kind : null;
      if (search.givenUp || left === 'paused' || left === 'stopped') {
        throw new RequestError('The search was cancelled.');
      }
      return result;
    } finally {
      this.running = false;
      this.search = null;
    }
  }

  /** Throws RequestError while the session runs. */
  refuseWhileRunning(): void {
    const { conversation } = this.parts;
    if (this.running || conversation.stopWaits()) {
      throw new RequestError('The replay is running; pause it first.');
    }
    if (conversation.over) throw new RequestError('The session has ended; start it anew.');
  }

  private firstFrom(event: number): Moment | null {
    const { replay } = this.parts.timeline;
    for (let next = event; replay.haveRun(next); next++) {
      if (replay.past(next).kind !== 'passed') return this.parts.timeline.first(next);
    }
    return null;
  }

  private lastBefore(event: number): Moment | null {
    const { replay } = this.parts.timeline;
    for (let previous = event - 1; previous >= 0; previous--) {
      if (replay.past(previous).kind !== 'passed') return this.parts.timeline.end(previous);
    }
    return null;
  }

  private run(afresh = false): void {
    const from = afresh ? null : this.parts.reading.at;
    const { consoleLines, runner } = this.parts;
    consoleLines.beginRun();
    this.start(
      () => runner.forward(from, event => consoleLines.passed(event)),
      outcome => {
        if (outcome.kind !== 'stopped') consoleLines.endRun();
        this.came(outcome, 'on');
      },
    );
  }

  private start(going: () => Promise<Outcome>, came: (outcome: Outcome) => void): void {
    this.running = true;
    this.underway = true;
    const back = () => {
      this.running = false;
      this.underway = false;
    };
    // The answer to the request that started it goes out first; nothing comes between the end of the run and
    // its stop.
    Promise.resolve()
      .then(going)
      .then(outcome => {
        back();
        came(outcome);
      })
      .catch(error => {
        back();
        this.failed(error);
      });
  }

  private came(outcome: Outcome, direction: 'on' | 'back'): void {
    switch (outcome.kind) {
      case 'stopped':
        return;
      case 'hit':
        this.arrivals.atHit(outcome.moment, outcome.stoppers);
        return;
      case 'there':
        this.arrivals.at(outcome.moment, { reason: outcome.reason });
        return;
      case 'paused':
        this.arrivals.atOrEnd(this.lastBefore(outcome.event) ?? this.firstFrom(0), { reason: 'pause' });
        return;
      case 'end':
        if (direction === 'on') this.arrivals.atOrEnd(null, { reason: 'pause' });
        else
          this.arrivals.atOrEnd(this.firstFrom(0), { reason: 'entry', description: 'Beginning of capture' });
    }
  }

  private failed(error: unknown): void {
    const output = error instanceof Error ? error.message : String(error);
    this.parts.conversation.output({ category: 'stderr', output });
    this.parts.conversation.terminated();
  }
}
