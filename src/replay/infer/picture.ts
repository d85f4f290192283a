/**
 * What was observed, seen from the captured machine: its station on every link, and who has which address.
 */
import { formatIpv6 } from '../../wire/address';
import { Evidence } from './evidence';
import { type Family, familyOf, isGlobal } from './kinds';
import { prefixOf } from './prefixes';
import type { Link, PrefixGround, Station, Talk } from './stations';
import type { Chosen } from './whichMachine';

/** An address that the machine is given on an interface. */
export interface OwnAddress {
  /** 16 bytes; IPv4 addresses are mapped. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Frames that show it; null when it is made up, so that the machine is on the prefix. */
  readonly seen: Evidence | null;
  /** Frames that show the prefix on the link. */
  readonly prefix: Evidence;
  /** What shows how long it is; null where it has the usual length. */
  readonly ground: PrefixGround | null;
}

/** The MTU of an interface that is not its usual one. */
export interface FoundMtu {
  /** Of the packets that show it. */
  readonly family: Family;
  readonly value: number;
  readonly ground: 'advertised' | 'heard' | 'too-big' | 'largest' | 'offload';
  readonly seen: Evidence;
}

/** An interface that the machine is given. */
export interface FoundInterface {
  readonly name: string;
  /** Null for one that is made up: it leads to where frames go that the capture does not show again. */
  readonly link: Link | null;
  readonly chosen: Chosen | null;
  /** Two ends, no link addresses. */
  readonly pointToPoint: boolean;
  /** The link is the machine's own loopback. */
  readonly loopback: boolean;
  readonly addresses: OwnAddress[];
  mtu: FoundMtu | null;
  /** True when it never asks its neighbours whether they are still there. */
  quiet: boolean;
}

/** The station that the machine is on an interface. */
export function stationOf(face: FoundInterface): Station | null {
  return face.chosen?.station ?? null;
}

/** True when the address lies in a prefix that the interface is on. */
export function isOnLink(face: FoundInterface, address: Uint8Array): boolean {
  return face.addresses.some(own => own.length < 128 && inPrefix(address, own.bytes, own.length));
}

/** True when the first `length` bits of two addresses are the same. */
export function inPrefix(address: Uint8Array, prefix: Uint8Array, length: number): boolean {
  const whole = length >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== prefix[i]) return false;
  const rest = length & 7;
  return rest === 0 || ((address[whole] ^ prefix[whole]) & (0xff00 >> rest) & 0xff) === 0;
}

/** Who speaks with which address, over all links. */
export class AddressBook {
  private readonly talks = new Map<string, Talk[]>();
  private readonly made = new Set<string>();

  constructor(
    all: readonly Talk[],
    private readonly machine: ReadonlySet<Station>,
  ) {
    for (const talk of all) {
      const key = formatIpv6(talk.address);
      const known = this.talks.get(key);
      if (known === undefined) this.talks.set(key, [talk]);
      else known.push(talk);
    }
  }

  /** An address of a prefix that no frame has, given once; null when there is none among the first. */
  free(prefix: Uint8Array, length: number): Uint8Array | null {
    const last = length >= 120 ? (1 << (128 - length)) - 1 : 255;
    // The last one of an IPv4 prefix is everybody's.
    const least = familyOf(prefix) === 'inet' && length < 127 ? last - 1 : last;
    for (let suffix = 1; suffix <= least; suffix++) {
      const address = prefixOf(prefix, length);
      address[15] |= suffix;
      if (this.of(address).length > 0 || this.made.has(formatIpv6(address))) continue;
      this.made.add(formatIpv6(address));
      return address;
    }
    return null;
  }

  /** Talks of an address. */
  of(address: Uint8Array): readonly Talk[] {
    return this.talks.get(formatIpv6(address)) ?? [];
  }

  /**
   * True when a station that is not the machine begins packets with the address, or says that it is its own.
   */
  isElsewhere(address: Uint8Array): boolean {
    return this.of(address).some(
      talk => !this.machine.has(talk.station) && (talk.own !== null || talk.begins !== null),
    );
  }

  /** The station of a link, not the machine's, that has the address; null when none is known. */
  neighbor(link: Link, address: Uint8Array): Talk | null {
    const others = this.of(address).filter(
      talk => talk.station.link === link && !this.machine.has(talk.station),
    );
    return (
      others.find(talk => talk.own !== null) ??
      others.find(talk => talk.begins !== null || talk.from !== null || talk.to !== null) ??
      null
    );
  }
}

/** True when the addresses that a station speaks with show that packets pass through it. */
export function isRouterLike(station: Station, family: Family): boolean {
  if (station.forwards[family] !== null || station.routes[family] !== null) return true;
  return station.talks.some(talk => familyOf(talk.address) === family && isPassing(talk));
}

/** True for an address with which a station sends only packets that have been on their way already. */
export function isPassing(talk: Talk): boolean {
  return talk.from !== null && talk.begins === null && talk.own === null && isGlobal(talk.address);
}

/** Frames that show best that an address is its station's. */
export function useOf(talk: Talk): Evidence {
  return talk.own ?? talk.begins ?? talk.to ?? talk.from ?? new Evidence();
}
