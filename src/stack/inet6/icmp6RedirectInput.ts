/**
 * Redirects received (icmp6_redirect_input in netinet6/icmp6.c, rtredirect in net/route.c; RFC 4861 8.1,
 * 8.3).
 */
import { equalBytes } from '../../wire/bytes';
import { ND_REDIRECT, ND_REDIRECT_DST, ND_REDIRECT_HDRLEN, ND_REDIRECT_TARGET } from '../../wire/icmp6';
import { IP6_HLIM, IP6_SRC } from '../../wire/ipv6';
import { SECOND } from '../clock';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import {
  RTF_DYNAMIC,
  RTF_GATEWAY,
  RTF_HOST,
  RTF_MODIFIED,
  RTF_UP,
  type Rtentry,
  rtadd,
  rtalloc1,
  rtdelete,
} from '../net/route';
import { timer_start } from '../net/timer';
import { byteOperand, ifOperand } from '../operands';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { in6_ifawithaddr } from './in6';
import { ND_HLIM } from './ip6Build';
import { nd6_cache_lladdr } from './nd6Cache';
import { type NdOptions, nd6_options } from './nd6Options';
import { IPV6_ADDR_SCOPE_LINKLOCAL, in6_addrscope, in6_setscope } from './scope6';

const accept = decision('icmp6_redirect_input.accept', {
  question: 'Does this machine listen to redirects?',
  outcomes: {
    yes: 'Yes.',
    off: {
      answer: 'No: net.inet6.icmp6.rediraccept is 0.',
      verdict: 'a redirect, to which this machine does not listen (net.inet6.icmp6.rediraccept is 0)',
    },
    router: {
      answer: 'No: it is a router (net.inet6.ip6.forwarding is 1).',
      verdict: 'a redirect, to which a router does not listen (net.inet6.ip6.forwarding is 1)',
    },
  },
  reference: 'RFC 4861 8.2, 8.3; icmp6_redirect_input (netinet6/icmp6.c)',
});

const valid = decision('icmp6_redirect_input.valid', {
  question: 'Is the redirect valid?',
  outcomes: {
    'better-router': {
      answer: 'Yes: {target} is a better router for {dst}.',
      verdict: '{target} is a better router for {dst}',
    },
    'on-link': {
      answer: 'Yes: {dst} is on the link itself.',
      verdict: '{dst} is said to be on the link itself',
    },
    'not-link-local': {
      malformed: true,
      answer: 'No: it comes from {src}, which is no link-local address.',
      verdict: 'the redirect comes from {src}, which is no link-local address',
    },
    'hop-limit': {
      malformed: true,
      answer: 'No: its hop limit is {ip6_hlim}, so it may come from another link.',
      verdict: 'the redirect has hop limit {ip6_hlim}, not 255, so it may come from another link',
    },
    'no-route': {
      answer: 'No: no route leads to {dst}, so nobody can have forwarded a packet for it.',
      verdict: 'the redirect is about {dst}, to which no route leads',
    },
    'no-gateway': {
      answer: 'No: {dst} is reached without a router.',
      verdict: 'the redirect is about {dst}, which is reached without a router',
    },
    'other-router': {
      answer: 'No: {dst} is reached by way of {gateway}, not of {src}.',
      verdict: 'the redirect comes from {src}, but {dst} is reached by way of {gateway}',
    },
    'multicast-destination': {
      malformed: true,
      answer: 'No: {dst} is a group.',
      verdict: 'the redirect is about {dst}, a group',
    },
    'bad-target': {
      malformed: true,
      answer: 'No: {target} is neither a router by its link-local address nor {dst} itself.',
      verdict: 'the redirect names {target}, which is neither a link-local address nor {dst} itself',
    },
    options: {
      malformed: true,
      answer: 'No: its options are broken.',
      verdict: 'the options of the redirect are broken',
    },
  },
  reference: 'RFC 4861 8.1; icmp6_redirect_input (netinet6/icmp6.c)',
});

const change = decision('rtredirect.route', {
  question: 'What becomes of the route to {dst}?',
  outcomes: {
    made: 'A dynamic host route by way of {target} is made.',
    modified: 'The host route leads by way of {target} from now on.',
    'own-address': 'Nothing: {target} is an address of this machine.',
    'wrong-interface': 'Nothing: the route to {dst} leaves by another interface than {rcvif}.',
  },
  reference: 'RFC 4861 8.3; rtredirect (net/route.c)',
});

const expired = decision('icmp6_redirect_timeout.route', {
  question: 'Is the route that a redirect made still there?',
  outcomes: {
    deleted: 'Yes: its time is over, and it is deleted.',
    gone: 'No: it is gone already.',
  },
  reference: 'icmp6_redirect_timeout (netinet6/icmp6.c): net.inet6.icmp6.redirtimeout',
});

/** Receives the redirect at `off` of the packet. */
export function icmp6_redirect_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'icmp6_redirect_input', m);
  const taken =
    host.sysctl.rediraccept === 0 ? accept.off : host.sysctl.forwarding !== 0 ? accept.router : accept.yes;
  decide(host, accept, taken);
  if (taken === accept.yes) judgeAndLearn(host, m, off, m.rcvif as Ifnet);
  else settle(host, DELIVERED);
  leave(host);
}

