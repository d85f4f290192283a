/**
 * The first report of a group and the Done at its end (mld_start_listening, mld_stop_listening). RFC 2710 5.
 */

import { equalBytes } from '../../../wire/bytes';
import { MLD_LISTENER_DONE, MLD_LISTENER_REPORT } from '../../../wire/icmp6';
import type { Host } from '../../host';
import { branch, decide, decision, enter, leave } from '../../trace';
import { IN6M_TIMER_UNDEF, type In6Multi, MLD_IREPORTEDLAST, MLD_OTHERLISTENER } from '../in6Var';
import { IPV6_ADDR_SCOPE_INTFACELOCAL, IPV6_ADDR_SCOPE_LINKLOCAL } from '../scope6';
import { mld_sendpkt } from './send';
import { setscope } from './setscope';
import { lines } from './source';
import { listenerState } from './states';
import { mld_starttimer } from './timer';

/** Seconds within which a first report is repeated (RFC 2710 7.10). */
const MLD_UNSOLICITED_REPORT_INTERVAL = 10;

/** ff02::1 and ff02::2, without their zone. */
export const LINKLOCAL_ALLNODES = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const LINKLOCAL_ALLROUTERS = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);

/** The scope that a group's address says, 0..15 (IPV6_ADDR_MC_SCOPE). */
export function groupScope(in6m: In6Multi): number {
  return in6m.in6m_addr[1] & 0x0f;
}

const zone = decision('mld_start_listening.zone', {
  question: 'Has ff02::1 a zone on {ifp}?',
  outcomes: {
    known: 'Yes.',
    // The kernel goes on, and what it sets here is overwritten by the next decision.
    none: 'No: {ifp} has no scope zones, so that ff02::1 will not be recognised.',
  },
  kernel: lines(280, 285),
  reference: 'RFC 4007 6; mld_start_listening (netinet6/mld6.c)',
});

const reportable = decision('mld_start_listening.reportable', {
  question: 'Is {group} a group that is reported?',
  outcomes: {
    silent: 'No: neither ff02::1 nor groups of scope 0 or 1 are (scope {scope}).',
    reported: 'Yes: at once, and again within {interval} s.',
  },
  kernel: lines(286, 297),
  reference: 'RFC 2710 5, 7.10',
});

/**
 * Announces a group: one report now, another by timer. `frame` is the capture frame that led to it, 0 for
 * none.
 */
export function mld_start_listening(host: Host, in6m: In6Multi, frame: number): void {
  enter(host, 'mld_start_listening', null);
  const allNodes = LINKLOCAL_ALLNODES.slice();
  const unzoned = !setscope(host, allNodes, in6m.in6m_ifp, null);
  branch(host, 281, unzoned);
  decide(host, zone, unzoned ? zone.none : zone.known, RECORDING && { ifp: in6m.in6m_ifp.name });
  if (unzoned) {
    in6m.in6m_timer = 0;
    in6m.in6m_state = MLD_OTHERLISTENER;
  }
  if (isReportable(host, in6m, allNodes)) report(host, in6m, frame);
  else {
    in6m.in6m_timer = IN6M_TIMER_UNDEF;
    in6m.in6m_state = MLD_OTHERLISTENER;
  }
  leave(host);
}

function isReportable(host: Host, in6m: In6Multi, allNodes: Uint8Array): boolean {
  const scope = groupScope(in6m);
  const silent = equalBytes(in6m.in6m_addr, 0, allNodes, 0, 16) || scope < IPV6_ADDR_SCOPE_LINKLOCAL;
  branch(host, 286, silent);
  const outcome = decide(
    host,
    reportable,
    silent ? reportable.silent : reportable.reported,
    RECORDING && { group: in6m.in6m_addr.slice(), scope, interval: MLD_UNSOLICITED_REPORT_INTERVAL },
  );
  return outcome === reportable.reported;
}

/**
 * The state says that we reported even where nothing could be sent. At time zero both reports lie in the
 * past.
 */
