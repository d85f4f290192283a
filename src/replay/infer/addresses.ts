/** Addresses of the machine, and the prefixes that are on its links. */
import { formatIpv6 } from '../../wire/address';
import { type Evidence, together } from './evidence';
import { families, familyOf, isGlobal, isLinkLocal, type PerFamily } from './kinds';
import { prefixFor, usualLength } from './networks';
import { type AddressBook, type FoundInterface, inPrefix, isRouterLike, stationOf, useOf } from './picture';
import { prefixOf } from './prefixes';
import type { PrefixGround, SeenPrefix, Talk } from './stations';

/** Addresses seen that are written, of one interface and of all. */
const ADDRESSES_MAX = 64;
const ALL_ADDRESSES_MAX = 512;
/** Addresses made up for prefixes, likewise. */
const PREFIXES_MAX = 64;
const ALL_PREFIXES_MAX = 512;

interface Claim {
  readonly face: FoundInterface;
  readonly talk: Talk;
  readonly sure: boolean;
}

/**
 * Gives every interface the addresses that its station was seen to have. An address goes where most speaks
 * for it.
 */
export function findOwnAddresses(
  faces: readonly FoundInterface[],
  book: AddressBook,
  forwards: PerFamily<Evidence | null>,
  seen: readonly SeenPrefix[],
): void {
  const claims = faces.flatMap(face => claimsOf(face, book, forwards));
  claims.sort((a, b) => Number(b.sure) - Number(a.sure) || useOf(b.talk).count - useOf(a.talk).count);
  const taken = new Set<string>();
  for (const { face, talk } of claims) {
    const { address } = talk;
    const key = `${formatIpv6(address)}${isLinkLocal(address) ? `%${face.name}` : ''}`;
    if (taken.has(key) || face.addresses.length >= ADDRESSES_MAX) continue;
    if (taken.size >= ALL_ADDRESSES_MAX) return;
    taken.add(key);
    const known = prefixFor(seen, face.link, address);
    face.addresses.push({
      bytes: address,
      length: known?.length ?? usualLength(address),
      seen: useOf(talk),
      prefix: known?.seen ?? useOf(talk),
      ground: known?.ground ?? null,
    });
  }
}

function claimsOf(face: FoundInterface, book: AddressBook, forwards: PerFamily<Evidence | null>): Claim[] {
  const station = stationOf(face);
  if (station === null || face.loopback) return [];
  const talks = station.talks.filter(canBeOwn);
  if (station.kind === 'ends') return endClaims(face, talks);
  return talks.flatMap((talk): Claim[] => {
    if (talk.own !== null) return [{ face, talk, sure: true }];
    // A router is spoken to with everybody's addresses: its own are those that it answers with.
    const router = forwards[familyOf(talk.address)] !== null;
    const speaks = talk.begins !== null || (talk.to !== null && !router);
    const own = router ? talk.begins !== null && talk.to !== null : speaks;
    return own && !book.isElsewhere(talk.address) ? [{ face, talk, sure: false }] : [];
  });
}

/**
 * Of a link that does not tell its ends apart, of each family: the global address most used, the one that is
 * spoken to first where it is a draw; and nothing more.
 */
function endClaims(face: FoundInterface, all: readonly Talk[]): Claim[] {
  return families.flatMap(family =>
    mostUsed(
      face,
      all.filter(talk => familyOf(talk.address) === family),
    ),
  );
}

function mostUsed(face: FoundInterface, talks: readonly Talk[]): Claim[] {
  const global = talks.filter(talk => isGlobal(talk.address));
  const [first] = [...(global.length > 0 ? global : talks)].sort(
    (a, b) =>
      useOf(b).count - useOf(a).count ||
      (a.to?.first ?? Number.POSITIVE_INFINITY) - (b.to?.first ?? Number.POSITIVE_INFINITY),
  );
  return first === undefined ? [] : [{ face, talk: first, sure: false }];
}

function canBeOwn({ address, from, own }: Talk): boolean {
  // A link without link addresses does not tell that a packet is for everybody.
  const everybody = familyOf(address) === 'inet' && address[15] === 255 && from === null && own === null;
  return (isLinkLocal(address) || isGlobal(address)) && !everybody;
}

interface LinkPrefix {
  readonly face: FoundInterface;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly ground: PrefixGround | null;
  seen: Evidence;
}

/**
 * Puts the machine on the prefixes that its links were seen to have, by an address made up where none of its
 * own was seen.
 */
export function findPrefixes(
  faces: readonly FoundInterface[],
  book: AddressBook,
  seen: readonly SeenPrefix[],
): void {
  const found = new Map<string, LinkPrefix>();
  const note = (face: FoundInterface, address: Uint8Array, evidence: Evidence): void => {
    const shown = prefixFor(seen, face.link, address);
    const length = shown?.length ?? usualLength(address);
    const bytes = prefixOf(address, length);
    const key = `${face.name} ${length} ${formatIpv6(bytes)}`;
    const known = found.get(key);
    if (known !== undefined) known.seen = together(known.seen, evidence);
    else found.set(key, { face, bytes, length, ground: shown?.ground ?? null, seen: evidence });
  };
  for (const { link, bytes, seen: evidence } of seen) {
    const face = faces.find(one => one.link === link);
    if (face !== undefined && !face.pointToPoint) note(face, bytes, evidence);
  }
  for (const face of faces) {
    if (face.link === null || face.pointToPoint || face.loopback) continue;
    for (const talk of onLinkTalks(face)) note(face, talk.address, showing(talk));
  }
  const all = [...found.values()].sort((a, b) => b.seen.count - a.seen.count);
  let left = ALL_PREFIXES_MAX;
  for (const prefix of all) {
    if (left === 0) return;
    const { face, bytes, length, ground } = prefix;
    // What lies in a prefix that is there already needs no other; the same prefix is on one link only.
    const known = faces.some(one =>
      one.addresses.some(own => own.length <= length && inPrefix(bytes, own.bytes, own.length)),
    );
    const made = face.addresses.filter(own => own.seen === null).length;
    if (known || made >= PREFIXES_MAX) continue;
    const address = book.free(bytes, length);
    if (address === null) continue;
    face.addresses.push({ bytes: address, length, seen: null, prefix: prefix.seen, ground });
    left--;
  }
}

/**
 * What shows that an address is on a link: its station says so, somebody asks for it there, or it begins
 * packets there.
 */
function onLinkTalks(face: FoundInterface): Talk[] {
  const own = stationOf(face);
  const led = new Set(
    own?.talks.filter(talk => talk.redirects !== null).map(talk => formatIpv6(talk.address)),
  );
  const elsewhere = (address: Uint8Array): boolean => led.has(formatIpv6(address));
  const talks: Talk[] = [];
  for (const station of face.link?.stations ?? []) {
    const router = { inet6: isRouterLike(station, 'inet6'), inet: isRouterLike(station, 'inet') };
    for (const talk of station.talks) {
      if (!isGlobal(talk.address) || elsewhere(talk.address)) continue;
      const lives =
        station !== own && (talk.own !== null || (talk.begins !== null && !router[familyOf(talk.address)]));
      if (lives || talk.asks !== null) talks.push(talk);
    }
  }
  return talks;
}

function showing(talk: Talk): Evidence {
  return talk.own ?? talk.asks ?? useOf(talk);
}
