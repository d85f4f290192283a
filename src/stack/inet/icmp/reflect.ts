/** Sending an ICMP message back to whoever caused it (icmp_reflect and icmp_send in netinet/ip_icmp.c). */
import { get32, put16, put32 } from '../../../wire/bytes';
import { ICMP_CKSUM } from '../../../wire/icmp';
import { IP_DST, IP_SRC, IP_TTL, IP_VHL } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { decide, decision, enter, leave } from '../../trace';
import { ifaof_ifpforaddr, in_broadcastOf, in_canforward, in_firstAddress, in_ifawithaddr } from '../in';
import { in_cksum } from '../inCksum';
import type { InIfaddr } from '../inVar';
import { inOperand } from '../ipOperands';
import { ip_output } from '../ipOutput';

const returnAddress = decision('icmp_reflect.return-address', {
  question: 'Is the source of the packet somebody who can be told?',
  outcomes: {
    yes: 'Yes: {ip_src}.',
    bad: 'No: {ip_src} is a group, a broadcast or nobody, so nothing is sent.',
  },
  reference: 'RFC 1122 3.2.2; icmp_reflect (netinet/ip_icmp.c)',
});

const source = decision('icmp_reflect.source', {
  question: 'Which address of ours is the source of the answer?',
  outcomes: {
    addressed: '{ip_dst}, which the packet was sent to.',
    broadcast: '{src}, whose broadcast address the packet was sent to.',
    interface: '{src}, of {rcvif}, by which it came in.',
    any: '{src}: {rcvif} has no address of its own.',
    none: 'None: this machine has no address, so nothing is sent.',
  },
  reference: 'RFC 1122 3.2.2; icmp_reflect (netinet/ip_icmp.c)',
});

/**
 * Sends the message `m`, whose header is still that of the packet it answers, to `to`, which sent that
 * packet.
 */
export function icmp_reflect(host: Host, m: Mbuf, to: number): void {
  enter(host, 'icmp_reflect', m);
  if (canBeTold(host, m)) {
    const ia = sourceOf(host, m, to);
    if (ia !== null) icmp_send(host, m, ia, to);
  }
  leave(host);
}

function canBeTold(host: Host, m: Mbuf): boolean {
  const first = m.data[m.off + IP_SRC];
  const told = in_canforward(first) || first === 127;
  const looked = RECORDING && { ip_src: inOperand(m, IP_SRC) };
  return (
    decide(host, returnAddress, told ? returnAddress.yes : returnAddress.bad, looked) === returnAddress.yes
  );
}

function sourceOf(host: Host, m: Mbuf, to: number): InIfaddr | null {
  const dst = get32(m.data, m.off + IP_DST);
  const own = in_ifawithaddr(host, dst);
  const cast = own !== null || m.rcvif === null ? null : in_broadcastOf(m.rcvif, dst);
  const near = own !== null || cast !== null || m.rcvif === null ? null : ifaof_ifpforaddr(m.rcvif, to);
  const ia = own ?? cast ?? near ?? in_firstAddress(host);
  const outcome =
    own !== null
      ? source.addressed
      : cast !== null
        ? source.broadcast
        : near !== null
          ? source.interface
          : ia !== null
            ? source.any
            : source.none;
  decide(
    host,
    source,
    outcome,
    RECORDING && {
      ip_dst: inOperand(m, IP_DST),
      src: ia === null ? null : { value: ia.addr.slice(), origin: ia.origin },
      rcvif: ifOperand(m.rcvif),
    },
  );
  return ia;
}

function icmp_send(host: Host, m: Mbuf, ia: InIfaddr, to: number): void {
  const hlen = (m.data[m.off + IP_VHL] & 0xf) << 2;
  put32(m.data, m.off + IP_SRC, get32(ia.addr, 0));
  put32(m.data, m.off + IP_DST, to);
  m.data[m.off + IP_TTL] = host.sysctl4.ttl;
  put16(m.data, m.off + hlen + ICMP_CKSUM, 0);
  put16(m.data, m.off + hlen + ICMP_CKSUM, in_cksum(m.data, m.off + hlen, m.len - hlen));
  m.flags = 0;
  m.rcvif = null;
  ip_output(host, m, 0);
}
