/** What every word of the `.stack` language means: the one source of hovers, completions and the README's tables. */
import { sysctls } from '#stack/running';

/** One word in the context of a command. */
export interface ReferenceEntry {
  /** The word as typed. */
  readonly word: string;
  /** The command it belongs to; the same as `word` for commands themselves. */
  readonly command: string;
  /** How it is written: `[…]` may be left out, CAPITALS stand for values, `a|b` is a choice. */
  readonly syntax: string;
  /** One paragraph. */
  readonly meaning: string;
  /** A whole line that uses it, and that parses. */
  readonly example: string;
  /** The manual page it comes from, or null for words of our own. */
  readonly manual: string | null;
}

type Row = readonly [word: string, syntax: string, meaning: string, example: string];

const table: Readonly<Record<string, { readonly manual: string | null; readonly rows: readonly Row[] }>> = {
  ifconfig: {
    manual: 'ifconfig(8)',
    rows: [
      [
        'ifconfig',
        'ifconfig IF [PARAMETER…]',
        'Sets up an interface. It exists from the first line that names it; its kind follows from the letters of its name (tun, ppp and gif are point-to-point, lo is loopback, all others are Ethernet), and its link address is made up where none is given.',
        'ifconfig em0 inet6 2001:db8:1::1/64 up',
      ],
      [
        'inet6',
        'inet6 ADDR[/LEN] [PEER]',
        'Adds an IPv6 address; it never replaces another. Without a length the prefix has 64 bits, on point-to-point and loopback interfaces 128. The first address brings the interface up and gives it a link-local address made from its link address.',
        'ifconfig em0 inet6 2001:db8:1::1/64',
      ],
      [
        'inet',
        'inet ADDR[/LEN] [PEER]',
        'Sets the IPv4 address. It is kept, but IPv4 is not simulated yet.',
        'ifconfig em0 inet 192.0.2.1/24',
      ],
      [
        'prefixlen',
        'prefixlen LEN',
        'Length in bits of the prefix of the address before it.',
        'ifconfig em0 inet6 2001:db8:1::1 prefixlen 64',
      ],
      [
        'netmask',
        'netmask MASK',
        'Mask of the IPv4 address before it, dotted or as 0x and hexadecimal digits.',
        'ifconfig em0 inet 192.0.2.1 netmask 255.255.255.0',
      ],
      [
        'broadcast',
        'broadcast ADDR',
        'Broadcast address of the IPv4 network.',
        'ifconfig em0 inet 192.0.2.1/24 broadcast 192.0.2.255',
      ],
      [
        'alias',
        'inet6 ADDR[/LEN] alias',
        'Adds the address beside those that are there. IPv6 addresses are always added so.',
        'ifconfig em0 inet6 2001:db8:1::2/64 alias',
      ],
      [
        'add',
        'inet6 ADDR[/LEN] add',
        'The same as alias. On a bridge, OpenBSD adds a member with it.',
        'ifconfig em0 inet6 2001:db8:1::2/64 add',
      ],
      [
        '-alias',
        'inet6 ADDR -alias',
        'Takes the address away, and the routes that came with it.',
        'ifconfig em0 inet6 2001:db8:1::2 -alias',
      ],
      ['delete', 'inet6 ADDR delete', 'The same as -alias.', 'ifconfig em0 inet6 2001:db8:1::2 delete'],
      ['remove', 'inet6 ADDR remove', 'The same as -alias.', 'ifconfig em0 inet6 2001:db8:1::2 remove'],
      [
        'anycast',
        'inet6 ADDR anycast',
        'The address is shared with other machines: it is never the source of a packet.',
        'ifconfig em0 inet6 2001:db8:1::a/64 anycast',
      ],
      [
        '-anycast',
        'inet6 ADDR -anycast',
        'The address is an ordinary one.',
        'ifconfig em0 inet6 2001:db8:1::a/64 -anycast',
      ],
      [
        'tentative',
        'inet6 ADDR tentative',
        'The address is not known to be unique yet: packets to it are dropped. In BSD only the kernel sets this.',
        'ifconfig em0 inet6 2001:db8:1::b/64 tentative',
      ],
      [
        '-tentative',
        'inet6 ADDR -tentative',
        'Duplicate detection is past, as for every address unless said otherwise.',
        'ifconfig em0 inet6 2001:db8:1::b/64 -tentative',
      ],
      [
        'deprecated',
        'inet6 ADDR deprecated',
        'The address works, but others are preferred as sources.',
        'ifconfig em0 inet6 2001:db8:1::c/64 deprecated',
      ],
      [
        '-deprecated',
        'inet6 ADDR -deprecated',
        'The address is preferred again.',
        'ifconfig em0 inet6 2001:db8:1::c/64 -deprecated',
      ],
      [
        'autoconf',
        'inet6 ADDR autoconf',
        'The address counts as configured automatically.',
        'ifconfig em0 inet6 2001:db8:1::d/64 autoconf',
      ],
      [
        '-autoconf',
        'inet6 ADDR -autoconf',
        'The address counts as configured by hand.',
        'ifconfig em0 inet6 2001:db8:1::d/64 -autoconf',
      ],
      [
        'eui64',
        'inet6 PREFIX eui64',
        'Completes the low 64 bits with the interface id made from the link address.',
        'ifconfig em0 inet6 2001:db8:1:: eui64',
      ],
      [
        'pltime',
        'pltime SECONDS|infinity',
        'How long the address is preferred. Kept: addresses do not expire here.',
        'ifconfig em0 inet6 2001:db8:1::1/64 pltime 600',
      ],
      [
        'vltime',
        'vltime SECONDS|infinity',
        'How long the address is valid. Kept: addresses do not expire here.',
        'ifconfig em0 inet6 2001:db8:1::1/64 vltime infinity',
      ],
      ['up', 'up', 'Takes the interface into use.', 'ifconfig em0 up'],
      [
        'down',
        'down',
        'Puts the interface out of use: nothing is received on it, and sending fails with ENETDOWN.',
        'at 5s ifconfig em1 down',
      ],
      [
        'mtu',
        'mtu BYTES',
        'Largest packet that the link carries. IPv6 wants 1280 at least.',
        'ifconfig em1 mtu 1400',
      ],
      [
        'lladdr',
        'lladdr MAC',
        'The link address. A link-local address made from a made-up one is made anew.',
        'ifconfig em0 lladdr 02:00:00:00:01:02',
      ],
      ['ether', 'ether MAC', 'The same as lladdr.', 'ifconfig em0 ether 02:00:00:00:01:02'],
      ['link', 'link MAC', 'The same as lladdr (NetBSD).', 'ifconfig em0 link 02:00:00:00:01:02'],
      [
        'create',
        'create',
        'Makes a cloned interface. Naming an interface is enough here.',
        'ifconfig gif0 create',
      ],
      ['plumb', 'plumb', 'The same as create.', 'ifconfig gif0 plumb'],
      ['destroy', 'destroy', 'Removes a cloned interface. Not simulated yet.', 'ifconfig gif0 destroy'],
      ['unplumb', 'unplumb', 'The same as destroy.', 'ifconfig gif0 unplumb'],
      ['metric', 'metric N', 'Cost told to routing programs. Kept without effect.', 'ifconfig em0 metric 1'],
      ['arp', 'arp', 'IPv4 neighbours are looked up, as always.', 'ifconfig em0 arp'],
      ['-arp', '-arp', 'IPv4 neighbours are not looked up. Kept without effect.', 'ifconfig em0 -arp'],
      ['promisc', 'promisc', 'The card hears every frame. Kept without effect.', 'ifconfig em0 promisc'],
      ['-promisc', '-promisc', 'The card hears its own frames only.', 'ifconfig em0 -promisc'],
      [
        'monitor',
        'monitor',
        'Frames are seen by listeners, then thrown away. Not simulated yet.',
        'ifconfig em0 monitor',
      ],
      ['-monitor', '-monitor', 'Frames are received as usual.', 'ifconfig em0 -monitor'],
      ['debug', 'debug', 'The driver writes debug lines. Kept without effect.', 'ifconfig em0 debug'],
      ['-debug', '-debug', 'The driver is quiet.', 'ifconfig em0 -debug'],
      ['link0', 'link0', 'A flag of the driver. Kept without effect.', 'ifconfig em0 link0'],
      ['-link0', '-link0', 'A flag of the driver.', 'ifconfig em0 -link0'],
      ['link1', 'link1', 'A flag of the driver. Kept without effect.', 'ifconfig em0 link1'],
      ['-link1', '-link1', 'A flag of the driver.', 'ifconfig em0 -link1'],
      ['link2', 'link2', 'A flag of the driver. Kept without effect.', 'ifconfig em0 link2'],
      ['-link2', '-link2', 'A flag of the driver.', 'ifconfig em0 -link2'],
      ['media', 'media TYPE', 'Media type of the card. Kept without effect.', 'ifconfig em0 media 100baseTX'],
      [
        'mediaopt',
        'mediaopt OPTION',
        'Media option of the card. Kept without effect.',
        'ifconfig em0 mediaopt full-duplex',
      ],
      [
        'group',
        'group NAME',
        'Puts the interface into a group. Kept without effect.',
        'ifconfig em0 group lan',
      ],
      [
        '-group',
        '-group NAME',
        'Takes the interface out of a group. Kept without effect.',
        'ifconfig em0 -group lan',
      ],
      [
        'tunnel',
        'tunnel SRC DST',
        'Outer addresses of a tunnel. Not simulated yet.',
        'ifconfig gif0 tunnel 2001:db8::1 2001:db8::2',
      ],
      [
        'deletetunnel',
        'deletetunnel',
        'Takes the outer addresses away. Kept without effect.',
        'ifconfig gif0 deletetunnel',
      ],
      ['-tunnel', '-tunnel', 'The same as deletetunnel (OpenBSD).', 'ifconfig gif0 -tunnel'],
      [
        'tunneldomain',
        'tunneldomain N',
        'Routing table of the outer packets. Not simulated yet.',
        'ifconfig gif0 tunneldomain 1',
      ],
      [
        'rdomain',
        'rdomain N',
        'Routing domain of the interface. Not simulated yet.',
        'ifconfig em0 rdomain 1',
      ],
      [
        'vlan',
        'vlan TAG vlandev IF',
        'Tag of a VLAN interface. Not simulated yet.',
        'ifconfig em2 vlan 10 vlandev em0',
      ],
      [
        'vlandev',
        'vlandev IF',
        'The interface that carries the tagged frames. Not simulated yet.',
        'ifconfig em2 vlan 10 vlandev em0',
      ],
      [
        '-vlandev',
        '-vlandev',
        'Takes a VLAN interface off its carrier. Kept without effect.',
        'ifconfig em2 -vlandev',
      ],
      ['vnetid', 'vnetid TAG', 'The same as vlan (OpenBSD).', 'ifconfig em2 vnetid 10 parent em0'],
      ['parent', 'parent IF', 'The same as vlandev (OpenBSD).', 'ifconfig em2 vnetid 10 parent em0'],
      ['-parent', '-parent', 'The same as -vlandev (OpenBSD).', 'ifconfig em2 -parent'],
      ['-vlan', '-vlan', 'The same as -vlandev.', 'ifconfig em2 -vlan'],
      ['addm', 'addm IF', 'Adds a member to a bridge. Not simulated yet.', 'ifconfig em2 addm em0'],
      [
        'deletem',
        'deletem IF',
        'Takes a member out of a bridge. Not simulated yet.',
        'ifconfig em2 deletem em0',
      ],
    ],
  },
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
        'The route is for IPv4, which is not simulated yet.',
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
  ndp: {
    manual: 'ndp(8)',
    rows: [
      [
        'ndp',
        'ndp -s|-d|-c|-i …',
        'Changes the neighbour cache. Neighbours that no line gives are unknown and solicited when needed.',
        'ndp -s fe80::2%em0 02:00:00:00:01:03',
      ],
      [
        '-s',
        'ndp -s NEIGHBOUR MAC [temp] [proxy]',
        'Gives a neighbour its link address, for good unless temp.',
        'ndp -s 2001:db8:1::10 02:00:00:00:01:01',
      ],
      ['-d', 'ndp -d NEIGHBOUR', 'Forgets a neighbour.', 'ndp -d 2001:db8:1::10'],
      ['-c', 'ndp -c', 'Forgets every neighbour.', 'at 5s ndp -c'],
      [
        '-i',
        'ndp -i IF [FLAG…] [VARIABLE=N…]',
        'Settings of neighbour discovery on an interface; a - before a flag turns it off.',
        'ndp -i em0 -nud linkmtu=1400',
      ],
      [
        'temp',
        'temp',
        'The neighbour may become stale and be forgotten.',
        'ndp -s 2001:db8:1::10 02:00:00:00:01:01 temp',
      ],
      [
        'proxy',
        'proxy',
        'Answer solicitations for the neighbour. Kept without effect.',
        'ndp -s 2001:db8:1::10 02:00:00:00:01:01 proxy',
      ],
      ['nud', 'nud', 'Ask neighbours whether they are still there.', 'ndp -i em0 nud'],
      [
        'disabled',
        'disabled',
        'IPv6 is off on the interface: nothing is received, sending fails with ENETDOWN.',
        'ndp -i em0 disabled',
      ],
      [
        'accept_rtadv',
        'accept_rtadv',
        'Configure from router advertisements. Kept without effect.',
        'ndp -i em0 accept_rtadv',
      ],
      [
        'prefer_source',
        'prefer_source',
        'Prefer addresses of this interface. Kept without effect.',
        'ndp -i em0 prefer_source',
      ],
      [
        'linkmtu',
        'linkmtu=BYTES',
        'MTU as learned from a router; the smaller one of it and the interface’s counts.',
        'ndp -i em0 linkmtu=1400',
      ],
      ['maxmtu', 'maxmtu=BYTES', 'MTU that the driver allows.', 'ndp -i em0 maxmtu=1500'],
      ['retrans', 'retrans=MILLISECONDS', 'Time between two solicitations.', 'ndp -i em0 retrans=1000'],
      ['chlim', 'chlim=N', 'Hop limit of packets of our own on this link.', 'ndp -i em0 chlim=64'],
    ],
  },
  arp: {
    manual: 'arp(8)',
    rows: [
      [
        'arp',
        'arp -s HOST MAC [temp] [pub [only]]',
        'Gives an IPv4 neighbour its link address. Kept: IPv4 is not simulated yet.',
        'arp -s 192.0.2.2 02:00:00:00:00:02',
      ],
      [
        '-s',
        'arp -s HOST MAC',
        'Gives an IPv4 neighbour its link address.',
        'arp -s 192.0.2.2 02:00:00:00:00:02',
      ],
      ['-S', 'arp -S HOST MAC', 'As -s, in place of what is there.', 'arp -S 192.0.2.2 02:00:00:00:00:02'],
      ['-d', 'arp -d HOST|-a', 'Forgets one IPv4 neighbour, or all.', 'arp -d 192.0.2.2'],
    ],
  },
  sysctl: {
    manual: 'sysctl(8)',
    rows: [['sysctl', 'sysctl NAME=VALUE…', 'Sets kernel settings.', 'sysctl net.inet6.ip6.forwarding=1']],
  },
  setkey: {
    manual: 'setkey(8)',
    rows: [
      [
        'setkey',
        'setkey STATEMENT',
        'A statement about IPsec policies or associations. The word setkey and the ; at the end may be left out.',
        'setkey spdadd ::/0 2001:db8:9::/48 any -P out discard',
      ],
      [
        'spdadd',
        'spdadd SRC DST UPPER -P in|out discard|none|ipsec TRANSFORM…',
        'Appends a policy; the first that matches a packet counts. SRC and DST are ADDR[/LEN][[PORT]], UPPER is any, a protocol, or icmp6 TYPE,CODE; a TRANSFORM is PROTO/MODE/SRC-DST/LEVEL.',
        'spdadd 2001:db8:a::/48 2001:db8:b::/48 any -P out ipsec esp/tunnel/2001:db8::1-2001:db8::2/require ;',
      ],
      [
        'spddelete',
        'spddelete SRC DST UPPER -P in|out',
        'Takes away the policy of exactly this selector.',
        'spddelete 2001:db8:a::/48 2001:db8:b::/48 any -P out ;',
      ],
      ['spdflush', 'spdflush', 'Takes every policy away.', 'spdflush ;'],
      [
        'add',
        'add SRC DST PROTO SPI [OPTION…] ALGORITHM…',
        'An association: keys and algorithms between two addresses. Kept: transforms are not simulated yet.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -m tunnel -E null -A hmac-md5 "0123456789abcdef" ;',
      ],
      ['flush', 'flush [PROTO]', 'Takes associations away. Without effect: there are none yet.', 'flush ;'],
      ['-P', '-P in|out', 'The direction of a policy.', 'spdadd ::/0 ::/0 icmp6 135,0 -P in none ;'],
      ['in', '-P in', 'The policy is about packets that come in.', 'spdadd ::/0 ::/0 any -P in none ;'],
      ['out', '-P out', 'The policy is about packets that go out.', 'spdadd ::/0 ::/0 any -P out none ;'],
      ['any', 'any', 'Every upper-layer protocol.', 'spdadd ::/0 ::/0 any -P out none ;'],
      [
        'discard',
        'discard',
        'Packets that match are dropped without an answer.',
        'spdadd ::/0 2001:db8:9::/48 any -P out discard ;',
      ],
      ['none', 'none', 'Packets that match pass as they are.', 'spdadd ::/0 ::/0 icmp6 135,0 -P in none ;'],
      [
        'ipsec',
        'ipsec TRANSFORM…',
        'Packets that match need these transforms.',
        'spdadd ::/0 2001:db8:b::/48 any -P out ipsec esp/transport//require ;',
      ],
    ],
  },
  ipfw: {
    manual: 'ipfw(8)',
    rows: [
      [
        'ipfw',
        'ipfw add|delete|zero|flush …',
        'The packet filter. Rules are tried by number; the first allow or deny that matches ends the search, and the default rule 65535 allows.',
        'ipfw add 100 deny ip6 from 2001:db8:bad::/48 to any in recv em0',
      ],
      [
        'add',
        'ipfw add [NUMBER] ACTION PROTO from ADDR to ADDR [OPTION…]',
        'Adds a rule. Without a number it comes 100 after the last one.',
        'ipfw add 200 allow ipv6-icmp from any to me',
      ],
      ['delete', 'ipfw delete NUMBER…', 'Takes away the rules of a number.', 'ipfw delete 200'],
      ['zero', 'ipfw zero [NUMBER…]', 'Sets the counters of rules to 0.', 'ipfw zero'],
      ['flush', 'ipfw flush', 'Takes every rule away but the default one.', 'ipfw flush'],
      ['allow', 'allow', 'The packet passes; the search ends.', 'ipfw add allow ip from any to any'],
      ['accept', 'accept', 'The same as allow.', 'ipfw add accept ip from any to any'],
      ['pass', 'pass', 'The same as allow.', 'ipfw add pass ip from any to any'],
      ['permit', 'permit', 'The same as allow.', 'ipfw add permit ip from any to any'],
      [
        'deny',
        'deny',
        'The packet is dropped; the search ends. A forwarded packet is answered with Destination Unreachable, as the kernel does.',
        'ipfw add deny udp from any to any out xmit em1',
      ],
      ['drop', 'drop', 'The same as deny.', 'ipfw add drop udp from any to any out xmit em1'],
      ['count', 'count', 'The rule only counts; the search goes on.', 'ipfw add count tcp from any to any'],
      [
        'log',
        'log [logamount N]',
        'Write a line to the log. Kept without effect.',
        'ipfw add deny log ip from any to ::/0',
      ],
      [
        'from',
        'from [not] ADDR',
        'The source: any, me, an address, a prefix, or a list with commas.',
        'ipfw add count ip from not 2001:db8::/32 to any',
      ],
      ['to', 'to [not] ADDR', 'The destination, as the source.', 'ipfw add count ip from any to me'],
      ['any', 'any', 'Every address.', 'ipfw add count ip from any to any'],
      ['me', 'me', 'Every address of this machine.', 'ipfw add count ip from any to me'],
      ['me6', 'me6', 'Every IPv6 address of this machine.', 'ipfw add count ip from any to me6'],
      ['not', 'not ADDR', 'Every address but this.', 'ipfw add deny ip from not 2001:db8::/32 to any'],
      ['in', 'in', 'Packets that come in.', 'ipfw add count ip from any to any in'],
      ['out', 'out', 'Packets that go out.', 'ipfw add count ip from any to any out'],
      [
        'recv',
        'recv IF',
        'Packets that were received on the interface; em* stands for all of a kind.',
        'ipfw add count ip from any to any out recv em0 xmit em1',
      ],
      [
        'xmit',
        'xmit IF',
        'Packets that leave by the interface.',
        'ipfw add count ip from any to any out xmit em1',
      ],
      [
        'via',
        'via IF',
        'recv for packets that come in, xmit for those that go out.',
        'ipfw add count ip from any to any via em*',
      ],
    ],
  },
  mld: {
    manual: null,
    rows: [
      [
        'mld',
        'mld join|leave IF GROUP',
        'Joins or leaves a multicast group, as a program on this machine would.',
        'mld join em0 ff02::db8',
      ],
      [
        'join',
        'mld join IF GROUP [delay TICKS]',
        'Packets to the group are delivered from now on.',
        'mld join em0 ff02::db8',
      ],
      [
        'leave',
        'mld leave IF GROUP',
        'Packets to the group are not delivered any more.',
        'at 9s mld leave em0 ff02::db8',
      ],
      [
        'query',
        'mld query IF [GROUP] [maxdelay MS]',
        'Asks who listens. Not simulated yet.',
        'mld query em0 maxdelay 1000',
      ],
      ['report', 'mld report IF GROUP', 'Reports a group. Not simulated yet.', 'mld report em0 ff02::db8'],
      [
        'delay',
        'delay TICKS',
        'How long the first report waits. Kept without effect.',
        'mld join em0 ff02::db8 delay 5',
      ],
      [
        'maxdelay',
        'maxdelay MILLISECONDS',
        'How long answers to a query may wait.',
        'mld query em0 maxdelay 1000',
      ],
    ],
  },
  options: {
    manual: 'config(5)',
    rows: [
      [
        'options',
        'options NAME…',
        'Builds the kernel with these parts. Without any such line it has IPSEC and IPSTEALTH.',
        'options IPSTEALTH',
      ],
      ['IPSEC', 'options IPSEC', 'IPsec as KAME wrote it.', 'options IPSEC'],
      [
        'FAST_IPSEC',
        'options FAST_IPSEC',
        'The other IPsec of the era: refusals are counted elsewhere.',
        'options FAST_IPSEC',
      ],
      [
        'IPSTEALTH',
        'options IPSTEALTH',
        'Allows forwarding without looking at the hop limit, by net.inet6.ip6.stealth.',
        'options IPSTEALTH',
      ],
    ],
  },
  nooptions: {
    manual: 'config(5)',
    rows: [['nooptions', 'nooptions NAME…', 'Builds the kernel without these parts.', 'nooptions IPSEC']],
  },
  hostname: {
    manual: 'hostname(1)',
    rows: [['hostname', 'hostname NAME', 'What the machine is called in messages.', 'hostname r1']],
  },
  seed: {
    manual: null,
    rows: [
      ['seed', 'seed NUMBER', 'Start of the random numbers. The same seed gives the same replay.', 'seed 42'],
    ],
  },
  replay: {
    manual: null,
    rows: [
      [
        'replay',
        'replay "CAPTURE" [on IF] | replay "CAPTURE" (NAME = IF, …)',
        'Which capture arrives on which interface. Several are merged by time. The file is named relative to this one, or absolutely.',
        'replay "lan.pcap" on em0',
      ],
      ['on', 'on IF', 'Every frame of the capture arrives on this interface.', 'replay "lan.pcap" on em0'],
    ],
  },
  at: {
    manual: null,
    rows: [
      [
        'at',
        'at TIME COMMAND',
        'A command that happens later: after a time since the first frame (5s, 250ms, 1.5, 2m), or at a time since 1970 (@1767225600, 2026-01-01T00:00:00Z).',
        'at 5s ifconfig em1 down',
      ],
    ],
  },
  fault: {
    manual: null,
    rows: [
      [
        'fault',
        'fault FUNCTION ERROR [after N] [once|always|N times] [for FILTER]',
        'Makes a function of the kernel fail, which no configuration can. Always, unless it says otherwise; for every packet, or for those that a display filter selects.',
        'fault if_output ENOBUFS 3 times for ipv6.hlim == 64',
      ],
      [
        'after',
        'after N',
        'The function works so often before it fails the first time.',
        'fault ipsec6_getpolicybyaddr ENOBUFS after 1 once',
      ],
      ['once', 'once', 'The function fails one time.', 'fault m_copy ENOBUFS once'],
      ['always', 'always', 'The function fails every time.', 'fault m_copy ENOBUFS always'],
      ['times', 'N times', 'The function fails so often.', 'fault if_output ENETDOWN 2 times'],
      [
        'for',
        'for FILTER',
        'Only packets that the display filter selects. It goes on to the end of the line.',
        'fault if_output ENOBUFS for udp',
      ],
      [
        'off',
        'fault [FUNCTION] off',
        'The function works again, or all of them.',
        'at 5s fault if_output off',
      ],
    ],
  },
  expect: {
    manual: null,
    rows: [
      [
        'expect',
        'expect frame N [in "CAPTURE"] VERDICT [at DECISION[=OUTCOME]] | expect counter NAME [OP] N | expect VERDICT [OP] N',
        'What must come out. A line that does not hold makes the exit status 1 and prints what happened instead.',
        'expect frame 12 dropped at ip6_forward.source-scope',
      ],
      ['frame', 'frame N', 'The frame of that number, from 1 on.', 'expect frame 1 forwarded'],
      [
        'in',
        'in "CAPTURE"',
        'The capture that the number counts in, where there are several.',
        'expect frame 1 in "lan.pcap" forwarded',
      ],
      [
        'at',
        'at DECISION[=OUTCOME]',
        'The decision that settled the verdict, and how it fell.',
        'expect frame 2 dropped at ip6_forward.hop-limit=exceeded',
      ],
      [
        'through',
        'through DECISION[=OUTCOME]',
        'A decision on the way, and how it fell.',
        'expect frame 2 through ip6_forward.hop-limit',
      ],
      [
        'sends',
        'sends KIND',
        'What is sent on account of the frame: forwarded, icmp6-error, redirect, neighbor-solicitation, neighbor-advertisement, or nothing.',
        'expect frame 3 sends icmp6-error',
      ],
      [
        'on',
        'sends KIND on IF',
        'The interface by which it leaves.',
        'expect frame 1 sends forwarded on em1',
      ],
      [
        'counter',
        'counter NAME [OP] N',
        'The value of a counter at the end; OP is ==, !=, <, <=, > or >=, and == when left out.',
        'expect counter ip6stat.ip6s_forward 12',
      ],
      ...(
        [
          ['forwarded', 'The packet went on to the next hop.'],
          ['delivered', 'The packet was for this machine, and was taken in.'],
          ['dropped', 'The packet went no further.'],
          ['encapsulated', 'The packet left inside another.'],
          ['decapsulated', 'A packet was taken out of another.'],
          ['diverted', 'The packet went to a program.'],
          ['queued', 'The packet waits for something.'],
          ['consumed', 'The packet did its work here and needs no more.'],
          ['panic', 'The kernel stops.'],
        ] as const
      ).map(
        ([word, meaning]): Row => [
          word,
          `expect frame N ${word} | expect ${word} [OP] N`,
          meaning,
          `expect frame 1 ${word}`,
        ],
      ),
    ],
  },
};

