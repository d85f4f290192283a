/**
 * The address that the reader of a divert socket is given: it says which rule diverted the packet and where
 * it came from, and is to be given back with the packet.
 */
import { formatIpv4 } from '../../../wire/address';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import type { MTag } from '../../net/mtag';
import { AF_INET } from '../../net/sockaddr';
import { ifOperand } from '../../operands';
import { branch, decide, decision, PANIC, Panic, settle } from '../../trace';
import { newSockaddrIn, SIN_ZERO_SIZE, type SockaddrIn } from '../sockaddrIn';
import { interfaceName } from './interfaceName';
import { lines } from './source';

/** Makes the address. Throws `Panic` for an incoming packet that no interface received. */
export function sourceOf(host: Host, m: Mbuf, mtag: MTag, incoming: boolean): SockaddrIn {
  const divsrc = newSockaddrIn(AF_INET);
  recordRule(host, divsrc, mtag);
  recordAddress(host, divsrc, m, incoming);
  recordName(host, divsrc, m.rcvif);
  return divsrc;
}

const rule = decision('divert_packet.record-rule', {
  kind: 'S',
  question: 'Which rule is the program told of?',
  outcomes: { recorded: 'Rule {cookie}, in the port of the address, in the byte order of the machine.' },
  kernel: lines(183, 186),
  reference: 'divert(4); divert_packet (netinet/ip_divert.c)',
});

function recordRule(host: Host, divsrc: SockaddrIn, { cookie }: MTag): void {
  divsrc.sin_port = cookie & 0xffff;
  decide(host, rule, rule.recorded, RECORDING && { cookie });
}

const address = decision('divert_packet.incoming-address', {
  question: 'Did the packet come in, and by an interface with an IPv4 address?',
  outcomes: {
    outgoing: 'It goes out: the program is given 0.0.0.0.',
    found: 'Yes: the program is given {address}, the first of {rcvif}.',
    none: '{rcvif} has none, so the program is given 0.0.0.0: given back so, the packet goes out.',
    'no-interface': {
      answer: 'It came in, and by no interface: the kernel stops.',
      verdict: 'it came in by no interface, which stops the kernel',
    },
  },
  kernel: lines(187, 203),
  reference: 'divert(4); divert_packet (netinet/ip_divert.c)',
});

function recordAddress(host: Host, divsrc: SockaddrIn, m: Mbuf, incoming: boolean): void {
  const { rcvif } = m;
  const found = branch(host, 187, incoming) && rcvif !== null ? firstIpv4(host, rcvif) : null;
  const outcome = !incoming
    ? address.outgoing
    : rcvif === null
      ? address.noInterface
      : found === null
        ? address.none
        : address.found;
  const looked = RECORDING && {
    rcvif: ifOperand(rcvif),
    address: found === null ? null : formatIpv4(found),
  };
  if (decide(host, address, outcome, looked) === address.noInterface) {
    settle(host, PANIC);
    throw new Panic('null-pointer');
  }
  if (found !== null) divsrc.sin_addr.set(found);
}

function firstIpv4(host: Host, ifp: Ifnet): Uint8Array | null {
  for (const { ifa_addr } of host.surroundings.if_addrhead(host, ifp)) {
    if (branch(host, 195, ifa_addr === null) || ifa_addr === null) continue;
    if (!branch(host, 197, ifa_addr.sin_family !== AF_INET)) return ifa_addr.sin_addr;
  }
  return null;
}

const name = decision('divert_packet.interface-name', {
  question: 'Is it known by which interface the packet was received?',
  outcomes: {
    named: 'Yes: the program is told “{name}”.',
    cut: 'Yes, {rcvif}: the program is told “{name}”, for 7 characters are all there is room for.',
    unknown: 'No: the program is told no name.',
  },
  kernel: lines(207, 228),
  reference: 'divert(4); divert_packet (netinet/ip_divert.c)',
});

/** Also for packets that go out, where they were received before. */
function recordName(host: Host, divsrc: SockaddrIn, rcvif: Ifnet | null): void {
  const told =
    branch(host, 207, rcvif !== null) && rcvif !== null ? rcvif.name.slice(0, SIN_ZERO_SIZE - 1) : '';
  divsrc.sin_zero = interfaceName(told);
  const outcome = rcvif === null ? name.unknown : told === rcvif.name ? name.named : name.cut;
  decide(host, name, outcome, RECORDING && { name: told, rcvif: ifOperand(rcvif) });
}