function report(host: Host, in6m: In6Multi, frame: number): void {
  in6m.in6m_timer = IN6M_TIMER_UNDEF;
  in6m.in6m_state = MLD_IREPORTEDLAST;
  if (!host.settled) return;
  mld_sendpkt(host, in6m, MLD_LISTENER_REPORT, null, frame);
  const range = MLD_UNSOLICITED_REPORT_INTERVAL * host.options.hz;
  in6m.in6m_timer = host.surroundings.arc4random(host) % range;
  mld_starttimer(host, in6m, frame);
}

const allNodesZone = decision('mld_stop_listening.allnodes-zone', {
  question: 'Has ff02::1 a zone on {ifp}?',
  outcomes: {
    known: 'Yes.',
    none: 'No: {ifp} has no scope zones, and nobody is told that we leave.',
  },
  kernel: lines(305, 309),
  reference: 'RFC 4007 6; mld_stop_listening (netinet6/mld6.c)',
});

const allRoutersZone = decision('mld_stop_listening.allrouters-zone', {
  question: 'Has ff02::2 a zone on {ifp}?',
  outcomes: {
    known: 'Yes.',
    none: {
      answer: 'No: nobody is told that we leave.',
      unreachable: 'ff02::1 of the same interface had a zone, and both are of link scope.',
    },
  },
  kernel: lines(310, 314),
  reference: 'RFC 4007 6; mld_stop_listening (netinet6/mld6.c)',
});

const doneNeeded = decision('mld_stop_listening.done-needed', {
  question: 'Were we the last to report {group}, so that routers must hear that we leave?',
  outcomes: {
    done: 'Yes: a Done goes to all routers.',
    silent: 'No (state {state}, scope {scope}): nothing is sent.',
  },
  kernel: lines(316, 321),
  reference: 'RFC 2710 4, 5',
});

/** Tells routers that nobody here listens to a group any more, if we told them last that somebody does. */
export function mld_stop_listening(host: Host, in6m: In6Multi): void {
  if (!host.settled) return;
  enter(host, 'mld_stop_listening', null);
  const allNodes = LINKLOCAL_ALLNODES.slice();
  const allRouters = LINKLOCAL_ALLROUTERS.slice();
  if (hasAllNodesZone(host, in6m, allNodes) && hasAllRoutersZone(host, in6m, allRouters)) {
    if (isDoneNeeded(host, in6m, allNodes)) mld_sendpkt(host, in6m, MLD_LISTENER_DONE, allRouters, 0);
  }
  leave(host);
}

function hasAllNodesZone(host: Host, in6m: In6Multi, allNodes: Uint8Array): boolean {
  const none = branch(host, 306, !setscope(host, allNodes, in6m.in6m_ifp, null));
  const outcome = none ? allNodesZone.none : allNodesZone.known;
  return decide(host, allNodesZone, outcome, RECORDING && { ifp: in6m.in6m_ifp.name }) === allNodesZone.known;
}

function hasAllRoutersZone(host: Host, in6m: In6Multi, allRouters: Uint8Array): boolean {
  const none = branch(host, 311, !setscope(host, allRouters, in6m.in6m_ifp, null));
  const outcome = none ? allRoutersZone.none : allRoutersZone.known;
  return (
    decide(host, allRoutersZone, outcome, RECORDING && { ifp: in6m.in6m_ifp.name }) === allRoutersZone.known
  );
}

function isDoneNeeded(host: Host, in6m: In6Multi, allNodes: Uint8Array): boolean {
  const scope = groupScope(in6m);
  const done =
    in6m.in6m_state === MLD_IREPORTEDLAST &&
    !equalBytes(in6m.in6m_addr, 0, allNodes, 0, 16) &&
    scope > IPV6_ADDR_SCOPE_INTFACELOCAL;
  branch(host, 316, done);
  const outcome = decide(
    host,
    doneNeeded,
    done ? doneNeeded.done : doneNeeded.silent,
    RECORDING && { group: in6m.in6m_addr.slice(), state: listenerState(in6m.in6m_state), scope },
  );
  return outcome === doneNeeded.done;
}
