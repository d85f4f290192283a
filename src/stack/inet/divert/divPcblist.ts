/** The list of divert sockets that `netstat` asks for (div_pcblist, net.inet.divert.pcblist). */
import { EPERM } from '../../errno';
import type { Host } from '../../host';
import { fault } from '../../net/fault';
import { branch, decide, decision, enter, leave } from '../../trace';
import type { Inpcb } from '../inPcb';
import type { Socket } from '../socket';
import { collectSockets, emitSockets } from './divPcbs';
import { lines } from './source';

/** What is asked. */
interface PcblistRequest {
  /** False to ask for the size only. */
  readonly read: boolean;
  /** True when a new value is given, which nobody may. */
  readonly write: boolean;
  /** The sockets that the caller may not see, for they belong to others. */
  readonly hidden: readonly Socket[];
}

/** What came of it. */
interface PcblistAnswer {
  readonly error: number;
  /** Entries that the size is made for, where it was asked. */
  readonly estimate?: number;
  /** Headers that were written, two when all went well. */
  readonly headers: number;
  readonly entries: readonly Inpcb[];
}

/** Lists the divert sockets, newest first. */
export function div_pcblist(host: Host, request: PcblistRequest): PcblistAnswer {
  enter(host, 'div_pcblist', null);
  const answer = listOf(host, request);
  leave(host);
  return answer;
}

const size = decision('div_pcblist.size-query', {
  question: 'Is only the size asked for?',
  outcomes: { estimated: 'Yes: room for {entries} entries and two headers.', list: 'No.' },
  kernel: lines(570, 575),
  reference: 'sysctl(3); div_pcblist (netinet/ip_divert.c)',
});

const write = decision('div_pcblist.write-refused', {
  question: 'Is the list to be changed?',
  outcomes: { refused: 'Yes: it is refused.', read: 'No.' },
  kernel: lines(577, 578),
  reference: 'sysctl(3); div_pcblist (netinet/ip_divert.c)',
});

function listOf(host: Host, { read, write: isWritten, hidden }: PcblistRequest): PcblistAnswer {
  const n = host.divcbinfo.listhead.length;
  // An eighth more, for sockets that are made before the list itself is asked for.
  const estimate = n + (n >> 3);
  branch(host, 570, !read);
  decide(host, size, read ? size.list : size.estimated, RECORDING && { entries: estimate });
  if (!read) return { error: 0, estimate, headers: 0, entries: [] };
  branch(host, 577, isWritten);
  decide(host, write, isWritten ? write.refused : write.read);
  return isWritten ? { error: EPERM, headers: 0, entries: [] } : copyOut(host, n, hidden);
}

const wire = decision('div_pcblist.wire', {
  question: 'Can the memory of the caller be held in place?',
  outcomes: { failed: 'No: error {error}.', held: 'Yes.' },
  kernel: lines(588, 591),
  reference: 'sysctl_wire_old_buffer (kern/kern_sysctl.c)',
});

const header = decision('div_pcblist.header', {
  question: 'Can the header be copied out?',
  outcomes: { failed: 'No: error {error}.', written: 'Yes: {count} sockets, generation {generation}.' },
  kernel: lines(593, 599),
  reference: 'SYSCTL_OUT; div_pcblist (netinet/ip_divert.c)',
});

const allocate = decision('div_pcblist.allocate', {
  question: 'Is there memory for the list?',
  outcomes: { failed: 'No: error {error}.', allocated: 'Yes.' },
  kernel: lines(601, 603),
  reference: 'malloc(9); div_pcblist (netinet/ip_divert.c)',
});

function copyOut(host: Host, count: number, hidden: readonly Socket[]): PcblistAnswer {
  const generation = host.divcbinfo.ipi_gencnt;
  const unheld = fault(host, 'sysctl_wire_old_buffer', null);
  branch(host, 590, unheld !== 0);
  decide(host, wire, unheld === 0 ? wire.held : wire.failed, RECORDING && { error: unheld });
  if (unheld !== 0) return { error: unheld, headers: 0, entries: [] };
  const error = fault(host, 'copyout', null);
  branch(host, 598, error !== 0);
  const looked = RECORDING && { error, count, generation };
  decide(host, header, error === 0 ? header.written : header.failed, looked);
  if (error !== 0) return { error, headers: 0, entries: [] };
  const none = fault(host, 'malloc', null);
  branch(host, 602, none !== 0);
  decide(host, allocate, none === 0 ? allocate.allocated : allocate.failed, RECORDING && { error: none });
  if (none !== 0) return { error: none, headers: 1, entries: [] };
  return copySockets(host, collectSockets(host, generation, hidden), generation);
}

const trailer = decision('div_pcblist.trailer', {
  question: 'Did the last socket fail to be copied out?',
  outcomes: {
    failed: 'Yes: error {error}, and no closing header.',
    written: 'No: a header with the generation of now ends the list, so that changes meanwhile show.',
    unwritten: 'No, but the closing header does: error {error}.',
  },
  kernel: lines(630, 646),
  reference: 'div_pcblist (netinet/ip_divert.c)',
});

function copySockets(host: Host, collected: readonly Inpcb[], generation: number): PcblistAnswer {
  const { last, entries } = emitSockets(host, collected, generation);
  branch(host, 630, last === 0);
  const error = last === 0 ? fault(host, 'copyout', null) : last;
  const outcome = last !== 0 ? trailer.failed : error === 0 ? trailer.written : trailer.unwritten;
  decide(host, trailer, outcome, RECORDING && { error });
  return { error, headers: outcome === trailer.written ? 2 : 1, entries };
}
