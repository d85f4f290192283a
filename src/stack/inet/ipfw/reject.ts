/** Answers to packets that a rule refuses: ICMP errors and TCP resets (send_reject, send_reject6 of netinet/ip_fw2.c). */
import { ICMP_UNREACH } from '../../../wire/icmp';
import { ICMP6_DST_UNREACH } from '../../../wire/icmp6';
import { IPPROTO_ICMPV6, IPPROTO_TCP } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { M_BCAST, M_MCAST, m_copy } from '../../net/mbuf';
import { icmp_error } from '../icmp/error';
import type { IpfwArgs } from './args';
import type { IpfwRule } from './rule';
import { tcpReset } from './tcpReset';

/** Codes of `unreach`, by name. */
export const unreachCodes: Readonly<Record<string, number>> = {
  net: 0,
  host: 1,
  protocol: 2,
  port: 3,
  needfrag: 4,
  srcfail: 5,
  'net-unknown': 6,
  'host-unknown': 7,
  isolated: 8,
  'net-prohib': 9,
  'host-prohib': 10,
  tosnet: 11,
  toshost: 12,
  'filter-prohib': 13,
  'host-precedence': 14,
  'precedence-cutoff': 15,
};

/** Codes of `unreach6`, by name. */
export const unreach6Codes: Readonly<Record<string, number>> = {
  'no-route': 0,
  'admin-prohib': 1,
  address: 3,
  port: 4,
};

/** The name of a code, or its number as text. */
export function unreachName(action: 'unreach' | 'unreach6', code: number): string {
  const codes = action === 'unreach' ? unreachCodes : unreach6Codes;
  return Object.keys(codes).find(name => codes[name] === code) ?? String(code);
}

/** Errors that are answers themselves: all of ICMPv6 below this. */
const ICMP6_INFOMSG_MASK = 128;

/** Answers the packet as the rule says. Nothing is said to many, of a later fragment, about an error, or by a rule of the other family. */
export function sendReject(host: Host, rule: IpfwRule, args: IpfwArgs): void {
  const { m, ipv6, laterFragment, dst } = args;
  const isIpv6Answer = rule.action === 'unreach6' || rule.action === 'reset6';
  if (isIpv6Answer !== ipv6 || laterFragment || (m.flags & (M_BCAST | M_MCAST)) !== 0) return;
  if (ipv6 ? m.data[dst] === 0xff : m.data[dst] >> 4 === 0xe) return;
  if (rule.action === 'reset' || rule.action === 'reset6') {
    if (args.proto === IPPROTO_TCP) tcpReset(host, args);
  } else if (ipv6) {
    if (isIcmp6Error(args)) return;
    host.surroundings.icmp6_error(host, m_copy(host, m, m.len), ICMP6_DST_UNREACH, rule.arg, 0);
  } else icmp_error(host, m_copy(host, m, m.len), ICMP_UNREACH, rule.arg, 0, 0);
}

function isIcmp6Error({ proto, m, ulp, ulpLen }: IpfwArgs): boolean {
  return proto === IPPROTO_ICMPV6 && (ulpLen < 1 || m.data[ulp] < ICMP6_INFOMSG_MASK);
}
