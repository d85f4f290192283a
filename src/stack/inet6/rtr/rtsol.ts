/**
 * Router solicitations (RFC 4861 6.3.7): the kernel of the era leaves them to the programs rtsol(8) and
 * rtsold(8).
 */
import { equalBytes } from '../../../wire/bytes';
import { ICMP6_HDRLEN, ND_OPT_SOURCE_LINKADDR, ND_ROUTER_SOLICIT } from '../../../wire/icmp6';
import { IP6_HDRLEN } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { type Timer, timer_start, timer_stop } from '../../net/timer';
import { ifOperand } from '../../operands';
import { random } from '../../random';
import { decide, decision, enter, leave } from '../../trace';
import { IN6_IFF_NOTREADY, in6ifa_ifpforlinklocal } from '../in6';
import { icmp6_setcksum } from '../in6Cksum';
import { IN6_IFF_ANYCAST } from '../in6Var';
import { ND_HLIM, newIcmp6Packet } from '../ip6Build';
import { ip6_output } from '../ip6Output';
import { IPV6_UNSPECSRC } from '../output/flags';
import { in6_setscope } from '../scope6';

/** RFC 4861 10: at most so many, so many nanoseconds apart, the first within so many. */
const MAX_RTR_SOLICITATIONS = 3;
const RTR_SOLICITATION_INTERVAL = 4e9;
const MAX_RTR_SOLICITATION_DELAY = 1e9;

const UNSPECIFIED = new Uint8Array(16);

/** Solicitations under way on one interface. */
export interface Rtsol {
  ifp: Ifnet;
  /** How many were sent. */
  probes: number;
  timer: Timer | null;
}

const next = decision('rtsol_timer.next', {
  question: 'Is another router solicitation sent on {ifp}?',
  outcomes: {
    send: 'Yes, from {src}: number {number} of {limit}.',
    'send-unspecified': 'Yes, from ::, as no address is ready: number {number} of {limit}.',
    'give-up': 'No: {limit} had no answer.',
  },
  reference: 'RFC 4861 6.3.7; rtsol_timer_update (rtsold(8))',
});

/** Begins to solicit routers on an interface, as `rtsol IF` does; the first within a second. */
export function rtsol_start(host: Host, ifp: Ifnet): void {
  rtsol_stop(host, ifp);
  const rtsol: Rtsol = { ifp, probes: 0, timer: null };
  host.rtsols.push(rtsol);
  const delay = Math.floor((random(host) / 2 ** 32) * MAX_RTR_SOLICITATION_DELAY);
  rtsol.timer = timer_start(host, delay, 'rtsol_timer', rtsol, 0);
}

/** Ends it: a router has answered, or nobody asks any more. */
export function rtsol_stop(host: Host, ifp: Ifnet): void {
  const at = host.rtsols.findIndex(one => one.ifp === ifp);
  if (at < 0) return;
  timer_stop(host, host.rtsols[at].timer);
  host.rtsols.splice(at, 1);
}

/** The time for an answer is over: the next solicitation is sent. */
export function rtsol_timer(host: Host, rtsol: Rtsol): void {
  enter(host, 'rtsol_timer', null);
  const { ifp } = rtsol;
  const own = in6ifa_ifpforlinklocal(ifp, IN6_IFF_NOTREADY | IN6_IFF_ANYCAST);
  const outcome =
    rtsol.probes >= MAX_RTR_SOLICITATIONS ? next.giveUp : own === null ? next.sendUnspecified : next.send;
  decide(
    host,
    next,
    outcome,
    RECORDING && {
      ifp: ifOperand(ifp),
      src: own === null ? '::' : { value: own.addr.slice(), origin: own.origin },
      number: rtsol.probes + 1,
      limit: MAX_RTR_SOLICITATIONS,
    },
  );
  if (outcome === next.giveUp) rtsol_stop(host, ifp);
  else {
    rtsol.probes++;
    rtsol.timer = timer_start(host, RTR_SOLICITATION_INTERVAL, 'rtsol_timer', rtsol, 0);
    solicit(host, ifp, own === null ? UNSPECIFIED : own.addr);
  }
  leave(host);
}

/** Without a source of its own it must not tell the link address either (RFC 4861 4.1). */
function solicit(host: Host, ifp: Ifnet, src: Uint8Array): void {
  const unspecified = equalBytes(src, 0, UNSPECIFIED, 0, 16);
  const option = !unspecified && ifp.lladdr.length === 6;
  const routers = Uint8Array.of(0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
  in6_setscope(routers, 0, ifp);
  const length = ICMP6_HDRLEN + (option ? 8 : 0);
  const m = newIcmp6Packet(host, 'router-solicitation', 0, length, src, routers, ND_HLIM);
  m.data[IP6_HDRLEN] = ND_ROUTER_SOLICIT;
  if (option) {
    m.data.set([ND_OPT_SOURCE_LINKADDR, 1], IP6_HDRLEN + ICMP6_HDRLEN);
    m.data.set(ifp.lladdr, IP6_HDRLEN + ICMP6_HDRLEN + 2);
  }
  icmp6_setcksum(m, IP6_HDRLEN);
  ifp.icmp6_ifstat.ifs6_out_msg++;
  ifp.icmp6_ifstat.ifs6_out_routersolicit++;
  host.icmp6stat.icp6s_outhist[ND_ROUTER_SOLICIT]++;
  ip6_output(host, m, IPV6_UNSPECSRC, ifp);
}
