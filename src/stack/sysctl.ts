/** `sysctl`: every setting by its name, with what it does and what it is unless changed. */
import { EINVAL, ENOENT, EPERM } from './errno';
import type { Host } from './host';
import { ipfwSysctls } from './inet/ipfw/ipfwSysctl';
import { sysctls4 } from './inet/sysctl4';
import { frag6_limitChanged } from './inet6/frag6Timer';
import { bridgeSysctls } from './net/bridgeSysctl';
import { INT_MAX, type SysctlVariable, variablesOf } from './sysctlVariable';

/** The settings that the stack reads, by the last words of their names, as they are unless changed. */
export function newSysctl6() {
  return {
    /** net.inet6.ip6.forwarding */
    forwarding: 0,
    /** net.inet6.ip6.redirect */
    redirect: 1,
    /** net.inet6.ip6.use_deprecated */
    use_deprecated: 1,
    /** net.inet6.ip6.hlim */
    hlim: 64,
    /** net.inet6.ip6.log_interval, seconds */
    log_interval: 5,
    /** net.inet6.ip6.stealth */
    stealth: 0,
    /** net.inet6.ip6.hdrnestlimit */
    hdrnestlimit: 50,
    /** net.inet6.ip6.maxfragpackets, -1 for no limit */
    maxfragpackets: 768,
    /** net.inet6.ip6.maxfrags, -1 for no limit */
    maxfrags: 768,
    /** net.inet6.ip6.rthdr0_allowed */
    rthdr0_allowed: 1,
    /** net.inet6.ip6.accept_rtadv */
    accept_rtadv: 0,
    /** net.inet6.ip6.dad_count */
    dad_count: 1,
    /** net.inet6.icmp6.rediraccept */
    rediraccept: 1,
    /** net.inet6.icmp6.redirtimeout, seconds */
    redirtimeout: 600,
    /** net.inet6.icmp6.errppslimit, messages a second */
    errppslimit: 100,
    /** net.inet6.icmp6.nd6_delay, seconds */
    nd6_delay: 5,
    /** net.inet6.icmp6.nd6_prune, seconds */
    nd6_prune: 1,
    /** net.inet6.icmp6.nd6_umaxtries */
    nd6_umaxtries: 3,
    /** net.inet6.icmp6.nd6_mmaxtries */
    nd6_mmaxtries: 3,
    /** net.inet6.ipsec6.def_policy: 0 discard, 1 none */
    def_policy: 1,
    /** net.inet6.ipsec6.{esp,ah}_{trans,net}_deflev: 1 use, 2 require */
    ip6_esp_trans_deflev: 1,
    ip6_esp_net_deflev: 1,
    ip6_ah_trans_deflev: 1,
    ip6_ah_net_deflev: 1,
    /** net.inet.ipsec.{esp,ah}_{trans,net}_deflev, which the inbound check reads */
    ip4_esp_trans_deflev: 1,
    ip4_esp_net_deflev: 1,
    ip4_ah_trans_deflev: 1,
    ip4_ah_net_deflev: 1,
    /** net.inet6.ipsec6.ecn: 0 forbidden, 1 allowed, -1 copied */
    ecn: 0,
    /** net.key.preferred_oldsa: 1 the oldest association that fits, 0 the newest */
    preferred_oldsa: 1,
  };
}
export type Sysctl6 = ReturnType<typeof newSysctl6>;

const variable = variablesOf(newSysctl6(), host => host.sysctl);

/**
 * A setting of a part of the kernel that this machine has no use for: it is kept and shown, and changes
 * nothing.
 */
function kept(
  name: string,
  description: string,
  initial: number,
  min = -INT_MAX - 1,
  max = INT_MAX,
): [string, SysctlVariable] {
  return [
    name,
    {
      description: `${description} Kept, without effect here.`,
      default: initial,
      min,
      max,
      readonly: false,
      get: host => host.sysctlKept[name] ?? initial,
      set: (host, value) => {
        host.sysctlKept[name] = value;
      },
    },
  ];
}

function level(transform: string): string {
  return `Level of an ${transform} request that names none: 1 use, 2 require.`;
}

function inboundLevel(transform: string): string {
  return `${level(transform)} The check of what comes in reads this, also for IPv6.`;
}

