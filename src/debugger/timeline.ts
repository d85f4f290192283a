/**
 * What happened, event by event, for reading: recorded events are kept while they are likely to be looked at
 * again.
 */
import type { Recorded } from '../replay/recorded';
import type { Replay } from '../replay/replay';
import type { Host } from '../stack/host';
import type { Mbuf } from '../stack/net/mbuf';
import type { Value } from '../stack/trace';
import { valueAmong } from './engineValues';
import { firstStep, type Moment, type Reach, stepAfter, stepBefore } from './moment';
import { type Looked, quickSight, type Sight, type Through, wholeSight } from './sight';

/** Recorded events kept. */
const KEPT = 12;

/** A value changed by the user at a moment: the event is run again from there with it. */
export interface Change {
  readonly at: Moment;
  /** What is shown for it: `ipv6.hlim = 1`. */
  readonly text: string;
  apply(host: Host, m: Mbuf | null): void;
}

/** Thrown by a step hook to leave the event where it stands. */
const HERE = Symbol('stop here');

export class Timeline {
  /**
   * Each knows the values that were asked of it, so that a watch runs its event once more and not at every
   * step.
   */
  private readonly kept = new Map<number, Sight>();
  private readonly hosts = new Map<string, Host>();
  /** Changes by the user; they hold for their event alone. */
  private changes: readonly Change[] = [];

  constructor(readonly replay: Replay) {}

  /** The steps and outputs of an event that has run. */
  recorded(event: number): Recorded {
    return this.whole(event).recorded;
  }

  /** The host as it is at a moment. */
  hostAt(moment: Moment): Host {
    const recorded = this.recorded(moment.event);
    if (moment.step >= recorded.steps.length) return recorded.host;
    const key = `${moment.event}.${moment.step}`;
    const known = this.hosts.get(key);
    if (known !== undefined) return known;
    const hook = hookOf(this.changes.filter(change => change.at.event === moment.event));
    let here: Host | null = null;
    try {
      this.replay.record(moment.event, (host, step, m) => {
        hook?.(host, step, m);
        if (step !== moment.step) return;
        here = host;
        throw HERE;
      });
    } catch (thrown) {
      if (thrown !== HERE) throw thrown;
    }
    const host = here ?? recorded.host;
    if (this.hosts.size >= KEPT) this.hosts.clear();
    this.hosts.set(key, host);
    return host;
  }

  /**
   * An event that has run, for looking into one after the other; it can be asked for what is `looked` for.
   */
  sight(event: number, looked: Looked): Sight {
    const quick =
      !this.kept.has(event) && this.replay.past(event).kind === 'frame' && this.changesOf(event).length === 0;
    return (quick ? quickSight(this.replay, event, looked) : null) ?? this.whole(event);
  }

  /** An event that has run, recorded whole. */
  whole(event: number): Sight {
    const known = this.kept.get(event);
    if (known !== undefined) return known;
    const recorded = this.replay.record(event, hookOf(this.changesOf(event)));
    const sight = wholeSight(recorded, name => this.through(event, name));
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value as number);
    this.kept.set(event, sight);
    return sight;
  }

  /** A value of the host before an event, at each of its steps and at its end. */
  private through(event: number, name: string): Through {
    const hook = hookOf(this.changesOf(event));
    const at: (Value | undefined)[] = [];
    // Hosts in which nothing happens are the same all through.
    const { hosts } = this.recorded(event);
    const { host, before } = this.replay.record(event, (now, step, m) => {
      hook?.(now, step, m);
      at.push(valueAmong(hosts, now, name));
    });
    at.push(valueAmong(hosts, host, name));
    return { before: valueAmong(hosts, before, name), at };
  }

  /** Changes made by the user to an event. */
  changesOf(event: number): readonly Change[] {
    return this.changes.filter(change => change.at.event === event);
  }

  /**
   * Runs the event again with one more value changed. Changes later in the event are forgotten. The answer
   * takes it back.
   */
  change(change: Change): () => void {
    const { event, step } = change.at;
    const were = this.changes;
    this.changes = [...this.changes.filter(one => one.at.event !== event || one.at.step <= step), change];
    this.forget(event);
    return () => {
      this.changes = were;
      this.forget(event);
    };
  }

  /** Takes all changes back. */
  undoAll(): void {
    for (const { at } of this.changes) this.kept.delete(at.event);
    this.changes = [];
    this.hosts.clear();
  }

  private forget(event: number): void {
    this.kept.delete(event);
    this.hosts.clear();
  }

  /** The first moment of an event. */
  first(event: number): Moment {
    return { event, step: firstStep(this.recorded(event).steps) };
  }

  /** The moment at which an event is over. */
  end(event: number): Moment {
    return { event, step: this.recorded(event).steps.length };
  }

  /** The moment at which the event's verdict was settled; its first where none was. */
  settled(event: number): Moment {
    const { settled, steps } = this.recorded(event);
    return settled === null ? this.first(event) : { event, step: steps.indexOf(settled) };
  }

  /** The moment after `from` within its event, or null. */
  after(from: Moment, reach: Reach): Moment | null {
    const step = stepAfter(this.recorded(from.event).steps, from.step, reach);
    return step === null ? null : { event: from.event, step };
  }

  /** The moment before `from` within its event, or null. */
  before(from: Moment, reach: Reach): Moment | null {
    const step = stepBefore(this.recorded(from.event).steps, from.step, reach);
    return step === null ? null : { event: from.event, step };
  }
}

function hookOf(
  changes: readonly Change[],
): ((host: Host, step: number, m: Mbuf | null) => void) | undefined {
  if (changes.length === 0) return undefined;
  return (host, step, m) => {
    for (const change of changes) if (change.at.step === step) change.apply(host, m);
  };
}
