/** A router of IPv4 on which tests let packets arrive. */
import { Lab } from './lab';
import { HOST_MAC, mac, NEIGHBOR_MAC, ROUTER_MAC } from './packets';
import { quad } from './packets4';

/**
 * em0 192.0.2.1/24 and em1 198.51.100.1/24, forwarding on. On em0 192.0.2.10 and 192.0.2.2, a router, are
 * known neighbours, on em1 198.51.100.20. 203.0.113.0/24 lies behind 192.0.2.2.
 */
export function router4(): Lab {
  return new Lab().each((stack, host) => {
    const em0 = stack.if_attach(host, { name: 'em0', lladdr: mac(ROUTER_MAC) });
    const em1 = stack.if_attach(host, { name: 'em1', lladdr: mac('02:00:00:00:01:02') });
    stack.in_ifadd(host, em0, { addr: quad('192.0.2.1'), prefixlen: 24 });
    stack.in_ifadd(host, em1, { addr: quad('198.51.100.1'), prefixlen: 24 });
    stack.sysctl_set(host, 'net.inet.ip.forwarding', 1);
    stack.arp_setentry(host, em0, quad('192.0.2.10'), mac(HOST_MAC));
    stack.arp_setentry(host, em0, quad('192.0.2.2'), mac('02:00:00:00:00:02'));
    stack.arp_setentry(host, em1, quad('198.51.100.20'), mac(NEIGHBOR_MAC));
    stack.rtadd(host.rt4, { dst: quad('203.0.113.0'), prefixlen: 24, gateway: quad('192.0.2.2'), ifp: em0 });
  });
}
