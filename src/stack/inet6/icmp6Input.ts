/** Reception of ICMPv6 (icmp6_input in netinet6/icmp6.c). */
import {
  ICMP6_CODE,
  ICMP6_DST_UNREACH,
  ICMP6_DST_UNREACH_ADMIN,
  ICMP6_DST_UNREACH_NOPORT,
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  ICMP6_HDRLEN,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM_PROB,
  ICMP6_PARAMPROB_OPTION,
  ICMP6_TIME_EXCEED_REASSEMBLY,
  ICMP6_TIME_EXCEEDED,
  ICMP6_TYPE,
  MLD_LISTENER_DONE,
  MLD_LISTENER_QUERY,
  MLD_LISTENER_REPORT,
  ND_NEIGHBOR_ADVERT,
  ND_NEIGHBOR_SOLICIT,
  ND_REDIRECT,
  ND_ROUTER_ADVERT,
  ND_ROUTER_SOLICIT,
} from '../../wire/icmp6';
import { IP6_DST, IP6_HDRLEN, IP6_SRC, IPPROTO_ICMPV6 } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { addressOperand } from '../operands';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { icmp6_notify_error } from './icmp6NotifyError';
import { icmp6_redirect_input } from './icmp6RedirectInput';
import { icmp6_reflect } from './icmp6Reflect';
import { in6_cksum } from './in6Cksum';
import type { Icmp6Ifstat } from './in6Var';
import { newIcmp6Packet } from './ip6Build';
import { mld_input } from './mld6/input';
import { nd6_na_input } from './nd6NaInput';
import { nd6_ns_input } from './nd6NsInput';
import { nd6_ra_input } from './rtr/raInput';
import { nd6_rs_input } from './rtr/rsInput';

const length = decision('icmp6_input.length', {
  question: 'Is there a whole ICMPv6 header?',
  outcomes: {
    whole: 'Yes.',
    'too-short': {
      malformed: true,
      answer: 'No: there are {length} bytes of 8.',
      verdict: 'its ICMPv6 message has {length} bytes, fewer than the 8 of a header',
    },
  },
  reference: 'RFC 4443 2.1; icmp6_input (netinet6/icmp6.c)',
});

const checksum = decision('icmp6_input.checksum', {
  question: 'Is the ICMPv6 checksum right?',
  outcomes: {
    good: 'Yes.',
    bad: { malformed: true, answer: 'No.', verdict: 'its ICMPv6 checksum is wrong' },
  },
  reference: 'RFC 4443 2.3; icmp6_input (netinet6/icmp6.c)',
});

const message = decision('icmp6_input.message', {
  question: 'Which message is it?',
  outcomes: {
    'echo-request': {
      answer: 'An echo request, which is answered.',
      verdict: 'the echo request is answered',
    },
    'echo-reply': {
      answer: 'An echo reply, for whoever asked.',
      verdict: 'an echo reply, for whoever asked',
    },
    'neighbor-solicitation': 'A neighbour solicitation.',
    'neighbor-advertisement': 'A neighbour advertisement.',
    'router-solicitation': 'A router solicitation.',
    'router-advertisement': 'A router advertisement.',
    redirect: 'A redirect.',
    listener: {
      answer: 'A multicast listener message.',
      verdict: 'a multicast listener message (type {type})',
    },
    error: 'An error, for whoever sent the packet it quotes.',
    unknown: {
      answer: 'Type {type}, for programs that listen to ICMPv6.',
      verdict: 'ICMPv6 type {type}, for programs that listen to it',
    },
    'bad-code': {
      malformed: true,
      answer: 'Type {type} with the code {code}, which it does not have.',
      verdict: 'ICMPv6 type {type} has no code {code}',
    },
    'bad-length': {
      malformed: true,
      answer: 'Type {type}, but it is too short for that.',
      verdict: 'its ICMPv6 message of type {type} is too short',
    },
  },
  reference: 'RFC 4443, RFC 4861; icmp6_input (netinet6/icmp6.c)',
});

