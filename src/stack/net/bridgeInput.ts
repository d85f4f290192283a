/** A frame comes in by a member of a bridge (net/if_bridge.c, bridge_input; IEEE 802.1D 7.5, 7.12). */
import { equalMac, formatMac, isBroadcastMac } from '../../wire/address';
import { get16 } from '../../wire/bytes';
import { ETHER_HDR_LEN, ETHER_SHOST } from '../../wire/linkHeader';
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { DROPPED, decide, decision, enter, leave, settle, used } from '../trace';
import { bridge_forward } from './bridgeForward';
import { bridge_rtupdate } from './bridgeRtable';
import { type BridgeIflist, type BridgeSoftc, bridgeOfMember, IFBIF_LEARNING } from './bridgeVar';
import { ether_demux } from './etherDemux';
import { IFF_RUNNING, type Ifnet } from './if';
import { M_BCAST, M_MCAST, type Mbuf, m_copy, m_unshare } from './mbuf';

const running = decision('bridge_input.running', {
  question: 'Is the bridge of the interface up?',
  outcomes: {
    running: 'Yes: {ifp} hears every frame for {bridge}.',
    stopped: 'No: {bridge} is down, so {ifp} takes its own frames only.',
  },
  reference: 'bridge_input (net/if_bridge.c)',
});

/**
 * True when the bridge of an interface takes the frames that come in by it; false also for the bridge itself.
 */
export function bridge_takes(host: Host, ifp: Ifnet): boolean {
  const sc = bridgeOfMember(ifp);
  if (sc === null) return false;
  const outcome = (sc.sc_ifp.flags & IFF_RUNNING) !== 0 ? running.running : running.stopped;
  const looked = RECORDING && { ifp: ifOperand(ifp), bridge: ifOperand(sc.sc_ifp) };
  return decide(host, running, outcome, looked) === running.running;
}

const destination = decision('bridge_input.destination', {
  question: 'Whom is the frame for?',
  outcomes: {
    bridge: 'This machine: {ether_dhost} is the address of {bridge}.',
    broadcast: 'Everyone: it is bridged, and received here too.',
    multicast: 'The group {ether_dhost}: it is bridged, and received here too.',
    member: 'This machine: {ether_dhost} is the address of {member}.',
    'sent-here': {
      answer:
        'That is not asked: it came back to this machine, for {ether_shost} is the address of {member}.',
      verdict: 'the frame is from {ether_shost}, the address of {member} of this machine',
    },
    station: 'Another station: it is bridged.',
  },
  reference: 'IEEE 802.1D 7.5, 7.12; bridge_input (net/if_bridge.c)',
});

/**
 * Takes the frame `m`, which begins at its network header with its Ethernet header before that. The interface
 * on which this machine is to receive it, null when it is not for this machine.
 */
export function bridge_input(host: Host, ifp: Ifnet, m: Mbuf): Ifnet | null {
  enter(host, 'bridge_input', m);
  const rcvif = input(host, ifp.if_bridge as BridgeSoftc, ifp, m);
  leave(host);
  return rcvif;
}

function input(host: Host, sc: BridgeSoftc, ifp: Ifnet, m: Mbuf): Ifnet | null {
  const eh = m.off - ETHER_HDR_LEN;
  const ours = memberWithAddress(sc, m.data, eh);
  const outcome = judge(sc, ours, m.data, eh);
  used(host, sc.sc_ifp.origin);
  decide(
    host,
    destination,
    outcome,
    RECORDING && {
      ether_dhost: formatMac(m.data, eh),
      ether_shost: formatMac(m.data, eh + ETHER_SHOST),
      bridge: ifOperand(sc.sc_ifp),
      member: ifOperand(ours?.bif_ifp ?? null),
    },
  );
  switch (outcome) {
    case destination.bridge:
      sc.stat.if_ipackets++;
      return sc.sc_ifp;
    case destination.broadcast:
    case destination.multicast:
      m.flags |= outcome === destination.broadcast ? M_BCAST : M_MCAST;
      bridge_forward(host, sc, m);
      receiveAsBridge(host, sc, m);
      return ifp;
    case destination.member:
      return forMember(host, sc, ours as BridgeIflist, ifp, m);
    case destination.sentHere:
      settle(host, DROPPED);
      return null;
    default:
      bridge_forward(host, sc, m);
      return null;
  }
}

function judge(sc: BridgeSoftc, ours: BridgeIflist | null, data: Uint8Array, eh: number): number {
  if (equalMac(data, eh, sc.sc_ifp.lladdr, 0)) return destination.bridge;
  if ((data[eh] & 1) !== 0) return isBroadcastMac(data, eh) ? destination.broadcast : destination.multicast;
  if (ours === null) return destination.station;
  const toOurs = equalMac(data, eh, ours.bif_ifp.lladdr, 0);
  return toOurs ? destination.member : destination.sentHere;
}

/** The first member that has either address of the frame; null when none has. */
function memberWithAddress({ sc_iflist }: BridgeSoftc, data: Uint8Array, eh: number): BridgeIflist | null {
  for (const bif of sc_iflist) {
    const { lladdr } = bif.bif_ifp;
    if (equalMac(data, eh, lladdr, 0)) return bif;
    if (equalMac(data, eh + ETHER_SHOST, lladdr, 0)) return bif;
  }
  return null;
}

/**
 * Whoever speaks to a member that learns is remembered too. The frame is received on the member whose address
 * it has.
 */
function forMember(host: Host, sc: BridgeSoftc, bif: BridgeIflist, ifp: Ifnet, m: Mbuf): Ifnet {
  if ((bif.bif_flags & IFBIF_LEARNING) !== 0) {
    bridge_rtupdate(host, sc, m.data, m.off - ETHER_HDR_LEN + ETHER_SHOST, ifp, {
      flags: null,
      frame: m.frame,
      origin: null,
    });
  }
  return bif.bif_ifp;
}

/**
 * What is for a group is received on the bridge as well as on the member. A bridge without addresses has
 * nobody to receive it.
 */
function receiveAsBridge(host: Host, sc: BridgeSoftc, m: Mbuf): void {
  const bifp = sc.sc_ifp;
  if (bifp.inet.length === 0 && bifp.addresses.length === 0) return;
  const copy = m_copy(host, m, m.len);
  m_unshare(copy);
  ether_demux(host, bifp, copy, get16(m.data, m.off - 2));
}
