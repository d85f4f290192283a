/** What a machine would be after the lines so far, as far as the checks need to know it. */
import { IFF_LOOPBACK, IFF_POINTOPOINT, if_driver, madeUpLinkAddress, newIpfwSysctl } from '#stack/running';
import type { Address, IfconfigCommand, Prefix } from '../nodes';
import type { Range } from '../text';
import { addressOf, needsZone } from '../values';

/** An association as far as a line can name it. */
export interface ModelAssociation {
  readonly ends: string;
  readonly protocol: string;
  readonly spi: number;
}

/** An address of an interface. */
interface ModelAddress {
  readonly bytes: Uint8Array;
  readonly prefixlen: number;
  readonly peer: Address | null;
}

/** An interface as the lines so far describe it. */
export interface ModelInterface {
  readonly name: string;
  readonly pointToPoint: boolean;
  readonly loopback: boolean;
  /** Addresses by key. */
  readonly addresses: Map<string, ModelAddress>;
  /** Of Ethernet interfaces; made up from the order of the interfaces until it is given. */
  lladdr: Uint8Array;
  mtu: number;
  mtuPlace: Range | null;
  inet6: boolean;
}

/** A route in the table; the connected ones are made by addresses. */
interface ModelRoute {
  readonly gateway: boolean;
}

/** fe80::/64 */
export const LINK_LOCAL = Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

/** A name for the first `prefixlen` bits of an address in its zone: equal names, equal prefixes. */
export function prefixKey(bytes: Uint8Array, prefixlen: number, zone: string | null): string {
  let key = '';
  for (let i = 0; i * 8 < prefixlen; i++) {
    const bits = Math.min(8, prefixlen - 8 * i);
    key += String.fromCharCode(bytes[i] & (0xff00 >> bits) & 0xff);
  }
  // Shorter prefixes hold addresses of every zone.
  const scoped = prefixlen >= 10 && needsZone(bytes);
  return `${prefixlen}/${bytes.length}/${scoped ? (zone ?? '') : ''}/${key}`;
}

export const addressKey = (address: Address, zone: string | null): string =>
  prefixKey(address.bytes, address.bytes.length * 8, zone);

export class Model {
  readonly interfaces = new Map<string, ModelInterface>();
  /** Interfaces that bear an address, by its key. */
  readonly owners = new Map<string, string>();
  readonly routes = new Map<string, ModelRoute>();
  /** How many routes there are of each length, so that a look-up tries only those. */
  private readonly lengths = new Map<number, number>();
  readonly policies = new Set<string>();
  /** Associations by all that tells them apart. */
  readonly associations = new Map<string, ModelAssociation>();
  readonly rules = new Map<number, number>();
  /** Ports on which a program of a line without a filter runs. */
  readonly divertPorts = new Set<number>();
  /** Rules added since the last flush. */
  ruleCount = 0;
  /** Number of the last rule. */
  lastRule = 0;
  /** net.inet.ip.fw.autoinc_step: what it is when the lines at time zero have been carried out up to here. */
  autoincStep = newIpfwSysctl().autoinc_step;

  /** @param number of the machine among those of its file: link addresses that are made up differ by it */
  constructor(private readonly number = 0) {
    const lo0 = this.attach('lo0');
    for (const [text, prefixlen] of [
      ['::1', 128],
      ['fe80::1', 64],
      ['127.0.0.1', 8],
    ] as const) {
      this.addAddress(lo0, addressOf(text)!, prefixlen, null);
    }
  }

  /** The interface of that name, made when it is new. */
  attach(name: string): ModelInterface {
    const known = this.interfaces.get(name);
    if (known !== undefined) return known;
    const { flags, mtu } = if_driver(name);
    const made: ModelInterface = {
      name,
      pointToPoint: (flags & IFF_POINTOPOINT) !== 0,
      loopback: (flags & IFF_LOOPBACK) !== 0,
      addresses: new Map(),
      lladdr: madeUpLinkAddress(this.interfaces.size, this.number),
      mtu,
      mtuPlace: null,
      inet6: false,
    };
    this.interfaces.set(name, made);
    return made;
  }

  /** Forgets an interface with its addresses. */
  detach(on: ModelInterface): void {
    for (const [key, { bytes }] of [...on.addresses]) {
      this.removeAddress(on, { family: 'inet6', bytes, zone: null });
      this.owners.delete(key);
    }
    this.interfaces.delete(on.name);
  }

