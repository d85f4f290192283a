/** Neighbour solicitations and advertisements received (nd6_ns_input, nd6_na_input in netinet6/nd6_nbr.c; RFC 4861 7.1, 7.2). */
import { equalBytes } from '../../wire/bytes';
import { ND_NEIGHBOR_SOLICIT } from '../../wire/icmp6';
import { IP6_DST, IP6_HLIM, IP6_SRC } from '../../wire/ipv6';
import type { Host } from '../host';
import { type Ifnet, IN6_IFF_ANYCAST } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { random } from '../random';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle, used } from '../trace';
import { IN6_IFF_NOTREADY, in6ifa_ifpwithaddr, solicitedNode } from './in6';
import { ND_HLIM } from './ip6Build';
import {
  type Llinfo,
  ND6_GCTIMER,
  ND6_LLINFO_INCOMPLETE,
  ND6_LLINFO_REACHABLE,
  ND6_LLINFO_STALE,
  nd6_is_addr_neighbor,
  nd6_llinfo_settimer,
  nd6_lookup,
  REACHABLE_TIME,
} from './nd6';
import { nd6_cache_lladdr, releaseHeld } from './nd6Cache';
import { ND_NA_FLAG_OVERRIDE, ND_NA_FLAG_ROUTER, ND_NA_FLAG_SOLICITED, nd6_na_output } from './nd6Ns';
import { type NdOptions, nd6_options } from './nd6Options';
import { addressOperand, byteOperand } from './operands';
import { in6_setscope, isUnspecified } from './scope6';

const ND_FLAGS = 4;
const ND_TARGET = 8;
const ND_HEADER = 24;
const NO_OPTIONS: NdOptions = { source: null, target: null };

