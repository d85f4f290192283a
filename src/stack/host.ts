/**
 * One machine: everything its kernel knows, in one place; nothing of it is global.
 *
 * All of it but `trace`, `path`, `pathLast`, `io`, `surroundings` and what is made from `spd` and `sad` is
 * state: plain objects, arrays, Maps and typed arrays without methods or closures, so that a checkpoint is a
 * copy of the graph (checkpoint.ts). Frozen objects are shared, not copied.
 */

import type { LlinfoArp } from './inet/arp/cache';
import type { FieldValue } from './inet/divert/divertProgram';
import type { IpForwardRt } from './inet/forward/route';
import type { Bandlim } from './inet/icmp/bandlim';
import type { Inpcbinfo } from './inet/inPcb';
import type { InIfaddr } from './inet/inVar';
import type { IpfwSysctl } from './inet/ipfw/ipfwSysctl';
import type { IpfwRule } from './inet/ipfw/rule';
import type { IpfwTableEntry } from './inet/ipfw/table';
import type { Ipqs } from './inet/reass/queue';
import type { Sysctl4 } from './inet/sysctl4';
import type { Frag6 } from './inet6/frag6';
import type { PathMtu } from './inet6/hostcache';
import type { Multi6Kludge } from './inet6/in6Var';
import type { Llinfo } from './inet6/nd6';
import type { Dadq } from './inet6/nd6Dad';
import type { NdDefrouter, NdPrefix } from './inet6/rtr/lists';
import type { Rtsol } from './inet6/rtr/rtsol';
import type { Secpolicy } from './ipsec/policy';
import type { SadCache } from './ipsec/sadCache';
import type { Secasvar } from './ipsec/secasvar';
import type { SpdCache } from './ipsec/spdCache';
import type { BpfRecord, BpfType } from './net/bpf';
import type { BridgeSysctl } from './net/bridgeSysctl';
import type { Fault } from './net/fault';
import type { Ifnet } from './net/if';
import type { Ipfilters } from './net/ipf';
import type { Mbuf } from './net/mbuf';
import type { RouteIn6, RouteTable } from './net/route';
import type { Timer } from './net/timer';
import type { Icmp6stat, Icmpstat, Ip6stat, Ipsec6stat, Ipstat, Udpstat } from './stats';
import type { Surroundings } from './surroundings';
import type { Sysctl6 } from './sysctl';
import type { Iptap } from './tap/iptapVar';
import type { Origin, Trace } from './trace';
import type { EtheripSoftc, Etheripstat } from './tunnel/etheripVar';

/** Options of the kernel's build that change behaviour. */
export interface KernelOptions {
  /** KAME IPsec compiled in. Default true. */
  ipsec: boolean;
  /** The FAST_IPSEC variant: the inbound check is counted elsewhere. Default false. */
  fastIpsec: boolean;
  /** Stealth forwarding compiled in. Default true. */
  ipstealth: boolean;
  /** Clock ticks a second, 1..1000000. Default 100. */
  hz: number;
}

/** What the host is given from outside; closures live here and nowhere else. Not state. */
export interface HostIo {
  /** A packet leaves by an interface. The bytes are valid during the call only. */
  output(ifp: Ifnet, m: Mbuf, nexthop: Uint8Array | null): void;
  /** A packet passes an interface on which somebody captures. The bytes are the callee's. */
  captured?(record: BpfRecord): void;
  /** A line for the system console or log. */
  console?(text: string): void;
  /**
   * What programs of the `.stack` file read and write packets by; without it no filter selects a packet, and
   * no packet has a field.
   */
  readonly fields?: PacketFields;
}

/**
 * Packets by the names of display filters. `packet` begins with the network header; `frame` is the capture
 * frame it stems from.
 */
export interface PacketFields {
  /** True when a display filter selects the packet. */
  selects(filter: string, packet: Uint8Array, frame: number): boolean;
  /**
   * Writes values into the packet. When it lacks a field nothing is written, and the answer is that field;
   * else null.
   */
  write(values: readonly FieldValue[], packet: Uint8Array, frame: number): string | null;
}

