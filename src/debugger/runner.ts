/** Finds the next and the previous stop: runs the replay fast over events that no breakpoint can mean, and looks at the others step by step. */
import type { Recorded } from '../replay/replay';
import type { Breakpoints } from './breakpoints/breakpoints';
import { HitCounts, type Stopper } from './breakpoints/stopper';
import type { Conversation } from './conversation';
import type { Environment } from './environment';
import type { Moment } from './moment';
import type { Timeline } from './timeline';

/** Milliseconds between two breaths. */
const PATIENCE = 30;
/** Events run at once without looking at the clock. */
const CHUNK = 4096;

/** Where a run came to. */
export type Outcome =
  | { readonly kind: 'hit'; readonly moment: Moment; readonly stoppers: readonly Stopper[] }
  | { readonly kind: 'there'; readonly moment: Moment; readonly reason: string }
  | { readonly kind: 'paused'; readonly event: number }
  | { readonly kind: 'end' | 'stopped' };

export class Runner {
  private readonly counts = new HitCounts();
  private request: 'pause' | 'stop' | null = null;
  private lastBreath = 0;

  constructor(
    private readonly timeline: Timeline,
    private readonly breakpoints: Breakpoints,
    private readonly conversation: Conversation,
    private readonly environment: Environment,
  ) {}

  /** Makes the run under way come back soon. */
  interrupt(how: 'pause' | 'stop'): void {
    this.request = how;
  }

  /** Forgets hit counts. */
  restart(): void {
    this.counts.clear();
  }

  /** From after a moment (null: from where the replay stands) to the next stop. `onEvent` is told of each event passed. */
  async forward(from: Moment | null, onEvent: (event: number) => void): Promise<Outcome> {
    const { replay } = this.timeline;
    this.begin();
    if (from !== null) {
      const hit = this.firstIn(from.event, from.step);
      if (hit !== null) return hit;
      onEvent(from.event);
      replay.goTo(from.event + 1);
    }
    const progress = this.conversation.progress('Replaying packets');
    const total = Math.max(1, replay.script.order.length);
    try {
      for (;;) {
        const stop = this.runToCandidate(onEvent);
        if (stop === 'candidate') {
          const hit = this.firstIn(replay.cursor - 1, -1);
          if (hit !== null) return hit;
          onEvent(replay.cursor - 1);
        } else if (stop !== 'limit') return { kind: 'end' };
        const asked = await this.breathe(replay.cursor, () => progress((100 * replay.cursor) / total));
        if (asked !== null) return asked;
      }
    } finally {
      progress(null);
    }
  }

  /** From before a moment (null: from the end of what has run) to the stop before it. */
  async backward(from: Moment | null): Promise<Outcome> {
    const { replay } = this.timeline;
    this.begin();
    if (from !== null) {
      const hit = this.lastIn(from.event, from.step);
      if (hit !== null) return hit;
    }
    const progress = this.conversation.progress('Going back');
    const total = Math.max(1, from?.event ?? replay.events);
    const going = (event: number) => this.breathe(event, () => progress((100 * (total - event)) / total));
    try {
      for (let to = from?.event ?? replay.events; to > 0; ) {
        // From a checkpoint on, so that what must run again runs once.
        const start = replay.checkpoints.before(to - 1).event;
        this.arm();
        for (const event of replay.armedIn(start, to).reverse()) {
          const hit = this.lastIn(event, Number.POSITIVE_INFINITY);
          if (hit !== null) return hit;
          const asked = await going(event);
          if (asked !== null) return asked;
        }
        const asked = await going(start);
        if (asked !== null) return asked;
        to = start;
      }
      return { kind: 'end' };
    } finally {
      progress(null);
    }
  }

  /** Runs, whatever is armed, until the frame at a position has arrived, or to the end. */
  async reach(position: number): Promise<Outcome | null> {
    const { replay } = this.timeline;
    this.begin();
    const progress = this.conversation.progress('Replaying packets');
    try {
      while (replay.arrived <= position && replay.runOn(CHUNK) === 'limit') {
        const asked = await this.breathe(replay.events, () => progress((100 * replay.arrived) / position));
        if (asked !== null) return asked;
      }
      return null;
    } finally {
      progress(null);
    }
  }

