/** The way of an IPv4 packet to its next hop: ARP on the sending side (arpresolve in netinet/if_ether.c). */

import { formatIpv4 } from '../../../wire/address';
import { get32 } from '../../../wire/bytes';
import { isMulticast4 } from '../../../wire/ipv4';
import { time_second } from '../../clock';
import { EHOSTDOWN, EHOSTUNREACH } from '../../errno';
import type { Host } from '../../host';
import { IFF_UP, IFT_ETHER, type Ifnet } from '../../net/if';
import { if_output } from '../../net/ifOutput';
import { type Mbuf, m_hold } from '../../net/mbuf';
import { RTF_REJECT, type Rtentry } from '../../net/route';
import { ifOperand } from '../../operands';
import { decide, decision, enter, leave, log, QUEUED, settle, used } from '../../trace';
import { in_broadcast, in_isOnLink } from '../in';
import { arp_create, arp_lookup, arp_schedule, type LlinfoArp } from './cache';
import { arprequest } from './message';

const needed = decision('ether_output.resolve', {
  question: 'Must the link address of the next hop be known?',
  outcomes: {
    yes: 'Yes.',
    broadcast: 'No: {dst} is everybody on the link.',
    multicast: 'No: {dst} is a group, whose link address follows from it.',
    'no-cache': 'No: neighbours on {ifp} have no link addresses, or nothing can leave by it.',
  },
  reference: 'RFC 826, RFC 1112 6.4; ether_output (net/if_ethersubr.c), arpresolve (netinet/if_ether.c)',
});

const entry = decision('arpresolve.entry', {
  question: 'Is there an ARP entry for the next hop?',
  outcomes: {
    found: 'Yes: {dst} on {ifp}, {state}.',
    made: 'No: one is made for {dst} on {ifp}.',
    'not-local': 'No, and there cannot be one: {dst} is not on the link of {ifp} (EHOSTUNREACH).',
  },
  reference: 'arpresolve, arplookup (netinet/if_ether.c)',
});

const state = decision('arpresolve.state', {
  question: 'Is the link address of the neighbour known?',
  outcomes: {
    known: 'Yes: {dst} is {lladdr}.',
    refresh: 'Yes: {dst} is {lladdr}, but not for long any more, so it is asked again.',
    down: 'No: {dst} did not answer, and counts as down for {left} seconds (EHOSTDOWN).',
    unknown: 'No: it is asked for, and the packet waits.',
  },
  reference: 'RFC 1122 2.3.2.1; arpresolve (netinet/if_ether.c)',
});

const queue = decision('arpresolve.queue', {
  question: 'Does another packet wait for the same neighbour?',
  outcomes: {
    first: {
      answer: 'No: this one waits, and the neighbour is asked for.',
      verdict: 'the link address of {dst} on {ifp} is not known yet',
    },
    'asks-again': {
      answer:
        'Yes: only one may wait, and the older one is dropped silently. The neighbour is asked for again.',
      verdict:
        'the link address of {dst} on {ifp} is not known yet; the packet that waited for it was dropped for this one',
    },
    replaces: {
      answer:
        'Yes: only one may wait, and the older one is dropped silently. The neighbour was asked for within this second.',
      verdict:
        'the link address of {dst} on {ifp} is not known yet; the packet that waited for it was dropped for this one',
    },
    'gives-up': {
      answer: 'It waits, but {tries} requests had no answer: the neighbour counts as down from now on.',
      verdict: 'the link address of {dst} on {ifp} is not known, and {tries} requests for it had no answer',
    },
  },
  reference: 'RFC 1122 2.3.2.2; arpresolve (netinet/if_ether.c)',
});

/**
 * Sends a packet to its next hop `dst` (4 bytes) on `ifp`, or lets it wait for the neighbour's link address,
 * which is success as well: 0 or an error number. `rt` is the route taken, null when none was looked up;
 * `origifp` is what a packet sent by loopback is received on.
 */
export function ether_resolve(
  host: Host,
  ifp: Ifnet,
  origifp: Ifnet,
  m: Mbuf,
  dst: Uint8Array,
  rt: Rtentry | null,
): number {
  enter(host, 'arpresolve', m);
  const error = resolve(host, ifp, origifp, m, dst, rt);
  leave(host);
  return error;
}

