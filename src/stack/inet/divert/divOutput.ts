/**
 * A packet comes back from a divert socket, into the output or the input of IPv4 (netinet/ip_divert.c,
 * div_output).
 */
import { formatIpv4 } from '../../../wire/address';
import { ENOBUFS } from '../../errno';
import type { Host } from '../../host';
import { ifunit } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { m_tag_prepend, PACKET_TAG_DIVERT } from '../../net/mtag';
import { ifOperand } from '../../operands';
import { branch, DROPPED, decide, decision, enter, leave, settle } from '../../trace';
import { isInaddrAny, type SockaddrIn } from '../sockaddrIn';
import type { Socket } from '../socket';
import { sendIn } from './divOutputIn';
import { sendOut } from './divOutputOut';
import { interfaceNameIn } from './interfaceName';
import { lines } from './source';

/**
 * Sends the packet on: 0 or an error number. The packet is used up. Throws `Panic` where the kernel would
 * stop.
 */
export function div_output(
  host: Host,
  so: Socket,
  m: Mbuf,
  sin: SockaddrIn | null,
  control: boolean,
): number {
  enter(host, 'div_output', m);
  freeControl(host, control);
  const error = isAddressGiven(host, sin) && !takeUpState(host, m, sin) ? ENOBUFS : send(host, so, m, sin);
  leave(host);
  return error;
}

const ancillary = decision('div_output.control', {
  kind: 'S',
  question: 'Did the program give ancillary data?',
  outcomes: { freed: 'Yes: it is freed and not looked at.', none: 'No.' },
  kernel: lines(275, 276),
  reference: 'sendmsg(2); div_output (netinet/ip_divert.c)',
});

function freeControl(host: Host, control: boolean): void {
  branch(host, 275, control);
  decide(host, ancillary, control ? ancillary.freed : ancillary.none);
}

const given = decision('div_output.address-given', {
  question: 'Did the program give an address with the packet?',
  outcomes: {
    none: 'No: the packet goes out, and ipfw begins with its first rule again.',
    given: 'Yes: {address}, rule {cookie}.',
  },
  kernel: lines(279, 308),
  reference: 'divert(4); div_output (netinet/ip_divert.c)',
});

function isAddressGiven(host: Host, sin: SockaddrIn | null): sin is SockaddrIn {
  const isGiven = branch(host, 279, sin !== null);
  decide(
    host,
    given,
    isGiven ? given.given : given.none,
    RECORDING && {
      address: sin === null ? null : formatIpv4(sin.sin_addr),
      cookie: sin === null ? null : sin.sin_port,
    },
  );
  return isGiven;
}

/**
 * What the address says of the packet's past: the rule that diverted it and its interface. False when the
 * packet ended here.
 */
function takeUpState(host: Host, m: Mbuf, sin: SockaddrIn): boolean {
  if (!markRule(host, m, sin.sin_port)) return false;
  readInterface(host, m, sin.sin_zero);
  return true;
}

const tagged = decision('div_output.tag-allocation', {
  question: 'Can the packet be marked with the rule that ipfw is to go on behind?',
  outcomes: {
    failed: { answer: 'No: there is no memory.', verdict: 'there is no memory to mark it with its rule' },
    marked: 'Yes: with rule {cookie}. 0 begins with the first rule; 65535 makes ipfw drop the packet.',
  },
  kernel: lines(284, 293),
  reference: 'divert(4); div_output (netinet/ip_divert.c)',
});

function markRule(host: Host, m: Mbuf, cookie: number): boolean {
  const failed = branch(host, 286, !m_tag_prepend(host, m, { id: PACKET_TAG_DIVERT, info: 0, cookie }));
  decide(host, tagged, failed ? tagged.failed : tagged.marked, RECORDING && { cookie });
  if (failed) drop(host, ENOBUFS);
  return !failed;
}

const named = decision('div_output.interface-name', {
  question: 'Does the address hold the name of an interface, of 1 to 7 characters?',
  outcomes: {
    none: 'No.',
    'too-long': 'No: “{name}” has no end within its 8 bytes.',
    unknown: 'Yes, “{name}”, but there is no such interface.',
    found: 'Yes: {rcvif}.',
  },
  kernel: lines(301, 304),
  reference: 'divert(4); ifunit (net/if.c)',
});

/** Asked of packets that go out as well. */
function readInterface(host: Host, m: Mbuf, zero: Uint8Array): void {
  const name = interfaceNameIn(zero);
  const usable = branch(host, 303, name.length > 0 && name.length < zero.length);
  if (usable) m.rcvif = ifunit(host, name);
  const unusable = name.length === 0 ? named.none : named.tooLong;
  const outcome = !usable ? unusable : m.rcvif === null ? named.unknown : named.found;
  decide(host, named, outcome, RECORDING && { name, rcvif: ifOperand(m.rcvif) });
}

const direction = decision('div_output.direction', {
  question: 'Is the packet to go out, or to come in?',
  outcomes: {
    outgoing: 'Out: no address, or 0.0.0.0, was given.',
    incoming: 'In: {address} was given.',
  },
  kernel: lines(308, 342),
  reference: 'divert(4); div_output (netinet/ip_divert.c)',
});

function send(host: Host, so: Socket, m: Mbuf, sin: SockaddrIn | null): number {
  const out = branch(host, 308, sin === null || isInaddrAny(sin));
  const looked = RECORDING && { address: sin === null ? null : formatIpv4(sin.sin_addr) };
  decide(host, direction, out ? direction.outgoing : direction.incoming, looked);
  if (out || sin === null) return sendOut(host, so, m);
  const error = sendIn(host, m, sin);
  return error === 0 ? 0 : drop(host, error);
}

const dropped = decision('div_output.drop', {
  kind: 'S',
  question: 'What becomes of a packet that cannot be taken back?',
  outcomes: {
    dropped: {
      answer: 'It is dropped, and the program is told error {error}.',
      verdict: 'it could not be taken back from its program',
    },
  },
  kernel: lines(371, 373),
  reference: 'div_output (netinet/ip_divert.c)',
});

function drop(host: Host, error: number): number {
  settle(host, DROPPED);
  decide(host, dropped, dropped.dropped, RECORDING && { error });
  return error;
}
