/** Learned addresses of a bridge grow old (net/if_bridge.c, bridge_timer; IEEE 802.1D 7.9.2). */
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { decide, decision, enter, leave } from '../trace';
import { bridge_rtage } from './bridgeRtable';
import { BRIDGE_RTABLE_PRUNE_PERIOD, type BridgeSoftc, IFBAF_DYNAMIC } from './bridgeVar';
import { timer_start } from './timer';

const aged = decision('bridge_timer.aged', {
  question: 'Are there addresses from which nothing came for too long?',
  outcomes: {
    forgotten: 'Yes: {bridge} forgets {count} of them.',
    none: 'No.',
  },
  reference: 'IEEE 802.1D 7.9.2; bridge_timer, bridge_rtage (net/if_bridge.c)',
});

/** Looks for old addresses, and will do so again while there are any that can grow old. */
export function bridge_timer(host: Host, sc: BridgeSoftc): void {
  enter(host, 'bridge_timer', null);
  sc.sc_brcallout = null;
  const count = bridge_rtage(host, sc);
  decide(
    host,
    aged,
    count > 0 ? aged.forgotten : aged.none,
    RECORDING && { count, bridge: ifOperand(sc.sc_ifp) },
  );
  if (sc.sc_rtlist.some(brt => brt.brt_flags === IFBAF_DYNAMIC)) bridge_schedule(host, sc);
  leave(host);
}

/**
 * Has the timer run. The kernel's runs all the time while the bridge is up; here only while it can find
 * something, at the same times.
 */
export function bridge_schedule(host: Host, sc: BridgeSoftc): void {
  if (sc.sc_brcallout !== null) return;
  const period = BRIDGE_RTABLE_PRUNE_PERIOD * 1e9;
  const delay = period - ((host.now - sc.sc_started) % period);
  sc.sc_brcallout = timer_start(host, delay, 'bridge_timer', sc, 0);
}
