/**
 * Answers to packets that a rule refuses: ICMP errors and TCP resets (send_reject, send_reject6 of
 * netinet/ip_fw2.c).
 */
import { ICMP_UNREACH } from '../../../wire/icmp';
import { ICMP6_DST_UNREACH } from '../../../wire/icmp6';
import { IP6_DST, IP6_SRC, IPPROTO_ICMP, IPPROTO_ICMPV6 } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { in6_setscope } from '../../inet6/scope6';
import { M_BCAST, M_MCAST, m_copy, m_unshare } from '../../net/mbuf';
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

/**
 * Answers the packet as the rule says, in its own family. Nothing is said to many, about an answer, or of a
 * later fragment of IPv4.
 */
export function sendReject(host: Host, rule: IpfwRule, args: IpfwArgs): void {
  const { m, ipv6, dst } = args;
  if ((m.flags & (M_BCAST | M_MCAST)) !== 0) return;
  if (ipv6) {
    if (m.data[dst] !== 0xff && isQuestion6(args)) reject6(host, rule, args);
  } else if (m.data[dst] >> 4 !== 0xe && isQuestion4(args)) reject4(host, rule, args);
}

/** A rule that answers only IPv6 denies other packets silently. */
function reject4(host: Host, rule: IpfwRule, args: IpfwArgs): void {
  if (args.fragment) return;
  if (rule.action === 'reset') tcpReset(host, args);
  else if (rule.action === 'reject' || rule.action === 'unreach')
    icmp_error(host, m_copy(host, args.m, args.m.len), ICMP_UNREACH, rule.arg, 0, 0);
}

/** The kernel goes on from the answers of IPv4 to those of IPv6, with the same code. */
function reject6(host: Host, rule: IpfwRule, args: IpfwArgs): void {
  if (rule.action === 'reset' || rule.action === 'reset6') {
    if (!args.fragment) tcpReset(host, args);
    return;
  }
  const m = m_copy(host, args.m, args.m.len);
  m_unshare(m);
  // The filters see addresses as they are on the wire, the answer is routed by those with the zone of their
  // link.
  in6_setscope(m.data, m.off + IP6_SRC, args.ifp);
  in6_setscope(m.data, m.off + IP6_DST, args.ifp);
  host.surroundings.icmp6_error(host, m, ICMP6_DST_UNREACH, rule.arg, 0);
}

/**
 * All but ICMP, and of that echo, router solicitation, timestamp, information and mask request
 * (is_icmp_query).
 */
function isQuestion4({ proto, m, ulp, fragment }: IpfwArgs): boolean {
  return proto !== IPPROTO_ICMP || (!fragment && [8, 10, 13, 15, 17].includes(m.data[ulp]));
}

/** All but ICMPv6, and of that echo request, listener query and node information query (is_icmp6_query). */
function isQuestion6({ proto, m, ulp, ulpLen }: IpfwArgs): boolean {
  return proto !== IPPROTO_ICMPV6 || (ulpLen > 0 && [128, 130, 139].includes(m.data[ulp]));
}
