/**
 * The walk over the headers of a packet that is ours, up to the protocol that takes it (second half of
 * ip6_input).
 */
import { ICMP6_PARAM_PROB, ICMP6_PARAMPROB_NEXTHEADER } from '../../wire/icmp6';
import {
  IP6_NXT,
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_ESP,
  IPPROTO_ETHERIP,
  IPPROTO_FRAGMENT,
  IPPROTO_ICMPV6,
  IPPROTO_NONE,
  IPPROTO_ROUTING,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from '../../wire/ipv6';
import type { Host } from '../host';
import { ah6_input } from '../ipsec/ahInput';
import { esp6_input } from '../ipsec/espInput';
import { ipsec6_in_reject } from '../ipsec/inReject';
import type { Ifnet } from '../net/if';
import { ipf_input } from '../net/ipf';
import type { Mbuf } from '../net/mbuf';
import { DELIVERED, DROPPED, decide, decision, settle } from '../trace';
import { IPPROTO_DONE, ip6_etherip_input } from '../tunnel/ip6EtheripInput';
import { frag6_input } from './frag6Input';
import { icmp6_input } from './icmp6Input';
import { in6_ifawithaddrIfp } from './in6';
import { ip6_get_prevhdr } from './ip6Lasthdr';
import { dest6_input } from './ip6Options';
import { route6_input } from './route6';
import { udp6_input } from './udp6Input';

const headerCount = decision('ip6_input.header-count', {
  question: 'Are there more headers than this machine processes?',
  outcomes: {
    allowed: 'No.',
    'too-many': {
      malformed: true,
      answer: 'Yes: more than {hdrnestlimit}.',
      verdict: 'it has more than {hdrnestlimit} headers (net.inet6.ip6.hdrnestlimit)',
    },
    'past-end': {
      malformed: true,
      answer: 'The next header would begin behind the end of the packet.',
      verdict: 'its headers run past the end of the packet',
    },
  },
  reference: 'ip6_input (netinet6/ip6_input.c): ip6_hdrnestlimit',
});

const inboundPolicy = decision('ip6_input.inbound-policy', {
  question: 'Does the inbound security policy forbid this packet from having arrived in the form it did?',
  outcomes: {
    accept: 'No.',
    reject: {
      answer: 'Yes.',
      verdict: 'the inbound security policy refuses it in this form',
    },
  },
  reference: 'RFC 4301 5.2; ip6_input (netinet6/ip6_input.c)',
});

const nextHeader = decision('ip6_input.next-header', {
  question: 'Which protocol takes the packet next?',
  outcomes: {
    icmp6: 'ICMPv6.',
    tcp: { answer: 'TCP.', verdict: 'it is for this machine, to TCP' },
    udp: 'UDP.',
    routing: 'A routing header is processed.',
    'destination-options': 'Destination options are processed.',
    fragment: 'It is a fragment of a packet.',
    esp: 'ESP: the payload is authenticated and decrypted.',
    ah: 'AH: the packet is authenticated.',
    etherip: 'EtherIP: the frame in the packet is taken out of its tunnel.',
    none: {
      answer: 'None: nothing follows (next header 59).',
      verdict: 'nothing follows its headers (next header 59)',
    },
    unknown: {
      answer: 'Nobody: protocol {nxt} is not known here.',
      verdict: 'protocol {nxt} is for nobody on this machine',
    },
  },
  reference: 'RFC 8200 4; ip6_input (netinet6/ip6_input.c), rip6_input (netinet6/raw_ip6.c)',
});

const freedPacket = decision('ip6_input.freed-packet', {
  kind: 'S',
  question: 'Is there still a packet whose next header could be looked at?',
  outcomes: {
    hazard:
      'No: ip6_etherip_input has freed it, yet said that no header follows, so the walk goes on with next header 59. The kernel reads freed memory here; in this replay it finds the old bytes.',
  },
  reference: 'ip6_etherip_input (net/if_etherip.c), ip6_input (netinet6/ip6_input.c)',
});

/**
 * Delivers a packet of ours: `off` is where the header of protocol `nxt` begins, from the start of the
 * packet.
 */
export function ip6_deliver(host: Host, m: Mbuf, ifp: Ifnet, off: number, nxt: number): void {
  const deliverifp = in6_ifawithaddrIfp(host, m) ?? ifp;
  host.ip6stat.ip6s_delivered++;
  deliverifp.in6_ifstat.ifs6_in_deliver++;
  let at = off;
  let proto = nxt;
  let pointer = off === 40 ? IP6_NXT : 40;
  for (let nest = 1; ; nest++) {
    if (!mayGoOn(host, m, at, nest) || !policyAccepts(host, m, proto)) return;
    if (host.ipfilters.ipv6.length > 0) ipf_input(host, 'ipv6', m);
    const outcome = protocolOutcome(host, proto);
    decide(
      host,
      nextHeader,
      outcome,
      RECORDING && { nxt: { value: proto, at: { offset: pointer, length: 1 } } },
    );
    if (outcome === nextHeader.esp || outcome === nextHeader.ah) {
      // The header is taken off: what it protected follows in its place.
      proto = outcome === nextHeader.esp ? esp6_input(host, m, at, pointer) : ah6_input(host, m, at, pointer);
      if (proto < 0) return;
      continue;
    }
    if (outcome === nextHeader.etherip) {
      if (ip6_etherip_input(host, m, at) === IPPROTO_DONE) return;
      decide(host, freedPacket, freedPacket.hazard);
      proto = IPPROTO_NONE;
      continue;
    }
    if (!isExtension(outcome)) {
      handUp(host, m, at, outcome, pointer);
      return;
    }
    const next = passExtension(host, m, at, outcome);
    if (next < 0) return;
    // A packet put together from fragments has other headers before this place, and none of a fragment.
    pointer = outcome === nextHeader.fragment ? ip6_get_prevhdr(m, next) : at;
    proto = m.data[m.off + pointer];
    at = next;
  }
}

function isExtension(outcome: number): boolean {
  return (
    outcome === nextHeader.routing ||
    outcome === nextHeader.destinationOptions ||
    outcome === nextHeader.fragment
  );
}

/** Where the header behind this one begins, -1 when the packet is gone or waits. */
function passExtension(host: Host, m: Mbuf, at: number, outcome: number): number {
  if (outcome === nextHeader.routing) return route6_input(host, m, at);
  return outcome === nextHeader.fragment ? frag6_input(host, m, at) : dest6_input(host, m, at);
}

function mayGoOn(host: Host, m: Mbuf, at: number, nest: number): boolean {
  const limit = host.sysctl.hdrnestlimit;
  const outcome =
    limit !== 0 && nest > limit
      ? headerCount.tooMany
      : m.len < at
        ? headerCount.pastEnd
        : headerCount.allowed;
  decide(host, headerCount, outcome, RECORDING && { nest, hdrnestlimit: limit });
  if (outcome === headerCount.allowed) return true;
  if (outcome === headerCount.tooMany) {
    host.ip6stat.ip6s_toomanyhdr++;
  } else {
    host.ip6stat.ip6s_tooshort++;
    (m.rcvif as Ifnet).in6_ifstat.ifs6_in_truncated++;
  }
  settle(host, DROPPED);
  return false;
}

/** Step 20: asked once, when the header is the last one. */
function policyAccepts(host: Host, m: Mbuf, proto: number): boolean {
  if (!host.options.ipsec || !isLastHeader(proto)) return true;
  const outcome = ipsec6_in_reject(host, m) ? inboundPolicy.reject : inboundPolicy.accept;
  decide(host, inboundPolicy, outcome);
  if (outcome === inboundPolicy.accept) return true;
  host.ipsec6stat.in_polvio++;
  settle(host, DROPPED);
  return false;
}

function isLastHeader(proto: number): boolean {
  switch (proto) {
    case IPPROTO_ROUTING:
    case IPPROTO_DSTOPTS:
    case IPPROTO_FRAGMENT:
    case IPPROTO_ESP:
    case IPPROTO_AH:
      return false;
    default:
      return true;
  }
}

function protocolOutcome(host: Host, proto: number): number {
  switch (proto) {
    case IPPROTO_ICMPV6:
      return nextHeader.icmp6;
    case IPPROTO_TCP:
      return nextHeader.tcp;
    case IPPROTO_UDP:
      return nextHeader.udp;
    case IPPROTO_ROUTING:
      return nextHeader.routing;
    case IPPROTO_DSTOPTS:
      return nextHeader.destinationOptions;
    case IPPROTO_FRAGMENT:
      return nextHeader.fragment;
    case IPPROTO_ESP:
      return host.options.ipsec ? nextHeader.esp : nextHeader.unknown;
    case IPPROTO_AH:
      return host.options.ipsec ? nextHeader.ah : nextHeader.unknown;
    case IPPROTO_ETHERIP:
      // A machine without such an interface is taken for one whose kernel has no EtherIP.
      return host.etherip.length > 0 ? nextHeader.etherip : nextHeader.unknown;
    case IPPROTO_NONE:
      return nextHeader.none;
    default:
      return nextHeader.unknown;
  }
}

/**
 * Gives the packet to the protocol of its last header; `pointer` is where the number of that protocol stands.
 */
function handUp(host: Host, m: Mbuf, at: number, outcome: number, pointer: number): void {
  switch (outcome) {
    case nextHeader.icmp6:
      icmp6_input(host, m, at);
      return;
    case nextHeader.tcp:
      settle(host, DELIVERED);
      return;
    case nextHeader.udp:
      udp6_input(host, m, at);
      return;
    default:
      // Nobody took it after all: the raw socket input takes the count back.
      host.ip6stat.ip6s_delivered--;
      settle(host, DROPPED);
      if (outcome === nextHeader.none) return;
      host.surroundings.icmp6_error(host, m, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_NEXTHEADER, pointer);
  }
}
