/**
 * Is a packet that leaves for one machine, for a group, or for everybody on the link (ip_output in
 * netinet/ip_output.c)?
 */
import { get32, put32 } from '../../../wire/bytes';
import { IP_DST, IP_SRC, isMulticast4 } from '../../../wire/ipv4';
import { EACCES, EADDRNOTAVAIL, EMSGSIZE } from '../../errno';
import type { Host } from '../../host';
import { IFF_LOOPBACK, IFF_MULTICAST, type Ifnet } from '../../net/if';
import { M_BCAST, M_MCAST, type Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { IP_ALLOWBROADCAST } from '../../surroundings';
import { DROPPED, decide, decision, settle } from '../../trace';
import { in_broadcast } from '../in';
import { inOperand, inOperands } from '../ipOperands';
import { IP_FORWARDING } from './flags';

const cast = decision('ip_output.cast', {
  question: 'Is it for one machine only?',
  outcomes: {
    unicast: 'Yes.',
    multicast: 'No: it is for a group, {ip_dst}.',
    'no-multicast': {
      answer: 'No: it is for a group, {ip_dst}, and {outif} has none (EADDRNOTAVAIL).',
      verdict: '{outif} cannot send to groups',
    },
    broadcast: 'No: {nexthop} is everybody on the link of {outif}.',
    'broadcast-refused': {
      answer: 'No: {nexthop} is everybody on the link of {outif}, which its sender may not reach (EACCES).',
      verdict: '{nexthop} is a broadcast on {outif}, and forwarded packets may not be broadcast',
    },
    'broadcast-too-big': {
      answer: 'No, and {len} bytes are too many for a broadcast on {outif} (EMSGSIZE).',
      verdict: 'a broadcast must not be fragmented, and its {len} bytes do not fit {outif}',
    },
  },
  reference: 'RFC 1812 5.3.5, RFC 1122 3.3.6; ip_output (netinet/ip_output.c)',
});

const loopback = decision('ip_output.loopback-address', {
  question: 'Is its source or destination a loopback address, which never leaves a machine?',
  outcomes: {
    no: 'No.',
    yes: {
      answer: 'Yes: {ip_src} to {ip_dst} would leave by {outif} (EADDRNOTAVAIL).',
      verdict: 'the loopback network must not leave by {outif}',
    },
  },
  reference: 'RFC 1122 3.2.1.3(g); ip_output (netinet/ip_output.c)',
});

/**
 * Settles what became of a forwarded packet where its own output drops it; answers of this machine settle
 * nothing.
 */
export function dropForwarded(host: Host, flags: number): void {
  if ((flags & IP_FORWARDING) !== 0) settle(host, DROPPED);
}

/**
 * Marks packets for many, and refuses those that must not be sent: 0 or an error number. A packet without a
 * source gets one.
 */
export function checkCast(host: Host, m: Mbuf, ifp: Ifnet, nexthop: Uint8Array, flags: number): number {
  const outcome = judge(m, ifp, nexthop, flags);
  decide(
    host,
    cast,
    outcome,
    RECORDING && {
      ip_dst: inOperand(m, IP_DST),
      nexthop: nexthop.slice(),
      outif: ifOperand(ifp),
      len: m.len,
    },
  );
  if (get32(m.data, m.off + IP_SRC) === 0 && ifp.inet.length > 0 && (flags & IP_FORWARDING) === 0) {
    put32(m.data, m.off + IP_SRC, get32(ifp.inet[0].addr, 0));
  }
  switch (outcome) {
    case cast.multicast:
      m.flags |= M_MCAST;
      return 0;
    case cast.broadcast:
      m.flags |= M_BCAST;
      return 0;
    case cast.unicast:
      m.flags &= ~(M_BCAST | M_MCAST);
      return 0;
  }
  dropForwarded(host, flags);
  if (outcome === cast.broadcastTooBig) return EMSGSIZE;
  return outcome === cast.broadcastRefused ? EACCES : EADDRNOTAVAIL;
}

function judge(m: Mbuf, ifp: Ifnet, nexthop: Uint8Array, flags: number): number {
  if (isMulticast4(m.data[m.off + IP_DST])) {
    return (ifp.flags & IFF_MULTICAST) !== 0 ? cast.multicast : cast.noMulticast;
  }
  if (!in_broadcast(ifp, get32(nexthop, 0))) return cast.unicast;
  if ((flags & IP_ALLOWBROADCAST) === 0) return cast.broadcastRefused;
  return m.len > ifp.mtu ? cast.broadcastTooBig : cast.broadcast;
}

/** Keeps the loopback network inside: 0 or EADDRNOTAVAIL. */
export function checkLoopback(host: Host, m: Mbuf, ifp: Ifnet, flags: number): number {
  const inside = m.data[m.off + IP_SRC] === 127 || m.data[m.off + IP_DST] === 127;
  const leaves = inside && (ifp.flags & IFF_LOOPBACK) === 0 ? loopback.yes : loopback.no;
  const looked = RECORDING && { ...inOperands(m), outif: ifOperand(ifp) };
  if (decide(host, loopback, leaves, looked) === loopback.no) return 0;
  host.ipstat.ips_badaddr++;
  dropForwarded(host, flags);
  return EADDRNOTAVAIL;
}
