/** First steps of ip_input: is it an IPv4 packet at all, and whole? */
import { get16 } from '../../../wire/bytes';
import { IP_DST, IP_HDRLEN, IP_LEN, IP_SRC, IP_VHL } from '../../../wire/ipv4';
import type { Host } from '../../host';
import { fault } from '../../net/fault';
import { IFF_LOOPBACK, type Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { DROPPED, decide, decision, settle } from '../../trace';
import { in_cksum } from '../inCksum';
import { LESS_THAN_HEADER, TOO_SHORT } from '../ipLengthWords';
import { inOperand } from '../ipOperands';

const minimum = decision('ip_input.minimum', {
  question: 'Is there a whole IPv4 header?',
  outcomes: {
    whole: 'Yes.',
    'too-short': {
      malformed: true,
      answer: 'No: {len} bytes of 20.',
      verdict: 'it has {len} bytes, fewer than the 20 of an IPv4 header',
    },
    fault: {
      answer: 'It cannot be looked at: a fault leaves no buffer.',
      verdict: 'a fault leaves no buffer for its header',
    },
  },
  reference: 'RFC 791 3.1; ip_input (netinet/ip_input.c)',
});

const version = decision('ip_input.version', {
  question: 'Is it version 4?',
  outcomes: {
    4: 'Yes.',
    other: { malformed: true, answer: 'No: {version}.', verdict: 'its version is {version}, not 4' },
  },
  reference: 'RFC 791 3.1; ip_input (netinet/ip_input.c)',
});

const headerLength = decision('ip_input.header-length', {
  question: 'Is the length of the header possible?',
  outcomes: {
    valid: 'Yes: {hlen} bytes.',
    'too-small': {
      malformed: true,
      answer: 'No: {hlen} bytes, and 20 is the least.',
      verdict: 'its header says that it is {hlen} bytes long, fewer than 20',
    },
    'past-end': {
      malformed: true,
      answer: 'No: {hlen} bytes, and {len} came.',
      verdict: 'its header says that it is {hlen} bytes long, and {len} came',
    },
  },
  reference: 'RFC 791 3.1; ip_input (netinet/ip_input.c)',
});

const loopback = decision('ip_input.loopback-address', {
  question: 'Is its source or destination a loopback address, which never leaves a machine?',
  outcomes: {
    no: 'No.',
    yes: {
      malformed: true,
      answer: 'Yes: {address} came in by {rcvif}.',
      verdict: 'the loopback address {address} came in by {rcvif}',
    },
  },
  reference: 'RFC 1122 3.2.1.3(g); ip_input (netinet/ip_input.c)',
});

const checksum = decision('ip_input.checksum', {
  question: 'Is the checksum of the header right?',
  outcomes: {
    good: 'Yes.',
    bad: { malformed: true, answer: 'No.', verdict: 'the checksum of its IPv4 header is wrong' },
  },
  reference: 'RFC 791 3.1; ip_input (netinet/ip_input.c)',
});

const length = decision('ip_input.length', {
  question: 'Is the packet as long as its header says?',
  outcomes: {
    exact: 'Yes: {ip_len} bytes.',
    trimmed: 'It is longer: what lies beyond {ip_len} bytes is cut off.',
    'less-than-header': LESS_THAN_HEADER,
    'too-short': TOO_SHORT,
  },
  reference: 'RFC 791 3.1; ip_input (netinet/ip_input.c)',
});

/** The length of the header when the packet is one, made as long as it says that it is; 0 when it is gone. */
export function checkHeader(host: Host, m: Mbuf, ifp: Ifnet): number {
  if (!isWhole(host, m) || !isVersion4(host, m)) return 0;
  const hlen = (m.data[m.off + IP_VHL] & 0xf) << 2;
  const possible = isHeaderPossible(host, m, hlen);
  if (!possible || !isFromWire(host, m, ifp) || !isIntact(host, m, hlen)) return 0;
  return fitsLength(host, m, hlen) ? hlen : 0;
}

function isWhole(host: Host, m: Mbuf): boolean {
  const failed = fault(host, 'ip_input', m) !== 0;
  const outcome = m.len < IP_HDRLEN ? minimum.tooShort : failed ? minimum.fault : minimum.whole;
  decide(host, minimum, outcome, RECORDING && { len: m.len });
  if (outcome === minimum.whole) return true;
  if (outcome === minimum.fault) host.ipstat.ips_toosmall++;
  else host.ipstat.ips_tooshort++;
  settle(host, DROPPED);
  return false;
}

function isVersion4(host: Host, m: Mbuf): boolean {
  const is4 = m.data[m.off + IP_VHL] >> 4 === 4;
  const looked = RECORDING && {
    version: { value: m.data[m.off + IP_VHL] >> 4, at: { offset: 0, length: 1 } },
  };
  if (decide(host, version, is4 ? version[4] : version.other, looked) === version[4]) return true;
  host.ipstat.ips_badvers++;
  settle(host, DROPPED);
  return false;
}

function isHeaderPossible(host: Host, m: Mbuf, hlen: number): boolean {
  const outcome =
    hlen < IP_HDRLEN ? headerLength.tooSmall : hlen > m.len ? headerLength.pastEnd : headerLength.valid;
  const looked = RECORDING && { hlen: { value: hlen, at: { offset: 0, length: 1 } }, len: m.len };
  if (decide(host, headerLength, outcome, looked) === headerLength.valid) return true;
  host.ipstat.ips_badhlen++;
  settle(host, DROPPED);
  return false;
}

function isFromWire(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const source = m.data[m.off + IP_SRC] === 127;
  const inside = (source || m.data[m.off + IP_DST] === 127) && (ifp.flags & IFF_LOOPBACK) === 0;
  const looked = RECORDING && { address: inOperand(m, source ? IP_SRC : IP_DST), rcvif: ifOperand(ifp) };
  if (decide(host, loopback, inside ? loopback.yes : loopback.no, looked) === loopback.no) return true;
  host.ipstat.ips_badaddr++;
  settle(host, DROPPED);
  return false;
}

function isIntact(host: Host, m: Mbuf, hlen: number): boolean {
  const good = in_cksum(m.data, m.off, hlen) === 0;
  const looked = RECORDING && { ip_sum: { value: get16(m.data, m.off + 10), at: { offset: 10, length: 2 } } };
  if (decide(host, checksum, good ? checksum.good : checksum.bad, looked) === checksum.good) return true;
  host.ipstat.ips_badsum++;
  settle(host, DROPPED);
  return false;
}

function fitsLength(host: Host, m: Mbuf, hlen: number): boolean {
  const ip_len = get16(m.data, m.off + IP_LEN);
  const outcome = judgeLength(m, ip_len, hlen);
  const looked = RECORDING && {
    ip_len: { value: ip_len, at: { offset: IP_LEN, length: 2 } },
    len: m.len,
    hlen: { value: hlen, at: { offset: IP_VHL, length: 1 } },
  };
  decide(host, length, outcome, looked);
  if (outcome === length.lessThanHeader) host.ipstat.ips_badlen++;
  if (outcome === length.tooShort) host.ipstat.ips_tooshort++;
  if (outcome === length.lessThanHeader || outcome === length.tooShort) {
    settle(host, DROPPED);
    return false;
  }
  if (outcome === length.trimmed) {
    m.len = ip_len;
    m.firstLen = Math.min(m.firstLen, ip_len);
  }
  return true;
}

function judgeLength(m: Mbuf, ip_len: number, hlen: number): number {
  if (ip_len < hlen) return length.lessThanHeader;
  if (m.len < ip_len) return length.tooShort;
  return m.len > ip_len ? length.trimmed : length.exact;
}