function judgeAndLearn(host: Host, m: Mbuf, off: number, ifp: Ifnet): void {
  const src = zoned(m, IP6_SRC, ifp);
  const target = zoned(m, off + ND_REDIRECT_TARGET, ifp);
  const dst = zoned(m, off + ND_REDIRECT_DST, ifp);
  const rt = rtalloc1(host.rt6, dst);
  const options = nd6_options(m, off + ND_REDIRECT_HDRLEN);
  const outcome = judge(m, src, target, dst, rt, options);
  decide(
    host,
    valid,
    outcome,
    RECORDING && {
      src: src.slice(),
      dst: { value: dst.slice(), at: { offset: off + ND_REDIRECT_DST, length: 16 } },
      target: { value: target.slice(), at: { offset: off + ND_REDIRECT_TARGET, length: 16 } },
      gateway: { value: rt?.rt_gateway?.slice() ?? 'none', origin: rt?.origin ?? null },
      ip6_hlim: byteOperand(m, IP6_HLIM),
    },
  );
  if (outcome !== valid.betterRouter && outcome !== valid.onLink) {
    host.icmp6stat.icp6s_badredirect++;
    settle(host, DROPPED);
    return;
  }
  settle(host, DELIVERED);
  const toRouter = outcome === valid.betterRouter;
  nd6_cache_lladdr(host, ifp, target, options?.target ?? null, ND_REDIRECT, m.frame, toRouter);
  if (toRouter) rtredirect(host, ifp, dst, target, rt as Rtentry, m.frame);
}

function zoned(m: Mbuf, at: number, ifp: Ifnet): Uint8Array {
  const addr = m.data.slice(m.off + at, m.off + at + 16);
  in6_setscope(addr, 0, ifp);
  return addr;
}

function isLinkLocal(addr: Uint8Array): boolean {
  return addr[0] === 0xfe && in6_addrscope(addr, 0) === IPV6_ADDR_SCOPE_LINKLOCAL;
}

/** Only the router that this machine uses for a destination may redirect it elsewhere. */
function judge(
  m: Mbuf,
  src: Uint8Array,
  target: Uint8Array,
  dst: Uint8Array,
  rt: Rtentry | null,
  options: NdOptions | null,
): number {
  if (!isLinkLocal(src)) return valid.notLinkLocal;
  if (m.data[m.off + IP6_HLIM] !== ND_HLIM) return valid.hopLimit;
  if (rt === null) return valid.noRoute;
  if (rt.rt_gateway === null) return valid.noGateway;
  if (!equalBytes(rt.rt_gateway, 0, src, 0, 16)) return valid.otherRouter;
  if (dst[0] === 0xff) return valid.multicastDestination;
  const onLink = equalBytes(target, 0, dst, 0, 16);
  if (!onLink && !isLinkLocal(target)) return valid.badTarget;
  if (options === null) return valid.options;
  return onLink ? valid.onLink : valid.betterRouter;
}

/** Turns a redirect into a route: one to a network stays, and a host route is made beside it. */
function rtredirect(
  host: Host,
  ifp: Ifnet,
  dst: Uint8Array,
  target: Uint8Array,
  rt: Rtentry,
  frame: number,
): void {
  enter(host, 'rtredirect', null);
  const outcome =
    in6_ifawithaddr(host, target, 0) !== null
      ? change.ownAddress
      : rt.rt_ifp !== ifp
        ? change.wrongInterface
        : (rt.rt_flags & RTF_HOST) !== 0
          ? change.modified
          : change.made;
  decide(
    host,
    change,
    outcome,
    RECORDING && { dst: dst.slice(), target: target.slice(), rcvif: ifOperand(ifp) },
  );
  if (outcome === change.modified) {
    rt.rt_gateway = target.slice();
    rt.rt_gwroute = null;
    rt.rt_llinfo = null;
    rt.rt_flags |= RTF_MODIFIED;
  } else if (outcome === change.made) addHostRoute(host, ifp, dst, target, frame);
  leave(host);
}

function addHostRoute(host: Host, ifp: Ifnet, dst: Uint8Array, target: Uint8Array, frame: number): void {
  rtadd(host.rt6, { dst, prefixlen: 128, gateway: target, flags: RTF_HOST | RTF_DYNAMIC, ifp });
  const made = rtalloc1(host.rt6, dst) as Rtentry;
  const { redirtimeout } = host.sysctl;
  if (redirtimeout > 0) timer_start(host, redirtimeout * SECOND, 'icmp6_redirect_timeout', made, frame);
}

/** The time of a route that a redirect made is over. */
export function icmp6_redirect_timeout(host: Host, rt: Rtentry): void {
  enter(host, 'icmp6_redirect_timeout', null);
  const made = RTF_UP | RTF_GATEWAY | RTF_HOST | RTF_DYNAMIC;
  const there = (rt.rt_flags & made) === made;
  decide(host, expired, there ? expired.deleted : expired.gone, RECORDING && { dst: rt.rt_key.slice() });
  if (there) rtdelete(host.rt6, rt.rt_key, rt.prefixlen);
  leave(host);
}
