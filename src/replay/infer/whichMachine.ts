/**
 * Which station of a link the captured machine is: by what the capture says itself, else the one that most
 * likely is a router.
 */
import { type Evidence, together } from './evidence';
import { families, type PerFamily } from './kinds';
import type { Link, Station } from './stations';

/** Why a station was chosen, the surest first. */
type Ground =
  /** The capture or its link headers say which frames the machine sent. */
  | 'marked'
  /** Packets that come to it leave it again with a hop limit one lower. */
  | 'forwards'
  /** It advertises itself as a router, redirects, or sends errors about packets on their way. */
  | 'routes'
  /** Packets of several addresses pass through it. */
  | 'speaks'
  /** It takes part in most frames. */
  | 'busiest'
  /** Frames are sent to it before it sends any. */
  | 'asked'
  /** There is no other. */
  | 'only'
  /** The link does not tell who sends. */
  | 'ends';

export interface Chosen {
  readonly station: Station;
  readonly ground: Ground;
  /** What shows it; null where it is a matter of counting. */
  readonly seen: Evidence | null;
  /** Addresses that pass through it, for `speaks`. */
  readonly addresses: number;
  /** Who else it could be: not where the capture says it. */
  readonly other: Station | null;
}

/** Chooses; null when nobody was seen on the link. */
export function whichMachine(link: Link): Chosen | null {
  const candidates = link.stations
    .filter(station => station.kind !== 'peer')
    .map(station => ({ station, merits: meritsOf(station) }));
  if (candidates.length === 0) return null;
  candidates.sort((a, b) => compare(b.merits, a.merits) || a.station.index - b.station.index);
  const [{ station, merits }, second] = candidates;
  const ground = groundOf(station, merits, second?.merits ?? null);
  return {
    station,
    ground,
    seen:
      ground === 'marked'
        ? station.marked
        : ofBoth(ground === 'forwards' ? station.forwards : station.routes),
    addresses: merits[PASSING],
    other: ground === 'marked' || second === undefined ? null : second.station,
  };
}

const MARKED = 0;
const FORWARDS = 1;
const ROUTES = 2;
const PASSING = 3;

const EARLY = 5;
const grounds: readonly Ground[] = ['marked', 'forwards', 'routes', 'speaks', 'busiest', 'asked'];

/** What speaks for a station, the weightiest first. */
function meritsOf(station: Station): number[] {
  return [
    station.marked?.count ?? (station.kind === 'self' ? 1 : 0),
    ofBoth(station.forwards).count,
    ofBoth(station.routes).count === 0 ? 0 : 1,
    passingAddresses(station),
    station.sent + station.received,
    station.firstReceived === 0 ? 0 : 1 / station.firstReceived,
  ];
}

const ofBoth = (seen: PerFamily<Evidence | null>): Evidence => together(...families.map(one => seen[one]));

/** Addresses other than its own with which it speaks or is spoken to; one alone says nothing. */
function passingAddresses(station: Station): number {
  let count = 0;
  for (const talk of station.talks) {
    if (talk.own === null && (talk.from !== null || talk.to !== null)) count++;
  }
  return count > 1 ? count : 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((merit, k) => merit !== b[k]);
  return i < 0 ? 0 : a[i] - b[i];
}

function groundOf(station: Station, merits: readonly number[], second: readonly number[] | null): Ground {
  if (station.kind === 'ends') return 'ends';
  if (merits[MARKED] > 0) return 'marked';
  if (merits[FORWARDS] > 0) return 'forwards';
  if (merits[ROUTES] > 0) return 'routes';
  if (second === null) return 'only';
  const first = merits.findIndex((merit, k) => merit !== second[k]);
  return first >= PASSING && first <= EARLY ? grounds[first] : 'asked';
}

/** Frames that a station takes part in. */
export function framesOf(station: Station): number {
  return station.sent + station.received;
}
