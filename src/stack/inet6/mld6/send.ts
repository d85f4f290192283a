/** Sending a report or a Done (mld_sendpkt). RFC 2710 3, RFC 3590 4. */
import { MLD_ADDR, MLD_LISTENER_DONE, MLD_LISTENER_QUERY, MLD_LISTENER_REPORT } from '../../../wire/icmp6';
import { IP6_DST, IP6_HDRLEN, IP6_SRC } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf, OutputKind } from '../../net/mbuf';
import { branch, decide, decision, enter, leave, switched } from '../../trace';
import { in6ifa_ifpforlinklocal } from '../in6';
import { icmp6_setcksum } from '../in6Cksum';
import { IN6_IFF_ANYCAST, IN6_IFF_DUPLICATED, IN6_IFF_TENTATIVE, type In6Multi } from '../in6Var';
import { IPV6_UNSPECSRC } from '../output/flags';
import { in6_clearscope } from '../scope6';
import { mld_allocbuf } from './allocbuf';
import { lines } from './source';

const UNSPECIFIED = new Uint8Array(16);

/** Hop limit of every message: none goes beyond the link. */
const MLD_HLIM = 1;

const source = decision('mld_sendpkt.source', {
  question: 'Which link-local address of {ifp} does the message come from?',
  outcomes: {
    ready: 'From {src}.',
    tentative: 'From ::, because {src} is still tentative.',
    none: 'From none: {ifp} has none that may be used, and nothing is sent.',
  },
  kernel: lines(511, 515),
  reference: 'RFC 2710 3; RFC 3590 4',
});

const buffers = decision('mld_sendpkt.buffers', {
  question: 'Are there buffers for the message?',
  outcomes: { allocated: 'Yes.', none: 'No: nothing is sent, and nobody is told.' },
  kernel: lines(518, 520),
  reference: 'mld_sendpkt (netinet6/mld6.c)',
});

const destination = decision('mld_sendpkt.destination', {
  question: 'Where does the message about {group} go?',
  outcomes: {
    group: 'To the group itself.',
    given: 'To {dst}.',
  },
  kernel: lines(523, 530),
  reference: 'RFC 2710 3, 4; RFC 8200 8.1',
});

const loopback = decision('mld_sendpkt.loopback', {
  question: 'Is this machine to hear its own message?',
  outcomes: {
    looped: 'Yes: a multicast routing daemon runs here.',
    'not-looped': 'No: no multicast routing daemon runs here.',
  },
  kernel: lines(533, 541),
  reference: 'RFC 2710 3',
});

const count = decision('mld_sendpkt.count', {
  question: 'As which message is it counted, before anybody knows whether it leaves?',
  outcomes: {
    query: { answer: 'As a query.', unreachable: 'This host side sends reports and Done messages only.' },
    report: 'As a report.',
    done: 'As a Done.',
  },
  kernel: lines(544, 556),
  reference: 'mld_sendpkt (netinet6/mld6.c)',
});

const transmit = decision('mld_sendpkt.transmit', {
  question: 'Is the packet sent with an unspecified source?',
  outcomes: {
    address: 'No: it is sent from {src}.',
    unspecified: 'Yes: it is sent from ::.',
  },
  kernel: lines(558, 559),
  reference: 'RFC 3590 4',
});

/**
 * Sends a message of the type about a group, to `dst` (zone embedded) or to the group itself. The caller does
 * not learn whether it left. `frame` is the capture frame that led to it, 0 for none.
 */
export function mld_sendpkt(
  host: Host,
  in6m: In6Multi,
  type: number,
  dst: Uint8Array | null,
  frame: number,
): void {
  enter(host, 'mld_sendpkt', null);
  const src = chooseSource(host, in6m.in6m_ifp);
  const kind: OutputKind = type === MLD_LISTENER_DONE ? 'mld-done' : 'mld-report';
  const m = src === null ? null : allocate(host, type, kind, frame);
  if (src !== null && m !== null) {
    address(host, m, src, dst, in6m);
    const loop = isLooped(host);
    countMessage(host, in6m.in6m_ifp, type);
    send(host, m, in6m.in6m_ifp, src, loop);
  }
  leave(host);
}

/** The address that the message is from, :: while it is tentative; null when there is none. */
function chooseSource(host: Host, ifp: Ifnet): Uint8Array | null {
  // Tentative ones are not passed over: the first report is that of the link-local address itself.
  const ia = in6ifa_ifpforlinklocal(ifp, IN6_IFF_DUPLICATED | IN6_IFF_ANYCAST);
  const none = branch(host, 512, ia === null);
  const tentative = !none && branch(host, 514, ((ia?.flags ?? 0) & IN6_IFF_TENTATIVE) !== 0);
  const outcome = none ? source.none : tentative ? source.tentative : source.ready;
  decide(host, source, outcome, RECORDING && { ifp: ifp.name, src: ia?.addr.slice() ?? null });
  if (ia === null) return null;
  return tentative ? UNSPECIFIED : ia.addr;
}

function allocate(host: Host, type: number, kind: OutputKind, frame: number): Mbuf | null {
  const m = mld_allocbuf(host, type, kind, frame);
  branch(host, 519, m === null);
  decide(host, buffers, m === null ? buffers.none : buffers.allocated);
  return m;
}

/** Fills in addresses, group and checksum. The group is the one on the wire, without zone. */
function address(host: Host, m: Mbuf, src: Uint8Array, dst: Uint8Array | null, in6m: In6Multi): void {
  const group = in6m.in6m_addr;
  m.data.set(src, m.off + IP6_SRC);
  m.data.set(dst ?? group, m.off + IP6_DST);
  m.data.set(group, m.off + IP6_HDRLEN + MLD_ADDR);
  in6_clearscope(m.data, m.off + IP6_HDRLEN + MLD_ADDR);
  icmp6_setcksum(m, IP6_HDRLEN);
  decide(
    host,
    destination,
    dst === null ? destination.group : destination.given,
    RECORDING && { group: group.slice(), dst: (dst ?? group).slice() },
  );
}

function isLooped(host: Host): boolean {
  const outcome = host.ip6_mrouter ? loopback.looped : loopback.notLooped;
  return decide(host, loopback, outcome, RECORDING && { ip6_mrouter: host.ip6_mrouter }) === loopback.looped;
}

function countMessage(host: Host, ifp: Ifnet, type: number): void {
  host.icmp6stat.icp6s_outhist[type]++;
  ifp.icmp6_ifstat.ifs6_out_msg++;
  switched(host, 546, type);
  decide(host, count, countOutcome(type), RECORDING && { type, ifp: ifp.name });
  if (type === MLD_LISTENER_REPORT) ifp.icmp6_ifstat.ifs6_out_mldreport++;
  else if (type === MLD_LISTENER_DONE) ifp.icmp6_ifstat.ifs6_out_mlddone++;
}

function countOutcome(type: number): number {
  if (type === MLD_LISTENER_QUERY) return count.query;
  return type === MLD_LISTENER_REPORT ? count.report : count.done;
}

function send(host: Host, m: Mbuf, ifp: Ifnet, src: Uint8Array, loop: boolean): void {
  const unspecified = src === UNSPECIFIED;
  decide(
    host,
    transmit,
    unspecified ? transmit.unspecified : transmit.address,
    RECORDING && { src: src.slice() },
  );
  host.surroundings.ip6_output_multicast(host, m, unspecified ? IPV6_UNSPECSRC : 0, {
    ifp,
    hlim: MLD_HLIM,
    loop,
    hbh: host.mld_hbh,
  });
}
