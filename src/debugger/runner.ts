/**
 * Finds the next and the previous stop: runs the replay fast over events that no breakpoint can mean, and
 * looks at the others step by step.
 */
import * as running from '#stack/running';
import type { Breakpoints } from './breakpoints/breakpoints';
import { HitCounts, type Stopper } from './breakpoints/stopper';
import type { Conversation } from './conversation';
import type { Environment } from './environment';
import type { Moment } from './moment';
import type { Looked, Sight } from './sight';
import type { Timeline } from './timeline';

/** Milliseconds between two breaths. */
const PATIENCE = 30;
/** Events run at once without looking at the clock. */
const CHUNK = 4096;
/** Events looked into at once on the way back, at most: forwards is quicker than backwards. */
const BLOCK_MAX = 1024;

/** Where a run came to. */
export type Outcome =
  | { readonly kind: 'hit'; readonly moment: Moment; readonly stoppers: readonly Stopper[] }
  | { readonly kind: 'there'; readonly moment: Moment; readonly reason: string }
  | { readonly kind: 'paused'; readonly event: number }
  | { readonly kind: 'end' | 'stopped' };

/** A step that a breakpoint means and whose condition holds. */
interface Meant {
  readonly step: number;
  readonly stopper: Stopper;
}

export class Runner {
  private readonly counts = new HitCounts();
  private request: 'pause' | 'stop' | null = null;
  private lastBreath = 0;
  private armed: readonly Stopper[] | null = null;
  /** What the armed breakpoints look at. */
  private looked: Looked = lookedFor([]);

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

  /**
   * From after a moment (null: from where the replay stands) to the next stop. `onEvent` is told of each
   * event passed.
   */
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
      const hit = this.last(from.event, this.meant(from.event), from.step);
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
        const events = replay.armedIn(start, to);
        for (let size = 1; events.length > 0; size = Math.min(BLOCK_MAX, 4 * size)) {
          const block = events.splice(-size);
          const meant: Meant[][] = [];
          for (const event of block) {
            meant.push(this.meant(event));
            const asked = await going(block[block.length - 1]);
            if (asked !== null) return asked;
          }
          for (let i = block.length - 1; i >= 0; i--) {
            const hit = this.last(block[i], meant[i], Number.POSITIVE_INFINITY);
            if (hit !== null) return hit;
          }
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

  /** Runs, whatever is armed, until something has come about, or to the end. */
  async reach(reached: () => boolean): Promise<Outcome | null> {
    const { replay } = this.timeline;
    this.begin();
    const progress = this.conversation.progress('Replaying packets');
    const total = replay.script.order.length;
    try {
      while (!reached() && replay.runOn(CHUNK) === 'limit') {
        const asked = await this.breathe(replay.events, () => progress((100 * replay.arrived) / total));
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
    if (stoppers === this.armed) return;
    this.armed = stoppers;
    this.looked = lookedFor(stoppers);
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
    const sight = this.sight(event);
    const meant = this.meantIn(sight).filter(({ step }) => step > after);
    const print = ({ log }: Stopper, step: number) => {
      if (log !== null) this.conversation.output({ category: 'console', output: log.at(sight, step) });
    };
    return this.stop(event, meant, print);
  }

  /** The last stop before a step among those that an event means. */
  private last(event: number, meant: readonly Meant[], before: number): Outcome | null {
    return this.stop(event, meant.filter(({ step }) => step < before).reverse(), () => {});
  }

  /**
   * The first of these, of one event, that the hit count lets stop; `print` is told of those that log
   * instead.
   */
  private stop(
    event: number,
    meant: readonly Meant[],
    print: (stopper: Stopper, step: number) => void,
  ): Outcome | null {
    let stoppers: Stopper[] = [];
    for (const [i, { step, stopper }] of meant.entries()) {
      const { id, hit, log } = stopper;
      if (hit === null || hit(this.counts.note(id, { event, step }))) {
        if (log === null) stoppers.push(stopper);
        else print(stopper, step);
      }
      if (meant[i + 1]?.step === step) continue;
      if (stoppers.length > 0) return { kind: 'hit', moment: { event, step }, stoppers };
      stoppers = [];
    }
    return null;
  }

  private sight(event: number): Sight {
    this.arm();
    return this.timeline.sight(event, this.looked);
  }

  private meant(event: number): Meant[] {
    return this.meantIn(this.sight(event));
  }

  /** The steps that any breakpoint means, in order; of one step in the order of the breakpoints. */
  private meantIn(sight: Sight): Meant[] {
    const found: Meant[] = [];
    for (const stopper of this.breakpoints.stoppers()) {
      for (const step of stopper.steps(sight)) {
        if (stopper.condition === null || stopper.condition.at(sight, step)) found.push({ step, stopper });
      }
    }
    return found.sort((a, b) => a.step - b.step);
  }
}

/** What breakpoints look at in the events that they may mean. */
function lookedFor(stoppers: readonly Stopper[]): Looked {
  const names = new Set<string>();
  const packets = new Uint8Array(running.decisionOfOutcome.length);
  let everywhere = false;
  for (const { names: own = [], outcomes, looksAtPackets, condition, log } of stoppers) {
    for (const name of [...own, ...(condition?.names ?? []), ...(log?.names ?? [])]) names.add(name);
    if (condition === null && log === null && looksAtPackets !== true) continue;
    if (outcomes === undefined) everywhere = true;
    else for (const outcome of outcomes) packets[outcome] = 1;
  }
  return { names: [...names], packets: everywhere ? null : packets };
}

function anyOf(tests: readonly ((number: number) => boolean)[]): ((number: number) => boolean) | null {
  if (tests.length === 0) return null;
  return tests.length === 1 ? tests[0] : number => tests.some(test => test(number));
}
