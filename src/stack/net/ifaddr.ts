/** The addresses of an interface whatever their family, as the kernel lists them (if_addrhead). */
import type { Host } from '../host';
import type { SockaddrIn } from '../inet/sockaddrIn';
import { equalSockaddrIn } from '../inet/sockaddrIn';
import { IFF_BROADCAST, type Ifnet } from './if';

export interface Ifaddr {
  /** Null for an entry without an address. */
  readonly ifa_addr: SockaddrIn | null;
  /** The address to all of its network, null for none. */
  readonly ifa_broadaddr: SockaddrIn | null;
}

/**
 * The interface that bears this address, or whose broadcast address it is; the first of several, or null
 * (ifa_ifwithaddr).
 */
export function ifa_ifwithaddr(host: Host, sin: SockaddrIn): Ifnet | null {
  for (const ifp of host.interfaces) {
    const broadcasts = (ifp.flags & IFF_BROADCAST) !== 0;
    for (const { ifa_addr, ifa_broadaddr } of host.surroundings.if_addrhead(host, ifp)) {
      if (ifa_addr !== null && equalSockaddrIn(ifa_addr, sin)) return ifp;
      if (broadcasts && ifa_broadaddr !== null && equalSockaddrIn(ifa_broadaddr, sin)) return ifp;
    }
  }
  return null;
}
