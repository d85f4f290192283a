/**
 * What was seen of links, of the stations on them, and of the addresses that each station speaks and is
 * spoken to with.
 */
import { get16, get32 } from '../../wire/bytes';
import type { Evidence } from './evidence';
import { KeyTable } from './keyTable';
import type { Family, PerFamily } from './kinds';

/** Stations told apart; frames of others are counted, and nothing more. */
const STATIONS_MAX = 4096;
/** Pairs of station and address told apart. */
const TALKS_MAX = 32_768;
/** Prefixes told apart. */
export const PREFIXES_MAX = 1024;
/** Links told apart: interfaces that a machine may have. */
export const LINKS_MAX = 240;

const NO_BYTES = new Uint8Array(0);

/** How a station is known. */
type StationKind =
  /** By its link address. */
  | 'mac'
  /** The captured machine itself, of which the link tells that it sends and receives. */
  | 'self'
  /** The other end of a link that has two. */
  | 'peer'
  /** Both ends of a link that does not tell them apart. */
  | 'ends';

const kindNumbers: Readonly<Record<StationKind, number>> = { mac: 1, self: 2, peer: 3, ends: 4 };

/** A captured interface. */
export class Link {
  /** Frames of it. */
  frames = 0;
  /** Frames behind a VLAN tag, which are left out of everything else. */
  tagged: Evidence | null = null;
  /** Packets by their family, ARP among IPv4's, and those of both that ::1 or 127.0.0.0/8 sent. */
  readonly packets: PerFamily<number> = { inet6: 0, inet: 0 };
  looped: Evidence | null = null;
  /** The router that a DHCP server names. */
  offered: OfferedRouter | null = null;
  readonly stations: Station[] = [];

  constructor(
    readonly index: number,
    /** As the capture has it; empty for none. */
    readonly name: string,
    readonly linkType: number,
  ) {}
}

/** Someone on a link. */
export class Station {
  /** Frames sent, and unicast frames received. */
  sent = 0;
  received = 0;
  /** Frames of which the capture says that the machine sent them. */
  marked: Evidence | null = null;
  /** Packets that came to it and were seen to leave again with a lower hop limit, or left so. */
  readonly forwards: PerFamily<Evidence | null> = { inet6: null, inet: null };
  /** Router advertisements, redirects, errors about packets on their way: what only routers send. */
  readonly routes: PerFamily<Evidence | null> = { inet6: null, inet: null };
  /** Neighbours that it asked whether they are still there. */
  probes: Evidence | null = null;
  /** Router advertisements that offer a default route. */
  offersDefault: Evidence | null = null;
  /** MTU of its last router advertisement that has one, 0 for none. */
  advertisedMtu = 0;
  advertisesMtu: Evidence | null = null;
  /** Bytes of the largest IP packet that it sent, its family, the frame, and whether it was TCP. */
  largest = 0;
  largestFamily: Family = 'inet6';
  largestFrame = 0;
  largestIsTcp = false;
  readonly talks: Talk[] = [];
  /** First frame that it received. */
  firstReceived = 0;

  constructor(
    readonly index: number,
    readonly link: Link,
    readonly kind: StationKind,
    /** 6 bytes; empty when it is not known. */
    public mac: Uint8Array,
  ) {}
}

/** A router of a DHCP answer. */
interface OfferedRouter {
  /** 16 bytes, mapped. */
  readonly address: Uint8Array;
  readonly seen: Evidence;
}

/** What an ICMP or ICMPv6 error says of a destination. */
export type ErrorKind = 'no-route' | 'unreachable' | 'prohibited' | 'too-big' | 'other';

/** An ICMP or ICMPv6 error that a station sent. */
export interface SentError {
  readonly type: number;
  readonly code: number;
  readonly kind: ErrorKind;
  /** The MTU of the next hop, where the packet is too big for it. */
  readonly parameter: number;
  readonly frame: number;
}

