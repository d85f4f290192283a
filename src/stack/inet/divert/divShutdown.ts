/** A divert socket is shut down for writing (div_shutdown). It goes on receiving. */
import { EINVAL } from '../../errno';
import type { Host } from '../../host';
import { branch, decide, decision, enter, leave } from '../../trace';
import type { Socket } from '../socket';
import { lines } from './source';

const attached = decision('div_shutdown.attached', {
  question: 'Has the socket a control block?',
  outcomes: { none: 'No: it is refused.', shut: 'Yes: its program can send no more.' },
  kernel: lines(519, 527),
  reference: 'shutdown(2); div_shutdown (netinet/ip_divert.c)',
});

/** Shuts the socket down: 0, or EINVAL when it is not attached. */
export function div_shutdown(host: Host, so: Socket): number {
  enter(host, 'div_shutdown', null);
  const none = branch(host, 519, so.so_pcb === null);
  decide(host, attached, none ? attached.none : attached.shut);
  if (!none) so.cantSendMore = true;
  leave(host);
  return none ? EINVAL : 0;
}
