/**
 * Packets under reassembly whose time is over, or that are too many (frag6_slowtimo, frag6_freef in
 * netinet6/frag6.c).
 */
import { ICMP6_TIME_EXCEED_REASSEMBLY, ICMP6_TIME_EXCEEDED } from '../../wire/icmp6';
import type { Host } from '../host';
import { timer_start } from '../net/timer';
import { decide, decision, enter, leave } from '../trace';
import { type Frag6, frag6_remque, fragmentMbuf, type Ip6q } from './frag6';

const freed = decision('frag6_freef.first', {
  question: 'Did the first fragment come, so that its sender can be told?',
  outcomes: {
    yes: 'Yes: of {src} to {dst} {fragments} fragments came in time. The sender is told.',
    no: 'No: of {src} to {dst} {fragments} fragments came in time, but not the first. Nobody is told.',
  },
  reference: 'RFC 8200 4.5, RFC 4443 3.3; frag6_freef (netinet6/frag6.c)',
});

const overflow = decision('frag6_slowtimo.overflow', {
  question: 'Are more packets under reassembly than the limit allows by now?',
  outcomes: {
    over: 'Yes: {nfragpackets}, and {maxfragpackets} may be (net.inet6.ip6.maxfragpackets). The oldest is given up.',
    under: 'No: {nfragpackets}.',
  },
  reference: 'frag6_slowtimo (netinet6/frag6.c): ip6_maxfragpackets',
});

/** Nanoseconds between two looks of the kernel at its queues (PR_SLOWHZ). */
const SLOWTIMO = 500e6;

/** The time of a queue is over. */
export function frag6_slowtimo(host: Host, q6: Ip6q): void {
  enter(host, 'frag6_slowtimo', null);
  host.ip6stat.ip6s_fragtimeout++;
  frag6_freef(host, q6);
  leave(host);
}

/** The limit of net.inet6.ip6.maxfragpackets has become lower: what is too much goes at the next look. */
export function frag6_limitChanged(host: Host): void {
  const { nfragpackets } = host.frag6;
  const { maxfragpackets } = host.sysctl;
  if (maxfragpackets < 0 || nfragpackets <= maxfragpackets) return;
  timer_start(host, SLOWTIMO, 'frag6_overflow', host.frag6, 0);
}

/** Gives up the oldest packets while there are more than the limit allows. */
export function frag6_overflow(host: Host, frag6: Frag6): void {
  enter(host, 'frag6_slowtimo', null);
  for (;;) {
    const { maxfragpackets } = host.sysctl;
    const oldest = frag6.queues[0];
    const over = oldest !== undefined && maxfragpackets >= 0 && frag6.nfragpackets > maxfragpackets;
    const outcome = over ? overflow.over : overflow.under;
    decide(host, overflow, outcome, RECORDING && { nfragpackets: frag6.nfragpackets, maxfragpackets });
    if (outcome === overflow.under) break;
    host.ip6stat.ip6s_fragoverflow++;
    frag6_freef(host, oldest);
  }
  leave(host);
}

/** Throws a packet's fragments away; the first one, if it came, goes back to the sender in an error. */
function frag6_freef(host: Host, q6: Ip6q): void {
  const first = q6.fragments.find(af6 => af6.ip6af_off === 0);
  const told = first === undefined ? freed.no : freed.yes;
  frag6_remque(host, q6);
  decide(
    host,
    freed,
    told,
    RECORDING && {
      src: q6.ip6q_src.slice(),
      dst: q6.ip6q_dst.slice(),
      fragments: q6.fragments.length,
    },
  );
  if (first === undefined) return;
  host.surroundings.icmp6_error(
    host,
    fragmentMbuf(host, first),
    ICMP6_TIME_EXCEEDED,
    ICMP6_TIME_EXCEED_REASSEMBLY,
    0,
  );
}
