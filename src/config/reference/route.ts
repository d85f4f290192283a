/** What the words of `route` mean. */
import type { ReferenceTable } from './table';

export const routeReference: ReferenceTable = {
  route: {
    manual: 'route(8)',
    rows: [
      [
        'route',
        'route add|delete|change|flush [-inet6] DEST GATEWAY [MODIFIER…]',
        'Changes the routing table. The route with the longest prefix that covers a destination is taken. A gateway must be on a connected prefix; a link-local one names its interface after %.',
        'route add -inet6 default fe80::1%em1',
      ],
      [
        'add',
        'route add [-inet6] DEST GATEWAY',
        'Adds a route; one for exactly this prefix must not be there.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2',
      ],
      [
        'delete',
        'route delete [-inet6] DEST',
        'Takes a route out of the table.',
        'route delete -inet6 2001:db8:2::/48',
      ],
      [
        'change',
        'route change [-inet6] DEST GATEWAY',
        'Gives a route another gateway, interface or flags.',
        'route change -inet6 2001:db8:2::/48 2001:db8:1::3',
      ],
      [
        'flush',
        'route flush [-inet6]',
        'Takes every route with a gateway out of the table.',
        'route flush -inet6',
      ],
      [
        'default',
        'default',
        'The route that covers every destination: ::/0 after -inet6.',
        'route add -inet6 default fe80::1%em1',
      ],
      [
        '-inet6',
        '-inet6',
        'The route is for IPv6; without it, for IPv4.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2',
      ],
      [
        '-inet',
        '-inet',
        'The route is for IPv4, as it is without it.',
        'route add -inet 198.51.100.0/24 192.0.2.2',
      ],
      [
        '-net',
        '-net',
        'The destination is a network; without a length an IPv6 one has 64 bits.',
        'route add -inet6 -net 2001:db8:2:1:: 2001:db8:1::2',
      ],
      [
        '-host',
        '-host',
        'The destination is one address.',
        'route add -inet6 -host 2001:db8:2::9 2001:db8:1::2',
      ],
      [
        '-prefixlen',
        '-prefixlen LEN',
        'Length of the destination in bits.',
        'route add -inet6 2001:db8:2:: -prefixlen 48 2001:db8:1::2',
      ],
      [
        '-netmask',
        '-netmask MASK',
        'Mask of an IPv4 destination.',
        'route add 198.51.100.0 192.0.2.2 -netmask 255.255.255.0',
      ],
      [
        '-interface',
        '-interface IF|ADDR',
        'The destination is directly connected: by an interface, or by the one that has the address.',
        'route add -inet6 2001:db8:9::/64 -interface tun0',
      ],
      ['-iface', '-iface IF|ADDR', 'The same as -interface.', 'route add -inet6 2001:db8:9::/64 -iface tun0'],
      [
        '-ifp',
        '-ifp IF',
        'The interface of the route, where the gateway alone does not tell.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -ifp em0',
      ],
      [
        '-ifa',
        '-ifa ADDR',
        'The address of ours that the route belongs to. Kept without effect.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -ifa 2001:db8:1::1',
      ],
      [
        '-blackhole',
        '-blackhole',
        'Packets that take the route vanish without an answer, and count as forwarded.',
        'route add -inet6 2001:db8:dead::/48 ::1 -blackhole',
      ],
      [
        '-reject',
        '-reject',
        'Packets that take the route are refused: the sender gets Destination Unreachable.',
        'route add -inet6 2001:db8:bad::/48 ::1 -reject',
      ],
      [
        '-dynamic',
        '-dynamic',
        'The route counts as made by a redirect: packets that take it lead to none.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -dynamic',
      ],
      [
        '-static',
        '-static',
        'The route is made by hand, as all of these are.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -static',
      ],
      [
        '-nostatic',
        '-nostatic',
        'The route counts as made by a program.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -nostatic',
      ],
      [
        '-proto1',
        '-proto1',
        'A mark for routing programs. Kept without effect.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -proto1',
      ],
      [
        '-proto2',
        '-proto2',
        'A mark for routing programs. Kept without effect.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -proto2',
      ],
      [
        '-cloning',
        '-cloning',
        'The route makes a route for each host when used.',
        'route add -inet6 2001:db8:9::/64 -interface em0 -cloning',
      ],
      [
        '-xresolve',
        '-xresolve',
        'A program resolves addresses. Kept without effect.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -xresolve',
      ],
      [
        '-llinfo',
        '-llinfo',
        'The route carries link information.',
        'route add -inet6 2001:db8:9::/64 -interface em0 -llinfo',
      ],
      [
        '-mtu',
        '-mtu BYTES',
        'MTU of the path. Kept without effect: forwarding looks at the link only.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -mtu 1400',
      ],
      [
        '-expire',
        '-expire SECONDS',
        'When the route ends. Kept without effect.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -expire 600',
      ],
      [
        '-hopcount',
        '-hopcount N',
        'Cost of the route. Kept without effect.',
        'route add -inet6 2001:db8:2::/48 2001:db8:1::2 -hopcount 3',
      ],
    ],
  },
};
