/** The way out: output filters, neighbour and link, and what is told to the sender afterwards. */
import { ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADDR, ND_REDIRECT } from '../../../wire/icmp6';
import { IP6_DST, IP6_HLIM, IP6_SRC } from '../../../wire/ipv6';
import { EMSGSIZE, ENOBUFS, errnoName } from '../../errno';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import type { Rtentry } from '../../net/route';
import { addressOperand, byteOperand, ifOperand, routeOperand } from '../../operands';
import { PFIL_CONSUMED, PFIL_OUT } from '../../surroundings';
import {
  branch,
  branchAfter,
  CONSUMED,
  DROPPED,
  decide,
  decision,
  FORWARDED,
  settle,
  switched,
} from '../../trace';
import { lines } from './source';

const filterPresent = decision('ip6_forward.filter-present', {
  question: 'Is a packet filter attached to IPv6?',
  outcomes: {
    none: 'No.',
    attached: 'Yes: the packet is shown to it.',
  },
  kernel: lines(598, 599),
  reference: 'pfil(9)',
});

/** True when output filters are to be asked. */
export function hasFilters(host: Host): boolean {
  branch(host, 598, !host.pfil6);
  const outcome = decide(
    host,
    filterPresent,
    host.pfil6 ? filterPresent.attached : filterPresent.none,
    RECORDING && { hooked: host.pfil6 },
  );
  return outcome === filterPresent.attached;
}

const outputFilter = decision('ip6_forward.output-filter', {
  question: 'What did the output filters do with the packet?',
  outcomes: {
    blocked: {
      answer: 'They refused it with {error}.',
      verdict: 'an output filter refused it on {outif} ({error})',
    },
    consumed: {
      answer: 'They took it, without an error.',
      verdict: 'an output filter on {outif} took it',
    },
    passed: 'They let it pass.',
  },
  kernel: lines(602, 607),
  reference: 'pfil(9)',
});

/**
 * 0 when the packet passes, PFIL_CONSUMED, or the error number of a refusal. A rewritten destination is not
 * routed again.
 */
export function runOutputFilters(host: Host, m: Mbuf, ifp: Ifnet): number {
  const error = host.surroundings.pfil_run_hooks(host, m, ifp, PFIL_OUT);
  if (!branch(host, 603, error > 0)) branch(host, 605, error === PFIL_CONSUMED);
  const outcome = decide(
    host,
    outputFilter,
    filterOutcome(error),
    RECORDING && { error: errnoName(error), outif: ifOperand(ifp) },
  );
  if (outcome === outputFilter.blocked) settle(host, DROPPED);
  if (outcome === outputFilter.consumed) settle(host, CONSUMED);
  return error;
}

function filterOutcome(error: number): number {
  if (error > 0) return outputFilter.blocked;
  return error === PFIL_CONSUMED ? outputFilter.consumed : outputFilter.passed;
}

const neighborOutput = decision('ip6_forward.neighbor-output', {
  question: 'Did neighbour and link accept the packet?',
  outcomes: {
    accepted: {
      answer: 'Yes: it goes through {outif} to {nexthop}.',
      verdict: 'through {outif} to {nexthop}',
    },
    failed: {
      answer: 'No: {error}.',
      verdict: 'it could not be sent through {outif} to {nexthop} ({error})',
    },
  },
  kernel: lines(610, 623),
  reference: 'RFC 4861 7.2, 7.3',
});

/**
 * Hands the packet to neighbour discovery: 0 or an error number. One that waits for its neighbour counts as
 * forwarded.
 */
export function sendToNeighbor(host: Host, m: Mbuf, rt: Rtentry, origifp: Ifnet, dst: Uint8Array): number {
  const ifp = rt.rt_ifp;
  const nexthop = RECORDING && dst.slice();
  const error = host.surroundings.nd6_output(host, ifp, origifp, m, dst, rt);
  const failed = branch(host, 611, error !== 0);
  const outcome = decide(
    host,
    neighborOutput,
    failed ? neighborOutput.failed : neighborOutput.accepted,
    RECORDING && {
      outif: ifOperand(ifp),
      origifp: ifOperand(origifp),
      nexthop,
      route: routeOperand(rt),
      ip6_src: addressOperand(m, IP6_SRC),
      ip6_dst: addressOperand(m, IP6_DST),
      ip6_hlim: byteOperand(m, IP6_HLIM),
      error: errnoName(error),
    },
  );
  settle(host, outcome === neighborOutput.failed ? DROPPED : FORWARDED);
  countOutput(host, ifp, error);
  return error;
}

