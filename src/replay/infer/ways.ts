/** Next hops, and the networks that lie behind them. */
import { formatIpv6 } from '../../wire/address';
import { type Evidence, together } from './evidence';
import { type Family, isLinkLocal, isMapped } from './kinds';
import type { FoundInterface } from './picture';
import { prefixOf } from './prefixes';
import { addressText } from './shown';
import type { Station } from './stations';

/** Prefixes of one way written one by one; a way with more is the default route. */
export const NETWORKS_MAX = 64;
/**
 * Destinations remembered of one network, which are written one by one where another way leads to the rest.
 */
const HOSTS_MAX = 8;

/** A network behind a next hop. */
export interface Network {
  readonly bytes: Uint8Array;
  readonly length: number;
  seen: Evidence;
  readonly hosts: { readonly bytes: Uint8Array; readonly seen: Evidence }[];
}

/** A next hop and what lies behind it. */
export interface Way {
  readonly family: Family;
  readonly face: FoundInterface;
  /** Null when the interface itself leads there. */
  readonly gateway: Uint8Array | null;
  /** How the gateway's address is known: seen, or worked out from its link address. */
  readonly gatewaySeen: boolean;
  /** The gateway's station, null when it is none that was seen. */
  readonly station: Station | null;
  /** By their text. */
  networks: Map<string, Network>;
  /** Frames that go this way, and those of them that the machine sent. */
  seen: Evidence;
  sent: Evidence;
  /** True for the default route. */
  isDefault: boolean;
}

/** The ways of a machine, of one family. */
export class Ways {
  constructor(private readonly family: Family) {}

  private readonly known = new Map<string, Way>();

  get all(): Way[] {
    return [...this.known.values()];
  }

  /** The way by a gateway; `gateway` is null when the interface itself leads there. */
  by(face: FoundInterface, gateway: Uint8Array | null, station: Station | null, gatewaySeen: boolean): Way {
    const key = `${face.name} ${gateway === null ? '' : formatIpv6(gateway)}`;
    let way = this.known.get(key);
    if (way === undefined) {
      const none = { seen: together(), sent: together() };
      way = {
        family: this.family,
        face,
        gateway,
        gatewaySeen,
        station,
        networks: new Map(),
        ...none,
        isDefault: false,
      };
      this.known.set(key, way);
    }
    return way;
  }

  /**
   * Gives a network that several ways lead to wholly to the one that most packets took; the others keep the
   * destinations that were seen.
   */
  shareOut(): void {
    const best = new Map<string, Way>();
    for (const way of this.known.values()) {
      for (const [key, { seen }] of way.networks) {
        const other = best.get(key)?.networks.get(key);
        if (other === undefined || seen.count > other.seen.count) best.set(key, way);
      }
    }
    for (const way of this.known.values()) {
      const networks = [...way.networks].flatMap(([key, network]): [string, Network][] => {
        if (best.get(key) === way) return [[key, network]];
        return network.hosts.map(({ bytes, seen }) => [
          `${formatIpv6(bytes)}/128`,
          { bytes, length: 128, seen, hosts: [] },
        ]);
      });
      way.networks = new Map(networks);
    }
  }
}

/** Bits of a destination that are taken for its network. */
const networkLength = (address: Uint8Array): number => (isMapped(address) ? 120 : 64);

/** Adds the network of a destination to a way. */
export function addNetwork(way: Way, address: Uint8Array, seen: Evidence): void {
  const length = networkLength(address);
  const bytes = prefixOf(address, length);
  const key = `${formatIpv6(bytes)}/${length}`;
  way.seen = together(way.seen, seen);
  const host = { bytes: address, seen };
  const known = way.networks.get(key);
  if (known !== undefined) {
    known.seen = together(known.seen, seen);
    if (known.hosts.length < HOSTS_MAX) known.hosts.push(host);
  } else if (way.networks.size <= NETWORKS_MAX) {
    way.networks.set(key, { bytes, length, seen, hosts: [host] });
  }
}

/** A gateway as it is written: `fe80::1%em0`. */
export function gatewayText(way: Way): string {
  if (way.gateway === null) return `-iface ${way.face.name}`;
  const zone = isLinkLocal(way.gateway) ? `%${way.face.name}` : '';
  return addressText(way.gateway) + zone;
}
