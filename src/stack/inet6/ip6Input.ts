/** Reception of IPv6 packets (netinet6/ip6_input.c): is it well formed, is it ours, is it to be forwarded? */
import { equalBytes, get16, get32 } from '../../wire/bytes';
import { ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER } from '../../wire/icmp6';
import { IP6_DST, IP6_HDRLEN, IP6_HLIM, IP6_NXT, IP6_PLEN, IP6_SRC, IPPROTO_HOPOPTS } from '../../wire/ipv6';
import { errnoName } from '../errno';
import type { Host } from '../host';
import { IFT_LOOP, type Ifnet, ND6_IFF_IFDISABLED } from '../net/if';
import { M_LOOP, type Mbuf, m_unshare } from '../net/mbuf';
import {
  AF_INET6,
  type RouteIn6,
  RTF_GATEWAY,
  RTF_HOST,
  RTF_UP,
  RTF_WASCLONED,
  type Rtentry,
  rtalloc1,
} from '../net/route';
import { PFIL_CONSUMED, PFIL_IN } from '../surroundings';
import { CONSUMED, DROPPED, decide, decision, enter, leave, settle, used } from '../trace';
import { IN6_IFF_NOTREADY, in6_ifawithaddr, in6_lookup_multi } from './in6';
import { ip6_deliver } from './ip6Deliver';
import { ip6_forward } from './ip6Forward';
import { HOPOPTS_GONE, HOPOPTS_JUMBO, HOPOPTS_ROUTER_ALERT, ip6_hopopts_input } from './ip6Options';
import { hasEmbeddedZone, in6_setscope, in6_zone, isUnspecified } from './scope6';

const disabled = decision('ip6_input.disabled', {
  question: 'Is IPv6 switched off on the interface?',
  outcomes: {
    enabled: 'No.',
    disabled: { answer: 'Yes: {rcvif} is disabled for IPv6.', verdict: 'IPv6 is disabled on {rcvif}' },
  },
  reference: 'ip6_input (netinet6/ip6_input.c): ND6_IFF_IFDISABLED',
});

const size = decision('ip6_input.size', {
  question: 'Are there the 40 bytes of an IPv6 header?',
  outcomes: {
    whole: 'Yes.',
    'too-small': {
      answer: 'No: there are {len}.',
      verdict: 'the packet has {len} bytes, fewer than the 40 of an IPv6 header',
    },
  },
  reference: 'RFC 8200 3; ip6_input (netinet6/ip6_input.c)',
});

const version = decision('ip6_input.version', {
  question: 'Does the packet say that its version is 6?',
  outcomes: {
    six: 'Yes.',
    other: { answer: 'No: it says {version}.', verdict: 'its version field says {version}, not 6' },
  },
  reference: 'RFC 8200 3; ip6_input (netinet6/ip6_input.c)',
});

const addresses = decision('ip6_input.addresses', {
  question: 'May these addresses stand in a packet on a link?',
  outcomes: {
    valid: 'Yes.',
    'multicast-source': {
      answer: 'No: the source is a group.',
      verdict: 'its source {ip6_src} is a multicast address',
    },
    'unspecified-destination': {
      answer: 'No: the destination is ::.',
      verdict: 'its destination is the unspecified address',
    },
    'interface-local': {
      answer: 'No: the destination {ip6_dst} never leaves an interface.',
      verdict: 'its destination {ip6_dst} has interface-local scope, and it came from outside',
    },
    'ipv4-mapped': {
      answer: 'No: {mapped} is an IPv4-mapped address.',
      verdict: '{mapped} is an IPv4-mapped address, which no packet may carry',
    },
  },
  reference: 'RFC 4291 2.5.2, 2.7; RFC 4007 5; ip6_input (netinet6/ip6_input.c)',
});

const inputFilter = decision('ip6_input.input-filter', {
  question: 'What did the input filters do?',
  outcomes: {
    none: 'There are none.',
    passed: 'They let it pass.',
    rewritten: 'They gave it another destination.',
    refused: {
      answer: 'They refused it with {error}.',
      verdict: 'an input filter refused it on {rcvif} ({error})',
    },
    taken: { answer: 'They took it.', verdict: 'an input filter took the packet' },
  },
  reference: 'pfil(9); ip6_input (netinet6/ip6_input.c)',
});

