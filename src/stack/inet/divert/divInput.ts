/** A packet of the pseudo-protocol by which divert sockets are known (div_input). */
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { DROPPED, decide, decision, enter, leave, settle } from '../../trace';
import { lines } from './source';

const unexpected = decision('div_input.unexpected', {
  kind: 'S',
  question: 'What becomes of a packet whose protocol is that of divert sockets?',
  outcomes: {
    dropped: {
      answer: 'It is dropped and counted: the protocol is none that a packet can have.',
      verdict: 'the protocol of divert sockets is none that a packet can have',
    },
  },
  kernel: lines(137, 141),
  reference: 'div_input (netinet/ip_divert.c)',
});

/** Drops the packet. Its number, 258, does not fit into a header, so nothing on the wire leads here. */
export function div_input(host: Host, m: Mbuf): void {
  enter(host, 'div_input', m);
  host.ipstat.ips_noproto++;
  decide(host, unexpected, unexpected.dropped);
  settle(host, DROPPED);
  leave(host);
}
