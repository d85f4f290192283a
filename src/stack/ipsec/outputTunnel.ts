/** Tunnel processing of outgoing packets (ipsec6_output_tunnel in netinet6/ipsec.c). */
import { put16 } from '../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_NXT, IP6_PLEN } from '../../wire/ipv6';
import { EAFNOSUPPORT, EHOSTUNREACH, EINVAL, errnoName } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import type { Mbuf } from '../net/mbuf';
import { type RouteIn6, RTF_GATEWAY, RTF_UP, rtalloc } from '../net/route';
import { AF_INET6 } from '../net/sockaddr';
import { routeOperand } from '../operands';
import type { IpsecOutputState } from '../surroundings';
import { decide, decision, enter, leave, used } from '../trace';
import { findAssociation } from './association';
import { ipsec6_encapsulate } from './encapsulate';
import { IPSEC_MODE_TUNNEL, type Ipsecrequest, type Secpolicy } from './policy';
import { sameEnd } from './sad';
import { describeSa, endText, type Secasvar } from './secasvar';
import { applyTransform } from './transform';

const firstTunnel = decision('ipsec6_output_tunnel.first-tunnel', {
  question: 'Is any request of the policy in tunnel mode?',
  outcomes: {
    found: 'Yes: it and those behind it are applied, those before it are not looked at here.',
    none: 'No: nothing is applied.',
    failed: 'A fault makes tunnel processing fail ({error}).',
  },
  reference: 'RFC 4301 5.1; ipsec6_output_tunnel (netinet6/ipsec.c)',
});

const family = decision('ipsec6_output_tunnel.family', {
  question: 'Is the tunnel one of IPv6?',
  outcomes: {
    ipv6: 'Yes: it leads to {dst}.',
    other: 'No: it leads to {dst}, and IPv6 goes through IPv6 tunnels only (EAFNOSUPPORT).',
  },
  reference: 'RFC 4301 5.1.2; ipsec6_output_tunnel (netinet6/ipsec.c)',
});

const split = decision('ipsec6_output_tunnel.split', {
  question: 'Could the header be given a buffer of its own?',
  outcomes: {
    moved: 'Yes: the packet now begins in another buffer.',
    'in-place': 'It has one: the first buffer holds just the header.',
    'no-buffer': 'No: there is none ({error}).',
  },
  reference: 'ipsec6_splithdr (netinet6/ipsec.c)',
});

const route = decision('ipsec6_output_tunnel.route', {
  question: 'Is there a route to the far end of the tunnel?',
  outcomes: {
    cached: 'Yes: {route}, which the association keeps.',
    found: 'Yes: {route}.',
    none: 'No: no route leads to {dst} (EHOSTUNREACH).',
  },
  reference: 'RFC 4301 5.1.2; ipsec6_output_tunnel (netinet6/ipsec.c)',
});

const length = decision('ipsec6_output_tunnel.length', {
  question: 'Can the payload length be written into the header?',
  outcomes: {
    fits: 'Yes: {plen} bytes.',
    'too-long': 'No: {plen} bytes are more than 65535, and jumbograms are not supported here (EINVAL).',
  },
  reference: 'RFC 8200 3; ipsec6_output_tunnel (netinet6/ipsec.c)',
});

/**
 * Applies the requests of a policy from its first tunnel on: 0, or an error number when the packet is gone.
 */
export function ipsec6_output_tunnel(host: Host, state: IpsecOutputState, sp: Secpolicy): number {
  enter(host, 'ipsec6_output_tunnel', state.m);
  const error = output(host, state, sp);
  leave(host);
  return error;
}

function output(host: Host, state: IpsecOutputState, sp: Secpolicy): number {
  const failed = fault(host, 'ipsec6_output_tunnel', state.m);
  const first = sp.req.findIndex(isr => isr.mode === IPSEC_MODE_TUNNEL);
  const outcome = failed !== 0 ? firstTunnel.failed : first < 0 ? firstTunnel.none : firstTunnel.found;
  decide(host, firstTunnel, outcome, RECORDING && { requests: sp.req.length, error: errnoName(failed) });
  if (outcome === firstTunnel.failed) return failed;
  if (outcome === firstTunnel.none) return 0;
  for (let i = first; i < sp.req.length; i++) {
    const error = applyRequest(host, state, sp.req[i]);
    if (error !== 0) return error;
  }
  return 0;
}

