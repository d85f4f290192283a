/** The addresses by which gateways are known on their links. */
import { Evidence } from './evidence';
import { type Family, familyOf, isLinkLocal } from './kinds';
import { type AddressBook, type FoundInterface, isOnLink } from './picture';
import type { Station } from './stations';

/** How a gateway is called on its link. */
interface GatewayAddress {
  readonly address: Uint8Array;
  /** False when it is worked out from the link address, or made up. */
  readonly seen: boolean;
}

/** Addresses of gateways of a family, each looked for once. */
export class Gateways {
  constructor(
    private readonly family: Family,
    private readonly book: AddressBook,
  ) {}

  private readonly known = new Map<Station, GatewayAddress | null>();

  /**
   * The gateway's link-local address, else one of the link, else what its link address makes; of IPv4, where
   * neither tells it, one that is made up. Null when there is none.
   */
  of(face: FoundInterface, station: Station): GatewayAddress | null {
    let found = this.known.get(station);
    if (found === undefined) {
      found = this.look(face, station);
      this.known.set(station, found);
    }
    return found;
  }

  private look(face: FoundInterface, station: Station): GatewayAddress | null {
    const talks = station.talks.filter(talk => familyOf(talk.address) === this.family);
    const own = talks.filter(talk => talk.own !== null);
    const known =
      own.find(talk => isLinkLocal(talk.address)) ?? own.find(talk => isOnLink(face, talk.address));
    if (known !== undefined) return { address: known.address, seen: true };
    if (station.mac.length !== 6) return null;
    if (this.family === 'inet6') return { address: linkLocalOf(station.mac), seen: false };
    const address = this.madeUp(face);
    return address === null ? null : { address, seen: false };
  }

  /** An IPv4 address on the interface, which is given one itself where nothing shows any. */
  private madeUp(face: FoundInterface): Uint8Array | null {
    let own = face.addresses.find(one => familyOf(one.bytes) === 'inet' && one.length < 127);
    if (own === undefined) {
      const bytes = this.book.free(unseenNetwork(face.link?.index ?? 0), UNSEEN_LENGTH);
      if (bytes === null) return null;
      own = { bytes, length: UNSEEN_LENGTH, seen: null, prefix: new Evidence(), ground: null };
      face.addresses.push(own);
    }
    return this.book.free(own.bytes, own.length);
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

/** 24 bits of an IPv4 prefix. */
const UNSEEN_LENGTH = 120;

/**
 * The network of a link that shows none of its addresses: a link-local one (RFC 3927), another for every
 * link.
 */
function unseenNetwork(link: number): Uint8Array {
  return Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 169, 254, link + 1, 0);
}