const zone = decision('ip6_input.zone', {
  question: 'Do the addresses fit the zone of the interface?',
  outcomes: {
    fits: 'Yes.',
    'zone-on-wire': {
      answer: 'No: {address} has bytes of a zone in it, which never leave a machine.',
      verdict: '{address} carries a zone within the address, which must not leave a machine',
    },
    'loopback-address': {
      answer: 'No: ::1 came in by {rcvif}, which is no loopback interface.',
      verdict: 'the loopback address ::1 came in by {rcvif}',
    },
  },
  reference: 'RFC 4007 9; RFC 4291 2.5.3; ip6_input, in6_setscope (netinet6)',
});

const multicastMember = decision('ip6_input.multicast-member', {
  question: 'Does the interface listen to this group?',
  outcomes: {
    member: 'Yes: {rcvif} listens to {ip6_dst}.',
    'not-member': {
      answer: 'No: {rcvif} does not listen to {ip6_dst}, and there is no multicast router.',
      verdict: '{rcvif} does not listen to the group {ip6_dst}',
    },
  },
  reference: 'RFC 4291 2.8; ip6_input (netinet6/ip6_input.c)',
});

const forwardCache = decision('ip6_input.forward-cache', {
  question: 'Is the route of the last packet good for this one?',
  outcomes: {
    hit: 'Yes: it had the same destination.',
    miss: 'No: the route to {ip6_dst} is looked up.',
  },
  reference: 'ip6_input (netinet6/ip6_input.c): ip6_forward_rt',
});

const ownAddress = decision('ip6_input.own-address', {
  question: 'Is the destination an address of this machine?',
  outcomes: {
    own: 'Yes: {ip6_dst} is ours.',
    'not-ready': {
      answer: 'Yes, but {ip6_dst} is tentative or a duplicate.',
      verdict: 'its destination {ip6_dst} is ours but not ready (tentative or duplicated)',
    },
    other: 'No.',
  },
  reference: 'ip6_input (netinet6/ip6_input.c)',
});

const forwarding = decision('ip6_input.forwarding', {
  question: 'Does this machine forward packets for others?',
  outcomes: {
    on: 'Yes.',
    off: {
      answer: 'No: net.inet6.ip6.forwarding is 0.',
      verdict: '{ip6_dst} is not ours and net.inet6.ip6.forwarding is 0',
    },
  },
  reference: 'RFC 8200 2; ip6_input (netinet6/ip6_input.c)',
});

const jumboMissing = decision('ip6_input.jumbo-missing', {
  question: 'Is the payload length 0 without a jumbo payload option?',
  outcomes: {
    no: 'No.',
    yes: {
      answer: 'Yes: there is a hop-by-hop header, so the packet cannot be empty.',
      verdict: 'its payload length is 0 and its hop-by-hop header has no jumbo payload option',
    },
  },
  reference: 'RFC 2675 3; ip6_input (netinet6/ip6_input.c)',
});

const routerAlert = decision('ip6_input.router-alert', {
  question: 'Does a router alert ask this router to look at the packet?',
  outcomes: {
    alert: 'Yes: it is processed here, whoever it is for.',
    none: 'No.',
  },
  reference: 'RFC 2711 2.1; ip6_input (netinet6/ip6_input.c)',
});

const payloadLength = decision('ip6_input.payload-length', {
  question: 'Is the packet as long as its header says?',
  outcomes: {
    exact: 'Yes: {plen} bytes of payload.',
    trimmed: 'It is longer: what lies beyond {plen} bytes of payload is cut off.',
    'too-short': {
      answer: 'No: the header says {plen} bytes, and {rest} came.',
      verdict: 'the header says {plen} bytes of payload and only {rest} came',
    },
  },
  reference: 'RFC 8200 3; ip6_input (netinet6/ip6_input.c)',
});

const destination = decision('ip6_input.destination', {
  question: 'Is the packet processed here or forwarded?',
  outcomes: { here: 'Processed here.', forward: 'Forwarded.' },
  reference: 'ip6_input (netinet6/ip6_input.c)',
});

/** Where a packet goes after the check of its destination. */
const GONE = 0;
const OURS = 1;
const FORWARD = 2;

/** Receives a packet: `m.rcvif` is where it came in; the addresses are as on the wire. What becomes of it is settled in the trace. */
export function ip6_input(host: Host, m: Mbuf): void {
  enter(host, 'ip6_input', m);
  input(host, m, m.rcvif as Ifnet);
  leave(host);
}

