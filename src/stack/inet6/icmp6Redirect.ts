/**
 * Redirects: telling a sender on the link of a closer next hop (icmp6_redirect_output in netinet6/icmp6.c,
 * RFC 4861 8.2).
 */
import { put16 } from '../../wire/bytes';
import {
  ND_OPT_REDIRECTED_HEADER,
  ND_OPT_TARGET_LINKADDR,
  ND_REDIRECT,
  ND_REDIRECT_DST,
  ND_REDIRECT_HDRLEN,
  ND_REDIRECT_TARGET,
} from '../../wire/icmp6';
import { IP6_DST, IP6_HDRLEN, IP6_SRC, IPV6_MMTU } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { M_DECRYPTED, type Mbuf } from '../net/mbuf';
import { RTF_GATEWAY, RTF_UP, type Rtentry } from '../net/route';
import { ifOperand } from '../operands';
import { decide, decision, enter, leave } from '../trace';
import { errorCounter } from './icmp6Error';
import { icmp6_ratelimit } from './icmp6Ratelimit';
import { icmp6_ifoutstat_inc } from './icmp6Reflect';
import { IN6_IFF_NOTREADY, in6ifa_ifpforlinklocal } from './in6';
import { icmp6_setcksum } from './in6Cksum';
import { IN6_IFF_ANYCAST, type In6Ifaddr } from './in6Var';
import { ND_HLIM, newIcmp6Packet } from './ip6Build';
import { ip6_output, type OutputInterface } from './ip6Output';
import { nd6_is_addr_neighbor, nd6_lookup } from './nd6';
import { IPV6_ADDR_SCOPE_LINKLOCAL, in6_addrscope, in6_clearscope, in6_setscope } from './scope6';

const LLADDR_OPTION = 8;
const REDIRECTED_HEAD = 8;

const refusal = decision('icmp6_redirect_output.allowed', {
  question: 'May this machine redirect the sender?',
  outcomes: {
    yes: 'Yes.',
    'not-forwarding': 'No: it forwards nothing (net.inet6.ip6.forwarding is 0).',
    'no-route': 'No: the route is gone.',
    'source-not-neighbor': 'No: {src} is no neighbour on {ifp}.',
    'multicast-destination': 'No: {dst} is a group.',
  },
  reference: 'RFC 4861 8.2; icmp6_redirect_output (netinet6/icmp6.c)',
});

const rate = decision('icmp6_redirect_output.rate-limit', {
  question: 'Were too many messages sent within this second?',
  outcomes: {
    allowed: 'No: this is number {count} of fewer than {errppslimit}.',
    'too-many':
      'Yes: this is number {count}, and fewer than {errppslimit} are sent (net.inet6.icmp6.errppslimit).',
  },
  reference: 'RFC 4443 2.4(f); icmp6_ratelimit (netinet6/icmp6.c)',
});

const linkLocal = decision('icmp6_redirect_output.link-local', {
  question: 'Has {ifp} a link-local address that is ready?',
  outcomes: {
    yes: 'Yes: {own}.',
    none: 'No: a redirect could not be believed, so none is sent.',
  },
  reference: 'RFC 4861 8.1; icmp6_redirect_output (netinet6/icmp6.c)',
});

const target = decision('icmp6_redirect_output.target', {
  question: 'Which next hop is closer?',
  outcomes: {
    gateway: 'The router {target}.',
    'on-link': '{target} itself is on the link.',
    'global-gateway': 'The gateway {target}, which is not named by its link-local address: nothing is sent.',
  },
  reference: 'RFC 4861 8.2; icmp6_redirect_output (netinet6/icmp6.c)',
});

/**
 * Tells the sender of `m` (zones cleared or embedded) that `rt` leads to a closer next hop. The packet is
 * gone.
 */
export function icmp6_redirect_output(host: Host, m: Mbuf, rt: Rtentry): void {
  enter(host, 'icmp6_redirect_output', m);
  host.icmp6stat[errorCounter(ND_REDIRECT, 0)]++;
  redirect(host, m, rt);
  leave(host);
}

function redirect(host: Host, m: Mbuf, rt: Rtentry): void {
  const ifp = rt.rt_ifp;
  const src = zoned(m, IP6_SRC, ifp);
  const dst = zoned(m, IP6_DST, ifp);
  if (!isAllowed(host, rt, src, dst) || !isInTime(host)) return;
  const own = ownLinkLocal(host, ifp);
  if (own === null) return;
  const closer = chooseTarget(host, rt, dst);
  if (closer === null) return;
  const lladdr = closer === dst ? null : (nd6_lookup(host, closer, 0, ifp)?.lladdr ?? null);
  const reply = build(host, m, own.addr, src, closer, dst, lladdr);
  host.icmp6stat.icp6s_outhist[ND_REDIRECT]++;
  const out: OutputInterface = { ifp: null };
  ip6_output(host, reply, 0, null, out);
  if (out.ifp !== null) icmp6_ifoutstat_inc(out.ifp, ND_REDIRECT, 0);
}

