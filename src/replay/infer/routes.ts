/** Where the machine sends packets for other networks, and which it does not send on. */
import { formatIpv6 } from '../../wire/address';
import { type Evidence, together } from './evidence';
import { Gateways } from './gateways';
import { type Family, familyOf, isGlobal, isLinkLocal } from './kinds';
import { type AddressBook, type FoundInterface, isOnLink, stationOf } from './picture';
import type { SentError, Talk } from './stations';
import { addNetwork, NETWORKS_MAX, type Way, Ways } from './ways';

/** A way that so many networks lie behind is taken for the default route. */
const MANY = 4;
/** Destinations written one by one that are refused or say nothing. */
const HOSTS_MAX = 64;

/** A destination that the machine does not send packets on to. */
export interface Refused {
  readonly address: Uint8Array;
  readonly error: SentError | null;
  readonly seen: Evidence;
}

export interface FoundRoutes {
  readonly ways: Way[];
  /** Answered "no route". */
  readonly unrouted: Refused[];
  /** Answered "address unreachable" or "reject route", of IPv4 "host unreachable". */
  readonly rejected: Refused[];
  /** Answered "prohibited", or not at all though what leaves the machine can be seen. */
  readonly denied: Refused[];
}

/**
 * Finds the ways that packets of a family take. `beyond` makes the interface that leads to networks of which
 * no frame shows how they are reached.
 */
export function findRoutes(
  faces: readonly FoundInterface[],
  family: Family,
  forwards: boolean,
  book: AddressBook,
  beyond: () => FoundInterface,
): FoundRoutes {
  const found: FoundRoutes = { ways: [], unrouted: [], rejected: [], denied: [] };
  const ways = new Ways(family);
  const gateways = new Gateways(family, book);
  const passed = passedAddresses(faces, family);
  const watched = passed > 0;
  const silent: Refused[] = [];
  for (const [, talks] of destinations(faces, family)) {
    const { address } = talks[0];
    const seen = together(...talks.flatMap(talk => [talk.to, talk.towards, talk.redirectsIn]));
    const way = wayOf(faces, talks, ways, gateways);
    if (way !== null) {
      addNetwork(way, address, seen);
      way.sent = together(way.sent, ...talks.map(talk => talk.towards));
      continue;
    }
    if (!forwards) continue;
    const error = talks.find(talk => talk.error !== null)?.error ?? null;
    const refused = { address, error, seen };
    const quiet = error === null && watched && talks.every(talk => talk.towards === null);
    if (error?.kind === 'no-route') found.unrouted.push(refused);
    else if (error?.kind === 'unreachable') found.rejected.push(refused);
    else if (error?.kind === 'prohibited' || quiet) (error === null ? silent : found.denied).push(refused);
    else addNetwork(ways.by(beyond(), null, null, false), address, seen);
  }
  // Where most leave unseen, the capture does not show what leaves.
  if (silent.length <= passed) found.denied.push(...silent);
  else {
    for (const { address, seen } of silent) addNetwork(ways.by(beyond(), null, null, false), address, seen);
  }
  for (const list of [found.rejected, found.denied]) list.splice(HOSTS_MAX);
  ways.shareOut();
  found.ways.push(...ways.all);
  if (!forwards && family === 'inet6') addAdvertisedWay(faces, found.ways, gateways);
  if (!forwards && family === 'inet') addOfferedWay(faces, found.ways, book);
  // A host has one router for everything; of IPv4 nothing else says so.
  if (!forwards && family === 'inet' && found.ways.length === 1) found.ways[0].isDefault = true;
  chooseDefault(found);
  return found;
}

/** Destinations of which a packet was seen to leave again. */
function passedAddresses(faces: readonly FoundInterface[], family: Family): number {
  const talks = faces.flatMap(face => stationOf(face)?.talks ?? []);
  const passed = talks.filter(talk => talk.passed !== null && familyOf(talk.address) === family);
  return new Set(passed.map(talk => formatIpv6(talk.address))).size;
}

