/** The link's output routine (if_output: ether_output, looutput, and their like). */
import { EHOSTDOWN, EHOSTUNREACH, ENETDOWN, ENETUNREACH, errnoName } from '../errno';
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { decide, decision, enter, leave } from '../trace';
import { etheripOutput } from '../tunnel/etheripOutput';
import { type EtheripSoftc, etheripOf } from '../tunnel/etheripVar';
import { bpf_packet } from './bpfLink';
import { bridgeOutput } from './bridgeOutput';
import { emit } from './emit';
import { fault } from './fault';
import { IFF_LOOPBACK, IFF_RUNNING, IFF_UP, type Ifnet } from './if';
import { M_LOOP, type Mbuf, m_hold } from './mbuf';
import { RTF_BLACKHOLE, RTF_HOST, RTF_REJECT, type Rtentry } from './route';

const link = decision('if_output.link', {
  question: 'Does the link take the packet?',
  outcomes: {
    sent: 'Yes: it leaves by {ifp}.',
    looped: 'Yes: {ifp} gives it back to this machine.',
    blackhole: { answer: 'It vanishes: the route is a blackhole.', verdict: 'the route is a blackhole' },
    'reject-host': {
      answer: 'No: the host route says reject (EHOSTUNREACH).',
      verdict: 'the host route says reject',
    },
    'reject-net': { answer: 'No: the route says reject (ENETUNREACH).', verdict: 'the route says reject' },
    'reject-link': {
      answer: 'No: the route says reject, on a link of its own (EHOSTDOWN).',
      verdict: 'the route says reject',
    },
    down: { answer: 'No: {ifp} is down (ENETDOWN).', verdict: '{ifp} is down' },
    tunnelled: 'Yes: as a frame it goes into the tunnel of {ifp}.',
    bridged: 'Yes: {ifp} is part of a bridge, which sends the frame to where its station is.',
    'not-running': {
      answer:
        'No: {ifp} is up but not running since its tunnel was deleted (ENETDOWN); `up` makes it run again.',
      verdict: '{ifp} is not running since its tunnel was deleted',
    },
    fault: { answer: 'No: a fault makes it fail with {error}.', verdict: 'a fault makes the link fail' },
  },
  reference: 'ether_output (net/if_ethersubr.c), looutput (net/if_loop.c)',
});

/**
 * Sends a packet by `ifp`: 0 or an error number. `origifp` is the interface that a packet sent by loopback is
 * to be received on, and `nexthop` the neighbour it goes to, null for none.
 */
export function if_output(
  host: Host,
  ifp: Ifnet,
  origifp: Ifnet,
  m: Mbuf,
  nexthop: Uint8Array | null,
  rt: Rtentry | null,
): number {
  enter(host, 'if_output', m);
  const error = fault(host, 'if_output', m);
  const tunnel = etheripOf(host, ifp);
  const outcome = error !== 0 ? link.fault : outcomeOf(ifp, rt, tunnel);
  decide(
    host,
    link,
    outcome,
    RECORDING && {
      ifp: ifOperand(ifp),
      error: errnoName(error),
      nexthop: nexthop === null ? null : nexthop.slice(),
      rt: rt === null ? null : { value: rt.rt_key.slice(), origin: rt.origin },
    },
  );
  if (outcome === link.sent) emit(host, ifp, m, nexthop);
  else if (outcome === link.tunnelled) etheripOutput(host, tunnel as EtheripSoftc, m, nexthop);
  else if (outcome === link.bridged) bridgeOutput(host, ifp, m, nexthop);
  else if (outcome === link.looped) {
    if (ifp.if_bpf) bpf_packet(host, ifp, m, true);
    if_simloop(host, origifp, m);
  }
  leave(host);
  return error !== 0 ? error : errnoOf(outcome);
}

function outcomeOf(ifp: Ifnet, rt: Rtentry | null, tunnel: EtheripSoftc | null): number {
  if ((ifp.flags & IFF_UP) === 0) return link.down;
  if (tunnel !== null && (ifp.flags & IFF_RUNNING) === 0) return link.notRunning;
  const flags = rt === null ? 0 : rt.rt_flags;
  if ((ifp.flags & IFF_LOOPBACK) === 0) {
    if ((flags & RTF_REJECT) !== 0) return link.rejectLink;
    if (ifp.if_bridge !== null) return link.bridged;
    return tunnel === null ? link.sent : link.tunnelled;
  }
  // A blackhole "succeeds": whoever sends by it is told that all is well.
  if ((flags & RTF_BLACKHOLE) !== 0) return link.blackhole;
  if ((flags & RTF_REJECT) === 0) return link.looped;
  return (flags & RTF_HOST) !== 0 ? link.rejectHost : link.rejectNet;
}

function errnoOf(outcome: number): number {
  switch (outcome) {
    case link.rejectHost:
      return EHOSTUNREACH;
    case link.rejectNet:
      return ENETUNREACH;
    case link.rejectLink:
      return EHOSTDOWN;
    case link.down:
    case link.notRunning:
      return ENETDOWN;
    default:
      return 0;
  }
}

/** The packet is received by the interface once what goes on is done. */
export function if_simloop(host: Host, ifp: Ifnet, m: Mbuf): void {
  const held = m_hold(m);
  held.rcvif = ifp;
  held.flags |= M_LOOP;
  (held.data[held.off] >> 4 === 4 ? host.ipintrq : host.ip6intrq).push(held);
}
