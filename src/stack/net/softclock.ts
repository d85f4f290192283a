/** Runs the handlers of timers that are due (kern/kern_timeout.c). */
import type { Host } from '../host';
import type { Llinfo } from '../inet6/nd6';
import { nd6_llinfo_timer } from '../inet6/nd6Timer';
import { swi_net } from './netisr';
import { type Timer, timer_take } from './timer';

/** Moves the clock to the next timer and runs its handler; the timer that ran. Throws `RangeError` when none runs. */
export function runTimer(host: Host): Timer {
  const timer = timer_take(host);
  if (timer.handler === 'nd6_llinfo_timer') nd6_llinfo_timer(host, timer.arg as Llinfo, timer.frame);
  swi_net(host);
  return timer;
}
