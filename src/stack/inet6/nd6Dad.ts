/**
 * Duplicate address detection: whether an address is free before it is used (netinet6/nd6_nbr.c; RFC 4862
 * 5.4).
 */
import { equalBytes } from '../../wire/bytes';
import { MILLISECOND } from '../clock';
import type { Host } from '../host';
import { IFF_UP, type Ifnet } from '../net/if';
import { type Timer, timer_start, timer_stop } from '../net/timer';
import { ifOperand, scopedText } from '../operands';
import { random } from '../random';
import { decide, decision, enter, leave, log } from '../trace';
import { in6_interfaceId } from './in6';
import {
  IN6_IFF_ANYCAST,
  IN6_IFF_DUPLICATED,
  IN6_IFF_TENTATIVE,
  type In6Ifaddr,
  ND6_IFF_IFDISABLED,
} from './in6Var';
import { nd6_dad_ns_output } from './nd6NbrOutput';

/** Nanoseconds within which the first probe is sent (MAX_RTR_SOLICITATION_DELAY, RFC 4861 10). */
const DELAY = 1e9;

/** The detection under way for one address (struct dadq). */
export interface Dadq {
  ia: In6Ifaddr;
  ifp: Ifnet;
  /** Probes to send. */
  dad_count: number;
  /** Probes sent, and probes and advertisements of others received. */
  dad_ns_ocount: number;
  dad_ns_icount: number;
  dad_na_icount: number;
  dad_timer: Timer | null;
  /** The capture frame that led to it, 0 for none. */
  frame: number;
}

const start = decision('nd6_dad_start.needed', {
  question: 'Must {addr} be proved to be free?',
  outcomes: {
    yes: 'Yes: it is asked for {count} times before it is used.',
    anycast: 'No: an anycast address may have many owners.',
    'switched-off': 'No: net.inet6.ip6.dad_count is 0.',
    'interface-down': 'Yes, but {ifp} is down: it stays tentative.',
    'under-way': 'That is under way.',
  },
  reference: 'RFC 4862 5.4; nd6_dad_start (netinet6/nd6_nbr.c)',
});

const result = decision('nd6_dad_timer.result', {
  question: 'Is {addr} free?',
  outcomes: {
    'ask-again': 'Not known yet: {sent} of {count} probes are sent.',
    free: 'Yes: nobody else has it, and it may be used.',
    taken: 'No: {heard} probes of others were heard.',
  },
  reference: 'RFC 4862 5.4; nd6_dad_timer (netinet6/nd6_nbr.c)',
});

const duplicated = decision('nd6_dad_duplicated.interface', {
  question: 'Can the interface go on without {addr}, which another machine has?',
  outcomes: {
    'address-only': 'Yes: only this address is never used.',
    disabled:
      'No: the address was made from the link address, so that is not unique either; IPv6 is switched off.',
  },
  reference: 'RFC 4862 5.4.5; nd6_dad_duplicated (netinet6/nd6_nbr.c)',
});

const others = decision('nd6_dad_ns_input.probe', {
  question: 'Another machine wants {addr}. Who has it?',
  outcomes: {
    'other-first': 'The other: it asked before this machine did.',
    both: 'Nobody: it is noted that both asked.',
  },
  reference: 'RFC 4862 5.4.3; nd6_dad_ns_input (netinet6/nd6_nbr.c)',
});

function find(host: Host, ia: In6Ifaddr): Dadq | null {
  return host.dadq.find(dp => dp.ia === ia) ?? null;
}

/**
 * Proves that a tentative address is free; with `delayed` the first probe waits up to a second, as after an
 * event that all machines of a link see.
 */
export function nd6_dad_start(host: Host, ifp: Ifnet, ia: In6Ifaddr, delayed: boolean, frame: number): void {
  enter(host, 'nd6_dad_start', null);
  const outcome = needed(host, ifp, ia);
  const count = host.sysctl.dad_count;
  decide(host, start, outcome, RECORDING && { addr: ia.addr.slice(), ifp: ifOperand(ifp), count });
  if (outcome === start.anycast || outcome === start.switchedOff) ia.flags &= ~IN6_IFF_TENTATIVE;
  if (outcome === start.yes) {
    const dp: Dadq = {
      ia,
      ifp,
      dad_count: count,
      dad_ns_ocount: 0,
      dad_ns_icount: 0,
      dad_na_icount: 0,
      dad_timer: null,
      frame,
    };
    host.dadq.push(dp);
    if (delayed) startTimer(host, dp, Math.floor((random(host) / 2 ** 32) * DELAY));
    else probe(host, dp);
  }
  leave(host);
}

