/** What divert sockets cannot be asked for (div_usrreqs), and their names. */
import { EINVAL, EOPNOTSUPP } from '../../errno';
import type { Host } from '../../host';
import { decide, decision } from '../../trace';
import type { Socket } from '../socket';
import { lines } from './source';

/** The requests that divert sockets do not offer. */
type Unsupported = 'accept' | 'connect' | 'connect2' | 'listen' | 'rcvd' | 'rcvoob';

const unsupported = decision('div_usrreqs.unsupported', {
  kind: 'S',
  question: 'What is answered to a request that divert sockets do not offer?',
  outcomes: { refused: 'Operation not supported: {request}.' },
  kernel: lines(674, 680),
  reference: 'divert(4); div_usrreqs (netinet/ip_divert.c)',
});

/** Refuses a request: EOPNOTSUPP. */
export function div_unsupported(host: Host, request: Unsupported): number {
  decide(host, unsupported, unsupported.refused, RECORDING && { request });
  return EOPNOTSUPP;
}

/** The port that the socket is bound to, 0 for none, or EINVAL when it is not attached (div_sockaddr). */
export function div_sockaddr(so: Socket): { readonly error: number; readonly port: number } {
  return so.so_pcb === null ? { error: EINVAL, port: 0 } : { error: 0, port: so.so_pcb.inp_lport };
}

/**
 * The far end of the socket, which is always 0.0.0.0: 0, or EINVAL when it is not attached (div_peeraddr).
 */
export function div_peeraddr(so: Socket): number {
  return so.so_pcb === null ? EINVAL : 0;
}
