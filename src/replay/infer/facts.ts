/** The conclusions in a few words. */
import type { CaptureFacts } from './captureFacts';
import type { Conclusions } from './conclude';
import { families, isLinkLocal, isMapped } from './kinds';
import { prefixOf } from './prefixes';
import { addressText, prefixText } from './shown';
import { shownName } from './words';

/** Of each list at most so many; the editor shows fewer. */
const FACTS_MAX = 64;

const untold = ['policies', 'sysctl values'];

/** The facts among the conclusions: nothing that is made up. */
export function factsOf({ empty, faces, routes, idle }: Conclusions): CaptureFacts {
  const seen = faces.flatMap(face => face.addresses.map(address => ({ face, address })));
  const addresses = seen.filter(({ address }) => address.seen !== null);
  const prefixes = seen.filter(
    ({ address }) => !isLinkLocal(address.bytes) && (address.ground !== null || !isMapped(address.bytes)),
  );
  const ways = families.flatMap(family => routes[family].ways);
  const routed = ways.some(way => way.face.link !== null && way.networks.size > 0);
  return {
    interfaces: [
      ...faces.filter(face => face.link !== null && !empty).map(face => face.link?.name || face.name),
      ...idle,
    ]
      .map(shownName)
      .slice(0, FACTS_MAX),
    addresses: addresses
      .map(
        ({ face, address: { bytes } }) => `${addressText(bytes)}${isLinkLocal(bytes) ? `%${face.name}` : ''}`,
      )
      .slice(0, FACTS_MAX),
    prefixes: [
      ...new Set(
        prefixes.map(({ address: { bytes, length } }) => prefixText(prefixOf(bytes, length), length)),
      ),
    ].slice(0, FACTS_MAX),
    missing: [...(addresses.length > 0 ? [] : ['addresses']), ...(routed ? [] : ['routes']), ...untold],
  };
}
