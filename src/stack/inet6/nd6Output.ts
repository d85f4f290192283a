/**
 * The way of a packet to its next hop: neighbour discovery on the sending side (nd6_output in
 * netinet6/nd6.c).
 */
import { EHOSTUNREACH, EIO, ENETDOWN } from '../errno';
import type { Host } from '../host';
import { IFF_LOOPBACK, IFF_POINTOPOINT, type Ifnet } from '../net/if';
import { if_output } from '../net/ifOutput';
import { type Mbuf, m_hold } from '../net/mbuf';
import { RTF_GATEWAY, RTF_UP, type Rtentry, rtalloc1 } from '../net/route';
import { ifOperand, routeOperand, scopedText } from '../operands';
import { decide, decision, enter, leave, log, QUEUED, settle, used } from '../trace';
import { ND6_IFF_IFDISABLED, ND6_IFF_PERFORMNUD } from './in6Var';
import {
  isOwnAddress,
  type Llinfo,
  ND6_GCTIMER,
  ND6_LLINFO_DELAY,
  ND6_LLINFO_INCOMPLETE,
  ND6_LLINFO_NOSTATE,
  ND6_LLINFO_REACHABLE,
  ND6_LLINFO_STALE,
  nd6_entryFor,
  nd6_is_addr_neighbor,
  nd6_llinfo_settimer,
  nd6_need_cache,
  neighborStateName,
} from './nd6';
import { nd6_ns_output } from './nd6NbrOutput';

const needCache = decision('nd6_output.need-cache', {
  question: 'Must the link address of the next hop be known?',
  outcomes: {
    yes: 'Yes.',
    'multicast-destination': 'No: {dst} is a group, whose link address follows from it.',
    'no-cache': 'No: neighbours on {ifp} have no link addresses.',
  },
  reference: 'RFC 4861 7.2; nd6_output, nd6_need_cache (netinet6/nd6.c)',
});

const routeUp = decision('nd6_output.route-up', {
  question: 'The route has left the table: is there another?',
  outcomes: {
    'looked-up-again': 'Yes: {route}.',
    gone: 'No (EHOSTUNREACH).',
  },
  reference: 'nd6_output (netinet6/nd6.c)',
});

const gatewayNeighbor = decision('nd6_output.gateway', {
  question: 'Can the gateway be reached on the link?',
  outcomes: {
    neighbor: 'Yes: {dst} is a neighbour on {ifp}.',
    'point-to-point': 'No, but {ifp} is point-to-point: it is sent anyway.',
    'not-neighbor': 'No: {dst} is no neighbour on {ifp} (EHOSTUNREACH).',
    'no-route': 'No route leads to {dst} (EHOSTUNREACH).',
  },
  reference: 'nd6_output, nd6_is_addr_neighbor (netinet6/nd6.c)',
});

const entry = decision('nd6_output.entry', {
  question: 'Is there a neighbour cache entry for the next hop?',
  outcomes: {
    found: 'Yes: {dst} on {ifp}, {state}.',
    none: 'No, and there cannot be one: it is sent anyway.',
    refused: 'No, and there cannot be one: an input/output error (EIO).',
  },
  reference: 'RFC 4861 5.2; nd6_output (netinet6/nd6.c)',
});

const state = decision('nd6_output.state', {
  question: 'Is the link address of the neighbour known?',
  outcomes: {
    usable: 'Yes: {dst} is {state}.',
    stale: 'Yes, but long unheard of: if nothing is heard soon, it is asked.',
    'point-to-point': 'It need not be: {ifp} is point-to-point.',
    unknown: 'No: it is asked for, and the packet waits.',
  },
  reference: 'RFC 4861 7.3.2, 7.3.3; nd6_output (netinet6/nd6.c)',
});

const queue = decision('nd6_output.queue', {
  question: 'Does another packet wait for the same neighbour?',
  outcomes: {
    first: {
      answer: 'No: this one waits, and the neighbour is solicited.',
      verdict: 'the link address of {dst} on {ifp} is not known yet',
    },
    waits: {
      answer: 'No: this one waits for the answer to an earlier solicitation.',
      verdict: 'the link address of {dst} on {ifp} is not known yet, and has been asked for',
    },
    replaces: {
      answer: 'Yes: only one may wait, and the older one is dropped silently.',
      verdict:
        'the link address of {dst} on {ifp} is not known yet; the packet that waited for it was dropped for this one',
    },
  },
  reference: 'RFC 4861 7.2.2; nd6_output (netinet6/nd6.c): nd6_maxqueuelen 1',
});

