/**
 * What becomes of the groups when the address they hang on goes, and comes back (in6_savemkludge and its
 * relatives in netinet6/mld6.c). No message is sent for it: to the link nothing has changed.
 */
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { branch, decide, decision, enter, leave, Panic } from '../trace';
import { firstAddress, in6_delmulti } from './in6Multi';
import type { In6Ifaddr, Multi6Kludge } from './in6Var';
import { lines } from './mld6/source';

const otherAddress = decision('in6_savemkludge.other-address', {
  question: 'Has {ifp} another IPv6 address to hang the groups on?',
  outcomes: {
    moved: 'Yes: {groups} groups move to {ia}.',
    'same-address': {
      answer: 'It has only the one that is to go, which should no longer be attached: an assertion fails.',
      verdict: '{ia} is to give up its groups while it is still attached to {ifp}, which fails an assertion',
    },
    none: 'No.',
  },
  kernel: lines(800, 809),
  reference: 'in6_savemkludge (netinet6/mld6.c)',
});

const savedList = decision('in6_savemkludge.saved-list', {
  question: 'Has {ifp} a parking list for its groups?',
  outcomes: {
    parked: 'Yes: {groups} groups wait there for the next address; their timers run on.',
    panic: {
      answer: 'No: the kernel stops (in6_savemkludge: no kludge space).',
      verdict: 'the last address of {ifp} went and there is no list to keep its groups on (no kludge space)',
    },
  },
  kernel: lines(813, 825),
  reference: 'in6_savemkludge (netinet6/mld6.c)',
});

/**
 * Saves the groups of an address that was taken off its interface. Throws Panic when there is no place for
 * them.
 */
export function in6_savemkludge(host: Host, oia: In6Ifaddr, ifp: Ifnet): void {
  enter(host, 'in6_savemkludge', null);
  const ia = firstAddress(ifp);
  branch(host, 801, ia !== null);
  const outcome =
    ia === null ? otherAddress.none : ia === oia ? otherAddress.sameAddress : otherAddress.moved;
  decide(
    host,
    otherAddress,
    outcome,
    RECORDING && { ifp: ifp.name, ia: ia?.addr.slice() ?? null, groups: oia.ia6_multiaddrs.length },
  );
  if (outcome === otherAddress.sameAddress) throw new Panic('assertion');
  if (ia !== null) attachAll(oia.ia6_multiaddrs, ia);
  else park(host, oia, ifp);
  leave(host);
}

/** Hangs all records of a list on an address, their order reversed. */
function attachAll(from: In6Ifaddr['ia6_multiaddrs'], ia: In6Ifaddr): void {
  for (let in6m = from.shift(); in6m !== undefined; in6m = from.shift()) {
    in6m.in6m_ia = ia;
    ia.ia6_multiaddrs.unshift(in6m);
  }
}

function park(host: Host, oia: In6Ifaddr, ifp: Ifnet): void {
  const mk = findList(host, ifp, 814);
  branch(host, 817, mk === null);
  decide(
    host,
    savedList,
    mk === null ? savedList.panic : savedList.parked,
    RECORDING && { ifp: ifp.name, groups: oia.ia6_multiaddrs.length },
  );
  if (mk === null) throw new Panic('no-saved-list-space');
  for (let in6m = oia.ia6_multiaddrs.shift(); in6m !== undefined; in6m = oia.ia6_multiaddrs.shift()) {
    in6m.in6m_ia = null;
    mk.mk_head.unshift(in6m);
  }
}

/** The parking list of an interface, or null; `line` is that of the kernel's comparison. */
function findList(host: Host, ifp: Ifnet, line: number): Multi6Kludge | null {
  for (const mk of host.in6_mk) if (branch(host, line, mk.mk_ifp === ifp)) return mk;
  return null;
}

const restore = decision('in6_restoremkludge.saved', {
  question: 'Do groups wait for an address of {ifp}?',
  outcomes: {
    restored: 'Its parking list has {groups}, which now hang on {ia}; nothing is sent.',
    none: 'No: it has no parking list.',
  },
  kernel: lines(840, 851),
  reference: 'in6_restoremkludge (netinet6/mld6.c)',
});

/** Gives the parked groups of an interface to an address that it has got. */
export function in6_restoremkludge(host: Host, ia: In6Ifaddr, ifp: Ifnet): void {
  enter(host, 'in6_restoremkludge', null);
  const mk = findList(host, ifp, 841);
  branch(host, 844, mk === null);
  decide(
    host,
    restore,
    mk === null ? restore.none : restore.restored,
    RECORDING && { ifp: ifp.name, ia: ia.addr.slice(), groups: mk?.mk_head.length ?? 0 },
  );
  if (mk !== null) attachAll(mk.mk_head, ia);
  leave(host);
}

const create = decision('in6_createmkludge.exists', {
  question: 'Has {ifp} a parking list for groups already?',
  outcomes: { exists: 'Yes.', created: 'No: it gets one.' },
  kernel: lines(870, 881),
  reference: 'in6_createmkludge (netinet6/mld6.c)',
});

/** Gives an interface its parking list, when IPv6 begins on it. */
export function in6_createmkludge(host: Host, ifp: Ifnet): void {
  enter(host, 'in6_createmkludge', null);
  const exists = findList(host, ifp, 872) !== null;
  decide(host, create, exists ? create.exists : create.created, RECORDING && { ifp: ifp.name });
  if (!exists) host.in6_mk.unshift({ mk_ifp: ifp, mk_head: [] });
  leave(host);
}

const purge = decision('in6_purgemkludge.exists', {
  question: 'Has {ifp} a parking list to be given up?',
  outcomes: {
    purged: 'Yes: its {groups} groups lose one membership each, and the list goes.',
    none: 'No.',
  },
  kernel: lines(890, 903),
  reference: 'in6_purgemkludge (netinet6/mld6.c)',
});

/**
 * Gives up the parking list of an interface, when IPv6 ends on it. A record with more members than one
 * outlives its list.
 */
export function in6_purgemkludge(host: Host, ifp: Ifnet): void {
  enter(host, 'in6_purgemkludge', null);
  const mk = findList(host, ifp, 891);
  branch(host, 894, mk === null);
  decide(
    host,
    purge,
    mk === null ? purge.none : purge.purged,
    RECORDING && { ifp: ifp.name, groups: mk?.mk_head.length ?? 0 },
  );
  if (mk !== null) {
    for (const in6m of [...mk.mk_head]) in6_delmulti(host, in6m);
    host.in6_mk.splice(host.in6_mk.indexOf(mk), 1);
  }
  leave(host);
}
