/**
 * The timer of a group's record: how it is started, stopped and read (mld_starttimer, mld_stoptimer,
 * mld_timerresid).
 */
import { microtime } from '../../clock';
import type { Host } from '../../host';
import { timer_start, timer_stop } from '../../net/timer';
import { branch, decide, decision } from '../../trace';
import { IN6M_TIMER_UNDEF, type In6Multi } from '../in6Var';
import { lines } from './source';

const SECOND = 1_000_000;

/** Microseconds of a clock tick; where `hz` does not divide a second a tick is cut off. */
function tickLength(host: Host): number {
  return Math.floor(SECOND / host.options.hz);
}

const expiry = decision('mld_starttimer.expiry', {
  question: 'Do the microseconds of the expiry run over into the next second?',
  outcomes: {
    'same-second': 'No: {ticks} ticks from now are {seconds} s and {microseconds} µs of the clock.',
    carried: 'Yes: {ticks} ticks from now are {seconds} s and {microseconds} µs of the clock.',
  },
  kernel: lines(197, 207),
  reference: 'mld_starttimer (netinet6/mld6.c)',
});

/**
 * Starts the timer of `in6m_timer` ticks, anew if one runs; 0 ticks end with the next tick. `frame`: the
 * capture frame that led to it.
 */
export function mld_starttimer(host: Host, in6m: In6Multi, frame: number): void {
  const { hz } = host.options;
  const ticks = in6m.in6m_timer;
  const now = microtime(host);
  const expire = in6m.in6m_timer_expire;
  expire.tv_sec = now.tv_sec + Math.floor(ticks / hz);
  expire.tv_usec = now.tv_usec + (ticks % hz) * tickLength(host);
  // A whole second exactly is left as it is: the kernel compares with >, and nothing reads the two apart.
  const over = branch(host, 201, expire.tv_usec > SECOND);
  if (over) {
    expire.tv_sec++;
    expire.tv_usec -= SECOND;
  }
  decide(
    host,
    expiry,
    over ? expiry.carried : expiry.sameSecond,
    RECORDING && { ticks, hz, seconds: expire.tv_sec, microseconds: expire.tv_usec },
  );
  timer_stop(host, in6m.in6m_timer_ch);
  const delay = Math.max(ticks, 1) * tickLength(host) * 1000;
  in6m.in6m_timer_ch = timer_start(host, delay, 'mld_timeo', in6m, frame);
}

const running = decision('mld_stoptimer.running', {
  question: 'Does the timer of {group} run?',
  outcomes: {
    idle: 'No.',
    stopped: 'Yes: it is stopped, {ticks} ticks were given.',
  },
  kernel: lines(213, 218),
  reference: 'mld_stoptimer (netinet6/mld6.c)',
});

/** Stops the timer of a group; the state stays what it is. */
export function mld_stoptimer(host: Host, in6m: In6Multi): void {
  const idle = branch(host, 213, in6m.in6m_timer === IN6M_TIMER_UNDEF);
  const outcome = decide(
    host,
    running,
    idle ? running.idle : running.stopped,
    RECORDING && { group: in6m.in6m_addr.slice(), ticks: in6m.in6m_timer },
  );
  if (outcome === running.idle) return;
  timer_stop(host, in6m.in6m_timer_ch);
  in6m.in6m_timer_ch = null;
  in6m.in6m_timer = IN6M_TIMER_UNDEF;
}

const elapsed = decision('mld_timerresid.elapsed', {
  question: 'Has the expiry of the running timer passed?',
  outcomes: {
    passed: 'Yes: nothing is left.',
    running: 'No: it ends at {seconds} s and {microseconds} µs of the clock.',
  },
  kernel: lines(251, 255),
  reference: 'mld_timerresid (netinet6/mld6.c)',
});

const remaining = decision('mld_timerresid.remaining', {
  kind: 'S',
  question: 'How long does the timer run on?',
  outcomes: { counted: '{milliseconds} ms.' },
  kernel: lines(256, 265),
  reference: 'mld_timerresid (netinet6/mld6.c)',
});

/** Milliseconds until the timer ends, cut off; 0 when its end has passed and it waits to be run. */
export function mld_timerresid(host: Host, in6m: In6Multi): number {
  const now = microtime(host);
  const { tv_sec, tv_usec } = in6m.in6m_timer_expire;
  const passed = branch(host, 251, now.tv_sec > tv_sec || (now.tv_sec === tv_sec && now.tv_usec > tv_usec));
  const outcome = decide(
    host,
    elapsed,
    passed ? elapsed.passed : elapsed.running,
    RECORDING && { seconds: tv_sec, microseconds: tv_usec },
  );
  if (outcome === elapsed.passed) return 0;
  branch(host, 259, tv_usec - now.tv_usec < 0);
  const milliseconds = Math.floor(((tv_sec - now.tv_sec) * SECOND + tv_usec - now.tv_usec) / 1000);
  decide(host, remaining, remaining.counted, RECORDING && { milliseconds });
  return milliseconds;
}
