/** A frame of an EtherIP tunnel goes out over IPv6 (net/if_etherip.c, ip6_etherip_output). */
import { put16 } from '../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_HLIM, IP6_NXT, IP6_PLEN, IP6_SRC, IPPROTO_ETHERIP } from '../../wire/ipv6';
import { EAFNOSUPPORT, ENETUNREACH, ENOBUFS, ENXIO } from '../errno';
import type { Host } from '../host';
import { hasEmbeddedZone, isUnspecified } from '../inet6/scope6';
import { M_BCAST, M_MCAST, type Mbuf } from '../net/mbuf';
import { m_prepend } from '../net/mbufAdjust';
import { AF_INET6, SIN6_ADDR, type Sockaddr, sa_family, sin6_scope_id, sockaddrText } from '../net/sockaddr';
import { branch, DROPPED, decide, decision, ENCAPSULATED, enter, leave, settle } from '../trace';
import { putEtheripHeader } from './etheripShim';
import { ETHERIP_HDRLEN, type EtheripSoftc } from './etheripVar';
import { roomWords } from './etheripWords';
import { lines } from './source';

const IPV6_VERSION = 0x60;

/** Wraps the frame and queues it for IPv6: 0, or an error number when it was dropped. */
export function ip6_etherip_output(host: Host, sc: EtheripSoftc, m: Mbuf): number {
  enter(host, 'ip6_etherip_output', m);
  const error = output(host, sc, m);
  if (error !== 0) settle(host, DROPPED);
  leave(host);
  return error;
}

function output(host: Host, sc: EtheripSoftc, m: Mbuf): number {
  if (!areBothIpv6(host, sc)) return EAFNOSUPPORT;
  if (!hasDestination(host, sc)) return ENETUNREACH;
  // A frame to everyone travels in a packet to one.
  m.flags &= ~(M_BCAST | M_MCAST);
  if (!hasShim(host, m)) return ENOBUFS;
  if (!putOuterHeader(host, m)) return ENOBUFS;
  const error = putSource(host, sc, m) || putDestination(host, sc, m);
  if (error !== 0) return error;
  send(host, sc, m);
  return 0;
}

const family = decision('ip6_etherip_output.family', {
  question: 'Are both ends of the tunnel IPv6 addresses?',
  outcomes: {
    mixed: {
      answer: 'No: from {src} to {dst}.',
      verdict: 'the ends of its tunnel, {src} and {dst}, are not both IPv6',
    },
    both: 'Yes: from {src} to {dst}.',
  },
  kernel: lines(497, 501),
  reference: 'ip6_etherip_output (net/if_etherip.c)',
});

function areBothIpv6(host: Host, sc: EtheripSoftc): boolean {
  const mixed = branch(host, 497, sa_family(sc.src) !== AF_INET6 || sa_family(sc.dst) !== AF_INET6);
  const looked = RECORDING && { src: sockaddrText(sc.src), dst: sockaddrText(sc.dst) };
  return decide(host, family, mixed ? family.mixed : family.both, looked) === family.both;
}

const destination = decision('ip6_etherip_output.destination', {
  question: 'Is the far end of the tunnel the unspecified address?',
  outcomes: {
    unspecified: { answer: 'Yes.', verdict: 'the far end of its tunnel is ::' },
    given: 'No: it is {dst}.',
  },
  kernel: lines(502, 505),
  reference: 'ip6_etherip_output (net/if_etherip.c)',
});

function hasDestination(host: Host, sc: EtheripSoftc): boolean {
  const unspecified = branch(host, 502, isUnspecified(sc.dst, SIN6_ADDR));
  const outcome = unspecified ? destination.unspecified : destination.given;
  return decide(host, destination, outcome, RECORDING && { dst: sockaddrText(sc.dst) }) === destination.given;
}

const shim = decision('ip6_etherip_output.shim', roomWords(511, 521));

function hasShim(host: Host, m: Mbuf): boolean {
  const failed = branch(host, 514, !putEtheripHeader(host, m));
  return decide(host, shim, failed ? shim.none : shim.added) === shim.added;
}

const outer = decision('ip6_etherip_output.outer', {
  question: 'Is there room for the outer IPv6 header?',
  outcomes: {
    none: { answer: 'No: there is no memory.', verdict: 'there is no memory for its outer IPv6 header' },
    added: 'Yes: next header 97, hop limit {hlim}, traffic class and flow label 0.',
  },
  kernel: lines(523, 534),
  reference: 'RFC 8200 3; RFC 3378 4',
});