/**
 * Destinations that are neither the machine's own nor on a link of it, with what its stations have to do with
 * them.
 */
function destinations(faces: readonly FoundInterface[], family: Family): Map<string, Talk[]> {
  const own = new Set(faces.flatMap(face => face.addresses.map(address => formatIpv6(address.bytes))));
  const all = new Map<string, Talk[]>();
  for (const face of faces) {
    for (const talk of stationOf(face)?.talks ?? []) {
      const { address } = talk;
      const concerns = talk.to !== null || talk.towards !== null || talk.redirects !== null;
      if (!concerns || !isGlobal(address) || familyOf(address) !== family) continue;
      const key = formatIpv6(address);
      if (own.has(key) || faces.some(one => isOnLink(one, address))) continue;
      const known = all.get(key);
      if (known === undefined) all.set(key, [talk]);
      else known.push(talk);
    }
  }
  return all;
}

/** The way that packets for a destination were seen to take; null when they were not. */
function wayOf(
  faces: readonly FoundInterface[],
  talks: readonly Talk[],
  ways: Ways,
  gateways: Gateways,
): Way | null {
  for (const talk of talks) {
    const face = faces.find(one => stationOf(one) === talk.station);
    if (face === undefined || talk.redirects === null) continue;
    if (!isLinkLocal(talk.redirects) && !isOnLink(face, talk.redirects)) continue;
    return ways.by(face, talk.redirects, talk.nexthop, true);
  }
  for (const talk of talks) {
    const face = faces.find(one => stationOf(one) === talk.station);
    if (face === undefined || talk.towards === null) continue;
    if (face.pointToPoint) {
      // Where a link does not tell its ends apart, a packet towards somebody may as well have come from
      // there.
      if (talk.station.kind !== 'ends') return ways.by(face, null, null, false);
    } else if (talk.nexthop !== null) {
      const gateway = gateways.of(face, talk.nexthop);
      if (gateway !== null) return ways.by(face, gateway.address, talk.nexthop, gateway.seen);
    }
  }
  return null;
}

/** A host takes the routers that advertise themselves. */
function addAdvertisedWay(faces: readonly FoundInterface[], ways: Way[], gateways: Gateways): void {
  if (ways.length > 0) return;
  for (const face of faces) {
    const router = face.link?.stations.find(
      station => station.offersDefault !== null && station !== stationOf(face),
    );
    const gateway = router === undefined ? null : gateways.of(face, router);
    if (router === undefined || gateway === null) continue;
    const frames = { seen: together(router.offersDefault), sent: together() };
    const by = {
      family: 'inet6' as const,
      face,
      gateway: gateway.address,
      gatewaySeen: gateway.seen,
      station: router,
    };
    ways.push({ ...by, networks: new Map(), ...frames, isDefault: true });
    return;
  }
}

/** A host takes the router that DHCP gives it. */
function addOfferedWay(faces: readonly FoundInterface[], ways: Way[], book: AddressBook): void {
  if (ways.length > 0) return;
  for (const face of faces) {
    const offered = face.link?.offered ?? null;
    if (face.link === null || offered === null || !isOnLink(face, offered.address)) continue;
    const station = book.neighbor(face.link, offered.address)?.station ?? null;
    const frames = { seen: offered.seen, sent: together() };
    const by = { family: 'inet' as const, face, gateway: offered.address, gatewaySeen: true, station };
    ways.push({ ...by, networks: new Map(), ...frames, isDefault: true });
    return;
  }
}

/** The way with the most networks behind it is the default route, unless a packet was answered "no route". */
function chooseDefault({ ways, unrouted }: FoundRoutes): void {
  if (ways.some(way => way.isDefault)) return;
  const [first] = [...ways].sort((a, b) => b.networks.size - a.networks.size);
  if (first === undefined) return;
  const tooMany = first.networks.size > NETWORKS_MAX;
  const offered = first.station?.offersDefault != null;
  if (tooMany || (unrouted.length === 0 && (offered || first.networks.size >= MANY))) first.isDefault = true;
}
