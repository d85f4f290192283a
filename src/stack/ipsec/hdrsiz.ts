/** How many bytes the transforms of a policy add at most (ipsec6_hdrsiz in netinet6/ipsec.c). */
import { IP6_HDRLEN, IPPROTO_AH, IPPROTO_ESP } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { IP_FORWARDING, ipsec6_getpolicybyaddr } from './getpolicy';
import { IPSEC_MODE_TUNNEL, IPSEC_POLICY_IPSEC, type Secpolicy } from './policy';

/** Without an association: the header, the longest IV, 9 bytes of padding and trailer, the longest check value. */
const ESP_UNKNOWN = 8 + 16 + 9 + 16;
const AH_UNKNOWN = 12 + 64;
const IPCOMP = 4;
/** An outer IPv4 header. */
const IPV4_HDRLEN = 20;

/** The estimate for one transform before any association exists, without an outer header. */
export function requestOverhead(proto: number): number {
  if (proto === IPPROTO_ESP) return ESP_UNKNOWN;
  return proto === IPPROTO_AH ? AH_UNKNOWN : IPCOMP;
}

/** Bytes that the policy for this packet would add; 0 unless it is an IPsec policy. */
export function ipsec6_hdrsiz(host: Host, m: Mbuf, dir: number): number {
  const sp = ipsec6_getpolicybyaddr(host, m, dir, IP_FORWARDING);
  return sp === null || sp.policy !== IPSEC_POLICY_IPSEC ? 0 : policyHdrsiz(sp);
}

function policyHdrsiz(sp: Secpolicy): number {
  let size = 0;
  for (const isr of sp.req) {
    size += isr.overhead;
    if (isr.mode === IPSEC_MODE_TUNNEL) size += isr.dst?.length === 4 ? IPV4_HDRLEN : IP6_HDRLEN;
  }
  return size;
}
