/** A machine as it is before any of its configuration: lo0, no route but its own, BSD's default settings. */

import type { Host, HostIo, KernelOptions } from './host';
import { div_init } from './inet/divert/divInit';
import { newIpForwardRt } from './inet/forward/route';
import { newBandlims } from './inet/icmp/bandlim';
import { in_ifattach_loopback } from './inet/in';
import { newInpcbinfo } from './inet/inPcb';
import { newIpfwSysctl } from './inet/ipfw/ipfwSysctl';
import { newIpqs } from './inet/reass/queue';
import { newSysctl4 } from './inet/sysctl4';
import { newFrag6 } from './inet6/frag6';
import { in6_ifattach_loopback } from './inet6/in6';
import { mld_init } from './inet6/mld6/init';
import { kernel } from './kernel';
import { newBridgeSysctl } from './net/bridgeSysctl';
import { if_attach } from './net/if';
import { newIpfilters } from './net/ipf';
import { newRouteIn6, newRouteTable } from './net/route';
import { newIcmp6stat, newIcmpstat, newIp6stat, newIpsec6stat, newIpstat, newUdpstat } from './stats';
import type { Surroundings } from './surroundings';
import { newSysctl6 } from './sysctl';
import { iptap_init } from './tap/iptapClone';
import { newIptap } from './tap/iptapVar';
import { Trace } from './trace';
import { newEtheripstat } from './tunnel/etheripVar';

interface HostSpec {
  name?: string;
  /** Which of the machines of a network it is, 0..255. Default 0. */
  number?: number;
  /** Start of the pseudo-random generator; any 32-bit integer. */
  seed?: number;
  /** Whole seconds since 1970 at which virtual time begins. */
  epoch?: number;
  kernel?: Partial<KernelOptions>;
  /**
   * True when nobody knows what programs run: then every UDP port may have one. Else none runs until
   * `udp_listen`.
   */
  programsUnknown?: boolean;
  io: HostIo;
  /** Routines that stand in for the kernel's own around the forwarder. */
  surroundings?: Surroundings;
}

/** A new machine. It has lo0; one with stand-in surroundings has no interface at all. */
export function createHost(given: HostSpec): Host {
  const host = newHost(given);
  mld_init(host);
  if (given.surroundings !== undefined) return host;
  div_init(host);
  iptap_init(host);
  const lo0 = if_attach(host, { name: 'lo0' });
  in6_ifattach_loopback(host, lo0);
  in_ifattach_loopback(host, lo0);
  return host;
}

/**
 * A machine without anything in it: the one place where hosts are made, so that all of them have one shape,
 * for which code is compiled once.
 */
export function newHost(given: HostSpec): Host {
  const trace = new Trace();
  const host: Host = {
    trace,
    path: trace.path,
    pathLast: -1,
    io: given.io,
    surroundings: given.surroundings ?? kernel,
    options: kernelOptions(given.kernel),
    name: given.name ?? 'host',
    number: given.number ?? 0,
    now: 0,
    epoch: given.epoch ?? 0,
    seed: given.seed ?? 1,
    interfaces: [],
    rt6: newRouteTable(128),
    rt4: newRouteTable(32),
    ip_forward_rt: newIpForwardRt(),
    in_ifaddrhash: new Map(),
    arp: new Map(),
    arptimer_ch: null,
    ip_id: 0,
    ipq: newIpqs(),
    icmp_bandlim: newBandlims(),
    ip6_forward_rt: newRouteIn6(),
    ip6_log_time: 0,
    neighbors: [],
    neighborsByHash: new Map(),
    neighborHand: 0,
    hostcache: [],
    frag6: newFrag6(),
    defrouters: [],
    prefixes: [],
    dadq: [],
    rtsols: [],
    nd6_timer_ch: null,
    nd6_defifp: null,
    settled: false,
    spd: [],
    spdSelectors: null,
    spdCache: null,
    sad: [],
    sadCache: null,
    mld_hbh: new Uint8Array(8),
    in6_mk: [],
    ip6_mrouter: false,
    ipfw: [],
    ipfwSetsDisabled: 0,
    ipfwDefault: { packets: 0, bytes: 0 },
    ipfwTables: new Map(),
    pfil6: false,
    pfil4: false,
    faults: [],
    timers: [],
    timerSeq: 0,
    sysctl: newSysctl6(),
    sysctl4: newSysctl4(),
    bridgeSysctl: newBridgeSysctl(),
    ipfwSysctl: newIpfwSysctl(),
    sysctlKept: {},
    ip6intrq: [],
    ipintrq: [],
    ifinq: [],
    udpListeners: given.programsUnknown ? null : new Map(),
    ipsendq: [],
    bpf: [],
    ipfilters: newIpfilters(),
    iptap: newIptap(),
    etherip: [],
    etherip_allow: 0,
    rtables: new Map([[0, 0]]),
    divcbinfo: newInpcbinfo(),
    ip6stat: newIp6stat(),
    icmp6stat: newIcmp6stat(),
    udpstat: newUdpstat(),
    ipsec6stat: newIpsec6stat(),
    ipstat: newIpstat(),
    icmpstat: newIcmpstat(),
    etheripstat: newEtheripstat(),
    icmp6errppslim: { start: 0, count: 0 },
  };
  trace.attach(host);
  return host;
}

function kernelOptions(given: Partial<KernelOptions> = {}): KernelOptions {
  const options = { ipsec: true, fastIpsec: false, ipstealth: true, hz: 100, ...given };
  // The FAST_IPSEC variant switches on all that IPSEC does.
  return Object.freeze({ ...options, ipsec: options.ipsec || options.fastIpsec });
}
