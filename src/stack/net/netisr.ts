/** Packets that a loopback interface gave back or that left a tunnel: they are received once what made them is done (the software interrupt of the network). */
import type { Host } from '../host';
import { ip_input } from '../inet/ipInput';
import { ip_output } from '../inet/ipOutput';
import { ip6_input } from '../inet6/ip6Input';
import { ip6_output } from '../inet6/ip6Output';
import { IP_RAWOUTPUT } from '../surroundings';
import { decide, decision } from '../trace';
import type { Mbuf } from './mbuf';

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

const outputQueue = decision('swi_net.output-queue', {
  question: 'Which IP sends the packet that a tunnel has queued?',
  outcomes: {
    ipv6: 'IPv6.',
    ipv4: 'IPv4.',
  },
  reference: 'ip_send_dispatch (netinet/ip_input.c), ip6_send_dispatch (netinet6/ip6_input.c)',
});

/** Receives what waits in ip6intrq and ipintrq, and sends what waits in ipsendq. */
export function swi_net(host: Host): void {
  if (host.ipsendq.length > 0) sendQueued(host);
  for (let loops = 0; host.ip6intrq.length > 0 || host.ipintrq.length > 0; loops++) {
    const m6 = host.ip6intrq.shift();
    const m = m6 ?? (host.ipintrq.shift() as Mbuf);
    const outcome = loops < LOOPS_MAX ? queue.received : queue.endless;
    decide(host, queue, outcome, RECORDING && { loops });
    if (outcome === queue.received) (m6 === undefined ? ip_input : ip6_input)(host, m);
    if (host.ipsendq.length > 0) sendQueued(host);
  }
}

function sendQueued(host: Host): void {
  for (let m = host.ipsendq.shift(); m !== undefined; m = host.ipsendq.shift()) {
    const ipv6 = m.data[m.off] >> 4 === 6;
    const outcome = ipv6 ? outputQueue.ipv6 : outputQueue.ipv4;
    decide(host, outputQueue, outcome);
    if (outcome === outputQueue.ipv6) ip6_output(host, m, 0);
    else ip_output(host, m, IP_RAWOUTPUT);
  }
}