export interface Host {
  readonly trace: Trace;
  /**
   * The outcomes of the event under way (`trace.path`), and the place of the last one, -1 before the first.
   * No state.
   */
  readonly path: Uint16Array;
  pathLast: number;
  readonly io: HostIo;
  readonly surroundings: Surroundings;
  readonly options: KernelOptions;
  name: string;
  /** Which of the machines of a network it is, from 0: link addresses that are made up differ by it. */
  number: number;
  /** Virtual time: nanoseconds since `epoch` (integer up to 104 days, then rounded). Never goes back. */
  now: number;
  /** Whole seconds since 1970 at which `now` is 0. */
  epoch: number;
  /** State of the pseudo-random generator. */
  seed: number;
  interfaces: Ifnet[];
  rt6: RouteTable;
  /** The routes of IPv4. */
  rt4: RouteTable;
  /** The one-entry forwarding cache of IPv4. */
  ip_forward_rt: IpForwardRt;
  /** The IPv4 addresses of all interfaces, by their 32 bits as a signed number (INADDR_HASH). */
  in_ifaddrhash: Map<number, InIfaddr>;
  /** The ARP cache, by address in the same way. */
  arp: Map<number, LlinfoArp>;
  /** The timer that looks for ARP entries that ran out; null when none can. */
  arptimer_ch: Timer | null;
  /** Identification of the last IPv4 packet of ours. */
  ip_id: number;
  /** IPv4 packets that are put together from fragments. */
  ipq: Ipqs;
  /** Windows of the ICMP rate limit, by BANDLIM_*. */
  icmp_bandlim: Bandlim[];
  /** The one-entry forwarding cache. */
  ip6_forward_rt: RouteIn6;
  /** Second of the last rate-limited log line of the forwarder; starts at 0. */
  ip6_log_time: number;
  neighbors: Llinfo[];
  /** The neighbours by a hash of their address, for look-ups. */
  neighborsByHash: Map<number, Llinfo[]>;
  /** Where the search for a neighbour to forget goes on when there are too many. */
  neighborHand: number;
  /** Path MTUs that were learned, oldest first. */
  hostcache: PathMtu[];
  /** Packets that are put together from fragments. */
  frag6: Frag6;
  /** The Default Router List, by preference. */
  defrouters: NdDefrouter[];
  /** The Prefix List: what routers advertise, in the order heard. */
  prefixes: NdPrefix[];
  /** Duplicate address detection under way. */
  dadq: Dadq[];
  /** Router solicitation under way. */
  rtsols: Rtsol[];
  /** The timer of the lifetimes of routers, addresses and prefixes; null when none can run out. */
  nd6_timer_ch: Timer | null;
  /**
   * The interface on which every destination is taken for a neighbour while there is no default router
   * (`ndp -I`), or null.
   */
  nd6_defifp: Ifnet | null;
  /**
   * False while the machine is set up: addresses given then are past duplicate detection, and groups joined
   * then are reported.
   */
  settled: boolean;
  /** The security policies, in the order in which they are tried. Changed by key_spd* only. */
  spd: Secpolicy[];
  /** The policies of `spd` by their selectors; made from it when needed, so no state of its own. */
  spdSelectors: Map<string, Secpolicy> | null;
  /** Recent policy look-ups; made from `spd` when needed, so no state of its own. */
  spdCache: SpdCache | null;
  /** The security associations, in the order added. Changed by key_* only. */
  sad: Secasvar[];
  /** Look-ups of associations; made from `sad` when needed, so no state of its own. */
  sadCache: SadCache | null;
  /** The hop-by-hop header of every MLD message (ip6_opts of mld6.c), its next header still 0. */
  mld_hbh: Uint8Array;
  /** Parking lists for the groups of interfaces without addresses, newest first. */
  in6_mk: Multi6Kludge[];
  /** True while a multicast routing daemon runs: it hears our own reports. */
  ip6_mrouter: boolean;
  /** The rules of the packet filter, by number. */
  ipfw: IpfwRule[];
  /** Sets of rules that are switched off, a bit each. */
  ipfwSetsDisabled: number;
  /** What the default rule has let pass while there were others. */
  ipfwDefault: { packets: number; bytes: number };
  /** The filter's tables of addresses, by number. */
  ipfwTables: Map<number, IpfwTableEntry[]>;
  /** True when packet filter hooks are attached to the IPv6 hook. */
  pfil6: boolean;
  /** True when packet filter hooks are attached to the IPv4 hook. */
  pfil4: boolean;
  faults: Fault[];
  timers: Timer[];
  /** Sequence number of the next timer, so that equal times fire in the order started. */
  timerSeq: number;
  sysctl: Sysctl6;
  /** The settings of IPv4, ICMP and ARP. */
  sysctl4: Sysctl4;
  /** The settings of bridges. */
  bridgeSysctl: BridgeSysctl;
  ipfwSysctl: IpfwSysctl;
  /** Settings that were changed and have no effect here, by their full names. */
  sysctlKept: Record<string, number>;
  /** Packets that came back by a loopback interface, or left a tunnel, and wait to be received (ip6intrq). */
  ip6intrq: Mbuf[];
  /** The same of IPv4 (ipintrq). */
  ipintrq: Mbuf[];
  /** Frames that came out of a tunnel and wait to be received on its interface. */
  ifinq: Mbuf[];
  /**
   * UDP ports on which programs listen, each with the line that says so; null when nobody knows what programs
   * run, so that every port may have one.
   */
  udpListeners: Map<number, Origin | null> | null;
  /** Packets of tunnels that wait for the output of IP (ip_send, ip6_send). */
  ipsendq: Mbuf[];
  /** What can be captured on interfaces that offer more than their frames. */
  bpf: BpfType[];
  ipfilters: Ipfilters;
  iptap: Iptap;
  /** EtherIP tunnels, the newest first. */
  etherip: EtheripSoftc[];
  /** net.inet.etherip.allow: not 0 to accept EtherIP packets that came without IPsec. */
  etherip_allow: number;
  /** Routing tables by number, each with its routing domain. */
  rtables: Map<number, number>;
  /** The control blocks of divert sockets. */
  divcbinfo: Inpcbinfo;
  ip6stat: Ip6stat;
  icmp6stat: Icmp6stat;
  udpstat: Udpstat;
  ipsec6stat: Ipsec6stat;
  ipstat: Ipstat;
  icmpstat: Icmpstat;
  etheripstat: Etheripstat;
  /**
   * Window of the ICMPv6 error rate limit: its start (as `now`) and the messages asked for in it, 0 before
   * the first.
   */
  icmp6errppslim: { start: number; count: number };
}
