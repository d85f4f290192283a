/**
 * Packets that a loopback interface gave back, and those that go into a tunnel or came out of one: they go on
 * once what made them is done (the software interrupt of the network).
 */
import type { Host } from '../host';
import { ip_input } from '../inet/ipInput';
import { ip_output } from '../inet/ipOutput';
import { ip6_input } from '../inet6/ip6Input';
import { ip6_output } from '../inet6/ip6Output';
import { ifOperand } from '../operands';
import { IP_RAWOUTPUT } from '../surroundings';
import { decide, decision } from '../trace';
import type { Ifnet } from './if';
import { if_input_process } from './link';

/**
 * Packets of one event at most: a route or a tunnel that leads back to itself while the hop limit is not
 * looked at would never end.
 */
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
    endless: 'None: so many were queued that this would never end; it is dropped.',
  },
  reference: 'ip_send_dispatch (netinet/ip_input.c), ip6_send_dispatch (netinet6/ip6_input.c)',
});

const inputQueue = decision('swi_net.input-queue', {
  question: 'Does a frame wait that came out of a tunnel?',
  outcomes: {
    received: 'Yes: it is received on {ifp} now.',
    endless: 'Yes, but so many did that this would never end: it is dropped.',
  },
  reference: 'if_input (net/if.c)',
});

/**
 * Sends what waits in ipsendq, and receives what waits in ifinq, ip6intrq and ipintrq, until nothing does.
 */
export function swi_net(host: Host): void {
  for (let loops = 0; ; loops++) {
    if (host.ipsendq.length > 0) sendNext(host, loops);
    else if (host.ifinq.length > 0) receiveFrame(host, loops);
    else if (host.ip6intrq.length > 0 || host.ipintrq.length > 0) receiveNext(host, loops);
    else return;
  }
}

function sendNext(host: Host, loops: number): void {
  const m = host.ipsendq.shift();
  if (m === undefined) return;
  const ipv6 = m.data[m.off] >> 4 === 6;
  const outcome = loops >= LOOPS_MAX ? outputQueue.endless : ipv6 ? outputQueue.ipv6 : outputQueue.ipv4;
  decide(host, outputQueue, outcome, RECORDING && { loops });
  if (outcome === outputQueue.ipv6) ip6_output(host, m, 0);
  else if (outcome === outputQueue.ipv4) ip_output(host, m, IP_RAWOUTPUT);
}

function receiveFrame(host: Host, loops: number): void {
  const m = host.ifinq.shift();
  if (m === undefined) return;
  const outcome = loops < LOOPS_MAX ? inputQueue.received : inputQueue.endless;
  decide(host, inputQueue, outcome, RECORDING && { loops, ifp: ifOperand(m.rcvif as Ifnet) });
  if (outcome === inputQueue.received) if_input_process(host, m);
}

function receiveNext(host: Host, loops: number): void {
  const m6 = host.ip6intrq.shift();
  const m = m6 ?? host.ipintrq.shift();
  if (m === undefined) return;
  const outcome = loops < LOOPS_MAX ? queue.received : queue.endless;
  decide(host, queue, outcome, RECORDING && { loops });
  if (outcome === queue.received) (m6 === undefined ? ip_input : ip6_input)(host, m);
}
