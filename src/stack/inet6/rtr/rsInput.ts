/** Router solicitations received (nd6_rs_input in netinet6/nd6_rtr.c; RFC 4861 6.1.1, 6.2.6). */
import { ICMP6_HDRLEN, ND_ROUTER_SOLICIT } from '../../../wire/icmp6';
import { IP6_DST, IP6_HLIM, IP6_SRC } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { addressOperand, byteOperand } from '../../operands';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../../trace';
import { ND_HLIM } from '../ip6Build';
import { nd6_is_addr_neighbor } from '../nd6';
import { nd6_cache_lladdr } from '../nd6Cache';
import { nd6_options } from '../nd6Options';
import { isUnspecified } from '../scope6';

const routerSolicitation = decision('nd6_rs_input.valid', {
  question: 'Is the router solicitation to be looked at?',
  outcomes: {
    learned: {
      answer: 'Yes: {ip6_src} becomes known. Answering is left to a router advertisement daemon.',
      verdict: 'a router solicitation, left to a router advertisement daemon',
    },
    'not-forwarding': {
      answer: 'No: this machine is no router.',
      verdict: 'a router solicitation, and this machine is no router',
    },
    'hop-limit': {
      malformed: true,
      answer: 'No: its hop limit is {ip6_hlim}, so it may come from another link.',
      verdict: 'the router solicitation has hop limit {ip6_hlim}, not 255',
    },
    unspecified: {
      answer: 'It comes from ::, so there is nobody to become known.',
      verdict: 'a router solicitation, left to a router advertisement daemon',
    },
    options: {
      malformed: true,
      answer: 'No: its options are broken, or it is from no neighbour.',
      verdict: 'the router solicitation is not valid (options or source)',
    },
  },
  reference: 'RFC 4861 6.1.1, 6.2.6; nd6_rs_input (netinet6/nd6_rtr.c)',
});

/** Receives the solicitation at `off` of the packet. */
export function nd6_rs_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'nd6_rs_input', m);
  const ifp = m.rcvif as Ifnet;
  const src = m.data.slice(m.off + IP6_SRC, m.off + IP6_DST);
  const options = nd6_options(m, off + ICMP6_HDRLEN);
  const outcome = judgeRouterSolicitation(host, m, ifp, src, options === null);
  decide(
    host,
    routerSolicitation,
    outcome,
    RECORDING && { ip6_src: addressOperand(m, IP6_SRC), ip6_hlim: byteOperand(m, IP6_HLIM) },
  );
  const bad = outcome === routerSolicitation.hopLimit || outcome === routerSolicitation.options;
  if (bad) host.icmp6stat.icp6s_badrs++;
  settle(host, bad ? DROPPED : DELIVERED);
  if (outcome === routerSolicitation.learned) {
    nd6_cache_lladdr(host, ifp, src, options?.source ?? null, ND_ROUTER_SOLICIT, m.frame);
  }
  leave(host);
}

function judgeRouterSolicitation(host: Host, m: Mbuf, ifp: Ifnet, src: Uint8Array, broken: boolean): number {
  if (host.sysctl.forwarding === 0) return routerSolicitation.notForwarding;
  if (m.data[m.off + IP6_HLIM] !== ND_HLIM) return routerSolicitation.hopLimit;
  if (isUnspecified(src, 0)) return routerSolicitation.unspecified;
  if (broken || !nd6_is_addr_neighbor(host, src, 0, ifp)) return routerSolicitation.options;
  return routerSolicitation.learned;
}
