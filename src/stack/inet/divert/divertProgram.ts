/** Programs that own a divert socket (`divert PORT pass|drop …` in a `.stack` file): what they read they give back, or keep. */
import type { Host } from '../../host';
import { m_get } from '../../net/mbuf';
import { AF_INET } from '../../net/sockaddr';
import { timer_start } from '../../net/timer';
import { DROPPED, decide, decision, enter, leave, type Origin, settle, used } from '../../trace';
import { newSockaddrIn } from '../sockaddrIn';
import { type Datagram, newSocket, type Socket, soreceive } from '../socket';
import { div_attach } from './divAttach';
import { div_bind } from './divBind';
import { div_send } from './divSend';

/** A program and its socket. */
export interface DivertProgram {
  readonly so: Socket;
  readonly action: 'pass' | 'drop';
  /** Nanoseconds for which it holds a packet. */
  readonly delay: number;
  /** The rule that it names in place of the one it was told, null to leave it. */
  readonly cookie: number | null;
  /** How often it gives a packet back. */
  readonly copies: number;
  readonly origin: Origin | null;
}

/** Starts a program on a port: 0 or an error number. */
export function divert_program_start(
  host: Host,
  port: number,
  given: Pick<DivertProgram, 'action' | 'delay' | 'cookie' | 'copies' | 'origin'>,
): number {
  const so = newSocket();
  const refused = div_attach(host, so, 0, 'root');
  if (refused !== 0) return refused;
  const error = div_bind(host, so, { ...newSockaddrIn(AF_INET), sin_port: port }, true);
  if (error === 0) so.program = { so, ...given };
  return error;
}

/** The program is told that there is something to read (sorwakeup). */
export function divert_wakeup(host: Host, so: Socket, frame: number): void {
  if (so.program !== null) timer_start(host, so.program.delay, 'divert_program', so.program, frame);
}

const answer = decision('divert_program.answer', {
  question: 'What does the program that owns the divert socket do with the packet?',
  outcomes: {
    nothing: 'There is none any more: its socket was emptied.',
    dropped: { answer: 'It keeps it.', verdict: 'the program on the divert socket keeps it' },
    passed: 'It gives it back {copies} times, with rule {cookie}.',
  },
  reference: 'divert(4); recvfrom(2), sendto(2)',
});

/** The program reads a packet and does what it does. */
export function divert_program(host: Host, program: DivertProgram): void {
  const datagram = soreceive(program.so);
  enter(host, 'divert_program', datagram?.m ?? null);
  used(host, program.origin);
  const outcome =
    datagram === null ? answer.nothing : program.action === 'drop' ? answer.dropped : answer.passed;
  const cookie = program.cookie ?? datagram?.from.sin_port ?? 0;
  decide(host, answer, outcome, RECORDING && { copies: program.copies, cookie });
  if (outcome === answer.dropped) settle(host, DROPPED);
  if (outcome === answer.passed && datagram !== null) {
    for (let i = 0; i < program.copies; i++) giveBack(host, program.so, datagram, cookie);
  }
  leave(host);
}

/** A packet of its own, with the address that it came with. */
function giveBack(host: Host, so: Socket, { m, from }: Datagram, cookie: number): void {
  const { sin_addr, sin_zero } = from;
  const to = { ...newSockaddrIn(AF_INET, sin_addr), sin_port: cookie, sin_zero: sin_zero.slice() };
  const back = m_get(host, m.data.slice(m.off, m.off + m.len), 0, m.len);
  back.frame = m.frame;
  back.kind = m.kind;
  div_send(host, so, back, to, false);
}
