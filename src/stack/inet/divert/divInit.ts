/** Divert sockets begin (div_init). */
import type { Host } from '../../host';
import { decide, decision } from '../../trace';
import { newInpcbinfo } from '../inPcb';
import { lines } from './source';

const setup = decision('div_init.setup', {
  kind: 'S',
  question: 'Which divert sockets does the machine begin with?',
  outcomes: { empty: 'None: the list is empty.' },
  kernel: lines(115, 130),
  reference: 'divert(4); div_init (netinet/ip_divert.c)',
});

/** Empties the list of divert sockets. */
export function div_init(host: Host): void {
  host.divcbinfo = newInpcbinfo();
  decide(host, setup, setup.empty);
}
