/**
 * What this machine sends by a bridge or by a member of one goes where the address table says
 * (net/if_bridge.c, bridge_output, bridge_start).
 */
import { formatMac } from '../../wire/address';
import { ETHER_HDR_LEN } from '../../wire/linkHeader';
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { decide, decision, enter, leave } from '../trace';
import { bridge_broadcast } from './bridgeBroadcast';
import { bridge_enqueue, bridge_ready } from './bridgeEnqueue';
import { bridge_rtlookup } from './bridgeRtable';
import { type BridgeSoftc, bridgeOf } from './bridgeVar';
import { ether_encap } from './etherEncap';
import { IFF_RUNNING, type Ifnet } from './if';
import { M_BCAST, M_MCAST, type Mbuf } from './mbuf';
import { m_behindLink } from './mbufAdjust';

/**
 * Puts an Ethernet header in front of a packet of this machine for `ifp`, and has the bridge send the frame.
 */
export function bridgeOutput(host: Host, ifp: Ifnet, m: Mbuf, nexthop: Uint8Array | null): void {
  if (!ether_encap(host, ifp, m, nexthop)) return;
  m_behindLink(m, ETHER_HDR_LEN);
  m.flags &= ~(M_BCAST | M_MCAST);
  if ((m.data[m.off - ETHER_HDR_LEN] & 1) !== 0) m.flags |= M_MCAST;
  const sc = ifp.if_bridge as BridgeSoftc;
  if (bridgeOf(ifp) === null) bridge_output(host, sc, ifp, m, nexthop);
  else bridge_start(host, sc, m, nexthop);
}

const route = decision('bridge_output.destination', {
  question: 'By which member does the frame leave?',
  outcomes: {
    stopped: 'By {ifp}, as it was to: {bridge} is down.',
    known: 'By {dst_if}, behind which {ether_dhost} is.',
    unknown: 'By all: where {ether_dhost} is, is not known.',
    group: 'By all: {ether_dhost} is more than one station.',
  },
  reference: 'IEEE 802.1D 7.12.7; bridge_output (net/if_bridge.c)',
});

const member = decision('bridge_output.member', {
  question: 'Can a frame leave by {ifp}?',
  outcomes: { up: 'Yes.', down: 'No: it is down.' },
  reference: 'bridge_output (net/if_bridge.c)',
});

function bridge_output(host: Host, sc: BridgeSoftc, ifp: Ifnet, m: Mbuf, nexthop: Uint8Array | null): void {
  enter(host, 'bridge_output', m);
  const running = (sc.sc_ifp.flags & IFF_RUNNING) !== 0;
  const dst_if = running ? stationOf(sc, m) : ifp;
  const outcome = !running ? route.stopped : dst_if === null ? unknownOrGroup(m) : route.known;
  decide(
    host,
    route,
    outcome,
    RECORDING && {
      ifp: ifOperand(ifp),
      bridge: ifOperand(sc.sc_ifp),
      dst_if: ifOperand(dst_if),
      ether_dhost: formatMac(m.data, m.off - ETHER_HDR_LEN),
    },
  );
  if (dst_if === null) for (const { bif_ifp } of sc.sc_iflist) sendBy(host, sc, bif_ifp, m, nexthop);
  else sendBy(host, sc, dst_if, m, nexthop);
  leave(host);
}

function unknownOrGroup(m: Mbuf): number {
  return (m.flags & M_MCAST) !== 0 ? route.group : route.unknown;
}

/** The member behind which the frame's station is; null for groups, and when that is not known. */
function stationOf(sc: BridgeSoftc, m: Mbuf): Ifnet | null {
  return (m.flags & M_MCAST) !== 0 ? null : bridge_rtlookup(sc, m.data, m.off - ETHER_HDR_LEN);
}

function sendBy(host: Host, sc: BridgeSoftc, ifp: Ifnet, m: Mbuf, nexthop: Uint8Array | null): void {
  const outcome = bridge_ready(host, ifp) ? member.up : member.down;
  const looked = RECORDING && { ifp: ifOperand(ifp) };
  if (decide(host, member, outcome, looked) === member.up) bridge_enqueue(host, sc, ifp, m, nexthop);
}

const start = decision('bridge_start.destination', {
  question: 'Behind which member is the station?',
  outcomes: {
    known: 'Behind {dst_if}.',
    all: 'That is not known, or there are several: the frame goes to all.',
  },
  reference: 'bridge_start (net/if_bridge.c)',
});

function bridge_start(host: Host, sc: BridgeSoftc, m: Mbuf, nexthop: Uint8Array | null): void {
  enter(host, 'bridge_start', m);
  const dst_if = stationOf(sc, m);
  decide(
    host,
    start,
    dst_if === null ? start.all : start.known,
    RECORDING && { dst_if: ifOperand(dst_if), ether_dhost: formatMac(m.data, m.off - ETHER_HDR_LEN) },
  );
  if (dst_if === null) bridge_broadcast(host, sc, sc.sc_ifp, m, nexthop);
  else bridge_enqueue(host, sc, dst_if, m, nexthop);
  leave(host);
}
