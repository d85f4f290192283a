/** What a tunnel does with marks of congestion (netinet6/ip_ecn.c; RFC 3168 9.1). */

const ECN_CE = 3;
/** The outer header says that the way does not know congestion marks. */
const ECN_FORBIDDEN = 0;
/** Marks go in and come out. */
const ECN_ALLOWED = 1;

/** The outer traffic class for an inner one (ip_ecn_ingress). `mode` is net.inet6.ipsec6.ecn; -1 copies. */
export function ip_ecn_ingress(mode: number, inner: number): number {
  if (mode === ECN_FORBIDDEN) return inner & ~ECN_CE;
  // A mark made before the tunnel is not repeated outside.
  if (mode === ECN_ALLOWED) return (inner & ECN_CE) === ECN_CE ? (inner & ~ECN_CE) | 2 : inner;
  return inner;
}

/** The inner traffic class when a tunnel ends (ip_ecn_egress). */
export function ip_ecn_egress(mode: number, outer: number, inner: number): number {
  return mode === ECN_ALLOWED && (outer & ECN_CE) === ECN_CE ? inner | ECN_CE : inner;
}
