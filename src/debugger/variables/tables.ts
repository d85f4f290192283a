/**
 * The host's tables: interfaces, routes, neighbours, groups, policies, associations, counters and settings.
 */
import * as running from '#stack/running';
import { formatAddress, type ZoneName } from '../../replay/words';
import type { Host } from '../../stack/host';
import type { InIfaddr } from '../../stack/inet/inVar';
import type { Llinfo } from '../../stack/inet6/nd6';
import type { Ifnet } from '../../stack/net/if';
import type { Rtentry } from '../../stack/net/route';
import { formatMac } from '../../wire/address';
import { entryText, flagWords, groupsOf } from '../tableEntries';
import { group, type Node, table } from './node';

const interfaceFlags: readonly (readonly [number, string])[] = [
  [running.IFF_UP, 'UP'],
  [running.IFF_BROADCAST, 'BROADCAST'],
  [running.IFF_LOOPBACK, 'LOOPBACK'],
  [running.IFF_POINTOPOINT, 'POINTOPOINT'],
  [running.IFF_MULTICAST, 'MULTICAST'],
];
const addressFlags: readonly (readonly [number, string])[] = [
  [running.IN6_IFF_ANYCAST, 'anycast'],
  [running.IN6_IFF_TENTATIVE, 'tentative'],
  [running.IN6_IFF_DUPLICATED, 'duplicated'],
  [running.IN6_IFF_DETACHED, 'detached'],
  [running.IN6_IFF_DEPRECATED, 'deprecated'],
  [running.IN6_IFF_AUTOCONF, 'autoconf'],
];
export function interfacesNode(host: Host, zoneName: ZoneName): Node {
  return table('Interfaces', host.interfaces, ifp => interfaceNode(ifp, zoneName));
}

function interfaceNode(ifp: Ifnet, zoneName: ZoneName): Node {
  const addresses = ifp.addresses.map(
    (one): Node => ({
      name: `${formatAddress(one.addr, zoneName)}/${one.prefixlen}`,
      value: flagWords(one.flags, addressFlags, ' ') || 'ready',
      origin: one.origin,
    }),
  );
  const inet = ifp.inet.map(
    (one): Node => ({
      name: `${formatAddress(one.addr, zoneName)}/${one.prefixlen}`,
      value: inetText(one, zoneName),
      origin: one.origin,
    }),
  );
  addresses.unshift(...inet);
  const nodes: Node[] = [
    { name: 'flags', value: flagWords(ifp.flags, interfaceFlags, ',') },
    { name: 'mtu', value: String(ifp.mtu), expression: `if.${ifp.name}.mtu`, settable: true },
    { name: 'index', value: String(ifp.index) },
    ...(ifp.lladdr.length > 0
      ? [{ name: 'link address', value: formatMac(ifp.lladdr, 0, ifp.lladdr.length) }]
      : []),
    group('addresses', `${addresses.length}`, addresses),
    group('neighbour discovery', `hop limit ${ifp.nd.chlim}, retrans ${ifp.nd.retrans} ms`, [
      { name: 'linkmtu', value: String(ifp.nd.linkmtu) },
      { name: 'maxmtu', value: String(ifp.nd.maxmtu) },
      { name: 'retrans', value: `${ifp.nd.retrans} ms` },
      { name: 'chlim', value: String(ifp.nd.chlim) },
    ]),
  ];
  const up = (ifp.flags & running.IFF_UP) !== 0 ? 'up' : 'down';
  return group(ifp.name, `${up}, mtu ${ifp.mtu}`, nodes, { origin: ifp.origin });
}

function inetText({ broadcast, dst }: InIfaddr, zoneName: ZoneName): string {
  if (dst !== null) return `peer ${formatAddress(dst, zoneName)}`;
  return broadcast === null ? 'ready' : `broadcast ${formatAddress(broadcast, zoneName)}`;
}

export function routesNode(host: Host, zoneName: ZoneName): Node {
  return table('Routes', [...running.routes(host.rt6), ...running.routes(host.rt4)], rt =>
    routeNode(host, rt, zoneName),
  );
}

function routeNode(host: Host, rt: Rtentry, zoneName: ZoneName): Node {
  const name = prefixText(rt.rt_key, rt.prefixlen, zoneName);
  return {
    name,
    value: entryText(host, { kind: 'route', entry: rt }),
    expression: `route[${name}]`,
    settable: true,
    origin: rt.origin,
  };
}

function prefixText(address: Uint8Array, prefixlen: number, zoneName: ZoneName): string {
  const text = formatAddress(address, zoneName);
  return text === '::' && prefixlen === 0 ? 'default' : `${text}/${prefixlen}`;
}

/** The ARP cache; shown while there is something. */
export function arpNode(host: Host, zoneName: ZoneName): Node {
  return table('ARP', [...host.arp.values()], la => {
    const name = formatAddress(la.addr, zoneName);
    return {
      name,
      value: entryText(host, { kind: 'arp', entry: la }),
      expression: `arp[${name}]`,
      settable: true,
      origin: la.origin,
    };
  });
}

export function neighborsNode(host: Host, zoneName: ZoneName): Node {
  return table('Neighbours', host.neighbors, ln => neighborNode(host, ln, zoneName));
}

function neighborNode(host: Host, ln: Llinfo, zoneName: ZoneName): Node {
  const name = formatAddress(ln.addr, zoneName);
  return {
    name,
    value: entryText(host, { kind: 'neighbor', entry: ln }),
    expression: `neighbor[${name}]`,
    settable: true,
    origin: ln.origin,
  };
}

/** The multicast groups that each interface listens to. */
export function groupsNode(host: Host, zoneName: ZoneName): Node {
  return table('Groups', groupsOf(host), (entry): Node => {
    const [bare] = formatAddress(entry.in6m_addr, zoneName).split('%');
    const name = `${bare}%${entry.in6m_ifp.name}`;
    return {
      name,
      value: entryText(host, { kind: 'group', entry }),
      expression: `group[${name}]`,
      settable: true,
      origin: entry.origin,
    };
  });
}

export function policiesNode(host: Host): Node {
  return table(
    'Policies',
    host.spd,
    (entry, i): Node => ({
      name: `${i + 1}`,
      value: entryText(host, { kind: 'policy', entry }),
      expression: `policy[${i + 1}]`,
      settable: true,
      origin: entry.origin,
    }),
  );
}

export function associationsNode(host: Host): Node {
  return table('Associations', host.sad, (entry): Node => {
    const name = running.spiText(entry.spi);
    return {
      name,
      value: entryText(host, { kind: 'association', entry }),
      expression: `association[${name}]`,
      settable: true,
      origin: entry.origin,
    };
  });
}

export function countersNode(host: Host): Node {
  const entries = Object.entries(running.counters(host));
  return table(
    'Counters',
    entries,
    ([name, value]): Node => ({
      name,
      value: String(value),
      type: running.counterMeaning(name) ?? undefined,
      expression: name,
    }),
  );
}

export function settingsNode(host: Host): Node {
  const entries = Object.entries(running.sysctls);
  return table(
    'Settings',
    entries,
    ([name, variable]): Node => ({
      name,
      value: String(variable.get(host)),
      type: variable.description,
      expression: name,
      settable: !variable.readonly,
    }),
  );
}