function resolve(
  host: Host,
  ifp: Ifnet,
  origifp: Ifnet,
  m: Mbuf,
  dst: Uint8Array,
  rt: Rtentry | null,
): number {
  const addr = get32(dst, 0);
  const how = mustResolve(ifp, addr, dst, rt);
  decide(host, needed, how, RECORDING && operands(ifp, dst));
  if (how !== needed.yes) return if_output(host, ifp, origifp, m, dst, rt);
  const la = entryFor(host, ifp, addr, dst, rt, m.frame);
  if (la === null) return EHOSTUNREACH;
  const known = judgeEntry(host, la);
  if (known === state.down) return EHOSTDOWN;
  if (known === state.unknown) {
    hold(host, la, m);
    return 0;
  }
  if (known === state.refresh) {
    arprequest(host, ifp, la.addr, m.frame);
    la.la_preempt--;
  }
  return if_output(host, ifp, origifp, m, la.addr, rt);
}

function mustResolve(ifp: Ifnet, addr: number, dst: Uint8Array, rt: Rtentry | null): number {
  if (ifp.type !== IFT_ETHER || (ifp.flags & IFF_UP) === 0) return needed.noCache;
  if (rt !== null && (rt.rt_flags & RTF_REJECT) !== 0) return needed.noCache;
  if (isMulticast4(dst[0])) return needed.multicast;
  return in_broadcast(ifp, addr) ? needed.broadcast : needed.yes;
}

function entryFor(
  host: Host,
  ifp: Ifnet,
  addr: number,
  dst: Uint8Array,
  rt: Rtentry | null,
  frame: number,
): LlinfoArp | null {
  const known = arp_lookup(host, addr);
  const usable = known !== null && known.ifp === ifp;
  const outcome = usable ? entry.found : in_isOnLink(ifp, addr, rt) ? entry.made : entry.notLocal;
  decide(
    host,
    entry,
    outcome,
    RECORDING && {
      ...operands(ifp, dst),
      state: known === null ? 'none' : known.lladdr === null ? 'incomplete' : 'complete',
    },
  );
  if (usable) return known;
  if (outcome === entry.made) {
    arp_schedule(host, frame);
    return arp_create(host, ifp, dst, 0);
  }
  log(host, 0, `arplookup ${formatIpv4(dst)} failed: host is not on local network`);
  return null;
}

function judgeEntry(host: Host, la: LlinfoArp): number {
  const now = time_second(host);
  const outcome = stateOf(la, now);
  used(host, la.origin);
  decide(
    host,
    state,
    outcome,
    RECORDING && {
      ...operands(la.ifp, la.addr),
      lladdr: la.lladdr === null ? null : { value: la.lladdr.slice(), origin: la.origin },
      left: la.permanent ? null : la.expire - now,
    },
  );
  return outcome;
}

function stateOf(la: LlinfoArp, now: number): number {
  if (la.lladdr !== null && (la.permanent || la.expire > now)) {
    return !la.permanent && now + la.la_preempt > la.expire ? state.refresh : state.known;
  }
  return la.rejected && now < la.expire ? state.down : state.unknown;
}

/** The packet waits in the one place there is; the neighbour is asked once a second, and not for ever. */
function hold(host: Host, la: LlinfoArp, m: Mbuf): void {
  const now = time_second(host);
  const { maxtries, host_down_time } = host.sysctl4;
  la.rejected = false;
  const asks = la.la_asked === 0 || la.expire !== now;
  const tired = asks && la.la_asked >= maxtries;
  const outcome = tired
    ? queue.givesUp
    : la.la_hold === null
      ? queue.first
      : asks
        ? queue.asksAgain
        : queue.replaces;
  decide(
    host,
    queue,
    outcome,
    RECORDING && { ...operands(la.ifp, la.addr), tries: maxtries, replaced_frame: la.la_hold?.frame ?? 0 },
  );
  settle(host, QUEUED);
  la.la_hold = m_hold(m);
  if (!asks) return;
  la.lladdr = null;
  la.expire = tired ? now + host_down_time : now;
  la.rejected = tired;
  la.la_asked = tired ? 0 : la.la_asked + 1;
  la.la_preempt = maxtries;
  if (!tired) arprequest(host, la.ifp, la.addr, m.frame);
}

/** Sends the packet that waited for this neighbour. */
export function releaseHeld(host: Host, la: LlinfoArp): void {
  const m = la.la_hold;
  if (m === null) return;
  la.la_hold = null;
  ether_resolve(host, la.ifp, la.ifp, m, la.addr, null);
}

function operands(ifp: Ifnet, dst: Uint8Array) {
  return { ifp: ifOperand(ifp), dst: dst.slice() };
}
