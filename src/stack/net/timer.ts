/**
 * Timers in virtual time. A timer names its handler: closures are no state. `Host.timers` is a binary heap
 * ordered by (due, seq), so that equal times fire in the order started.
 */
import type { Host } from '../host';
import type { DivertTurn } from '../inet/divert/divertProgram';
import type { Ipq } from '../inet/reass/queue';
import type { Frag6, Ip6q } from '../inet6/frag6';
import type { In6Multi } from '../inet6/in6Var';
import type { Llinfo } from '../inet6/nd6';
import type { Dadq } from '../inet6/nd6Dad';
import type { Rtsol } from '../inet6/rtr/rtsol';
import type { BridgeSoftc } from './bridgeVar';
import type { Rtentry } from './route';

/**
 * What each handler works on, by the kernel's name of the function: plain data of the host. softclock.ts
 * calls them.
 */
export interface TimerArgs {
  nd6_llinfo_timer: Llinfo;
  frag6_slowtimo: Ip6q;
  ip_slowtimo: Ipq;
  arptimer: null;
  divert_program: DivertTurn;
  frag6_overflow: Frag6;
  nd6_dad_timer: Dadq;
  nd6_timer: null;
  rtsol_timer: Rtsol;
  icmp6_redirect_timeout: Rtentry;
  mld_timeo: In6Multi;
  bridge_timer: BridgeSoftc;
}
export type TimerHandler = keyof TimerArgs;

/** A callout under way. */
export interface Timer<H extends TimerHandler = TimerHandler> {
  /** Virtual time at which it fires, as `Host.now`. */
  due: number;
  /** Order of starting, for equal times. */
  seq: number;
  /** The kernel function it calls. */
  handler: H;
  arg: TimerArgs[H];
  /** Capture frame that led to it, 0 for none. */
  frame: number;
  /** Place in the heap, -1 once fired or stopped. */
  at: number;
}

/** Starts a timer that fires `delayNs` nanoseconds from now; `frame` is the capture frame that led to it. */
export function timer_start<H extends TimerHandler>(
  host: Host,
  delayNs: number,
  handler: H,
  arg: TimerArgs[H],
  frame: number,
): Timer {
  const timer: Timer = {
    due: host.now + Math.max(0, delayNs),
    seq: host.timerSeq++,
    handler,
    arg,
    frame,
    at: host.timers.length,
  };
  host.timers.push(timer);
  up(host.timers, timer);
  return timer;
}

/** Stops a timer; one that has fired or was stopped is left alone. */
export function timer_stop(host: Host, timer: Timer | null): void {
  if (timer === null || timer.at < 0) return;
  const heap = host.timers;
  const last = heap.pop() as Timer;
  if (last !== timer) {
    last.at = timer.at;
    heap[last.at] = last;
    up(heap, last);
    down(heap, last);
  }
  timer.at = -1;
}

/** Virtual time of the next timer, `Infinity` when none runs. */
export function nextTimer(host: Host): number {
  return host.timers.length > 0 ? host.timers[0].due : Number.POSITIVE_INFINITY;
}

/** Takes the next timer out and moves the clock to it. Throws `RangeError` when none runs. */
export function timer_take(host: Host): Timer {
  if (host.timers.length === 0) throw new RangeError('no timer runs');
  const timer = host.timers[0];
  timer_stop(host, timer);
  if (timer.due > host.now) host.now = timer.due;
  return timer;
}

function before(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.seq < b.seq);
}

function up(heap: Timer[], timer: Timer): void {
  let at = timer.at;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(timer, heap[parent])) break;
    heap[at] = heap[parent];
    heap[at].at = at;
    at = parent;
  }
  heap[at] = timer;
  timer.at = at;
}

function down(heap: Timer[], timer: Timer): void {
  let at = timer.at;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], timer)) break;
    heap[at] = heap[child];
    heap[at].at = at;
    at = child;
  }
  heap[at] = timer;
  timer.at = at;
}
