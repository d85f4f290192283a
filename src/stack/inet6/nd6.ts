/** The neighbour cache (netinet6/nd6.c): who is on the link, and at which link address. RFC 4861 7.3. */
import { equalAddresses, equalBytes } from '../../wire/bytes';
import { MILLISECOND } from '../clock';
import { EINVAL, ESRCH } from '../errno';
import type { Host } from '../host';
import { IFF_POINTOPOINT, IFT_ETHER, IFT_GIF, type Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { RTF_CLONING, RTF_GATEWAY, type Rtentry } from '../net/route';
import { type Timer, timer_start, timer_stop } from '../net/timer';
import { decide, decision, type Origin } from '../trace';
import { in6_matches, in6_samePrefix, in6ifa_ifpwithaddr } from './in6';
import { releaseHeld } from './nd6Cache';
import { defrouter_lookup, defrouter_select, rt6_flush } from './rtr/defrouter';
import { NDPRF_ONLINK } from './rtr/lists';
import { pfxlist_onlink_check } from './rtr/onlinkCheck';
import { IPV6_ADDR_SCOPE_LINKLOCAL, in6_addrscope, in6_zone } from './scope6';

export const ND6_LLINFO_NOSTATE = -2;
export const ND6_LLINFO_INCOMPLETE = 0;
export const ND6_LLINFO_REACHABLE = 1;
export const ND6_LLINFO_STALE = 2;
export const ND6_LLINFO_DELAY = 3;
export const ND6_LLINFO_PROBE = 4;

/** Seconds for which a neighbour that nobody uses is kept (nd6_gctimer). */
export const ND6_GCTIMER = 86400;

/**
 * Neighbours kept at most: a capture that scans a whole prefix must not fill the memory. Those made by hand
 * do not count.
 */
const NEIGHBORS_MAX = 8192;
const stateNames: Readonly<Record<number, string>> = {
  [ND6_LLINFO_NOSTATE]: 'no state',
  [ND6_LLINFO_INCOMPLETE]: 'incomplete',
  [ND6_LLINFO_REACHABLE]: 'reachable',
  [ND6_LLINFO_STALE]: 'stale',
  [ND6_LLINFO_DELAY]: 'delay',
  [ND6_LLINFO_PROBE]: 'probe',
};

/** A neighbour (struct llinfo_nd6). */
export interface Llinfo {
  /** 16 bytes with the zone embedded. */
  addr: Uint8Array;
  ifp: Ifnet;
  /** 6 bytes, or null while unknown. */
  lladdr: Uint8Array | null;
  /** ND6_LLINFO_* */
  ln_state: number;
  ln_router: boolean;
  /** Made by `ndp -s`: never expires. */
  permanent: boolean;
  /** Solicitations sent without an answer. */
  ln_asked: number;
  /** The packet that waits for the link address. */
  ln_hold: Mbuf | null;
  /** The timer of its state, null when none runs. */
  ln_timer: Timer | null;
  /** Place in `Host.neighbors`, -1 once it was forgotten. */
  at: number;
  origin: Origin | null;
}

/** The word for a state of a neighbour. */
export function neighborStateName(state: number): string {
  return stateNames[state] ?? String(state);
}

/**
 * A number made of the last eight bytes of the address at `off`, which is where neighbours differ: the key of
 * `Host.neighborsByHash`.
 */
function hashOf(addr: Uint8Array, off: number): number {
  const mixed =
    addr[off + 15] ^
    (addr[off + 14] * 5) ^
    (addr[off + 13] * 7) ^
    (addr[off + 10] * 11) ^
    (addr[off + 9] * 13);
  return mixed & 0xff;
}

/** The neighbour with the 16 bytes at `off` (zone embedded) on `ifp`, or null. */
export function nd6_lookup(host: Host, addr: Uint8Array, off: number, ifp: Ifnet): Llinfo | null {
  const bucket = host.neighborsByHash.get(hashOf(addr, off));
  if (bucket === undefined) return null;
  for (let i = 0; i < bucket.length; i++) {
    const ln = bucket[i];
    if (ln.ifp === ifp && equalBytes(ln.addr, 0, addr, off, 16)) return ln;
  }
  return null;
}

/** Makes an entry without state. */
export function nd6_create(host: Host, addr: Uint8Array, off: number, ifp: Ifnet): Llinfo {
  if (host.neighbors.length >= NEIGHBORS_MAX) makeRoom(host);
  const ln: Llinfo = {
    addr: addr.slice(off, off + 16),
    ifp,
    lladdr: null,
    ln_state: ND6_LLINFO_NOSTATE,
    ln_router: false,
    permanent: false,
    ln_asked: 0,
    ln_hold: null,
    ln_timer: null,
    at: host.neighbors.length,
    origin: null,
  };
  host.neighbors.push(ln);
  const hash = hashOf(addr, off);
  const bucket = host.neighborsByHash.get(hash);
  if (bucket === undefined) host.neighborsByHash.set(hash, [ln]);
  else bucket.push(ln);
  return ln;
}

const room = decision('nd6_create.room', {
  kind: 'S',
  question: 'Which neighbour is forgotten to make room for another?',
  outcomes: {
    forgotten: '{dst} on {ifp}, {state}: more than {limit} are not kept.',
  },
  reference: 'nd6_rtrequest (netinet6/nd6.c): ip6_neighborgcthresh of KAME',
});

/**
 * Neighbours looked at to find one to forget. Where more than that were made by hand in a row, the cache
 * grows by one, and the hand is past them the sooner.
 */
const ROOM_TRIES = 256;

/** Forgets one neighbour that was not made by hand; a hand goes round, so that all have their turn. */
function makeRoom(host: Host): void {
  for (let tries = Math.min(host.neighbors.length, ROOM_TRIES); tries > 0; tries--) {
    const ln = host.neighbors[host.neighborHand++ % host.neighbors.length];
    if (ln.permanent) continue;
    decide(
      host,
      room,
      room.forgotten,
      RECORDING && {
        dst: ln.addr.slice(),
        ifp: ln.ifp.name,
        state: neighborStateName(ln.ln_state),
        limit: NEIGHBORS_MAX,
      },
    );
    nd6_free(host, ln);
    return;
  }
}

/** Forgets a neighbour and the packet that waited for it. */
export function nd6_free(host: Host, ln: Llinfo): void {
  nd6_llinfo_settimer(host, ln, -1, 0);
  ln.ln_hold = null;
  const last = host.neighbors.pop() as Llinfo;
  if (last !== ln) {
    host.neighbors[ln.at] = last;
    last.at = ln.at;
  }
  const bucket = host.neighborsByHash.get(hashOf(ln.addr, 0)) as Llinfo[];
  bucket.splice(bucket.indexOf(ln), 1);
  ln.at = -1;
}

/**
 * Forgets a neighbour that is silent or no longer used. When it is a router, another one is looked for (RFC
 * 4861 7.3.3).
 */
export function nd6_forget(host: Host, ln: Llinfo, frame: number): void {
  const dr = defrouter_lookup(host, ln.addr, ln.ifp);
  if (host.sysctl.forwarding === 0 && (ln.ln_router || dr !== null)) rt6_flush(host, ln.addr, ln.ifp);
  nd6_free(host, ln);
  if (host.sysctl.forwarding !== 0 || dr === null) return;
  pfxlist_onlink_check(host, frame);
  defrouter_select(host);
}

/**
 * Starts the timer of an entry anew, in milliseconds; negative stops it. `frame` is the capture frame that
 * led to it.
 */
export function nd6_llinfo_settimer(host: Host, ln: Llinfo, ms: number, frame: number): void {
  timer_stop(host, ln.ln_timer);
  ln.ln_timer = ms < 0 ? null : timer_start(host, ms * MILLISECOND, 'nd6_llinfo_timer', ln, frame);
}

/** What `ndp -s` says of a neighbour beside its link address. */
interface NdEntryOptions {
  /** Default true; a temporary entry expires like any other. */
  permanent?: boolean;
  router?: boolean;
  origin?: Origin | null;
}

/**
 * Tells the host a neighbour's link address (6 bytes), as `ndp -s` does; a packet that waits for it is sent.
 * `addr`: 16 bytes, zone embedded. 0 or EINVAL.
 */
export function nd6_setentry(
  host: Host,
  ifp: Ifnet,
  addr: Uint8Array,
  lladdr: Uint8Array,
  options: NdEntryOptions = {},
): number {
  if (addr.length !== 16 || lladdr.length !== 6 || addr[0] === 0xff) return EINVAL;
  const ln = nd6_lookup(host, addr, 0, ifp) ?? nd6_create(host, addr, 0, ifp);
  ln.lladdr = lladdr.slice();
  ln.ln_state = ND6_LLINFO_REACHABLE;
  ln.ln_asked = 0;
  ln.ln_router = options.router ?? false;
  ln.permanent = options.permanent ?? true;
  ln.origin = options.origin ?? null;
  nd6_llinfo_settimer(host, ln, ln.permanent ? -1 : ifp.nd.basereachable, 0);
  releaseHeld(host, ln);
  return 0;
}

/** Forgets the neighbour with this address (16 bytes, zone embedded) on any interface: 0 or ESRCH. */
export function nd6_delentry(host: Host, addr: Uint8Array): number {
  const found = host.neighbors.filter(ln => equalBytes(ln.addr, 0, addr, 0, 16));
  for (const ln of found) nd6_free(host, ln);
  return found.length > 0 ? 0 : ESRCH;
}

/** True for interfaces whose neighbours have link addresses to be found out (nd6_need_cache). */
export function nd6_need_cache(ifp: Ifnet): boolean {
  return ifp.type === IFT_ETHER || ifp.type === IFT_GIF;
}

/**
 * True when the address at `off` (zone embedded) is on the link of `ifp`: link-local of that zone, within a
 * prefix of the interface, its point-to-point peer, or a known neighbour (nd6_is_addr_neighbor).
 */
export function nd6_is_addr_neighbor(host: Host, addr: Uint8Array, off: number, ifp: Ifnet): boolean {
  if (addr[off] === 0xfe && in6_addrscope(addr, off) === IPV6_ADDR_SCOPE_LINKLOCAL) {
    return ((addr[off + 2] << 8) | addr[off + 3]) === in6_zone(addr, off, ifp);
  }
  return (
    isOnLink(host, addr, off, ifp) || isByDefault(host, ifp) || nd6_lookup(host, addr, off, ifp) !== null
  );
}

/**
 * A host without any default router takes every destination for a neighbour on the interface that `ndp -I`
 * named.
 */
function isByDefault(host: Host, ifp: Ifnet): boolean {
  return host.nd6_defifp === ifp && host.sysctl.forwarding === 0 && host.defrouters.length === 0;
}

function isOnLink(host: Host, addr: Uint8Array, off: number, ifp: Ifnet): boolean {
  const pointToPoint = (ifp.flags & IFF_POINTOPOINT) !== 0;
  for (const ia of ifp.addresses) {
    if (
      ia.dst === null
        ? ia.ndpr === null && in6_samePrefix(ia, addr, off)
        : pointToPoint && equalBytes(ia.dst, 0, addr, off, 16)
    )
      return true;
  }
  for (const pr of host.prefixes) {
    if (pr.ifp !== ifp || (pr.stateflags & NDPRF_ONLINK) === 0) continue;
    if (in6_matches(pr.prefix, pr.plen, addr, off)) return true;
  }
  return false;
}

/**
 * The entry of a next hop, made when it may be a neighbour: its prefix is on link, or the route clones one
 * for every destination. Null when the next hop is none.
 */
export function nd6_entryFor(host: Host, addr: Uint8Array, ifp: Ifnet, rt: Rtentry | null): Llinfo | null {
  if (rt === null) return findOrCreate(host, addr, ifp, rt);
  const toGateway = (rt.rt_flags & RTF_GATEWAY) !== 0;
  // A route by way of a gateway remembers the gateway alone (the kernel's rt_gwroute), any other the
  // neighbour that it was last used for.
  if (toGateway && addr !== rt.rt_gateway) return findOrCreate(host, addr, ifp, rt);
  const last = rt.rt_llinfo;
  if (last !== null && last.at >= 0 && last.ifp === ifp) {
    if (toGateway || equalAddresses(last.addr, 0, addr, 0)) return last;
  }
  rt.rt_llinfo = findOrCreate(host, addr, ifp, rt);
  return rt.rt_llinfo;
}

function findOrCreate(host: Host, addr: Uint8Array, ifp: Ifnet, rt: Rtentry | null): Llinfo | null {
  const known = nd6_lookup(host, addr, 0, ifp);
  if (known !== null) return known;
  const cloning =
    rt !== null && rt.rt_ifp === ifp && (rt.rt_flags & (RTF_CLONING | RTF_GATEWAY)) === RTF_CLONING;
  return cloning || nd6_is_addr_neighbor(host, addr, 0, ifp) ? nd6_create(host, addr, 0, ifp) : null;
}

/** True when `addr` is an address of the interface itself. */
export function isOwnAddress(ifp: Ifnet, addr: Uint8Array): boolean {
  return in6ifa_ifpwithaddr(ifp, addr, 0) !== null;
}
