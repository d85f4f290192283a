/**
 * Forwarding of one IPv4 unicast packet (ip_forward in netinet/ip_input.c). The stations stand in `forward/`:
 * refuse, route, redirect, report.
 */
import { get16, put16 } from '../../wire/bytes';
import { IP_SUM, IP_TTL } from '../../wire/ipv4';
import type { Host } from '../host';
import { type Mbuf, m_unshare } from '../net/mbuf';
import { RTF_GATEWAY } from '../net/route';
import { enter, leave } from '../trace';
import { closerGateway } from './forward/redirect';
import { isRefusedKind, ttlStep } from './forward/refuse';
import { countOutput, tellSender } from './forward/report';
import { findRoute } from './forward/route';
import { ip_output } from './ipOutput';
import { IP_FORWARDING } from './output/flags';

/**
 * Forwards a packet that came in by `m.rcvif`. `srcrt` is true when its destination was changed on the way
 * here, by an option or a filter.
 */
export function ip_forward(host: Host, m: Mbuf, srcrt: boolean): void {
  enter(host, 'ip_forward', m);
  forward(host, m, srcrt);
  leave(host);
}

function forward(host: Host, m: Mbuf, srcrt: boolean): void {
  if (isRefusedKind(host, m)) return;
  const step = ttlStep(host, m);
  if (step < 0) return;
  const rt = findRoute(host, m);
  if (rt === null) return;
  const gateway = closerGateway(host, m, rt, srcrt);
  const way = (rt.rt_flags & RTF_GATEWAY) !== 0 ? rt.rt_gateway : null;
  const nexthop = way ?? host.ip_forward_rt.dst;
  m_unshare(m);
  const ttl = m.data[m.off + IP_TTL];
  const sum = get16(m.data, m.off + IP_SUM);
  m.data[m.off + IP_TTL] = ttl - step;
  const error = ip_output(host, m, IP_FORWARDING, rt, nexthop);
  countOutput(host, m, rt, nexthop, error);
  // What is quoted to the sender is the packet as it came.
  m.data[m.off + IP_TTL] = ttl;
  put16(m.data, m.off + IP_SUM, sum);
  tellSender(host, m, rt, gateway, error);
}
