/** The MTU of a link for IPv6 (the kernel's IN6_LINKMTU, netinet6/nd6.h). */
import type { Ifnet } from '../net/if';

/**
 * Bytes of the longest packet: the MTU learned from a router, else the driver's limit, where it is below the
 * interface's.
 */
export function in6_linkmtu(ifp: Ifnet): number {
  const { linkmtu, maxmtu } = ifp.nd;
  if (linkmtu !== 0 && linkmtu < ifp.mtu) return linkmtu;
  return maxmtu !== 0 && maxmtu < ifp.mtu ? maxmtu : ifp.mtu;
}
