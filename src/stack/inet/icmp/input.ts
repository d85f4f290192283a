/** Reception of ICMP (icmp_input in netinet/ip_icmp.c). */
import { get32, put32 } from '../../../wire/bytes';
import {
  ICMP_ADVLENMIN,
  ICMP_CODE,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_MASKREPLY,
  ICMP_MASKREQ,
  ICMP_MINLEN,
  ICMP_PARAMPROB,
  ICMP_REDIRECT,
  ICMP_SOURCEQUENCH,
  ICMP_TIMXCEED,
  ICMP_TSLEN,
  ICMP_TSTAMP,
  ICMP_TSTAMPREPLY,
  ICMP_TYPE,
  ICMP_UNREACH,
} from '../../../wire/icmp';
import { IP_DST, IP_SRC, isMulticast4 } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { M_BCAST, M_MCAST, type Mbuf, m_get } from '../../net/mbuf';
import { byteOperand } from '../../operands';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../../trace';
import { ifaof_ifpforaddr, in_broadcastOf, in_netmask } from '../in';
import { in_cksum } from '../inCksum';
import { inOperands } from '../ipOperands';
import { copyOptions } from '../optionCopy';
import { iptime } from '../options/timestamp';
import { BANDLIM_ECHO, BANDLIM_TSTAMP, badport_bandlim } from './bandlim';
import { icmp_ignoresRedirects, icmp_redirect_input } from './redirectInput';
import { icmp_reflect } from './reflect';

const length = decision('icmp_input.length', {
  question: 'Is there a whole ICMP header?',
  outcomes: {
    whole: 'Yes.',
    'too-short': {
      malformed: true,
      answer: 'No: there are {length} bytes of 8.',
      verdict: 'its ICMP message has {length} bytes, fewer than the 8 of a header',
    },
  },
  reference: 'RFC 792; icmp_input (netinet/ip_icmp.c)',
});

const checksum = decision('icmp_input.checksum', {
  question: 'Is the ICMP checksum right?',
  outcomes: {
    good: 'Yes.',
    bad: { malformed: true, answer: 'No.', verdict: 'its ICMP checksum is wrong' },
  },
  reference: 'RFC 792; icmp_input (netinet/ip_icmp.c)',
});

const message = decision('icmp_input.message', {
  question: 'Which message is it?',
  outcomes: {
    echo: { answer: 'An echo request, which is answered.', verdict: 'the echo request is answered' },
    'echo-for-many': {
      answer: 'An echo request for a group or a broadcast, which is not answered (net.inet.icmp.bmcastecho).',
      verdict: 'it is an echo request for many machines, and net.inet.icmp.bmcastecho is 0',
    },
    'echo-reply': {
      answer: 'An echo reply, for whoever asked.',
      verdict: 'an echo reply, for whoever asked',
    },
    timestamp: {
      answer: 'A timestamp request, which is answered.',
      verdict: 'the timestamp request is answered',
    },
    'timestamp-for-many': {
      answer: 'A timestamp request for a group or a broadcast, which is not answered.',
      verdict: 'it is a timestamp request for many machines, and net.inet.icmp.bmcastecho is 0',
    },
    mask: {
      answer: 'An address mask request, which is answered.',
      verdict: 'the address mask request is answered',
    },
    redirect: 'A redirect.',
    error: {
      answer: 'An error, for whoever sent the packet it quotes.',
      verdict: 'ICMP error type {type}, code {code}, for whoever sent the packet it quotes',
    },
    'too-many': {
      answer: 'A request, and too many were answered within this second (net.inet.icmp.icmplim).',
      verdict: 'more requests than net.inet.icmp.icmplim ({icmplim}) came within this second',
    },
    unknown: {
      answer: 'Type {type}, for programs that listen to ICMP.',
      verdict: 'ICMP type {type}, for programs that listen to it',
    },
    'bad-code': {
      malformed: true,
      answer: 'Type {type} with the code {code}, which it does not have.',
      verdict: 'ICMP type {type} has no code {code}',
    },
    'bad-length': {
      malformed: true,
      answer: 'Type {type}, but it is too short for that.',
      verdict: 'its ICMP message of type {type} is too short',
    },
  },
  reference: 'RFC 792, RFC 950, RFC 1122 3.2.2; icmp_input (netinet/ip_icmp.c)',
});

/** Takes the ICMP message behind the header of `hlen` bytes of a packet of ours. */
export function icmp_input(host: Host, m: Mbuf, hlen: number, ifp: Ifnet): void {
  enter(host, 'icmp_input', m);
  if (isIntact(host, m, hlen)) dispatch(host, m, hlen, ifp);
  leave(host);
}

function isIntact(host: Host, m: Mbuf, hlen: number): boolean {
  const size = m.len - hlen;
  const whole = size < ICMP_MINLEN ? length.tooShort : length.whole;
  if (decide(host, length, whole, RECORDING && { length: size }) === length.tooShort) {
    host.icmpstat.icps_tooshort++;
    settle(host, DROPPED);
    return false;
  }
  const good = in_cksum(m.data, m.off + hlen, size) === 0 ? checksum.good : checksum.bad;
  if (decide(host, checksum, good) === checksum.good) return true;
  host.icmpstat.icps_checksum++;
  settle(host, DROPPED);
  return false;
}

function dispatch(host: Host, m: Mbuf, hlen: number, ifp: Ifnet): void {
  const type = m.data[m.off + hlen + ICMP_TYPE];
  host.icmpstat.icps_inhist[type]++;
  const outcome = judge(host, m, hlen, ifp, type);
  decide(
    host,
    message,
    outcome,
    RECORDING && {
      ...inOperands(m),
      type: byteOperand(m, hlen + ICMP_TYPE),
      code: byteOperand(m, hlen + ICMP_CODE),
      icmplim: host.sysctl4.icmplim,
    },
  );
  act(host, m, hlen, ifp, outcome);
}

