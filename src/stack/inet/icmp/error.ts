/** ICMP errors about packets that went wrong (icmp_error in netinet/ip_icmp.c, RFC 1122 3.2.2). */
import { get16, get32, put16, put32 } from '../../../wire/bytes';
import {
  ICMP_CODE,
  ICMP_MINLEN,
  ICMP_NEXTMTU,
  ICMP_PARAMPROB,
  ICMP_REDIRECT,
  ICMP_TYPE,
  ICMP_UNREACH,
  ICMP_UNREACH_NEEDFRAG,
  ICMP_VOID,
} from '../../../wire/icmp';
import {
  INADDR_BROADCAST,
  IP_DST,
  IP_HDRLEN,
  IP_OFF,
  IP_OFFMASK,
  IP_P,
  IP_SRC,
  IP_VHL,
  isMulticast4,
} from '../../../wire/ipv4';
import { IPPROTO_ICMP, IPPROTO_TCP } from '../../../wire/ipv6';
import { TCP_HDRLEN, TH_OFF } from '../../../wire/tcp';
import type { Host } from '../../host';
import { M_BCAST, M_DECRYPTED, M_MCAST, type Mbuf, m_get } from '../../net/mbuf';
import { byteOperand } from '../../operands';
import { decide, decision, enter, leave } from '../../trace';
import { inOperand } from '../ipOperands';
import { BANDLIM_ERROR, badport_bandlim } from './bandlim';
import { icmp_reflect } from './reflect';

const fragment = decision('icmp_error.fragment', {
  question: 'Is the packet a fragment other than the first?',
  outcomes: { no: 'No.', yes: 'Yes: the sender hears of the first one only, so no error is sent.' },
  reference: 'RFC 1122 3.2.2; icmp_error (netinet/ip_icmp.c)',
});

const about = decision('icmp_error.about-error', {
  question: 'Is the packet itself an ICMP error?',
  outcomes: {
    no: 'No.',
    yes: 'Yes (type {type}): errors about errors are never sent.',
  },
  reference: 'RFC 1122 3.2.2; icmp_error (netinet/ip_icmp.c)',
});

const group = decision('icmp_error.group', {
  question: 'Was the packet for a group or a broadcast?',
  outcomes: { no: 'No.', yes: 'Yes: an error would come from every listener, so none is sent.' },
  reference: 'RFC 1122 3.2.2; icmp_error (netinet/ip_icmp.c)',
});

const secret = decision('icmp_error.decrypted', {
  question: 'Did the packet arrive encrypted?',
  outcomes: { no: 'No.', yes: 'Yes: nothing of it may be quoted in the clear, so no error is sent.' },
  reference: 'RFC 4301 6; icmp_error (netinet/ip_icmp.c)',
});

const cutShort = decision('icmp_error.cut-short', {
  kind: 'S',
  question: 'Are there 8 bytes behind its header that can be quoted?',
  outcomes: { yes: 'No: there are {left}, so no error is sent.' },
  reference: 'RFC 792; icmp_error (netinet/ip_icmp.c)',
});

const rate = decision('icmp_error.rate-limit', {
  question: 'Were too many errors sent within this second?',
  outcomes: {
    allowed: 'No: this is number {count} of at most {icmplim}.',
    'too-many': 'Yes: this is number {count}, and at most {icmplim} are sent (net.inet.icmp.icmplim).',
  },
  reference: 'RFC 1812 4.3.2.8; badport_bandlim (netinet/ip_icmp.c)',
});

/** Bytes behind the header of a packet that an error quotes at least. */
const QUOTED_LEAST = 8;

/** Types of messages that ask or answer, about which there may be errors (ICMP_INFOTYPE). */
function isInformation(type: number): boolean {
  return type === 0 || type === 8 || type === 9 || type === 10 || (type >= 13 && type <= 18);
}

/**
 * Tells the sender of `m` that it went wrong: ICMP `type` and `code`; `dest` is the closer gateway of a
 * redirect, `mtu` that of the link that was too small. For a parameter problem `code` is the offset of what
 * is wrong. The packet is gone. Errors that RFC 1122 forbids are not sent.
 */
export function icmp_error(host: Host, m: Mbuf, type: number, code: number, dest: number, mtu: number): void {
  enter(host, 'icmp_error', m);
  if (type !== ICMP_REDIRECT) host.icmpstat.icps_error++;
  if (isAllowed(host, m, type)) send(host, m, type, code, dest, mtu);
  leave(host);
}

