/** The addresses by which gateways are known on their links. */
import { isLinkLocal } from './kinds';
import { type FoundInterface, isOnLink } from './picture';
import type { Station } from './stations';

/** How a gateway is called on its link. */
interface GatewayAddress {
  readonly address: Uint8Array;
  /** False when it is worked out from the link address. */
  readonly seen: boolean;
}

/** Addresses of gateways, each looked for once. */
export class Gateways {
  private readonly known = new Map<Station, GatewayAddress | null>();

  /** The gateway's link-local address, else one of the link, else what its link address makes; null when there is none. */
  of(face: FoundInterface, station: Station): GatewayAddress | null {
    let found = this.known.get(station);
    if (found === undefined) {
      found = this.look(face, station);
      this.known.set(station, found);
    }
    return found;
  }

  private look(face: FoundInterface, station: Station): GatewayAddress | null {
    const own = station.talks.filter(talk => talk.own !== null);
    const known =
      own.find(talk => isLinkLocal(talk.address)) ?? own.find(talk => isOnLink(face, talk.address));
    if (known !== undefined) return { address: known.address, seen: true };
    return station.mac.length === 6 ? { address: linkLocalOf(station.mac), seen: false } : null;
  }
}

/** The link-local address that a link address makes (RFC 4291 appendix A). */
export function linkLocalOf(mac: Uint8Array): Uint8Array {
  const address = new Uint8Array(16);
  address.set([0xfe, 0x80], 0);
  address.set(mac.subarray(0, 3), 8);
  address.set([0xff, 0xfe], 11);
  address.set(mac.subarray(3, 6), 13);
  address[8] ^= 2;
  return address;
}
