/** The queue of the socket that a diverted packet is for. */
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import type { MTag } from '../../net/mtag';
import { branch, DIVERTED, DROPPED, decide, decision, settle } from '../../trace';
import type { Inpcb } from '../inPcb';
import type { SockaddrIn } from '../sockaddrIn';
import { sbappendaddr } from '../socket';
import { divert_wakeup } from './divertProgram';
import { lines } from './source';

/**
 * Puts the packet into the queue of the socket on its port. With no such socket, or a full one, it is
 * dropped.
 */
export function deliver(host: Host, m: Mbuf, mtag: MTag, divsrc: SockaddrIn): void {
  const inp = socketOn(host, mtag);
  account(host, inp !== null && append(host, inp, divsrc, m));
}

const match = decision('divert_packet.socket-match', {
  question: 'Is a divert socket bound to the port?',
  outcomes: {
    found: 'Yes: the newest of those on port {port}; no other gets the packet.',
    none: 'No: none of {sockets} is bound to port {port}.',
  },
  kernel: lines(232, 251),
  reference: 'divert(4); divert_packet (netinet/ip_divert.c)',
});

/** The port is the low 16 bits of what the rule left: a mark for tee above them is cut off. */
function socketOn(host: Host, { info }: MTag): Inpcb | null {
  const port = info & 0xffff;
  const { listhead } = host.divcbinfo;
  let found: Inpcb | null = null;
  for (const inp of listhead) {
    if (!branch(host, 237, inp.inp_lport === port)) continue;
    found = inp;
    break;
  }
  const looked = RECORDING && { port, sockets: listhead.length };
  decide(host, match, found === null ? match.none : match.found, looked);
  return found;
}

const room = decision('divert_packet.socket-append', {
  question: 'Is there room in the receive buffer of the socket?',
  outcomes: {
    full: 'No: {held} of {room} bytes are taken. The packet is treated as if there were no socket.',
    queued: {
      answer: 'Yes: {held} of {room} bytes are taken now.',
      verdict: 'ipfw rule {cookie} hands it to port {port}',
    },
  },
  kernel: lines(240, 246),
  reference: 'divert(4); sbappendaddr (kern/uipc_socket2.c)',
});

function append(host: Host, { inp_socket, inp_lport }: Inpcb, divsrc: SockaddrIn, m: Mbuf): boolean {
  const { so_rcv } = inp_socket;
  const full = branch(host, 240, !sbappendaddr(so_rcv, divsrc, m));
  decide(
    host,
    room,
    full ? room.full : room.queued,
    RECORDING && {
      held: so_rcv.sb_cc,
      room: so_rcv.sb_hiwat,
      port: inp_lport,
      cookie: divsrc.sin_port,
    },
  );
  if (!full) {
    settle(host, DIVERTED);
    divert_wakeup(host, inp_socket, m.frame);
  }
  return !full;
}

const nobody = decision('divert_packet.no-socket', {
  question: 'Did no socket take it?',
  outcomes: {
    taken: 'One did.',
    dropped: {
      answer:
        'None: it is dropped, counted as of no known protocol, and taken off the delivered ones, although nothing may have counted it there.',
      verdict: 'no divert socket took it',
    },
  },
  kernel: lines(253, 257),
  reference: 'divert_packet (netinet/ip_divert.c)',
});

/**
 * The input of IPv4 counts a packet as delivered only after this, its output never: the counter can go below
 * 0.
 */
function account(host: Host, taken: boolean): void {
  branch(host, 253, !taken);
  if (!taken) {
    host.ipstat.ips_noproto++;
    host.ipstat.ips_delivered--;
  }
  if (decide(host, nobody, taken ? nobody.taken : nobody.dropped) === nobody.dropped) settle(host, DROPPED);
}
