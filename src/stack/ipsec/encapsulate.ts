/** The outer header of a tunnel (ipsec6_encapsulate in netinet6/ipsec.c). */
import { put16 } from '../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_HLIM, IP6_NXT, IP6_PLEN, IP6_SRC, IPPROTO_IPV6 } from '../../wire/ipv6';
import { errnoName } from '../errno';
import type { Host } from '../host';
import { in6_clearscope } from '../inet6/scope6';
import { fault } from '../net/fault';
import { type Mbuf, m_setBytes } from '../net/mbuf';
import { decide, decision } from '../trace';
import { ip_ecn_ingress } from './ecn';
import { endText, type Secasvar } from './secasvar';

/** Hop limit of outer headers (IPV6_DEFHLIM). */
const OUTER_HLIM = 64;

const outer = decision('ipsec6_encapsulate.outer', {
  question: 'Is there an outer header now?',
  outcomes: {
    added:
      'Yes: from {src} to {dst}, hop limit 64, traffic class {tclass}; class and flow label come from the inner header.',
    failed: 'No: there is no memory for it ({error}).',
  },
  reference: 'RFC 4301 5.1.2; ipsec6_encapsulate (netinet6/ipsec.c)',
});

/**
 * Puts the packet into another between the ends of the association, next header 41: 0, or an error number
 * when it is gone.
 */
export function ipsec6_encapsulate(host: Host, m: Mbuf, sav: Secasvar): number {
  const error = fault(host, 'ipsec6_encapsulate', m);
  if (error === 0) putOuterHeader(host, m, sav);
  decide(
    host,
    outer,
    error === 0 ? outer.added : outer.failed,
    RECORDING && {
      src: { value: endText(sav.src), origin: sav.origin },
      dst: { value: endText(sav.dst), origin: sav.origin },
      tclass: trafficClass(m.data, m.off),
      ecn: host.sysctl.ecn,
      error: errnoName(error),
    },
  );
  return error;
}

function putOuterHeader(host: Host, m: Mbuf, sav: Secasvar): void {
  const bytes = new Uint8Array(IP6_HDRLEN + m.len);
  bytes.set(m.data.subarray(m.off, m.off + IP6_HDRLEN));
  bytes.set(m.data.subarray(m.off, m.off + m.len), IP6_HDRLEN);
  // The inner addresses leave the machine, and their zones do not.
  in6_clearscope(bytes, IP6_HDRLEN + IP6_SRC);
  in6_clearscope(bytes, IP6_HDRLEN + IP6_DST);
  setTrafficClass(bytes, 0, ip_ecn_ingress(host.sysctl.ecn, trafficClass(bytes, 0)));
  put16(bytes, IP6_PLEN, m.len & 0xffff);
  bytes[IP6_NXT] = IPPROTO_IPV6;
  bytes[IP6_HLIM] = OUTER_HLIM;
  bytes.set(sav.src, IP6_SRC);
  bytes.set(sav.dst, IP6_DST);
  m_setBytes(m, bytes);
  m.firstLen = IP6_HDRLEN;
}

/** The traffic class of the IPv6 header at `off`. */
export function trafficClass(bytes: Uint8Array, off: number): number {
  return ((bytes[off] & 0x0f) << 4) | (bytes[off + 1] >> 4);
}

/** Writes the traffic class of the IPv6 header at `off`. */
export function setTrafficClass(bytes: Uint8Array, off: number, tclass: number): void {
  bytes[off] = (bytes[off] & 0xf0) | (tclass >> 4);
  bytes[off + 1] = (bytes[off + 1] & 0x0f) | ((tclass & 0x0f) << 4);
}
