/** A frame of an EtherIP tunnel goes out over IPv4 (net/if_etherip.c, ip_etherip_output). */
import { put16 } from '../../wire/bytes';
import { IP_HDRLEN } from '../../wire/ipv4';
import { IPPROTO_ETHERIP } from '../../wire/ipv6';
import { EAFNOSUPPORT, ENETUNREACH, ENOBUFS } from '../errno';
import type { Host } from '../host';
import { M_BCAST, M_MCAST, type Mbuf } from '../net/mbuf';
import { m_prepend } from '../net/mbufAdjust';
import { AF_INET, SIN_ADDR, sa_family, sockaddrText } from '../net/sockaddr';
import { branch, DROPPED, decide, decision, ENCAPSULATED, enter, leave, settle } from '../trace';
import { putEtheripHeader } from './etheripShim';
import { ETHERIP_HDRLEN, type EtheripSoftc } from './etheripVar';
import { roomWords } from './etheripWords';
import { lines } from './source';

const IPVERSION_AND_HDRLEN = 0x45;
const IPTOS_LOWDELAY = 0x10;
const IPDEFTTL = 64;

/** Wraps the frame and queues it for IPv4: 0, or an error number when it was dropped. */
export function ip_etherip_output(host: Host, sc: EtheripSoftc, m: Mbuf): number {
  enter(host, 'ip_etherip_output', m);
  const error = output(host, sc, m);
  if (error !== 0) settle(host, DROPPED);
  leave(host);
  return error;
}

function output(host: Host, sc: EtheripSoftc, m: Mbuf): number {
  if (!areBothIpv4(host, sc)) return EAFNOSUPPORT;
  if (!hasDestination(host, sc)) return ENETUNREACH;
  // A frame to everyone travels in a packet to one.
  m.flags &= ~(M_BCAST | M_MCAST);
  if (!hasShim(host, m)) return ENOBUFS;
  if (!putOuterHeader(host, sc, m)) return ENOBUFS;
  send(host, sc, m);
  return 0;
}

const family = decision('ip_etherip_output.family', {
  question: 'Are both ends of the tunnel IPv4 addresses?',
  outcomes: {
    mixed: {
      answer: 'No: from {src} to {dst}.',
      verdict: 'the ends of its tunnel, {src} and {dst}, are not both IPv4',
    },
    both: 'Yes: from {src} to {dst}.',
  },
  kernel: lines(345, 349),
  reference: 'ip_etherip_output (net/if_etherip.c)',
});

function areBothIpv4(host: Host, sc: EtheripSoftc): boolean {
  const mixed = branch(host, 345, sa_family(sc.src) !== AF_INET || sa_family(sc.dst) !== AF_INET);
  const looked = RECORDING && { src: sockaddrText(sc.src), dst: sockaddrText(sc.dst) };
  return decide(host, family, mixed ? family.mixed : family.both, looked) === family.both;
}

const destination = decision('ip_etherip_output.destination', {
  question: 'Is the far end of the tunnel 0.0.0.0?',
  outcomes: {
    unspecified: { answer: 'Yes.', verdict: 'the far end of its tunnel is 0.0.0.0' },
    given: 'No: it is {dst}.',
  },
  kernel: lines(350, 353),
  reference: 'ip_etherip_output (net/if_etherip.c)',
});

function hasDestination(host: Host, sc: EtheripSoftc): boolean {
  const any = sc.dst.subarray(SIN_ADDR, SIN_ADDR + 4).every(byte => byte === 0);
  const unspecified = branch(host, 350, any);
  const outcome = unspecified ? destination.unspecified : destination.given;
  return decide(host, destination, outcome, RECORDING && { dst: sockaddrText(sc.dst) }) === destination.given;
}

const shim = decision('ip_etherip_output.shim', roomWords(359, 369));

function hasShim(host: Host, m: Mbuf): boolean {
  const failed = branch(host, 362, !putEtheripHeader(host, m));
  return decide(host, shim, failed ? shim.none : shim.added) === shim.added;
}

const outer = decision('ip_etherip_output.outer', {
  question: 'Is there room for the outer IPv4 header?',
  outcomes: {
    none: { answer: 'No: there is no memory.', verdict: 'there is no memory for its outer IPv4 header' },
    added: 'Yes: {src} to {dst}, protocol 97, time to live 64, low delay, fragments allowed.',
  },
  kernel: lines(371, 387),
  reference: 'RFC 3378 4; RFC 791 3.1',
});

function putOuterHeader(host: Host, sc: EtheripSoftc, m: Mbuf): boolean {
  const failed = branch(host, 372, !m_prepend(host, m, IP_HDRLEN));
  if (failed) host.etheripstat.etherips_adrops++;
  else writeHeader(m, sc, host.surroundings.ip_randomid(host));
  const looked = RECORDING && { src: sockaddrText(sc.src), dst: sockaddrText(sc.dst) };
  return decide(host, outer, failed ? outer.none : outer.added, looked) === outer.added;
}

/** The checksum stays 0: the output of IPv4 fills it in. */
function writeHeader({ data, off, len }: Mbuf, sc: EtheripSoftc, id: number): void {
  data[off] = IPVERSION_AND_HDRLEN;
  data[off + 1] = IPTOS_LOWDELAY;
  put16(data, off + 2, len & 0xffff);
  put16(data, off + 4, id);
  data[off + 8] = IPDEFTTL;
  data[off + 9] = IPPROTO_ETHERIP;
  data.set(sc.src.subarray(SIN_ADDR, SIN_ADDR + 4), off + 12);
  data.set(sc.dst.subarray(SIN_ADDR, SIN_ADDR + 4), off + 16);
}

const sent = decision('ip_etherip_output.send', {
  kind: 'S',
  question: 'What becomes of the wrapped frame?',
  outcomes: {
    queued: {
      answer: 'It is counted and queued for IPv4 in routing table {rdomain}, whose output takes it next.',
      verdict: 'the frame went into the tunnel from {src} to {dst}',
    },
  },
  kernel: lines(389, 398),
  reference: 'ip_etherip_output, ip_send (netinet/ip_input.c)',
});

function send(host: Host, sc: EtheripSoftc, m: Mbuf): void {
  m.rtableid = sc.rdomain;
  host.etheripstat.etherips_opackets++;
  host.etheripstat.etherips_obytes += m.len - (IP_HDRLEN + ETHERIP_HDRLEN);
  const { rdomain } = sc;
  const looked = RECORDING && { rdomain, src: sockaddrText(sc.src), dst: sockaddrText(sc.dst) };
  decide(host, sent, sent.queued, looked);
  settle(host, ENCAPSULATED);
  host.surroundings.ip_send(host, m);
}