function input(host: Host, m: Mbuf, ifp: Ifnet): void {
  if (!mayReceive(host, ifp) || !isWellFormed(host, m, ifp)) return;
  const filtered = runInputFilters(host, m, ifp);
  if (filtered === GONE) return;
  const srcrt = filtered === FORWARD;
  if (!setZones(host, m, ifp)) return;
  const multicast = m.data[m.off + IP6_DST] === 0xff;
  let way = multicast ? multicastInput(host, m, ifp) : unicastInput(host, m);
  if (way === GONE || (way === FORWARD && !mayForward(host, m, ifp))) return;

  let nxt = m.data[m.off + IP6_NXT];
  let off = IP6_HDRLEN;
  let plen = get16(m.data, m.off + IP6_PLEN);
  if (nxt === IPPROTO_HOPOPTS) {
    const options = ip6_hopopts_input(host, m);
    if (options === HOPOPTS_GONE) return;
    const jumbo = (options & HOPOPTS_JUMBO) !== 0;
    if (jumbo) plen = m.len - IP6_HDRLEN;
    if (!payloadKnown(host, m, ifp, plen)) return;
    if (isAlerted(host, options)) way = OURS;
    nxt = m.data[m.off + IP6_HDRLEN];
    off += (m.data[m.off + IP6_HDRLEN + 1] + 1) * 8;
  }
  if (!fitLength(host, m, ifp, plen)) return;
  const here = way === OURS ? destination.here : destination.forward;
  if (decide(host, destination, here) === destination.forward) {
    ip6_forward(host, m, srcrt);
  } else {
    ip6_deliver(host, m, ifp, off, nxt);
  }
}

/** Steps 1 and 2: nothing is counted on an interface without IPv6. */
function mayReceive(host: Host, ifp: Ifnet): boolean {
  const off = (ifp.nd.flags & ND6_IFF_IFDISABLED) !== 0;
  const taken = decide(
    host,
    disabled,
    off ? disabled.disabled : disabled.enabled,
    RECORDING && { rcvif: { value: ifp.name, origin: ifp.origin } },
  );
  if (taken === disabled.disabled) {
    settle(host, DROPPED);
    return false;
  }
  ifp.in6_ifstat.ifs6_in_receive++;
  host.ip6stat.ip6s_total++;
  return true;
}

/** Steps 3 to 8: length, version and the addresses that no packet may have. */
function isWellFormed(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const small = m.len < IP6_HDRLEN ? size.tooSmall : size.whole;
  if (decide(host, size, small, RECORDING && { len: m.len }) === size.tooSmall) {
    host.ip6stat.ip6s_toosmall++;
    ifp.in6_ifstat.ifs6_in_hdrerr++;
    settle(host, DROPPED);
    return false;
  }
  const { data, off } = m;
  const says = data[off] >> 4;
  const six = says === 6 ? version.six : version.other;
  if (
    decide(host, version, six, RECORDING && { version: { value: says, at: { offset: 0, length: 1 } } }) ===
    version.other
  ) {
    host.ip6stat.ip6s_badvers++;
    ifp.in6_ifstat.ifs6_in_hdrerr++;
    settle(host, DROPPED);
    return false;
  }
  host.ip6stat.ip6s_nxthist[data[off + IP6_NXT]]++;
  const judged = judgeAddresses(data, off, m.flags);
  decide(
    host,
    addresses,
    judged,
    RECORDING && {
      ...addressOperands(m),
      mapped: data.slice(off + (isMapped(data, off + IP6_SRC) ? IP6_SRC : IP6_DST)).slice(0, 16),
    },
  );
  if (judged === addresses.valid) return true;
  host.ip6stat.ip6s_badscope++;
  ifp.in6_ifstat.ifs6_in_addrerr++;
  settle(host, DROPPED);
  return false;
}

function judgeAddresses(data: Uint8Array, off: number, flags: number): number {
  const dst = off + IP6_DST;
  if (data[off + IP6_SRC] === 0xff) return addresses.multicastSource;
  if (data[dst] === 0 && isUnspecified(data, dst)) return addresses.unspecifiedDestination;
  if (data[dst] === 0xff && (data[dst + 1] & 0x0f) === 1 && (flags & M_LOOP) === 0) {
    return addresses.interfaceLocal;
  }
  return isMapped(data, off + IP6_SRC) || isMapped(data, dst) ? addresses.ipv4Mapped : addresses.valid;
}

/** True for ::ffff:0:0/96 at `off` (RFC 4291 2.5.5.2). */
export function isMapped(data: Uint8Array, off: number): boolean {
  if (data[off] !== 0 || get32(data, off + 8) !== 0xffff) return false;
  return get32(data, off) === 0 && get32(data, off + 4) === 0;
}

