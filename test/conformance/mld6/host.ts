/** Builds the host of an mld6 case. */
import * as stack from '#stack/recording';
import type { Host } from '../../../src/stack/host';
import type { In6Ifaddr } from '../../../src/stack/inet6/in6Var';
import type { Ifnet } from '../../../src/stack/net/if';
import type { Surroundings } from '../../../src/stack/surroundings';
import { get16, put16 } from '../../../src/wire/bytes';
import { parseScoped } from '../addresses';
import { bits, interfaceFlags } from '../words';
import type { Given, VectorInterface } from './case';

const START_US = 1_000_000_000;

const addressFlags: Readonly<Record<string, number>> = {
  TENTATIVE: stack.IN6_IFF_TENTATIVE,
  DUPLICATED: stack.IN6_IFF_DUPLICATED,
  ANYCAST: stack.IN6_IFF_ANYCAST,
  DETACHED: stack.IN6_IFF_DETACHED,
};

/** A freshly booted host as the case describes it. */
export function buildHost(given: Given, surroundings: Surroundings): Host {
  const host = stack.createHost({
    io: { output() {} },
    surroundings,
    kernel: given.hz === undefined ? {} : { hz: given.hz },
  });
  host.settled = true;
  host.now = (given.startUs ?? START_US) * 1000;
  for (const ifp of given.interfaces) addInterface(host, ifp);
  return host;
}

function addInterface(host: Host, given: VectorInterface): void {
  const ifp = stack.if_attach(host, {
    name: given.name,
    index: given.index,
    flags: flagsOf(given.flags),
  });
  for (const { addr, flags } of given.addresses ?? []) ifp.addresses.push(newAddress(host, ifp, addr, flags));
  if (given.kludge !== false) stack.in6_createmkludge(host, ifp);
  if (given.inet6 === false) setScopes(ifp, false);
}

/** The flags of an interface: up, and what is named beside. */
export function flagsOf(names: readonly string[] = ['UP']): number {
  return bits(names, interfaceFlags);
}

/** Gives an interface its scope information, or takes it away. */
export function setScopes(ifp: Ifnet, known: boolean): void {
  const zones = new Array<number>(16).fill(0);
  zones[stack.IPV6_ADDR_SCOPE_INTFACELOCAL] = ifp.index;
  zones[stack.IPV6_ADDR_SCOPE_LINKLOCAL] = ifp.index;
  ifp.zones = known ? zones : [];
}

/** An address of the interface, not attached yet. */
export function newAddress(host: Host, ifp: Ifnet, text: string, flags: readonly string[] = []): In6Ifaddr {
  return stack.newIn6Ifaddr(host, onLink(ifp, text), { prefixlen: 64, flags: addressBits(flags) });
}

/** IN6_IFF_* by their names in the vectors. */
export function addressBits(names: readonly string[] = []): number {
  return bits(names, addressFlags);
}

/**
 * Link-local addresses and groups are meant in the zone of their interface, also where it has no scope
 * information.
 */
export function onLink(ifp: Ifnet, text: string): Uint8Array {
  const addr = parseScoped(text);
  if (stack.hasEmbeddedZone(addr, 0) && get16(addr, 2) === 0) put16(addr, 2, ifp.index);
  return addr;
}