const disabled = decision('nd6_output.disabled', {
  question: 'Is IPv6 switched off on the interface?',
  outcomes: { enabled: 'No.', disabled: 'Yes: {ifp} sends nothing (ENETDOWN).' },
  reference: 'nd6_output (netinet6/nd6.c): ND6_IFF_IFDISABLED',
});

/** Answers of the steps in place of an error number. */
const SEND = 0;
const RESOLVE = -1;

/**
 * Sends a packet to its next hop `dst` (16 bytes, zone embedded) on `ifp`, or lets it wait for the
 * neighbour's link address, which is success as well: 0 or an error number. `origifp` stands for `ifp` where
 * that is a loopback; `rt` is the route taken, null when none was looked up.
 */
export function nd6_output(
  host: Host,
  ifp: Ifnet,
  origifp: Ifnet,
  m: Mbuf,
  dst: Uint8Array,
  rt: Rtentry | null,
): number {
  enter(host, 'nd6_output', m);
  const error = output(host, ifp, origifp, m, dst, rt);
  leave(host);
  return error;
}

function output(
  host: Host,
  ifp: Ifnet,
  origifp: Ifnet,
  m: Mbuf,
  dst: Uint8Array,
  rt: Rtentry | null,
): number {
  if (!mustResolve(host, ifp, dst)) return sendPacket(host, ifp, origifp, m, dst, rt);
  const live = liveRoute(host, dst, rt);
  if (live === undefined) return EHOSTUNREACH;
  if (live !== null && live !== rt && live.rt_ifp !== ifp) {
    return nd6_output(host, live.rt_ifp, origifp, m, dst, live);
  }
  const way = checkGateway(host, ifp, dst, live);
  if (way > 0) return way;
  if (way === SEND) return sendPacket(host, ifp, origifp, m, dst, live);
  const ln = nd6_entryFor(host, dst, ifp, live);
  const found = judgeEntry(host, ifp, dst, ln);
  if (found > 0) return found;
  if (ln === null || useEntry(host, ifp, dst, ln, m.frame))
    return sendPacket(host, ifp, origifp, m, dst, live);
  enqueue(host, ln, m);
  return 0;
}

function mustResolve(host: Host, ifp: Ifnet, dst: Uint8Array): boolean {
  const outcome =
    dst[0] === 0xff
      ? needCache.multicastDestination
      : nd6_need_cache(ifp)
        ? needCache.yes
        : needCache.noCache;
  return decide(host, needCache, outcome, RECORDING && operands(ifp, dst)) === needCache.yes;
}

/**
 * The route, or another one when it has left the table; null when there was none to begin with, undefined
 * when none is left.
 */
function liveRoute(host: Host, dst: Uint8Array, rt: Rtentry | null): Rtentry | null | undefined {
  if (rt === null || (rt.rt_flags & RTF_UP) !== 0) return rt;
  const again = rtalloc1(host.rt6, dst);
  if (again !== null) used(host, again.origin);
  decide(
    host,
    routeUp,
    again === null ? routeUp.gone : routeUp.lookedUpAgain,
    RECORDING && { dst: dst.slice(), route: routeOperand(again) },
  );
  return again ?? undefined;
}

/** SEND to send without resolution, RESOLVE, or the error number. */
function checkGateway(host: Host, ifp: Ifnet, dst: Uint8Array, rt: Rtentry | null): number {
  if (rt === null || (rt.rt_flags & RTF_GATEWAY) === 0) return RESOLVE;
  const outcome = judgeGateway(host, ifp, rt, rt.rt_gateway as Uint8Array);
  if (rt.rt_gwroute !== null && outcome === gatewayNeighbor.neighbor) used(host, rt.rt_gwroute.origin);
  decide(host, gatewayNeighbor, outcome, RECORDING && operands(ifp, dst));
  if (outcome === gatewayNeighbor.neighbor) return RESOLVE;
  return outcome === gatewayNeighbor.pointToPoint ? SEND : EHOSTUNREACH;
}

/**
 * A gateway that is our own address is a trick to point a route at a point-to-point link, and works on no
 * other.
 */
function judgeGateway(host: Host, ifp: Ifnet, rt: Rtentry, gateway: Uint8Array): number {
  if (isKnownGateway(rt, ifp)) return gatewayNeighbor.neighbor;
  if (!nd6_is_addr_neighbor(host, gateway, 0, ifp) || isOwnAddress(ifp, gateway)) {
    return (ifp.flags & IFF_POINTOPOINT) !== 0 ? gatewayNeighbor.pointToPoint : gatewayNeighbor.notNeighbor;
  }
  if (rt.rt_gwroute === null || (rt.rt_gwroute.rt_flags & RTF_UP) === 0) {
    rt.rt_gwroute = rtalloc1(host.rt6, gateway);
  }
  return rt.rt_gwroute === null ? gatewayNeighbor.noRoute : gatewayNeighbor.neighbor;
}

