/** Reception of fragments (frag6_input in netinet6/frag6.c, RFC 8200 4.5). */
import { get16, get32 } from '../../wire/bytes';
import { ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER } from '../../wire/icmp6';
import { IP6_PLEN } from '../../wire/ipv6';
import type { Host } from '../host';
import { fault } from '../net/fault';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { addressOperands } from '../operands';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { frag6_find, frag6_insque, IP6_FRAG_HDRLEN, type Ip6q } from './frag6';
import { dropFragment, storeFragment } from './frag6Store';
import { in6_ifawithaddrIfp } from './in6';

const header = decision('frag6_input.header', {
  question: 'Can the fragment header be one of a fragment?',
  outcomes: {
    valid: 'Yes: {length} bytes for offset {offset}, identification {ident}.',
    'cut-off': {
      malformed: true,
      answer: 'No: the packet ends within it.',
      verdict: 'the packet ends within its fragment header',
    },
    jumbo: {
      malformed: true,
      answer: 'No: a jumbogram is never a fragment.',
      verdict: 'it is a jumbogram and a fragment as well',
    },
    'odd-length': {
      malformed: true,
      answer: 'No: more fragments follow, and its {length} bytes are no multiple of 8.',
      verdict: 'more fragments follow it, and its {length} bytes are no multiple of 8',
    },
  },
  reference: 'RFC 8200 4.5, RFC 2675 3; frag6_input (netinet6/frag6.c)',
});

const limit = decision('frag6_input.fragment-limit', {
  question: 'Do too many fragments wait already?',
  outcomes: {
    room: 'No: {nfrags} wait.',
    'too-many': {
      answer: 'Yes: {nfrags} wait, and {maxfrags} may (net.inet6.ip6.maxfrags).',
      verdict: '{nfrags} fragments wait already, and only {maxfrags} may (net.inet6.ip6.maxfrags)',
    },
  },
  reference: 'frag6_input (netinet6/frag6.c): ip6_maxfrags',
});

const queue = decision('frag6_input.queue', {
  question: 'Is the packet that it is a part of under reassembly?',
  outcomes: {
    known: 'Yes: {waiting} fragments of it wait.',
    new: 'Not yet: a queue is made for it, for 60 seconds.',
    'too-many': {
      answer:
        'No, and there is no room for another: {nfragpackets} packets wait, and {maxfragpackets} may (net.inet6.ip6.maxfragpackets).',
      verdict:
        '{nfragpackets} packets are under reassembly, and only {maxfragpackets} may be (net.inet6.ip6.maxfragpackets)',
    },
    fault: {
      answer: 'No, and a fault leaves no memory for a queue.',
      verdict: 'a fault leaves no memory to reassemble it',
    },
  },
  reference: 'RFC 8200 4.5; frag6_input (netinet6/frag6.c)',
});

/**
 * Takes the fragment whose header is at `off`. When the packet is whole, `m` becomes it, and the answer is
 * where its next header begins, after all that the first fragment had before the fragment header; -1 when the
 * fragment waits or is gone.
 */
export function frag6_input(host: Host, m: Mbuf, off: number): number {
  enter(host, 'frag6_input', m);
  const next = input(host, m, off, in6_ifawithaddrIfp(host, m) ?? (m.rcvif as Ifnet));
  leave(host);
  return next;
}

function input(host: Host, m: Mbuf, off: number, dstifp: Ifnet): number {
  if (!isFragment(host, m, off, dstifp)) return -1;
  host.ip6stat.ip6s_fragments++;
  dstifp.in6_ifstat.ifs6_reass_reqd++;
  const q6 = mayWait(host) ? queueOf(host, m, off) : null;
  if (q6 !== null) return storeFragment(host, m, off, q6, dstifp);
  dropFragment(host, dstifp);
  return -1;
}

function isFragment(host: Host, m: Mbuf, off: number, dstifp: Ifnet): boolean {
  const outcome = judgeHeader(m, off);
  decide(
    host,
    header,
    outcome,
    RECORDING && {
      ...addressOperands(m),
      length: Math.max(0, m.len - off - IP6_FRAG_HDRLEN),
      offset:
        m.len < off + 4
          ? null
          : { value: get16(m.data, m.off + off + 2) & 0xfff8, at: { offset: off + 2, length: 2 } },
      ident:
        m.len < off + 8
          ? null
          : { value: get32(m.data, m.off + off + 4), at: { offset: off + 4, length: 4 } },
    },
  );
  if (outcome === header.valid) return true;
  settle(host, DROPPED);
  if (outcome === header.cutOff) {
    host.ip6stat.ip6s_tooshort++;
    (m.rcvif as Ifnet).in6_ifstat.ifs6_in_truncated++;
    return false;
  }
  const pointer = outcome === header.jumbo ? off : IP6_PLEN;
  host.surroundings.icmp6_error(host, m, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER, pointer);
  dstifp.in6_ifstat.ifs6_reass_fail++;
  return false;
}

function judgeHeader(m: Mbuf, off: number): number {
  if (m.len < off + IP6_FRAG_HDRLEN) return header.cutOff;
  if (get16(m.data, m.off + IP6_PLEN) === 0) return header.jumbo;
  const more = (m.data[m.off + off + 3] & 1) !== 0;
  return more && ((m.len - off) & 7) !== 0 ? header.oddLength : header.valid;
}

function mayWait(host: Host): boolean {
  const { maxfrags } = host.sysctl;
  const { nfrags } = host.frag6;
  const outcome = maxfrags >= 0 && nfrags >= maxfrags ? limit.tooMany : limit.room;
  decide(host, limit, outcome, RECORDING && { nfrags, maxfrags });
  return outcome === limit.room;
}

/** The queue of the fragment's packet, made when there is none; null when there must be no more. */
function queueOf(host: Host, m: Mbuf, off: number): Ip6q | null {
  const ident = get32(m.data, m.off + off + 4);
  const known = frag6_find(host, m, ident);
  const { nfragpackets } = host.frag6;
  const { maxfragpackets } = host.sysctl;
  const full = maxfragpackets >= 0 && nfragpackets >= maxfragpackets;
  const outcome =
    known !== null
      ? queue.known
      : full
        ? queue.tooMany
        : fault(host, 'frag6_input', m) !== 0
          ? queue.fault
          : queue.new;
  decide(
    host,
    queue,
    outcome,
    RECORDING && { ident, waiting: known?.fragments.length ?? 0, nfragpackets, maxfragpackets },
  );
  if (outcome === queue.known) return known;
  if (outcome === queue.tooMany) return null;
  // Counted before there is memory for it, and never taken back when there is none.
  host.frag6.nfragpackets++;
  return outcome === queue.new ? frag6_insque(host, m, ident) : null;
}
