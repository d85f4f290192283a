/**
 * A packet that a rule of `ipfw` diverted goes to the socket on its port (netinet/ip_divert.c,
 * divert_packet).
 */
import { IP_HDRLEN } from '../../../wire/ipv4';
import type { Host } from '../../host';
import { CSUM_DELAY_DATA, type Mbuf } from '../../net/mbuf';
import { type MTag, m_tag_find, PACKET_TAG_DIVERT } from '../../net/mtag';
import { branch, DROPPED, decide, decision, enter, leave, printf, settle } from '../../trace';
import { in_delayed_cksum } from '../inDelayedCksum';
import { deliver } from './divertDeliver';
import { sourceOf } from './divertSource';
import { lines } from './source';

/**
 * Hands the packet, which carries a divert tag, to a socket. The packet is used up. Throws `Panic` where the
 * kernel would stop.
 */
export function divert_packet(host: Host, m: Mbuf, incoming: boolean): void {
  enter(host, 'divert_packet', m);
  const mtag = tagOf(host, m);
  if (mtag !== null && hasHeader(host, m)) {
    finishChecksum(host, m);
    deliver(host, m, mtag, sourceOf(host, m, mtag, incoming));
  }
  leave(host);
}

const tag = decision('divert_packet.tag', {
  question: 'Does the packet say which rule diverted it, and to which port?',
  outcomes: {
    missing: {
      answer: 'No: it is dropped with a line on the console, and counted nowhere.',
      verdict: 'it does not say which rule diverted it',
    },
    found: 'Yes: rule {cookie}, port {port}.',
  },
  kernel: lines(159, 164),
  reference: 'divert(4); divert_packet (netinet/ip_divert.c)',
});

function tagOf(host: Host, m: Mbuf): MTag | null {
  const mtag = m_tag_find(m, PACKET_TAG_DIVERT);
  const missing = branch(host, 160, mtag === null);
  const looked = RECORDING && {
    cookie: mtag?.cookie ?? null,
    port: mtag === null ? null : mtag.info & 0xffff,
  };
  decide(host, tag, missing ? tag.missing : tag.found, looked);
  if (missing) {
    printf(host, 161, 'divert_packet: no divert tag');
    settle(host, DROPPED);
  }
  return mtag;
}

const header = decision('divert_packet.header', {
  question: 'Are there 20 bytes of header?',
  outcomes: {
    'too-short': {
      answer: 'No, {length}: it is dropped and counted nowhere.',
      verdict: 'it is shorter than an IPv4 header',
      malformed: true,
    },
    present: 'Yes.',
  },
  kernel: lines(166, 168),
  reference: 'RFC 791 3.1; m_pullup(9)',
});

function hasHeader(host: Host, m: Mbuf): boolean {
  const short = branch(host, 166, m.len < IP_HDRLEN);
  decide(host, header, short ? header.tooShort : header.present, RECORDING && { length: m.len });
  if (short) settle(host, DROPPED);
  else m.firstLen = Math.max(m.firstLen, IP_HDRLEN);
  return !short;
}

const delayedChecksum = decision('divert_packet.delayed-checksum', {
  question: 'Was the checksum of TCP or UDP left to the network card?',
  outcomes: {
    finished: 'Yes: it is made now, for a program may read the packet; that of the IPv4 header is not.',
    none: 'No.',
  },
  kernel: lines(172, 177),
  reference: 'RFC 1071; in_delayed_cksum (netinet/ip_output.c)',
});

function finishChecksum(host: Host, m: Mbuf): void {
  const delayed = branch(host, 172, (m.csum_flags & CSUM_DELAY_DATA) !== 0);
  if (delayed) {
    in_delayed_cksum(m);
    m.csum_flags &= ~CSUM_DELAY_DATA;
  }
  decide(host, delayedChecksum, delayed ? delayedChecksum.finished : delayedChecksum.none);
}
