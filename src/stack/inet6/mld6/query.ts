/** A query of a router: which of our groups must be reported, and when (RFC 2710 5). */
import { equalBytes, get16 } from '../../../wire/bytes';
import { MLD_ADDR, MLD_LISTENER_REPORT, MLD_MAXDELAY } from '../../../wire/icmp6';
import type { Host } from '../../host';
import { IFF_LOOPBACK, type Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { addressOperand, ifOperand } from '../../operands';
import { branch, decide, decision, Panic, used } from '../../trace';
import {
  IN6M_TIMER_UNDEF,
  type In6Ifaddr,
  type In6Multi,
  MLD_IREPORTEDLAST,
  MLD_REPORTPENDING,
} from '../in6Var';
import { IPV6_ADDR_SCOPE_LINKLOCAL, isUnspecified } from '../scope6';
import { groupScope, LINKLOCAL_ALLNODES } from './listening';
import { mld_sendpkt } from './send';
import { setscope } from './setscope';
import { lines } from './source';
import { listenerState } from './states';
import { mld_starttimer, mld_stoptimer, mld_timerresid } from './timer';

const loopback = decision('mld_input.query-loopback', {
  question: 'Did the query come by a loopback interface?',
  outcomes: { link: 'No: by {rcvif}.', loopback: 'Yes: by {rcvif}, so it is ignored.' },
  kernel: lines(396, 397),
  reference: 'mld_input (netinet6/mld6.c)',
});

const queriedGroup = decision('mld_input.query-group', {
  question: 'Is the query about all groups (::) or about one?',
  outcomes: {
    general: 'About all.',
    specific: 'About {group}.',
    'not-multicast': 'About neither: {group} is no group, so the query is ignored.',
  },
  kernel: lines(399, 401),
  reference: 'RFC 2710 3.6, 5',
});

const allNodesZone = decision('mld_input.query-allnodes-zone', {
  question: 'Has ff02::1 a zone on {rcvif}?',
  outcomes: {
    known: 'Yes.',
    none: 'No: the query is ignored.',
  },
  kernel: lines(403, 407),
  reference: 'RFC 4007 6; mld_input (netinet6/mld6.c)',
});

const firstAddress = decision('mld_input.query-address', {
  question: 'Has {rcvif} an IPv6 address, on which its groups hang?',
  outcomes: {
    found: 'Yes: {ia}, with {groups} groups.',
    none: 'No: the query is ignored.',
  },
  kernel: lines(419, 423),
  reference: 'mld_input (netinet6/mld6.c): IFP_TO_IA6',
});

const record = decision('mld_input.query-record', {
  question: 'Does the query apply to {group}?',
  outcomes: {
    applies: 'Yes.',
    'never-reported': 'No: ff02::1 and groups of scope 0 or 1 are never reported.',
    'report-pending': 'No: its first report is still to come.',
    'other-group': 'No: it is about {queried}.',
  },
  kernel: lines(425, 436),
  reference: 'RFC 2710 5',
});

const immediate = decision('mld_input.query-immediate', {
  question: 'Is the answer due at once?',
  outcomes: {
    now: 'Yes: the maximum response delay is 0.',
    delayed: 'No: it is due within {maxdelay} ms.',
  },
  kernel: lines(438, 442),
  reference: 'RFC 2710 3.4, 5',
});

const delay = decision('mld_input.query-delay', {
  question: 'Must the timer of {group} be started?',
  outcomes: {
    start: 'Yes: none runs.',
    shorten: 'Yes, anew: it would run for {remaining} ms, longer than {maxdelay} ms.',
    keep: 'No: it runs for {remaining} ms, and {maxdelay} ms are allowed.',
  },
  kernel: lines(443, 448),
  reference: 'RFC 2710 5',
});

const random = decision('mld_input.query-random', {
  question: 'How many ticks are chosen at random, of those that {maxdelay} ms are at hz {hz}?',
  outcomes: {
    chosen: '{ticks} of {range}.',
    panic: {
      answer: 'None: {maxdelay} ms are less than one tick, and the kernel divides by 0.',
      verdict:
        'a maximum response delay of {maxdelay} ms is less than one tick at hz {hz}, so the kernel divides by zero',
    },
  },
  kernel: lines(445, 447),
  reference: 'RFC 2710 5; mended in revision 1.47 of netinet6/mld6.c',
});

/**
 * Takes a query about `group` (zone embedded) whose message begins at `off`. Throws Panic when the kernel
 * stops.
 */
export function queryInput(host: Host, m: Mbuf, off: number, ifp: Ifnet, group: Uint8Array): void {
  if (isLoopback(host, ifp) || !isAboutGroups(host, m, off, group)) return;
  const allNodes = LINKLOCAL_ALLNODES.slice();
  if (!hasAllNodesZone(host, m, ifp, allNodes)) return;
  const maxdelay = get16(m.data, m.off + off + MLD_MAXDELAY);
  const ia = addressOf(host, ifp);
  if (ia === null) return;
  for (const in6m of ia.ia6_multiaddrs) {
    if (applies(host, in6m, allNodes, group)) answer(host, in6m, maxdelay, m.frame);
  }
}

function isLoopback(host: Host, ifp: Ifnet): boolean {
  const loops = branch(host, 396, (ifp.flags & IFF_LOOPBACK) !== 0);
  const outcome = loops ? loopback.loopback : loopback.link;
  return decide(host, loopback, outcome, RECORDING && { rcvif: ifOperand(ifp) }) === loopback.loopback;
}

function isAboutGroups(host: Host, m: Mbuf, off: number, group: Uint8Array): boolean {
  const general = isUnspecified(group, 0);
  const neither = branch(host, 399, !general && group[0] !== 0xff);
  const outcome = decide(
    host,
    queriedGroup,
    neither ? queriedGroup.notMulticast : general ? queriedGroup.general : queriedGroup.specific,
    RECORDING && { group: addressOperand(m, off + MLD_ADDR) },
  );
  return outcome !== queriedGroup.notMulticast;
}

function hasAllNodesZone(host: Host, m: Mbuf, ifp: Ifnet, allNodes: Uint8Array): boolean {
  const none = branch(host, 404, !setscope(host, allNodes, ifp, m));
  const outcome = none ? allNodesZone.none : allNodesZone.known;
  return decide(host, allNodesZone, outcome, RECORDING && { rcvif: ifp.name }) === allNodesZone.known;
}

function addressOf(host: Host, ifp: Ifnet): In6Ifaddr | null {
  const ia = ifp.addresses.length > 0 ? ifp.addresses[0] : null;
  branch(host, 422, ia === null);
  decide(
    host,
    firstAddress,
    ia === null ? firstAddress.none : firstAddress.found,
    RECORDING && {
      rcvif: ifp.name,
      ia: { value: ia?.addr.slice() ?? null, origin: ia?.origin ?? null },
      groups: ia?.ia6_multiaddrs.length ?? 0,
    },
  );
  return ia;
}

function applies(host: Host, in6m: In6Multi, allNodes: Uint8Array, queried: Uint8Array): boolean {
  const outcome = judge(host, in6m, allNodes, queried);
  used(host, in6m.origin);
  decide(
    host,
    record,
    outcome,
    RECORDING && {
      group: in6m.in6m_addr.slice(),
      queried: queried.slice(),
      state: listenerState(in6m.in6m_state),
    },
  );
  return outcome === record.applies;
}

function judge(host: Host, in6m: In6Multi, allNodes: Uint8Array, queried: Uint8Array): number {
  const group = in6m.in6m_addr;
  const never = equalBytes(group, 0, allNodes, 0, 16) || groupScope(in6m) < IPV6_ADDR_SCOPE_LINKLOCAL;
  if (branch(host, 426, never)) return record.neverReported;
  if (branch(host, 431, in6m.in6m_state === MLD_REPORTPENDING)) return record.reportPending;
  const other = !isUnspecified(queried, 0) && !equalBytes(queried, 0, group, 0, 16);
  return branch(host, 434, other) ? record.otherGroup : record.applies;
}

/** Reports the group now, or sees that its timer ends in time; `frame` is the query's. */
function answer(host: Host, in6m: In6Multi, maxdelay: number, frame: number): void {
  const now = branch(host, 438, maxdelay === 0);
  decide(host, immediate, now ? immediate.now : immediate.delayed, RECORDING && { maxdelay });
  if (now) {
    mld_stoptimer(host, in6m);
    mld_sendpkt(host, in6m, MLD_LISTENER_REPORT, null, frame);
    in6m.in6m_state = MLD_IREPORTEDLAST;
  } else if (mustStart(host, in6m, maxdelay)) {
    in6m.in6m_timer = randomDelay(host, maxdelay);
    mld_starttimer(host, in6m, frame);
  }
}

function mustStart(host: Host, in6m: In6Multi, maxdelay: number): boolean {
  const idle = in6m.in6m_timer === IN6M_TIMER_UNDEF;
  const remaining = idle ? 0 : mld_timerresid(host, in6m);
  const starts = branch(host, 443, idle || remaining > maxdelay);
  const outcome = idle ? delay.start : starts ? delay.shorten : delay.keep;
  decide(
    host,
    delay,
    outcome,
    RECORDING && { group: in6m.in6m_addr.slice(), remaining: idle ? 'none' : remaining, maxdelay },
  );
  return starts;
}

/** Ticks, fewer than the delay allows. A delay of less than one tick stops the machine. */
function randomDelay(host: Host, maxdelay: number): number {
  const { hz } = host.options;
  const range = Math.floor((maxdelay * hz) / 1000);
  const ticks = range === 0 ? 0 : host.surroundings.arc4random(host) % range;
  decide(
    host,
    random,
    range === 0 ? random.panic : random.chosen,
    RECORDING && { maxdelay, hz, range, ticks },
  );
  if (range === 0) throw new Panic('divide-by-zero');
  return ticks;
}
