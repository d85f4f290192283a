/** Runs the handlers of timers that are due (kern/kern_timeout.c). */
import type { Host } from '../host';
import { arptimer } from '../inet/arp/timer';
import { divert_program } from '../inet/divert/divertProgram';
import { ip_slowtimo } from '../inet/reass/timer';
import { frag6_overflow, frag6_slowtimo } from '../inet6/frag6Timer';
import { icmp6_redirect_timeout } from '../inet6/icmp6RedirectInput';
import { mld_timeo } from '../inet6/mld6/timeo';
import { nd6_dad_timer } from '../inet6/nd6Dad';
import { nd6_llinfo_timer } from '../inet6/nd6Timer';
import { nd6_timer } from '../inet6/rtr/expiry';
import { rtsol_timer } from '../inet6/rtr/rtsol';
import { bridge_timer } from './bridgeTimer';
import { swi_net } from './netisr';
import { type Timer, type TimerArgs, type TimerHandler, timer_take } from './timer';

type Handlers = { readonly [H in TimerHandler]: (host: Host, arg: TimerArgs[H], frame: number) => void };

const handlers: Handlers = {
  nd6_llinfo_timer,
  mld_timeo,
  nd6_dad_timer,
  nd6_timer,
  rtsol_timer,
  icmp6_redirect_timeout,
  frag6_slowtimo,
  ip_slowtimo,
  arptimer,
  divert_program,
  frag6_overflow,
  bridge_timer,
};

/**
 * Moves the clock to the next timer and runs its handler; the timer that ran. Throws `RangeError` when none
 * runs.
 */
export function runTimer(host: Host): Timer {
  const timer = timer_take(host);
  call(host, timer);
  swi_net(host);
  return timer;
}

function call<H extends TimerHandler>(host: Host, timer: Timer<H>): void {
  handlers[timer.handler](host, timer.arg, timer.frame);
}
