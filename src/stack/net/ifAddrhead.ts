/** The addresses of a real interface as the kernel lists them: its link address, then those of IPv6. */
import type { Host } from '../host';
import { newSockaddrIn } from '../inet/sockaddrIn';
import { AF_LINK } from '../tunnel/sockaddr';
import type { Ifnet } from './if';
import type { Ifaddr } from './ifaddr';
import { AF_INET6 } from './route';

const LINK: Ifaddr = Object.freeze({ ifa_addr: newSockaddrIn(AF_LINK), ifa_broadaddr: null });
const INET6: Ifaddr = Object.freeze({ ifa_addr: newSockaddrIn(AF_INET6), ifa_broadaddr: null });

export function if_addrhead(_host: Host, ifp: Ifnet): readonly Ifaddr[] {
  return [LINK, ...ifp.addresses.map(() => INET6)];
}
