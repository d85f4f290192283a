/** A report of somebody else: one listener who reports a group is enough for all (RFC 2710 5). */
import { MLD_ADDR } from '../../../wire/icmp6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { M_LOOP, type Mbuf } from '../../net/mbuf';
import { addressOperand, ifOperand } from '../../operands';
import { branch, decide, decision, used } from '../../trace';
import { in6_lookup_multi } from '../in6Multi';
import { MLD_OTHERLISTENER } from '../in6Var';
import { lines } from './source';
import { listenerState } from './states';
import { mld_stoptimer } from './timer';

const looped = decision('mld_input.report-looped', {
  question: 'Is the report our own, looped back?',
  outcomes: { foreign: 'No: it is from {ip6_src}.', own: 'Yes: it is ignored.' },
  kernel: lines(462, 463),
  reference: 'RFC 2710 5; mld_input (netinet6/mld6.c)',
});

const reportedGroup = decision('mld_input.report-group', {
  question: 'Is the reported address a group?',
  outcomes: { group: 'Yes: {group}.', 'not-multicast': 'No: {group}, so the report is ignored.' },
  kernel: lines(465, 466),
  reference: 'RFC 2710 3',
});

const member = decision('mld_input.report-member', {
  question: 'Do we listen to {group} on {rcvif} too?',
  outcomes: {
    // A first report that still waits is given up as well: then this machine never announces itself.
    member: 'Yes (state {state}): our own report is not needed.',
    'not-member': 'No: the report is ignored.',
  },
  kernel: lines(472, 476),
  reference: 'RFC 2710 5',
});

/** Takes a report about `group` (zone embedded) whose message begins at `off`. */
export function reportInput(host: Host, m: Mbuf, off: number, ifp: Ifnet, group: Uint8Array): void {
  if (isLooped(host, m) || !isGroup(host, m, off)) return;
  const in6m = in6_lookup_multi(ifp, group, 0);
  branch(host, 473, in6m !== null);
  used(host, in6m?.origin ?? null);
  decide(
    host,
    member,
    in6m !== null ? member.member : member.notMember,
    RECORDING && {
      group: addressOperand(m, off + MLD_ADDR),
      rcvif: ifOperand(ifp),
      state: in6m === null ? 'none' : listenerState(in6m.in6m_state),
    },
  );
  if (in6m === null) return;
  mld_stoptimer(host, in6m);
  in6m.in6m_state = MLD_OTHERLISTENER;
}

function isLooped(host: Host, m: Mbuf): boolean {
  const own = branch(host, 462, (m.flags & M_LOOP) !== 0);
  const outcome = own ? looped.own : looped.foreign;
  return decide(host, looped, outcome, RECORDING && { ip6_src: addressOperand(m, 8) }) === looped.own;
}

function isGroup(host: Host, m: Mbuf, off: number): boolean {
  const not = branch(host, 465, m.data[m.off + off + MLD_ADDR] !== 0xff);
  const outcome = decide(
    host,
    reportedGroup,
    not ? reportedGroup.notMulticast : reportedGroup.group,
    RECORDING && { group: addressOperand(m, off + MLD_ADDR) },
  );
  return outcome === reportedGroup.group;
}
