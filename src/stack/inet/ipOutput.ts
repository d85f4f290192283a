/** Sending IPv4 packets (ip_output in netinet/ip_output.c). */
import { IP_DST } from '../../wire/ipv4';
import { EHOSTUNREACH } from '../errno';
import type { Host } from '../host';
import { ipf_output } from '../net/ipf';
import { type Mbuf, m_unshare } from '../net/mbuf';
import { RTF_GATEWAY, type Rtentry } from '../net/route';
import { enter, leave } from '../trace';
import { ip_setcksum } from './inCksum';
import { checkCast, checkLoopback } from './output/cast';
import { PASSED, REROUTE, runOutputFilters, TAKEN } from './output/filter';
import { fillHeader } from './output/header';
import { routeOf } from './output/route';
import { sendOrFragment } from './output/size';

/**
 * Sends a packet: 0 or an error number; the packet is gone either way. `flags`: IP_*. The forwarder gives the
 * route that it has found, and the next hop (4 bytes).
 */
export function ip_output(
  host: Host,
  m: Mbuf,
  flags: number,
  rt: Rtentry | null = null,
  nexthop: Uint8Array | null = null,
): number {
  enter(host, 'ip_output', m);
  m_unshare(m);
  fillHeader(host, m, flags);
  const error = output(host, m, flags, rt, nexthop, true);
  leave(host);
  return error;
}

function output(
  host: Host,
  m: Mbuf,
  flags: number,
  given: Rtentry | null,
  nexthop: Uint8Array | null,
  filtered: boolean,
): number {
  const rt = routeOf(host, m, given);
  if (rt === null) return EHOSTUNREACH;
  const ifp = rt.rt_ifp;
  const to = nexthop ?? nextHopOf(m, rt);
  const refused = checkCast(host, m, ifp, to, flags);
  if (refused !== 0) return refused;
  const group = m.data[m.off + IP_DST] >> 4 === 0xe;
  // What goes to a group is shown before the packet filter sees it, all else behind it.
  if (group && filtered && host.ipfilters.ipv4.length > 0) ipf_output(host, 'ipv4', m);
  // A packet that a filter sends elsewhere is not shown to the filters again.
  const passed = filtered ? runOutputFilters(host, m, ifp, flags) : PASSED;
  if (passed === TAKEN) return 0;
  if (passed === REROUTE) return output(host, m, flags, null, null, false);
  if (passed !== PASSED) return passed;
  const inside = checkLoopback(host, m, ifp, flags);
  if (inside !== 0) return inside;
  if (!group && host.ipfilters.ipv4.length > 0) ipf_output(host, 'ipv4', m);
  ip_setcksum(m, (m.data[m.off] & 0xf) << 2);
  return sendOrFragment(host, m, ifp, rt, to, flags);
}

function nextHopOf(m: Mbuf, rt: Rtentry): Uint8Array {
  const gateway = (rt.rt_flags & RTF_GATEWAY) !== 0 ? rt.rt_gateway : null;
  return gateway ?? m.data.slice(m.off + IP_DST, m.off + IP_DST + 4);
}