/**
 * True while the route's gateway has an entry, as neighbours have and own addresses have not, and a route
 * leads to it.
 */
function isKnownGateway(rt: Rtentry, ifp: Ifnet): boolean {
  const { rt_llinfo: ln, rt_gwroute: way } = rt;
  if (ln === null || ln.at < 0 || ln.ifp !== ifp) return false;
  return way !== null && (way.rt_flags & RTF_UP) !== 0;
}

function judgeEntry(host: Host, ifp: Ifnet, dst: Uint8Array, ln: Llinfo | null): number {
  const asks = (ifp.flags & IFF_POINTOPOINT) !== 0 || (ifp.nd.flags & ND6_IFF_PERFORMNUD) !== 0;
  const outcome = ln !== null ? entry.found : asks ? entry.none : entry.refused;
  decide(
    host,
    entry,
    outcome,
    RECORDING && { ...operands(ifp, dst), state: ln === null ? 'none' : neighborStateName(ln.ln_state) },
  );
  if (outcome !== entry.refused) return SEND;
  log(host, 0, `nd6_output: can't allocate llinfo for ${scopedText(dst)}`);
  return EIO;
}

/** Notes that the neighbour is used. True when the packet can be sent to it now. */
function useEntry(host: Host, ifp: Ifnet, dst: Uint8Array, ln: Llinfo, frame: number): boolean {
  const before = ln.ln_state;
  const outcome = judgeState(ifp, ln);
  used(host, ln.origin);
  decide(
    host,
    state,
    outcome,
    RECORDING && {
      ...operands(ifp, dst),
      state: neighborStateName(before),
      lladdr: ln.lladdr === null ? null : { value: ln.lladdr.slice(), origin: ln.origin },
    },
  );
  if (outcome === state.usable) return true;
  if (outcome === state.unknown) return false;
  if (outcome === state.pointToPoint) {
    ln.ln_state = ND6_LLINFO_STALE;
    nd6_llinfo_settimer(host, ln, ND6_GCTIMER * 1000, frame);
  }
  // A stale neighbour is trusted for nd6_delay seconds more, then asked.
  ln.ln_asked = 0;
  ln.ln_state = ND6_LLINFO_DELAY;
  nd6_llinfo_settimer(host, ln, host.sysctl.nd6_delay * 1000, frame);
  return true;
}

function judgeState(ifp: Ifnet, ln: Llinfo): number {
  if (ln.ln_state === ND6_LLINFO_STALE) return state.stale;
  if (ln.ln_state > ND6_LLINFO_INCOMPLETE) return state.usable;
  return (ifp.flags & IFF_POINTOPOINT) !== 0 && ln.ln_state < ND6_LLINFO_REACHABLE
    ? state.pointToPoint
    : state.unknown;
}

/** The packet waits in the one place there is. */
function enqueue(host: Host, ln: Llinfo, m: Mbuf): void {
  if (ln.ln_state === ND6_LLINFO_NOSTATE) ln.ln_state = ND6_LLINFO_INCOMPLETE;
  const outcome = ln.ln_hold !== null ? queue.replaces : ln.ln_asked === 0 ? queue.first : queue.waits;
  decide(
    host,
    queue,
    outcome,
    RECORDING && { ...operands(ln.ifp, ln.addr), replaced_frame: ln.ln_hold?.frame ?? 0, asked: ln.ln_asked },
  );
  settle(host, QUEUED);
  ln.ln_hold = m_hold(m);
  if (ln.ln_asked !== 0) return;
  ln.ln_asked++;
  nd6_llinfo_settimer(host, ln, ln.ifp.nd.retrans, m.frame);
  nd6_ns_output(host, ln.ifp, null, ln, m.frame);
}

function sendPacket(
  host: Host,
  ifp: Ifnet,
  origifp: Ifnet,
  m: Mbuf,
  dst: Uint8Array,
  rt: Rtentry | null,
): number {
  const off = (ifp.nd.flags & ND6_IFF_IFDISABLED) !== 0;
  const taken = decide(
    host,
    disabled,
    off ? disabled.disabled : disabled.enabled,
    RECORDING && { ifp: ifOperand(ifp) },
  );
  if (taken === disabled.disabled) return ENETDOWN;
  const loopback = (ifp.flags & IFF_LOOPBACK) !== 0;
  return if_output(host, ifp, loopback ? origifp : ifp, m, dst, rt);
}

function operands(ifp: Ifnet, dst: Uint8Array) {
  return { ifp: ifOperand(ifp), dst: dst.slice() };
}