/** Every setting by its name. */
export const sysctls: Readonly<Record<string, SysctlVariable>> = {
  'net.inet6.ip6.forwarding': variable('forwarding', '1: forward packets that are not ours; 0: drop them.'),
  'net.inet6.ip6.redirect': variable('redirect', '1: tell a sender that a closer next hop exists; 0: never.'),
  'net.inet6.ip6.use_deprecated': variable('use_deprecated', '1: deprecated addresses may be sources.'),
  'net.inet6.ip6.hlim': variable('hlim', 'Hop limit of packets of our own.', 0, 255),
  'net.inet6.ip6.log_interval': variable(
    'log_interval',
    'Seconds that must pass between two log lines of the forwarder.',
  ),
  'net.inet6.ip6.stealth': variable('stealth', '1: forward without looking at the hop limit.'),
  'net.inet6.ip6.hdrnestlimit': variable(
    'hdrnestlimit',
    'Headers of one packet of ours that are processed; 0 for no limit.',
  ),
  'net.inet6.ip6.maxfragpackets': {
    ...variable(
      'maxfragpackets',
      'Packets under reassembly at most: 0 to accept no fragment, -1 for no limit.',
      -1,
    ),
    set: (host, value) => {
      host.sysctl.maxfragpackets = value;
      frag6_limitChanged(host);
    },
  },
  'net.inet6.ip6.maxfrags': variable(
    'maxfrags',
    'Fragments kept for reassembly at most: 0 to accept none, -1 for no limit.',
    -1,
  ),
  'net.inet6.ip6.rthdr0_allowed': variable(
    'rthdr0_allowed',
    '0: refuse routing headers of type 0 that ask for more hops, as RFC 5095 demands; 1: forward by them.',
    0,
    1,
  ),
  'net.inet6.ip6.accept_rtadv': variable(
    'accept_rtadv',
    '1: learn routers, prefixes and addresses from router advertisements, unless this machine forwards.',
  ),
  'net.inet6.ip6.dad_count': variable(
    'dad_count',
    'Probes for an address before it is used; 0 for no duplicate address detection.',
  ),
  'net.inet6.icmp6.rediraccept': variable(
    'rediraccept',
    '1: redirects change the routes of a machine that does not forward.',
  ),
  'net.inet6.icmp6.redirtimeout': variable(
    'redirtimeout',
    'Seconds for which a route that a redirect made is kept; 0 for good.',
  ),
  'net.inet6.icmp6.nd6_prune': variable(
    'nd6_prune',
    'Seconds between two looks at the lifetimes of routers, prefixes and addresses.',
  ),
  'net.inet6.icmp6.errppslimit': variable(
    'errppslimit',
    'ICMPv6 errors and redirects sent in a second: one fewer than this; 0 for none, negative for no limit.',
    -1,
  ),
  'net.inet6.icmp6.nd6_delay': variable(
    'nd6_delay',
    'Seconds before a neighbour that was used while stale is asked whether it is still there.',
  ),
  'net.inet6.icmp6.nd6_umaxtries': variable(
    'nd6_umaxtries',
    'Unicast solicitations without an answer before a neighbour is forgotten.',
    1,
  ),
  'net.inet6.icmp6.nd6_mmaxtries': variable(
    'nd6_mmaxtries',
    'Multicast solicitations without an answer before the packet that waits is given up.',
    1,
  ),
  'net.inet6.ipsec6.def_policy': variable(
    'def_policy',
    'What happens to a packet that no policy matches: 0 discard, 1 none.',
    0,
    1,
  ),
  'net.inet6.ipsec6.esp_trans_deflev': variable('ip6_esp_trans_deflev', level('ESP transport'), 1, 2),
  'net.inet6.ipsec6.esp_net_deflev': variable('ip6_esp_net_deflev', level('ESP tunnel'), 1, 2),
  'net.inet6.ipsec6.ah_trans_deflev': variable('ip6_ah_trans_deflev', level('AH transport'), 1, 2),
  'net.inet6.ipsec6.ah_net_deflev': variable('ip6_ah_net_deflev', level('AH tunnel'), 1, 2),
  'net.inet.ipsec.esp_trans_deflev': variable('ip4_esp_trans_deflev', inboundLevel('ESP transport'), 1, 2),
  'net.inet.ipsec.esp_net_deflev': variable('ip4_esp_net_deflev', inboundLevel('ESP tunnel'), 1, 2),
  'net.inet.ipsec.ah_trans_deflev': variable('ip4_ah_trans_deflev', inboundLevel('AH transport'), 1, 2),
  'net.inet.ipsec.ah_net_deflev': variable('ip4_ah_net_deflev', inboundLevel('AH tunnel'), 1, 2),
  'net.inet6.ipsec6.ecn': variable(
    'ecn',
    'Congestion marks of tunnels: 0 none outside, 1 they go in and come out, -1 they are copied.',
    -1,
    1,
  ),
  'net.key.preferred_oldsa': variable(
    'preferred_oldsa',
    'Of several associations that fit, 1: the oldest protects packets, 0: the newest.',
    0,
    1,
  ),
  'net.link.iptap.total_tap_count': {
    description: 'Captures under way on all IP taps.',
    default: 0,
    min: 0,
    max: INT_MAX,
    readonly: true,
    get: host => host.iptap.totalTapCount,
    set: () => undefined,
  },
  'net.link.iptap.log': {
    description: '1: IP taps write lines on the console.',
    default: 0,
    min: -INT_MAX - 1,
    max: INT_MAX,
    readonly: false,
    get: host => host.iptap.log,
    set: (host, value) => {
      host.iptap.log = value;
    },
  },
  'net.inet.etherip.allow': {
    description: '1: EtherIP tunnels accept packets that came without IPsec.',
    default: 0,
    min: -INT_MAX - 1,
    max: INT_MAX,
    readonly: false,
    get: host => host.etherip_allow,
    set: (host, value) => {
      host.etherip_allow = value;
    },
  },
  ...sysctls4,
  ...bridgeSysctls,
  ...ipfwSysctls,
  ...Object.fromEntries([
    kept('net.inet6.ip6.auto_linklocal', '1: make a link-local address for every interface.', 1),
    kept('net.inet6.ip6.auto_flowlabel', '1: give connections a flow label.', 1),
    kept('net.inet6.ip6.v6only', '1: IPv6 sockets take no IPv4.', 1),
    kept('net.inet6.ip6.use_tempaddr', '1: make temporary addresses.', 0),
    kept('net.inet6.ip6.defmcasthlim', 'Hop limit of multicast packets of programs.', 1),
    kept('net.inet6.ip6.gifhlim', 'Hop limit of packets of gif tunnels.', 30),
    kept('net.inet6.ip6.keepfaith', '1: TCP relay translation is on.', 0),
    kept('net.inet6.ip6.rr_prune', 'Seconds between router renumbering clean-ups.', 5),
    kept('net.inet6.ip6.use_defaultzone', '1: addresses without zone lie in the default one.', 0),
    kept('net.inet6.ip6.mcast_pmtu', '1: path MTU is looked at for multicast.', 0),
    kept('net.inet6.icmp6.nodeinfo', 'Bits: which node information queries are answered.', 3),
    kept('net.inet6.icmp6.nd6_useloopback', '1: own addresses are reached by lo0.', 1),
    kept('net.inet6.icmp6.nd6_maxnudhint', 'Upper-layer hints that keep a neighbour reachable.', 0),
    kept('net.inet6.icmp6.nd6_debug', '1: neighbour discovery writes debug lines.', 0),
    kept('net.inet6.ipsec6.debug', '1: IPsec writes debug lines.', 0),
  ]),
};

/**
 * Sets a setting by name: 0, ENOENT when there is none of this name, EPERM when it may only be read, EINVAL
 * when the value is no integer in its range.
 */
export function sysctl_set(host: Host, name: string, value: number): number {
  const found = Object.hasOwn(sysctls, name) ? sysctls[name] : undefined;
  if (found === undefined) return ENOENT;
  if (found.readonly) return EPERM;
  if (!Number.isInteger(value) || value < found.min || value > found.max) return EINVAL;
  found.set(host, value);
  return 0;
}

/** The value of a setting, or null when there is none of this name. */
export function sysctl_get(host: Host, name: string): number | null {
  return Object.hasOwn(sysctls, name) ? sysctls[name].get(host) : null;
}
