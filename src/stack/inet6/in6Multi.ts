/** The groups that interfaces listen to (in6_addmulti, in6_delmulti in netinet6/mld6.c). */
import { equalBytes } from '../../wire/bytes';
import { EADDRNOTAVAIL, ENOBUFS, ENXIO, errnoName } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import type { Ifnet } from '../net/if';
import { timer_stop } from '../net/timer';
import { NO_IOCTL, SIOCADDMULTI, SIOCDELMULTI } from '../surroundings';
import { branch, branchAfter, decide, decision, enter, leave, type Origin, Panic } from '../trace';
import {
  IN6M_TIMER_UNDEF,
  type In6Ifaddr,
  type In6Multi,
  MLD_OTHERLISTENER,
  MLD_REPORTPENDING,
} from './in6Var';
import { mld_start_listening, mld_stop_listening } from './mld6/listening';
import { lines } from './mld6/source';
import { listenerState } from './mld6/states';
import { mld_starttimer, mld_stoptimer } from './mld6/timer';

/**
 * The interface's first IPv6 address in the order of configuration, on which its groups hang, or null
 * (IFP_TO_IA6).
 */
export function firstAddress(ifp: Ifnet): In6Ifaddr | null {
  return ifp.addresses.length > 0 ? ifp.addresses[0] : null;
}

/**
 * The group's record when the interface listens to it (16 bytes at `off`, zone embedded), or null
 * (IN6_LOOKUP_MULTI).
 */
export function in6_lookup_multi(ifp: Ifnet, addr: Uint8Array, off: number): In6Multi | null {
  if (ifp.addresses.length === 0) return null;
  const groups = ifp.addresses[0].ia6_multiaddrs;
  for (let i = 0; i < groups.length; i++) {
    if (equalBytes(groups[i].in6m_addr, 0, addr, off, 16)) return groups[i];
  }
  return null;
}

const existing = decision('in6_addmulti.existing', {
  question: 'Does {ifp} listen to {group} already?',
  outcomes: {
    joined: 'Yes: the record now counts {references} memberships, and nothing is sent.',
    new: 'No.',
  },
  kernel: lines(628, 633),
  reference: 'RFC 2710 5; in6_addmulti (netinet6/mld6.c)',
});

const allocation = decision('in6_addmulti.allocate', {
  question: 'Is there memory for a record of the group?',
  outcomes: { allocated: 'Yes.', none: 'No (ENOBUFS).' },
  kernel: lines(639, 645),
  reference: 'in6_addmulti (netinet6/mld6.c)',
});

const address = decision('in6_addmulti.address', {
  question: 'Has {ifp} an IPv6 address for the record to hang on?',
  outcomes: {
    attached: 'Yes: {ia}.',
    none: 'No: before its first address an interface can join no group (EADDRNOTAVAIL).',
  },
  kernel: lines(652, 658),
  reference: 'in6_addmulti (netinet6/mld6.c): IFP_TO_IA6',
});

const driver = decision('in6_addmulti.driver', {
  question: 'Does the driver of {ifp} let the frames of {group} in?',
  outcomes: {
    accepted: 'Yes.',
    'no-ioctl': 'No: it has no control routine (ENXIO).',
    refused: 'No ({error}).',
  },
  kernel: lines(668, 678),
  reference: 'RFC 2464 7; in6_addmulti (netinet6/mld6.c): SIOCADDMULTI',
});

const delay = decision('in6_addmulti.delay', {
  question: 'Is the first report of {group} to wait?',
  outcomes: {
    delayed: 'Yes: {timer} ticks; until then queries are ignored.',
    'at-once': 'No.',
  },
  kernel: lines(682, 689),
  reference: 'RFC 2710 5; RFC 4862 5.4.2',
});

/**
 * Joins a group (16 bytes, zone embedded) on an interface: its record, or an error number. The first report
 * waits for `timer` ticks when there are any. `origin`: the line that asks for it.
 */
export function in6_addmulti(
  host: Host,
  addr: Uint8Array,
  ifp: Ifnet,
  timer: number,
  origin: Origin | null = null,
): In6Multi | number {
  enter(host, 'in6_addmulti', null);
  const known = lookup(host, addr, ifp);
  const joined = known ?? newRecord(host, addr, ifp, timer, origin);
  leave(host);
  return joined;
}

function lookup(host: Host, addr: Uint8Array, ifp: Ifnet): In6Multi | null {
  const in6m = in6_lookup_multi(ifp, addr, 0);
  branch(host, 629, in6m !== null);
  if (in6m !== null) in6m.in6m_refcount++;
  decide(
    host,
    existing,
    in6m !== null ? existing.joined : existing.new,
    RECORDING && { ifp: ifp.name, group: addr.slice(), references: in6m?.in6m_refcount ?? 0 },
  );
  return in6m;
}

function newRecord(
  host: Host,
  addr: Uint8Array,
  ifp: Ifnet,
  timer: number,
  origin: Origin | null,
): In6Multi | number {
  if (!hasMemory(host)) return ENOBUFS;
  const ia = addressFor(host, ifp);
  if (ia === null) return EADDRNOTAVAIL;
  const in6m = emptyRecord(addr, ifp, ia, origin);
  ia.ia6_multiaddrs.unshift(in6m);
  const error = askDriver(host, in6m);
  if (error !== 0) {
    ia.ia6_multiaddrs.shift();
    return error;
  }
  announce(host, in6m, timer);
  return in6m;
}

