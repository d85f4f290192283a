/**
 * What happens to a neighbour while nothing is heard of it (nd6_llinfo_timer in netinet6/nd6.c, RFC 4861
 * 7.3.3).
 */
import { ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADDR } from '../../wire/icmp6';
import { IP6_DST, IP6_SRC } from '../../wire/ipv6';
import { time_second } from '../clock';
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { decide, decision, enter, leave } from '../trace';
import { ND6_IFF_PERFORMNUD } from './in6Var';
import {
  type Llinfo,
  ND6_GCTIMER,
  ND6_LLINFO_DELAY,
  ND6_LLINFO_PROBE,
  ND6_LLINFO_REACHABLE,
  ND6_LLINFO_STALE,
  nd6_forget,
  nd6_llinfo_settimer,
  neighborStateName,
} from './nd6';
import { nd6_ns_output } from './nd6NbrOutput';
import { defrouter_lookup } from './rtr/defrouter';
import { in6_setscope } from './scope6';

const next = decision('nd6_llinfo_timer.next', {
  question: 'What follows from the silence of {dst}?',
  outcomes: {
    'solicit-again': 'It is solicited again: {asked} of {tries} solicitations had no answer.',
    'give-up':
      'It does not exist: {tries} solicitations had no answer. The packet that waits cannot be delivered.',
    'went-stale': 'What is known of it is stale: it is asked when it is next used.',
    probe: 'It was used while stale: it is asked whether it is still there.',
    'no-probe': 'It was used while stale, but {ifp} does not ask neighbours: it stays stale.',
    'probe-again': 'It is asked again: {asked} of {tries} probes had no answer.',
    'probe-failed': 'It is gone: {tries} probes had no answer.',
    collected: 'It was not used for a day: it is forgotten.',
    'kept-router': 'It was not used for a day, but is a default router: it is kept.',
  },
  reference: 'RFC 4861 7.2.2, 7.3.3; nd6_llinfo_timer (netinet6/nd6.c)',
});

/** The timer of a neighbour's state has run out. */
export function nd6_llinfo_timer(host: Host, ln: Llinfo, frame: number): void {
  enter(host, 'nd6_llinfo_timer', null);
  ln.ln_timer = null;
  const outcome = judge(host, ln);
  const probing = ln.ln_state === ND6_LLINFO_PROBE;
  decide(
    host,
    next,
    outcome,
    RECORDING && {
      dst: ln.addr.slice(),
      ifp: ifOperand(ln.ifp),
      state: neighborStateName(ln.ln_state),
      asked: ln.ln_asked,
      tries: probing ? host.sysctl.nd6_umaxtries : host.sysctl.nd6_mmaxtries,
    },
  );
  act(host, ln, outcome, frame);
  leave(host);
}

function judge(host: Host, ln: Llinfo): number {
  switch (ln.ln_state) {
    case ND6_LLINFO_REACHABLE:
      return next.wentStale;
    case ND6_LLINFO_STALE:
      return isDefaultRouter(host, ln) ? next.keptRouter : next.collected;
    case ND6_LLINFO_DELAY:
      return (ln.ifp.nd.flags & ND6_IFF_PERFORMNUD) !== 0 ? next.probe : next.noProbe;
    case ND6_LLINFO_PROBE:
      return ln.ln_asked < host.sysctl.nd6_umaxtries ? next.probeAgain : next.probeFailed;
    default:
      return ln.ln_asked < host.sysctl.nd6_mmaxtries ? next.solicitAgain : next.giveUp;
  }
}

function act(host: Host, ln: Llinfo, outcome: number, frame: number): void {
  switch (outcome) {
    case next.solicitAgain:
      ln.ln_asked++;
      nd6_llinfo_settimer(host, ln, ln.ifp.nd.retrans, frame);
      nd6_ns_output(host, ln.ifp, null, ln, ln.ln_hold?.frame ?? frame);
      return;
    case next.giveUp:
      reportUnreachable(host, ln);
      nd6_forget(host, ln, frame);
      return;
    case next.keptRouter:
      keepRouter(host, ln, frame);
      return;
    case next.wentStale:
    case next.noProbe:
      ln.ln_state = ND6_LLINFO_STALE;
      nd6_llinfo_settimer(host, ln, ND6_GCTIMER * 1000, frame);
      return;
    case next.probe:
    case next.probeAgain:
      ln.ln_asked = outcome === next.probe ? 1 : ln.ln_asked + 1;
      ln.ln_state = ND6_LLINFO_PROBE;
      nd6_llinfo_settimer(host, ln, ln.ifp.nd.retrans, frame);
      nd6_ns_output(host, ln.ifp, ln.addr, ln, frame);
      return;
    default:
      nd6_forget(host, ln, frame);
  }
}

function isDefaultRouter(host: Host, ln: Llinfo): boolean {
  return host.sysctl.forwarding === 0 && defrouter_lookup(host, ln.addr, ln.ifp) !== null;
}

/** A default router is known for as long as it says that it is one. */
function keepRouter(host: Host, ln: Llinfo, frame: number): void {
  const left = (defrouter_lookup(host, ln.addr, ln.ifp)?.expire ?? 0) - time_second(host);
  nd6_llinfo_settimer(host, ln, (left > 0 ? left : ND6_GCTIMER) * 1000, frame);
}

/**
 * The sender of the waiting packet learns that nobody has the address. The packet's zones are those of the
 * link it was to leave by.
 */
function reportUnreachable(host: Host, ln: Llinfo): void {
  const m = ln.ln_hold;
  if (m === null) return;
  ln.ln_hold = null;
  in6_setscope(m.data, m.off + IP6_SRC, ln.ifp);
  in6_setscope(m.data, m.off + IP6_DST, ln.ifp);
  host.surroundings.icmp6_error(host, m, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADDR, 0);
}
