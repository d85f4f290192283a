/** The machines of the benchmark: routers that forward the generated frames, as `.stack` text. */
import { NETWORKS } from './frames';

/** How much a router has to search; by default 10 routes, no policy and one neighbour. */
export interface Sizes {
  readonly routes?: number;
  readonly policies?: number;
  readonly neighbors?: number;
}

/**
 * A router with routes towards the networks sent to, by all its neighbours in turn, and policies none of
 * which fits a frame.
 */
export function router({ routes = 10, policies = 0, neighbors = 1 }: Sizes = {}): string {
  const neighbor = (i: number) => `2001:db8:2::${(2 + (i % neighbors)).toString(16)}`;
  const lines = [
    'sysctl net.inet6.ip6.forwarding=1',
    'ifconfig em0 ether 02:00:00:00:00:01',
    'ifconfig em0 inet6 2001:db8:1::1/64 up',
    'ifconfig em1 ether 02:00:00:00:00:02',
    'ifconfig em1 inet6 2001:db8:2::1/64 up',
  ];
  for (let i = 0; i < neighbors; i++) lines.push(`ndp -s ${neighbor(i)} 02:00:00:00:00:99`);
  lines.push(`route add -inet6 default ${neighbor(0)}`);
  for (let i = 1; i < routes; i++) {
    const network = (0x1000 + (i % NETWORKS)).toString(16);
    // The first ones fit whole networks, the others single hosts of them.
    const destination =
      i <= NETWORKS ? `2001:db8:${network}::/48` : `2001:db8:${network}::${i.toString(16)}/128`;
    lines.push(`route add -inet6 ${destination} ${neighbor(i)}`);
  }
  for (let i = 0; i < policies; i++) {
    lines.push(`setkey spdadd 2001:db8:f:${i.toString(16)}::/64 ::/0 any -P out discard`);
  }
  return text(lines);
}

/**
 * A gateway that sends every frame through an ESP tunnel; `algorithms` as setkey writes them, with their
 * keys.
 */
export function gateway(algorithms: string): string {
  const ends = '2001:db8:2::1 2001:db8:2::2';
  return `${router()}${text([
    `setkey add ${ends} esp 0x1001 -m tunnel ${algorithms}`,
    `setkey spdadd 2001:db8:1::/64 ::/0 any -P out ipsec esp/tunnel/${ends.replace(' ', '-')}/require`,
  ])}`;
}

/** A router of IPv4 that has more commands. */
export function router4(...more: readonly string[]): string {
  const lines = [
    'sysctl net.inet.ip.forwarding=1',
    'ifconfig em0 ether 02:00:00:00:00:01 inet 10.1.0.1/16 up',
    'ifconfig em1 ether 02:00:00:00:00:02 inet 10.2.0.1/16 up',
    'arp -s 10.2.0.2 02:00:00:00:00:99',
    'route add default 10.2.0.2',
  ];
  return text([...lines, ...more]);
}

/** Rules of ipfw none of which fits a frame: by source, protocol and port in turn. */
export function rules(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const host = `192.0.${i >> 8}.${i & 255}`;
    const what = [
      `ip from ${host} to any`,
      `icmp from any to ${host}`,
      `udp from any to any dst-port ${1 + i}`,
    ];
    return `ipfw add ${i + 1} deny ${what[i % what.length]}`;
  });
}

/** The end of an EtherIP tunnel to which all is routed that belongs to no link. */
export const etherTunnel = [
  'sysctl net.inet.etherip.allow=1',
  'ifconfig em1 inet6 2001:db8:2::1/64 up',
  'ndp -s 2001:db8:2::2 02:00:00:00:00:99',
  'ifconfig etherip0 create tunnel 2001:db8:2::1 2001:db8:2::2',
  'ifconfig etherip0 inet 10.3.0.1/16 up',
  'arp -s 10.3.0.2 02:00:00:00:0a:01',
  'route add -net 172.16.0.0/12 10.3.0.2',
];

/**
 * Two hosts with an EtherIP tunnel between them, over a link: what one sends into it the other takes out and
 * forwards.
 */
export const tunnelBetweenHosts = text([
  'host A {',
  'sysctl net.inet.ip.forwarding=1',
  'ifconfig em0 ether 02:00:00:00:00:01 inet 10.1.0.1/16 up',
  'ifconfig em1 ether 02:00:00:00:00:02 up',
  ...etherTunnel,
  '}',
  'host B {',
  'sysctl net.inet.ip.forwarding=1 net.inet.etherip.allow=1',
  'ifconfig em0 ether 02:00:00:00:00:03 inet 10.4.0.1/16 up',
  'ifconfig em1 ether 02:00:00:00:00:99 inet6 2001:db8:2::2/64 up',
  'ifconfig etherip0 create tunnel 2001:db8:2::2 2001:db8:2::1',
  'ifconfig etherip0 ether 02:00:00:00:0a:01 inet 10.3.0.2/16 up',
  'arp -s 10.4.0.2 02:00:00:00:00:98',
  'route add -net 172.16.0.0/12 10.4.0.2',
  '}',
  'link A.em1 B.em1',
]);

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
