/**
 * The limit on ICMPv6 errors and redirects (icmp6_ratelimit in netinet6/icmp6.c, ppsratecheck in
 * kern/kern_time.c).
 */
import { SECOND } from '../clock';
import type { Host } from '../host';

/**
 * True when one more message would be too many. A window of one second begins with its first message, which
 * passes unless the limit is 0; of the others those pass that are fewer than the limit: with 100, 99 pass. A
 * negative limit is none.
 */
export function icmp6_ratelimit(host: Host): boolean {
  const limit = host.sysctl.errppslimit;
  const window = host.icmp6errppslim;
  if (window.count === 0 || host.now - window.start >= SECOND) {
    window.start = host.now;
    window.count = 1;
    return limit === 0;
  }
  window.count++;
  return limit >= 0 && window.count >= limit;
}