/** Every word of the language, commands first among their own. */
export const reference: readonly ReferenceEntry[] = Object.entries(table).flatMap(
  ([command, { manual, rows }]) =>
    rows.map(([word, syntax, meaning, example]) => ({ word, command, syntax, meaning, example, manual })),
);

const settings: readonly ReferenceEntry[] = Object.entries(sysctls).map(([name, setting]) => ({
  word: name,
  command: 'sysctl',
  syntax: `${name}=VALUE`,
  meaning: `${setting.description} ${setting.default} unless set.`,
  example: `sysctl ${name}=${setting.default}`,
  manual: 'sysctl(8)',
}));

/** Commands that share the words of another. */
const shared: Readonly<Record<string, string>> = {
  flush: 'setkey',
  spdadd: 'setkey',
  spddelete: 'setkey',
  spdflush: 'setkey',
  add: 'setkey',
  nooptions: 'options',
};

/** What a word means on a line that begins with `command`, or undefined. Settings of sysctl are found by name. */
export function referenceOf(command: string, word: string): ReferenceEntry | undefined {
  const owner = Object.hasOwn(shared, command) && word !== 'nooptions' ? shared[command] : command;
  const bare = word.replace(/=.*$/, '');
  const entries = owner === 'sysctl' ? [...reference, ...settings] : reference;
  return (
    entries.find(entry => entry.command === owner && entry.word === word) ??
    entries.find(entry => entry.command === owner && entry.word === bare)
  );
}

/** Every word that may be of use on a line that begins with `command`: for completions. */
export function wordsOf(command: string): readonly ReferenceEntry[] {
  const owner = Object.hasOwn(shared, command) ? shared[command] : command;
  const entries = owner === 'sysctl' ? settings : reference;
  return entries.filter(entry => entry.command === owner && entry.word !== owner);
}

/** The commands themselves: for completions at the beginning of a line. */
export const commandEntries: readonly ReferenceEntry[] = reference.filter(
  entry =>
    entry.word === entry.command || (entry.command === 'setkey' && /^(spd|add$|flush$)/.test(entry.word)),
);

/** The commands as a table in Markdown: what the README shows. */
export function referenceTable(entries: readonly ReferenceEntry[] = commandEntries): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = entries.map(
    entry => `| \`${cell(entry.syntax)}\` | ${cell(entry.meaning)} | ${entry.manual ?? 'ours'} |`,
  );
  return ['| line | meaning | manual |', '|---|---|---|', ...rows].join('\n');
}