function countOutput(host: Host, ifp: Ifnet, error: number): void {
  if (error !== 0) {
    ifp.in6_ifstat.ifs6_out_discard++;
    host.ip6stat.ip6s_cantforward++;
  } else {
    host.ip6stat.ip6s_forward++;
    ifp.in6_ifstat.ifs6_out_forward++;
  }
}

const redirectCount = decision('ip6_forward.redirect-count', {
  question: 'Was a redirect remembered?',
  outcomes: {
    counted: 'Yes: it is counted as sent, before anyone tries.',
    none: 'No.',
  },
  kernel: lines(617, 622),
  reference: 'ip6_forward (netinet6/ip6_forward.c)',
});

/** True when the sender is still to be told of something; false when the forwarded packet is done with. */
export function countRedirect(host: Host, mcopy: Mbuf | null, type: number): boolean {
  const remembered = branch(host, 617, type !== 0);
  const outcome = decide(
    host,
    redirectCount,
    remembered ? redirectCount.counted : redirectCount.none,
    RECORDING && { type },
  );
  if (outcome === redirectCount.counted) {
    host.ip6stat.ip6s_redirectsent++;
    return true;
  }
  return !branchAfter(host, 620, mcopy !== null);
}

const errorCopyMissing = decision('ip6_forward.error-copy-missing', {
  question: 'Is there no copy of the packet to tell its sender with?',
  outcomes: {
    missing: 'Yes: the sender is told nothing.',
    present: 'No: there is one.',
  },
  kernel: lines(625, 627),
  reference: 'ip6_forward (netinet6/ip6_forward.c)',
});

/** Tells the sender how it went, where there is something to tell (senderr). */
export function tellSender(host: Host, mcopy: Mbuf | null, error: number, type: number, rt: Rtentry): void {
  branch(host, 626, mcopy === null);
  decide(
    host,
    errorCopyMissing,
    mcopy === null ? errorCopyMissing.missing : errorCopyMissing.present,
    RECORDING && { copy: mcopy !== null },
  );
  if (mcopy !== null) reportOutcome(host, mcopy, error, type, rt);
}

const errorReport = decision('ip6_forward.error-report', {
  question: 'Which message, if any, answers this outcome?',
  outcomes: {
    sent: 'The packet was sent: at most a redirect.',
    silent: 'None: {error} is not reported.',
    unreachable: 'Destination Unreachable, address unreachable, for {error}.',
  },
  kernel: lines(628, 654),
  reference: 'RFC 4443 3.1 code 3',
});

/**
 * Every error but two becomes "address unreachable", a filter's refusal as well; a redirect that was
 * remembered is forgotten then.
 */
function reportOutcome(host: Host, mcopy: Mbuf, error: number, type: number, rt: Rtentry): void {
  if (RECORDING) switched(host, 628, errnoName(error));
  const outcome = decide(host, errorReport, reportOf(error), RECORDING && { error: errnoName(error) });
  if (outcome === errorReport.sent) sendRedirect(host, mcopy, type, rt);
  if (outcome === errorReport.unreachable)
    host.surroundings.icmp6_error(host, mcopy, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADDR, 0);
}

function reportOf(error: number): number {
  if (error === 0) return errorReport.sent;
  return error === EMSGSIZE || error === ENOBUFS ? errorReport.silent : errorReport.unreachable;
}

const redirectSend = decision('ip6_forward.redirect-send', {
  question: 'Is a redirect to be sent?',
  outcomes: {
    redirect: 'Yes: the sender could use a closer next hop.',
    none: {
      answer: 'No.',
      unreachable:
        'A packet that was sent without a redirect has already given its copy back at ip6_forward.redirect-count.',
    },
  },
  kernel: lines(629, 634),
  reference: 'RFC 4861 8.2',
});

function sendRedirect(host: Host, mcopy: Mbuf, type: number, rt: Rtentry): void {
  const wanted = branch(host, 630, type === ND_REDIRECT);
  const outcome = decide(
    host,
    redirectSend,
    wanted ? redirectSend.redirect : redirectSend.none,
    RECORDING && { type, route: routeOperand(rt) },
  );
  if (outcome === redirectSend.redirect) host.surroundings.icmp6_redirect_output(host, mcopy, rt);
}