/** A station and an address. */
export class Talk {
  /** It sends packets from the address. */
  from: Evidence | null = null;
  /** It receives frames whose packets are for the address. */
  to: Evidence | null = null;
  /** It sends frames whose packets are for the address, and to which station the last one went. */
  towards: Evidence | null = null;
  nexthop: Station | null = null;
  /** It says that the address is its own: neighbour discovery, ARP, errors of its own. */
  own: Evidence | null = null;
  /** Packets from the address left it with the hop limit that senders begin with. */
  begins: Evidence | null = null;
  /** Packets for the address came to it and were seen to leave. */
  passed: Evidence | null = null;
  /** It asks for the link address of the address. */
  asks: Evidence | null = null;
  /** Frame by which the address told it its link address, 0 for none. */
  toldAt = 0;
  /** The last error that it sent about a packet for the address. */
  error: SentError | null = null;
  /** Where it redirects packets for the address: 16 bytes. */
  redirects: Uint8Array | null = null;
  redirectsIn: Evidence | null = null;

  constructor(
    readonly station: Station,
    /** 16 bytes; IPv4 addresses are mapped. */
    readonly address: Uint8Array,
  ) {}
}

/**
 * What shows a prefix: a router advertisement, a DHCP answer, packets to its broadcast address, or who asks
 * for whom by ARP.
 */
export type PrefixGround = 'advertised' | 'leased' | 'broadcast' | 'asked';

/** A prefix that frames of a link show. */
export interface SeenPrefix {
  readonly link: Link;
  readonly ground: PrefixGround;
  /** 16 bytes; IPv4 prefixes are mapped, and longer by 96 bits. */
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly seen: Evidence;
}

/**
 * Key of a station: its link and kind, and its link address in two words. Key of a talk: the station's number
 * and the address in four.
 */
const STATION_WORDS = 3;
const TALK_WORDS = 5;
const MAPPED = 0xffff;

/** All stations and talks. */
export class Stations {
  readonly all: Station[] = [];
  readonly talks: Talk[] = [];
  private readonly stationKeys = new KeyTable(STATION_WORDS, STATIONS_MAX);
  private readonly talkKeys = new KeyTable(TALK_WORDS, TALKS_MAX);

  /** The station with the link address at `at`; null when the table is full. */
  byMac(link: Link, data: Uint8Array, at: number): Station | null {
    const { key } = this.stationKeys;
    key[1] = get16(data, at);
    key[2] = get32(data, at + 2);
    return this.station(link, 'mac', data, at);
  }

  /** The station that stands for one end of a link, or both. */
  end(link: Link, kind: 'self' | 'peer' | 'ends'): Station | null {
    this.stationKeys.key.fill(0);
    return this.station(link, kind, NO_BYTES, 0);
  }

  private station(link: Link, kind: StationKind, data: Uint8Array, at: number): Station | null {
    this.stationKeys.key[0] = link.index * 8 + kindNumbers[kind];
    const number = this.stationKeys.add();
    if (number < 0) return null;
    if (number === this.all.length) {
      const made = new Station(number, link, kind, data.slice(at, at + 6));
      this.all.push(made);
      link.stations.push(made);
    }
    return this.all[number];
  }

  /** What is known of a station and an address of 16 bytes, or of 4; null when the table is full. */
  talk(station: Station | null, data: Uint8Array, at: number, width: 16 | 4 = 16): Talk | null {
    if (station === null) return null;
    this.setKey(station, data, at, width);
    const number = this.talkKeys.add();
    if (number < 0) return null;
    if (number === this.talks.length) {
      const made = new Talk(station, width === 16 ? data.slice(at, at + 16) : mapped(data, at));
      this.talks.push(made);
      station.talks.push(made);
    }
    return this.talks[number];
  }

  /** The same without adding it. */
  known(station: Station, address: Uint8Array): Talk | null {
    this.setKey(station, address, 0, 16);
    const number = this.talkKeys.find();
    return number < 0 ? null : this.talks[number];
  }

  private setKey(station: Station, data: Uint8Array, at: number, width: 16 | 4): void {
    const { key } = this.talkKeys;
    const six = width === 16;
    key[0] = station.index;
    key[1] = six ? get32(data, at) : 0;
    key[2] = six ? get32(data, at + 4) : 0;
    key[3] = six ? get32(data, at + 8) : MAPPED;
    key[4] = get32(data, at + width - 4);
  }

  /** How often something did not fit. */
  get refused(): number {
    return this.stationKeys.refused + this.talkKeys.refused;
  }
}

/** The IPv6 address that stands for the IPv4 address at `at` (RFC 4291 2.5.5.2). */
export function mapped(data: Uint8Array, at: number): Uint8Array {
  const address = new Uint8Array(16);
  address.fill(0xff, 10, 12);
  address.set(data.subarray(at, at + 4), 12);
  return address;
}
