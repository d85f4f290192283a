/** Steps 1 to 8 of ip6_input: is this an IPv6 packet that may come in at all? */
import { get32 } from '../../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_NXT, IP6_SRC } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { M_LOOP, type Mbuf } from '../../net/mbuf';
import { addressOperands, ifOperand } from '../../operands';
import { DROPPED, decide, decision, settle } from '../../trace';
import { ND6_IFF_IFDISABLED } from '../in6Var';
import { isUnspecified } from '../scope6';

const disabled = decision('ip6_input.disabled', {
  question: 'Is IPv6 switched off on the interface?',
  outcomes: {
    enabled: 'No.',
    disabled: { answer: 'Yes: {rcvif} is disabled for IPv6.', verdict: 'IPv6 is disabled on {rcvif}' },
  },
  reference: 'ip6_input (netinet6/ip6_input.c): ND6_IFF_IFDISABLED',
});

const size = decision('ip6_input.size', {
  question: 'Are there the 40 bytes of an IPv6 header?',
  outcomes: {
    whole: 'Yes.',
    'too-small': {
      malformed: true,
      answer: 'No: there are {len}.',
      verdict: 'the packet has {len} bytes, fewer than the 40 of an IPv6 header',
    },
  },
  reference: 'RFC 8200 3; ip6_input (netinet6/ip6_input.c)',
});

const version = decision('ip6_input.version', {
  question: 'Does the packet say that its version is 6?',
  outcomes: {
    six: 'Yes.',
    other: {
      malformed: true,
      answer: 'No: it says {version}.',
      verdict: 'its version field says {version}, not 6',
    },
  },
  reference: 'RFC 8200 3; ip6_input (netinet6/ip6_input.c)',
});

const addresses = decision('ip6_input.addresses', {
  question: 'May these addresses stand in a packet on a link?',
  outcomes: {
    valid: 'Yes.',
    'multicast-source': {
      malformed: true,
      answer: 'No: the source is a group.',
      verdict: 'its source {ip6_src} is a multicast address',
    },
    'unspecified-destination': {
      malformed: true,
      answer: 'No: the destination is ::.',
      verdict: 'its destination is the unspecified address',
    },
    'interface-local': {
      malformed: true,
      answer: 'No: the destination {ip6_dst} never leaves an interface.',
      verdict: 'its destination {ip6_dst} has interface-local scope, and it came from outside',
    },
    'ipv4-mapped': {
      malformed: true,
      answer: 'No: {mapped} is an IPv4-mapped address.',
      verdict: '{mapped} is an IPv4-mapped address, which no packet may carry',
    },
  },
  reference: 'RFC 4291 2.5.2, 2.7; RFC 4007 5; ip6_input (netinet6/ip6_input.c)',
});

/** Steps 1 and 2: true when the interface takes IPv6 at all; nothing is counted where it does not. */
export function mayReceive(host: Host, ifp: Ifnet): boolean {
  const off = (ifp.nd.flags & ND6_IFF_IFDISABLED) !== 0;
  const taken = decide(
    host,
    disabled,
    off ? disabled.disabled : disabled.enabled,
    RECORDING && { rcvif: ifOperand(ifp) },
  );
  if (taken === disabled.disabled) {
    settle(host, DROPPED);
    return false;
  }
  ifp.in6_ifstat.ifs6_in_receive++;
  host.ip6stat.ip6s_total++;
  return true;
}

/** Steps 3 to 8: true when length, version and addresses are those of a packet that may be on a link. */
export function isWellFormed(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const small = m.len < IP6_HDRLEN ? size.tooSmall : size.whole;
  if (decide(host, size, small, RECORDING && { len: m.len }) === size.tooSmall) {
    host.ip6stat.ip6s_toosmall++;
    ifp.in6_ifstat.ifs6_in_hdrerr++;
    settle(host, DROPPED);
    return false;
  }
  const { data, off } = m;
  const says = data[off] >> 4;
  const six = says === 6 ? version.six : version.other;
  if (
    decide(host, version, six, RECORDING && { version: { value: says, at: { offset: 0, length: 1 } } }) ===
    version.other
  ) {
    host.ip6stat.ip6s_badvers++;
    ifp.in6_ifstat.ifs6_in_hdrerr++;
    settle(host, DROPPED);
    return false;
  }
  host.ip6stat.ip6s_nxthist[data[off + IP6_NXT]]++;
  const judged = judgeAddresses(data, off, m.flags);
  decide(
    host,
    addresses,
    judged,
    RECORDING && {
      ...addressOperands(m),
      mapped: data.subarray(off + (isMapped(data, off + IP6_SRC) ? IP6_SRC : IP6_DST)).slice(0, 16),
    },
  );
  if (judged === addresses.valid) return true;
  host.ip6stat.ip6s_badscope++;
  ifp.in6_ifstat.ifs6_in_addrerr++;
  settle(host, DROPPED);
  return false;
}

function judgeAddresses(data: Uint8Array, off: number, flags: number): number {
  const dst = off + IP6_DST;
  if (data[off + IP6_SRC] === 0xff) return addresses.multicastSource;
  if (data[dst] === 0 && isUnspecified(data, dst)) return addresses.unspecifiedDestination;
  if (data[dst] === 0xff && (data[dst + 1] & 0x0f) === 1 && (flags & M_LOOP) === 0) {
    return addresses.interfaceLocal;
  }
  return isMapped(data, off + IP6_SRC) || isMapped(data, dst) ? addresses.ipv4Mapped : addresses.valid;
}

/** True for ::ffff:0:0/96 at `off` (RFC 4291 2.5.5.2). */
export function isMapped(data: Uint8Array, off: number): boolean {
  if (data[off] !== 0 || get32(data, off + 8) !== 0xffff) return false;
  return get32(data, off) === 0 && get32(data, off + 4) === 0;
}
