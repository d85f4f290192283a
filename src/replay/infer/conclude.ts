/** From what was observed to the machine: its interfaces, addresses, routes and neighbours. */
import type { Capture } from '../../capture';
import { LINKTYPE_ETHERNET } from '../../wire/linktype';
import { canReceive } from '../frame';
import { findOwnAddresses, findPrefixes } from './addresses';
import { type Evidence, together } from './evidence';
import { type Family, families, familyOf, isLinkLocal, type PerFamily } from './kinds';
import { findMtus } from './mtu';
import { InterfaceNames, isOwnLoopback, isPointToPoint } from './names';
import { findNeighbors, type KnownNeighbor } from './neighbors';
import { askedPrefixes } from './networks';
import type { Observer } from './observer';
import { AddressBook, type FoundInterface, isPassing, isRouterLike, stationOf } from './picture';
import { type FoundRoutes, findRoutes } from './routes';
import { Link, type Station, type Talk } from './stations';
import { whichMachine } from './whichMachine';

/**
 * Seconds after which a machine that watches its neighbours would have asked one (RFC 4861 10,
 * DELAY_FIRST_PROBE_TIME).
 */
const FIRST_PROBE = 5;

/** All that is concluded. */
export interface Conclusions {
  /** True when no frame of an interface was seen. */
  readonly empty: boolean;
  readonly faces: readonly FoundInterface[];
  /** Families of which packets were seen; IPv6 when none was. */
  readonly families: readonly Family[];
  /** What shows that the machine forwards; null when nothing does. */
  readonly forwards: PerFamily<Evidence | null>;
  /** True when frames of several interfaces came without a word of which. */
  readonly merged: boolean;
  readonly routes: PerFamily<FoundRoutes>;
  readonly neighbors: readonly KnownNeighbor[];
  /** Neighbours left out, beyond those written. */
  readonly neighborsLeft: number;
  /** Names of interfaces that the capture describes and of which it has no frame. */
  readonly idle: readonly string[];
  /** Links that no host can be attached to. */
  readonly unreadable: readonly Link[];
  /** Interfaces that a `replay` line cannot tell apart: frames of all of them arrive on the busiest. */
  readonly oneForAll: boolean;
  /** Stations, addresses and prefixes that did not fit into the tables. */
  readonly refused: number;
}

/** Draws the conclusions from all that `observer` has seen. */
export function conclude(observer: Observer): Conclusions {
  const { capture, stations, prefixes, links } = observer;
  const oneForAll = ambiguous(links) || observer.linksLeft > 0;
  // Frames without an interface still need a machine to be replayed through.
  const seen = links.length > 0 ? links : [new Link(0, '', LINKTYPE_ETHERNET)];
  const readable = seen.filter(link => canReceive(link.linkType));
  const names = new InterfaceNames(new Set(links.map(link => link.name)));
  const faces = (oneForAll ? busiest(readable) : readable).map(link => faceOf(link, names));
  const machine = new Set(faces.map(stationOf).filter((one): one is Station => one !== null));
  const book = new AddressBook(stations.talks, machine);
  const forwards = { inet6: forwarding(faces, 'inet6'), inet: forwarding(faces, 'inet') };
  const onLinks = [...prefixes.all, ...askedPrefixes(links)];
  findOwnAddresses(faces, book, forwards, onLinks);
  findPrefixes(faces, book, onLinks);
  const made: FoundInterface[] = [];
  const beyond = (): FoundInterface => {
    if (made.length === 0) made.push(madeUp(names));
    return made[0];
  };
  const routesOf = (family: Family): FoundRoutes =>
    findRoutes(faces, family, forwards[family] !== null, book, beyond);
  const routes = { inet6: routesOf('inet6'), inet: routesOf('inet') };
  const ways = families.flatMap(family => routes[family].ways);
  const all = [...faces, ...made];
  findMtus(all, ways);
  const { known, left } = findNeighbors(capture, faces, ways, book, stations);
  for (const face of faces) face.quiet = isQuiet(capture, face);
  return {
    empty: links.length === 0,
    faces: all,
    families: seenFamilies(links),
    forwards,
    merged: faces.some(face => face.link !== null && isAnyCapture(face)),
    routes,
    neighbors: known,
    neighborsLeft: left,
    idle: observer.faces.filter(face => !face.used && face.name !== '').map(face => face.name),
    unreadable: links.filter(link => !canReceive(link.linkType)),
    oneForAll,
    refused: stations.refused + prefixes.refused,
  };
}

