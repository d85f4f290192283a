/**
 * Second half of frag6_input: a fragment finds its place among those that wait, and may complete the packet.
 */
import { get16, put16 } from '../../wire/bytes';
import { ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER } from '../../wire/icmp6';
import { IP6_HDRLEN, IP6_PLEN } from '../../wire/ipv6';
import type { Host } from '../host';
import { fault } from '../net/fault';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { DROPPED, decide, decision, QUEUED, settle } from '../trace';
import {
  frag6_deq,
  frag6_enq,
  frag6_hasRoom,
  frag6_remque,
  fragmentMbuf,
  IP6_FRAG_HDRLEN,
  IPV6_MAXPACKET,
  type Ip6asfrag,
  type Ip6q,
  newFragment,
} from './frag6';
import { ip6_get_prevhdr } from './ip6Lasthdr';

const size = decision('frag6_input.size', {
  question: 'Would the whole packet be longer than a packet can be?',
  outcomes: {
    fits: 'No: this fragment ends at byte {end}.',
    'too-long': {
      malformed: true,
      answer: 'Yes: this fragment ends at byte {end}, and 65535 is the most.',
      verdict: 'reassembled, the packet would have {end} bytes, more than 65535',
    },
  },
  reference: 'RFC 8200 4.5; frag6_input (netinet6/frag6.c): IPV6_MAXPACKET',
});

const storedSize = decision('frag6_input.stored-size', {
  question: 'Is a fragment that waits too far back, now that the length of the headers is known?',
  outcomes: {
    fits: 'No.',
    'too-long': 'Yes: it ends at byte {end}. It is thrown away, and its sender is told.',
  },
  reference: 'RFC 8200 4.5; frag6_input (netinet6/frag6.c)',
});

const memory = decision('frag6_input.memory', {
  question: 'Is there memory to keep the fragment?',
  outcomes: {
    room: 'Yes.',
    none: {
      answer: 'No: {bytes} bytes of fragments wait already.',
      verdict: 'no buffer is left for it: {bytes} bytes of fragments wait already',
    },
    fault: { answer: 'No: a fault leaves none.', verdict: 'a fault leaves no memory to keep it' },
  },
  reference: 'frag6_input (netinet6/frag6.c): M_FTABLE',
});

const ecn = decision('frag6_input.ecn', {
  question: 'Do its congestion bits go together with those of the first fragment?',
  outcomes: {
    agrees: 'Yes.',
    mixed: {
      answer: 'No: one says that its sender knows of them ({ecn}), the other that it does not ({first}).',
      verdict:
        'its congestion bits ({ecn}) cannot belong to the same packet as those of the first fragment ({first})',
    },
  },
  reference: 'RFC 3168 5.3; frag6_input (netinet6/frag6.c)',
});

const overlap = decision('frag6_input.overlap', {
  question: 'Does it overlap a fragment that waits?',
  outcomes: {
    no: 'No.',
    preceding: {
      answer: 'Yes: the {overlapping} bytes from {offset} on came already. The older fragment is believed.',
      verdict: 'it overlaps {overlapping} bytes of a fragment that came before it',
    },
    succeeding: {
      answer: 'Yes: its last {overlapping} bytes came already. The older fragment is believed.',
      verdict: 'its last {overlapping} bytes overlap a fragment that came before it',
    },
  },
  reference: 'RFC 5722 3 (the kernel keeps the others); frag6_input (netinet6/frag6.c)',
});

const complete = decision('frag6_input.complete', {
  question: 'Is the packet whole?',
  outcomes: {
    gap: {
      answer: 'Not yet: what follows byte {reached} is missing.',
      verdict: 'it is a fragment, and what follows byte {reached} of the packet is missing',
    },
    'more-follow': {
      answer: 'Not yet: more fragments follow byte {reached}.',
      verdict: 'it is a fragment, and more follow byte {reached} of the packet',
    },
    whole: 'Yes: {fragments} fragments make {reached} bytes.',
  },
  reference: 'RFC 8200 4.5; frag6_input (netinet6/frag6.c)',
});

const NOT_ECT = 0;
const CE = 3;

/** Puts the fragment whose header is at `off` into its queue: the answer of frag6_input. */
export function storeFragment(host: Host, m: Mbuf, off: number, q6: Ip6q, dstifp: Ifnet): number {
  const field = get16(m.data, m.off + off + 2);
  const fragoff = field & 0xfff8;
  const offset = off + IP6_FRAG_HDRLEN;
  if (fragoff === 0) {
    q6.ip6q_unfrglen = off - IP6_HDRLEN;
    q6.ip6q_nxt = m.data[m.off + off];
  }
  if (!fitsPacket(host, m, q6, fragoff, offset)) return -1;
  if (fragoff === 0) dropTooLong(host, q6);
  const af6 = mayKeep(host, m) ? newFragment(m, m.rcvif as Ifnet, offset, fragoff, (field & 1) !== 0) : null;
  const at = af6 === null ? -1 : placeOf(host, q6, af6);
  if (af6 === null || at < 0) {
    dropFragment(host, dstifp);
    return -1;
  }
  frag6_enq(host, q6, af6, at);
  return isWhole(host, q6) ? reassemble(host, m, q6, dstifp) : -1;
}

function fitsPacket(host: Host, m: Mbuf, q6: Ip6q, fragoff: number, offset: number): boolean {
  const end = Math.max(0, q6.ip6q_unfrglen) + fragoff + m.len - offset;
  const outcome = end > IPV6_MAXPACKET ? size.tooLong : size.fits;
  decide(host, size, outcome, RECORDING && { end });
  if (outcome === size.fits) return true;
  settle(host, DROPPED);
  tellTooLong(host, m, offset);
  return false;
}