/** An address of the packet in the zone of the interface. */
function zoned(m: Mbuf, field: number, ifp: Ifnet): Uint8Array {
  const addr = m.data.slice(m.off + field, m.off + field + 16);
  in6_setscope(addr, 0, ifp);
  return addr;
}

function isAllowed(host: Host, rt: Rtentry, src: Uint8Array, dst: Uint8Array): boolean {
  const outcome = refusalOf(host, rt, src, dst);
  decide(
    host,
    refusal,
    outcome,
    RECORDING && {
      ifp: { value: rt.rt_ifp.name, origin: rt.rt_ifp.origin },
      src: src.slice(),
      dst: dst.slice(),
    },
  );
  return outcome === refusal.yes;
}

function refusalOf(host: Host, rt: Rtentry, src: Uint8Array, dst: Uint8Array): number {
  if (host.sysctl.forwarding === 0) return refusal.notForwarding;
  if ((rt.rt_flags & RTF_UP) === 0) return refusal.noRoute;
  if (!nd6_is_addr_neighbor(host, src, 0, rt.rt_ifp)) return refusal.sourceNotNeighbor;
  return dst[0] === 0xff ? refusal.multicastDestination : refusal.yes;
}

function isInTime(host: Host): boolean {
  const outcome = icmp6_ratelimit(host) ? rate.tooMany : rate.allowed;
  decide(
    host,
    rate,
    outcome,
    RECORDING && { count: host.icmp6errppslim.count, errppslimit: host.sysctl.errppslimit },
  );
  return outcome === rate.allowed;
}

function ownLinkLocal(host: Host, ifp: Ifnet): In6Ifaddr | null {
  const own = in6ifa_ifpforlinklocal(ifp, IN6_IFF_NOTREADY | IN6_IFF_ANYCAST);
  decide(
    host,
    linkLocal,
    own === null ? linkLocal.none : linkLocal.yes,
    RECORDING && {
      ifp: ifOperand(ifp),
      own: own === null ? 'none' : { value: own.addr.slice(), origin: own.origin },
    },
  );
  return own;
}

/** The gateway, by its link-local address as RFC 4861 8.2 asks, or the destination itself. */
function chooseTarget(host: Host, rt: Rtentry, dst: Uint8Array): Uint8Array | null {
  const gateway = (rt.rt_flags & RTF_GATEWAY) !== 0 ? rt.rt_gateway : null;
  const outcome =
    gateway === null
      ? target.onLink
      : gateway[0] === 0xfe && in6_addrscope(gateway, 0) === IPV6_ADDR_SCOPE_LINKLOCAL
        ? target.gateway
        : target.globalGateway;
  decide(
    host,
    target,
    outcome,
    RECORDING && { target: { value: (gateway ?? dst).slice(), origin: rt.origin } },
  );
  return outcome === target.globalGateway ? null : (gateway ?? dst);
}

function build(
  host: Host,
  m: Mbuf,
  own: Uint8Array,
  src: Uint8Array,
  closer: Uint8Array,
  dst: Uint8Array,
  lladdr: Uint8Array | null,
): Mbuf {
  const options = lladdr === null ? 0 : LLADDR_OPTION;
  const room = IPV6_MMTU - IP6_HDRLEN - ND_REDIRECT_HDRLEN - options - REDIRECTED_HEAD;
  const secret = (m.flags & M_DECRYPTED) !== 0;
  // The option's length counts units of 8 bytes: a short packet is padded, a long one is cut.
  const quoted = Math.min(m.len, room & ~7);
  const quoteLength = secret ? 0 : REDIRECTED_HEAD + ((quoted + 7) & ~7);
  const length = ND_REDIRECT_HDRLEN + options + quoteLength;
  const reply = newIcmp6Packet(host, 'redirect', m.frame, length, own, src, ND_HLIM);
  const at = IP6_HDRLEN;
  reply.data[at] = ND_REDIRECT;
  reply.data.set(closer, at + ND_REDIRECT_TARGET);
  reply.data.set(dst, at + ND_REDIRECT_DST);
  in6_clearscope(reply.data, at + ND_REDIRECT_TARGET);
  in6_clearscope(reply.data, at + ND_REDIRECT_DST);
  if (lladdr !== null) {
    reply.data.set([ND_OPT_TARGET_LINKADDR, 1], at + ND_REDIRECT_HDRLEN);
    reply.data.set(lladdr, at + ND_REDIRECT_HDRLEN + 2);
  }
  if (!secret) {
    const option = at + ND_REDIRECT_HDRLEN + options;
    reply.data[option] = ND_OPT_REDIRECTED_HEADER;
    reply.data[option + 1] = quoteLength >> 3;
    const quote = option + REDIRECTED_HEAD;
    reply.data.set(m.data.subarray(m.off, m.off + quoted), quote);
    in6_clearscope(reply.data, quote + IP6_SRC);
    in6_clearscope(reply.data, quote + IP6_DST);
  }
  put16(reply.data, 4, length);
  icmp6_setcksum(reply, at);
  return reply;
}
