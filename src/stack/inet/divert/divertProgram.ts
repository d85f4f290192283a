/**
 * Programs that own a divert socket (`divert PORT …` lines of a `.stack` file): what they read they give
 * back, changed or not, or keep.
 */
import type { Host } from '../../host';
import { m_view } from '../../net/mbuf';
import { AF_INET } from '../../net/sockaddr';
import { suser } from '../../net/suser';
import { timer_start } from '../../net/timer';
import { DROPPED, decide, decision, enter, leave, type Origin, settle, used } from '../../trace';
import { newSockaddrIn } from '../sockaddrIn';
import { type Datagram, newSocket, type Socket, sbtake } from '../socket';
import { div_attach } from './divAttach';
import { div_bind } from './divBind';
import { divert_giveback, divert_rounds } from './divertGiveBack';
import { interfaceNameIn } from './interfaceName';

/**
 * A value that a program writes into a packet: the filter name of a field, or of some bytes of one, and the
 * value as text.
 */
export interface FieldValue {
  readonly field: string;
  readonly value: string;
}

/** One thing that a program does with a packet. */
export interface DivertAnswer {
  readonly action: 'pass' | 'drop';
  /** Nanoseconds for which it holds the packet before. */
  readonly delay: number;
  /** The rule that it names in place of the one it was told, null to leave it. */
  readonly cookie: number | null;
  /**
   * The address that it gives with the packet in place of the one it was told, null to leave it. 0.0.0.0 lets
   * the packet go out.
   */
  readonly address: Uint8Array | null;
  /** The name of the interface, likewise; empty for none. */
  readonly name: string | null;
  /** How often it gives the packet back. */
  readonly copies: number;
  readonly values: readonly FieldValue[];
  /** False when checksums stay as they were although what they cover was written. */
  readonly mend: boolean;
}

/** What a program does with the packets that a filter selects; with all others when there is none. */
export interface DivertLine {
  readonly filter: string | null;
  /** One after the other. */
  readonly answers: readonly DivertAnswer[];
  readonly origin: Origin | null;
}

/** A program and its socket. */
export interface DivertProgram {
  readonly so: Socket;
  readonly port: number;
  /** In the order in which they are tried, those without a filter last. */
  lines: readonly DivertLine[];
  /** Packets that it has read, and that it has given back. */
  taken: number;
  given: number;
}

/** A packet in the hands of a program, and what it does next. */
export interface DivertTurn {
  readonly program: DivertProgram;
  readonly datagram: Datagram;
  /** null: no line is for this packet. */
  readonly line: DivertLine | null;
  /** Which answer of the line comes next. */
  next: number;
}

/** What a program does with packets that none of its lines is for. */
const BACK: DivertAnswer = Object.freeze({
  action: 'pass',
  delay: 0,
  cookie: null,
  address: null,
  name: null,
  copies: 1,
  values: Object.freeze([]),
  mend: true,
});

/**
 * Starts a program on a port, or gives the one there another line: 0 or an error number. A second line
 * without a filter is refused.
 */
export function divert_program_start(host: Host, port: number, line: DivertLine): number {
  const running = programOn(host, port);
  const rest = running?.lines.some(one => one.filter === null) ?? false;
  if (running !== null && !(rest && line.filter === null)) {
    running.lines = inOrder([...running.lines, line]);
    return 0;
  }
  const so = newSocket();
  const refused = div_attach(host, so, 0, suser(host) ? 'root' : 'user');
  if (refused !== 0) return refused;
  const error = div_bind(host, so, { ...newSockaddrIn(AF_INET), sin_port: port }, true);
  if (error === 0) so.program = { so, port, lines: [line], taken: 0, given: 0 };
  return error;
}

function programOn(host: Host, port: number): DivertProgram | null {
  const owner = host.divcbinfo.listhead.find(inp => inp.inp_lport === port);
  return owner?.inp_socket.program ?? null;
}

function inOrder(lines: readonly DivertLine[]): DivertLine[] {
  return [...lines.filter(line => line.filter !== null), ...lines.filter(line => line.filter === null)];
}

