/** Entries of the ARP cache run out (arptimer in netinet/if_ether.c). */
import { time_second } from '../../clock';
import type { Host } from '../../host';
import { ifOperand } from '../../operands';
import { decide, decision, enter, leave } from '../../trace';
import { arp_schedule, type LlinfoArp } from './cache';

const expired = decision('arptimer.expired', {
  question: 'Has the time of {addr} on {ifp} run out?',
  outcomes: {
    forgotten: 'Yes: its link address is forgotten.',
    unanswered: 'Yes, and it never answered: it is forgotten with the packet that waited for it.',
    kept: 'No: it has {left} seconds left.',
  },
  reference: 'arptimer, arptfree (netinet/if_ether.c)',
});

/** Looks through the cache; looks again while there are entries that can run out. */
export function arptimer(host: Host, _arg: null, frame: number): void {
  enter(host, 'arptimer', null);
  host.arptimer_ch = null;
  let left = false;
  for (const [key, la] of host.arp) {
    if (la.permanent) continue;
    if (hasExpired(host, la)) host.arp.delete(key);
    else left = true;
  }
  if (left) arp_schedule(host, frame);
  leave(host);
}

function hasExpired(host: Host, la: LlinfoArp): boolean {
  const left = la.expire - time_second(host);
  const outcome = left > 0 ? expired.kept : la.la_hold !== null ? expired.unanswered : expired.forgotten;
  decide(host, expired, outcome, RECORDING && { addr: la.addr.slice(), ifp: ifOperand(la.ifp), left });
  return outcome !== expired.kept;
}