  /** The first event from `from` on, forwards or backwards, that passes the test; what lies ahead runs. */
  async search(from: number, by: 1 | -1, test: (event: number) => boolean): Promise<number | Outcome> {
    const { replay } = this.timeline;
    this.begin();
    const progress = this.conversation.progress('Looking for a packet');
    const total = replay.script.order.length;
    try {
      for (let event = from; event >= 0; event += by) {
        if (event >= replay.events) replay.runOn(CHUNK);
        if (event >= replay.events) break;
        if (test(event)) return event;
        if (event % CHUNK !== 0) continue;
        const asked = await this.breathe(event, () => progress((100 * event) / total));
        if (asked !== null) return asked;
      }
      return { kind: 'end' };
    } finally {
      progress(null);
    }
  }

  private begin(): void {
    this.request = null;
    this.lastBreath = Date.now();
  }

  /** Lets requests in now and then; what they asked for, null for going on. `event` is where the run is. */
  private async breathe(event: number, report: () => void): Promise<Outcome | null> {
    if (Date.now() - this.lastBreath >= PATIENCE) {
      report();
      await this.environment.breathe();
      this.lastBreath = Date.now();
    }
    if (this.request === 'stop') return { kind: 'stopped' };
    return this.request === 'pause' ? { kind: 'paused', event } : null;
  }

  private runToCandidate(onEvent: (event: number) => void): 'candidate' | 'limit' | 'end' {
    const { replay } = this.timeline;
    const first = replay.cursor;
    this.arm();
    const stop = replay.run(CHUNK);
    const last = stop === 'breakpoint' ? replay.cursor - 1 : replay.cursor;
    for (let event = first; event < last; event++) onEvent(event);
    if (stop === 'breakpoint') return 'candidate';
    return stop === 'limit' ? 'limit' : 'end';
  }

  private arm(): void {
    const { replay } = this.timeline;
    const stoppers = this.breakpoints.stoppers();
    replay.arm({
      path: path => stoppers.some(one => one.mayBe(replay, path)),
      lines: stoppers.flatMap(one => one.line ?? []),
      probes: stoppers.flatMap(one => one.probe ?? []),
      events: anyOf(stoppers.flatMap(one => one.events ?? [])),
      frames: anyOf(stoppers.flatMap(one => one.frames ?? [])),
    });
  }

  /** The first stop of an event after a step. Breakpoints that log do so on the way. */
  private firstIn(event: number, after: number): Outcome | null {
    const recorded = this.timeline.recorded(event);
    const found = this.meant(recorded);
    for (const step of [...found.keys()].sort((a, b) => a - b)) {
      if (step <= after) continue;
      const stoppers = (found.get(step) ?? []).filter(one => this.stops(one, { event, step }, true));
      if (stoppers.length > 0) return { kind: 'hit', moment: { event, step }, stoppers };
    }
    return null;
  }

  /** The last stop of an event before a step. */
  private lastIn(event: number, before: number): Outcome | null {
    const recorded = this.timeline.recorded(event);
    const found = this.meant(recorded);
    for (const step of [...found.keys()].sort((a, b) => b - a)) {
      if (step >= before) continue;
      const stoppers = (found.get(step) ?? []).filter(one => this.stops(one, { event, step }, false));
      if (stoppers.length > 0) return { kind: 'hit', moment: { event, step }, stoppers };
    }
    return null;
  }

  /** The steps that any breakpoint means, with those that do. */
  private meant(recorded: Recorded): Map<number, Stopper[]> {
    const found = new Map<number, Stopper[]>();
    for (const stopper of this.breakpoints.stoppers()) {
      for (const step of stopper.steps(recorded)) {
        const known = found.get(step);
        if (known === undefined) found.set(step, [stopper]);
        else known.push(stopper);
      }
    }
    return found;
  }

  private stops(stopper: Stopper, moment: Moment, logging: boolean): boolean {
    if (stopper.condition !== null && !stopper.condition(moment)) return false;
    if (stopper.hit !== null && !stopper.hit(this.counts.note(stopper.id, moment))) return false;
    if (stopper.log === null) return true;
    if (logging) this.conversation.output({ category: 'console', output: stopper.log(moment) });
    return false;
  }
}

function anyOf(tests: readonly ((number: number) => boolean)[]): (number: number) => boolean {
  if (tests.length === 0) return never;
  return tests.length === 1 ? tests[0] : number => tests.some(test => test(number));
}

const never = () => false;
