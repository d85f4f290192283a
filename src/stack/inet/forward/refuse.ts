/** What ip_forward refuses before anything else, and the time to live. */
import { ICMP_TIMXCEED, ICMP_TIMXCEED_INTRANS } from '../../../wire/icmp';
import { IP_DST, IP_TTL } from '../../../wire/ipv4';
import type { Host } from '../../host';
import { M_BCAST, M_MCAST, type Mbuf } from '../../net/mbuf';
import { DROPPED, decide, decision, settle } from '../../trace';
import { icmp_error } from '../icmp/error';
import { in_canforward } from '../in';
import { inOperands } from '../ipOperands';

const kind = decision('ip_forward.refused-kind', {
  question: 'Is it a packet that is never forwarded?',
  outcomes: {
    no: 'No.',
    broadcast: {
      answer: 'Yes: its frame was for many on the link.',
      verdict: 'its frame was for many on the link, and {ip_dst} is not ours',
    },
    address: {
      answer: 'Yes: nobody forwards to {ip_dst}.',
      verdict: 'packets to {ip_dst} are never forwarded',
    },
  },
  reference: 'RFC 1812 5.3.4, 5.3.7; ip_forward, in_canforward (netinet)',
});

const ttl = decision('ip_forward.ttl', {
  question: 'Is there time to live left to forward it?',
  outcomes: {
    decremented: 'Yes: {ip_ttl}, which becomes one less.',
    exceeded: {
      answer: 'No: it is {ip_ttl}.',
      verdict: 'the time to live is {ip_ttl}, so the packet may go no further',
    },
    stealth: 'It is not looked at: net.inet.ip.stealth is set.',
  },
  reference: 'RFC 1812 5.3.1; ip_forward (netinet/ip_input.c)',
});

/** True when the packet must not be forwarded, and is gone. */
export function isRefusedKind(host: Host, m: Mbuf): boolean {
  const outcome =
    (m.flags & (M_BCAST | M_MCAST)) !== 0
      ? kind.broadcast
      : in_canforward(m.data[m.off + IP_DST])
        ? kind.no
        : kind.address;
  decide(host, kind, outcome, RECORDING && inOperands(m));
  if (outcome === kind.no) return false;
  host.ipstat.ips_cantforward++;
  settle(host, DROPPED);
  return true;
}

/** What the time to live becomes less by: 1, or 0 on a stealthy machine; -1 when the packet is gone. */
export function ttlStep(host: Host, m: Mbuf): number {
  const outcome =
    host.sysctl4.stealth !== 0 ? ttl.stealth : m.data[m.off + IP_TTL] <= 1 ? ttl.exceeded : ttl.decremented;
  decide(host, ttl, outcome, RECORDING && inOperands(m));
  if (outcome !== ttl.exceeded) return outcome === ttl.stealth ? 0 : 1;
  settle(host, DROPPED);
  icmp_error(host, m, ICMP_TIMXCEED, ICMP_TIMXCEED_INTRANS, 0, 0);
  return -1;
}
