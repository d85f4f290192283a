/** The machines of the benchmark: routers that forward the generated frames, as `.stack` text. */
import { NETWORKS } from './frames';

/** A router with `routes` routes towards the networks sent to and `policies` policies, none of which fits a frame. */
export function router(routes: number, policies: number): string {
  const lines = [
    'sysctl net.inet6.ip6.forwarding=1',
    'ifconfig em0 ether 02:00:00:00:00:01',
    'ifconfig em0 inet6 2001:db8:1::1/64 up',
    'ifconfig em1 ether 02:00:00:00:00:02',
    'ifconfig em1 inet6 2001:db8:2::1/64 up',
    'ndp -s 2001:db8:2::2 02:00:00:00:00:99',
    'route add -inet6 default 2001:db8:2::2',
  ];
  for (let i = 1; i < routes; i++) {
    const network = (0x1000 + (i % NETWORKS)).toString(16);
    // The first ones fit whole networks, the others single hosts of them.
    const destination =
      i <= NETWORKS ? `2001:db8:${network}::/48` : `2001:db8:${network}::${i.toString(16)}/128`;
    lines.push(`route add -inet6 ${destination} 2001:db8:2::2`);
  }
  for (let i = 0; i < policies; i++) {
    lines.push(`setkey spdadd 2001:db8:f:${i.toString(16)}::/64 ::/0 any -P out discard`);
  }
  return `${lines.join('\n')}\n`;
}
