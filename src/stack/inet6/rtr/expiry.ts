/** Lifetimes that run out (nd6_timer in netinet6/nd6.c; RFC 4861 6.3.5, RFC 4862 5.5.4). */
import { time_second } from '../../clock';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { timer_start, timer_stop } from '../../net/timer';
import { decide, decision, enter, leave } from '../../trace';
import { in6_ifremove } from '../in6';
import { IN6_IFF_DEPRECATED, type In6Ifaddr } from '../in6Var';
import { defrtrlist_del } from './defrouter';
import { isOver } from './lists';
import { prelist_remove } from './prefix';

const router = decision('nd6_timer.router', {
  kind: 'S',
  question: 'Has the lifetime of a default router run out?',
  outcomes: { expired: 'Yes: {router} is a default router no longer.' },
  reference: 'RFC 4861 6.3.5; nd6_timer (netinet6/nd6.c)',
});

const address = decision('nd6_timer.address', {
  question: 'What has become of {addr} in time?',
  outcomes: {
    expired: 'It is valid no longer, and is taken away.',
    deprecated: 'It is preferred no longer: no new connection is to use it.',
    preferred: 'It is preferred again.',
  },
  reference: 'RFC 4862 5.5.4; nd6_timer (netinet6/nd6.c)',
});

const prefix = decision('nd6_timer.prefix', {
  kind: 'S',
  question: 'Has the lifetime of a prefix run out?',
  outcomes: { expired: 'Yes: {prefix}/{plen} is on the link no longer.' },
  reference: 'RFC 4861 6.3.5; nd6_timer (netinet6/nd6.c)',
});

/**
 * Starts the timer for the next lifetime that runs out. The kernel looks every nd6_prune seconds; here the
 * looks that would find nothing are left out. `frame` is the capture frame that led to it.
 */
export function nd6_timer_schedule(host: Host, frame: number): void {
  timer_stop(host, host.nd6_timer_ch);
  host.nd6_timer_ch = null;
  const next = nextEnd(host);
  if (!Number.isFinite(next)) return;
  const prune = Math.max(1, host.sysctl.nd6_prune);
  // What ends with this second is seen to be over in the next one.
  const at = Math.ceil((Math.max(next, time_second(host)) + 1) / prune) * prune;
  host.nd6_timer_ch = timer_start(host, (at - host.epoch) * 1e9 - host.now, 'nd6_timer', null, frame);
}

/** The second with which the first lifetime ends, Infinity when none does. */
function nextEnd(host: Host): number {
  let next = Number.POSITIVE_INFINITY;
  for (const dr of host.defrouters) next = Math.min(next, dr.expire);
  for (const pr of host.prefixes) next = Math.min(next, pr.lastupdate + pr.vltime);
  for (const ifp of host.interfaces) {
    for (const ia of ifp.addresses) {
      next = Math.min(next, ia.updatetime + ia.vltime);
      if ((ia.flags & IN6_IFF_DEPRECATED) === 0) next = Math.min(next, ia.updatetime + ia.pltime);
    }
  }
  return next;
}

/** Ends what is over: default routers, addresses, prefixes. */
export function nd6_timer(host: Host, _: null, frame: number): void {
  enter(host, 'nd6_timer', null);
  host.nd6_timer_ch = null;
  for (const dr of host.defrouters.filter(one => one.expire < time_second(host))) {
    decide(host, router, router.expired, RECORDING && { router: dr.rtaddr.slice() });
    defrtrlist_del(host, dr);
  }
  for (const ifp of host.interfaces) for (const ia of [...ifp.addresses]) age(host, ifp, ia);
  for (const pr of host.prefixes.filter(one => isOver(host, one.lastupdate, one.vltime))) {
    decide(host, prefix, prefix.expired, RECORDING && { prefix: pr.prefix.slice(), plen: pr.plen });
    prelist_remove(host, pr);
  }
  nd6_timer_schedule(host, frame);
  leave(host);
}

function age(host: Host, ifp: Ifnet, ia: In6Ifaddr): void {
  const expired = isOver(host, ia.updatetime, ia.vltime);
  const old = isOver(host, ia.updatetime, ia.pltime);
  // One that was said to be deprecated from the beginning, for ever, is left so.
  const wasOld = (ia.flags & IN6_IFF_DEPRECATED) !== 0 && Number.isFinite(ia.pltime);
  const outcome = expired
    ? address.expired
    : old && (ia.flags & IN6_IFF_DEPRECATED) === 0
      ? address.deprecated
      : !old && wasOld
        ? address.preferred
        : -1;
  if (outcome < 0) return;
  decide(host, address, outcome, RECORDING && { addr: { value: ia.addr.slice(), origin: ia.origin } });
  if (outcome === address.expired) in6_ifremove(host, ifp, ia.addr);
  else ia.flags ^= IN6_IFF_DEPRECATED;
}