function needed(host: Host, ifp: Ifnet, ia: In6Ifaddr): number {
  if ((ia.flags & IN6_IFF_ANYCAST) !== 0) return start.anycast;
  if (host.sysctl.dad_count === 0) return start.switchedOff;
  if ((ifp.flags & IFF_UP) === 0) return start.interfaceDown;
  return find(host, ia) === null ? start.yes : start.underWay;
}

function startTimer(host: Host, dp: Dadq, delayNs: number): void {
  dp.dad_timer = timer_start(host, delayNs, 'nd6_dad_timer', dp, dp.frame);
}

function probe(host: Host, dp: Dadq): void {
  dp.dad_ns_ocount++;
  nd6_dad_ns_output(host, dp.ifp, dp.ia.addr, dp.frame);
  startTimer(host, dp, dp.ifp.nd.retrans * MILLISECOND);
}

/** The time for an answer to a probe is over. */
export function nd6_dad_timer(host: Host, dp: Dadq): void {
  enter(host, 'nd6_dad_timer', null);
  dp.dad_timer = null;
  const heard = dp.dad_ns_icount + dp.dad_na_icount;
  const outcome = dp.dad_ns_ocount < dp.dad_count ? result.askAgain : heard > 0 ? result.taken : result.free;
  decide(
    host,
    result,
    outcome,
    RECORDING && { addr: dp.ia.addr.slice(), sent: dp.dad_ns_ocount, count: dp.dad_count, heard },
  );
  if (outcome === result.askAgain) probe(host, dp);
  else if (outcome === result.taken) nd6_dad_duplicated(host, dp.ifp, dp.ia);
  else {
    dp.ia.flags &= ~IN6_IFF_TENTATIVE;
    nd6_dad_stop(host, dp.ia);
  }
  leave(host);
}

/** Ends the detection for an address without a result. */
export function nd6_dad_stop(host: Host, ia: In6Ifaddr): void {
  const dp = find(host, ia);
  if (dp === null) return;
  timer_stop(host, dp.dad_timer);
  host.dadq.splice(host.dadq.indexOf(dp), 1);
}

/** Another machine has the address: it is never used here. */
function nd6_dad_duplicated(host: Host, ifp: Ifnet, ia: In6Ifaddr): void {
  const dp = find(host, ia);
  const fromHardware = linkLocalOf(host, ifp);
  const outcome = equalBytes(ia.addr, 0, fromHardware, 0, 16) ? duplicated.disabled : duplicated.addressOnly;
  decide(host, duplicated, outcome, RECORDING && { addr: ia.addr.slice(), ifp: ifOperand(ifp) });
  log(
    host,
    0,
    `${ifp.name}: DAD detected duplicate IPv6 address ${scopedText(ia.addr)}: NS in/out=${dp?.dad_ns_icount ?? 0}/${dp?.dad_ns_ocount ?? 0}, NA in=${dp?.dad_na_icount ?? 0}`,
  );
  ia.flags = (ia.flags & ~IN6_IFF_TENTATIVE) | IN6_IFF_DUPLICATED;
  nd6_dad_stop(host, ia);
  if (outcome === duplicated.disabled) ifp.nd.flags |= ND6_IFF_IFDISABLED;
}

/**
 * The link-local address that follows from the interface's own link address; all zero for one that has none.
 */
function linkLocalOf(host: Host, ifp: Ifnet): Uint8Array {
  const addr = new Uint8Array(16);
  if (ifp.lladdr.length !== 6) return addr;
  addr.set([0xfe, 0x80, ifp.zones[2] >>> 8, ifp.zones[2]]);
  in6_interfaceId(host, ifp, addr);
  return addr;
}

/** Another machine probes for an address of ours that is still tentative. */
export function nd6_dad_ns_input(host: Host, ifp: Ifnet, ia: In6Ifaddr): void {
  enter(host, 'nd6_dad_ns_input', null);
  const dp = find(host, ia);
  const asked = dp !== null && dp.dad_ns_ocount > 0;
  decide(host, others, asked ? others.both : others.otherFirst, RECORDING && { addr: ia.addr.slice() });
  if (dp !== null) dp.dad_ns_icount++;
  if (!asked) nd6_dad_duplicated(host, ifp, ia);
  leave(host);
}

/** Another machine advertises an address of ours that is still tentative. */
export function nd6_dad_na_input(host: Host, ifp: Ifnet, ia: In6Ifaddr): void {
  enter(host, 'nd6_dad_na_input', null);
  const dp = find(host, ia);
  if (dp !== null) dp.dad_na_icount++;
  nd6_dad_duplicated(host, ifp, ia);
  leave(host);
}
