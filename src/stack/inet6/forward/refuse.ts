/** Packets that the forwarder refuses before it looks at anything else: by inbound policy, and by kind. */
import { formatIpv6 } from '../../../wire/address';
import { IP6_DST, IP6_NXT, IP6_SRC } from '../../../wire/ipv6';
import { time_second } from '../../clock';
import type { Host } from '../../host';
import { ipsec6_in_reject } from '../../ipsec/inReject';
import { M_AUTHIPDGM, M_AUTHIPHDR, M_BCAST, M_DECRYPTED, M_MCAST, type Mbuf } from '../../net/mbuf';
import { addressOperand } from '../../operands';
import { branch, DROPPED, decide, decision, log, settle } from '../../trace';
import { isUnspecified } from '../scope6';
import { lines } from './source';

const ipsecInbound = decision('ip6_forward.ipsec-inbound', {
  question: 'Does the inbound security policy forbid the form in which the packet arrived?',
  outcomes: {
    reject: {
      answer: 'Yes: it asks for protection that the packet did not have, or for discard.',
      verdict: 'the inbound security policy forbids the form in which the packet arrived',
    },
    accept: 'No: the policy allows it.',
  },
  kernel: lines(129, 135),
  reference: 'RFC 4301 5.2 (era: RFC 2401 5.2)',
});

/**
 * True when the packet ends here. Neither ip6s_cantforward nor an interface counts it: it was never to be
 * forwarded.
 */
export function violatesInboundPolicy(host: Host, m: Mbuf): boolean {
  const reject = branch(host, 129, ipsec6_in_reject(host, m));
  const outcome = decide(
    host,
    ipsecInbound,
    reject ? ipsecInbound.reject : ipsecInbound.accept,
    RECORDING && {
      m_flags: m.flags,
      decrypted: (m.flags & M_DECRYPTED) !== 0,
      header_authenticated: (m.flags & M_AUTHIPHDR) !== 0,
      datagram_authenticated: (m.flags & M_AUTHIPDGM) !== 0,
    },
  );
  if (outcome === ipsecInbound.accept) return false;
  settle(host, DROPPED);
  // A FAST_IPSEC build has counted already, in the check itself.
  if (!host.options.fastIpsec) host.ipsec6stat.in_polvio++;
  return true;
}

const multicastDestination = decision('ip6_forward.multicast-destination', {
  question: 'Is this a packet that the unicast forwarder must refuse?',
  outcomes: {
    'link-broadcast': {
      answer: 'Yes: it came in a link-layer broadcast or multicast frame.',
      verdict: 'it came in a link-layer broadcast or multicast frame, and such packets are not forwarded',
    },
    'multicast-destination': {
      answer: 'Yes: its destination {ip6_dst} is multicast.',
      verdict: 'its destination {ip6_dst} is multicast, which the unicast forwarder refuses',
    },
    'unspecified-source': {
      answer: 'Yes: its source is the unspecified address.',
      verdict: 'its source is the unspecified address, which is never forwarded',
    },
    unicast: 'No: it is a unicast packet from a specified source.',
  },
  kernel: lines(144, 161),
  reference: 'RFC 4291 2.5.2 (unspecified source never forwarded), 2.7',
});

/** True when the packet ends here, without an ICMPv6 error. */
export function isRefusedKind(host: Host, m: Mbuf): boolean {
  const kind = kindOf(m);
  branch(host, 144, kind !== multicastDestination.unicast);
  const outcome = decide(
    host,
    multicastDestination,
    kind,
    RECORDING && {
      ip6_src: addressOperand(m, IP6_SRC),
      ip6_dst: addressOperand(m, IP6_DST),
      m_flags: m.flags,
    },
  );
  if (outcome === multicastDestination.unicast) return false;
  settle(host, DROPPED);
  host.ip6stat.ip6s_cantforward++;
  logRefusal(host, m);
  return true;
}

function kindOf(m: Mbuf): number {
  if ((m.flags & (M_BCAST | M_MCAST)) !== 0) return multicastDestination.linkBroadcast;
  if (m.data[m.off + IP6_DST] === 0xff) return multicastDestination.multicastDestination;
  if (isUnspecified(m.data, m.off + IP6_SRC)) return multicastDestination.unspecifiedSource;
  return multicastDestination.unicast;
}

const refusalLog = decision('ip6_forward.refusal-log', {
  question: 'Has more than the log interval passed since the last log line of the forwarder?',
  outcomes: {
    logged: 'Yes: one line is logged.',
    quiet: 'No: nothing is logged.',
  },
  kernel: lines(149, 158),
  reference: 'ip6_forward (netinet6/ip6_forward.c); rate limit of log lines',
});

function logRefusal(host: Host, m: Mbuf): void {
  const second = time_second(host);
  // Strictly less: with an interval of 5 the next line comes in the 6th second. The stamp is shared with the
  // scope check.
  const due = branch(host, 149, host.ip6_log_time + host.sysctl.log_interval < second);
  const outcome = decide(
    host,
    refusalLog,
    due ? refusalLog.logged : refusalLog.quiet,
    RECORDING && {
      ip6_log_time: host.ip6_log_time,
      ip6_log_interval: host.sysctl.log_interval,
      time_second: second,
    },
  );
  if (outcome === refusalLog.quiet) return;
  host.ip6_log_time = second;
  const source = formatIpv6(m.data, m.off + IP6_SRC);
  const destination = formatIpv6(m.data, m.off + IP6_DST);
  log(
    host,
    151,
    `cannot forward from ${source} to ${destination} nxt ${m.data[m.off + IP6_NXT]} received on ${m.rcvif?.name}`,
  );
}
