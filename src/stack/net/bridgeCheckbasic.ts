/**
 * Before filters see it, a bridge looks whether a packet is one (net/if_bridge.c, bridge_ip_checkbasic,
 * bridge_ip6_checkbasic).
 */
import { get16 } from '../../wire/bytes';
import { IP_HDRLEN, IP_LEN, IP_VHL } from '../../wire/ipv4';
import { IP6_HDRLEN } from '../../wire/ipv6';
import type { Host } from '../host';
import { in_cksum } from '../inet/inCksum';
import { LESS_THAN_HEADER, TOO_SHORT } from '../inet/ipLengthWords';
import { decide, decision } from '../trace';
import type { Ifnet } from './if';
import type { Mbuf } from './mbuf';

const ipv4 = decision('bridge_ip_checkbasic.header', {
  question: 'Is it a whole IPv4 packet?',
  outcomes: {
    whole: 'Yes.',
    'too-small': {
      malformed: true,
      answer: 'No: {len} bytes are fewer than a header.',
      verdict: 'it has {len} bytes, fewer than the 20 of an IPv4 header',
    },
    version: {
      malformed: true,
      answer: 'No: its version is {version}.',
      verdict: 'its version is {version}, not 4',
    },
    'header-length': {
      malformed: true,
      answer: 'No: its header cannot be {hlen} bytes long.',
      verdict: 'its header says that it is {hlen} bytes long, and {len} came',
    },
    checksum: {
      malformed: true,
      answer: 'No: the checksum of its header is wrong.',
      verdict: 'the checksum of its IPv4 header is wrong',
    },
    'less-than-header': LESS_THAN_HEADER,
    'too-short': TOO_SHORT,
  },
  reference: 'RFC 791 3.1; bridge_ip_checkbasic (net/if_bridge.c)',
});

/** True for a whole IPv4 packet; what is none is counted as IPv4 counts it. */
export function bridge_ip_checkbasic(host: Host, m: Mbuf): boolean {
  host.ipstat.ips_total++;
  const { data, off, len } = m;
  const outcome = judgeIpv4(m);
  const isThere = outcome !== ipv4.tooSmall;
  decide(
    host,
    ipv4,
    outcome,
    RECORDING && {
      len,
      version: isThere ? data[off + IP_VHL] >> 4 : null,
      hlen: isThere ? headerLength(m) : null,
      ip_len: isThere ? get16(data, off + IP_LEN) : null,
    },
  );
  countIpv4(host, outcome);
  return outcome === ipv4.whole;
}

function headerLength({ data, off }: Mbuf): number {
  return (data[off + IP_VHL] & 0xf) << 2;
}

function judgeIpv4(m: Mbuf): number {
  const { data, off, len } = m;
  if (len < IP_HDRLEN) return ipv4.tooSmall;
  if (data[off + IP_VHL] >> 4 !== 4) return ipv4.version;
  const hlen = headerLength(m);
  if (hlen < IP_HDRLEN || hlen > len) return ipv4.headerLength;
  if (in_cksum(data, off, hlen) !== 0) return ipv4.checksum;
  const ip_len = get16(data, off + IP_LEN);
  if (ip_len < hlen) return ipv4.lessThanHeader;
  return len < ip_len ? ipv4.tooShort : ipv4.whole;
}

function countIpv4({ ipstat }: Host, outcome: number): void {
  switch (outcome) {
    case ipv4.tooSmall:
      ipstat.ips_toosmall++;
      break;
    case ipv4.version:
      ipstat.ips_badvers++;
      break;
    case ipv4.headerLength:
      ipstat.ips_badhlen++;
      break;
    case ipv4.checksum:
      ipstat.ips_badsum++;
      break;
    case ipv4.lessThanHeader:
      ipstat.ips_badlen++;
      break;
    case ipv4.tooShort:
      ipstat.ips_tooshort++;
  }
}

const ipv6 = decision('bridge_ip6_checkbasic.header', {
  question: 'Is there an IPv6 header?',
  outcomes: {
    whole: 'Yes.',
    'too-small': {
      malformed: true,
      answer: 'No: {len} bytes are fewer than a header.',
      verdict: 'it has {len} bytes, fewer than the 40 of an IPv6 header',
    },
    version: {
      malformed: true,
      answer: 'No: its version is {version}.',
      verdict: 'its version is {version}, not 6',
    },
  },
  reference: 'RFC 8200 3; bridge_ip6_checkbasic (net/if_bridge.c)',
});

/**
 * True for what begins with an IPv6 header; what does not is counted as IPv6 counts it, on the member too.
 */
export function bridge_ip6_checkbasic(host: Host, m: Mbuf, member: Ifnet): boolean {
  const { data, off, len } = m;
  const isThere = len >= IP6_HDRLEN;
  const says = isThere ? data[off] >> 4 : null;
  const outcome = !isThere ? ipv6.tooSmall : says === 6 ? ipv6.whole : ipv6.version;
  decide(host, ipv6, outcome, RECORDING && { len, version: says });
  if (outcome === ipv6.whole) return true;
  member.in6_ifstat.ifs6_in_hdrerr++;
  if (outcome === ipv6.tooSmall) host.ip6stat.ip6s_toosmall++;
  else host.ip6stat.ip6s_badvers++;
  return false;
}
