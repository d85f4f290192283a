/**
 * The link layer's input: whether a captured frame was meant for this interface.
 * `link_input` stands for the driver and for ether_input, ppp_input and their like.
 */
import { equalMac, formatMac, isBroadcastMac } from '../../wire/address';
import { get16 } from '../../wire/bytes';
import { CUT_OFF, carriedType, headerLength, readLinkHeader } from '../../wire/linkHeader';
import {
  LINKTYPE_ETHERNET,
  LINKTYPE_LINUX_SLL,
  LINKTYPE_LINUX_SLL2,
  linkTypeName,
} from '../../wire/linktype';
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { DROPPED, decide, decision, enter, leave, settle, used } from '../trace';
import { bpf_received } from './bpfLink';
import { bridge_input, bridge_takes } from './bridgeInput';
import { ether_demux } from './etherDemux';
import { IFF_UP, type Ifnet } from './if';
import { M_BCAST, M_MCAST, type Mbuf, m_get, m_hold } from './mbuf';
import { swi_net } from './netisr';

const interfaceUp = decision('link_input.interface-up', {
  question: 'Is the interface up?',
  outcomes: {
    up: 'Yes.',
    down: { answer: 'No: {ifp} is down.', verdict: '{ifp} is down' },
  },
  reference: 'ether_input (net/if_ethersubr.c)',
});

const header = decision('link_input.header', {
  question: 'Can the link header be read?',
  outcomes: {
    whole: 'Yes: it is {hdrlen} bytes long.',
    'cut-off': {
      malformed: true,
      answer: 'No: the frame of {len} bytes ends before it does.',
      verdict: 'the frame is {len} bytes long and ends within its {linktype} header',
    },
    'unknown-link-type': {
      answer: 'No: {linktype} is not a link this machine can be attached to.',
      verdict: 'the capture is of {linktype}, which this machine cannot be attached to',
    },
  },
  reference: 'ether_input (net/if_ethersubr.c), if_loop.c, if_ppp.c',
});

const destination = decision('ether_input.destination', {
  question: 'Is the frame addressed to this interface?',
  outcomes: {
    own: 'Yes: {ether_dhost} is its link address.',
    broadcast: 'Yes: it is a broadcast.',
    multicast: 'Yes: {ether_dhost} is a group address.',
    any: 'Yes: no link address was given to {ifp}, so it takes every unicast frame.',
    other: {
      answer: 'No: it is for {ether_dhost}, and {ifp} is {lladdr}.',
      verdict: 'the frame is for {ether_dhost}, and {ifp} is {lladdr}',
    },
  },
  reference: 'ether_input (net/if_ethersubr.c); IEEE 802.3 3.2.3',
});

const packetType = decision('link_input.packet-type', {
  question: 'Does the cooked header say that the packet was sent to this machine?',
  outcomes: {
    unicast: 'Yes.',
    broadcast: 'Yes: as a broadcast.',
    multicast: 'Yes: as a multicast.',
    other: {
      answer: 'No: it was sent to another machine.',
      verdict: 'the frame was for another machine and only overheard',
    },
    outgoing: {
      answer: 'No: the captured machine sent it.',
      verdict: 'the captured machine sent this frame itself',
    },
  },
  reference: 'LINKTYPE_LINUX_SLL: packet type',
});

/**
 * A captured frame `[off, off + len)` of `data` arrives on `ifp`; `linkType` is a LINKTYPE_* number, `frame`
 * its number in the capture. The buffer may be written to, and is not kept beyond the call. What becomes of
 * the frame is in `host.trace`.
 */
export function link_input(
  host: Host,
  ifp: Ifnet,
  linkType: number,
  data: Uint8Array,
  off: number,
  len: number,
  frame: number,
): void {
  enter(host, 'link_input', null);
  receive(host, ifp, linkType, data, off, len, frame, 0);
  leave(host);
  swi_net(host);
}

/**
 * A frame has come out of a tunnel: it is received on `ifp` once what took it out is done, so that tunnels
 * within tunnels do not nest calls.
 */
export function if_input(host: Host, ifp: Ifnet, m: Mbuf): void {
  const held = m_hold(m);
  held.rcvif = ifp;
  host.ifinq.push(held);
}

/**
 * Receives a frame that came out of a tunnel, with the marks that IPsec left on the packet it travelled in.
 */
