/** Memberships in groups (in6_joingroup, in6_leavegroup in netinet6/mld6.c). */
import { ENOBUFS, errnoName } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import type { Ifnet } from '../net/if';
import { branch, decide, decision, enter, leave, type Origin } from '../trace';
import { in6_addmulti, in6_delmulti } from './in6Multi';
import type { In6MultiMship } from './in6Var';
import { lines } from './mld6/source';

const allocation = decision('in6_joingroup.allocate', {
  question: 'Is there memory for a membership in {group}?',
  outcomes: { allocated: 'Yes.', none: 'No (ENOBUFS).' },
  kernel: lines(760, 764),
  reference: 'in6_joingroup (netinet6/mld6.c)',
});

const add = decision('in6_joingroup.add', {
  question: 'Has {group} a record on {ifp} now?',
  outcomes: { added: 'Yes.', failed: 'No ({error}): the membership is given up.' },
  kernel: lines(767, 773),
  reference: 'in6_joingroup (netinet6/mld6.c)',
});

/**
 * Joins a group (16 bytes, zone embedded): the membership, or an error number. `timer` ticks pass before the
 * first report.
 */
export function in6_joingroup(
  host: Host,
  ifp: Ifnet,
  addr: Uint8Array,
  timer: number,
  origin: Origin | null = null,
): In6MultiMship | number {
  enter(host, 'in6_joingroup', null);
  const joined = join(host, ifp, addr, timer, origin);
  leave(host);
  return joined;
}

function join(
  host: Host,
  ifp: Ifnet,
  addr: Uint8Array,
  timer: number,
  origin: Origin | null,
): In6MultiMship | number {
  const none = branch(host, 761, fault(host, 'malloc', null) !== 0);
  const allocated = none ? allocation.none : allocation.allocated;
  decide(host, allocation, allocated, RECORDING && { group: addr.slice() });
  if (none) return ENOBUFS;
  const in6m = in6_addmulti(host, addr, ifp, timer, origin);
  const failed = branch(host, 768, typeof in6m === 'number');
  decide(
    host,
    add,
    failed ? add.failed : add.added,
    RECORDING && {
      group: addr.slice(),
      ifp: ifp.name,
      error: typeof in6m === 'number' ? errnoName(in6m) : 'none',
    },
  );
  return typeof in6m === 'number' ? in6m : { i6mm_maddr: in6m };
}

const record = decision('in6_leavegroup.record', {
  question: 'Is there still a record of the group?',
  outcomes: {
    there: 'Yes: {group}.',
    gone: 'No: it went before this membership did.',
  },
  kernel: lines(780, 784),
  reference: 'in6_leavegroup (netinet6/mld6.c)',
});

/** Gives up a membership. */
export function in6_leavegroup(host: Host, imm: In6MultiMship): void {
  enter(host, 'in6_leavegroup', null);
  const in6m = imm.i6mm_maddr;
  branch(host, 780, in6m !== null);
  decide(
    host,
    record,
    in6m !== null ? record.there : record.gone,
    RECORDING && { group: in6m?.in6m_addr.slice() ?? null },
  );
  if (in6m !== null) in6_delmulti(host, in6m);
  leave(host);
}
