/**
 * An event as breakpoints look into it, one after the other: its steps, and what the host bore at each of
 * them.
 */
import type { Recorded } from '../replay/recorded';
import type { Replay } from '../replay/replay';
import type { Host } from '../stack/host';
import type { Value } from '../stack/trace';
import { hostNamed, hostValue } from './engineValues';

/** A value of the host through an event; undefined where nothing bears its name. */
export interface Through {
  readonly before: Value | undefined;
  /** At each step, and at the end. */
  readonly at: readonly (Value | undefined)[];
}

export interface Sight {
  readonly recorded: Recorded;
  /** A value that the host itself bears, by its name. */
  through(name: string): Through;
}

/** What is asked of one event after the other, made once from its text. */
export interface Prepared<T> {
  /** Names of all the host's values that it may look at. */
  readonly names: readonly string[];
  at(sight: Sight, step: number): T;
}

/** An event recorded whole; `through` looks a value up, and is asked once for each. */
export function wholeSight(recorded: Recorded, through: (name: string) => Through): Sight {
  const known = new Map<string, Through>();
  return {
    recorded,
    through(name) {
      const found = known.get(name) ?? through(name);
      known.set(name, found);
      return found;
    },
  };
}

/** What is asked of the events that are looked into. */
export interface Looked {
  /** Names of the host's values. */
  readonly names: readonly string[];
  /** 1 for the outcomes at whose steps the packet is asked for; null: at any step. */
  readonly packets: Uint8Array | null;
}

/**
 * The arrival of a frame, looked into on the way: only for what is `Looked` for, and until the next event is.
 * Null when it must be recorded whole.
 */
export function quickSight(replay: Replay, event: number, { names, packets }: Looked): Sight | null {
  if (names.length === 0) {
    const recorded = replay.skim(event, packets);
    return recorded === null ? null : { recorded, through: () => nowhere };
  }
  if (names.some(name => hostNamed(replay.hosts, name) !== null)) return null;
  const noted = names.map((): (Value | undefined)[] => []);
  const note = (host: Host): void => {
    for (const [i, name] of names.entries()) noted[i].push(hostValue(host, name));
  };
  const recorded = replay.skim(event, packets, note);
  if (recorded === null) return null;
  note(recorded.host);
  const known = new Map<string, Through>(
    names.map((name, i) => [name, { before: noted[i][0], at: noted[i].slice(1) }]),
  );
  return { recorded, through: name => known.get(name) ?? nowhere };
}

const nowhere: Through = { before: undefined, at: [] };
