/** Names that `expect counter` may use. */
import { createHost, if_attach } from '#stack/running';

/** Every counter without its index, those of interfaces as `if.IF.member`. */
export function counterNames(): string[] {
  const host = createHost({ io: { output: () => {} } });
  const ifp = if_attach(host, { name: 'em0' });
  const names = (prefix: string, stat: object) => Object.keys(stat).map(member => prefix + member);
  return [
    ...names('ip6stat.', host.ip6stat),
    ...names('icmp6stat.', host.icmp6stat),
    ...names('ipsec6stat.', host.ipsec6stat),
    ...names('newipsecstat.ips_', host.ipsec6stat),
    ...names('if.IF.', ifp.in6_ifstat),
    ...names('if.IF.', ifp.icmp6_ifstat),
  ];
}
