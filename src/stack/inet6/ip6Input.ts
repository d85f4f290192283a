/** Reception of IPv6 packets (netinet6/ip6_input.c): is it well formed, is it ours, is it to be forwarded? */
import { get16, get32 } from '../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_NXT, IP6_PLEN, IPPROTO_HOPOPTS } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { decide, decision, enter, leave } from '../trace';
import { mayForward, multicastInput, unicastInput } from './input/destination';
import { runInputFilters, setZones } from './input/filter';
import { fitLength, isAlerted, payloadKnown } from './input/payload';
import { FORWARD, GONE, OURS } from './input/way';
import { isWellFormed, mayReceive } from './input/wellFormed';
import { ip6_deliver } from './ip6Deliver';
import { ip6_forward } from './ip6Forward';
import { HOPOPTS_GONE, HOPOPTS_JUMBO, ip6_hopopts_input, jumboLengthAt } from './ip6Options';

const destination = decision('ip6_input.destination', {
  question: 'Is the packet processed here or forwarded?',
  outcomes: { here: 'Processed here.', forward: 'Forwarded.' },
  reference: 'ip6_input (netinet6/ip6_input.c)',
});

/**
 * Receives a packet: `m.rcvif` is where it came in; the addresses are as on the wire. What becomes of it is
 * settled in the trace.
 */
export function ip6_input(host: Host, m: Mbuf): void {
  enter(host, 'ip6_input', m);
  input(host, m, m.rcvif as Ifnet);
  leave(host);
}

function input(host: Host, m: Mbuf, ifp: Ifnet): void {
  if (!mayReceive(host, ifp) || !isWellFormed(host, m, ifp)) return;
  const filtered = runInputFilters(host, m, ifp);
  if (filtered === GONE) return;
  const srcrt = filtered === FORWARD;
  if (!setZones(host, m, ifp)) return;
  const multicast = m.data[m.off + IP6_DST] === 0xff;
  let way = multicast ? multicastInput(host, m, ifp) : unicastInput(host, m);
  if (way === GONE || (way === FORWARD && !mayForward(host, m, ifp))) return;

  let nxt = m.data[m.off + IP6_NXT];
  let off = IP6_HDRLEN;
  let plen = get16(m.data, m.off + IP6_PLEN);
  let plenAt = IP6_PLEN;
  if (nxt === IPPROTO_HOPOPTS) {
    const options = ip6_hopopts_input(host, m);
    if (options === HOPOPTS_GONE) return;
    if ((options & HOPOPTS_JUMBO) !== 0) {
      plenAt = jumboLengthAt(m);
      plen = get32(m.data, m.off + plenAt);
    }
    if (!payloadKnown(host, m, ifp, plen)) return;
    if (isAlerted(host, options)) way = OURS;
    nxt = m.data[m.off + IP6_HDRLEN];
    off += (m.data[m.off + IP6_HDRLEN + 1] + 1) * 8;
  }
  if (!fitLength(host, m, ifp, plen, plenAt)) return;
  const here = way === OURS ? destination.here : destination.forward;
  if (decide(host, destination, here) === destination.forward) {
    ip6_forward(host, m, srcrt);
  } else {
    ip6_deliver(host, m, ifp, off, nxt);
  }
}