function applyRequest(host: Host, state: IpsecOutputState, isr: Ipsecrequest): number {
  const { m } = state;
  const found = findAssociation(host, isr, m, true);
  if (found.sav === null) return found.error;
  const { sav } = found;
  if (isr.mode === IPSEC_MODE_TUNNEL) {
    const error = encapsulate(host, state, sav);
    if (error !== 0) return error;
  } else {
    // Without a tunnel before it, the transform stands behind the packet's own header.
    const error = splitHeader(host, state);
    if (error !== 0) return error;
  }
  const error = applyTransform(host, m, IP6_NXT, IP6_HDRLEN, isr, sav);
  return error !== 0 ? error : writeLength(host, m);
}

function encapsulate(host: Host, state: IpsecOutputState, sav: Secasvar): number {
  const { m } = state;
  const fits = sav.src.length === 16 ? family.ipv6 : family.other;
  decide(host, family, fits, RECORDING && { dst: { value: endText(sav.dst), origin: sav.origin } });
  if (fits === family.other) {
    host.ipsec6stat.out_inval++;
    return EAFNOSUPPORT;
  }
  const error = splitHeader(host, state);
  if (error !== 0) return error;
  const failed = ipsec6_encapsulate(host, m, sav);
  return failed !== 0 ? failed : findTunnelRoute(host, state, sav);
}

/** The forwarder sees by this whether the packet was put into another one. */
function splitHeader(host: Host, state: IpsecOutputState): number {
  const { m } = state;
  const error = fault(host, 'ipsec6_splithdr', m);
  const outcome = error !== 0 ? split.noBuffer : m.firstLen === IP6_HDRLEN ? split.inPlace : split.moved;
  decide(host, split, outcome, RECORDING && { first_buffer: m.firstLen, error: errnoName(error) });
  if (outcome === split.noBuffer) {
    host.ipsec6stat.out_nomem++;
    return error;
  }
  if (outcome === split.moved) state.moved = true;
  m.firstLen = IP6_HDRLEN;
  return 0;
}

function findTunnelRoute(host: Host, state: IpsecOutputState, sav: Secasvar): number {
  const { m } = state;
  const ro = sav.route;
  const dst = m.data.subarray(m.off + IP6_DST, m.off + IP6_HDRLEN);
  const cached = isGood(ro, dst);
  if (!cached) {
    ro.dst.set(dst);
    ro.family = AF_INET6;
    ro.rt = null;
    rtalloc(host.rt6, ro);
  }
  const { rt } = ro;
  if (rt !== null) used(host, rt.origin);
  decide(
    host,
    route,
    rt === null ? route.none : cached ? route.cached : route.found,
    RECORDING && {
      route: routeOperand(rt),
      dst: { value: endText(sav.dst), origin: sav.origin },
      sa: { value: describeSa(sav), origin: sav.origin },
    },
  );
  if (rt === null) {
    host.ip6stat.ip6s_noroute++;
    host.ipsec6stat.out_noroute++;
    return EHOSTUNREACH;
  }
  state.rt = rt;
  state.dst = (rt.rt_flags & RTF_GATEWAY) !== 0 && rt.rt_gateway !== null ? rt.rt_gateway : ro.dst;
  return 0;
}

/** True while the route that was found before is up and leads to the same place. */
function isGood(ro: RouteIn6, dst: Uint8Array): boolean {
  return ro.rt !== null && (ro.rt.rt_flags & RTF_UP) !== 0 && sameEnd(ro.dst, dst);
}

function writeLength(host: Host, m: Mbuf): number {
  const plen = m.len - IP6_HDRLEN;
  const outcome = plen > 0xffff ? length.tooLong : length.fits;
  if (outcome === length.fits) put16(m.data, m.off + IP6_PLEN, plen);
  m.firstLen = IP6_HDRLEN;
  decide(host, length, outcome, RECORDING && { plen });
  if (outcome === length.fits) return 0;
  host.ipsec6stat.out_inval++;
  return EINVAL;
}
