import { strict as assert } from 'node:assert';
import {
  checkStack,
  nearest,
  type ProblemCode,
  parseStack,
  problemCodes,
  problemLine,
  problemText,
  type Severity,
} from '../../src/config/index';

/** A text with the place of its one problem between « and », the problem's code, and its words. */
const ofForm: [string, ProblemCode, string][] = [
  [
    'replay «"lan.pcap on em0»',
    'unclosed-quote',
    'The quote is not closed on this line; expected a closing ".',
  ],
  [
    '«ifconfg» em0 up',
    'unknown-command',
    'There is no command `ifconfg` here; expected a command such as ifconfig, route, replay or expect; did you mean ifconfig?',
  ],
  [
    '«tcpdump» -i em0',
    'unknown-command',
    'There is no command `tcpdump` here; expected capture iptap0 pktap "out.pcapng".',
  ],
  [
    'at 5s «tcmpdump» x',
    'unknown-command',
    'There is no command `tcmpdump` here; expected a command that changes the machine, such as ifconfig or route.',
  ],
  [
    '«"ifconfig"» em0 up',
    'unknown-command',
    'There is no command `ifconfig` here; expected a command such as ifconfig, route, replay or expect; did you mean ifconfig?',
  ],
  [
    'ifconfig bridge0 addm em0 «stp» em0',
    'not-simulated',
    'Bridges have no spanning tree here: frames go round where members form a loop; expected the line without `stp`.',
  ],
  [
    'ifconfig bridge0 addm em0 «ifpathcost» em0 20',
    'not-simulated',
    'Bridges have no spanning tree here: frames go round where members form a loop; expected the line without `ifpathcost`.',
  ],
  [
    'ifconfig bridge0 «span» em0',
    'not-simulated',
    'Span ports of bridges are not simulated; expected the line without `span`.',
  ],
  ['«ifconfig»', 'missing-word', 'Something is missing after `ifconfig`; expected an interface such as em0.'],
  ['ifconfig «-a»', 'only-prints', '`ifconfig -a` only prints; expected an interface to set up.'],
  [
    'ifconfig «0em» up',
    'bad-value',
    '`0em` is no interface name; expected a name such as em0: a letter, then at most 14 letters, digits, or characters of "_.-".',
  ],
  [
    'ifconfig em0 «mut» 1400 up',
    'unknown-word',
    'ifconfig has no parameter `mut`; expected a parameter such as inet6, mtu, lladdr or up; did you mean mtu?',
  ],
  [
    'ifconfig em0 «foo» up',
    'unknown-word',
    'ifconfig has no parameter `foo`; expected a parameter such as inet6, mtu, lladdr or up.',
  ],
  [
    'ifconfig em0 «mtu»',
    'missing-word',
    'Something is missing after `mtu`; expected an MTU from 72 to 65535.',
  ],
  ['ifconfig em0 mtu «big»', 'bad-value', '`big` is not an MTU; expected a number from 72 to 65535.'],
  [
    'ifconfig em0 mtu «71»',
    'out-of-range',
    '71 is out of range for an MTU; expected a number from 72 to 65535.',
  ],
  [
    'ifconfig em0 mtu «65536»',
    'out-of-range',
    '65536 is out of range for an MTU; expected a number from 72 to 65535.',
  ],
  [
    'ifconfig em0 «inet6»',
    'missing-word',
    'Something is missing after `inet6`; expected an IPv6 address such as 2001:db8::1/64.',
  ],
  [
    'ifconfig em0 inet6 «2001:db8::1::2»/64',
    'bad-value',
    '`2001:db8::1::2` is no address; expected an IPv6 address such as 2001:db8::1.',
  ],
  [
    'ifconfig em0 inet6 2001:db8::1/«129»',
    'out-of-range',
    '129 is out of range for a prefix length; expected a number from 0 to 128.',
  ],
  [
    'ifconfig em0 inet6 2001:db8::1/«x»',
    'bad-value',
    '`x` is not a prefix length; expected a number from 0 to 128.',
  ],
  [
    'ifconfig em0 inet6 «192.0.2.1»/24',
    'wrong-family',
    'This is an IPv4 address; expected an IPv6 address such as 2001:db8::1.',
  ],
  [
    'ifconfig em0 inet «2001:db8::1»/64',
    'wrong-family',
    'This is an IPv6 address; expected an IPv4 address such as 192.0.2.1.',
  ],
  [
    'ifconfig em0 «2001:db8::1/64»',
    'missing-word',
    'An address needs its family before it; expected inet6 2001:db8::1/64; did you mean inet6 2001:db8::1/64?',
  ],
  [
    'ifconfig em0 «prefixlen» 64',
    'missing-word',
    '`prefixlen` is said of an address, but none stands before it; expected inet or inet6 and an address first.',
  ],
  [
    'ifconfig em0 «alias»',
    'missing-word',
    '`alias` is said of an address, but none stands before it; expected inet or inet6 and an address first.',
  ],
  [
    'ifconfig em0 inet6 2001:db8::1 «netmask» 255.255.255.0',
    'wrong-family',
    '`netmask` is for IPv4 addresses; expected prefixlen with inet6.',
  ],
  [
    'ifconfig em0 inet 192.0.2.1 netmask «255.0.255.0»',
    'bad-value',
    '`255.0.255.0` is no netmask; expected ones, then zeros, such as 255.255.255.0 or 0xffffff00.',
  ],
  [
    'ifconfig em0 inet 192.0.2.1 «anycast»',
    'wrong-family',
    '`anycast` is for IPv6 addresses; expected this after an inet6 address.',
  ],
  [
    'ifconfig em0 inet6 «2001:db8::1%em0»/64',
    'needless-zone',
    'Only link-local addresses have an interface after %; expected the address without %.',
  ],
  [
    'ifconfig em0 inet6 «fe80::1%em1»/64',
    'contradiction',
    'The address names em1, the line em0; expected %em0 or nothing.',
  ],
  [
    'ifconfig em0 inet6 fe80::1%em0/64 «eui6»',
    'unknown-word',
    'ifconfig has no parameter `eui6`; expected a parameter such as inet6, mtu, lladdr or up; did you mean eui64?',
  ],
  [
    'ifconfig em0 inet6 2001:db8::1 pltime «soon»',
    'bad-value',
    '`soon` is not a lifetime in seconds; expected a number from 0 to 4294967294.',
  ],
  [
    'ifconfig em0 lladdr «02:00:00:00:01»',
    'bad-value',
    '`02:00:00:00:01` is no link address; expected six bytes such as 02:00:00:00:00:01.',
  ],
  [
    'ifconfig em0 «lladdr»',
    'missing-word',
    'Something is missing after `lladdr`; expected a link address such as 02:00:00:00:00:01.',
  ],
  [
    'ifconfig em0 tunnel 2001:db8::1 «192.0.2.1»',
    'wrong-family',
    'This is an IPv4 address; expected an IPv6 address such as 2001:db8::1.',
  ],
  [
    'ifconfig em0 vlan «4096»',
    'out-of-range',
    '4096 is out of range for a VLAN tag; expected a number from 0 to 4095.',
  ],
  [
    'ifconfig em0 vlandev «0»',
    'bad-value',
    '`0` is no interface name; expected a name such as em0: a letter, then at most 14 letters, digits, or characters of "_.-".',
  ],
  ['«route»', 'missing-word', 'Something is missing after `route`; expected add, delete, change or flush.'],
  ['route «get» ::1', 'only-prints', '`route get` only prints; expected add, delete, change or flush.'],
  [
    'route «ad» default',
    'unknown-word',
    'route has no command `ad`; expected add, delete, change or flush; did you mean add?',
  ],
  [
    'route «add»',
    'missing-word',
    'Something is missing after `add`; expected a destination such as 2001:db8:2::/48 or default.',
  ],
  [
    'route add «2001:db8:1::/48» 2001:db8::1',
    'wrong-family',
    'Without -inet6 the route is for IPv4; expected -inet6 before the destination; did you mean -inet6 2001:db8:1::/48?',
  ],
  [
    'route add -inet6 «2001:db8:1::/48»',
    'missing-word',
    'Something is missing after `2001:db8:1::/48`; expected a gateway.',
  ],
  [
    'route add -inet6 2001:db8:1::/48 «fe80::1»',
    'missing-zone',
    'A link-local address means nothing without its interface; expected the interface after %, as in fe80::1%em0.',
  ],
  [
    'route add -inet6 2001:db8:1::/48 «em0»',
    'bad-value',
    '`em0` is an interface, not a gateway; expected -interface em0; did you mean -interface em0?',
  ],
  [
    'route add -inet6 2001:db8:1::/48 2001:db8::1 «em0»',
    'extra-word',
    '`em0` is too much here; expected a destination and a gateway only.',
  ],
  [
    'route add -inet6 2001:db8:1::/48 2001:db8::1 «-blakhole»',
    'unknown-word',
    'route has no modifier `-blakhole`; expected a modifier such as -inet6, -interface or -blackhole; did you mean -blackhole?',
  ],
  [
    'route add -inet6 -host 2001:db8:1::/«48» 2001:db8::1',
    'contradiction',
    '-host is one address, but the length is 48; expected -net, or no length.',
  ],
  [
    'route add -inet6 2001:db8:1:: -prefixlen «129» 2001:db8::1',
    'out-of-range',
    '129 is out of range for a prefix length; expected a number from 0 to 128.',
  ],
  [
    'route add «-T» 1 -inet6 default 2001:db8::1',
    'not-simulated',
    '`-T` is not simulated: there is one routing table with one route for each prefix.',
  ],
  ['route flush «em0»', 'extra-word', '`em0` is too much here; expected the end of the line.'],
  [
    'route add 198.51.100.0 192.0.2.1 «255.0.255.0»',
    'bad-value',
    '`255.0.255.0` is no netmask; expected ones, then zeros, such as 255.255.255.0 or 0xffffff00.',
  ],
  [
    'route add 198.51.100.0 192.0.2.1 255.255.255.0 «3»',
    'extra-word',
    '`3` is too much here; expected a destination and a gateway only.',
  ],
  ['ndp «-s»', 'missing-word', 'Something is missing after `-s`; expected a neighbour such as fe80::2%em0.'],
  [
    'ndp -s «fe80::2» 00:11:22:33:44:55',
    'missing-zone',
    'A link-local address means nothing without its interface; expected the interface after %, as in fe80::1%em0.',
  ],
  [
    'ndp -s fe80::2%em0 «x»',
    'bad-value',
    '`x` is no link address; expected six bytes such as 02:00:00:00:00:01.',
  ],
  [
    'ndp -s fe80::2%em0 00:11:22:33:44:55 «tmp»',
    'unknown-word',
    '`tmp` is not known here; expected temp or proxy; did you mean temp?',
  ],
  [
    'ndp «-f» hosts',
    'names-file',
    'A .stack file names no file of commands; expected the ndp lines themselves.',
  ],
  ['ndp «-a»', 'only-prints', '`ndp -a` sets nothing here; expected -s, -d, -c, -i, -I, -P or -R.'],
  [
    'ndp «-x»',
    'unknown-word',
    'ndp has no option `-x`; expected -s, -d, -c, -i, -I, -P or -R; did you mean -s?',
  ],
  [
    'ndp -i em0 «nid»',
    'unknown-word',
    '`ndp -i` has no word `nid`; expected nud, accept_rtadv, prefer_source, disabled, -nud, -accept_rtadv, -prefer_source, -disabled, linkmtu=, maxmtu=, retrans= or chlim=; did you mean nud?',
  ],
  ['ndp -i em0 chlim=«x»', 'bad-value', '`x` is not a value; expected a number from 0 to 4294967295.'],
  [
    'arp -s «fe80::2%em0» 00:11:22:33:44:55',
    'wrong-family',
    'This is an IPv6 address; expected an IPv4 address such as 192.0.2.1.',
  ],
  [
    'arp «-f» hosts',
    'names-file',
    'A .stack file names no file of commands; expected the arp lines themselves.',
  ],
  [
    'sysctl «net.inet6.ip6.forwarding»',
    'only-prints',
    '`sysctl net.inet6.ip6.forwarding` only prints; expected net.inet6.ip6.forwarding=VALUE.',
  ],
  ['«sysctl»', 'missing-word', 'Something is missing after `sysctl`; expected NAME=VALUE.'],
  ['sysctl «-a»', 'only-prints', '`sysctl -a` only prints; expected NAME=VALUE.'],
  [
    'sysctl «net.inet6.ip6.forwarding = 1»',
    'bad-value',
    'There are spaces around the `=`; expected none; did you mean net.inet6.ip6.forwarding=1?',
  ],
  [
    'sysctl net.inet6.ip6.forwarding=«yes»',
    'bad-value',
    '`yes` is not a value; expected a number from -2147483648 to 4294967295.',
  ],
  [
    'sysctl «net.inet6.ip6.forwarding»=',
    'missing-word',
    'Something is missing after `net.inet6.ip6.forwarding=`; expected a value.',
  ],
  [
    '«setkey»',
    'missing-word',
    'Something is missing after `setkey`; expected spdadd, spddelete, spdflush, add, get, delete, deleteall or flush.',
  ],
  [
    'setkey «-f» ipsec.conf',
    'names-file',
    'A .stack file names no file of commands; expected the setkey statements themselves.',
  ],
  [
    'setkey «-c»',
    'extra-word',
    '`-c` reads statements from a terminal; expected the setkey statement itself.',
  ],
  [
    'setkey «spdad» ::/0',
    'unknown-word',
    'setkey has no statement `spdad`; expected spdadd, spddelete, spdflush, add, get, delete, deleteall or flush; did you mean spdadd?',
  ],
  [
    'setkey «dump»',
    'only-prints',
    '`dump` only prints; expected spdadd, spddelete, spdflush, add, get, delete, deleteall or flush.',
  ],
  [
    'setkey deleteall ::1 ::2 «ah-old»',
    'not-simulated',
    'Associations of `ah-old` are not simulated; expected esp, ah or ipcomp.',
  ],
  ['delete ::1 ::2 «esp»', 'missing-word', 'Something is missing after `esp`; expected an SPI from 256 on.'],
  [
    'add fe80::1%em0 «fe80::2» esp 0x1001 -E null',
    'missing-zone',
    'A link-local address means nothing without its interface; expected the interface after %, as in fe80::1%em0.',
  ],
  [
    'setkey flush «espp»',
    'unknown-word',
    '`espp` is no protocol of an association; expected esp, ah or ipcomp; did you mean esp?',
  ],
  [
    '«spdadd»',
    'missing-word',
    'Something is missing after `spdadd`; expected the source: an address, ADDR/LEN or ADDR/LEN[PORT].',
  ],
  [
    'spdadd ::/0 ::/0 «anny» -P in none',
    'unknown-word',
    '`anny` is no protocol; expected any, a name such as icmp6, or a number from 0 to 255; did you mean any?',
  ],
  [
    'spdadd ::/0 «192.0.2.0/24» any -P in none',
    'wrong-family',
    'Source and destination are of two families; expected an IPv6 address or prefix.',
  ],
  [
    'spdadd ::/0«[80» ::/0 tcp -P in none',
    'bad-value',
    'The bracket is not closed; expected [PORT] or [any].',
  ],
  [
    'spdadd ::/0[«70000»] ::/0 tcp -P in none',
    'out-of-range',
    '70000 is out of range for a port; expected a number from 0 to 65535.',
  ],
  [
    'spdadd ::/0 ::/0 any «-p» in none',
    'bad-value',
    '`-p` does not begin a policy; expected -P in or -P out.',
  ],
  [
    'spdadd ::/0 ::/0 any -P «fwd» none',
    'bad-value',
    '`fwd` is no direction of a policy; expected in or out.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out «entrust»',
    'bad-value',
    '`entrust` is a policy of sockets only; expected discard, none or ipsec.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out «dicard»',
    'unknown-word',
    '`dicard` is no policy; expected discard, none or ipsec; did you mean discard?',
  ],
  [
    'spdadd ::/0 ::/0 any -P «out»',
    'missing-word',
    'Something is missing after `out`; expected discard, none or ipsec.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out none «now»',
    'extra-word',
    '`now` is too much here; expected the end of the line.',
  ],
  [
    'spdadd ::/0 ::/0 icmp6 «300,0» -P out none',
    'out-of-range',
    'ICMPv6 types and codes end at 255; expected TYPE,CODE, 0 for any.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out ipsec «esp/tunnel»',
    'bad-value',
    '`esp/tunnel` is no transform; expected PROTO/MODE/SRC-DST/LEVEL, such as esp/tunnel/2001:db8::1-2001:db8::2/require.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out ipsec «exp»/tunnel/2001:db8::1-2001:db8::2/require',
    'unknown-word',
    '`exp` is no protocol of IPsec; expected esp, ah or ipcomp; did you mean esp?',
  ],
  [
    'spdadd ::/0 ::/0 any -P out ipsec esp/«tunel»/2001:db8::1-2001:db8::2/require',
    'unknown-word',
    '`tunel` is no mode; expected tunnel or transport; did you mean tunnel?',
  ],
  [
    'spdadd ::/0 ::/0 any -P out ipsec esp/tunnel«//»require',
    'missing-word',
    'A tunnel needs its two ends; expected SRC-DST between the strokes.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out ipsec esp/tunnel/«2001:db8::1»/require',
    'bad-value',
    '`2001:db8::1` names one end only; expected SRC-DST, two addresses.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out ipsec esp/tunnel/2001:db8::1-«192.0.2.1»/require',
    'wrong-family',
    'This is an IPv4 address; expected an IPv6 address such as 2001:db8::1.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out ipsec esp/transport//«requir»',
    'unknown-word',
    '`requir` is no level; expected default, use, require, unique or unique:N; did you mean require?',
  ],
  [
    'spdadd ::/0 ::/0 any -P out ipsec esp/transport//unique:«0»',
    'out-of-range',
    '0 is out of range for an id; expected a number from 1 to 16383.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 «esq» 0x1001',
    'unknown-word',
    '`esq` is no protocol of an association; expected esp, ah or ipcomp; did you mean esp?',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp «255»',
    'out-of-range',
    '255 is out of range for an SPI; expected a number from 256 to 4294967295.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 «-q»',
    'unknown-word',
    'An association has no option `-q`; expected -m, -r, -u, -f, -lh, -ls, -E, -A or -C; did you mean -m?',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -E «rijndael» 0x00',
    'unknown-word',
    '`rijndael` is no algorithm of encryption; expected null, des-cbc, 3des-cbc, aes-cbc, rijndael-cbc, aes-ctr or aes-gcm-16.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -E rijndael-cbc «0x001»',
    'bad-value',
    'This is no key; expected "text", or 0x and an even number of hexadecimal digits.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -E rijndael-cbc «0x0011»',
    'out-of-range',
    'The key has 16 bits; expected 128, 192 or 256 bits for rijndael-cbc.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -E «blowfish-cbc» 0x0011223344',
    'not-simulated',
    '`blowfish-cbc` is not simulated; expected null, des-cbc, 3des-cbc, aes-cbc, rijndael-cbc, aes-ctr or aes-gcm-16.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -E aes-gcm-16 «0x00112233445566778899aabbccddeeff»',
    'out-of-range',
    'The key has 128 bits; expected 160, 224 or 288 bits for aes-gcm-16.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 ah 0x1001 -A «hmac-sha1/16» 0x000102030405060708090a0b0c0d0e0f10111213',
    'out-of-range',
    'hmac-sha1 has no check value of 16 bytes; expected hmac-sha1/12.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 ah 0x1001 -r «256» -A hmac-md5 "0123456789abcdef"',
    'out-of-range',
    '256 is out of range for a replay window in bytes; expected a number from 0 to 255.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -m «tunel»',
    'unknown-word',
    '`tunel` is not known after -m; expected transport, tunnel or any; did you mean tunnel?',
  ],
  [
    '«ipfw»',
    'missing-word',
    'Something is missing after `ipfw`; expected add, delete, show, list, zero, flush, table or set.',
  ],
  [
    'ipfw show «0»',
    'out-of-range',
    '0 is out of range for the number of a rule; expected a number from 1 to 65535.',
  ],
  ['listen «tcp» 22', 'unknown-word', 'listen has no protocol `tcp`; expected udp.'],
  ['listen udp «x»', 'bad-value', '`x` is not a port; expected a number from 1 to 65535.'],
  ['listen udp «0»', 'out-of-range', '0 is out of range for a port; expected a number from 1 to 65535.'],
  [
    'divert 8668 «pas»',
    'unknown-word',
    'A divert program cannot `pas`; expected pass or drop; did you mean pass?',
  ],
  [
    'divert 8668 drop «then» pass',
    'contradiction',
    'Nothing follows once a packet is kept; expected pass before `then`.',
  ],
  [
    `divert 8668 pass ${'then pass '.repeat(15)}«then» pass`,
    'contradiction',
    'These are too many answers; expected 16 answers at most.',
  ],
  [
    'divert 8668 pass set «ip.ttl»',
    'missing-word',
    'Something is missing after `ip.ttl`; expected = and a value.',
  ],
  ['divert 8668 pass set ip.ttl = «,»', 'bad-value', '`,` does not fit here; expected a value.'],
  ['divert 8668 pass set ip.ttl=5«=»6', 'bad-value', '`=` does not fit here; expected a comma, or a blank.'],
  [
    'divert 8668 pass «for»',
    'missing-word',
    'Something is missing after `for`; expected a display filter such as udp.dstport == 53.',
  ],
  [
    `divert 8668 pass set ${'ip.ttl=1,'.repeat(64)}«ip.ttl»=1`,
    'out-of-range',
    'This is one value too many; expected 64 values at most.',
  ],
  [
    'divert 8668 pass after «@1767225600»',
    'bad-value',
    'A program holds a packet for a time, not until one; expected a time such as 250ms.',
  ],
  [
    'ipfw «pipe» 1 config',
    'not-simulated',
    '`ipfw pipe` is not simulated; expected add, delete, show, list, zero, flush, table or set.',
  ],
  [
    'ipfw «ad» 100 allow ip from any to any',
    'unknown-word',
    'ipfw has no command `ad`; expected add, delete, show, list, zero, flush, table or set; did you mean add?',
  ],
  [
    'ipfw table 1 «ad» ::1',
    'unknown-word',
    'A table cannot `ad`; expected add, delete, flush or list; did you mean add?',
  ],
  [
    'ipfw table «128» add ::1',
    'out-of-range',
    '128 is out of range for the number of a table; expected a number from 0 to 127.',
  ],
  [
    'ipfw set «swop» 1 2',
    'unknown-word',
    'Sets cannot `swop`; expected enable, disable, move or swap; did you mean swap?',
  ],
  [
    'ipfw set move «1»',
    'missing-word',
    'Something is missing after `1`; expected `to` and the number of a set.',
  ],
  [
    'ipfw set disable «32»',
    'out-of-range',
    '32 is out of range for the number of a set; expected a number from 0 to 31.',
  ],
  [
    'ipfw «/etc/ipfw.rules»',
    'names-file',
    'A .stack file names no file of commands; expected the ipfw lines themselves.',
  ],
  ['ipfw «delete»', 'missing-word', 'Something is missing after `delete`; expected the number of a rule.'],
  [
    'ipfw delete «65535»',
    'out-of-range',
    '65535 is out of range for the number of a rule; expected a number from 1 to 65534.',
  ],
  [
    'ipfw add «70000» allow ip from any to any',
    'out-of-range',
    '70000 is out of range for the number of a rule; expected a number from 1 to 65534.',
  ],
  [
    'ipfw add 100 divert «0» ip from any to any',
    'out-of-range',
    '0 is out of range for a divert port; expected a number from 1 to 65535.',
  ],
  [
    'ipfw add 100 unreach «prt» ip from any to any',
    'unknown-word',
    '`prt` is no code; expected net, host, protocol, port, needfrag, srcfail, net-unknown, host-unknown, isolated, net-prohib, host-prohib or others; did you mean port?',
  ],
  [
    'ipfw add 100 «check-state»',
    'not-simulated',
    'Stateful rules are not simulated; expected rules that look at each packet alone, such as allow … established.',
  ],
  [
    'ipfw add 100 «pipe» 1 ip from any to any',
    'not-simulated',
    'Pipes and queues are not simulated; expected an action such as allow, deny or count.',
  ],
  [
    'ipfw add 100 «prob» 0.5 allow ip from any to any',
    'not-simulated',
    'Rules that match by chance are not simulated; expected an action such as allow, deny or count.',
  ],
  [
    'ipfw add 100 «fwd» ::1 ip from any to any',
    'not-simulated',
    'The action `fwd` is not simulated; expected an action such as allow, deny or count.',
  ],
  [
    'ipfw add 100 «alow» ip from any to any',
    'unknown-word',
    'ipfw has no action `alow`; expected an action such as allow, deny or count; did you mean allow?',
  ],
  [
    'ipfw add 100 allow «ipv7» from any to any',
    'unknown-word',
    '`ipv7` is no protocol; expected ip, ip6, tcp, udp, ipv6-icmp, or a number from 0 to 255; did you mean ipv6?',
  ],
  [
    'ipfw add 100 allow { tcp «udp» } from any to any',
    'bad-value',
    '`udp` stands where `or` or `}` is needed; expected or, then another, or }.',
  ],
  [
    'ipfw add 100 allow tcp «form» any to any',
    'bad-value',
    '`form` stands where `from` is needed; expected `from` and an address.',
  ],
  [
    'ipfw add 100 allow tcp from any «90-80» to any',
    'contradiction',
    'The range ends before it begins; expected the lower number first.',
  ],
  [
    'ipfw add 100 allow tcp from any to any «65536»',
    'out-of-range',
    '65536 is out of range for a port; expected a number from 0 to 65535.',
  ],
  [
    'ipfw add 100 allow tcp from «table(x)» to any',
    'bad-value',
    '`table(x)` is no table; expected table(1), or table(1,7) for entries with the value 7.',
  ],
  [
    'ipfw add 100 allow tcp from «mee» to any',
    'unknown-word',
    '`mee` is no address of a rule; expected any, me, an address or a prefix; did you mean me?',
  ],
  [
    'ipfw add 100 allow tcp from «2001:db8:::1» to any',
    'bad-value',
    '`2001:db8:::1` is no address; expected an address such as 2001:db8::1 or 192.0.2.1.',
  ],
  [
    'ipfw add 100 allow tcp from any to any setup «keep-state»',
    'not-simulated',
    'Stateful rules are not simulated; expected rules that look at each packet alone.',
  ],
  [
    'ipfw add 100 allow tcp from any to any «layer2»',
    'not-simulated',
    'The option `layer2` is not simulated; expected in, out, recv, xmit or via.',
  ],
  [
    'ipfw add 100 allow tcp from any to any tcpflags «sin»',
    'unknown-word',
    '`sin` is no flag of TCP; expected fin, syn, rst, psh, ack or urg; did you mean fin?',
  ],
  [
    'ipfw add 100 allow tcp from any to any «vai» em0',
    'unknown-word',
    'ipfw has no option `vai`; expected in, out, recv, xmit or via; did you mean via?',
  ],
  [
    'ipfw add 100 allow tcp from any to any in «out»',
    'contradiction',
    'No packet comes in and goes out at once; expected in or out.',
  ],
  [
    'ipfw add 100 allow tcp from any to any in xmit «em0»',
    'contradiction',
    'A packet that comes in has no outgoing interface yet; expected out, or recv.',
  ],
  [
    'ipfw add 100 allow tcp from any to any recv «0»',
    'bad-value',
    '`0` is no interface name; expected a name such as em0, or em*.',
  ],
  [
    'ipfw add 100 allow tcp from any to any «recv»',
    'missing-word',
    'Something is missing after `recv`; expected an interface such as em0, or em* for all of them.',
  ],
  [
    'mld «jion» em0 ff02::5',
    'unknown-word',
    'mld has no command `jion`; expected join, leave, query or report; did you mean join?',
  ],
  [
    'mld join em0 «2001:db8::1»',
    'bad-value',
    'This is no multicast address; expected a group such as ff02::db8.',
  ],
  ['mld join «em0»', 'missing-word', 'Something is missing after `em0`; expected a group such as ff02::db8.'],
  [
    'options «IPSECC»',
    'unknown-word',
    '`IPSECC` is no option of this kernel; expected IPSEC, FAST_IPSEC or IPSTEALTH; did you mean IPSEC?',
  ],
  [
    '«options»',
    'missing-word',
    'Something is missing after `options`; expected IPSEC, FAST_IPSEC or IPSTEALTH.',
  ],
  ['hostname «r_1»', 'bad-value', '`r_1` is no host name; expected letters, digits, dots and hyphens.'],
  ['seed «-1»', 'out-of-range', '-1 is out of range for a seed; expected a number from 0 to 4294967295.'],
  ['«replay»', 'missing-word', 'Something is missing after `replay`; expected a capture file in quotes.'],
  [
    'replay "lan.pcap" «at» em0',
    'unknown-word',
    '`at` is not known after a capture; expected `on` and an interface, or (NAME = IF, …).',
  ],
  ['replay "lan.pcap" on em0 «now»', 'extra-word', '`now` is too much here; expected the end of the line.'],
  [
    'replay "lan.pcap" «(»',
    'missing-word',
    'Something is missing after `(`; expected the name of an interface in the capture.',
  ],
  [
    'replay "lan.pcap" (lan = em0 «wan»',
    'bad-value',
    '`wan` does not fit here; expected a comma or a closing bracket.',
  ],
  ['replay "lan.pcap" (lan «em0»)', 'bad-value', '`em0` does not fit here; expected = and an interface.'],
  [
    'replay "lan.pcap" (lan = «0»)',
    'bad-value',
    '`0` is no interface name; expected a name such as em0: a letter, then at most 14 letters, digits, or characters of "_.-".',
  ],
  [
    'replay "lan.pcap" (lan = em0) «now»',
    'extra-word',
    'These words are too much here; expected the end of the line.',
  ],
  [
    'at «soon» ifconfig em0 up',
    'bad-value',
    '`soon` is no time; expected a time such as 5s, 250ms or 1.5 since the first frame, or @1767225600 since 1970.',
  ],
  [
    'at «5s»',
    'missing-word',
    'Something is missing after `5s`; expected a command such as ifconfig em1 down.',
  ],
  [
    'at 5s «expect» frame 1 forwarded',
    'not-at-time',
    '`expect` holds for the whole replay; expected the line without `at`.',
  ],
  [
    '«fault»',
    'missing-word',
    'Something is missing after `fault`; expected a function such as if_output, or off.',
  ],
  [
    'fault if_output «EOOPS»',
    'unknown-word',
    '`EOOPS` is no error; expected an error such as ENOBUFS, EHOSTUNREACH or ENETDOWN.',
  ],
  [
    'fault if_output ENOBUFS «twice»',
    'unknown-word',
    '`twice` does not say how often; expected after N, once, always, N times, or for FILTER.',
  ],
  [
    'fault if_output ENOBUFS after «x»',
    'bad-value',
    '`x` is not a number of calls; expected a number from 0 to 4294967295.',
  ],
  [
    'fault if_output ENOBUFS «0» times',
    'out-of-range',
    '0 is out of range for a number of times; expected a number from 1 to 4294967295.',
  ],
  ['fault if_output ENOBUFS «2»', 'missing-word', 'Something is missing after `2`; expected the word times.'],
  [
    'fault if_output ENOBUFS «for»',
    'missing-word',
    'Something is missing after `for`; expected a display filter such as ipv6.hlim == 3.',
  ],
  ['«expect»', 'missing-word', 'Something is missing after `expect`; expected frame, counter or a verdict.'],
  [
    'expect «frames» 3',
    'unknown-word',
    'Nothing named `frames` can be expected; expected frame N, counter NAME, or a verdict and its count; did you mean frame?',
  ],
  [
    'expect frame «0» forwarded',
    'out-of-range',
    '0 is out of range for the number of a frame; expected a number from 1 to 4294967295.',
  ],
  [
    'expect frame «3»',
    'missing-word',
    'Something is missing after `3`; expected a verdict such as forwarded or dropped, or sends KIND.',
  ],
  [
    'expect frame 3 «forwardd»',
    'unknown-word',
    '`forwardd` is no verdict; expected forwarded, delivered, dropped, encapsulated, decapsulated, diverted, queued, consumed or panic; did you mean forwarded?',
  ],
  [
    'expect frame 3 sends «icmp6-eror»',
    'unknown-word',
    'Nothing of the kind `icmp6-eror` is ever sent; expected forwarded, icmp6-error, icmp-error, redirect, router-solicitation, neighbor-solicitation, neighbor-advertisement, arp-request, arp-reply, mld-report, mld-done or others; did you mean icmp6-error?',
  ],
  [
    'expect frame 3 dropped at «ip6_forward.hop-limit=»',
    'missing-word',
    'An outcome is missing after the `=`; expected DECISION=OUTCOME.',
  ],
  [
    'expect counter ip6stat.ip6s_forward «many»',
    'bad-value',
    '`many` is not a count; expected a whole number.',
  ],
  ['expect forwarded 3 «4»', 'extra-word', '`4` is too much here; expected the end of the line.'],
  [
    'ipfw add 100 allow tcp from any to any via «em-very-long-name-0»',
    'bad-value',
    '`em-very-long-name-0` is no interface name; expected a name such as em0, or em*.',
  ],
  [
    'host «A» {\nifconfig em0 up',
    'unclosed-block',
    'The block of host A is not closed; expected a line with } after its last line.',
  ],
  [
    'host «A» {\nhost B {\n}',
    'unclosed-block',
    'The block of host A is not closed; expected a line with } after its last line.',
  ],
  ['«}»', 'unknown-command', 'No block of a host is open here; expected host NAME { before it.'],
  ['«host»', 'missing-word', 'Something is missing after `host`; expected a name and {.'],
  ['host «A»\n}', 'missing-word', 'Something is missing after `A`; expected { at the end of the line.'],
  [
    'host «A.b» {\n}',
    'bad-value',
    '`A.b` is no name of a host; expected a letter, then letters, digits, hyphens and underscores.',
  ],
  [
    'host A { «ifconfig em0 up»\n}',
    'extra-word',
    'These words are too much here; expected the end of the line.',
  ],
  [
    'link «A.em1»',
    'missing-word',
    'Something is missing after `A.em1`; expected two interfaces such as A.em1 B.em0.',
  ],
  [
    'link A.em1 B.em0 delay «@5»',
    'bad-value',
    'A packet travels for a time, not until one; expected a time such as 1ms.',
  ],
];