const solicitation = decision('nd6_ns_input.valid', {
  question: 'Is the neighbour solicitation valid?',
  outcomes: {
    valid: 'Yes.',
    'hop-limit': {
      answer: 'No: its hop limit is {ip6_hlim}, so it may come from another link.',
      verdict: 'the solicitation has hop limit {ip6_hlim}, not 255, so it may come from another link',
    },
    'duplicate-detection': {
      answer: 'No: its source is ::, but it is not for a solicited-node group.',
      verdict: 'the solicitation comes from :: and is not for the solicited-node group of {target}',
    },
    'not-neighbor': {
      answer: 'No: {ip6_src} is no neighbour on {rcvif}.',
      verdict: 'the solicitation comes from {ip6_src}, which is no neighbour on {rcvif}',
    },
    'multicast-target': {
      answer: 'No: its target is a group.',
      verdict: 'the solicitation asks for {target}, a group',
    },
    options: {
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

const advertisement = decision('nd6_na_input.valid', {
  question: 'Is the neighbour advertisement valid?',
  outcomes: {
    valid: 'Yes.',
    'hop-limit': {
      answer: 'No: its hop limit is {ip6_hlim}, so it may come from another link.',
      verdict: 'the advertisement has hop limit {ip6_hlim}, not 255, so it may come from another link',
    },
    'multicast-target': {
      answer: 'No: its target is a group.',
      verdict: 'the advertisement is of {target}, a group',
    },
    'solicited-multicast': {
      answer: 'No: it claims to answer a solicitation, but is for a group.',
      verdict: 'the advertisement says that it was solicited, but is for a group',
    },
    options: {
      answer: 'No: its options are broken.',
      verdict: 'the options of the advertisement are broken',
    },
  },
  reference: 'RFC 4861 7.1.2; nd6_na_input (netinet6/nd6_nbr.c)',
});

const learned = decision('nd6_na_input.learned', {
  question: 'What does the advertisement change?',
  outcomes: {
    'own-address': {
      answer: 'Nothing: {target} is our own address, which another machine claims.',
      verdict: 'another machine advertises {target}, which is ours',
    },
    'no-entry': {
      answer: 'Nothing: nobody here has asked for {target}.',
      verdict: 'nobody here has asked for {target}',
    },
    'no-address': {
      answer: 'Nothing: it does not tell the link address that was asked for.',
      verdict: 'it does not tell the link address of {target}',
    },
    resolved: {
      answer: 'The link address of {target} is known now.',
      verdict: '{target} answered, and its link address is known now',
    },
    'not-overriding': {
      answer: 'Another link address, which does not override the one known: {target} is in doubt.',
      verdict: 'it tells another link address of {target} without overriding the one known',
    },
    updated: {
      answer: 'What is known of {target} is brought up to date.',
      verdict: 'what is known of {target} is brought up to date',
    },
  },
  reference: 'RFC 4861 7.2.5; nd6_na_input (netinet6/nd6_nbr.c)',
});

/** Receives the solicitation at `off` of the packet. */
export function nd6_ns_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'nd6_ns_input', m);
  const ifp = m.rcvif as Ifnet;
  const target = targetOf(m, off, ifp);
  const options = nd6_options(m, off + ND_HEADER);
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
        ? solicited.notReady
        : unspecified
          ? solicited.ownToAll
          : solicited.own;
  if (ia !== null) used(host, ia.origin);
  decide(host, solicited, outcome, RECORDING && operands(m, ifp, target));
  settle(host, DELIVERED);
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

/** Receives the advertisement at `off` of the packet. */
export function nd6_na_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'nd6_na_input', m);
  const ifp = m.rcvif as Ifnet;
  const target = targetOf(m, off, ifp);
  const options = nd6_options(m, off + ND_HEADER);
  const flags = m.data[m.off + off + ND_FLAGS];
  const outcome = judgeAdvertisement(m, target, flags, options);
  decide(host, advertisement, outcome, RECORDING && operands(m, ifp, target));
  if (outcome === advertisement.valid) {
    learn(host, m, ifp, target, flags, (options ?? NO_OPTIONS).target);
  } else {
    host.icmp6stat.icp6s_badna++;
    settle(host, DROPPED);
  }
  leave(host);
}

function judgeAdvertisement(m: Mbuf, target: Uint8Array, flags: number, options: NdOptions | null): number {
  if (m.data[m.off + IP6_HLIM] !== ND_HLIM) return advertisement.hopLimit;
  if (target[0] === 0xff) return advertisement.multicastTarget;
  if (m.data[m.off + IP6_DST] === 0xff && (flags & ND_NA_FLAG_SOLICITED) !== 0) {
    return advertisement.solicitedMulticast;
  }
  return options === null ? advertisement.options : advertisement.valid;
}

function learn(
  host: Host,
  m: Mbuf,
  ifp: Ifnet,
  target: Uint8Array,
  flags: number,
  lladdr: Uint8Array | null,
): void {
  const ln = nd6_lookup(host, target, 0, ifp);
  const outcome = judgeLearned(ifp, target, flags, ln, lladdr);
  decide(
    host,
    learned,
    outcome,
    RECORDING && { ...operands(m, ifp, target), lladdr: lladdr?.slice() ?? null, flags },
  );
  settle(host, DELIVERED);
  if (ln === null) return;
  if (outcome === learned.notOverriding) {
    if (ln.ln_state === ND6_LLINFO_REACHABLE) setState(host, ln, ND6_LLINFO_STALE, m.frame);
    return;
  }
  if (outcome !== learned.resolved && outcome !== learned.updated) return;
  update(host, ln, flags, lladdr, m.frame);
  ln.ln_router = (flags & ND_NA_FLAG_ROUTER) !== 0;
  ln.ln_asked = 0;
  releaseHeld(host, ln);
}

function judgeLearned(
  ifp: Ifnet,
  target: Uint8Array,
  flags: number,
  ln: Llinfo | null,
  lladdr: Uint8Array | null,
): number {
  if (in6ifa_ifpwithaddr(ifp, target, 0) !== null) return learned.ownAddress;
  if (ln === null) return learned.noEntry;
  if (ln.ln_state <= ND6_LLINFO_INCOMPLETE) return lladdr === null ? learned.noAddress : learned.resolved;
  const overrides = (flags & ND_NA_FLAG_OVERRIDE) !== 0;
  return !overrides && isOther(ln, lladdr) ? learned.notOverriding : learned.updated;
}

function isOther(ln: Llinfo, lladdr: Uint8Array | null): boolean {
  return lladdr !== null && ln.lladdr !== null && !equalBytes(ln.lladdr, 0, lladdr, 0, 6);
}

/** A solicited answer proves that the neighbour is reachable; another one tells at most its address. */
function update(host: Host, ln: Llinfo, flags: number, lladdr: Uint8Array | null, frame: number): void {
  const fresh = ln.ln_state <= ND6_LLINFO_INCOMPLETE || isOther(ln, lladdr);
  if (lladdr !== null) ln.lladdr = lladdr;
  if ((flags & ND_NA_FLAG_SOLICITED) !== 0) setState(host, ln, ND6_LLINFO_REACHABLE, frame);
  else if (fresh) setState(host, ln, ND6_LLINFO_STALE, frame);
}

function setState(host: Host, ln: Llinfo, state: number, frame: number): void {
  ln.ln_state = state;
  if (ln.permanent) return;
  const ms = state === ND6_LLINFO_REACHABLE ? reachableTime(host) : ND6_GCTIMER * 1000;
  nd6_llinfo_settimer(host, ln, ms, frame);
}

/** Between half and one and a half times REACHABLE_TIME, so that hosts do not fall silent together (RFC 4861 6.3.2). */
function reachableTime(host: Host): number {
  return Math.floor(REACHABLE_TIME * (0.5 + random(host) / 2 ** 32));
}

function targetOf(m: Mbuf, off: number, ifp: Ifnet): Uint8Array {
  const target = m.data.slice(m.off + off + ND_TARGET, m.off + off + ND_TARGET + 16);
  in6_setscope(target, 0, ifp);
  return target;
}

function operands(m: Mbuf, ifp: Ifnet, target: Uint8Array) {
  return {
    ip6_src: addressOperand(m, IP6_SRC),
    ip6_dst: addressOperand(m, IP6_DST),
    ip6_hlim: byteOperand(m, IP6_HLIM),
    rcvif: { value: ifp.name, origin: ifp.origin },
    target: target.slice(),
  };
}
