/** Neighbour solicitations received (nd6_ns_input in netinet6/nd6_nbr.c; RFC 4861 7.1.1, 7.2.3). */
import { equalBytes } from '../../wire/bytes';
import { ND_HDRLEN, ND_NEIGHBOR_SOLICIT } from '../../wire/icmp6';
import { IP6_DST, IP6_HLIM, IP6_SRC } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle, used } from '../trace';
import { IN6_IFF_NOTREADY, in6ifa_ifpwithaddr } from './in6';
import { solicitedNode } from './in6Groups';
import { IN6_IFF_ANYCAST, IN6_IFF_TENTATIVE } from './in6Var';
import { ND_HLIM } from './ip6Build';
import { nd6_is_addr_neighbor } from './nd6';
import { nd6_cache_lladdr } from './nd6Cache';
import { nd6_dad_ns_input } from './nd6Dad';
import { NO_OPTIONS, operands, targetOf } from './nd6Message';
import { ND_NA_FLAG_OVERRIDE, ND_NA_FLAG_ROUTER, ND_NA_FLAG_SOLICITED, nd6_na_output } from './nd6NbrOutput';
import { type NdOptions, nd6_options } from './nd6Options';
import { in6_setscope, isUnspecified } from './scope6';

const solicitation = decision('nd6_ns_input.valid', {
  question: 'Is the neighbour solicitation valid?',
  outcomes: {
    valid: 'Yes.',
    'hop-limit': {
      malformed: true,
      answer: 'No: its hop limit is {ip6_hlim}, so it may come from another link.',
      verdict: 'the solicitation has hop limit {ip6_hlim}, not 255, so it may come from another link',
    },
    'duplicate-detection': {
      malformed: true,
      answer: 'No: its source is ::, but it is not for a solicited-node group.',
      verdict: 'the solicitation comes from :: and is not for the solicited-node group of {target}',
    },
    'not-neighbor': {
      answer: 'No: {ip6_src} is no neighbour on {rcvif}.',
      verdict: 'the solicitation comes from {ip6_src}, which is no neighbour on {rcvif}',
    },
    'multicast-target': {
      malformed: true,
      answer: 'No: its target is a group.',
      verdict: 'the solicitation asks for {target}, a group',
    },
    options: {
      malformed: true,
      answer: 'No: its options are broken.',
      verdict: 'the options of the solicitation are broken',
    },
  },
  reference: 'RFC 4861 7.1.1; nd6_ns_input (netinet6/nd6_nbr.c)',
});

const solicited = decision('nd6_ns_input.target', {
  question: 'Is the target an address of this interface?',
  outcomes: {
    own: {
      answer: 'Yes: {target} is advertised to {ip6_src}.',
      verdict: 'it asks for the link address of {target}, which is ours',
    },
    'own-to-all': {
      answer: 'Yes: another machine wants {target}, and is told that it is taken.',
      verdict: 'it asks whether {target} is taken, and it is ours',
    },
    tentative: {
      answer: 'Yes, but {target} is tentative still, and another machine wants it.',
      verdict: 'it asks whether {target} is taken, which this machine is asking too',
    },
    'not-ready': {
      answer: 'Yes, but {target} is not ready.',
      verdict: 'it asks for {target}, which is ours but not ready',
    },
    other: {
      answer: 'No: {target} is not an address of {rcvif}.',
      verdict: 'it asks for {target}, which is not an address of {rcvif}',
    },
  },
  reference: 'RFC 4861 7.2.3, 7.2.4; nd6_ns_input (netinet6/nd6_nbr.c)',
});

/** Receives the solicitation at `off` of the packet. */
export function nd6_ns_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'nd6_ns_input', m);
  const ifp = m.rcvif as Ifnet;
  const target = targetOf(m, off, ifp);
  const options = nd6_options(m, off + ND_HDRLEN);
  const outcome = judgeSolicitation(host, m, ifp, target, options);
  decide(host, solicitation, outcome, RECORDING && operands(m, ifp, target));
  if (outcome === solicitation.valid) {
    answerSolicitation(host, m, ifp, target, options ?? NO_OPTIONS);
  } else {
    host.icmp6stat.icp6s_badns++;
    settle(host, DROPPED);
  }
  leave(host);
}

function judgeSolicitation(
  host: Host,
  m: Mbuf,
  ifp: Ifnet,
  target: Uint8Array,
  options: NdOptions | null,
): number {
  if (m.data[m.off + IP6_HLIM] !== ND_HLIM) return solicitation.hopLimit;
  const src = m.off + IP6_SRC;
  const unspecified = isUnspecified(m.data, src);
  if (unspecified && !equalBytes(solicitedNode(target, 0, ifp), 0, m.data, m.off + IP6_DST, 13)) {
    return solicitation.duplicateDetection;
  }
  if (!unspecified && !nd6_is_addr_neighbor(host, m.data.slice(src, src + 16), 0, ifp)) {
    return solicitation.notNeighbor;
  }
  if (target[0] === 0xff) return solicitation.multicastTarget;
  return options === null || (unspecified && options.source !== null)
    ? solicitation.options
    : solicitation.valid;
}

function answerSolicitation(host: Host, m: Mbuf, ifp: Ifnet, target: Uint8Array, options: NdOptions): void {
  const ia = in6ifa_ifpwithaddr(ifp, target, 0);
  const unspecified = isUnspecified(m.data, m.off + IP6_SRC);
  const outcome =
    ia === null
      ? solicited.other
      : (ia.flags & IN6_IFF_NOTREADY) !== 0
        ? unspecified && (ia.flags & IN6_IFF_TENTATIVE) !== 0
          ? solicited.tentative
          : solicited.notReady
        : unspecified
          ? solicited.ownToAll
          : solicited.own;
  if (ia !== null) used(host, ia.origin);
  decide(host, solicited, outcome, RECORDING && operands(m, ifp, target));
  settle(host, DELIVERED);
  if (ia !== null && outcome === solicited.tentative) nd6_dad_ns_input(host, ifp, ia);
  if (ia === null || (outcome !== solicited.own && outcome !== solicited.ownToAll)) return;
  // To a solicitation for our address alone the sender knows our link address already.
  const withLladdr = m.data[m.off + IP6_DST] === 0xff;
  const override = withLladdr && (ia.flags & IN6_IFF_ANYCAST) === 0 ? ND_NA_FLAG_OVERRIDE : 0;
  const flags = override | (host.sysctl.forwarding !== 0 ? ND_NA_FLAG_ROUTER : 0);
  if (unspecified) {
    nd6_na_output(host, ifp, allNodes(ifp), target, flags, withLladdr, m.frame);
    return;
  }
  const src = m.data.slice(m.off + IP6_SRC, m.off + IP6_DST);
  nd6_cache_lladdr(host, ifp, src, options.source, ND_NEIGHBOR_SOLICIT, m.frame);
  nd6_na_output(host, ifp, src, target, flags | ND_NA_FLAG_SOLICITED, withLladdr, m.frame);
}

function allNodes(ifp: Ifnet): Uint8Array {
  const group = Uint8Array.of(0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  in6_setscope(group, 0, ifp);
  return group;
}
