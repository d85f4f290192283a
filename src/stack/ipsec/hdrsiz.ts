/**
 * How many bytes the transforms of a policy add (ipsec6_hdrsiz in netinet6/ipsec.c, esp_hdrsiz, ah_hdrsiz).
 */
import { IP6_HDRLEN, IPPROTO_AH, IPPROTO_ESP } from '../../wire/ipv6';
import type { Host } from '../host';
import { IP_FORWARDING } from '../inet/output/flags';
import type { Mbuf } from '../net/mbuf';
import { usableSa } from './allocsaPolicy';
import { secasindex } from './checkrequest';
import { ipsec6_getpolicybyaddr } from './getpolicy';
import { IPSEC_MODE_TUNNEL, IPSEC_POLICY_IPSEC, type Ipsecrequest, type Secpolicy } from './policy';
import { icvLength } from './secasvar';

/**
 * An ESP header, and the most that padding and trailer take with blocks of 8 bytes; with those of AES it can
 * be 8 more.
 */
const ESP_OVERHEAD = 8 + 9;
/** Without an association: the longest IV and the longest check value. */
const ESP_UNKNOWN = ESP_OVERHEAD + 16 + 16;
const AH_HEADER = 12;
const AH_UNKNOWN = AH_HEADER + 64;
const IPCOMP = 4;
/** An outer IPv4 header. */
const IPV4_HDRLEN = 20;

/** Bytes that the policy for this packet would add; 0 unless it is an IPsec policy. */
export function ipsec6_hdrsiz(host: Host, m: Mbuf, dir: number): number {
  const sp = ipsec6_getpolicybyaddr(host, m, dir, IP_FORWARDING);
  return sp === null || sp.policy !== IPSEC_POLICY_IPSEC ? 0 : policyHdrsiz(host, m, sp);
}

function policyHdrsiz(host: Host, m: Mbuf, sp: Secpolicy): number {
  let size = 0;
  for (const isr of sp.req) {
    size += requestHdrsiz(host, m, isr);
    if (isr.mode === IPSEC_MODE_TUNNEL) size += isr.dst?.length === 4 ? IPV4_HDRLEN : IP6_HDRLEN;
  }
  return size;
}

/** One transform without an outer header. */
function requestHdrsiz(host: Host, m: Mbuf, isr: Ipsecrequest): number {
  const sav = usableSa(host, isr, secasindex(isr, m, false));
  if (isr.proto === IPPROTO_ESP) {
    return sav === null ? ESP_UNKNOWN : ESP_OVERHEAD + (sav.enc?.ivlen ?? 0) + icvLength(sav);
  }
  if (isr.proto !== IPPROTO_AH) return IPCOMP;
  return sav === null ? AH_UNKNOWN : AH_HEADER + ((icvLength(sav) + 3) & ~3);
}