/** Step 9. FORWARD here says that the destination was rewritten, so that the packet counts as source routed. */
function runInputFilters(host: Host, m: Mbuf, ifp: Ifnet): number {
  let error = 0;
  let outcome = inputFilter.none;
  if (host.pfil6) {
    const before = m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN);
    error = host.surroundings.pfil_run_hooks(host, m, ifp, PFIL_IN);
    outcome = filterOutcome(error, equalBytes(before, 0, m.data, m.off + IP6_DST, 16));
  }
  decide(
    host,
    inputFilter,
    outcome,
    RECORDING && { error: errnoName(error), rcvif: { value: ifp.name, origin: ifp.origin } },
  );
  if (outcome === inputFilter.none || outcome === inputFilter.passed) return OURS;
  if (outcome === inputFilter.rewritten) return FORWARD;
  settle(host, outcome === inputFilter.taken ? CONSUMED : DROPPED);
  return GONE;
}

function filterOutcome(error: number, sameDestination: boolean): number {
  if (error === PFIL_CONSUMED) return inputFilter.taken;
  if (error !== 0) return inputFilter.refused;
  return sameDestination ? inputFilter.passed : inputFilter.rewritten;
}

/** Step 10: writes the zone of the interface into the addresses that have one. No interface counter moves when they do not fit. */
function setZones(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const src = m.off + IP6_SRC;
  const dst = m.off + IP6_DST;
  const outcome = zoneOutcome(m.data, src, dst, ifp);
  decide(
    host,
    zone,
    outcome,
    RECORDING && {
      rcvif: { value: ifp.name, origin: ifp.origin },
      address: m.data.slice(hasZoneOnWire(m.data, src) ? src : dst).slice(0, 16),
    },
  );
  if (outcome !== zone.fits) {
    host.ip6stat.ip6s_badscope++;
    settle(host, DROPPED);
    return false;
  }
  // Most addresses are global, and the bytes of a shared packet are copied before they change.
  if (hasEmbeddedZone(m.data, src) || hasEmbeddedZone(m.data, dst)) {
    m_unshare(m);
    in6_setscope(m.data, m.off + IP6_SRC, ifp);
    in6_setscope(m.data, m.off + IP6_DST, ifp);
  }
  return true;
}

function zoneOutcome(data: Uint8Array, src: number, dst: number, ifp: Ifnet): number {
  if (hasZoneOnWire(data, src) || hasZoneOnWire(data, dst)) return zone.zoneOnWire;
  if (in6_zone(data, src, ifp) < 0 || in6_zone(data, dst, ifp) < 0) return zone.loopbackAddress;
  return zone.fits;
}

function hasZoneOnWire(data: Uint8Array, off: number): boolean {
  return hasEmbeddedZone(data, off) && get16(data, off + 2) !== 0;
}

/** Step 11. */
function multicastInput(host: Host, m: Mbuf, ifp: Ifnet): number {
  ifp.in6_ifstat.ifs6_in_mcast++;
  const member = in6_lookup_multi(ifp, m.data, m.off + IP6_DST) !== null;
  const taken = decide(
    host,
    multicastMember,
    member ? multicastMember.member : multicastMember.notMember,
    RECORDING && { rcvif: { value: ifp.name, origin: ifp.origin }, ...addressOperands(m) },
  );
  if (taken === multicastMember.member) return OURS;
  host.ip6stat.ip6s_notmember++;
  host.ip6stat.ip6s_cantforward++;
  ifp.in6_ifstat.ifs6_in_discard++;
  settle(host, DROPPED);
  return GONE;
}

/** Step 12: fills the forwarding cache for every unicast packet, and finds by its route whether the packet is ours. */
function unicastInput(host: Host, m: Mbuf): number {
  const rt = cachedRoute(host, m);
  const outcome = ownOutcome(host, m, rt);
  if (rt !== null) used(host, rt.origin);
  decide(
    host,
    ownAddress,
    outcome,
    RECORDING && {
      ...addressOperands(m),
      route: rt === null ? 'none' : { value: `${rt.rt_ifp.name}, /${rt.prefixlen}`, origin: rt.origin },
    },
  );
  if (outcome === ownAddress.other) return FORWARD;
  if (outcome === ownAddress.own) return OURS;
  settle(host, DROPPED);
  return GONE;
}

