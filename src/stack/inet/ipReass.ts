/** Reassembly of IPv4 packets (ip_reass in netinet/ip_input.c, RFC 791 3.2). */
import { get16, put16 } from '../../wire/bytes';
import { IP_HDRLEN, IP_LEN, IP_MAXPACKET, IP_MF, IP_OFF, IP_OFFMASK } from '../../wire/ipv4';
import type { Host } from '../host';
import { type Mbuf, m_setBytes } from '../net/mbuf';
import { DROPPED, decide, decision, enter, leave, QUEUED, settle } from '../trace';
import { ip_setcksum } from './inCksum';
import { place } from './reass/place';
import { type Ipq, ip_freef, ipq_find, ipq_hasRoom, ipq_new } from './reass/queue';

const fragment = decision('ip_reass.fragment', {
  question: 'Can it be a fragment?',
  outcomes: {
    valid: 'Yes: {length} bytes from byte {offset} on.',
    refused: {
      answer: 'It does not matter: this machine keeps no fragments.',
      verdict: 'this machine keeps no fragments (net.inet.ip.maxfragpackets, maxfragsperpacket)',
    },
    'odd-length': {
      malformed: true,
      answer: 'No: others follow it, and its {length} bytes are no multiple of 8.',
      verdict: 'it is a fragment that others follow, and its {length} bytes are no multiple of 8',
    },
  },
  reference: 'RFC 791 3.2; ip_reass (netinet/ip_input.c)',
});

const queue = decision('ip_reass.queue', {
  question: 'Did other fragments of its packet come?',
  outcomes: {
    known: 'Yes: {waiting} wait.',
    new: 'No: it is the first to come.',
    'oldest-dropped':
      'No, and {maxfragpackets} packets are under reassembly (net.inet.ip.maxfragpackets): the oldest is given up for it.',
    'no-memory': {
      answer: 'It does not matter: {bytes} bytes of fragments wait, and there is room for no more.',
      verdict: 'no buffer is left for it: {bytes} bytes of fragments wait already',
    },
  },
  reference: 'ip_reass (netinet/ip_input.c): maxnipq',
});

const complete = decision('ip_reass.complete', {
  question: 'Is the packet whole?',
  outcomes: {
    gap: {
      answer: 'Not yet: what follows byte {reached} is missing.',
      verdict: 'it is a fragment, and what follows byte {reached} of the packet is missing',
    },
    whole: 'Yes: {fragments} fragments make {reached} bytes.',
    'too-many': {
      answer:
        'No, and {fragments} fragments are too many (net.inet.ip.maxfragsperpacket). All are thrown away.',
      verdict: 'its packet has more fragments than net.inet.ip.maxfragsperpacket allows',
    },
    'too-long': {
      malformed: true,
      answer: 'Yes, but {reached} bytes are more than a packet can have. All are thrown away.',
      verdict: 'reassembled, the packet would be longer than 65535 bytes',
    },
  },
  reference: 'RFC 791 3.2; ip_reass (netinet/ip_input.c)',
});

/**
 * Takes a fragment of a packet of ours. True when `m` has become the whole packet; false when it waits or is
 * gone.
 */
export function ip_reass(host: Host, m: Mbuf): boolean {
  enter(host, 'ip_reass', m);
  const whole = reassemble(host, m);
  leave(host);
  return whole;
}

function reassemble(host: Host, m: Mbuf): boolean {
  host.ipstat.ips_fragments++;
  const hlen = (m.data[m.off] & 0xf) << 2;
  if (!isFragment(host, m, hlen)) return false;
  const fp = queueOf(host, m);
  if (fp === null) return false;
  const field = get16(m.data, m.off + IP_OFF);
  const offset = (field & IP_OFFMASK) << 3;
  if (offset === 0 && fp.header === null) fp.header = m.data.slice(m.off, m.off + hlen);
  const bytes = m.data.slice(m.off + hlen, m.off + m.len);
  if ((field & IP_MF) === 0) fp.total = offset + bytes.length;
  if (!place(host, fp, { bytes, offset })) {
    host.ipstat.ips_fragdropped++;
    settle(host, DROPPED);
    return false;
  }
  return isComplete(host, fp) && join(host, m, fp);
}

