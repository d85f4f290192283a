/** The limit on ICMP messages (badport_bandlim in netinet/ip_icmp.c, ppsratecheck in kern/kern_time.c). */
import { SECOND } from '../../clock';
import type { Host } from '../../host';

/** What is limited, each by itself: errors, and replies to echo, timestamp and mask requests. */
export const BANDLIM_ERROR = 0;
export const BANDLIM_ECHO = 1;
export const BANDLIM_TSTAMP = 2;

/** A window of one second: its start (as `Host.now`), and the messages asked for in it. */
export interface Bandlim {
  start: number;
  count: number;
}

/** Windows in which nothing was asked for yet. */
export function newBandlims(): Bandlim[] {
  return [BANDLIM_ERROR, BANDLIM_ECHO, BANDLIM_TSTAMP].map(() => ({ start: 0, count: 0 }));
}

/**
 * True when one more message of this kind would be too many: more than net.inet.icmp.icmplim within a second.
 */
export function badport_bandlim(host: Host, which: number): boolean {
  const limit = host.sysctl4.icmplim;
  const window = host.icmp_bandlim[which];
  if (window.count === 0 || host.now - window.start >= SECOND) {
    window.start = host.now;
    window.count = 0;
  }
  window.count++;
  return limit > 0 && window.count > limit;
}