/** As above, for problems of meaning: with the severity. */
type OfMeaning = [string, ProblemCode, Severity, string];
const ofMeaning: OfMeaning[] = [
  [
    'ifconfig em0 up\nat 5s ifconfig «em00» down',
    'unknown-interface',
    'error',
    'There is no interface em00; expected lo0 or em0; did you mean em0?',
  ],
  [
    'ifconfig em0 up\nat 5s ifconfig «wan» down',
    'unknown-interface',
    'error',
    'There is no interface wan; expected lo0 or em0.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute add -inet6 default fe80::1%«em1»',
    'unknown-interface',
    'error',
    'There is no interface em1; expected lo0 or em0; did you mean em0?',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute add -inet6 default fe80::1%«em1»\nifconfig em1 inet6 2001:db8:2::1/64',
    'interface-later',
    'error',
    'em1 does not exist yet at this line; expected `ifconfig em1` before it.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nifconfig em1 inet6 «2001:db8:1::1»/64',
    'duplicate-address',
    'error',
    'em0 has the address 2001:db8:1::1 already; expected another address.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nifconfig em0 inet6 «2001:db8:1::1»/64',
    'duplicate-address',
    'warning',
    'em0 has the address 2001:db8:1::1 already.',
  ],
  [
    'ifconfig em0 inet6 «2001:db8:1::1» delete',
    'address-missing',
    'error',
    '2001:db8:1::1 is no address of em0 here; expected an address that a line before gives it.',
  ],
  [
    'ifconfig em0 inet6 «ff02::1»/64',
    'bad-value',
    'error',
    'ff02::1%em0 cannot be the address of an interface; expected a unicast address.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1 «2001:db8:1::2»',
    'not-point-to-point',
    'error',
    'em0 is no point-to-point interface: it has no peer; expected a prefix length, or an interface such as tun0.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64 mtu «1000»',
    'small-mtu',
    'warning',
    'A link that carries IPv6 has an MTU of 1280 at least (RFC 8200 5); expected 1280 or more.',
  ],
  [
    'ifconfig em0 mtu «1000»\nifconfig em0 inet6 2001:db8:1::1/64',
    'small-mtu',
    'warning',
    'A link that carries IPv6 has an MTU of 1280 at least (RFC 8200 5); expected 1280 or more.',
  ],
  [
    'ifconfig tun0 «lladdr 02:00:00:00:00:01»',
    'contradiction',
    'error',
    'tun0 has no link address; expected an Ethernet interface such as em0.',
  ],
  [
    'ifconfig em0 inet «224.0.0.1»/24',
    'bad-value',
    'error',
    '224.0.0.1 cannot be the address of an interface; expected a unicast address.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64 vltime 60 pltime «600»',
    'contradiction',
    'error',
    'An address cannot be preferred for longer than it is valid; expected a pltime of at most the vltime.',
  ],
  ['ifconfig em0 «group lan»', 'not-simulated', 'information', '`group` is kept, but changes nothing here.'],
  ['ifconfig em0 «promisc»', 'not-simulated', 'information', '`promisc` is kept, but changes nothing here.'],
  [
    'ifconfig em0 «monitor»',
    'not-simulated',
    'error',
    '`monitor` is not simulated yet; expected the line without `monitor`.',
  ],
  ['ifconfig em0 «destroy»', 'not-simulated', 'error', '`destroy` is not simulated yet; expected `down`.'],
  [
    'ifconfig gif0 «tunnel 2001:db8::1 2001:db8::2»',
    'not-simulated',
    'error',
    'Tunnels are not simulated yet; expected the line without `tunnel`.',
  ],
  [
    'ifconfig em0 «vlan 10»',
    'not-simulated',
    'error',
    'VLAN interfaces are not simulated yet; expected the line without `vlan`.',
  ],
  [
    'ifconfig «bridge» create',
    'bad-value',
    'error',
    '`bridge` is no bridge; expected a name such as bridge0.',
  ],
  [
    'ifconfig em0 up\nifconfig em1 «addm em0»',
    'contradiction',
    'error',
    'em1 is no bridge; expected a bridge such as bridge0.',
  ],
  [
    'ifconfig em0 up\nifconfig bridge0 addm «em1»',
    'unknown-interface',
    'error',
    'There is no interface em1; expected lo0, em0 or bridge0; did you mean em0?',
  ],
  [
    'ifconfig em0 up\nifconfig bridge0 addm em0\nifconfig bridge1 addm «em0»',
    'contradiction',
    'error',
    'em0 is a member of bridge0 already: Device busy; expected another interface.',
  ],
  [
    'ifconfig em0 up\nifconfig bridge0 addm em0 addm «em0»',
    'contradiction',
    'error',
    'em0 is a member of bridge0 already: File exists; expected another interface.',
  ],
  [
    'ifconfig bridge0 create\nifconfig bridge1 addm «bridge0»',
    'contradiction',
    'error',
    'bridge0 is a bridge, and no bridge is a member of one: Invalid argument; expected another interface.',
  ],
  [
    'ifconfig em0 up\nifconfig em1 mtu 1400\nifconfig bridge0 addm em0 addm «em1»',
    'contradiction',
    'error',
    'The MTU of em1 is 1400, that of bridge0 is 1500: Invalid argument; expected another interface.',
  ],
  [
    'ifconfig tun0 up\nifconfig bridge0 addm «tun0»',
    'contradiction',
    'error',
    'tun0 carries no Ethernet frames, so no bridge takes it: Invalid argument; expected another interface.',
  ],
  [
    'ifconfig bridge0 «mtu 1400»',
    'contradiction',
    'error',
    'The MTU of a bridge is that of its first member: Invalid argument; expected the MTU at the members, before they are added.',
  ],
  [
    'ifconfig em0 up\nifconfig bridge0 deletem «em0»',
    'contradiction',
    'error',
    'em0 is no member of bridge0: No such file or directory; expected a member.',
  ],
  [
    'ifconfig em0 up\nifconfig bridge0 static «em0» 02:00:00:00:00:01',
    'contradiction',
    'error',
    'em0 is no member of bridge0: No such file or directory; expected a member.',
  ],
  [
    'ifconfig em0 up\nifconfig bridge0 maxaddr 0 addm em0 static «em0» 02:00:00:00:00:01',
    'contradiction',
    'error',
    'bridge0 remembers 0 addresses and no more: No space left on device; expected a member.',
  ],
  [
    'ifconfig bridge0 «deladdr 02:00:00:00:00:01»',
    'contradiction',
    'error',
    'bridge0 knows no station of this address: No such file or directory; expected an address that `static` gave.',
  ],
  [
    'ifconfig em0 up\nexpect counter «if.em0.if_ipackets» 1',
    'unknown-counter',
    'error',
    'There is no counter `if.em0.if_ipackets`; expected a name such as ip6stat.ip6s_forward or if.em0.ifs6_in_discard.',
  ],
  ['ifconfig «iptap00» create', 'bad-value', 'error', '`iptap00` is no tap; expected a name such as iptap0.'],
  [
    'ifconfig iptap0 create «down»',
    'contradiction',
    'error',
    'iptap0 is a tap, which is up from the start and takes nothing else; expected create or destroy.',
  ],
  [
    'ifconfig iptap0 create\nifconfig iptap0 destroy\ncapture «iptap0» raw "a.pcapng"',
    'interface-later',
    'error',
    'iptap0 does not exist yet at this line; expected `ifconfig iptap0` before it.',
  ],
  [
    'ifconfig em0 up\ncapture em0 «raw» "a.pcapng"',
    'bad-value',
    'error',
    'em0 does not give raw; expected `en10mb`.',
  ],
  [
    'ifconfig tun0 up\ncapture tun0 «pktap» "a.pcapng"',
    'bad-value',
    'error',
    'tun0 does not give pktap; expected `raw` or `null` or `loop`.',
  ],
  [
    'ifconfig iptap0 create\ncapture iptap0 «en10mb» "a.pcapng"',
    'bad-value',
    'error',
    'iptap0 does not give en10mb; expected `raw` or `pktap`.',
  ],
  [
    'ifconfig lo0 up\ncapture lo0 «raw» "a.pcapng"',
    'bad-value',
    'error',
    'lo0 does not give raw; expected `null` or `loop`.',
  ],
  [
    'ifconfig bridge0 create\ncapture «bridge0» en10mb "a.pcapng"',
    'not-simulated',
    'error',
    'bridge0 cannot be captured on; expected a tap such as iptap0, an Ethernet, a point-to-point or a loopback interface.',
  ],
  [
    'sysctl «net.link.bridge.ipfw»=1',
    'not-simulated',
    'error',
    'net.link.bridge.ipfw is not simulated; expected net.link.bridge.pfil_member or net.link.bridge.pfil_bridge, by which ipfw sees the packets that bridges carry.',
  ],
  ...['../a.pcapng', 'a/../../b.pcapng', '/tmp/a.pcapng', '\\\\host\\a.pcapng', 'C:\\a.pcapng'].map(
    (name): OfMeaning => [
      `ifconfig iptap0 create\ncapture iptap0 raw «${JSON.stringify(name)}»`,
      'bad-capture-name',
      'error',
      'A capture is written to the folder of this file or below; expected a name such as "out.pcapng", in the folder of this file or below.',
    ],
  ),
  ...['a.pcap', 'a.pcapng.gz', '.pcapng', 'x/.pcapng', 'router.stack', ''].map(
    (name): OfMeaning => [
      `ifconfig iptap0 create\ncapture iptap0 pktap «"${name}"»`,
      'bad-capture-name',
      'error',
      'A capture is written as pcapng; expected a name such as "out.pcapng", in the folder of this file or below.',
    ],
  ),
  [
    'route add default «192.0.2.1»',
    'gateway-unreachable',
    'error',
    'No interface has a prefix with 192.0.2.1 in it: Network is unreachable; expected a gateway on a connected prefix.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute add -inet6 2001:db8:9::/48 «2001:db8:7::1»',
    'gateway-unreachable',
    'error',
    'No interface has a prefix with 2001:db8:7::1 in it: Network is unreachable; expected a gateway on a connected prefix.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute add -inet6 2001:db8:9::/48 2001:db8:1::9\nroute add -inet6 2001:db8:8::/48 «2001:db8:9::1»',
    'gateway-unreachable',
    'warning',
    'This gateway is itself behind a gateway: its link address can never be found; expected a gateway on a connected prefix.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute add -inet6 2001:db8:9::/48 «2001:db8:1::1»',
    'gateway-own',
    'warning',
    "This is em0's own address: no packet can be handed to it as a gateway; expected -interface, or the address of a router.",
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute add -inet6 2001:db8:9::/48 «ff02::1%em0»',
    'bad-value',
    'error',
    'A multicast address is no gateway; expected the address of a router.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute add -inet6 «2001:db8:1::/64» 2001:db8:1::9',
    'route-exists',
    'error',
    'There is a route to 2001:db8:1::/64 already: File exists; expected another destination, or `route change`.',
  ],
  [
    'route delete -inet6 «2001:db8:1::/64»',
    'route-missing',
    'error',
    'There is no route to 2001:db8:1::/64 here: not in table; expected the destination of a route that a line before adds.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute change -inet6 «2001:db8:9::/64» 2001:db8:1::9',
    'route-missing',
    'error',
    'There is no route to 2001:db8:9::/64 here: not in table; expected the destination of a route that a line before adds.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nroute add -inet6 2001:db8:9::/64 2001:db8:1::9 -mtu «1400»',
    'not-simulated',
    'information',
    '-mtu is kept, but changes nothing here.',
  ],
  [
    'route add -inet6 2001:db8:9::/64 -interface «tun0»',
    'unknown-interface',
    'error',
    'There is no interface tun0; expected a line `ifconfig tun0 …` that sets it up.',
  ],
  [
    'ndp -s «2001:db8:1::9» 02:00:00:00:00:01',
    'gateway-unreachable',
    'error',
    'No interface has a prefix with 2001:db8:1::9 in it: cannot locate it; expected a neighbour on a connected prefix.',
  ],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64\nndp -s «ff05::1» 02:00:00:00:00:01',
    'bad-value',
    'error',
    'A multicast address is no neighbour; expected a unicast address.',
  ],
  [
    'ndp -s fe80::2%«em0» 02:00:00:00:00:01',
    'unknown-interface',
    'error',
    'There is no interface em0; expected a line `ifconfig em0 …` that sets it up.',
  ],
  [
    'ndp -i «em0» nud',
    'unknown-interface',
    'error',
    'There is no interface em0; expected a line `ifconfig em0 …` that sets it up.',
  ],
  [
    'ifconfig em0 up\nndp -i em0 «prefer_source»',
    'not-simulated',
    'information',
    '`prefer_source` is kept, but changes nothing here.',
  ],
  [
    'arp -s «192.0.2.2» 02:00:00:00:00:01',
    'gateway-unreachable',
    'error',
    'No interface has a prefix with 192.0.2.2 in it: cannot locate it; expected a neighbour on a connected prefix.',
  ],
  [
    'sysctl «net.inet6.ip6.forwading»=1',
    'unknown-sysctl',
    'error',
    'There is no setting `net.inet6.ip6.forwading`; expected a name such as net.inet6.ip6.forwarding; did you mean net.inet6.ip6.forwarding?',
  ],
  [
    'sysctl net.inet6.ip6.hlim=«256»',
    'out-of-range',
    'error',
    '256 is out of range for net.inet6.ip6.hlim; expected a number from 0 to 255.',
  ],
  [
    '«spdadd 10.0.0.0/8 10.0.0.0/8 any -P out discard»',
    'not-simulated',
    'information',
    'IPv4 is not simulated yet: the policy is kept without effect.',
  ],
  [
    'spdadd ::/0 ::/0 any -P out discard\n«spdadd ::/0 ::/0 any -P out none»',
    'policy-exists',
    'error',
    'There is a policy of exactly this selector already: File exists; expected another selector.',
  ],
  [
    '«spddelete ::/0 ::/0 any -P out»',
    'policy-missing',
    'error',
    'There is no policy of exactly this selector here; expected source, destination, protocol and direction of a line before.',
  ],
  [
    'nooptions IPSEC\n«spdadd ::/0 ::/0 any -P out none»',
    'contradiction',
    'warning',
    'The kernel has no IPsec (nooptions IPSEC): no policy is ever looked at.',
  ],
  [
    'spdadd «::/0[80]» ::/0 tcp -P out none',
    'contradiction',
    'warning',
    'Ports are not looked at when packets are forwarded: no forwarded packet matches this.',
  ],
  [
    '«add 2001:db8::1 2001:db8::2 esp 0x1001 -E null»',
    'contradiction',
    'warning',
    'This association neither encrypts nor authenticates anything.',
  ],
  [
    '«add 2001:db8::1 2001:db8::2 esp 0x1001 -r 4 -E aes-cbc "0123456789abcdef"»',
    'contradiction',
    'warning',
    'Nothing authenticates the sequence numbers of this association, so its replay window is not looked at.',
  ],
  [
    '«add 2001:db8::1 2001:db8::2 ah 0x1001 -ls 60 -lh 30 -A hmac-md5 "0123456789abcdef"»',
    'contradiction',
    'warning',
    'The soft lifetime is longer than the hard one: the association is never dying.',
  ],
  [
    'nooptions IPSEC\n«add 2001:db8::1 2001:db8::2 ah 0x1001 -A hmac-md5 "0123456789abcdef"»',
    'contradiction',
    'warning',
    'The kernel has no IPsec (nooptions IPSEC): no association is ever looked at.',
  ],
  [
    '«add 2001:db8::1 2001:db8::2 ipcomp 0x1001 -C deflate»',
    'not-simulated',
    'information',
    'Compression is not simulated: the association is found, and what asks for it is dropped.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 «esp» 0x1001 -A hmac-md5 "0123456789abcdef"',
    'missing-word',
    'error',
    'An association of esp needs an algorithm; expected -E ALGORITHM KEY.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 ah 0x1001 -E «des-cbc» "01234567" -A hmac-md5 "0123456789abcdef"',
    'contradiction',
    'error',
    'ah has no use for encryption; expected the line without this algorithm.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -E null -A hmac-md5 "0123456789abcdef" -A «null»',
    'contradiction',
    'error',
    'An association has one algorithm of a kind; expected the line without this algorithm.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -E aes-gcm-16 "0123456789abcdefsalt" -A «hmac-md5» "0123456789abcdef"',
    'contradiction',
    'error',
    'aes-gcm-16 authenticates what it encrypts by itself; expected the line without this algorithm.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 ah 0x1001 -A hmac-md5 "0123456789abcdef"\n«add 2001:db8::1 2001:db8::2 ah 0x1001 -A hmac-md5 "0123456789abcdef"»',
    'association-exists',
    'error',
    'There is an association with these ends, protocol, mode, id and SPI already: File exists; expected another SPI.',
  ],
  [
    'add 2001:db8::1 2001:db8::2 ah 0x1001 -A hmac-md5 "0123456789abcdef"\nflush esp\nget 2001:db8::1 2001:db8::2 ah 0x1001\ndeleteall 2001:db8::1 2001:db8::2 ah\n«delete 2001:db8::1 2001:db8::2 ah 0x1001»',
    'association-missing',
    'error',
    'There is no association with these ends, protocol and SPI here; expected source, destination, protocol and SPI of a line before.',
  ],
  [
    '«get 2001:db8::1 2001:db8::2 ah 0x1001»',
    'association-missing',
    'error',
    'There is no association with these ends, protocol and SPI here; expected source, destination, protocol and SPI of a line before.',
  ],
  [
    'ifconfig em0 up\nipfw add deny ip from any to any via «em1»',
    'unknown-interface',
    'warning',
    'No interface is named em1: the rule never matches; expected lo0 or em0.',
  ],
  [
    'ifconfig em0 up\nipfw add deny ip from any to any via «tun*»',
    'unknown-interface',
    'warning',
    'No interface is named tun*: the rule never matches; expected lo0 or em0.',
  ],
  [
    '«ipfw add 200 skipto 100 ip from any to any»',
    'contradiction',
    'warning',
    'A rule skips only to a later one: this one goes on behind itself; expected a number above 200.',
  ],
  [
    'ipfw delete «100»',
    'rule-missing',
    'error',
    'There is no rule 100 here; expected the number of a rule that a line before adds.',
  ],
  [
    'mld join «em0» ff02::5',
    'unknown-interface',
    'error',
    'There is no interface em0; expected a line `ifconfig em0 …` that sets it up.',
  ],
  [
    'ifconfig em0 inet6 2001:db8::1/64\nmld join em0 «ff02::5%em1»',
    'contradiction',
    'error',
    'The group names em1, the line em0; expected %em0 or nothing.',
  ],
  [
    'ifconfig em0 up\nmld join «em0» ff02::5',
    'contradiction',
    'error',
    'em0 has no IPv6 address yet, and before its first one it can join no group; expected a line `ifconfig em0 inet6 …` before this one.',
  ],
  [
    'ifconfig em0 up\n«mld query em0»',
    'not-at-time',
    'error',
    'A message from a neighbour arrives at some time; expected `at 1s mld query …`.',
  ],
  [
    'ifconfig em0 inet6 fe80::1%em0/64 up\nifconfig em1 up\nat 1s mld report em0 ff02::5 from «fe80::2%em1»',
    'contradiction',
    'error',
    'The sender names em1, the line em0; expected %em0 or nothing.',
  ],
  [
    'options IPSEC\noptions «FAST_IPSEC»',
    'contradiction',
    'error',
    'A kernel has IPSEC or FAST_IPSEC, not both; expected one of them.',
  ],
  [
    'replay «"notes.txt"»',
    'bad-capture-name',
    'error',
    '`notes.txt` is not the name of a capture; expected a file name that ends in .pcap, .pcapng, .cap or .ntar, .gz after it or not.',
  ],
  [
    'replay «"http://example.com/a.pcap"»',
    'bad-capture-name',
    'error',
    'A capture is read from this machine only; expected a path relative to this file, or an absolute one.',
  ],
  [
    'replay «"//server/share/a.pcap"»',
    'bad-capture-name',
    'error',
    'A capture is read from this machine only; expected a path relative to this file, or an absolute one.',
  ],
  [
    'replay «".pcap"»',
    'bad-capture-name',
    'error',
    '`.pcap` is not the name of a capture; expected a file name that ends in .pcap, .pcapng, .cap or .ntar, .gz after it or not.',
  ],
  [
    'replay "a.pcap" on «em0»',
    'unknown-interface',
    'error',
    'There is no interface em0; expected a line `ifconfig em0 …` that sets it up.',
  ],
  [
    'ifconfig em0 up\nreplay "a.pcap" (lan = em0, «lan» = em0)',
    'contradiction',
    'error',
    'lan is mapped twice; expected every name once.',
  ],
  [
    'fault «ip_output» ENOBUFS',
    'unknown-function',
    'error',
    'The function `ip_output` cannot be made to fail; expected m_copy, m_prepend, ipsec6_getpolicybyaddr, ipsec6_output_tunnel, ipsec6_splithdr, ipsec6_encapsulate, key_acquire, esp6_output, ah6_output, ip6_output, frag6_input or others; did you mean ip6_output?',
  ],
  [
    'divert 8668 pass set «ip.tttl» = 5',
    'unknown-field',
    'error',
    'There is no field `ip.tttl`; expected a field such as ip.ttl, or bytes as udp.payload[0:4]; did you mean ip.ttl?',
  ],
  [
    'divert 8668 pass set «udpp[0:4]» = 5',
    'unknown-field',
    'error',
    'There is no field `udpp[0:4]`; expected a field such as ip.ttl, or bytes as udp.payload[0:4].',
  ],
  [
    'divert 8668 pass set «ip.checksum.status» = 1',
    'not-writable',
    'error',
    '`ip.checksum.status` cannot be written; expected a header field, or bytes of one as ip.checksum.status[0:1].',
  ],
  [
    'divert 8668 pass set «ipv6.hlim» = 1',
    'not-writable',
    'error',
    'Divert sockets carry packets of IPv4: `ipv6.hlim` is in none of them; expected a field of IPv4, TCP, UDP or ICMP.',
  ],
  [
    'divert 8668 pass set ip.ttl = «256»',
    'out-of-range',
    'error',
    '256 is no value for ip.ttl; expected a number from 0 to 255.',
  ],
  [
    'divert 8668 pass set ip.hdr_len = «22»',
    'out-of-range',
    'error',
    '22 is no value for ip.hdr_len; expected a number from 0 to 60, a multiple of 4.',
  ],
  [
    'divert 8668 pass set ip.dst = «host»',
    'bad-value',
    'error',
    'host is no value for ip.dst; expected an address such as 192.0.2.1.',
  ],
  [
    'divert 8668 pass set data[0:2] = «01:02:03»',
    'bad-value',
    'error',
    '01:02:03 is no value of 2 bytes; expected bytes such as 01:02, or a number.',
  ],
  [
    'divert 8668 pass name «ethernet0»',
    'bad-value',
    'error',
    'ethernet0 does not fit into an address; expected 8 characters at most.',
  ],
  [
    'divert 8668 pass\ndivert 8669 pass\ndivert 8668 drop for udp\ndivert «8668» drop',
    'contradiction',
    'error',
    'A line says already what the program on port 8668 does with all packets; expected `for` and a filter at the end, or another port.',
  ],
  [
    'divert 8668 drop for «udp.portt» == 3',
    'bad-filter',
    'error',
    '"udp.portt" is no field or protocol that is known.',
  ],
  [
    'fault if_output ENOBUFS for «ipv6.hlimm» == 3',
    'bad-filter',
    'error',
    '"ipv6.hlimm" is no field or protocol that is known.',
  ],
  [
    'fault if_output ENOBUFS for "«ipv6.hlimm» == 3"',
    'bad-filter',
    'error',
    '"ipv6.hlimm" is no field or protocol that is known.',
  ],
  [
    'expect frame 1 dropped at «ip6_forward.hoplimit»',
    'unknown-decision',
    'error',
    'There is no decision `ip6_forward.hoplimit`; expected an id such as ip6_forward.hop-limit; did you mean ip6_forward.hop-limit?',
  ],
  [
    'expect frame 1 dropped at ip6_forward.hop-limit=«excceeded»',
    'unknown-outcome',
    'error',
    'ip6_forward.hop-limit has no outcome `excceeded`; expected exceeded or decremented; did you mean exceeded?',
  ],
  [
    'expect frame 1 at «ip6_forward.hop-limit»',
    'missing-word',
    'error',
    'The verdict is missing; expected a verdict before `at`, or `through` in its place.',
  ],
  [
    'expect counter «ip6stat.ip6s_forwarded» 3',
    'unknown-counter',
    'error',
    'There is no counter `ip6stat.ip6s_forwarded`; expected a name such as ip6stat.ip6s_forward or if.em0.ifs6_in_discard; did you mean ip6stat.ip6s_forward?',
  ],
  [
    'expect counter if.«em0».ifs6_in_discard 3',
    'unknown-interface',
    'error',
    'There is no interface em0; expected a line `ifconfig em0 …` that sets it up.',
  ],
  [
    'expect counter «if.lo0.ifs6_in_discards» 3',
    'unknown-counter',
    'error',
    'There is no counter `if.lo0.ifs6_in_discards`; expected a name such as ip6stat.ip6s_forward or if.em0.ifs6_in_discard; did you mean if.lo0.ifs6_in_discard?',
  ],
  [
    'ifconfig em0 up\nexpect frame 1 sends redirect on «em3»',
    'unknown-interface',
    'error',
    'There is no interface em3; expected lo0 or em0; did you mean em0?',
  ],
  [
    'ifconfig em0 up\nreplay "lan.pcap" on em0\nexpect frame 1 in «"wan.pcap"» forwarded',
    'unknown-capture',
    'warning',
    'No `replay` line names this capture; expected lan.pcap.',
  ],
  [
    'host A {\n}\n«ifconfig em0 up»',
    'misplaced-line',
    'error',
    'In a file with hosts this line belongs to one of them; expected the line in the block of A.',
  ],
  [
    'host A {\n«seed 4»\n}',
    'misplaced-line',
    'error',
    'This line is about all hosts together; expected the line outside the blocks.',
  ],
  ['host A {\n}\nhost «A» {\n}', 'host-exists', 'error', 'There is a host A already; expected another name.'],
  [
    'host router {\nifconfig em0 up\n}\nlink router.em0 «ruoter».em0',
    'unknown-host',
    'error',
    'There is no host `ruoter`; expected router; did you mean router?',
  ],
  [
    'host A {\nifconfig em0 up\n}\nlink A.em0 «em1»',
    'unknown-host',
    'error',
    'em1 does not tell its host; expected the host and a dot before it, as in A.em1.',
  ],
  [
    'host A {\nifconfig em0 up\n}\nhost B {\nifconfig em0 up\n}\nlink A.em0 B.«em1»',
    'unknown-interface',
    'error',
    'B has no interface `em1`; expected lo0 or em0; did you mean em0?',
  ],
  [
    'host A {\nifconfig em0 up\nifconfig em1 up\nifconfig em2 up\n}\nlink A.em0 A.em1\nlink A.em2 «A.em0»',
    'link-end-twice',
    'error',
    'A.em0 is on a link already; expected each interface on one link.',
  ],
  [
    'host A {\nifconfig em0 up\nifconfig tun0 up\n}\nlink «A.em0 A.tun0»',
    'contradiction',
    'error',
    'A link is Ethernet for all its ends, or it has two ends that are point-to-point; expected interfaces of one kind.',
  ],
  [
    'host A {\nifconfig em0 inet6 2001:db8::1/64 up\nifconfig «em1» inet6 2001:db8:1::1/64 up\n}\nreplay "f.pcap" on A.em0',
    'unlinked-interface',
    'warning',
    'Nothing arrives on A.em1: no link has it as an end, and no capture is replayed on it; expected a line such as link A.em1 ….',
  ],
  [
    'host A {\nifconfig em0 up\n}\nreplay "f.pcap" on «em0»',
    'unknown-interface',
    'error',
    'There is no interface em0; expected A.lo0 or A.em0.',
  ],
  [
    'host A {\nifconfig em0 up\n}\nexpect counter A.«ip6stat.ip6s_forwrd» 1',
    'unknown-counter',
    'error',
    'There is no counter `ip6stat.ip6s_forwrd`; expected a name such as ip6stat.ip6s_forward or if.em0.ifs6_in_discard; did you mean ip6stat.ip6s_forward?',
  ],
];

