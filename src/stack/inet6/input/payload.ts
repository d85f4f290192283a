/** Steps 14 to 16 of ip6_input: what hop-by-hop options and the payload length say. */
import { ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER } from '../../../wire/icmp6';
import { IP6_HDRLEN, IP6_PLEN } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { DROPPED, decide, decision, settle } from '../../trace';
import { HOPOPTS_ROUTER_ALERT } from '../ip6Options';

const jumboMissing = decision('ip6_input.jumbo-missing', {
  question: 'Is the payload length 0 without a jumbo payload option?',
  outcomes: {
    no: 'No.',
    yes: {
      malformed: true,
      answer: 'Yes: there is a hop-by-hop header, so the packet cannot be empty.',
      verdict: 'its payload length is 0 and its hop-by-hop header has no jumbo payload option',
    },
  },
  reference: 'RFC 2675 3; ip6_input (netinet6/ip6_input.c)',
});

const routerAlert = decision('ip6_input.router-alert', {
  question: 'Does a router alert ask this router to look at the packet?',
  outcomes: {
    alert: 'Yes: it is processed here, whoever it is for.',
    none: 'No.',
  },
  reference: 'RFC 2711 2.1; ip6_input (netinet6/ip6_input.c)',
});

const payloadLength = decision('ip6_input.payload-length', {
  question: 'Is the packet as long as its header says?',
  outcomes: {
    exact: 'Yes: {plen} bytes of payload.',
    trimmed: 'It is longer: what lies beyond {plen} bytes of payload is cut off.',
    'too-short': {
      malformed: true,
      answer: 'No: the header says {plen} bytes, and {rest} came.',
      verdict: 'the header says {plen} bytes of payload and only {rest} came',
    },
  },
  reference: 'RFC 8200 3; ip6_input (netinet6/ip6_input.c)',
});

/**
 * Step 14, after the options: true unless the packet is empty, which with options only a jumbogram may seem.
 */
export function payloadKnown(host: Host, m: Mbuf, ifp: Ifnet, plen: number): boolean {
  const missing = plen === 0 ? jumboMissing.yes : jumboMissing.no;
  if (decide(host, jumboMissing, missing, RECORDING && { plen }) === jumboMissing.no) return true;
  host.ip6stat.ip6s_badoptions++;
  ifp.in6_ifstat.ifs6_in_discard++;
  ifp.in6_ifstat.ifs6_in_hdrerr++;
  settle(host, DROPPED);
  host.surroundings.icmp6_error(host, m, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER, IP6_PLEN);
  return false;
}

/**
 * Step 15: true when this router is to look at the packet, whoever it is for. `options` are HOPOPTS_* bits.
 */
export function isAlerted(host: Host, options: number): boolean {
  const alert = (options & HOPOPTS_ROUTER_ALERT) !== 0 && host.sysctl.forwarding !== 0;
  return decide(host, routerAlert, alert ? routerAlert.alert : routerAlert.none) === routerAlert.alert;
}

/**
 * Step 16: a packet may be longer than it says (a short Ethernet frame is padded) and is cut then; true
 * unless it is shorter. `plenAt` is where `plen` was read: in the IPv6 header, or in the jumbo payload
 * option.
 */
export function fitLength(host: Host, m: Mbuf, ifp: Ifnet, plen: number, plenAt: number): boolean {
  const rest = m.len - IP6_HDRLEN;
  const outcome =
    rest === plen ? payloadLength.exact : rest > plen ? payloadLength.trimmed : payloadLength.tooShort;
  decide(
    host,
    payloadLength,
    outcome,
    RECORDING && { plen: { value: plen, at: { offset: plenAt, length: plenAt === IP6_PLEN ? 2 : 4 } }, rest },
  );
  if (outcome === payloadLength.tooShort) {
    host.ip6stat.ip6s_tooshort++;
    ifp.in6_ifstat.ifs6_in_truncated++;
    settle(host, DROPPED);
    return false;
  }
  if (outcome === payloadLength.trimmed) {
    if (m.firstLen === m.len) m.firstLen = IP6_HDRLEN + plen;
    m.len = IP6_HDRLEN + plen;
  }
  return true;
}
