/** The entries of the list of divert sockets: which are shown, and how they reach the caller. */
import type { Host } from '../../host';
import { fault } from '../../net/fault';
import { branch, decide, decision } from '../../trace';
import type { Inpcb } from '../inPcb';
import type { Socket } from '../socket';
import { lines } from './source';

const collect = decision('div_pcblist.collect', {
  question: 'Was this socket there when the list was begun, and may the caller see it?',
  outcomes: { collected: 'Yes: port {port}.', skipped: 'No: port {port} is left out.' },
  kernel: lines(606, 613),
  reference: 'cr_canseesocket (kern/kern_prot.c); div_pcblist (netinet/ip_divert.c)',
});

/** The sockets of up to this generation that the caller may see. */
export function collectSockets(host: Host, generation: number, hidden: readonly Socket[]): Inpcb[] {
  return host.divcbinfo.listhead.filter(inp => {
    const seen = branch(host, 609, inp.inp_gencnt <= generation && !hidden.includes(inp.inp_socket));
    decide(host, collect, seen ? collect.collected : collect.skipped, RECORDING && { port: inp.inp_lport });
    return seen;
  });
}

const emit = decision('div_pcblist.emit', {
  question: 'Is the socket still the one that was collected, and can it be copied out?',
  outcomes: {
    copied: 'Yes: port {port}.',
    failed: 'It cannot be copied out: error {error}, which only counts if no later one is copied.',
    changed: {
      answer: 'No: port {port} is left out.',
      unreachable: 'nothing can close a socket between the two loops of one call',
    },
  },
  kernel: lines(618, 629),
  reference: 'SYSCTL_OUT; div_pcblist (netinet/ip_divert.c)',
});

/** Copies sockets out: those that reached the caller, and the error of the last one. */
export function emitSockets(host: Host, collected: readonly Inpcb[], generation: number) {
  let last = 0;
  const entries = collected.filter(inp => {
    const changed = !branch(host, 620, inp.inp_gencnt <= generation);
    if (!changed) last = copySocket(host);
    const outcome = changed ? emit.changed : last === 0 ? emit.copied : emit.failed;
    decide(host, emit, outcome, RECORDING && { port: inp.inp_lport, error: last });
    return outcome === emit.copied;
  });
  return { last, entries };
}

/** Copies one entry out, with what is known of its socket: every control block has one. */
function copySocket(host: Host): number {
  branch(host, 625, true);
  return fault(host, 'copyout', null);
}
