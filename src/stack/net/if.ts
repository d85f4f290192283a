/**
 * Interfaces: what the stack knows of each link it is attached to. Plain data: the host's checkpoints copy
 * it.
 */
import { EINVAL } from '../errno';
import type { Host } from '../host';
import type { InIfaddr } from '../inet/inVar';
import { in6_lladdrchanged } from '../inet6/in6';
import {
  type Icmp6Ifstat,
  type In6Ifaddr,
  type In6Ifstat,
  type NdIfinfo,
  newIcmp6Ifstat,
  newIn6Ifstat,
  newNdIfinfo,
  type ProgramMship,
} from '../inet6/in6Var';
import type { Origin } from '../trace';
import type { BridgeSoftc } from './bridgeVar';

export const IFF_UP = 0x1;
export const IFF_BROADCAST = 0x2;
export const IFF_LOOPBACK = 0x8;
export const IFF_POINTOPOINT = 0x10;
export const IFF_RUNNING = 0x40;
export const IFF_SIMPLEX = 0x800;
export const IFF_MULTICAST = 0x8000;

/** Of no kind in particular. */
const IFT_OTHER = 1;
export const IFT_ETHER = 6;
export const IFT_PPP = 23;
export const IFT_LOOP = 24;
export const IFT_GIF = 240;

export interface Ifnet {
  name: string;
  /** The number at the end of its name. */
  unit: number;
  /** 1..65535, unique in the host. */
  index: number;
  /** IFT_* */
  type: number;
  /** IFF_* */
  flags: number;
  mtu: number;
  /** 6 bytes on Ethernet, else empty. */
  lladdr: Uint8Array;
  /** False while the link address is made up: then every unicast frame is taken as meant for it. */
  lladdrGiven: boolean;
  /**
   * Zone of each scope value 0..15 on this interface (scope6_id); empty where IPv6 has no scope information.
   */
  zones: number[];
  addresses: In6Ifaddr[];
  /** Its IPv4 addresses. */
  inet: InIfaddr[];
  /** Groups that programs on this machine joined here; the records themselves hang on the first address. */
  listeners: ProgramMship[];
  nd: NdIfinfo;
  /** The bridge that it is a member of, or that it is itself; null for neither. */
  if_bridge: BridgeSoftc | null;
  /** True while somebody captures here. */
  if_bpf: boolean;
  /** Packets that could not be sent. */
  if_oerrors: number;
  in6_ifstat: In6Ifstat;
  icmp6_ifstat: Icmp6Ifstat;
  origin: Origin | null;
}

/** What `if_attach` makes an interface from; what is left out follows from the name. */
interface IfAttach {
  name: string;
  /** Index, also the link zone; the lowest free one when left out. */
  index?: number;
  /** IFF_*; the driver's when left out. */
  flags?: number;
  /** Bytes; the driver's when left out. */
  mtu?: number;
  /** 6 bytes; a fixed made-up address when left out. */
  lladdr?: Uint8Array | null;
  origin?: Origin | null;
}

/** What interfaces of one driver begin as. */
interface IfDriver {
  /** IFT_* */
  readonly type: number;
  /** IFF_*; all are down but loopback. */
  readonly flags: number;
  readonly mtu: number;
}

const networkCard: IfDriver = { type: IFT_ETHER, flags: IFF_BROADCAST | IFF_MULTICAST, mtu: 1500 };
const pointToPoint: IfDriver = { type: IFT_PPP, flags: IFF_POINTOPOINT | IFF_MULTICAST, mtu: 1500 };

/** Drivers whose interfaces are not network cards, by the letters of their names. */
const drivers: ReadonlyMap<string, IfDriver> = new Map([
  // The MTU is the largest of the era (LOMTU).
  ['lo', { type: IFT_LOOP, flags: IFF_UP | IFF_LOOPBACK | IFF_MULTICAST, mtu: 16384 }],
  ['gif', { ...pointToPoint, type: IFT_GIF, mtu: 1280 }],
  ['tun', pointToPoint],
  ['iptap', { type: IFT_OTHER, flags: IFF_UP, mtu: 1500 }],
  ['etherip', { ...networkCard, flags: networkCard.flags | IFF_SIMPLEX }],
  ['ppp', pointToPoint],
  ['ng', pointToPoint],
  ['sl', pointToPoint],
]);

