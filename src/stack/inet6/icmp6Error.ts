/** ICMPv6 errors about packets that went wrong (icmp6_error in netinet6/icmp6.c, RFC 4443 2.4). */
import { put32 } from '../../wire/bytes';
import {
  ICMP6_CODE,
  ICMP6_DST_UNREACH,
  ICMP6_ECHO_REQUEST,
  ICMP6_HDRLEN,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM,
  ICMP6_PARAM_PROB,
  ICMP6_PARAMPROB_OPTION,
  ICMP6_TIME_EXCEEDED,
  ICMP6_TYPE,
  ICMPV6_PLD_MAXLEN,
  ND_REDIRECT,
} from '../../wire/icmp6';
import { IP6_DST, IP6_HDRLEN, IP6_SRC, IPPROTO_ICMPV6 } from '../../wire/ipv6';
import type { Host } from '../host';
import { M_BCAST, M_DECRYPTED, M_MCAST, type Mbuf } from '../net/mbuf';
import { addressOperand } from '../operands';
import type { Icmp6stat } from '../stats';
import { decide, decision, enter, leave } from '../trace';
import { icmp6_ratelimit } from './icmp6Ratelimit';
import { icmp6_reflect } from './icmp6Reflect';
import { newIcmp6Packet } from './ip6Build';
import { ip6_lasthdr, lasthdrOffset, lasthdrProto } from './ip6Lasthdr';
import { in6_clearscope, isUnspecified } from './scope6';

const decrypted = decision('icmp6_error.decrypted', {
  question: 'Did the packet arrive encrypted?',
  outcomes: { no: 'No.', yes: 'Yes: nothing of it may be quoted in the clear, so no error is sent.' },
  reference: 'RFC 4301 6; icmp6_error (netinet6/icmp6.c)',
});

const group = decision('icmp6_error.group', {
  question: 'Was the packet for a group or a broadcast?',
  outcomes: {
    no: 'No.',
    allowed: 'Yes, but of this kind of error the sender is told all the same.',
    suppressed: 'Yes: an error would come from every listener, so none is sent.',
  },
  reference: 'RFC 4443 2.4(e.3), (e.4); icmp6_error (netinet6/icmp6.c)',
});

const source = decision('icmp6_error.source', {
  question: 'Does the source name one machine that can be told?',
  outcomes: {
    yes: 'Yes.',
    unspecified: 'No: the source is ::, so no error is sent.',
    multicast: 'No: the source is a group, so no error is sent.',
  },
  reference: 'RFC 4443 2.4(e.6); icmp6_error (netinet6/icmp6.c)',
});

const about = decision('icmp6_error.about-error', {
  question: 'Is the packet itself an ICMPv6 error or a redirect?',
  outcomes: {
    no: 'No.',
    yes: 'Yes (type {type}): errors about errors are never sent.',
    'too-short': 'It is ICMPv6, but ends before it says so: no error is sent.',
  },
  reference: 'RFC 4443 2.4(e.1), (e.2); icmp6_error (netinet6/icmp6.c)',
});

const rate = decision('icmp6_error.rate-limit', {
  question: 'Were too many errors sent within this second?',
  outcomes: {
    allowed: 'No: this is number {count} of fewer than {errppslimit}.',
    'too-many':
      'Yes: this is number {count}, and fewer than {errppslimit} are sent (net.inet6.icmp6.errppslimit).',
  },
  reference: 'RFC 4443 2.4(f); icmp6_ratelimit (netinet6/icmp6.c)',
});

/**
 * Tells the sender of `m`, whose addresses carry their zones, that it went wrong: ICMPv6 `type` and `code`,
 * and the 32-bit `param` (MTU or pointer, else 0). The packet is gone. Errors that RFC 4443 forbids are not
 * sent.
 */
export function icmp6_error(host: Host, m: Mbuf, type: number, code: number, param: number): void {
  enter(host, 'icmp6_error', m);
  host.icmp6stat.icp6s_error++;
  host.icmp6stat[errorCounter(type, code)]++;
  if (isAllowed(host, m, type, code)) send(host, m, type, code, param);
  leave(host);
}

function isAllowed(host: Host, m: Mbuf, type: number, code: number): boolean {
  const secret = (m.flags & M_DECRYPTED) !== 0 ? decrypted.yes : decrypted.no;
  if (decide(host, decrypted, secret) === decrypted.yes) {
    host.icmp6stat.icp6s_canterror++;
    return false;
  }
  return (
    isGroupAllowed(host, m, type, code) && isSourceUsable(host, m) && !isAboutError(host, m) && isInTime(host)
  );
}