function putOuterHeader(host: Host, m: Mbuf): boolean {
  const failed = branch(host, 524, !m_prepend(host, m, IP6_HDRLEN));
  if (failed) host.etheripstat.etherips_adrops++;
  else writeHeader(m, host.sysctl.hlim);
  const looked = RECORDING && { hlim: host.sysctl.hlim };
  return decide(host, outer, failed ? outer.none : outer.added, looked) === outer.added;
}

/** The length is cut to 16 bits: a frame beyond that would need a jumbo payload, which is never made. */
function writeHeader({ data, off, len }: Mbuf, hlim: number): void {
  data[off] = IPV6_VERSION;
  put16(data, off + IP6_PLEN, (len - IP6_HDRLEN) & 0xffff);
  data[off + IP6_NXT] = IPPROTO_ETHERIP;
  data[off + IP6_HLIM] = hlim;
}

/**
 * Writes an end of the tunnel into the header, with its zone: 0, or ENXIO when its scope number is no
 * interface's (in6_embedscope).
 */
function embed(host: Host, m: Mbuf, offset: number, sa: Sockaddr): number {
  m.data.set(sa.subarray(SIN6_ADDR, SIN6_ADDR + 16), m.off + offset);
  const scope = sin6_scope_id(sa);
  if (scope === 0 || !hasEmbeddedZone(m.data, m.off + offset)) return 0;
  if (!host.interfaces.some(ifp => ifp.index === scope)) return ENXIO;
  put16(m.data, m.off + offset + 2, scope & 0xffff);
  return 0;
}

const sourceScope = decision('ip6_etherip_output.source-scope', {
  question: 'Does the near end of the tunnel lie on a link of this machine?',
  outcomes: {
    unknown: {
      answer: 'No: there is no interface number {scope}.',
      verdict: 'the near end of its tunnel, {src}, is in no zone of this machine',
    },
    known: 'Yes, or it needs no zone: {src}.',
  },
  kernel: lines(535, 537),
  reference: 'RFC 4007 11; in6_embedscope (netinet6/in6.c)',
});

function putSource(host: Host, sc: EtheripSoftc, m: Mbuf): number {
  const error = embed(host, m, IP6_SRC, sc.src);
  const unknown = branch(host, 536, error !== 0);
  const looked = RECORDING && { src: sockaddrText(sc.src), scope: sin6_scope_id(sc.src) };
  decide(host, sourceScope, unknown ? sourceScope.unknown : sourceScope.known, looked);
  return error;
}

const destinationScope = decision('ip6_etherip_output.destination-scope', {
  question: 'Does the far end of the tunnel lie on a link of this machine?',
  outcomes: {
    unknown: {
      answer: 'No: there is no interface number {scope}.',
      verdict: 'the far end of its tunnel, {dst}, is in no zone of this machine',
    },
    known: 'Yes, or it needs no zone: {dst}.',
  },
  kernel: lines(538, 540),
  reference: 'RFC 4007 11; in6_embedscope (netinet6/in6.c)',
});

function putDestination(host: Host, sc: EtheripSoftc, m: Mbuf): number {
  const error = embed(host, m, IP6_DST, sc.dst);
  const unknown = branch(host, 539, error !== 0);
  const looked = RECORDING && { dst: sockaddrText(sc.dst), scope: sin6_scope_id(sc.dst) };
  decide(host, destinationScope, unknown ? destinationScope.unknown : destinationScope.known, looked);
  return error;
}

const sent = decision('ip6_etherip_output.send', {
  kind: 'S',
  question: 'What becomes of the wrapped frame?',
  outcomes: {
    queued: {
      answer: 'It is counted and queued for IPv6 in routing table {rdomain}, whose output takes it next.',
      verdict: 'the frame went into the tunnel from {src} to {dst}',
    },
  },
  kernel: lines(542, 551),
  reference: 'ip6_etherip_output, ip6_send (netinet6/ip6_input.c)',
});

function send(host: Host, sc: EtheripSoftc, m: Mbuf): void {
  m.rtableid = sc.rdomain;
  host.etheripstat.etherips_opackets++;
  host.etheripstat.etherips_obytes += m.len - (IP6_HDRLEN + ETHERIP_HDRLEN);
  const { rdomain } = sc;
  const looked = RECORDING && { rdomain, src: sockaddrText(sc.src), dst: sockaddrText(sc.dst) };
  decide(host, sent, sent.queued, looked);
  settle(host, ENCAPSULATED);
  host.surroundings.ip6_send(host, m);
}
