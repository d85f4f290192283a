/**
 * Whether the sender of a forwarded packet could have used a closer gateway (ip_forward in
 * netinet/ip_input.c).
 */
import { get32 } from '../../../wire/bytes';
import { IP_DST, IP_SRC } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { RTF_DYNAMIC, RTF_GATEWAY, RTF_MODIFIED, type Rtentry } from '../../net/route';
import { ifOperand, routeOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { in_samePrefix } from '../in';
import { inOperand } from '../ipOperands';

const redirect = decision('ip_forward.redirect', {
  question: 'Could the sender reach the next hop itself?',
  outcomes: {
    'other-interface': 'No: it leaves by another interface, {outif}.',
    redirect: 'Yes: it leaves by {outif}, where it came in, and {ip_src} is on that link. It is told.',
    'default-route': 'Perhaps, but of the default route nobody is told.',
    'made-by-redirect': 'Perhaps, but a redirect has made this route.',
    'source-routed': 'It does not matter: the packet names its own way, or a filter changed it.',
    off: 'It does not matter: net.inet.ip.redirect is 0.',
    'foreign-sender': 'No: {ip_src} is not on the link of {outif}.',
  },
  reference: 'RFC 1812 5.2.7.2; ip_forward (netinet/ip_input.c)',
});

/** The gateway to tell the sender of, as a number; 0 for no redirect. */
export function closerGateway(host: Host, m: Mbuf, rt: Rtentry, srcrt: boolean): number {
  const outcome = judge(host, m, rt, srcrt);
  decide(
    host,
    redirect,
    outcome,
    RECORDING && { ip_src: inOperand(m, IP_SRC), outif: ifOperand(rt.rt_ifp), route: routeOperand(rt) },
  );
  if (outcome !== redirect.redirect) return 0;
  const gateway = (rt.rt_flags & RTF_GATEWAY) !== 0 ? rt.rt_gateway : null;
  return gateway === null ? get32(m.data, m.off + IP_DST) : get32(gateway, 0);
}

function judge(host: Host, m: Mbuf, rt: Rtentry, srcrt: boolean): number {
  if (rt.rt_ifp !== m.rcvif) return redirect.otherInterface;
  if ((rt.rt_flags & (RTF_DYNAMIC | RTF_MODIFIED)) !== 0) return redirect.madeByRedirect;
  if (get32(rt.rt_key, 0) === 0) return redirect.defaultRoute;
  if (host.sysctl4.redirect === 0) return redirect.off;
  if (srcrt) return redirect.sourceRouted;
  const src = get32(m.data, m.off + IP_SRC);
  for (const ia of rt.rt_ifp.inet) if (in_samePrefix(ia, src)) return redirect.redirect;
  return redirect.foreignSender;
}