  addAddress(on: ModelInterface, address: Address, prefixlen: number, peer: Address | null): void {
    const widest = address.bytes.length * 8;
    if (address.family === 'inet6' && !on.inet6) {
      on.inet6 = true;
      if (!on.loopback) this.addRoute(LINK_LOCAL, 64, on.name, false);
    }
    const key = addressKey(address, on.name);
    this.removeAddress(on, address);
    on.addresses.set(key, { bytes: address.bytes, prefixlen, peer });
    this.owners.set(key, on.name);
    this.addRoute(address.bytes, widest, on.name, false);
    if (peer !== null) this.addRoute(peer.bytes, widest, on.name, false);
    else if (prefixlen < widest) this.addRoute(address.bytes, prefixlen, on.name, false);
  }

  /** Removes the first IPv4 address of an interface, which another one takes the place of. */
  removeFirstInet(on: ModelInterface): void {
    for (const { bytes } of on.addresses.values()) {
      if (bytes.length !== 4) continue;
      this.removeAddress(on, { family: 'inet', bytes, zone: null });
      return;
    }
  }

  removeAddress(on: ModelInterface, address: Address): boolean {
    const key = addressKey(address, on.name);
    const found = on.addresses.get(key);
    if (found === undefined) return false;
    const { prefixlen, peer } = found;
    on.addresses.delete(key);
    this.owners.delete(key);
    this.removeRoute(address.bytes, address.bytes.length * 8, on.name);
    if (peer !== null) {
      this.removeRoute(peer.bytes, address.bytes.length * 8, on.name);
      return true;
    }
    const prefix = prefixKey(address.bytes, prefixlen, on.name);
    const shared = [...on.addresses.values()].some(
      other =>
        other.peer === null &&
        other.prefixlen === prefixlen &&
        prefixKey(other.bytes, prefixlen, on.name) === prefix,
    );
    const own = !on.loopback && prefix === prefixKey(LINK_LOCAL, 64, on.name);
    if (!shared && !own) this.removeRoute(address.bytes, prefixlen, on.name);
    return true;
  }

  /** Adds a route; false when there is one for exactly this prefix. */
  addRoute(bytes: Uint8Array, prefixlen: number, zone: string | null, gateway: boolean): boolean {
    const key = prefixKey(bytes, prefixlen, zone);
    if (this.routes.has(key)) return false;
    this.routes.set(key, { gateway });
    this.lengths.set(prefixlen, (this.lengths.get(prefixlen) ?? 0) + 1);
    return true;
  }

  removeRoute(bytes: Uint8Array, prefixlen: number, zone: string | null): boolean {
    if (!this.routes.delete(prefixKey(bytes, prefixlen, zone))) return false;
    const left = this.lengths.get(prefixlen)! - 1;
    if (left > 0) this.lengths.set(prefixlen, left);
    else this.lengths.delete(prefixlen);
    return true;
  }

  /** Removes the routes by gateways whose addresses have so many bytes. */
  removeGatewayRoutes(bytes: number): void {
    for (const [key, route] of this.routes) {
      if (!route.gateway || Number(key.split('/', 2)[1]) !== bytes) continue;
      this.routes.delete(key);
      const prefixlen = Number(key.slice(0, key.indexOf('/')));
      const left = this.lengths.get(prefixlen)! - 1;
      if (left > 0) this.lengths.set(prefixlen, left);
      else this.lengths.delete(prefixlen);
    }
  }

  /** The route with the longest prefix that covers an address, or null. */
  route(address: Address): ModelRoute | null {
    let found: ModelRoute | null = null;
    let longest = -1;
    for (const prefixlen of this.lengths.keys()) {
      if (prefixlen <= longest) continue;
      const route = this.routes.get(prefixKey(address.bytes, prefixlen, address.zone));
      if (route === undefined) continue;
      found = route;
      longest = prefixlen;
    }
    return found;
  }
}

/** A line that gives an interface what it did not have: an address, a link address, or its existence. */
export function setsUp(command: IfconfigCommand): boolean {
  return command.parameters.some(
    parameter =>
      (parameter.name === 'address' && parameter.action !== 'delete') ||
      parameter.name === 'lladdr' ||
      (parameter.name === 'flag' && (parameter.flag === 'create' || parameter.flag === 'plumb')),
  );
}

/** A name for a whole selector of a policy. */
export function selectorKey(
  src: Prefix,
  srcPort: number,
  dst: Prefix,
  dstPort: number,
  proto: number,
  direction: string,
): string {
  return [
    prefixKey(src.bytes, src.prefixlen, null),
    srcPort,
    prefixKey(dst.bytes, dst.prefixlen, null),
    dstPort,
    proto,
    direction,
  ].join(' ');
}