/** The letters of an interface's name, by which its driver goes: `em` of `em0`. */
export function if_dname(name: string): string {
  return name.replace(/\d+$/, '');
}

/**
 * What the interface of that name begins as: a network card unless its letters are those of another driver.
 */
export function if_driver(name: string): IfDriver {
  return drivers.get(if_dname(name)) ?? networkCard;
}

/** Index of lo0: BSD attaches loopback after the hardware, so that the first network card is number 1. */
const LO0_INDEX = 255;

/**
 * Makes an interface known to the host. It is down until an address or `up` brings it up, as in BSD; loopback
 * comes up at once. Throws `RangeError` when the name is taken.
 */
export function if_attach(host: Host, args: IfAttach): Ifnet {
  if (ifunit(host, args.name) !== null) throw new RangeError(`interface ${args.name} exists already`);
  const { type, flags, mtu } = if_driver(args.name);
  const index = args.index ?? (args.name === 'lo0' ? LO0_INDEX : freeIndex(host));
  const zones = new Array<number>(16).fill(0);
  zones[1] = index;
  zones[2] = index;
  const ifp: Ifnet = {
    name: args.name,
    unit: Number(args.name.slice(if_dname(args.name).length)),
    index,
    type,
    flags: args.flags ?? flags,
    mtu: args.mtu ?? mtu,
    lladdr: args.lladdr ?? (type === IFT_ETHER ? madeUpLinkAddress(index, host.number) : new Uint8Array(0)),
    lladdrGiven: args.lladdr != null,
    zones,
    addresses: [],
    inet: [],
    listeners: [],
    nd: newNdIfinfo(),
    if_bridge: null,
    if_bpf: false,
    if_oerrors: 0,
    in6_ifstat: newIn6Ifstat(),
    icmp6_ifstat: newIcmp6Ifstat(),
    origin: args.origin ?? null,
  };
  host.interfaces.push(ifp);
  return ifp;
}

/** Forgets an interface; its routes must have gone before. */
export function if_detach(host: Host, ifp: Ifnet): void {
  host.interfaces = host.interfaces.filter(one => one !== ifp);
}

/** The interface of that name, or null. */
export function ifunit(host: Host, name: string): Ifnet | null {
  for (const ifp of host.interfaces) if (ifp.name === name) return ifp;
  return null;
}

/** Sets and clears IFF_* flags: `if_setflags(host, ifp, IFF_UP, 0)` brings it up. */
export function if_setflags(_host: Host, ifp: Ifnet, set: number, clear: number): void {
  ifp.flags = (ifp.flags & ~clear) | set;
}

/** Least and largest MTU of an interface in bytes (net/if.h). */
export const IF_MINMTU = 72;
export const IF_MAXMTU = 65535;

/** Sets the MTU in bytes (IF_MINMTU..IF_MAXMTU). Returns 0 or EINVAL. */
export function if_setmtu(_host: Host, ifp: Ifnet, mtu: number): number {
  if (!Number.isInteger(mtu) || mtu < IF_MINMTU || mtu > IF_MAXMTU) return EINVAL;
  ifp.mtu = mtu;
  return 0;
}

/**
 * Gives an Ethernet interface its link address (6 bytes). The link-local address that was made from a made-up
 * one is made anew: at time zero the machine is settled, whatever the order of its commands. Returns 0 or
 * EINVAL.
 */
export function if_setlladdr(host: Host, ifp: Ifnet, lladdr: Uint8Array): number {
  if (ifp.type !== IFT_ETHER || lladdr.length !== 6) return EINVAL;
  const wasGiven = ifp.lladdrGiven;
  ifp.lladdr = lladdr.slice();
  ifp.lladdrGiven = true;
  if (!wasGiven) in6_lladdrchanged(host, ifp);
  return 0;
}

/**
 * A locally administered address that says which interface of which host (by its number) it belongs to, and
 * that no lab is likely to use.
 */
export function madeUpLinkAddress(index: number, number: number): Uint8Array {
  return Uint8Array.of(0x02, 0x70, 0x64, 0x67 + number, index >>> 8, index);
}

function freeIndex(host: Host): number {
  let index = 1;
  while (host.interfaces.some(ifp => ifp.index === index) || index === LO0_INDEX) index++;
  return index;
}