/** Takes the ICMPv6 message at `off` of a packet of ours. */
export function icmp6_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'icmp6_input', m);
  if (isIntact(host, m, off)) dispatch(host, m, off, m.rcvif as Ifnet);
  leave(host);
}

function isIntact(host: Host, m: Mbuf, off: number): boolean {
  const size = m.len - off;
  const whole = size < ICMP6_HDRLEN ? length.tooShort : length.whole;
  if (decide(host, length, whole, RECORDING && { length: size }) === length.tooShort) {
    host.icmp6stat.icp6s_tooshort++;
    settle(host, DROPPED);
    return false;
  }
  const good = in6_cksum(m, IPPROTO_ICMPV6, off, size) === 0 ? checksum.good : checksum.bad;
  if (decide(host, checksum, good) === checksum.bad) {
    host.icmp6stat.icp6s_checksum++;
    settle(host, DROPPED);
    return false;
  }
  return true;
}

/** The smallest message of each type that has more than a header, in bytes. */
const smallest: Readonly<Record<number, number>> = {
  [MLD_LISTENER_QUERY]: 24,
  [MLD_LISTENER_REPORT]: 24,
  [MLD_LISTENER_DONE]: 24,
  [ND_ROUTER_ADVERT]: 16,
  [ND_NEIGHBOR_SOLICIT]: 24,
  [ND_NEIGHBOR_ADVERT]: 24,
  [ND_REDIRECT]: 40,
};

const received: Readonly<Record<number, keyof Icmp6Ifstat>> = {
  [ICMP6_DST_UNREACH]: 'ifs6_in_dstunreach',
  [ICMP6_PACKET_TOO_BIG]: 'ifs6_in_pkttoobig',
  [ICMP6_TIME_EXCEEDED]: 'ifs6_in_timeexceed',
  [ICMP6_PARAM_PROB]: 'ifs6_in_paramprob',
  [ICMP6_ECHO_REQUEST]: 'ifs6_in_echo',
  [ICMP6_ECHO_REPLY]: 'ifs6_in_echoreply',
  [MLD_LISTENER_QUERY]: 'ifs6_in_mldquery',
  [MLD_LISTENER_REPORT]: 'ifs6_in_mldreport',
  [MLD_LISTENER_DONE]: 'ifs6_in_mlddone',
  [ND_ROUTER_SOLICIT]: 'ifs6_in_routersolicit',
  [ND_ROUTER_ADVERT]: 'ifs6_in_routeradvert',
  [ND_NEIGHBOR_SOLICIT]: 'ifs6_in_neighborsolicit',
  [ND_NEIGHBOR_ADVERT]: 'ifs6_in_neighboradvert',
  [ND_REDIRECT]: 'ifs6_in_redirect',
};

/** Whoever receives the message looks at no code. */
const ANY_CODE = 0xff;

/**
 * The greatest code that messages of each type have, where it is not 0. Unknown errors may have any (RFC 4443
 * 2.4(a), 3.2; RFC 2710 3.2).
 */
const greatestCode: Readonly<Record<number, number>> = {
  [ICMP6_DST_UNREACH]: ICMP6_DST_UNREACH_NOPORT,
  [ICMP6_PACKET_TOO_BIG]: ANY_CODE,
  [ICMP6_TIME_EXCEEDED]: ICMP6_TIME_EXCEED_REASSEMBLY,
  [ICMP6_PARAM_PROB]: ICMP6_PARAMPROB_OPTION,
  [MLD_LISTENER_QUERY]: ANY_CODE,
  [MLD_LISTENER_REPORT]: ANY_CODE,
  [MLD_LISTENER_DONE]: ANY_CODE,
};

function dispatch(host: Host, m: Mbuf, off: number, ifp: Ifnet): void {
  const type = m.data[m.off + off + ICMP6_TYPE];
  const code = m.data[m.off + off + ICMP6_CODE];
  const outcome = judge(type, code, m.len - off);
  count(host, ifp, type, code, outcome);
  decide(
    host,
    message,
    outcome,
    RECORDING && {
      type: { value: type, at: { offset: off, length: 1 } },
      code: { value: code, at: { offset: off + 1, length: 1 } },
      ip6_src: addressOperand(m, IP6_SRC),
      ip6_dst: addressOperand(m, IP6_DST),
    },
  );
  act(host, m, off, outcome);
}