/** The field that is wrong is the fragment's offset. */
function tellTooLong(host: Host, m: Mbuf, offset: number): void {
  const pointer = offset - IP6_FRAG_HDRLEN + 2;
  host.surroundings.icmp6_error(host, m, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER, pointer);
}

/** Fragments that came before the first one were measured without the headers that only that one has. */
function dropTooLong(host: Host, q6: Ip6q): void {
  for (const af6 of [...q6.fragments]) {
    const end = q6.ip6q_unfrglen + af6.ip6af_off + af6.ip6af_frglen;
    const outcome = end > IPV6_MAXPACKET ? storedSize.tooLong : storedSize.fits;
    decide(host, storedSize, outcome, RECORDING && { end });
    if (outcome === storedSize.fits) continue;
    frag6_deq(host, q6, af6);
    tellTooLong(host, fragmentMbuf(host, af6), af6.ip6af_offset);
  }
}

function mayKeep(host: Host, m: Mbuf): boolean {
  const failed = fault(host, 'frag6_input', m) !== 0;
  const outcome = failed ? memory.fault : frag6_hasRoom(host, m.len) ? memory.room : memory.none;
  decide(host, memory, outcome, RECORDING && { bytes: host.frag6.bytes });
  return outcome === memory.room;
}

/** Where the fragment belongs among those that wait, -1 when it must not be among them. */
function placeOf(host: Host, q6: Ip6q, af6: Ip6asfrag): number {
  if (q6.fragments.length === 0) return 0;
  if (!agreesInEcn(host, q6.fragments[0], af6)) return -1;
  let at = 0;
  while (at < q6.fragments.length && q6.fragments[at].ip6af_off <= af6.ip6af_off) at++;
  const before = at === 0 ? 0 : endOf(q6.fragments[at - 1]) - af6.ip6af_off;
  const after = at === q6.fragments.length ? 0 : endOf(af6) - q6.fragments[at].ip6af_off;
  const outcome = before > 0 ? overlap.preceding : after > 0 ? overlap.succeeding : overlap.no;
  decide(
    host,
    overlap,
    outcome,
    RECORDING && { offset: af6.ip6af_off, overlapping: before > 0 ? before : Math.max(0, after) },
  );
  return outcome === overlap.no ? at : -1;
}

function endOf(af6: Ip6asfrag): number {
  return af6.ip6af_off + af6.ip6af_frglen;
}

/**
 * Congestion that a later fragment met is noted with the first one, where the reassembled packet does not
 * look for it.
 */
function agreesInEcn(host: Host, first: Ip6asfrag, af6: Ip6asfrag): boolean {
  const mixed = (af6.ecn === NOT_ECT) !== (first.ecn === NOT_ECT) && (af6.ecn === CE || af6.ecn === NOT_ECT);
  const outcome = mixed ? ecn.mixed : ecn.agrees;
  decide(host, ecn, outcome, RECORDING && { ecn: af6.ecn, first: first.ecn });
  if (outcome === ecn.mixed) return false;
  if (af6.ecn === CE) first.ecn = CE;
  return true;
}

function isWhole(host: Host, q6: Ip6q): boolean {
  let reached = 0;
  let gap = false;
  for (const af6 of q6.fragments) {
    gap = af6.ip6af_off !== reached;
    if (gap) break;
    reached += af6.ip6af_frglen;
  }
  const { fragments } = q6;
  const more = fragments[fragments.length - 1].ip6af_mff;
  const outcome = gap ? complete.gap : more ? complete.moreFollow : complete.whole;
  decide(host, complete, outcome, RECORDING && { reached, fragments: fragments.length });
  if (outcome === complete.whole) return true;
  settle(host, QUEUED);
  return false;
}

/**
 * Makes `m` the whole packet: the headers of the first fragment without its fragment header, and the data of
 * all.
 */
function reassemble(host: Host, m: Mbuf, q6: Ip6q, dstifp: Ifnet): number {
  const [first] = q6.fragments;
  const headers = first.ip6af_offset - IP6_FRAG_HDRLEN;
  const whole = new Uint8Array(headers + endOf(q6.fragments[q6.fragments.length - 1]));
  whole.set(first.packet.bytes.subarray(0, headers));
  for (const { packet, ip6af_offset, ip6af_off } of q6.fragments) {
    whole.set(packet.bytes.subarray(ip6af_offset), headers + ip6af_off);
  }
  put16(whole, IP6_PLEN, whole.length - IP6_HDRLEN);
  m.data = whole;
  m.off = 0;
  m.len = whole.length;
  m.firstLen = whole.length;
  m.flags = first.packet.flags;
  m.rcvif = first.rcvif;
  m.shared = false;
  whole[ip6_get_prevhdr(m, headers)] = q6.ip6q_nxt;
  frag6_remque(host, q6);
  host.ip6stat.ip6s_reassembled++;
  dstifp.in6_ifstat.ifs6_reass_ok++;
  return headers;
}

/** Counts a fragment that is thrown away, as the kernel does at the label dropfrag. */
export function dropFragment(host: Host, dstifp: Ifnet): void {
  dstifp.in6_ifstat.ifs6_reass_fail++;
  host.ip6stat.ip6s_fragdropped++;
  settle(host, DROPPED);
}