function isAllowed(host: Host, m: Mbuf, type: number): boolean {
  const encrypted = (m.flags & M_DECRYPTED) !== 0;
  if (decide(host, secret, encrypted ? secret.yes : secret.no) === secret.yes) return false;
  const later = (get16(m.data, m.off + IP_OFF) & IP_OFFMASK) !== 0;
  if (decide(host, fragment, later ? fragment.yes : fragment.no) === fragment.yes) return false;
  if (isForMany(host, m) || isAboutError(host, m, type) || isCutShort(host, m)) return false;
  return isInTime(host);
}

/** An error that did not quote 8 bytes would tell its receiver nothing. */
function isCutShort(host: Host, m: Mbuf): boolean {
  const left = m.len - ((m.data[m.off + IP_VHL] & 0xf) << 2);
  if (left >= QUOTED_LEAST) return false;
  decide(host, cutShort, cutShort.yes, RECORDING && { left });
  return true;
}

function isAboutError(host: Host, m: Mbuf, type: number): boolean {
  const hlen = (m.data[m.off + IP_VHL] & 0xf) << 2;
  const isIcmp = m.data[m.off + IP_P] === IPPROTO_ICMP && m.len >= hlen + ICMP_MINLEN;
  const quoted = m.data[m.off + hlen + ICMP_TYPE];
  const error = isIcmp && type !== ICMP_REDIRECT && !isInformation(quoted);
  decide(
    host,
    about,
    error ? about.yes : about.no,
    RECORDING && { type: isIcmp ? byteOperand(m, hlen) : null },
  );
  if (error) host.icmpstat.icps_oldicmp++;
  return error;
}

function isForMany(host: Host, m: Mbuf): boolean {
  const { data, off } = m;
  const many =
    (m.flags & (M_BCAST | M_MCAST)) !== 0 ||
    isMulticast4(data[off + IP_DST]) ||
    get32(data, off + IP_DST) === INADDR_BROADCAST;
  const looked = RECORDING && { ip_dst: inOperand(m, IP_DST) };
  return decide(host, group, many ? group.yes : group.no, looked) === group.yes;
}

function isInTime(host: Host): boolean {
  const outcome = badport_bandlim(host, BANDLIM_ERROR) ? rate.tooMany : rate.allowed;
  const { count } = host.icmp_bandlim[BANDLIM_ERROR];
  decide(host, rate, outcome, RECORDING && { count, icmplim: host.sysctl4.icmplim });
  return outcome === rate.allowed;
}

/** Length of the header of TCP in the packet; 0 when it has none, or not all of it. */
function tcpLength({ data, off, len }: Mbuf, hlen: number): number {
  if (data[off + IP_P] !== IPPROTO_TCP || len < hlen + TCP_HDRLEN) return 0;
  const length = (data[off + hlen + TH_OFF] >> 4) << 2;
  return hlen + length <= len ? length : 0;
}

/**
 * The error quotes the header of the packet and the first bytes behind it: of TCP the whole header, where it
 * is there.
 */
function send(host: Host, m: Mbuf, type: number, code: number, dest: number, mtu: number): void {
  const hlen = (m.data[m.off + IP_VHL] & 0xf) << 2;
  const quoted = Math.min(m.len, hlen + Math.max(host.sysctl4.quotelen, tcpLength(m, hlen)));
  const data = new Uint8Array(IP_HDRLEN + ICMP_MINLEN + quoted);
  data.set(m.data.subarray(m.off, m.off + IP_HDRLEN));
  data[IP_VHL] = 0x45;
  data[1] = 0;
  put16(data, IP_OFF, 0);
  data[IP_P] = IPPROTO_ICMP;
  const at = IP_HDRLEN;
  data[at + ICMP_TYPE] = type;
  data[at + ICMP_CODE] = type === ICMP_PARAMPROB ? 0 : code;
  if (type === ICMP_REDIRECT) put32(data, at + ICMP_VOID, dest);
  else if (type === ICMP_PARAMPROB) data[at + ICMP_VOID] = code;
  else if (type === ICMP_UNREACH && code === ICMP_UNREACH_NEEDFRAG) put16(data, at + ICMP_NEXTMTU, mtu);
  data.set(m.data.subarray(m.off, m.off + quoted), at + ICMP_MINLEN);
  const reply = m_get(host, data, 0, data.length);
  reply.kind = type === ICMP_REDIRECT ? 'redirect' : 'icmp-error';
  reply.frame = m.frame;
  reply.rcvif = m.rcvif;
  host.icmpstat.icps_outhist[type]++;
  icmp_reflect(host, reply, get32(m.data, m.off + IP_SRC));
}
