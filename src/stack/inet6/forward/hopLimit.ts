/**
 * The hop limit, and the copy that is kept for errors: taken after the decrement, which is what later errors
 * quote.
 */
import { ICMP6_TIME_EXCEED_TRANSIT, ICMP6_TIME_EXCEEDED, ICMPV6_PLD_MAXLEN } from '../../../wire/icmp6';
import { IP6_HLIM } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { fault } from '../../net/fault';
import { type Mbuf, m_copy, m_unshare } from '../../net/mbuf';
import { byteOperand } from '../../operands';
import { branch, DROPPED, decide, decision, settle } from '../../trace';
import { lines } from './source';

/** What one hop costs. */
const IPV6_HLIMDEC = 1;

const stealth = decision('ip6_forward.stealth', {
  question: 'Does the router stay invisible by leaving hop limits alone?',
  outcomes: {
    on: 'Yes: net.inet6.ip6.stealth is {stealth}, the hop limit is neither checked nor decremented.',
    off: 'No: net.inet6.ip6.stealth is 0.',
  },
  kernel: lines(163, 176),
  reference: 'none (violates RFC 8200 3)',
});

/** True when hop limits are left alone: in stealth builds, when switched on. */
export function isStealthy(host: Host): boolean {
  branch(host, 164, host.sysctl.stealth === 0);
  const outcome = decide(
    host,
    stealth,
    host.sysctl.stealth !== 0 ? stealth.on : stealth.off,
    RECORDING && { stealth: host.sysctl.stealth },
  );
  return outcome === stealth.on;
}

const hopLimit = decision('ip6_forward.hop-limit', {
  question: 'Would this hop bring the hop limit to zero?',
  outcomes: {
    exceeded: {
      answer: 'Yes: the hop limit is {ip6_hlim}.',
      verdict: 'the hop limit is {ip6_hlim}, so the packet may go no further',
    },
    decremented: 'No: the hop limit goes down from {ip6_hlim} by one.',
  },
  kernel: lines(166, 172),
  reference: 'RFC 8200 3; RFC 4443 3.3',
});

/**
 * Takes one from the hop limit; false when the packet ends here. Nothing counts such a packet but the error
 * it causes.
 */
export function decrementHopLimit(host: Host, m: Mbuf): boolean {
  const at = m.off + IP6_HLIM;
  const exceeded = branch(host, 166, m.data[at] <= IPV6_HLIMDEC);
  const outcome = decide(
    host,
    hopLimit,
    exceeded ? hopLimit.exceeded : hopLimit.decremented,
    RECORDING && { ip6_hlim: byteOperand(m, IP6_HLIM) },
  );
  if (outcome === hopLimit.exceeded) {
    settle(host, DROPPED);
    // The packet itself is quoted, whole and with the hop limit it came with.
    host.surroundings.icmp6_error(host, m, ICMP6_TIME_EXCEEDED, ICMP6_TIME_EXCEED_TRANSIT, 0);
    return false;
  }
  m_unshare(m);
  m.data[m.off + IP6_HLIM] -= IPV6_HLIMDEC;
  return true;
}

const errorCopy = decision('ip6_forward.error-copy', {
  question: 'Can a copy of the packet be kept for a later ICMPv6 message?',
  outcomes: {
    copied: 'Yes: its first {length} bytes.',
    failed: 'No: there is no buffer, so no ICMPv6 message can be sent about this packet.',
  },
  kernel: lines(187, 187),
  reference: 'RFC 4443 2.4(c)',
});

/**
 * The first bytes of the packet for an error about it, or null when there is no buffer: errors are then
 * silently not sent.
 */
export function copyForErrors(host: Host, m: Mbuf): Mbuf | null {
  const length = Math.min(m.len, ICMPV6_PLD_MAXLEN);
  const failed = fault(host, 'm_copy', m) !== 0;
  const outcome = decide(
    host,
    errorCopy,
    failed ? errorCopy.failed : errorCopy.copied,
    RECORDING && { length, ICMPV6_PLD_MAXLEN },
  );
  return outcome === errorCopy.failed ? null : m_copy(host, m, length);
}