/** A text without the marks, and the range between them. */
function unmarked(marked: string) {
  const from = marked.indexOf('«');
  const to = marked.indexOf('»') - 1;
  assert.ok(from >= 0 && to >= from, marked);
  return { text: marked.replace(/[«»]/g, ''), from, to };
}

describe('problems of form', () => {
  for (const [marked, code, words] of ofForm) {
    it(marked, () => {
      const { text, from, to } = unmarked(marked);
      const { problems } = parseStack(text, 'lab.stack');
      assert.deepEqual(
        problems.map(problem => [problem.code, problem.from, problem.to, problemText(problem)]),
        [[code, from, to, words]],
      );
      assert.equal(problems[0].severity, 'error');
    });
  }

  it('are found on every line, in order', () => {
    const document = parseStack(
      'ifconfg em0\nroute ad x\nsysctl net.inet6.ip6.forwarding=1\nmld\n',
      'lab.stack',
    );
    assert.deepEqual(
      document.problems.map(problem => problemLine(document.source, problem).slice(0, 15)),
      ['lab.stack:1:1: ', 'lab.stack:2:7: ', 'lab.stack:4:1: '],
    );
    assert.equal(document.commands.length, 1);
  });
});

describe('problems of meaning', () => {
  for (const [marked, code, severity, words] of ofMeaning) {
    it(marked.replaceAll('\n', ' | '), () => {
      const { text, from, to } = unmarked(marked);
      const document = parseStack(text, 'lab.stack');
      assert.deepEqual(document.problems, []);
      assert.deepEqual(
        checkStack(document).map(problem => [
          problem.code,
          problem.severity,
          problem.from,
          problem.to,
          problemText(problem),
        ]),
        [[code, severity, from, to, words]],
      );
    });
  }

  it('has a test for every code', () => {
    const seen = new Set<string>([...ofForm.map(row => row[1]), ...ofMeaning.map(row => row[1])]);
    // No setting is read-only yet.
    assert.deepEqual(
      problemCodes.filter(code => !seen.has(code)),
      ['read-only-sysctl'],
    );
  });

  it('knows the fields of every layer in a filter', () => {
    const document = parseStack(
      'fault if_output ENOBUFS for ipv6.src == fe80::/10 and ipv6.hlim < 9 or eth.type == 0x86dd',
      'f',
    );
    assert.deepEqual(checkStack(document), []);
  });

  it('knows the link-local address that an interface makes for itself', () => {
    const text = `ifconfig em0 inet6 2001:db8:1::1/64
ifconfig em1 inet6 2001:db8:2::1/64
ifconfig em1 lladdr 02:00:00:00:02:01
ifconfig em0 inet6 fe80::70:64ff:fe67:1 -alias
ifconfig em1 inet6 fe80::ff:fe00:201 -alias
ifconfig em1 inet6 fe80::70:64ff:fe67:2 -alias
`;
    const document = parseStack(text, 'f');
    assert.deepEqual(
      checkStack(document).map(problem => [problem.code, document.source.position(problem.from).line]),
      [['address-missing', 6]],
    );
  });

  it('do not say again of an association what its algorithms and keys are told', () => {
    for (const [marked, , message] of ofForm.filter(([line]) => /add .* esp .*-[EA] /.test(line))) {
      const document = parseStack(unmarked(marked).text, 'f');
      const problems = [...document.problems, ...checkStack(document)].filter(
        one => one.severity === 'error',
      );
      assert.deepEqual(problems.map(problemText), [message]);
    }
    const wrongKey = parseStack('add 2001:db8::1 2001:db8::2 esp 0x1001 -r 4 -E null -A hmac-md5 0x00', 'f');
    assert.equal(wrongKey.problems.length, 1);
    assert.deepEqual(checkStack(wrongKey), [], 'nor that nothing authenticates it');
  });

  it('takes lines at a time after those of time zero, by their time', () => {
    const text = `at 9s route add -inet6 default 2001:db8:2::9
at 5s ifconfig em1 inet6 2001:db8:2::1/64
ifconfig em0 inet6 2001:db8:1::1/64
at 7s route add -inet6 2001:db8:9::/48 2001:db8:2::9
at 8s ifconfig em1 inet6 2001:db8:2::1 delete
`;
    const document = parseStack(text, 'lab.stack');
    assert.deepEqual(
      checkStack(document).map(problem => problemLine(document.source, problem)),
      [
        'lab.stack:1:32: No interface has a prefix with 2001:db8:2::9 in it: Network is unreachable; expected a gateway on a connected prefix.',
      ],
    );
  });
});

describe('the nearest word', () => {
  const words = ['forwarding', 'redirect', 'hlim', 'mtu'];
  it('is the one with the fewest changes', () => {
    assert.equal(nearest('fowrarding', words), 'forwarding');
    assert.equal(nearest('MTU', words), 'mtu');
    assert.equal(nearest('hlmi', words), 'hlim');
  });
  it('is none when all are far', () => {
    assert.equal(nearest('xyz', words), undefined);
    assert.equal(nearest('', words), undefined);
    assert.equal(nearest('a'.repeat(10_000), words), undefined);
  });
});
