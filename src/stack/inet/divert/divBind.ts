/** A divert socket is bound to its port (div_bind). */
import { EAFNOSUPPORT, EINVAL } from '../../errno';
import type { Host } from '../../host';
import { AF_INET } from '../../net/sockaddr';
import { branch, decide, decision, enter, leave } from '../../trace';
import { type Inpcb, in_pcbbind } from '../inPcb';
import type { SockaddrIn } from '../sockaddrIn';
import type { Socket } from '../socket';
import { lines } from './source';

/**
 * Binds the socket to the port of `nam`, whose address is overwritten: 0 or an error number. `root`: by the
 * super-user.
 */
export function div_bind(host: Host, so: Socket, nam: SockaddrIn, root: boolean): number {
  enter(host, 'div_bind', null);
  const none = branch(host, 489, so.so_pcb === null);
  decide(host, attached, none ? attached.none : attached.attached);
  const error = so.so_pcb === null ? EINVAL : bind(host, so.so_pcb, nam, root);
  leave(host);
  return error;
}

const attached = decision('div_bind.attached', {
  question: 'Has the socket a control block?',
  outcomes: { none: 'No: it is refused.', attached: 'Yes.' },
  kernel: lines(489, 492),
  reference: 'bind(2); div_bind (netinet/ip_divert.c)',
});

const family = decision('div_bind.family', {
  question: 'Is the address one of IPv4?',
  outcomes: {
    other: 'No: it is refused.',
    bound: 'Yes. Only its port counts: the socket is bound to port {port}.',
    refused: 'Yes, but port {port} is refused with error {error}.',
  },
  kernel: lines(500, 507),
  reference: 'divert(4); in_pcbbind (netinet/in_pcb.c)',
});

function bind(host: Host, inp: Inpcb, nam: SockaddrIn, root: boolean): number {
  const other = branch(host, 500, nam.sin_family !== AF_INET);
  if (!other) nam.sin_addr.fill(0);
  const error = other ? EAFNOSUPPORT : in_pcbbind(host, inp, nam, root, host.divcbinfo);
  const port = error === 0 ? inp.inp_lport : nam.sin_port;
  const outcome = other ? family.other : error === 0 ? family.bound : family.refused;
  decide(host, family, outcome, RECORDING && { port, error });
  return error;
}
