/** Every counter of a host by its full name: `ip6stat.ip6s_forward`, `if.em0.ifs6_in_discard`, `icmp6stat.icp6s_outhist.3`. */
import type { Host } from './host';

/** Counters that share a prefix of their names; a histogram is an array of them. */
interface Group {
  readonly prefix: string;
  readonly stat: Readonly<Record<string, number | Float64Array>>;
}

function group(prefix: string, stat: object): Group {
  return { prefix, stat: stat as Group['stat'] };
}

function groups(host: Host): Group[] {
  const all = [
    group('ip6stat.', host.ip6stat),
    group('icmp6stat.', host.icmp6stat),
    group(host.options.fastIpsec ? 'newipsecstat.ips_' : 'ipsec6stat.', host.ipsec6stat),
  ];
  for (const ifp of host.interfaces) {
    all.push(group(`if.${ifp.name}.`, ifp.in6_ifstat), group(`if.${ifp.name}.`, ifp.icmp6_ifstat));
  }
  return all;
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
