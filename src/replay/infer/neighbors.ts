/** Neighbours whose link address the machine knew before any frame told it. */
import type { Capture } from '../../capture';
import { formatIpv6 } from '../../wire/address';
import { type Evidence, together } from './evidence';
import { isLinkLocal } from './kinds';
import { type AddressBook, type FoundInterface, isOnLink, stationOf } from './picture';
import type { Station, Stations } from './stations';
import type { Way } from './ways';

/** Neighbours written. */
const NEIGHBORS_MAX = 256;

export interface KnownNeighbor {
  readonly face: FoundInterface;
  readonly address: Uint8Array;
  readonly station: Station;
  /** Frames that needed it. */
  readonly needed: Evidence;
  /** Frame that told it, later than those; 0 when none did. */
  readonly toldAt: number;
}

/** What has to be known of a neighbour, and by which frames. */
interface Need {
  readonly face: FoundInterface;
  readonly address: Uint8Array;
  readonly station: Station;
  /** Frames sent to it. */
  readonly sent: (Evidence | null)[];
  /** Frames that came in for it. */
  readonly came: (Evidence | null)[];
}

/**
 * Neighbours that a frame was sent to before the machine was told their link address; at most so many are
 * written.
 */
export function findNeighbors(
  capture: Capture,
  faces: readonly FoundInterface[],
  ways: readonly Way[],
  book: AddressBook,
  stations: Stations,
): { known: KnownNeighbor[]; left: number } {
  const known: KnownNeighbor[] = [];
  const asking = new Asking(stations);
  for (const need of needs(faces, ways, book)) {
    const found = knownBefore(capture, need, stations, asking);
    if (found !== null) known.push(found);
  }
  const left = Math.max(0, known.length - NEIGHBORS_MAX);
  return { known: known.slice(0, NEIGHBORS_MAX), left };
}

function needs(faces: readonly FoundInterface[], ways: readonly Way[], book: AddressBook): Need[] {
  const all = new Map<string, Need>();
  const need = (face: FoundInterface, address: Uint8Array, station: Station): Need => {
    const key = `${face.name} ${formatIpv6(address)}`;
    const known = all.get(key) ?? { face, address, station, sent: [], came: [] };
    all.set(key, known);
    return known;
  };
  for (const way of ways) {
    const { face, gateway, station } = way;
    if (gateway !== null && station !== null) need(face, gateway, station).sent.push(way.sent);
  }
  for (const face of faces) {
    const own = stationOf(face);
    for (const talk of own?.talks ?? []) {
      const direct = isOnLink(face, talk.address) || isLinkLocal(talk.address);
      if (direct && talk.towards !== null) {
        // Cooked headers do not say to whom a frame is sent.
        const station = talk.nexthop ?? book.neighbor(talk.station.link, talk.address)?.station ?? null;
        if (station !== null) need(face, talk.address, station).sent.push(talk.towards);
      }
      const there = talk.to === null ? null : neighborOf(faces, talk.address, book);
      if (there !== null) need(there.face, talk.address, there.station).came.push(talk.to);
    }
  }
  return [...all.values()].filter(one => one.station.mac.length === 6 && !one.face.pointToPoint);
}

/** The interface and station of a destination that is on a link of the machine. */
function neighborOf(
  faces: readonly FoundInterface[],
  address: Uint8Array,
  book: AddressBook,
): { face: FoundInterface; station: Station } | null {
  const face = faces.find(one => isOnLink(one, address));
  if (face?.link == null || face.addresses.some(own => formatIpv6(own.bytes) === formatIpv6(address)))
    return null;
  const talk = book.neighbor(face.link, address);
  return talk === null ? null : { face, station: talk.station };
}

function knownBefore(capture: Capture, need: Need, stations: Stations, asking: Asking): KnownNeighbor | null {
  const own = stationOf(need.face);
  if (own === null) return null;
  const told = stations.known(own, need.address)?.toldAt ?? 0;
  const toldAt = earlier(told, asking.first(need.station, own));
  const sent = together(...need.sent);
  const came = together(...need.came);
  const before = (frame: number): boolean => frame > 0 && (toldAt === 0 || frame < toldAt);
  const early = sent.frames.some(before);
  // Frames of another interface may stand before the answer in the file, and have come after it.
  const unsorted = toldAt > 0 && came.frames.some(frame => before(frame) && isLater(capture, frame, toldAt));
  if (!early && !unsorted) return null;
  const { face, address, station } = need;
  return { face, address, station, needed: early ? sent : came, toldAt };
}

/** The earlier of two frames; 0 stands for none. */
function earlier(a: number, b: number): number {
  return a === 0 || (b > 0 && b < a) ? b : a;
}

/**
 * When neighbours asked for addresses of the machine, by which they tell their own link address (RFC 4861
 * 4.3).
 */
class Asking {
  private readonly known = new Map<Station, number>();

  constructor(private readonly stations: Stations) {}

  /** The first such frame, 0 for none. */
  first(neighbor: Station, own: Station): number {
    let first = this.known.get(neighbor);
    if (first === undefined) {
      first = 0;
      for (const talk of neighbor.talks) {
        if (talk.asks === null || this.stations.known(own, talk.address)?.own == null) continue;
        first = earlier(first, talk.asks.first);
      }
      this.known.set(neighbor, first);
    }
    return first;
  }
}

/** True when frame `a` was captured after frame `b`; numbers from 1. */
function isLater(capture: Capture, a: number, b: number): boolean {
  const seconds = capture.seconds(a - 1) - capture.seconds(b - 1);
  return seconds > 0 || (seconds === 0 && capture.nanoseconds(a - 1) > capture.nanoseconds(b - 1));
}
