/** Sending packets of our own (ip6_output in netinet6/ip6_output.c). */
import { get16, put16, put32 } from '../../wire/bytes';
import {
  IP6_DST,
  IP6_HDRLEN,
  IP6_NXT,
  IP6_PLEN,
  IP6_SRC,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_ROUTING,
  IPV6_MMTU,
} from '../../wire/ipv6';
import { EHOSTUNREACH, EMSGSIZE, EOPNOTSUPP, errnoName } from '../errno';
import type { Host } from '../host';
import { ipsec6_getpolicybyaddr } from '../ipsec/getpolicy';
import {
  IPSEC_DIR_OUTBOUND,
  IPSEC_POLICY_DISCARD,
  IPSEC_POLICY_IPSEC,
  policyName,
  type Secpolicy,
} from '../ipsec/policy';
import { IFF_LOOPBACK, type Ifnet } from '../net/if';
import { type Mbuf, m_get, m_unshare } from '../net/mbuf';
import { RTF_GATEWAY, type Rtentry, rtalloc1 } from '../net/route';
import { addressOperand, ifOperand, routeOperand } from '../operands';
import { random } from '../random';
import { IPV6_FORWARDING, PFIL_CONSUMED, PFIL_OUT } from '../surroundings';
import { decide, decision, enter, leave, used } from '../trace';
import { in6_linkmtu } from './linkMtu';
import { in6_clearscope, in6_zone, isUnspecified } from './scope6';

/** The packet may have the unspecified source. */
export const IPV6_UNSPECSRC = 0x1;
/** The packet is cut for the smallest MTU there is. */
export const IPV6_MINMTU = 0x4;

const FRAGMENT_HEADER = 8;

const policyAction = decision('ip6_output.policy-action', {
  question: 'What does the outbound policy say of a packet of ours?',
  outcomes: {
    clear: 'It leaves as it is.',
    discard: 'It is discarded.',
    ipsec: 'It asks for IPsec, whose transforms are not built yet: the packet is dropped.',
  },
  reference: 'RFC 4301 5.1; ip6_output (netinet6/ip6_output.c)',
});

const source = decision('ip6_output.source', {
  question: 'May a packet have this source?',
  outcomes: {
    valid: 'Yes.',
    unspecified: 'No: it is :: (EOPNOTSUPP).',
    multicast: 'No: it is a group (EOPNOTSUPP).',
  },
  reference: 'RFC 4291 2.5.2, 2.7; ip6_output (netinet6/ip6_output.c)',
});

const route = decision('ip6_output.route', {
  question: 'Is there a way to the destination?',
  outcomes: {
    route: 'Yes: {route}.',
    multicast: 'Yes: the group is reached by {ifp}.',
    none: 'No: no route leads to {dst} (EHOSTUNREACH).',
  },
  reference: 'RFC 4861 5.2; ip6_output, in6_selectroute (netinet6)',
});

const zone = decision('ip6_output.zone', {
  question: 'Do the addresses belong to the zone of the outgoing interface?',
  outcomes: {
    same: 'Yes.',
    'source-differs': 'No: the source lies in another zone than {ifp} (EHOSTUNREACH).',
    'destination-differs': 'No: the destination lies in another zone than {ifp} (EHOSTUNREACH).',
  },
  reference: 'RFC 4007 9; ip6_output (netinet6/ip6_output.c)',
});

const filter = decision('ip6_output.output-filter', {
  question: 'What did the output filters do with a packet of ours?',
  outcomes: {
    none: 'There are none.',
    passed: 'They let it pass.',
    rewritten: 'They gave it another destination: it is routed again.',
    refused: 'They refused it ({error}).',
    taken: 'They took it.',
  },
  reference: 'pfil(9); ip6_output (netinet6/ip6_output.c)',
});

const size = decision('ip6_output.size', {
  question: 'Does the packet fit the link?',
  outcomes: {
    fits: 'Yes: {len} bytes of at most {mtu}.',
    fragment: 'No: {len} bytes are cut into fragments of at most {mtu}.',
    'too-big': 'No, and it cannot be cut: {ifp} carries only {mtu} bytes (EMSGSIZE).',
  },
  reference: 'RFC 8200 4.5, 5; ip6_output (netinet6/ip6_output.c)',
});

/** Where a packet went out: filled in for who asks. */
export interface OutputInterface {
  ifp: Ifnet | null;
}

/** The way that was found: next hop (zone embedded) and route. */
interface Way {
  readonly ifp: Ifnet;
  readonly rt: Rtentry | null;
  readonly nexthop: Uint8Array;
}

/**
 * Sends a packet whose header is filled in but for its length, addresses with their zones. `flags`: IPV6_*. `moifp` is the interface of
 * a packet for a group. Returns 0 or an error number; the packet is gone either way. No sender is told of what goes wrong.
 */
export function ip6_output(
  host: Host,
  m: Mbuf,
  flags: number,
  moifp: Ifnet | null = null,
  out: OutputInterface | null = null,
): number {
  enter(host, 'ip6_output', m);
  const error = output(host, m, flags, moifp, out);
  leave(host);
  return error;
}