function cachedRoute(host: Host, m: Mbuf): Rtentry | null {
  const ro = host.ip6_forward_rt;
  const hit = isCacheHit(ro, m) ? forwardCache.hit : forwardCache.miss;
  decide(host, forwardCache, hit, RECORDING && { ...addressOperands(m), cached: ro.dst.slice() });
  if (hit === forwardCache.hit) {
    host.ip6stat.ip6s_forward_cachehit++;
    return ro.rt;
  }
  if (ro.rt !== null) host.ip6stat.ip6s_forward_cachemiss++;
  const dst = m.off + IP6_DST;
  for (let i = 0; i < 16; i++) ro.dst[i] = m.data[dst + i];
  ro.family = AF_INET6;
  ro.rt = rtalloc1(host, m.data, dst);
  return ro.rt;
}

function isCacheHit(ro: RouteIn6, m: Mbuf): boolean {
  if (ro.rt === null || (ro.rt.rt_flags & RTF_UP) === 0) return false;
  return equalBytes(ro.dst, 0, m.data, m.off + IP6_DST, 16);
}

/** A host route by way of a loopback interface leads to an address of ours. */
function ownOutcome(host: Host, m: Mbuf, rt: Rtentry | null): number {
  if (rt === null || rt.rt_ifp.type !== IFT_LOOP) return ownAddress.other;
  if ((rt.rt_flags & (RTF_HOST | RTF_GATEWAY | RTF_WASCLONED)) !== RTF_HOST) return ownAddress.other;
  const ia = in6_ifawithaddr(host, m.data, m.off + IP6_DST);
  return ia !== null && (ia.flags & IN6_IFF_NOTREADY) !== 0 ? ownAddress.notReady : ownAddress.own;
}

/** Step 13. */
function mayForward(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const on = host.sysctl.forwarding !== 0 ? forwarding.on : forwarding.off;
  if (decide(host, forwarding, on, RECORDING && addressOperands(m)) === forwarding.on) return true;
  host.ip6stat.ip6s_cantforward++;
  ifp.in6_ifstat.ifs6_in_discard++;
  settle(host, DROPPED);
  return false;
}

/** Step 14, after the options: an empty packet with options must be a jumbogram. */
function payloadKnown(host: Host, m: Mbuf, ifp: Ifnet, plen: number): boolean {
  const missing = plen === 0 ? jumboMissing.yes : jumboMissing.no;
  if (decide(host, jumboMissing, missing, RECORDING && { plen }) === jumboMissing.no) return true;
  host.ip6stat.ip6s_badoptions++;
  ifp.in6_ifstat.ifs6_in_discard++;
  ifp.in6_ifstat.ifs6_in_hdrerr++;
  settle(host, DROPPED);
  host.surroundings.icmp6_error(host, m, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER, IP6_PLEN);
  return false;
}

/** Step 15. */
function isAlerted(host: Host, options: number): boolean {
  const alert = (options & HOPOPTS_ROUTER_ALERT) !== 0 && host.sysctl.forwarding !== 0;
  return decide(host, routerAlert, alert ? routerAlert.alert : routerAlert.none) === routerAlert.alert;
}

/** Step 16: a packet may be longer than it says, as the last bytes of a short Ethernet frame are padding, but not shorter. */
function fitLength(host: Host, m: Mbuf, ifp: Ifnet, plen: number): boolean {
  const rest = m.len - IP6_HDRLEN;
  const outcome =
    rest === plen ? payloadLength.exact : rest > plen ? payloadLength.trimmed : payloadLength.tooShort;
  decide(
    host,
    payloadLength,
    outcome,
    RECORDING && { plen: { value: plen, at: { offset: IP6_PLEN, length: 2 } }, rest },
  );
  if (outcome === payloadLength.tooShort) {
    host.ip6stat.ip6s_tooshort++;
    ifp.in6_ifstat.ifs6_in_truncated++;
    settle(host, DROPPED);
    return false;
  }
  if (outcome === payloadLength.trimmed) {
    if (m.firstLen === m.len) m.firstLen = IP6_HDRLEN + plen;
    m.len = IP6_HDRLEN + plen;
  }
  return true;
}

/** The addresses of the packet as operands of a decision; recording build only. */
export function addressOperands(m: Mbuf) {
  const { data, off } = m;
  return {
    ip6_src: { value: data.slice(off + IP6_SRC, off + IP6_DST), at: { offset: IP6_SRC, length: 16 } },
    ip6_dst: { value: data.slice(off + IP6_DST, off + IP6_HDRLEN), at: { offset: IP6_DST, length: 16 } },
    ip6_nxt: { value: data[off + IP6_NXT], at: { offset: IP6_NXT, length: 1 } },
    ip6_hlim: { value: data[off + IP6_HLIM], at: { offset: IP6_HLIM, length: 1 } },
  };
}
