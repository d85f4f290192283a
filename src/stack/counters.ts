/**
 * Every counter of a host by its full name: `ip6stat.ip6s_forward`, `if.em0.ifs6_in_discard`,
 * `icmp6stat.icp6s_outhist.3`. A structure of counters that is listed here is counted, recorded, expected,
 * watched and completed everywhere.
 */
import type { Host } from './host';
import { bridgeOf } from './net/bridgeVar';
import type { Ifnet } from './net/if';

/** Counters that share a prefix of their names; a histogram is an array of them. */
interface Group {
  readonly prefix: string;
  readonly stat: Readonly<Record<string, number | Float64Array>>;
}

function group(prefix: string, stat: object): Group {
  return { prefix, stat: stat as Group['stat'] };
}

/** The structures of the machine. */
function ofHost(host: Host): Group[] {
  return [
    group('ip6stat.', host.ip6stat),
    group('icmp6stat.', host.icmp6stat),
    group('udpstat.', host.udpstat),
    group(host.options.fastIpsec ? 'newipsecstat.ips_' : 'ipsec6stat.', host.ipsec6stat),
    group('ipstat.', host.ipstat),
    group('icmpstat.', host.icmpstat),
    group('etheripstat.', host.etheripstat),
  ];
}

/** The structures of an interface. */
function ofInterface(ifp: Ifnet): Group[] {
  const prefix = `if.${ifp.name}.`;
  return [
    group(prefix, { if_oerrors: ifp.if_oerrors, ...bridgeOf(ifp)?.stat }),
    group(prefix, ifp.in6_ifstat),
    group(prefix, ifp.icmp6_ifstat),
  ];
}

function groups(host: Host): Group[] {
  return [...ofHost(host), ...host.interfaces.flatMap(ofInterface)];
}

/** Calls `visit` with the name and value of each counter that is not 0. */
function eachCounter(host: Host, visit: (name: string, value: number) => void): void {
  for (const { prefix, stat } of groups(host)) {
    for (const member in stat) {
      const value = stat[member];
      if (typeof value === 'number') {
        if (value !== 0) visit(prefix + member, value);
      } else {
        for (let i = 0; i < value.length; i++) if (value[i] !== 0) visit(`${prefix}${member}.${i}`, value[i]);
      }
    }
  }
}

/** The counters that are not 0, by full name. */
export function counters(host: Host): Record<string, number> {
  const all: Record<string, number> = {};
  eachCounter(host, (name, value) => {
    all[name] = value;
  });
  return all;
}

/** The names of all counters, each histogram once. */
export function counterNames(host: Host): string[] {
  return groups(host).flatMap(({ prefix, stat }) => Object.keys(stat).map(member => prefix + member));
}

/** The value of a counter by its full name; undefined when there is none of this name. */
export function counterValue(host: Host, name: string): number | undefined {
  const ifp = name.startsWith('if.') ? host.interfaces.find(one => name.startsWith(`if.${one.name}.`)) : null;
  if (ifp === undefined) return undefined;
  for (const { prefix, stat } of ifp === null ? ofHost(host) : ofInterface(ifp)) {
    if (!name.startsWith(prefix)) continue;
    const [member, bucket] = name.slice(prefix.length).split('.');
    if (!Object.hasOwn(stat, member)) continue;
    const value = stat[member];
    if (typeof value === 'number') return bucket === undefined ? value : undefined;
    return bucket === undefined ? undefined : value[Number(bucket)];
  }
  return undefined;
}
