/**
 * The route of a forwarded IPv4 packet: that of the last one when its destination is the same (ipforward_rt).
 */
import { get32 } from '../../../wire/bytes';
import { ICMP_UNREACH, ICMP_UNREACH_HOST } from '../../../wire/icmp';
import { IP_DST } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { RTF_UP, type Rtentry, routeCandidates, rtalloc1 } from '../../net/route';
import { describeRoute, routeOperand } from '../../operands';
import { considered, DROPPED, decide, decision, settle, used } from '../../trace';
import { icmp_error } from '../icmp/error';
import { inOperand } from '../ipOperands';

/** The one-entry forwarding cache. */
export interface IpForwardRt {
  /** 4 bytes. */
  dst: Uint8Array;
  rt: Rtentry | null;
}

/** An empty cache. */
export function newIpForwardRt(): IpForwardRt {
  return { dst: new Uint8Array(4), rt: null };
}

const route = decision('ip_forward.route', {
  question: 'Which route leads to the destination?',
  outcomes: {
    cached: '{route}, as for the packet before.',
    found: '{route}.',
    none: {
      answer: 'None leads to {ip_dst}.',
      verdict: 'no route leads to {ip_dst}',
    },
  },
  reference: 'RFC 1812 5.2.4; ip_forward (netinet/ip_input.c)',
});

/** The route, which the cache keeps; null when there is none, and the packet is gone. */
export function findRoute(host: Host, m: Mbuf): Rtentry | null {
  const cache = host.ip_forward_rt;
  const at = m.off + IP_DST;
  const same = get32(cache.dst, 0) === get32(m.data, at);
  const hit = same && cache.rt !== null && (cache.rt.rt_flags & RTF_UP) !== 0;
  if (!hit) lookUp(host, m.data, at);
  const { rt } = cache;
  if (rt !== null) used(host, rt.origin);
  if (RECORDING) considered(host, () => routeCandidates(host.rt4, cache.dst, rt, describeRoute));
  const outcome = rt === null ? route.none : hit ? route.cached : route.found;
  decide(host, route, outcome, RECORDING && { ip_dst: inOperand(m, IP_DST), route: routeOperand(rt) });
  if (rt !== null) return rt;
  settle(host, DROPPED);
  icmp_error(host, m, ICMP_UNREACH, ICMP_UNREACH_HOST, 0, 0);
  return null;
}

function lookUp(host: Host, data: Uint8Array, at: number): void {
  const cache = host.ip_forward_rt;
  for (let i = 0; i < 4; i++) cache.dst[i] = data[at + i];
  cache.rt = rtalloc1(host.rt4, data, at);
}
