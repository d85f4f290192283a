/** A frame leaves by a member of a bridge (net/if_bridge.c, bridge_enqueue). */
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { DROPPED, decide, decision, enter, FORWARDED, leave, settle } from '../trace';
import { etherip_start } from '../tunnel/etheripStart';
import { type EtheripSoftc, etheripOf } from '../tunnel/etheripVar';
import { type BridgeSoftc, bridge_isReady } from './bridgeVar';
import { emit } from './emit';
import type { Ifnet } from './if';
import { type Mbuf, m_copy } from './mbuf';
import { m_withLink } from './mbufAdjust';

const link = decision('bridge_enqueue.link', {
  question: 'Does {ifp} take the frame?',
  outcomes: {
    sent: { answer: 'Yes: it leaves as it is.', verdict: 'to {ifp}' },
    tunnelled: 'Yes: it goes into the tunnel as it is.',
    down: { answer: 'No: {ifp} is down.', verdict: '{ifp} is down' },
  },
  reference: 'IEEE 802.1D 7.7; bridge_enqueue (net/if_bridge.c)',
});

/** True when a frame can leave by an interface. */
export function bridge_ready(host: Host, ifp: Ifnet): boolean {
  return bridge_isReady(ifp, etheripOf(host, ifp) !== null);
}

/**
 * Sends a frame, which the caller keeps, by a member; `nexthop` is the neighbour that a packet of ours goes
 * to, null for none.
 */
export function bridge_enqueue(
  host: Host,
  sc: BridgeSoftc,
  dst_ifp: Ifnet,
  m: Mbuf,
  nexthop: Uint8Array | null,
): void {
  enter(host, 'bridge_enqueue', m);
  const tunnel = etheripOf(host, dst_ifp);
  const outcome = !bridge_isReady(dst_ifp, tunnel !== null)
    ? link.down
    : tunnel === null
      ? link.sent
      : link.tunnelled;
  decide(host, link, outcome, RECORDING && { ifp: ifOperand(dst_ifp) });
  const isPassing = m.kind === 'bridged';
  if (outcome === link.down) {
    if (isPassing) settle(host, DROPPED);
  } else {
    count(sc, m);
    if (outcome === link.tunnelled) intoTunnel(host, tunnel as EtheripSoftc, m);
    else {
      if (isPassing) settle(host, FORWARDED);
      emit(host, dst_ifp, m, nexthop);
    }
  }
  leave(host);
}

function count({ stat }: BridgeSoftc, { data, off, linkLen, len }: Mbuf): void {
  stat.if_opackets++;
  stat.if_obytes += linkLen + len;
  if ((data[off - linkLen] & 1) !== 0) stat.if_omcasts++;
}

function intoTunnel(host: Host, tunnel: EtheripSoftc, m: Mbuf): void {
  const frame = m_copy(host, m, m.len);
  m_withLink(frame);
  if (frame.kind === 'bridged') frame.kind = 'forwarded';
  tunnel.snd.push(frame);
  etherip_start(host, tunnel);
}
