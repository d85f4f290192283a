/**
 * Solicitations and advertisements sent by neighbour discovery (nd6_ns_output, nd6_na_output in
 * netinet6/nd6_nbr.c).
 */
import {
  ND_HDRLEN,
  ND_NEIGHBOR_ADVERT,
  ND_NEIGHBOR_SOLICIT,
  ND_OPT_SOURCE_LINKADDR,
  ND_OPT_TARGET_LINKADDR,
  ND_TARGET,
} from '../../wire/icmp6';
import { IP6_HDRLEN, IP6_SRC } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { decide, decision, enter, leave } from '../trace';
import { in6ifa_ifpwithaddr } from './in6';
import { icmp6_setcksum } from './in6Cksum';
import { solicitedNode } from './in6Groups';
import { in6_selectsrc } from './in6Src';
import { ND_HLIM, newIcmp6Packet } from './ip6Build';
import { ip6_output } from './ip6Output';
import type { Llinfo } from './nd6';
import { IPV6_UNSPECSRC } from './output/flags';
import { in6_clearscope } from './scope6';

const LLADDR_OPTION = 8;
const UNSPECIFIED = new Uint8Array(16);

export const ND_NA_FLAG_ROUTER = 0x80;
export const ND_NA_FLAG_SOLICITED = 0x40;
export const ND_NA_FLAG_OVERRIDE = 0x20;

const source = decision('nd6_ns_output.source', {
  question: 'From which address is {target} solicited?',
  outcomes: {
    'waiting-packet': 'From {src}, the source of the packet that waits.',
    selected: 'From {src}.',
    none: 'From none: no address of ours fits, and nothing is sent.',
  },
  reference: 'RFC 4861 7.2.2; nd6_ns_output (netinet6/nd6_nbr.c)',
});

/**
 * Solicits a neighbour: by its solicited-node group, or directly when `daddr` is given (a probe). `frame`:
 * what led to it.
 */
export function nd6_ns_output(
  host: Host,
  ifp: Ifnet,
  daddr: Uint8Array | null,
  ln: Llinfo,
  frame: number,
): void {
  enter(host, 'nd6_ns_output', null);
  const dst = daddr ?? solicitedNode(ln.addr, 0, ifp);
  const src = chooseSource(host, ifp, dst, ln);
  if (src !== null) {
    const m = neighborMessage(host, ifp, ND_NEIGHBOR_SOLICIT, src, dst, ln.addr, frame, true);
    countSolicitation(host, ifp);
    ip6_output(host, m, 0, ifp);
  }
  leave(host);
}

/**
 * Asks whether anybody has the address `target` (zone embedded), from the unspecified address: a probe of
 * duplicate address detection (RFC 4862 5.4.2).
 */
export function nd6_dad_ns_output(host: Host, ifp: Ifnet, target: Uint8Array, frame: number): void {
  enter(host, 'nd6_ns_output', null);
  const dst = solicitedNode(target, 0, ifp);
  const m = neighborMessage(host, ifp, ND_NEIGHBOR_SOLICIT, UNSPECIFIED, dst, target, frame, false);
  countSolicitation(host, ifp);
  ip6_output(host, m, IPV6_UNSPECSRC, ifp);
  leave(host);
}

function countSolicitation(host: Host, ifp: Ifnet): void {
  ifp.icmp6_ifstat.ifs6_out_msg++;
  ifp.icmp6_ifstat.ifs6_out_neighborsolicit++;
  host.icmp6stat.icp6s_outhist[ND_NEIGHBOR_SOLICIT]++;
}

/**
 * The source of the waiting packet when it is ours, so that the neighbour learns the address it will answer
 * to.
 */
function chooseSource(host: Host, ifp: Ifnet, dst: Uint8Array, ln: Llinfo): Uint8Array | null {
  const hold = ln.ln_hold;
  const own = hold === null ? null : in6ifa_ifpwithaddr(ifp, hold.data, hold.off + IP6_SRC);
  const src = own !== null ? own.addr : in6_selectsrc(host, dst, ifp);
  const outcome = own !== null ? source.waitingPacket : src !== null ? source.selected : source.none;
  decide(
    host,
    source,
    outcome,
    RECORDING && { src: src === null ? 'none' : src.slice(), target: ln.addr.slice() },
  );
  return src;
}

/**
 * Advertises our address `target` to `dst`; `flags` are ND_NA_FLAG_*, `withLladdr` puts our link address in.
 */
export function nd6_na_output(
  host: Host,
  ifp: Ifnet,
  dst: Uint8Array,
  target: Uint8Array,
  flags: number,
  withLladdr: boolean,
  frame: number,
): void {
  enter(host, 'nd6_na_output', null);
  const src = in6_selectsrc(host, dst, ifp) ?? target;
  const m = neighborMessage(host, ifp, ND_NEIGHBOR_ADVERT, src, dst, target, frame, withLladdr);
  m.data[m.off + IP6_HDRLEN + 4] = flags;
  icmp6_setcksum(m, IP6_HDRLEN);
  ifp.icmp6_ifstat.ifs6_out_msg++;
  ifp.icmp6_ifstat.ifs6_out_neighboradvert++;
  host.icmp6stat.icp6s_outhist[ND_NEIGHBOR_ADVERT]++;
  ip6_output(host, m, 0, ifp);
  leave(host);
}

function neighborMessage(
  host: Host,
  ifp: Ifnet,
  type: number,
  src: Uint8Array,
  dst: Uint8Array,
  target: Uint8Array,
  frame: number,
  withLladdr: boolean,
): Mbuf {
  const soliciting = type === ND_NEIGHBOR_SOLICIT;
  const kind = soliciting ? 'neighbor-solicitation' : 'neighbor-advertisement';
  const option = withLladdr && ifp.lladdr.length === 6;
  const m = newIcmp6Packet(host, kind, frame, ND_HDRLEN + (option ? LLADDR_OPTION : 0), src, dst, ND_HLIM);
  const at = IP6_HDRLEN;
  m.data[at] = type;
  m.data.set(target, at + ND_TARGET);
  in6_clearscope(m.data, at + ND_TARGET);
  if (option) {
    m.data[at + ND_HDRLEN] = soliciting ? ND_OPT_SOURCE_LINKADDR : ND_OPT_TARGET_LINKADDR;
    m.data[at + ND_HDRLEN + 1] = 1;
    m.data.set(ifp.lladdr, at + ND_HDRLEN + 2);
  }
  icmp6_setcksum(m, at);
  return m;
}