/** The codes that there are of each error. */
const codes: Readonly<Record<number, number>> = {
  [ICMP_UNREACH]: 15,
  [ICMP_SOURCEQUENCH]: 0,
  [ICMP_TIMXCEED]: 1,
  [ICMP_PARAMPROB]: 1,
};

function judge(host: Host, m: Mbuf, hlen: number, ifp: Ifnet, type: number): number {
  const code = m.data[m.off + hlen + ICMP_CODE];
  const size = m.len - hlen;
  switch (type) {
    case ICMP_UNREACH:
    case ICMP_SOURCEQUENCH:
    case ICMP_TIMXCEED:
    case ICMP_PARAMPROB:
      if (code > codes[type]) return message.badCode;
      return size < ICMP_ADVLENMIN || size < advlen(m, hlen) ? message.badLength : message.error;
    case ICMP_REDIRECT:
      // A redirect that is not taken is not looked at either.
      if (icmp_ignoresRedirects(host)) return message.redirect;
      if (code > 3) return message.badCode;
      return size < ICMP_ADVLENMIN || size < advlen(m, hlen) ? message.badLength : message.redirect;
    case ICMP_ECHO:
      if (refusesMany(host, m, ifp)) return message.echoForMany;
      return badport_bandlim(host, BANDLIM_ECHO) ? message.tooMany : message.echo;
    case ICMP_TSTAMP:
      if (refusesMany(host, m, ifp)) return message.timestampForMany;
      if (size < ICMP_TSLEN) return message.badLength;
      return badport_bandlim(host, BANDLIM_TSTAMP) ? message.tooMany : message.timestamp;
    case ICMP_MASKREQ:
      return host.sysctl4.maskrepl === 0 || size < 12 ? message.unknown : message.mask;
    case ICMP_ECHOREPLY:
      return message.echoReply;
    default:
      return message.unknown;
  }
}

/** Bytes of an error with the header that it quotes and 8 bytes more (ICMP_ADVLEN). */
function advlen(m: Mbuf, hlen: number): number {
  const quoted = (m.data[m.off + hlen + ICMP_MINLEN] & 0xf) << 2;
  return quoted < 20 ? Number.POSITIVE_INFINITY : ICMP_MINLEN + quoted + 8;
}

function refusesMany(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  if (host.sysctl4.bmcastecho !== 0) return false;
  if ((m.flags & (M_BCAST | M_MCAST)) !== 0 || isMulticast4(m.data[m.off + IP_DST])) return true;
  const dst = get32(m.data, m.off + IP_DST);
  return dst === 0xffffffff || in_broadcastOf(ifp, dst) !== null;
}

function act(host: Host, m: Mbuf, hlen: number, ifp: Ifnet, outcome: number): void {
  const { icmpstat } = host;
  switch (outcome) {
    case message.redirect:
      icmp_redirect_input(host, m, hlen, ifp);
      return;
    case message.echo:
    case message.timestamp:
    case message.mask:
      settle(host, DELIVERED);
      answer(host, m, hlen, ifp, outcome);
      return;
    case message.echoForMany:
      icmpstat.icps_bmcastecho++;
      break;
    case message.timestampForMany:
      icmpstat.icps_bmcasttstamp++;
      break;
    case message.badCode:
      icmpstat.icps_badcode++;
      break;
    case message.badLength:
      icmpstat.icps_badlen++;
      break;
    case message.tooMany:
      break;
    default:
      settle(host, DELIVERED);
      return;
  }
  settle(host, DROPPED);
}

const replies: readonly (readonly [number, number])[] = [
  [ICMP_ECHO, ICMP_ECHOREPLY],
  [ICMP_TSTAMP, ICMP_TSTAMPREPLY],
  [ICMP_MASKREQ, ICMP_MASKREPLY],
];

/** The reply has the bytes of the request, its own type, and of its options those that record the way. */
function answer(host: Host, m: Mbuf, hlen: number, ifp: Ifnet, outcome: number): void {
  const options = copyOptions(m, hlen, true);
  const header = 20 + options.length;
  const data = new Uint8Array(header + m.len - hlen);
  data.set(m.data.subarray(m.off, m.off + 20));
  data.set(options, 20);
  data[0] = 0x40 | (header >> 2);
  data.set(m.data.subarray(m.off + hlen, m.off + m.len), header);
  const type = data[header + ICMP_TYPE];
  data[header + ICMP_TYPE] = replies.find(([asked]) => asked === type)?.[1] ?? ICMP_ECHOREPLY;
  if (outcome === message.timestamp) {
    put32(data, header + 12, iptime(host));
    put32(data, header + 16, iptime(host));
  }
  const to = get32(m.data, m.off + IP_SRC);
  if (outcome === message.mask) {
    const ia = ifaof_ifpforaddr(ifp, to);
    if (ia !== null) put32(data, header + 8, in_netmask(ia.prefixlen));
  }
  const reply = m_get(host, data, 0, data.length);
  reply.frame = m.frame;
  reply.rcvif = m.rcvif;
  host.icmpstat.icps_reflect++;
  host.icmpstat.icps_outhist[data[header + ICMP_TYPE]]++;
  // A fragmented request is whole by now, and so is its answer.
  data[6] = 0;
  data[7] = 0;
  icmp_reflect(host, reply, to);
}
