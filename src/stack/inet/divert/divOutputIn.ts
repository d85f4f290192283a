/** A packet from a divert socket comes in as if an interface had just received it. */
import { formatIpv4 } from '../../../wire/address';
import { EADDRNOTAVAIL } from '../../errno';
import type { Host } from '../../host';
import { ifa_ifwithaddr } from '../../net/ifaddr';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { branch, decide, decision } from '../../trace';
import type { SockaddrIn } from '../sockaddrIn';
import { lines } from './source';

/**
 * Hands the packet to the input of IPv4: 0 whatever comes of it, or EADDRNOTAVAIL when its interface is not
 * known.
 */
export function sendIn(host: Host, m: Mbuf, sin: SockaddrIn): number {
  if (!hasInterface(host, m, sin)) return EADDRNOTAVAIL;
  decide(host, sent, sent.received, RECORDING && { rcvif: ifOperand(m.rcvif) });
  host.surroundings.ip_input(host, m);
  return 0;
}

const known = decision('div_output.input-interface', {
  question: 'On which interface is the packet to have been received?',
  outcomes: {
    named: '{rcvif}, by its name: whether {address} is its address is not asked.',
    'by-address': '{rcvif}, which has the address {address}.',
    unknown: {
      answer: 'On none: it has no name that is known, and no interface has the address {address}.',
      verdict: 'no interface has the address {address} that it came back with',
    },
  },
  kernel: lines(343, 359),
  reference: 'divert(4); ifa_ifwithaddr (net/if.c)',
});

/**
 * Where the name led to none, name and rule are wiped from the address of the program before it is looked up.
 */
function hasInterface(host: Host, m: Mbuf, sin: SockaddrIn): boolean {
  const unnamed = branch(host, 343, m.rcvif === null);
  if (unnamed) {
    sin.sin_zero.fill(0);
    sin.sin_port = 0;
    m.rcvif = ifa_ifwithaddr(host, sin);
    branch(host, 354, m.rcvif === null);
  }
  const outcome = !unnamed ? known.named : m.rcvif === null ? known.unknown : known.byAddress;
  decide(host, known, outcome, RECORDING && { rcvif: ifOperand(m.rcvif), address: formatIpv4(sin.sin_addr) });
  return m.rcvif !== null;
}

const sent = decision('div_output.input-send', {
  kind: 'S',
  question: 'What becomes of the packet?',
  outcomes: {
    received:
      'It is received again on {rcvif}, where header, checksum and length are checked; the program hears of no failure.',
  },
  kernel: lines(366, 369),
  reference: 'divert(4); ip_input (netinet/ip_input.c)',
});
