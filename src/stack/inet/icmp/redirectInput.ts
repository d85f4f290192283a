/** Redirects that this machine is told (icmp_input in netinet/ip_icmp.c, rtredirect in net/route.c). */
import { get32 } from '../../../wire/bytes';
import { ICMP_MINLEN, ICMP_VOID } from '../../../wire/icmp';
import { IP_DST, IP_SRC } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { RTF_DYNAMIC, RTF_GATEWAY, RTF_HOST, RTF_MODIFIED, rtadd, rtalloc1 } from '../../net/route';
import { DELIVERED, DROPPED, decide, decision, settle } from '../../trace';
import { in_ifawithaddr, in_isOnLink } from '../in';

const accepted = decision('icmp_input.redirect', {
  question: 'Does the redirect change a route?',
  outcomes: {
    added: {
      answer: 'Yes: {dst} is reached by {gateway} from now on.',
      verdict: '{dst} is reached by {gateway} from now on',
    },
    ignored: {
      answer: 'No: net.inet.icmp.drop_redirect is set.',
      verdict: 'net.inet.icmp.drop_redirect is set',
    },
    router: {
      answer: 'No: this machine forwards (net.inet.ip.forwarding), and a router takes no redirects.',
      verdict: 'this machine is a router, and a router takes no redirects',
    },
    'not-gateway': {
      answer: 'No: {src} is not the gateway by which {dst} is reached.',
      verdict: 'it comes from {src}, which is not the gateway by which {dst} is reached',
    },
    'not-on-link': {
      answer: 'No: {gateway} is not on the link, or this machine itself.',
      verdict: 'the gateway {gateway} that it names is not on the link, or this machine itself',
    },
  },
  reference: 'RFC 1122 3.2.2.2; icmp_input (netinet/ip_icmp.c), rtredirect (net/route.c)',
});

/** True when the machine takes no redirects at all: it is told so, or it is a router (RFC 1812 5.2.7.2). */
export function icmp_ignoresRedirects({ sysctl4 }: Host): boolean {
  return sysctl4.drop_redirect !== 0 || sysctl4.forwarding !== 0;
}

/**
 * Takes the redirect behind the header of `hlen` bytes: a host route to the better gateway, new unless there
 * is one (RFC 1122 3.2.2.2).
 */
export function icmp_redirect_input(host: Host, m: Mbuf, hlen: number, ifp: Ifnet): void {
  const at = m.off + hlen;
  const gateway = m.data.slice(at + ICMP_VOID, at + ICMP_VOID + 4);
  const dst = m.data.slice(at + ICMP_MINLEN + IP_DST, at + ICMP_MINLEN + IP_DST + 4);
  const src = get32(m.data, m.off + IP_SRC);
  const outcome = judge(host, ifp, src, gateway, dst);
  decide(
    host,
    accepted,
    outcome,
    RECORDING && { src: m.data.slice(m.off + IP_SRC, m.off + IP_SRC + 4), gateway, dst },
  );
  settle(host, outcome === accepted.added ? DELIVERED : DROPPED);
  if (outcome !== accepted.added) return;
  const rt = rtalloc1(host.rt4, dst);
  if (rt !== null && (rt.rt_flags & RTF_HOST) !== 0) {
    rt.rt_gateway = gateway;
    rt.rt_gwroute = null;
    rt.rt_llinfo = null;
    rt.rt_flags |= RTF_MODIFIED;
  } else rtadd(host.rt4, { dst, prefixlen: 32, gateway, flags: RTF_HOST | RTF_DYNAMIC, ifp });
}

function judge(host: Host, ifp: Ifnet, src: number, gateway: Uint8Array, dst: Uint8Array): number {
  if (host.sysctl4.drop_redirect !== 0) return accepted.ignored;
  if (host.sysctl4.forwarding !== 0) return accepted.router;
  const rt = rtalloc1(host.rt4, dst);
  const by = rt === null || (rt.rt_flags & RTF_GATEWAY) === 0 ? null : rt.rt_gateway;
  if (rt === null || by === null || rt.rt_ifp !== ifp || get32(by, 0) !== src) return accepted.notGateway;
  const to = get32(gateway, 0);
  return in_isOnLink(ifp, to, null) && in_ifawithaddr(host, to) === null
    ? accepted.added
    : accepted.notOnLink;
}