function output(
  host: Host,
  m: Mbuf,
  flags: number,
  moifp: Ifnet | null,
  out: OutputInterface | null,
): number {
  if (host.options.ipsec) {
    const refused = applyPolicy(host, m);
    if (refused !== 0) return refused;
  }
  m_unshare(m);
  put16(m.data, m.off + IP6_PLEN, m.len - IP6_HDRLEN > 0xffff ? 0 : m.len - IP6_HDRLEN);
  if (!isSourceValid(host, m, flags)) return EOPNOTSUPP;
  host.ip6stat.ip6s_localout++;
  const way = findWay(host, m, moifp);
  if (way === null) return EHOSTUNREACH;
  if (out !== null) out.ifp = way.ifp;
  if ((flags & IPV6_FORWARDING) === 0) way.ifp.in6_ifstat.ifs6_out_request++;
  if (!staysInZone(host, m, way.ifp)) return EHOSTUNREACH;
  if (m.data[m.off + IP6_DST] === 0xff) way.ifp.in6_ifstat.ifs6_out_mcast++;
  in6_clearscope(m.data, m.off + IP6_SRC);
  in6_clearscope(m.data, m.off + IP6_DST);
  return filterAndSend(host, m, way, flags);
}

function applyPolicy(host: Host, m: Mbuf): number {
  const sp = ipsec6_getpolicybyaddr(host, m, IPSEC_DIR_OUTBOUND, 0);
  const outcome = policyOutcome(sp);
  decide(
    host,
    policyAction,
    outcome,
    RECORDING && {
      policy: { value: sp === null ? 'none' : policyName(sp.policy), origin: sp?.origin ?? null },
    },
  );
  if (outcome === policyAction.clear) return 0;
  if (outcome === policyAction.discard) host.ipsec6stat.out_polvio++;
  else host.ipsec6stat.out_nosa++;
  return EOPNOTSUPP;
}

function policyOutcome(sp: Secpolicy | null): number {
  if (sp === null) return policyAction.clear;
  if (sp.policy === IPSEC_POLICY_DISCARD) return policyAction.discard;
  return sp.policy === IPSEC_POLICY_IPSEC ? policyAction.ipsec : policyAction.clear;
}

function isSourceValid(host: Host, m: Mbuf, flags: number): boolean {
  const at = m.off + IP6_SRC;
  const unspecified = (flags & IPV6_UNSPECSRC) === 0 && isUnspecified(m.data, at);
  const outcome = m.data[at] === 0xff ? source.multicast : unspecified ? source.unspecified : source.valid;
  decide(host, source, outcome, RECORDING && { ip6_src: addressOperand(m, IP6_SRC) });
  if (outcome === source.valid) return true;
  host.ip6stat.ip6s_badscope++;
  return false;
}

function findWay(host: Host, m: Mbuf, moifp: Ifnet | null): Way | null {
  const dst = m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN);
  const group = dst[0] === 0xff && moifp !== null;
  const rt = group ? null : rtalloc1(host.rt6, dst);
  const outcome = group ? route.multicast : rt !== null ? route.route : route.none;
  if (rt !== null) used(host, rt.origin);
  decide(
    host,
    route,
    outcome,
    RECORDING && { route: routeOperand(rt), ifp: ifOperand(moifp), dst: dst.slice() },
  );
  if (outcome === route.multicast) return { ifp: moifp as Ifnet, rt: null, nexthop: dst };
  if (rt === null) {
    host.ip6stat.ip6s_noroute++;
    if (moifp !== null) moifp.in6_ifstat.ifs6_out_discard++;
    return null;
  }
  const gateway = (rt.rt_flags & RTF_GATEWAY) !== 0 ? rt.rt_gateway : null;
  return { ifp: rt.rt_ifp, rt, nexthop: gateway ?? dst };
}

/** An address with a zone may only leave by an interface of that zone; to ourselves, by lo0, it may. */
function staysInZone(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const outcome = !fitsZone(m, IP6_SRC, ifp)
    ? zone.sourceDiffers
    : !fitsZone(m, IP6_DST, ifp)
      ? zone.destinationDiffers
      : zone.same;
  decide(
    host,
    zone,
    outcome,
    RECORDING && {
      ifp: ifOperand(ifp),
      ip6_src: addressOperand(m, IP6_SRC),
      ip6_dst: addressOperand(m, IP6_DST),
    },
  );
  if (outcome === zone.same) return true;
  host.ip6stat.ip6s_badscope++;
  ifp.in6_ifstat.ifs6_out_discard++;
  return false;
}

function fitsZone(m: Mbuf, field: number, ifp: Ifnet): boolean {
  if ((ifp.flags & IFF_LOOPBACK) !== 0) return true;
  const at = m.off + field;
  const own = in6_zone(m.data, at, ifp);
  if (own < 0) return false;
  const linkScoped = m.data[at] === 0xfe || (m.data[at] === 0xff && (m.data[at + 1] & 0x0f) <= 2);
  return !linkScoped || own === 0 || get16(m.data, at + 2) === own;
}

