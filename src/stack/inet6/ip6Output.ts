/** Sending packets of our own (ip6_output in netinet6/ip6_output.c). */
import { put16 } from '../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_PLEN, IP6_SRC } from '../../wire/ipv6';
import { EHOSTUNREACH, EOPNOTSUPP } from '../errno';
import type { Host } from '../host';
import { ipsec6_output_trans } from '../ipsec/outputTrans';
import type { Ifnet } from '../net/if';
import { ipf_output } from '../net/ipf';
import { type Mbuf, m_unshare } from '../net/mbuf';
import { IPV6_FORWARDING, type MulticastOptions } from '../surroundings';
import { enter, leave } from '../trace';
import { filterAndSend } from './output/filter';
import { IPV6_MCAST_LOOP } from './output/flags';
import { multicastLeaves } from './output/multicast';
import { applyOptions } from './output/options';
import { applyTunnels, outboundPolicy } from './output/policy';
import { findWay } from './output/route';
import { isSourceValid } from './output/source';
import { staysInZone } from './output/zone';
import { in6_clearscope } from './scope6';

/** A kernel without IPsec asks no policy. */
const NO_POLICY = { sp: null, error: 0 };

/** Where a packet went out: filled in for who asks. */
export interface OutputInterface {
  ifp: Ifnet | null;
}

/**
 * Sends a packet whose header is filled in but for its length, addresses with their zones. `flags`: IPV6_*.
 * `moifp` is the interface of a packet for a group. Returns 0 or an error number; the packet is gone either
 * way. No sender is told of what goes wrong.
 */
export function ip6_output(
  host: Host,
  m: Mbuf,
  flags: number,
  moifp: Ifnet | null = null,
  out: OutputInterface | null = null,
): number {
  enter(host, 'ip6_output', m);
  // Before policies, routes and fragments, zones still in the addresses.
  if (host.ipfilters.ipv6.length > 0) showOutput(host, m);
  const error = output(host, m, flags, moifp, out);
  leave(host);
  return error;
}

function showOutput(host: Host, m: Mbuf): void {
  m_unshare(m);
  putLength(m);
  ipf_output(host, 'ipv6', m);
}

/** The header's payload length: 0 for a jumbogram. */
function putLength(m: Mbuf): void {
  put16(m.data, m.off + IP6_PLEN, m.len - IP6_HDRLEN > 0xffff ? 0 : m.len - IP6_HDRLEN);
}

/** Sends a packet as ip6_output does, after its hop-by-hop header and hop limit were put in. */
export function ip6_output_multicast(host: Host, m: Mbuf, flags: number, options: MulticastOptions): number {
  applyOptions(m, options);
  return ip6_output(host, m, options.loop ? flags | IPV6_MCAST_LOOP : flags, options.ifp);
}

function output(
  host: Host,
  m: Mbuf,
  flags: number,
  moifp: Ifnet | null,
  out: OutputInterface | null,
): number {
  const { sp, error } = host.options.ipsec ? outboundPolicy(host, m) : NO_POLICY;
  if (error !== 0) return error;
  m_unshare(m);
  putLength(m);
  const untransported = sp === null ? 0 : ipsec6_output_trans(host, m, sp);
  if (untransported !== 0) return untransported;
  if (!isSourceValid(host, m, flags)) return EOPNOTSUPP;
  host.ip6stat.ip6s_localout++;
  const untunnelled = sp === null ? 0 : applyTunnels(host, m, sp);
  if (untunnelled !== 0) return untunnelled;
  const way = findWay(host, m, moifp);
  if (way === null) return EHOSTUNREACH;
  if (out !== null) out.ifp = way.ifp;
  if ((flags & IPV6_FORWARDING) === 0) way.ifp.in6_ifstat.ifs6_out_request++;
  if (!staysInZone(host, m, way.ifp)) return EHOSTUNREACH;
  // Without options of its own a packet for a group is heard by its sender (RFC 3493 5.2).
  const loops = moifp === null || (flags & IPV6_MCAST_LOOP) !== 0;
  if (m.data[m.off + IP6_DST] === 0xff && !multicastLeaves(host, m, way.ifp, loops)) return 0;
  in6_clearscope(m.data, m.off + IP6_SRC);
  in6_clearscope(m.data, m.off + IP6_DST);
  return filterAndSend(host, m, way, flags);
}