function isFragment(host: Host, m: Mbuf, hlen: number): boolean {
  const { maxfragpackets, maxfragsperpacket } = host.sysctl4;
  const field = get16(m.data, m.off + IP_OFF);
  const length = m.len - hlen;
  const none = maxfragpackets === 0 || maxfragsperpacket === 0;
  const odd = (field & IP_MF) !== 0 && (length === 0 || (length & 7) !== 0);
  const outcome = none ? fragment.refused : odd ? fragment.oddLength : fragment.valid;
  decide(host, fragment, outcome, RECORDING && { length, offset: (field & IP_OFFMASK) << 3 });
  if (outcome === fragment.valid) return true;
  if (outcome === fragment.oddLength) host.ipstat.ips_toosmall++;
  else host.ipstat.ips_fragdropped++;
  settle(host, DROPPED);
  return false;
}

function queueOf(host: Host, m: Mbuf): Ipq | null {
  const known = ipq_find(host, m);
  const { maxfragpackets } = host.sysctl4;
  const { queues, bytes } = host.ipq;
  const full = maxfragpackets >= 0 && queues.length >= maxfragpackets;
  const outcome = !ipq_hasRoom(host, m.len)
    ? queue.noMemory
    : known !== null
      ? queue.known
      : full
        ? queue.oldestDropped
        : queue.new;
  decide(host, queue, outcome, RECORDING && { waiting: known?.nfrags ?? 0, maxfragpackets, bytes });
  if (outcome === queue.noMemory) {
    host.ipstat.ips_fragdropped++;
    settle(host, DROPPED);
    return null;
  }
  if (outcome === queue.oldestDropped) {
    host.ipstat.ips_fragtimeout += queues[0].nfrags;
    ip_freef(host, queues[0]);
  }
  return known ?? ipq_new(host, m);
}

function isComplete(host: Host, fp: Ipq): boolean {
  let reached = 0;
  for (const { offset, bytes } of fp.fragments) {
    if (offset !== reached) break;
    reached += bytes.length;
  }
  const header = fp.header?.length ?? IP_HDRLEN;
  const outcome = judge(host, fp, reached, header);
  decide(host, complete, outcome, RECORDING && { reached, fragments: fp.nfrags });
  if (outcome === complete.whole) return true;
  if (outcome === complete.gap) {
    settle(host, QUEUED);
    return false;
  }
  if (outcome === complete.tooLong) host.ipstat.ips_toolong++;
  host.ipstat.ips_fragdropped += fp.nfrags;
  ip_freef(host, fp);
  settle(host, DROPPED);
  return false;
}

function judge(host: Host, fp: Ipq, reached: number, header: number): number {
  const last = fp.fragments[fp.fragments.length - 1];
  const end = last.offset + last.bytes.length;
  if (end + header > IP_MAXPACKET) return complete.tooLong;
  const whole = fp.total >= 0 && reached === end && reached >= fp.total;
  if (!whole && fp.nfrags > host.sysctl4.maxfragsperpacket) return complete.tooMany;
  return whole ? complete.whole : complete.gap;
}

/** Makes `m` the whole packet: the header of the first fragment, and the data of all. */
function join(host: Host, m: Mbuf, fp: Ipq): boolean {
  const header = fp.header ?? m.data.slice(m.off, m.off + IP_HDRLEN);
  const last = fp.fragments[fp.fragments.length - 1];
  const whole = new Uint8Array(header.length + last.offset + last.bytes.length);
  whole.set(header);
  for (const { offset, bytes } of fp.fragments) whole.set(bytes, header.length + offset);
  put16(whole, IP_LEN, whole.length);
  put16(whole, IP_OFF, 0);
  m_setBytes(m, whole);
  ip_setcksum(m, header.length);
  m.rcvif = fp.rcvif;
  ip_freef(host, fp);
  host.ipstat.ips_reassembled++;
  return true;
}