/** The program is told that there is something to read (sorwakeup): the datagram that came last. */
export function divert_wakeup(host: Host, so: Socket, frame: number): void {
  const { program } = so;
  const datagram = so.so_rcv.sb_mb[so.so_rcv.sb_mb.length - 1];
  if (program === null || datagram === undefined) return;
  const line = lineFor(host, program, datagram);
  const { delay } = line?.answers[0] ?? BACK;
  timer_start(host, delay, 'divert_program', { program, datagram, line, next: 0 }, frame);
}

function lineFor(host: Host, { lines }: DivertProgram, { m }: Datagram): DivertLine | null {
  for (const line of lines) {
    if (line.filter === null) return line;
    if (host.io.fields?.selects(line.filter, m_view(m), m.frame) === true) return line;
  }
  return null;
}

/** The program does the next thing that its line says. */
export function divert_program(host: Host, turn: DivertTurn): void {
  const { program, datagram, line } = turn;
  const gone = turn.next === 0 && !sbtake(program.so.so_rcv, datagram);
  if (turn.next === 0 && !gone) program.taken++;
  enter(host, 'divert_program', gone ? null : datagram.m);
  used(host, line?.origin ?? null);
  chosen(host, turn, gone);
  const answer = line?.answers[turn.next] ?? BACK;
  if (act(host, turn, answer, gone)) {
    program.given += answer.copies;
    for (let i = 0; i < answer.copies; i++) divert_giveback(host, program.so, datagram, answer);
  }
  leave(host);
  goOn(host, turn, gone);
}

const which = decision('divert_program.line', {
  question: 'Which line of the program is the packet for?',
  outcomes: {
    filtered: 'The one for {filter}.',
    rest: 'The one for all packets that no filter of the program selects.',
    none: 'None: no filter of the program selects it.',
  },
  reference: 'divert(4)',
});

/** A program of a single line for all packets has nothing to choose from. */
function chosen(host: Host, { program, line, next }: DivertTurn, gone: boolean): void {
  if (gone || next > 0 || program.lines.every(one => one.filter === null)) return;
  const outcome = line === null ? which.none : line.filter === null ? which.rest : which.filtered;
  decide(host, which, outcome, RECORDING && { filter: line?.filter ?? null, port: program.port });
}

/** How often a packet is given back: in the kernel there is no end to it. */
const ROUNDS_MAX = 100;

const answers = decision('divert_program.answer', {
  question: 'What does the program that owns the divert socket do with the packet?',
  outcomes: {
    nothing: 'There is none any more: its socket was emptied.',
    dropped: { answer: 'It keeps it.', verdict: 'the program on the divert socket keeps it' },
    circling: {
      answer:
        'It does not get it any more: it was given back {rounds} times, and rule {cookie} leads it to a program each time.',
      verdict: 'it goes in a circle: programs gave it back {rounds} times, and rules of ipfw divert it again',
    },
    passed: 'It gives {what} back, with rule {cookie}.',
  },
  reference: 'divert(4); recvfrom(2), sendto(2)',
});

/** True when the packet is given back. */
function act(host: Host, { program, datagram }: DivertTurn, answer: DivertAnswer, gone: boolean): boolean {
  const rounds = divert_rounds(datagram.m);
  const outcome = outcomeOf(answer, gone, rounds);
  decide(
    host,
    answers,
    outcome,
    RECORDING && {
      port: program.port,
      rounds,
      what: answer.copies === 1 ? 'it' : `${answer.copies} copies of it`,
      cookie: answer.cookie ?? datagram.from.sin_port,
      address: answer.address ?? datagram.from.sin_addr.slice(),
      ifname: answer.name ?? interfaceNameIn(datagram.from.sin_zero),
    },
  );
  if (outcome === answers.dropped || outcome === answers.circling) settle(host, DROPPED);
  return outcome === answers.passed;
}

function outcomeOf({ action }: DivertAnswer, gone: boolean, rounds: number): number {
  if (gone) return answers.nothing;
  if (action === 'drop') return answers.dropped;
  return rounds >= ROUNDS_MAX ? answers.circling : answers.passed;
}

function goOn(host: Host, turn: DivertTurn, gone: boolean): void {
  const next = turn.line?.answers[turn.next + 1];
  if (gone || next === undefined) return;
  turn.next++;
  timer_start(host, next.delay, 'divert_program', turn, turn.datagram.m.frame);
}
