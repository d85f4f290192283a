/**
 * ICMPv6 errors that come in: those who sent the packet that is quoted are told (icmp6_notify_error in
 * netinet6/icmp6.c, RFC 4443 2.4).
 */
import { ICMP6_HDRLEN, ICMP6_PACKET_TOO_BIG, ICMP6_TYPE } from '../../wire/icmp6';
import { IP6_HDRLEN } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { icmp6_mtudisc_update } from './icmp6Mtudisc';

const quote = decision('icmp6_notify_error.quote', {
  question: 'Does the error quote an IPv6 header?',
  outcomes: {
    whole: {
      answer: 'Yes: it goes to whoever sent the packet it quotes.',
      verdict: 'ICMPv6 error type {type}, for whoever sent the packet it quotes',
    },
    'too-short': {
      malformed: true,
      answer: 'No: {length} bytes follow its own header, and nobody can be told.',
      verdict: 'the ICMPv6 error quotes {length} bytes, fewer than the 40 of an IPv6 header',
    },
  },
  reference: 'RFC 4443 2.4(d); icmp6_notify_error (netinet6/icmp6.c)',
});

/** Takes the error at `off` of a packet of ours, whose header is whole. */
export function icmp6_notify_error(host: Host, m: Mbuf, off: number): void {
  enter(host, 'icmp6_notify_error', m);
  const type = m.data[m.off + off + ICMP6_TYPE];
  const length = m.len - off - ICMP6_HDRLEN;
  const outcome = length < IP6_HDRLEN ? quote.tooShort : quote.whole;
  decide(host, quote, outcome, RECORDING && { type, length });
  if (outcome === quote.tooShort) {
    host.icmp6stat.icp6s_tooshort++;
    settle(host, DROPPED);
  } else {
    settle(host, DELIVERED);
    if (type === ICMP6_PACKET_TOO_BIG) icmp6_mtudisc_update(host, m, off);
  }
  leave(host);
}