function count(host: Host, ifp: Ifnet, type: number, code: number, outcome: number): void {
  const stat = ifp.icmp6_ifstat;
  host.icmp6stat.icp6s_inhist[type]++;
  stat.ifs6_in_msg++;
  if (type < ICMP6_ECHO_REQUEST) stat.ifs6_in_error++;
  if (type === ICMP6_DST_UNREACH && code === ICMP6_DST_UNREACH_ADMIN) stat.ifs6_in_adminprohib++;
  const counter = received[type];
  // Of all types, only these two are counted by what they are after their length is known to be right.
  const late = type === MLD_LISTENER_QUERY || type === MLD_LISTENER_REPORT;
  if (counter !== undefined && !(late && outcome === message.badLength)) stat[counter]++;
}

function judge(type: number, code: number, size: number): number {
  const known = received[type] !== undefined;
  if (known && code > (greatestCode[type] ?? 0)) return message.badCode;
  if (type < ICMP6_ECHO_REQUEST) return message.error;
  if (!known) return message.unknown;
  if (size < (smallest[type] ?? ICMP6_HDRLEN)) return message.badLength;
  switch (type) {
    case ICMP6_ECHO_REQUEST:
      return message.echoRequest;
    case ICMP6_ECHO_REPLY:
      return message.echoReply;
    case ND_ROUTER_SOLICIT:
      return message.routerSolicitation;
    case ND_ROUTER_ADVERT:
      return message.routerAdvertisement;
    case ND_NEIGHBOR_SOLICIT:
      return message.neighborSolicitation;
    case ND_NEIGHBOR_ADVERT:
      return message.neighborAdvertisement;
    case ND_REDIRECT:
      return message.redirect;
    default:
      return message.listener;
  }
}

function act(host: Host, m: Mbuf, off: number, outcome: number): void {
  switch (outcome) {
    case message.neighborSolicitation:
      nd6_ns_input(host, m, off);
      return;
    case message.neighborAdvertisement:
      nd6_na_input(host, m, off);
      return;
    case message.routerSolicitation:
      nd6_rs_input(host, m, off);
      return;
    case message.routerAdvertisement:
      nd6_ra_input(host, m, off);
      return;
    case message.redirect:
      icmp6_redirect_input(host, m, off);
      return;
    case message.error:
      icmp6_notify_error(host, m, off);
      return;
    case message.badCode:
      host.icmp6stat.icp6s_badcode++;
      settle(host, DROPPED);
      return;
    case message.badLength:
      host.icmp6stat.icp6s_badlen++;
      settle(host, DROPPED);
      return;
    case message.listener:
      if (m.data[m.off + off + ICMP6_TYPE] === MLD_LISTENER_DONE) settle(host, DELIVERED);
      else mld_input(host, m, off);
      return;
    default:
      settle(host, DELIVERED);
      if (outcome === message.echoRequest) answerEcho(host, m, off);
  }
}

/** The reply carries the request's message back; extension headers are left out. */
function answerEcho(host: Host, m: Mbuf, off: number): void {
  const size = m.len - off;
  const src = m.data.subarray(m.off + IP6_SRC, m.off + IP6_DST);
  const dst = m.data.subarray(m.off + IP6_DST, m.off + IP6_HDRLEN);
  const reply = newIcmp6Packet(host, 'local', m.frame, size, src, dst, 0);
  reply.data.set(m.data.subarray(m.off + off, m.off + off + size), IP6_HDRLEN);
  reply.data[IP6_HDRLEN + ICMP6_TYPE] = ICMP6_ECHO_REPLY;
  reply.rcvif = m.rcvif;
  host.icmp6stat.icp6s_outhist[ICMP6_ECHO_REPLY]++;
  icmp6_reflect(host, reply, IP6_HDRLEN);
}