export function if_input_process(host: Host, m: Mbuf): void {
  const ifp = m.rcvif as Ifnet;
  enter(host, 'if_input', m);
  receive(host, ifp, LINKTYPE_ETHERNET, m.data, m.off, m.len, m.frame, m.flags);
  leave(host);
}

function receive(
  host: Host,
  ifp: Ifnet,
  linkType: number,
  data: Uint8Array,
  off: number,
  len: number,
  frame: number,
  marks: number,
): void {
  const up = (ifp.flags & IFF_UP) !== 0 ? interfaceUp.up : interfaceUp.down;
  used(host, ifp.origin);
  const looked = RECORDING && { ifp: ifOperand(ifp) };
  if (decide(host, interfaceUp, up, looked) === interfaceUp.down) {
    settle(host, DROPPED);
    return;
  }
  const found = readLinkHeader(linkType, data, off, len);
  const hdrlen = headerLength(found);
  const read = found >= 0 ? header.whole : found === CUT_OFF ? header.cutOff : header.unknownLinkType;
  const linktype = RECORDING && linkTypeName(linkType);
  if (decide(host, header, read, RECORDING && { hdrlen, len, linktype }) !== header.whole) {
    settle(host, DROPPED);
    return;
  }
  if (ifp.if_bpf) bpf_received(host, ifp, linkType, found, data, off, len);
  const hears = ifp.if_bridge !== null && linkType === LINKTYPE_ETHERNET && bridge_takes(host, ifp);
  const flags = hears ? 0 : addressed(host, ifp, linkType, data, off);
  if (flags < 0) return;
  const m = m_get(host, data, off + hdrlen, len - hdrlen);
  m.flags = flags | marks;
  m.rcvif = ifp;
  m.frame = frame;
  if (hears) receiveAsMember(host, ifp, m, hdrlen, carriedType(found));
  else ether_demux(host, ifp, m, carriedType(found));
}

/** A member of a bridge does not ask whom a frame is for: the bridge does. */
function receiveAsMember(host: Host, ifp: Ifnet, m: Mbuf, hdrlen: number, type: number): void {
  m.linkLen = hdrlen;
  m.kind = 'bridged';
  const rcvif = bridge_input(host, ifp, m);
  if (rcvif !== null) ether_demux(host, rcvif, m, type);
}

/**
 * The M_* marks of a frame that is for us, or -1 when it is not; cooked and other headers say it in their own
 * ways.
 */
function addressed(host: Host, ifp: Ifnet, linkType: number, data: Uint8Array, off: number): number {
  if (linkType === LINKTYPE_ETHERNET) return ether_input(host, ifp, data, off);
  if (linkType === LINKTYPE_LINUX_SLL) return cooked_input(host, get16(data, off));
  if (linkType === LINKTYPE_LINUX_SLL2) return cooked_input(host, data[off + 10]);
  return 0;
}

function ether_input(host: Host, ifp: Ifnet, data: Uint8Array, off: number): number {
  const outcome = etherDestination(ifp, data, off);
  decide(
    host,
    destination,
    outcome,
    RECORDING && {
      ether_dhost: formatMac(data, off),
      ifp: ifOperand(ifp),
      lladdr: formatMac(ifp.lladdr),
    },
  );
  if (outcome === destination.own || outcome === destination.any) return 0;
  if (outcome === destination.multicast) return M_MCAST;
  if (outcome === destination.broadcast) return M_BCAST;
  settle(host, DROPPED);
  return -1;
}

function etherDestination(ifp: Ifnet, data: Uint8Array, off: number): number {
  if ((data[off] & 1) !== 0) return isBroadcastMac(data, off) ? destination.broadcast : destination.multicast;
  if (!ifp.lladdrGiven) return destination.any;
  return equalMac(data, off, ifp.lladdr, 0) ? destination.own : destination.other;
}

const cookedOutcomes = [
  packetType.unicast,
  packetType.broadcast,
  packetType.multicast,
  packetType.other,
  packetType.outgoing,
];

function cooked_input(host: Host, type: number): number {
  // Packet types beyond these are of links that only Linux has; their packets are meant for the machine.
  const outcome = type < cookedOutcomes.length ? cookedOutcomes[type] : packetType.unicast;
  decide(host, packetType, outcome, RECORDING && { type });
  if (outcome === packetType.unicast) return 0;
  if (outcome === packetType.multicast) return M_MCAST;
  if (outcome === packetType.broadcast) return M_BCAST;
  settle(host, DROPPED);
  return -1;
}
