/** The ARP cache (struct llinfo_arp in netinet/if_ether.c): which link address an IPv4 neighbour has. */
import { equalBytes, get32 } from '../../../wire/bytes';
import { SECOND, time_second } from '../../clock';
import { EINVAL, ESRCH } from '../../errno';
import type { Host } from '../../host';
import { IFT_ETHER, type Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { type Timer, timer_start } from '../../net/timer';
import type { Origin } from '../../trace';
import { releaseHeld } from './resolve';

/**
 * Neighbours kept at most: a capture that scans a whole subnet must not fill the memory. Those made by hand
 * stay.
 */
const ENTRIES_MAX = 8192;

/** A neighbour: a host route with link information in the kernel. */
export interface LlinfoArp {
  /** 4 bytes, never written to. */
  readonly addr: Uint8Array;
  readonly ifp: Ifnet;
  /** 6 bytes, or null while unknown. */
  lladdr: Uint8Array | null;
  /** Made by hand, for good (an rt_expire of 0 in the kernel). */
  permanent: boolean;
  /** The second (`time_second`) at which it runs out otherwise. */
  expire: number;
  /** True while it counts as down, because nobody answered (RTF_REJECT). */
  rejected: boolean;
  /** Requests sent without an answer, and those left to ask before it runs out. */
  la_asked: number;
  la_preempt: number;
  /** The packet that waits for the link address. */
  la_hold: Mbuf | null;
  /** Answered for by this machine (`arp -s … pub`). */
  proxy: boolean;
  origin: Origin | null;
}

/** The neighbour with this address, or null. */
export function arp_lookup(host: Host, addr: number): LlinfoArp | null {
  return host.arp.get(addr | 0) ?? null;
}

/** Makes an entry for the 4 bytes at `off` without a link address. */
export function arp_create(host: Host, ifp: Ifnet, addr: Uint8Array, off: number): LlinfoArp {
  if (host.arp.size >= ENTRIES_MAX) makeRoom(host);
  const la: LlinfoArp = {
    addr: addr.slice(off, off + 4),
    ifp,
    lladdr: null,
    permanent: false,
    expire: time_second(host),
    rejected: false,
    la_asked: 0,
    la_preempt: host.sysctl4.maxtries,
    la_hold: null,
    proxy: false,
    origin: null,
  };
  host.arp.set(get32(la.addr, 0) | 0, la);
  return la;
}

/** Forgets the oldest neighbour that was not made by hand. */
function makeRoom(host: Host): void {
  for (const [key, la] of host.arp) {
    if (la.permanent) continue;
    host.arp.delete(key);
    return;
  }
}

/** Starts the timer that looks for entries that ran out, unless it runs. */
export function arp_schedule(host: Host, frame: number): void {
  if (host.arptimer_ch !== null) return;
  host.arptimer_ch = timer_start(host, host.sysctl4.prune_intvl * SECOND, 'arptimer', null, frame) as Timer;
}

/** What `arp -s` says of a neighbour beside its link address. */
interface ArpEntryOptions {
  /** It runs out like any other. */
  temp?: boolean;
  /** This machine answers for it. */
  proxy?: boolean;
  origin?: Origin | null;
}

/**
 * Tells the host a neighbour's link address (6 bytes), as `arp -s` does; a packet that waits for it is sent.
 * 0, or EINVAL.
 */
export function arp_setentry(
  host: Host,
  ifp: Ifnet,
  addr: Uint8Array,
  lladdr: Uint8Array,
  options: ArpEntryOptions = {},
): number {
  if (ifp.type !== IFT_ETHER || addr.length !== 4 || lladdr.length !== 6) return EINVAL;
  const known = arp_lookup(host, get32(addr, 0));
  if (known !== null && known.ifp !== ifp) arp_delentry(host, addr);
  const la = arp_lookup(host, get32(addr, 0)) ?? arp_create(host, ifp, addr, 0);
  la.lladdr = lladdr.slice();
  la.permanent = options.temp !== true;
  la.expire = time_second(host) + host.sysctl4.max_age;
  if (!la.permanent) arp_schedule(host, 0);
  la.rejected = false;
  la.la_asked = 0;
  la.proxy = options.proxy ?? false;
  la.origin = options.origin ?? null;
  releaseHeld(host, la);
  return 0;
}

/** Forgets the neighbour with this address: 0 or ESRCH. */
export function arp_delentry(host: Host, addr: Uint8Array): number {
  return host.arp.delete(get32(addr, 0) | 0) ? 0 : ESRCH;
}

/** Forgets the neighbours of an interface that has no address any more. */
export function arp_forgetInterface(host: Host, ifp: Ifnet): void {
  for (const [key, la] of host.arp) if (la.ifp === ifp) host.arp.delete(key);
}

/** True when the six bytes at `off` are the neighbour's link address. */
export function hasLinkAddress(la: LlinfoArp, data: Uint8Array, off: number): boolean {
  return la.lladdr !== null && equalBytes(la.lladdr, 0, data, off, 6);
}

/** The word for what is known of a neighbour. */
export function arpStateName(la: LlinfoArp): string {
  if (la.rejected) return 'down';
  if (la.lladdr === null) return 'incomplete';
  return la.permanent ? 'permanent' : 'learned';
}