/** True when a `replay` line cannot tell the links apart: by their names alone it knows them. */
function ambiguous(links: readonly Link[]): boolean {
  const names = new Set(links.map(link => link.name));
  return names.size < links.length || links.some(link => /[\r\n]/.test(link.name));
}

/** The link with the most frames. */
function busiest(links: readonly Link[]): Link[] {
  return [...links].sort((a, b) => b.frames - a.frames).slice(0, 1);
}

function faceOf(link: Link, names: InterfaceNames): FoundInterface {
  const loopback = isOwnLoopback(link);
  return {
    name: names.of(link),
    link,
    chosen: loopback ? null : whichMachine(link),
    pointToPoint: isPointToPoint(link),
    loopback,
    addresses: [],
    mtu: null,
    quiet: false,
  };
}

function madeUp(names: InterfaceNames): FoundInterface {
  return {
    name: names.made('tun'),
    link: null,
    chosen: null,
    pointToPoint: true,
    loopback: false,
    addresses: [],
    mtu: null,
    quiet: false,
  };
}

function seenFamilies(links: readonly Link[]): readonly Family[] {
  const seen = families.filter(family => links.some(link => link.packets[family] > 0));
  return seen.length > 0 ? seen : ['inet6'];
}

/** What shows that the machine forwards. */
function forwarding(faces: readonly FoundInterface[], family: Family): Evidence | null {
  const parts: (Evidence | null)[] = [];
  for (const station of faces.map(stationOf)) {
    if (station === null) continue;
    // Where ends are not told apart, what a router says may as well be said to the machine.
    const says = station.kind === 'ends' ? null : station.routes[family];
    const shown = station.forwards[family] ?? says;
    const talks = station.talks.filter(talk => familyOf(talk.address) === family);
    if (shown !== null) parts.push(shown);
    else if (isRouterLike(station, family)) parts.push(...talks.filter(isPassing).map(talk => talk.from));
    else if (receivesForOthers(station, talks)) {
      parts.push(...talks.filter(talk => talk.own === null).map(talk => talk.to));
    }
  }
  const all = together(...parts);
  return all.count === 0 ? null : all;
}

/**
 * True when frames come to a station for addresses that it never speaks with: several, or one beside those
 * that it calls its own.
 */
function receivesForOthers(station: Station, talks: readonly Talk[]): boolean {
  if (station.kind === 'ends') return false;
  const foreign = talks.filter(
    talk => talk.to !== null && talk.from === null && talk.own === null && !isLinkLocal(talk.address),
  );
  return foreign.length > (talks.some(talk => talk.own !== null && !isLinkLocal(talk.address)) ? 0 : 1);
}

/** Captures of all interfaces at once: several link addresses send as the machine. */
function isAnyCapture(face: FoundInterface): boolean {
  const own = stationOf(face);
  return own?.kind === 'self' && families.some(family => own.forwards[family] !== null);
}

/** True when the machine speaks to neighbours for long and asks none of them whether it is still there. */
function isQuiet(capture: Capture, face: FoundInterface): boolean {
  const own = stationOf(face);
  if (own === null || own.probes !== null || face.pointToPoint || capture.frames === 0) return false;
  const duration = capture.seconds(capture.frames - 1) - capture.seconds(0);
  return (
    duration > FIRST_PROBE &&
    own.talks.some(talk => talk.towards !== null && familyOf(talk.address) === 'inet6')
  );
}
