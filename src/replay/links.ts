/** The links between the hosts of a replay, and the packets that travel on them. */
import type { Host } from '../stack/host';
import type * as Stack from '../stack/index';
import type { Ifnet } from '../stack/net/if';
import type { Mbuf } from '../stack/net/mbuf';
import { ETHER_HDR_LEN } from '../wire/linkHeader';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../wire/linktype';
import { ReplayError } from './error';

/** An interface of one of the hosts. */
export interface Place {
  /** Number of the host. */
  readonly host: number;
  /** Name of the interface, as its host knows it. */
  readonly name: string;
}

/** One segment: what one end sends, all others receive. */
export interface Link {
  readonly ends: readonly Place[];
  /** Nanoseconds that a packet travels. */
  readonly delay: number;
}

/** A packet on its way to one interface. Plain data. */
export interface Flight {
  /** When it arrives, in the hosts' time. */
  readonly time: number;
  readonly to: Place;
  /** LINKTYPE_* of `bytes`. */
  readonly linkType: number;
  /** From the link header on. */
  readonly bytes: Uint8Array;
  /** Number of the frame that it stems from, 0 for none. */
  readonly frame: number;
}

/** A packet as it came in by a link. */
export interface Arrival {
  /** The interface that it came in on, with its host. */
  readonly interface: string;
  /** LINKTYPE_* of `bytes`. */
  readonly linkType: number;
  /** From the link header on. */
  readonly bytes: Uint8Array;
}

/** Packets under way at once: more means that they multiply, as they do where bridges form a loop. */
const FLIGHTS_MAX = 65_536;

/** What travels between the hosts of one run. */
export class Links {
  /** Packets on their way, in the order in which they arrive. */
  private flights: Flight[] = [];
  /** For each host the link that each of its interfaces is on. */
  private readonly linkOf: readonly ReadonlyMap<string, Link>[];

  constructor(links: readonly Link[], hosts: number) {
    const linkOf = Array.from({ length: hosts }, () => new Map<string, Link>());
    for (const link of links) for (const end of link.ends) linkOf[end.host].set(end.name, link);
    this.linkOf = linkOf;
  }

  /** When the next packet arrives; Infinity for never. */
  get nextTime(): number {
    return this.flights.length === 0 ? Number.POSITIVE_INFINITY : this.flights[0].time;
  }

  /** The packet that arrives next, left on its way; there is one. */
  get next(): Flight {
    return this.flights[0];
  }

  /** Takes the packet that arrives next off its way; there is one. */
  take(): Flight {
    return this.flights.shift()!;
  }

  /** The packets on their way, to be kept in a checkpoint: none of them is ever written to. */
  copy(): readonly Flight[] {
    return this.flights.slice();
  }

  /** Goes back to what `copy` gave. */
  restore(flights: readonly Flight[]): void {
    this.flights = flights.slice();
  }

  /** True when an interface is on a link. */
  joins(host: number, name: string): boolean {
    return this.linkOf[host].has(name);
  }

  /**
   * A packet leaves a host: it is on its way to all other ends of the interface's link. Throws ReplayError
   * when there are too many.
   */
  send(
    stack: typeof Stack,
    number: number,
    host: Host,
    ifp: Ifnet,
    m: Mbuf,
    nexthop: Uint8Array | null,
  ): void {
    const link = this.linkOf[number].get(ifp.name);
    if (link === undefined) return;
    const ethernet = ifp.lladdr.length > 0;
    const header = ethernet ? ETHER_HDR_LEN : 0;
    const bytes = new Uint8Array(header + m.len);
    bytes.set(m.data.subarray(m.off, m.off + m.len), header);
    if (m.linkLen === header) bytes.set(stack.m_linkHeader(m));
    else if (ethernet) stack.ether_header(host, ifp, bytes, 0, nexthop);
    const time = host.now + link.delay;
    for (const to of link.ends) {
      if (to.host === number && to.name === ifp.name) continue;
      const linkType = ethernet ? LINKTYPE_ETHERNET : LINKTYPE_RAW;
      this.add({ time, to, linkType, bytes, frame: m.frame });
    }
  }

  private add(flight: Flight): void {
    const { flights } = this;
    if (flights.length >= FLIGHTS_MAX) {
      throw new ReplayError(
        `More than ${FLIGHTS_MAX} packets are under way between the hosts, so the replay stopped; look for a loop among the links and bridges.`,
      );
    }
    let at = flights.length;
    while (at > 0 && flights[at - 1].time > flight.time) at--;
    flights.splice(at, 0, flight);
  }
}
