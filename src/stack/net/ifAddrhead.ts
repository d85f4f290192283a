/**
 * The addresses of a real interface as the kernel lists them: its link address, then those of IPv4 and of
 * IPv6.
 */
import type { Host } from '../host';
import type { InIfaddr } from '../inet/inVar';
import { newSockaddrIn } from '../inet/sockaddrIn';
import type { Ifnet } from './if';
import type { Ifaddr } from './ifaddr';
import { AF_INET, AF_INET6, AF_LINK } from './sockaddr';

const LINK: Ifaddr = Object.freeze({ ifa_addr: newSockaddrIn(AF_LINK), ifa_broadaddr: null });
const INET6: Ifaddr = Object.freeze({ ifa_addr: newSockaddrIn(AF_INET6), ifa_broadaddr: null });

function inetAddress(ia: InIfaddr): Ifaddr {
  return {
    ifa_addr: newSockaddrIn(AF_INET, ia.addr),
    ifa_broadaddr: ia.broadcast === null ? null : newSockaddrIn(AF_INET, ia.broadcast),
  };
}

export function if_addrhead(_host: Host, ifp: Ifnet): readonly Ifaddr[] {
  return [LINK, ...ifp.inet.map(inetAddress), ...ifp.addresses.map(() => INET6)];
}
