/** How long the IPv4 prefixes of links are, as far as frames tell: ARP and addresses alone do not. */
import { together } from './evidence';
import { isMapped } from './kinds';
import { inPrefix } from './picture';
import { prefixOf, WIDEST } from './prefixes';
import type { Link, SeenPrefix, Station } from './stations';

/** Bits before an IPv4 address where it stands mapped in 16 bytes. */
export const MAPPED_BITS = 96;
/** The usual lengths, where no frame tells another. */
const USUAL6 = 64;
const USUAL4 = MAPPED_BITS + 24;
/** Link-local addresses (RFC 3927). */
const AUTOMATIC = MAPPED_BITS + 16;

/** First bits that two addresses have in common. */
export function sharedBits(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 16; i++) {
    const differ = a[i] ^ b[i];
    if (differ !== 0) return 8 * i + Math.clz32(differ) - 24;
  }
  return 128;
}

/** Prefixes wider than the usual one, which a station shows by asking for an address beyond that. */
export function askedPrefixes(links: readonly Link[]): SeenPrefix[] {
  return links.flatMap(link => link.stations.flatMap(station => askedBy(link, station)));
}

function askedBy(link: Link, station: Station): SeenPrefix[] {
  const own = station.talks.filter(talk => talk.own !== null && isMapped(talk.address));
  return station.talks.flatMap((asked): SeenPrefix[] => {
    if (asked.asks === null || !isMapped(asked.address)) return [];
    const length = Math.max(0, ...own.map(talk => sharedBits(talk.address, asked.address)));
    if (length < WIDEST || length >= USUAL4) return [];
    return [{ link, ground: 'asked', bytes: prefixOf(asked.address, length), length, seen: asked.asks }];
  });
}

/** The prefix of a link that holds an address: the first that was advertised, the widest that IPv4 shows. */
export function prefixFor(
  seen: readonly SeenPrefix[],
  link: Link | null,
  address: Uint8Array,
): SeenPrefix | null {
  const holding = seen.filter(
    prefix => prefix.link === link && inPrefix(address, prefix.bytes, prefix.length),
  );
  if (holding.length === 0) return null;
  if (!isMapped(address)) return holding[0];
  const length = Math.min(...holding.map(prefix => prefix.length));
  const widest = holding.filter(prefix => prefix.length === length);
  return { ...widest[0], seen: together(...widest.map(prefix => prefix.seen)) };
}

/** The length that a prefix has where no frame tells it. */
export function usualLength(address: Uint8Array): number {
  if (!isMapped(address)) return USUAL6;
  return address[12] === 169 && address[13] === 254 ? AUTOMATIC : USUAL4;
}

/**
 * The length of the prefix whose broadcast address this is, all bits behind it being ones. Of several it is
 * the one that ends between octets: 192.0.3.255 is rather that of 192.0.3.0/24 than of 192.0.2.0/23.
 */
export function broadcastLength(address: Uint8Array): number {
  let length = 128;
  while (length > WIDEST && address[(length >> 3) - 1] === 0xff) length -= 8;
  return length < 128 ? length : 128 - ones(address[15]);
}

/** How many bits of an octet are ones from the lowest on. */
const ones = (octet: number): number => 31 - Math.clz32(~octet & (octet + 1));
