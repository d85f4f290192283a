/**
 * What stands around the forwarder: the routines that it hands packets to. A host is made with a set of them,
 * once; the product's is `kernel`, another stands in where a single kernel routine is examined alone.
 */
import type { Host } from './host';
import type { Secpolicy } from './ipsec/policy';
import type { Ifnet } from './net/if';
import type { Ifaddr } from './net/ifaddr';
import type { Mbuf } from './net/mbuf';
import type { Rtentry } from './net/route';
import type { PktapProcess } from './tap/pktap';

/** Directions of the packet filter hooks. */
export const PFIL_IN = 1;
export const PFIL_OUT = 2;
/** Answer of `pfil_run_hooks` when a filter took the packet without an error. */
export const PFIL_CONSUMED = -1;

/**
 * What the driver of an interface is asked for by `if_ioctl`: to let the frames of a group in, or no longer.
 */
export const SIOCADDMULTI = 'SIOCADDMULTI';
export const SIOCDELMULTI = 'SIOCDELMULTI';
/** Answer of `if_ioctl` when the driver has no control routine. */
export const NO_IOCTL = -1;

/** Flags of `ip_output` beside SO_DONTROUTE: the header is as it was written, and broadcasts are allowed. */
export const IP_RAWOUTPUT = 0x2;
export const IP_ALLOWBROADCAST = 0x20;

/** Flag of `ip6_output`: the packet came from the forwarder. */
export const IPV6_FORWARDING = 0x2;

/** What tunnel processing works on and what it found (struct ipsec_output_state). */
export interface IpsecOutputState {
  m: Mbuf;
  /** Route and next hop of the outermost association, null while none was applied. */
  rt: Rtentry | null;
  dst: Uint8Array | null;
  /** The packet's first buffer is another one than before: headers were put in front of it. */
  moved: boolean;
}

/** What goes with a packet for a group (struct ip6_pktopts and struct ip6_moptions). */
export interface MulticastOptions {
  /** The interface it leaves by. */
  readonly ifp: Ifnet;
  /** Hop limit. */
  readonly hlim: number;
  /** Members on this machine are to hear it too. */
  readonly loop: boolean;
  /** A hop-by-hop header to insert, its next header still 0. */
  readonly hbh: Uint8Array;
}

export interface Surroundings {
  /** Asks for an ICMPv6 error about the packet, which it takes over. */
  icmp6_error(host: Host, m: Mbuf, type: number, code: number, param: number): void;
  /** Asks for a redirect of the packet's sender to the next hop of `rt`; takes the packet over. */
  icmp6_redirect_output(host: Host, m: Mbuf, rt: Rtentry): void;
  /**
   * Sends or queues a packet on its way to `dst`, which is valid during the call only: 0 or an error number.
   * `rt` null: not looked up.
   */
  nd6_output(host: Host, ifp: Ifnet, origifp: Ifnet, m: Mbuf, dst: Uint8Array, rt: Rtentry | null): number;
  /**
   * Shows the packet to the filters: 0 pass (bytes may have changed), PFIL_CONSUMED, or the error number of a
   * refusal.
   */
  pfil_run_hooks(host: Host, m: Mbuf, ifp: Ifnet, direction: number): number;
  /** Sends a packet of our own: 0 or an error number. */
  ip6_output(host: Host, m: Mbuf, flags: number): number;
  /**
   * Sends a packet of our own for a group, hop limit and hop-by-hop header still to come: 0 or an error
   * number.
   */
  ip6_output_multicast(host: Host, m: Mbuf, flags: number, options: MulticastOptions): number;
  /**
   * Asks the driver of an interface to change its filter for a group (16 bytes, zone embedded): 0, an error
   * number, or NO_IOCTL.
   */
  if_ioctl(
    host: Host,
    ifp: Ifnet,
    command: typeof SIOCADDMULTI | typeof SIOCDELMULTI,
    group: Uint8Array,
  ): number;
  /** The next pseudo-random number, 0..2^32-1. */
  arc4random(host: Host): number;
  /** Applies the tunnels of a policy: 0, or an error number when the packet is gone. */
  ipsec6_output_tunnel(host: Host, state: IpsecOutputState, sp: Secpolicy, flags: number): number;
  /** Bytes that the policy of a packet, for a direction IPSEC_DIR_*, would add. */
  ipsec6_hdrsiz(host: Host, m: Mbuf, dir: number): number;
  /** Queues a packet for the output of IPv4, which sees to it later. */
  ip_send(host: Host, m: Mbuf): void;
  /** Queues a packet for the output of IPv6. */
  ip6_send(host: Host, m: Mbuf): void;
  /** A number for the identification of an IPv4 packet, 0..65535. */
  ip_randomid(host: Host): number;
  /** A frame comes in by an Ethernet interface. */
  if_input(host: Host, ifp: Ifnet, m: Mbuf): void;
  /** Shows a frame that leaves to whoever captures on the interface. */
  bpf_mtap(host: Host, ifp: Ifnet, m: Mbuf): void;
  /** Shows a packet to whoever captures this link type. */
  bpf_tap(host: Host, ifp: Ifnet, dlt: number, header: Uint8Array | null, m: Mbuf, outgoing: boolean): void;
  /** The process that a packet belongs to, null when none is known. */
  pktap_fill_proc_info(host: Host, m: Mbuf, outgoing: boolean): PktapProcess | null;
  /** The traffic class SO_TC_* of a packet's service class. */
  so_svc2tc(host: Host, m: Mbuf): number;
  /** What every Ethernet interface can be asked: 0 or an error number. */
  ether_ioctl(host: Host, ifp: Ifnet, cmd: string): number;
  /** A packet of IPv4 is received on its `rcvif`, header in network order. */
  ip_input(host: Host, m: Mbuf): void;
  /**
   * Sends a packet of IPv4 with IPv4 options or null, IP_* flags and SO_DONTROUTE given: 0 or an error
   * number.
   */
  ip_output(host: Host, m: Mbuf, options: Uint8Array | null, flags: number): number;
  /** The addresses of an interface, whatever their family, in the kernel's order. */
  if_addrhead(host: Host, ifp: Ifnet): readonly Ifaddr[];
}
