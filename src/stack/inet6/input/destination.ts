/** Steps 11 to 13 of ip6_input: is the packet ours, and if not, may it be forwarded? */
import { copyAddress, equalBytes } from '../../../wire/bytes';
import { IP6_DST } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { IFT_LOOP, type Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import {
  type RouteIn6,
  RTF_GATEWAY,
  RTF_HOST,
  RTF_UP,
  RTF_WASCLONED,
  type Rtentry,
  rtalloc1,
} from '../../net/route';
import { AF_INET6 } from '../../net/sockaddr';
import { addressOperands, ifOperand } from '../../operands';
import { DROPPED, decide, decision, settle, used } from '../../trace';
import { IN6_IFF_NOTREADY, in6_ifawithaddr } from '../in6';
import { in6_lookup_multi } from '../in6Multi';
import { FORWARD, GONE, OURS } from './way';

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

/** Step 11: OURS when the interface listens to the group, else GONE. */
export function multicastInput(host: Host, m: Mbuf, ifp: Ifnet): number {
  ifp.in6_ifstat.ifs6_in_mcast++;
  const in6m = in6_lookup_multi(ifp, m.data, m.off + IP6_DST);
  if (in6m !== null) used(host, in6m.origin);
  const taken = decide(
    host,
    multicastMember,
    in6m !== null ? multicastMember.member : multicastMember.notMember,
    RECORDING && { rcvif: ifOperand(ifp), ...addressOperands(m) },
  );
  if (taken === multicastMember.member) return OURS;
  host.ip6stat.ip6s_notmember++;
  host.ip6stat.ip6s_cantforward++;
  ifp.in6_ifstat.ifs6_in_discard++;
  settle(host, DROPPED);
  return GONE;
}

/**
 * Step 12: fills the forwarding cache for every unicast packet, and finds by its route whether the packet is
 * ours: OURS, FORWARD or GONE.
 */
export function unicastInput(host: Host, m: Mbuf): number {
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
  copyAddress(m.data, dst, ro.dst);
  ro.family = AF_INET6;
  ro.rt = rtalloc1(host.rt6, m.data, dst);
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

/** Step 13: true when packets for others are forwarded here. */
export function mayForward(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const on = host.sysctl.forwarding !== 0 ? forwarding.on : forwarding.off;
  if (decide(host, forwarding, on, RECORDING && addressOperands(m)) === forwarding.on) return true;
  host.ip6stat.ip6s_cantforward++;
  ifp.in6_ifstat.ifs6_in_discard++;
  settle(host, DROPPED);
  return false;
}
