/** Packets that a loopback interface gave back or that left a tunnel: they are received once what made them is done (the software interrupt of the network). */
import type { Host } from '../host';
import { ip6_input } from '../inet6/ip6Input';
import { decide, decision } from '../trace';

/** Packets of one event at most: a route that leads back to itself while the hop limit is not looked at would never end. */
const LOOPS_MAX = 512;

const queue = decision('swi_net.queue', {
  question: 'Does a packet wait that came back by a loopback interface or left a tunnel?',
  outcomes: {
    received: 'Yes: it is received now.',
    endless: 'Yes, but so many did that this would never end: it is dropped.',
  },
  reference: 'swi_net (net/netisr.c), if_simloop (net/if_loop.c)',
});

/** Receives what waits in ip6intrq. */
export function swi_net(host: Host): void {
  if (host.ip6intrq.length === 0) return;
  for (let loops = 0; ; loops++) {
    const m = host.ip6intrq.shift();
    if (m === undefined) return;
    const outcome = loops < LOOPS_MAX ? queue.received : queue.endless;
    decide(host, queue, outcome, RECORDING && { loops });
    if (outcome === queue.received) ip6_input(host, m);
  }
}