function isGroupAllowed(host: Host, m: Mbuf, type: number, code: number): boolean {
  const toGroup = (m.flags & (M_BCAST | M_MCAST)) !== 0 || m.data[m.off + IP6_DST] === 0xff;
  const exception =
    type === ICMP6_PACKET_TOO_BIG || (type === ICMP6_PARAM_PROB && code === ICMP6_PARAMPROB_OPTION);
  const outcome = !toGroup ? group.no : exception ? group.allowed : group.suppressed;
  return (
    decide(host, group, outcome, RECORDING && { type, code, ip6_dst: addressOperand(m, IP6_DST) }) !==
    group.suppressed
  );
}

function isSourceUsable(host: Host, m: Mbuf): boolean {
  const at = m.off + IP6_SRC;
  const outcome =
    m.data[at] === 0xff ? source.multicast : isUnspecified(m.data, at) ? source.unspecified : source.yes;
  return decide(host, source, outcome, RECORDING && { ip6_src: addressOperand(m, IP6_SRC) }) === source.yes;
}

function isAboutError(host: Host, m: Mbuf): boolean {
  const last = ip6_lasthdr(m.data, m.off, m.len);
  const at = lasthdrOffset(last);
  const isIcmp6 = lasthdrProto(last) === IPPROTO_ICMPV6;
  const type = m.data[m.off + at + ICMP6_TYPE];
  const outcome = !isIcmp6
    ? about.no
    : at + ICMP6_HDRLEN > m.len
      ? about.tooShort
      : type < ICMP6_ECHO_REQUEST || type === ND_REDIRECT
        ? about.yes
        : about.no;
  decide(host, about, outcome, RECORDING && { nxt: lasthdrProto(last), type: isIcmp6 ? type : null });
  if (outcome === about.yes) host.icmp6stat.icp6s_canterror++;
  if (outcome === about.tooShort) host.icmp6stat.icp6s_tooshort++;
  return outcome !== about.no;
}

function isInTime(host: Host): boolean {
  const outcome = icmp6_ratelimit(host) ? rate.tooMany : rate.allowed;
  decide(
    host,
    rate,
    outcome,
    RECORDING && { count: host.icmp6errppslim.count, errppslimit: host.sysctl.errppslimit },
  );
  if (outcome === rate.allowed) return true;
  host.icmp6stat.icp6s_toofreq++;
  return false;
}

/** The error quotes as much of the packet as fits, as it was on the wire: without zones. */
function send(host: Host, m: Mbuf, type: number, code: number, param: number): void {
  const quoted = Math.min(m.len, ICMPV6_PLD_MAXLEN);
  const src = m.data.subarray(m.off + IP6_SRC, m.off + IP6_DST);
  const dst = m.data.subarray(m.off + IP6_DST, m.off + IP6_HDRLEN);
  const reply = newIcmp6Packet(host, 'icmp6-error', m.frame, ICMP6_HDRLEN + quoted, src, dst, 0);
  const at = IP6_HDRLEN;
  reply.data[at + ICMP6_TYPE] = type;
  reply.data[at + ICMP6_CODE] = code;
  put32(reply.data, at + ICMP6_PARAM, param);
  const quote = at + ICMP6_HDRLEN;
  reply.data.set(m.data.subarray(m.off, m.off + quoted), quote);
  in6_clearscope(reply.data, quote + IP6_SRC);
  in6_clearscope(reply.data, quote + IP6_DST);
  host.icmp6stat.icp6s_outhist[type]++;
  icmp6_reflect(host, reply, at);
}

type ErrorCounter = Exclude<keyof Icmp6stat, 'icp6s_outhist' | 'icp6s_inhist'>;

const unreachCounters: readonly ErrorCounter[] = [
  'icp6s_odst_unreach_noroute',
  'icp6s_odst_unreach_admin',
  'icp6s_odst_unreach_beyondscope',
  'icp6s_odst_unreach_addr',
  'icp6s_odst_unreach_noport',
];
const timeCounters: readonly ErrorCounter[] = ['icp6s_otime_exceed_transit', 'icp6s_otime_exceed_reassembly'];
const paramCounters: readonly ErrorCounter[] = [
  'icp6s_oparamprob_header',
  'icp6s_oparamprob_nextheader',
  'icp6s_oparamprob_option',
];

/** The histogram entry of an error (icmp6_errcount). */
export function errorCounter(type: number, code: number): ErrorCounter {
  switch (type) {
    case ICMP6_DST_UNREACH:
      return unreachCounters[code] ?? 'icp6s_ounknown';
    case ICMP6_PACKET_TOO_BIG:
      return 'icp6s_opacket_too_big';
    case ICMP6_TIME_EXCEEDED:
      return timeCounters[code] ?? 'icp6s_ounknown';
    case ICMP6_PARAM_PROB:
      return paramCounters[code] ?? 'icp6s_ounknown';
    case ND_REDIRECT:
      return 'icp6s_oredirect';
    default:
      return 'icp6s_ounknown';
  }
}
