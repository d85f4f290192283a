/** Where the packet goes next, and whether its sender could have sent it there directly. */
import { ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADDR, ND_REDIRECT } from '../../../wire/icmp6';
import { IP6_DST, IP6_SRC } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { IFF_LOOPBACK, IFF_POINTOPOINT, type Ifnet } from '../../net/if';
import { type Mbuf, m_unshare } from '../../net/mbuf';
import { RTF_DYNAMIC, RTF_GATEWAY, RTF_MODIFIED, type Rtentry } from '../../net/route';
import { addressOperand, ifOperand, routeOperand } from '../../operands';
import { branch, DROPPED, decide, decision, PANIC, Panic, settle } from '../../trace';
import { hasEmbeddedZone, in6_clearscope } from '../scope6';
import { lines } from './source';

const nextHop = decision('ip6_forward.next-hop', {
  question: 'Does the route lead to a gateway?',
  outcomes: {
    gateway: 'Yes: {gateway}.',
    'on-link': 'No: the destination is on the link of {outif}.',
  },
  kernel: lines(517, 518),
  reference: 'RFC 4861 5.2',
});

/** The next hop: the route's gateway, or else `dst`. */
export function chooseNextHop(host: Host, rt: Rtentry, dst: Uint8Array): Uint8Array {
  const gateway = branch(host, 517, (rt.rt_flags & RTF_GATEWAY) !== 0);
  const outcome = decide(
    host,
    nextHop,
    gateway ? nextHop.gateway : nextHop.onLink,
    RECORDING && { gateway: rt.rt_gateway, outif: ifOperand(rt.rt_ifp), route: routeOperand(rt) },
  );
  return outcome === nextHop.gateway && rt.rt_gateway !== null ? rt.rt_gateway : dst;
}

/** No redirect is called for. */
const NO_REDIRECT = 0;
/** The packet ended here. */
export const ENDED = -1;

const redirect = decision('ip6_forward.redirect', {
  question: 'Does the packet leave by the interface it came in on, so that its sender could be redirected?',
  outcomes: {
    candidate: 'Yes: in and out through {outif}.',
    none: 'No, or redirects are not sent for such packets.',
  },
  kernel: lines(529, 551),
  reference: 'RFC 4861 8.2',
});

/**
 * ND_REDIRECT, NO_REDIRECT or ENDED. With redirects switched off, the guard against loops on point-to-point
 * links is off too.
 */
export function considerRedirect(
  host: Host,
  m: Mbuf,
  mcopy: Mbuf | null,
  rt: Rtentry,
  srcrt: boolean,
  ipsecrt: boolean,
): number {
  const candidate = branch(host, 529, isRedirectCandidate(host, m, rt, srcrt, ipsecrt));
  const outcome = decide(
    host,
    redirect,
    candidate ? redirect.candidate : redirect.none,
    RECORDING && {
      ip6_sendredirects: host.sysctl.redirect,
      rcvif: ifOperand(m.rcvif),
      outif: ifOperand(rt.rt_ifp),
      srcrt,
      ipsecrt,
      rt_flags: rt.rt_flags,
    },
  );
  if (outcome === redirect.none) return NO_REDIRECT;
  return loopsOnPointToPoint(host, mcopy, rt.rt_ifp) ? ENDED : ND_REDIRECT;
}

function isRedirectCandidate(host: Host, m: Mbuf, rt: Rtentry, srcrt: boolean, ipsecrt: boolean): boolean {
  return (
    host.sysctl.redirect !== 0 &&
    rt.rt_ifp === m.rcvif &&
    !srcrt &&
    !ipsecrt &&
    (rt.rt_flags & (RTF_DYNAMIC | RTF_MODIFIED)) === 0
  );
}

const pointToPointLoop = decision('ip6_forward.point-to-point-loop', {
  question: 'Is that interface a point-to-point link, where the packet would only go back?',
  outcomes: {
    loop: {
      answer: 'Yes: {outif} is point-to-point.',
      verdict: 'it would go back through {outif}, a point-to-point link, to where it came from',
    },
    'copy-missing': {
      answer: 'Yes: {outif} is point-to-point, and there is no copy to report with.',
      verdict: 'an ICMPv6 error is asked for without a packet, which stops the kernel',
    },
    'shared-link': 'No: a redirect is remembered.',
  },
  kernel: lines(534, 550),
  reference: 'RFC 4443 3.1 (loop prevention text)',
});

/**
 * Drops a packet that would bounce. No counter moves; without a copy the kernel dies, for this one place does
 * not test it.
 */
function loopsOnPointToPoint(host: Host, mcopy: Mbuf | null, ifp: Ifnet): boolean {
  const outcome = decide(
    host,
    pointToPointLoop,
    branch(host, 534, (ifp.flags & IFF_POINTOPOINT) !== 0) ? bounce(mcopy) : pointToPointLoop.sharedLink,
    RECORDING && { outif: ifOperand(ifp), copy: mcopy !== null },
  );
  if (outcome === pointToPointLoop.sharedLink) return false;
  if (mcopy === null) {
    settle(host, PANIC);
    throw new Panic('error-reply-without-packet');
  }
  settle(host, DROPPED);
  host.surroundings.icmp6_error(host, mcopy, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADDR, 0);
  return true;
}

function bounce(mcopy: Mbuf | null): number {
  return mcopy === null ? pointToPointLoop.copyMissing : pointToPointLoop.loop;
}

const loopbackOut = decision('ip6_forward.loopback-out', {
  question: 'Is the outgoing interface a loopback?',
  outcomes: {
    loopback: 'Yes: the packet keeps {rcvif} as the interface it belongs to.',
    'real-link': 'No: {outif} is a link of its own.',
  },
  kernel: lines(561, 589),
  reference: 'ip6_forward (netinet6/ip6_forward.c)',
});

/** The interface whose zones the packet belongs to (origifp). */
export function originInterface(host: Host, rcvif: Ifnet, ifp: Ifnet): Ifnet {
  const loopback = branch(host, 561, (ifp.flags & IFF_LOOPBACK) !== 0);
  const outcome = decide(
    host,
    loopbackOut,
    loopback ? loopbackOut.loopback : loopbackOut.realLink,
    RECORDING && { rcvif: ifOperand(rcvif), outif: ifOperand(ifp) },
  );
  return outcome === loopbackOut.loopback ? rcvif : ifp;
}

const scopeClear = decision('ip6_forward.scope-clear', {
  kind: 'S',
  question: 'Are the addresses brought into their form on the wire?',
  outcomes: { cleared: 'Yes: zones are taken out of source and destination.' },
  kernel: lines(594, 595),
  reference: 'RFC 4007 11 (internal form never on the wire)',
});

/** Takes the zones out of both addresses. The copy kept for errors keeps them. */
export function clearScopes(host: Host, m: Mbuf): void {
  decide(
    host,
    scopeClear,
    scopeClear.cleared,
    RECORDING && { ip6_src: addressOperand(m, IP6_SRC), ip6_dst: addressOperand(m, IP6_DST) },
  );
  clearScope(m, IP6_SRC);
  clearScope(m, IP6_DST);
}

function clearScope(m: Mbuf, offset: number): void {
  if (!hasEmbeddedZone(m.data, m.off + offset)) return;
  m_unshare(m);
  in6_clearscope(m.data, m.off + offset);
}