function filterAndSend(host: Host, m: Mbuf, way: Way, flags: number): number {
  const before = host.pfil6 ? m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN) : null;
  const error = before === null ? 0 : host.surroundings.pfil_run_hooks(host, m, way.ifp, PFIL_OUT);
  const outcome = filterOutcome(m, before, error);
  decide(host, filter, outcome, RECORDING && { error: errnoName(error) });
  if (outcome === filter.refused) return error;
  if (outcome === filter.taken) return 0;
  const last = outcome === filter.rewritten ? findWay(host, m, null) : way;
  return last === null ? EHOSTUNREACH : sendOrFragment(host, m, last, flags);
}

function filterOutcome(m: Mbuf, before: Uint8Array | null, error: number): number {
  if (before === null) return filter.none;
  if (error === PFIL_CONSUMED) return filter.taken;
  if (error !== 0) return filter.refused;
  return before.every((byte, i) => byte === m.data[m.off + IP6_DST + i]) ? filter.passed : filter.rewritten;
}

function sendOrFragment(host: Host, m: Mbuf, way: Way, flags: number): number {
  // Nobody tells the sender of a packet for a group that it was too big.
  const smallest = (flags & IPV6_MINMTU) !== 0 || m.data[m.off + IP6_DST] === 0xff;
  const mtu = smallest ? Math.min(IPV6_MMTU, in6_linkmtu(way.ifp)) : in6_linkmtu(way.ifp);
  const outcome = m.len <= mtu ? size.fits : canFragment(m, mtu) ? size.fragment : size.tooBig;
  decide(host, size, outcome, RECORDING && { len: m.len, mtu, ifp: ifOperand(way.ifp) });
  if (outcome === size.fits) return send(host, m, way);
  if (outcome === size.fragment) return sendFragments(host, m, way, mtu);
  way.ifp.in6_ifstat.ifs6_out_fragfail++;
  return EMSGSIZE;
}

/** False on a link smaller than IPv6 allows, for jumbograms, and where the repeated headers leave no room for 8 bytes of the rest. */
function canFragment(m: Mbuf, mtu: number): boolean {
  if (mtu < IPV6_MMTU || m.len > 0xffff + IP6_HDRLEN) return false;
  return roomInFragment(unfragmentable(m).headers, mtu) > 0;
}

/** Bytes of the rest of a packet that a fragment holds, a multiple of 8. */
function roomInFragment(headers: number, mtu: number): number {
  return (mtu - headers - FRAGMENT_HEADER) & ~7;
}

function send(host: Host, m: Mbuf, way: Way): number {
  return host.surroundings.nd6_output(host, way.ifp, way.ifp, m, way.nexthop, way.rt);
}

/** Cuts the part of the packet that only its destination reads; every fragment repeats the headers before it. */
function sendFragments(host: Host, m: Mbuf, way: Way, mtu: number): number {
  const { headers, pointer } = unfragmentable(m);
  const room = roomInFragment(headers, mtu);
  const id = random(host);
  const proto = m.data[m.off + pointer];
  let error = 0;
  for (let at = headers; at < m.len; at += room) {
    const length = Math.min(room, m.len - at);
    const more = at + length < m.len;
    const fragment = new Uint8Array(headers + FRAGMENT_HEADER + length);
    fragment.set(m.data.subarray(m.off, m.off + headers));
    put16(fragment, IP6_PLEN, fragment.length - IP6_HDRLEN);
    fragment[pointer] = IPPROTO_FRAGMENT;
    fragment[headers] = proto;
    put16(fragment, headers + 2, (at - headers) | (more ? 1 : 0));
    put32(fragment, headers + 4, id);
    fragment.set(m.data.subarray(m.off + at, m.off + at + length), headers + FRAGMENT_HEADER);
    host.ip6stat.ip6s_ofragments++;
    way.ifp.in6_ifstat.ifs6_out_fragcreat++;
    const piece = m_get(host, fragment, 0, fragment.length);
    piece.kind = m.kind;
    piece.frame = m.frame;
    error = send(host, piece, way);
  }
  if (error !== 0) return error;
  host.ip6stat.ip6s_fragmented++;
  way.ifp.in6_ifstat.ifs6_out_fragok++;
  return 0;
}

/** Length of the headers that every router reads, and where the number of what follows them stands. */
function unfragmentable(m: Mbuf): { headers: number; pointer: number } {
  let pointer = IP6_NXT;
  let headers = IP6_HDRLEN;
  let last = { headers, pointer };
  for (;;) {
    const proto = m.data[m.off + pointer];
    const walks = proto === IPPROTO_HOPOPTS || proto === IPPROTO_ROUTING || proto === IPPROTO_DSTOPTS;
    if (!walks || headers + 8 > m.len) return last;
    pointer = headers;
    headers += (m.data[m.off + headers + 1] + 1) * 8;
    if (headers > m.len) return last;
    // Destination options count only when a routing header follows them.
    if (proto !== IPPROTO_DSTOPTS) last = { headers, pointer };
  }
}
