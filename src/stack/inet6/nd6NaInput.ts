/** Neighbour advertisements received (nd6_na_input in netinet6/nd6_nbr.c; RFC 4861 7.1.2, 7.2.5). */
import { equalBytes } from '../../wire/bytes';
import { ND_FLAGS, ND_HDRLEN } from '../../wire/icmp6';
import { IP6_DST, IP6_HLIM } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { random } from '../random';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { in6ifa_ifpwithaddr } from './in6';
import { IN6_IFF_TENTATIVE } from './in6Var';
import { ND_HLIM } from './ip6Build';
import {
  type Llinfo,
  ND6_GCTIMER,
  ND6_LLINFO_INCOMPLETE,
  ND6_LLINFO_REACHABLE,
  ND6_LLINFO_STALE,
  nd6_llinfo_settimer,
  nd6_lookup,
} from './nd6';
import { releaseHeld } from './nd6Cache';
import { nd6_dad_na_input } from './nd6Dad';
import { NO_OPTIONS, operands, targetOf } from './nd6Message';
import { ND_NA_FLAG_OVERRIDE, ND_NA_FLAG_ROUTER, ND_NA_FLAG_SOLICITED } from './nd6NbrOutput';
import { type NdOptions, nd6_options } from './nd6Options';
import { defrouter_lookup, defrtrlist_del, rt6_flush } from './rtr/defrouter';
import { pfxlist_onlink_check } from './rtr/onlinkCheck';

const advertisement = decision('nd6_na_input.valid', {
  question: 'Is the neighbour advertisement valid?',
  outcomes: {
    valid: 'Yes.',
    'hop-limit': {
      malformed: true,
      answer: 'No: its hop limit is {ip6_hlim}, so it may come from another link.',
      verdict: 'the advertisement has hop limit {ip6_hlim}, not 255, so it may come from another link',
    },
    'multicast-target': {
      malformed: true,
      answer: 'No: its target is a group.',
      verdict: 'the advertisement is of {target}, a group',
    },
    'solicited-multicast': {
      malformed: true,
      answer: 'No: it claims to answer a solicitation, but is for a group.',
      verdict: 'the advertisement says that it was solicited, but is for a group',
    },
    options: {
      malformed: true,
      answer: 'No: its options are broken.',
      verdict: 'the options of the advertisement are broken',
    },
  },
  reference: 'RFC 4861 7.1.2; nd6_na_input (netinet6/nd6_nbr.c)',
});

const learned = decision('nd6_na_input.learned', {
  question: 'What does the advertisement change?',
  outcomes: {
    duplicate: {
      answer: '{target} is not ours, as was to be proved: another machine has it.',
      verdict: 'another machine has {target}, which this machine wanted',
    },
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

/** Receives the advertisement at `off` of the packet. */
export function nd6_na_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'nd6_na_input', m);
  const ifp = m.rcvif as Ifnet;
  const target = targetOf(m, off, ifp);
  const options = nd6_options(m, off + ND_HDRLEN);
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
  const own = in6ifa_ifpwithaddr(ifp, target, 0);
  if (own !== null && outcome === learned.duplicate) nd6_dad_na_input(host, ifp, own);
  if (ln === null) return;
  if (outcome === learned.notOverriding) {
    if (ln.ln_state === ND6_LLINFO_REACHABLE) setState(host, ln, ND6_LLINFO_STALE, m.frame);
    return;
  }
  if (outcome !== learned.resolved && outcome !== learned.updated) return;
  update(host, ln, flags, lladdr, m.frame);
  learnRouter(host, ln, (flags & ND_NA_FLAG_ROUTER) !== 0, outcome === learned.resolved, m.frame);
  ln.ln_asked = 0;
  releaseHeld(host, ln);
}

/**
 * A router that is one no longer is no default router either; one that was found again may bring its prefixes
 * back.
 */
function learnRouter(host: Host, ln: Llinfo, router: boolean, resolved: boolean, frame: number): void {
  const was = ln.ln_router;
  ln.ln_router = router;
  if (resolved && router) pfxlist_onlink_check(host, frame);
  if (resolved || !was || router || host.sysctl.forwarding !== 0) return;
  const dr = defrouter_lookup(host, ln.addr, ln.ifp);
  if (dr !== null) defrtrlist_del(host, dr);
  else rt6_flush(host, ln.addr, ln.ifp);
}

function judgeLearned(
  ifp: Ifnet,
  target: Uint8Array,
  flags: number,
  ln: Llinfo | null,
  lladdr: Uint8Array | null,
): number {
  const own = in6ifa_ifpwithaddr(ifp, target, 0);
  if (own !== null) return (own.flags & IN6_IFF_TENTATIVE) !== 0 ? learned.duplicate : learned.ownAddress;
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
  const ms = state === ND6_LLINFO_REACHABLE ? reachableTime(host, ln.ifp) : ND6_GCTIMER * 1000;
  nd6_llinfo_settimer(host, ln, ms, frame);
}

/**
 * Between half and one and a half times the link's reachable time, so that hosts do not fall silent together
 * (RFC 4861 6.3.2).
 */
function reachableTime(host: Host, ifp: Ifnet): number {
  return Math.floor(ifp.nd.basereachable * (0.5 + random(host) / 2 ** 32));
}
