/** A bridge sends a frame on (net/if_bridge.c, bridge_forward; IEEE 802.1D 7.7). */
import { formatMac, isStationMac } from '../../wire/address';
import { ETHER_HDR_LEN, ETHER_SHOST } from '../../wire/linkHeader';
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { bridge_broadcast } from './bridgeBroadcast';
import { bridge_enqueue, bridge_ready } from './bridgeEnqueue';
import { bridge_pfil_in, bridge_pfil_out } from './bridgePfil';
import { bridge_rtlookup, bridge_rtupdate } from './bridgeRtable';
import { type BridgeSoftc, bridge_lookup_member_if, IFBIF_LEARNING } from './bridgeVar';
import type { Ifnet } from './if';
import { M_BCAST, M_MCAST, type Mbuf } from './mbuf';

/** Sends the frame `m`, which came in by its `rcvif`, to the other members. */
export function bridge_forward(host: Host, sc: BridgeSoftc, m: Mbuf): void {
  enter(host, 'bridge_forward', m);
  sc.stat.if_ipackets++;
  sc.stat.if_ibytes += m.linkLen + m.len;
  const src_if = m.rcvif as Ifnet;
  learn(host, sc, src_if, m);
  const group = (m.flags & (M_BCAST | M_MCAST)) !== 0;
  if (group) sc.stat.if_imcasts++;
  const dst_if = group ? null : bridge_rtlookup(sc, m.data, m.off - ETHER_HDR_LEN);
  const outcome = whereTo(host, src_if, dst_if, m, group);
  if (outcome === destination.sameSide) settle(host, DROPPED);
  else if (bridge_pfil_in(host, sc.sc_ifp, src_if, m)) {
    if (dst_if !== null) sendTo(host, sc, dst_if, m);
    else bridge_broadcast(host, sc, src_if, m);
  }
  leave(host);
}

const learning = decision('bridge_forward.learning', {
  question: 'Is the sender of the frame remembered?',
  outcomes: {
    learned: 'Yes: {ifp} learns.',
    'not-learning': 'No: {ifp} does not learn.',
    'no-station': 'No: {ether_shost} is the address of no station.',
  },
  reference: 'IEEE 802.1D 7.8; bridge_forward (net/if_bridge.c)',
});

function learn(host: Host, sc: BridgeSoftc, src_if: Ifnet, m: Mbuf): void {
  const shost = m.off - ETHER_HDR_LEN + ETHER_SHOST;
  const learns = ((bridge_lookup_member_if(sc, src_if)?.bif_flags ?? 0) & IFBIF_LEARNING) !== 0;
  const outcome = !learns
    ? learning.notLearning
    : isStationMac(m.data, shost)
      ? learning.learned
      : learning.noStation;
  const looked = RECORDING && { ifp: ifOperand(src_if), ether_shost: formatMac(m.data, shost) };
  if (decide(host, learning, outcome, looked) !== learning.learned) return;
  bridge_rtupdate(host, sc, m.data, shost, src_if, { flags: null, frame: m.frame, origin: null });
}

const destination = decision('bridge_forward.destination', {
  question: 'Is it known where {dhost} is?',
  outcomes: {
    known: 'Yes: behind {dst_if}.',
    'same-side': {
      answer: 'Yes: behind {ifp}, where the frame came in, so it has been heard there.',
      verdict: '{dhost} is behind {ifp}, where the frame came in',
    },
    unknown: 'No: the frame goes to every other member that discovers.',
    group: 'It is for more than one: the frame goes to every other member.',
  },
  reference: 'IEEE 802.1D 7.7.1, 7.7.2; bridge_forward (net/if_bridge.c)',
});

function whereTo(host: Host, src_if: Ifnet, dst_if: Ifnet | null, m: Mbuf, group: boolean): number {
  const outcome = group
    ? destination.group
    : dst_if === null
      ? destination.unknown
      : dst_if === src_if
        ? destination.sameSide
        : destination.known;
  return decide(
    host,
    destination,
    outcome,
    RECORDING && {
      dhost: formatMac(m.data, m.off - ETHER_HDR_LEN),
      dst_if: ifOperand(dst_if),
      ifp: ifOperand(src_if),
    },
  );
}

const ready = decision('bridge_forward.member-up', {
  question: 'Can a frame leave by {ifp}?',
  outcomes: {
    up: 'Yes.',
    down: { answer: 'No: it is down.', verdict: '{ifp}, behind which {dhost} is, is down' },
  },
  reference: 'bridge_forward (net/if_bridge.c)',
});

function sendTo(host: Host, sc: BridgeSoftc, dst_if: Ifnet, m: Mbuf): void {
  const outcome = bridge_ready(host, dst_if) ? ready.up : ready.down;
  const looked = RECORDING && { ifp: ifOperand(dst_if), dhost: formatMac(m.data, m.off - ETHER_HDR_LEN) };
  if (decide(host, ready, outcome, looked) === ready.down) settle(host, DROPPED);
  else if (bridge_pfil_out(host, sc.sc_ifp, dst_if, m)) bridge_enqueue(host, sc, dst_if, m, null);
}