function hasMemory(host: Host): boolean {
  const none = branch(host, 641, fault(host, 'malloc', null) !== 0);
  return decide(host, allocation, none ? allocation.none : allocation.allocated) === allocation.allocated;
}

function addressFor(host: Host, ifp: Ifnet): In6Ifaddr | null {
  const ia = firstAddress(ifp);
  branch(host, 653, ia === null);
  decide(
    host,
    address,
    ia === null ? address.none : address.attached,
    RECORDING && {
      ifp: ifp.name,
      ia: { value: ia?.addr.slice() ?? null, origin: ia?.origin ?? null },
    },
  );
  return ia;
}

function emptyRecord(addr: Uint8Array, ifp: Ifnet, ia: In6Ifaddr, origin: Origin | null): In6Multi {
  return {
    in6m_addr: addr.slice(),
    in6m_ifp: ifp,
    in6m_ia: ia,
    in6m_refcount: 1,
    in6m_state: MLD_OTHERLISTENER,
    in6m_timer: IN6M_TIMER_UNDEF,
    in6m_timer_expire: { tv_sec: 0, tv_usec: 0 },
    in6m_timer_ch: null,
    origin,
  };
}

function askDriver(host: Host, in6m: In6Multi): number {
  const ifp = in6m.in6m_ifp;
  const answer = host.surroundings.if_ioctl(host, ifp, SIOCADDMULTI, in6m.in6m_addr);
  const error = branch(host, 668, answer === NO_IOCTL) ? ENXIO : answer;
  branch(host, 672, error !== 0);
  const outcome = answer === NO_IOCTL ? driver.noIoctl : error !== 0 ? driver.refused : driver.accepted;
  decide(
    host,
    driver,
    outcome,
    RECORDING && { ifp: ifp.name, group: in6m.in6m_addr.slice(), error: errnoName(error) },
  );
  return error;
}

function announce(host: Host, in6m: In6Multi, timer: number): void {
  in6m.in6m_timer = timer;
  const delayed = branch(host, 683, timer > 0);
  const outcome = decide(
    host,
    delay,
    delayed ? delay.delayed : delay.atOnce,
    RECORDING && { group: in6m.in6m_addr.slice(), timer },
  );
  if (outcome === delay.atOnce) {
    mld_start_listening(host, in6m, 0);
    return;
  }
  in6m.in6m_state = MLD_REPORTPENDING;
  mld_starttimer(host, in6m, 0);
}

const timerStopped = decision('in6_delmulti.timer', {
  kind: 'S',
  question: 'What becomes of the timer of {group} before anybody asks who else listens?',
  outcomes: {
    // The repeated report is lost for all members; a first report that waited is never sent.
    stopped: 'It is stopped, whatever report was still to come (state {state}).',
  },
  kernel: lines(711, 711),
  reference: 'in6_delmulti (netinet6/mld6.c)',
});

const last = decision('in6_delmulti.last', {
  question: 'Was that the last membership in {group}?',
  outcomes: {
    last: 'Yes: the record goes.',
    'others-left': 'No: {references} are left, and nothing is sent.',
  },
  kernel: lines(713, 749),
  reference: 'RFC 2710 5; in6_delmulti (netinet6/mld6.c)',
});

/**
 * Gives up one membership in a group. Throws Panic when the last one goes and the driver has no control
 * routine.
 */
export function in6_delmulti(host: Host, in6m: In6Multi): void {
  enter(host, 'in6_delmulti', null);
  const group = RECORDING && in6m.in6m_addr.slice();
  const stopped = RECORDING && { group, state: listenerState(in6m.in6m_state) };
  decide(host, timerStopped, timerStopped.stopped, stopped);
  mld_stoptimer(host, in6m);
  in6m.in6m_refcount--;
  const gone = branch(host, 713, in6m.in6m_refcount === 0);
  const outcome = decide(
    host,
    last,
    gone ? last.last : last.othersLeft,
    RECORDING && { group, references: in6m.in6m_refcount },
  );
  if (outcome === last.last) forget(host, in6m);
  leave(host);
}

function forget(host: Host, in6m: In6Multi): void {
  mld_stop_listening(host, in6m);
  const list = branchAfter(host, 724, in6m.in6m_ia !== null)
    ? in6m.in6m_ia?.ia6_multiaddrs
    : listOf(host, in6m);
  if (list !== undefined) list.splice(list.indexOf(in6m), 1);
  in6m.in6m_ia = null;
  forgetMemberships(host, in6m);
  // Joining asks whether there is a control routine; leaving calls it unasked.
  if (host.surroundings.if_ioctl(host, in6m.in6m_ifp, SIOCDELMULTI, in6m.in6m_addr) === NO_IOCTL) {
    throw new Panic('null-pointer');
  }
  timer_stop(host, in6m.in6m_timer_ch);
}

/** The parking list that holds a record without address; undefined when its list was purged before it. */
function listOf(host: Host, in6m: In6Multi): In6Multi[] | undefined {
  return host.in6_mk.find(({ mk_head }) => mk_head.includes(in6m))?.mk_head;
}

/**
 * The memberships of addresses lose the record; those of programs do not, and must not be used afterwards.
 */
function forgetMemberships(host: Host, in6m: In6Multi): void {
  for (const ifp of host.interfaces) {
    for (const ia of ifp.addresses) {
      for (const imm of ia.ia6_memberships) {
        if (branchAfter(host, 736, imm.i6mm_maddr === in6m)) imm.i6mm_maddr = null;
      }
    }
  }
}
