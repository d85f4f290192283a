/** A divert socket ends: closed, aborted or disconnected (div_detach, div_abort, div_disconnect). */
import { EINVAL, ENOTCONN } from '../../errno';
import type { Host } from '../../host';
import { branch, decide, decision, enter, leave } from '../../trace';
import { in_pcbdetach } from '../inPcb';
import type { Socket } from '../socket';
import { lines } from './source';

const detached = decision('div_detach.attached', {
  question: 'Has the socket a control block?',
  outcomes: {
    none: 'No: it is refused.',
    detached: 'Yes: it is taken away. The socket still counts as connected.',
  },
  kernel: lines(445, 452),
  reference: 'close(2); div_detach (netinet/ip_divert.c)',
});

/** Closes the socket: 0, or EINVAL when it was not attached. */
export function div_detach(host: Host, so: Socket): number {
  enter(host, 'div_detach', null);
  const none = branch(host, 445, so.so_pcb === null);
  decide(host, detached, none ? detached.none : detached.detached);
  if (so.so_pcb !== null) in_pcbdetach(so.so_pcb, host.divcbinfo);
  leave(host);
  return none ? EINVAL : 0;
}

const aborted = decision('div_abort.attached', {
  question: 'Has the socket a control block?',
  outcomes: { none: 'No: it is refused.', aborted: 'Yes: it is disconnected, and the block taken away.' },
  kernel: lines(462, 470),
  reference: 'div_abort (netinet/ip_divert.c)',
});

/** Aborts the socket: 0, or EINVAL when it was not attached. */
export function div_abort(host: Host, so: Socket): number {
  enter(host, 'div_abort', null);
  const none = branch(host, 462, so.so_pcb === null);
  decide(host, aborted, none ? aborted.none : aborted.aborted);
  if (so.so_pcb !== null) {
    so.connected = false;
    in_pcbdetach(so.so_pcb, host.divcbinfo);
  }
  leave(host);
  return none ? EINVAL : 0;
}

const connected = decision('div_disconnect.connected', {
  question: 'Is the socket connected?',
  outcomes: { unconnected: 'No: it is refused.', connected: 'Yes: it is aborted.' },
  kernel: lines(476, 478),
  reference: 'connect(2); div_disconnect (netinet/ip_divert.c)',
});

/** Disconnects the socket, which ends it: 0 or an error number. */
export function div_disconnect(host: Host, so: Socket): number {
  enter(host, 'div_disconnect', null);
  const unconnected = branch(host, 476, !so.connected);
  decide(host, connected, unconnected ? connected.unconnected : connected.connected);
  const error = unconnected ? ENOTCONN : div_abort(host, so);
  leave(host);
  return error;
}
