/** The host's tables: interfaces, routes, neighbours, policies, filter rules, counters and settings. */
import * as running from '#stack/running';
import { formatAddress, type ZoneName } from '../../replay/words';
import type { Host } from '../../stack/host';
import type { Llinfo } from '../../stack/inet6/nd6';
import type { Ifnet } from '../../stack/net/if';
import type { Rtentry } from '../../stack/net/route';
import { formatMac } from '../../wire/address';
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
/** As `netstat -rn` writes them. */
const routeFlags: readonly (readonly [number, string])[] = [
  [running.RTF_UP, 'U'],
  [running.RTF_GATEWAY, 'G'],
  [running.RTF_HOST, 'H'],
  [running.RTF_REJECT, 'R'],
  [running.RTF_DYNAMIC, 'D'],
  [running.RTF_MODIFIED, 'M'],
  [running.RTF_CLONING, 'C'],
  [running.RTF_LLINFO, 'L'],
  [running.RTF_STATIC, 'S'],
  [running.RTF_BLACKHOLE, 'B'],
  [running.RTF_WASCLONED, 'W'],
];

function flagWords(flags: number, names: readonly (readonly [number, string])[], separator: string): string {
  return names.flatMap(([bit, name]) => ((flags & bit) !== 0 ? [name] : [])).join(separator);
}

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

export function routesNode(host: Host, zoneName: ZoneName): Node {
  return table('Routes', running.routes(host.rt6), rt => routeNode(rt, zoneName));
}

function routeNode(rt: Rtentry, zoneName: ZoneName): Node {
  const via = rt.rt_gateway === null ? '' : ` via ${formatAddress(rt.rt_gateway, zoneName)}`;
  return {
    name: prefixText(rt.rt_key, rt.prefixlen, zoneName),
    value: `${rt.rt_ifp.name}${via}, ${flagWords(rt.rt_flags, routeFlags, '')}`,
    origin: rt.origin,
  };
}

function prefixText(address: Uint8Array, prefixlen: number, zoneName: ZoneName): string {
  const text = formatAddress(address, zoneName);
  return text === '::' && prefixlen === 0 ? 'default' : `${text}/${prefixlen}`;
}

export function neighborsNode(host: Host, zoneName: ZoneName): Node {
  return table('Neighbours', host.neighbors, ln => neighborNode(ln, zoneName));
}

function neighborNode(ln: Llinfo, zoneName: ZoneName): Node {
  const lladdr = ln.lladdr === null ? 'unknown' : formatMac(ln.lladdr, 0, ln.lladdr.length);
  const waits = ln.ln_hold === null ? '' : ', a packet waits';
  const kind = `${running.neighborStateName(ln.ln_state)}${ln.permanent ? ', permanent' : ''}${ln.ln_router ? ', router' : ''}`;
  return {
    name: formatAddress(ln.addr, zoneName),
    value: `${lladdr} on ${ln.ifp.name}, ${kind}${waits}`,
    origin: ln.origin,
  };
}

export function policiesNode(host: Host): Node {
  return table(
    'Policies',
    host.spd,
    (sp, i): Node => ({
      name: `${i + 1}`,
      value: running.describePolicy(sp),
      origin: sp.origin,
    }),
  );
}

export function filtersNode(host: Host): Node {
  return table(
    'Filters',
    host.ipfw,
    (rule): Node => ({
      name: String(rule.number),
      value: `${running.describeRule(rule)} (${rule.packets} packets, ${rule.bytes} bytes)`,
      origin: rule.origin,
    }),
  );
}

export function countersNode(host: Host): Node {
  const entries = Object.entries(running.counters(host));
  return table(
    'Counters',
    entries,
    ([name, value]): Node => ({ name, value: String(value), expression: name }),
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
      expression: name,
      settable: !variable.readonly,
    }),
  );
}
