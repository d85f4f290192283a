import { strict as assert } from 'node:assert';
import { type Command, formatCommand, formatEdits, parseStack, problemLine } from '../../src/config/index';

/** The one command of a text, without a problem. */
function only(text: string): Command {
  const document = parseStack(text, 'lab.stack');
  assert.deepEqual(
    document.problems.map(problem => problemLine(document.source, problem)),
    [],
  );
  assert.equal(document.commands.length, 1);
  return document.commands[0];
}

/** What is typed, and the one way in which the formatter writes it. */
const lines: [string, string][] = [
  ['ifconfig em0', 'ifconfig em0'],
  ['ifconfig em0 inet6 2001:DB8:0::1 prefixlen 64 up', 'ifconfig em0 inet6 2001:db8::1/64 up'],
  ['ifconfig em0 inet6 2001:db8::1/64 alias', 'ifconfig em0 inet6 2001:db8::1/64 alias'],
  ['ifconfig em0 inet6 2001:db8::1 remove', 'ifconfig em0 inet6 2001:db8::1 delete'],
  [
    'ifconfig em0 inet6 fe80::1%em0/64 anycast pltime 600 vltime infinity',
    'ifconfig em0 inet6 fe80::1%em0/64 anycast pltime 600 vltime infinity',
  ],
  ['ifconfig tun0 inet6 2001:db8::1 2001:db8::2 up', 'ifconfig tun0 inet6 2001:db8::1 2001:db8::2 up'],
  [
    'ifconfig em0 inet 192.0.2.1 netmask 0xffffff00 broadcast 192.0.2.255',
    'ifconfig em0 inet 192.0.2.1/24 broadcast 192.0.2.255',
  ],
  ['ifconfig tun0 10.0.0.1 10.0.0.2 up', 'ifconfig tun0 inet 10.0.0.1 10.0.0.2 up'],
  ['ifconfig em0 192.0.2.1/24 mtu 1400', 'ifconfig em0 inet 192.0.2.1/24 mtu 1400'],
  ['ifconfig em0 ether 2:0:0:0:1:2 mtu 1400 -arp', 'ifconfig em0 lladdr 02:00:00:00:01:02 mtu 1400 -arp'],
  [
    'ifconfig em0 inet6 2001:db8:1::1/64 inet6 2001:db8:2::1/64 up',
    'ifconfig em0 inet6 2001:db8:1::1/64 inet6 2001:db8:2::1/64 up',
  ],
  ['ifconfig vlan0 create vnetid 10 parent em0', 'ifconfig vlan0 create vlan 10 vlandev em0'],
  ['ifconfig bridge0 add em0', 'ifconfig bridge0 addm em0'],
  ['ifconfig gif0 tunnel 2001:db8::1 2001:db8::2', 'ifconfig gif0 tunnel 2001:db8::1 2001:db8::2'],
  ['ifconfig em0 group "my lan"', 'ifconfig em0 group "my lan"'],
  ['route -n add -inet6 default fe80::1%em1', 'route add -inet6 default fe80::1%em1'],
  ['route add -inet6 ::/0 fe80::1%em1', 'route add -inet6 default fe80::1%em1'],
  ['route add -inet6 :: fe80::1%em1', 'route add -inet6 default fe80::1%em1'],
  ['route add -inet6 2001:db8:5:: 2001:db8::1', 'route add -inet6 2001:db8:5::/64 2001:db8::1'],
  ['route add -inet6 2001:db8:5::1 2001:db8::1', 'route add -inet6 2001:db8:5::1/128 2001:db8::1'],
  ['route add -inet6 -host 2001:db8:5:: 2001:db8::1', 'route add -inet6 2001:db8:5::/128 2001:db8::1'],
  [
    'route add -inet6 -net 2001:db8:5::1 -prefixlen 48 2001:db8::1',
    'route add -inet6 2001:db8:5::1/48 2001:db8::1',
  ],
  [
    'route add -inet6 2001:db8:dead::/48 ::1 -blackhole',
    'route add -inet6 2001:db8:dead::/48 ::1 -blackhole',
  ],
  ['route add -inet6 2001:db8:9::/64 -iface tun0', 'route add -inet6 2001:db8:9::/64 -interface tun0'],
  [
    'route add -inet6 2001:db8:9::/64 2001:db8::1 -ifp em0 -mtu 1400 -dynamic',
    'route add -inet6 2001:db8:9::/64 2001:db8::1 -dynamic -ifp em0 -mtu 1400',
  ],
  ['route add 128.32/16 10.0.0.1', 'route add 128.32.0.0/16 10.0.0.1'],
  ['route add -net 10.0.0.0 10.0.0.1', 'route add 10.0.0.0/8 10.0.0.1'],
  ['route add -net 198.51.100.0 10.0.0.1 255.255.255.128', 'route add 198.51.100.0/25 10.0.0.1'],
  ['route del -inet6 2001:db8:9::/64', 'route delete -inet6 2001:db8:9::/64'],
  ['route change -inet6 2001:db8:9::/64 2001:db8::2', 'route change -inet6 2001:db8:9::/64 2001:db8::2'],
  ['route flush -inet6', 'route flush -inet6'],
  ['ndp -s fe80::2%em0 0:11:22:33:44:55 temp proxy', 'ndp -s fe80::2%em0 00:11:22:33:44:55 temp proxy'],
  ['ndp -n -d 2001:db8::2', 'ndp -d 2001:db8::2'],
  ['ndp -c', 'ndp -c'],
  ['ndp -i em0 -nud disabled linkmtu=1400', 'ndp -i em0 -nud disabled linkmtu=1400'],
  ['arp -s 192.0.2.2 00-11-22-33-44-55 pub only', 'arp -s 192.0.2.2 00:11:22:33:44:55 pub only'],
  ['arp -d 192.0.2.2 pub', 'arp -d 192.0.2.2 pub'],
  ['arp -d -a', 'arp -d -a'],
  [
    'sysctl -w net.inet6.ip6.forwarding=0x1 net.inet6.ip6.hlim=50',
    'sysctl net.inet6.ip6.forwarding=1 net.inet6.ip6.hlim=50',
  ],
  ['setkey spdadd ::/0 2001:db8::1 any -P out discard ;', 'spdadd ::/0 2001:db8::1/128 any -P out discard'],
  [
    'spdadd 2001:db8:a::/48[any] 2001:db8:b::/48[80] tcp -P in none',
    'spdadd 2001:db8:a::/48 2001:db8:b::/48[80] tcp -P in none',
  ],
  ['spdadd -6 ::/0 ::/0 icmp6 135,0 -P in none;', 'spdadd ::/0 ::/0 icmp6 135,0 -P in none'],
  [
    'spdadd ::/0 ::/0 any -P out ipsec esp/transport//use ah/tunnel/2001:db8::1-2001:db8::2/unique:7',
    'spdadd ::/0 ::/0 any -P out ipsec esp/transport//use ah/tunnel/2001:db8::1-2001:db8::2/unique:7',
  ],
  ['spddelete ::/0 ::/0 17 -P out', 'spddelete ::/0 ::/0 udp -P out'],
  ['setkey spdflush ;', 'spdflush'],
  ['setkey -FP', 'spdflush'],
  ['setkey -F', 'flush'],
  ['flush esp;', 'flush esp'],
  ['get ::1 ::2 esp 4097;', 'get ::1 ::2 esp 0x1001'],
  ['setkey delete 192.0.2.1 192.0.2.2 ah 0x1001', 'delete 192.0.2.1 192.0.2.2 ah 0x1001'],
  ['deleteall fe80::1%em0 fe80::2%em0 ipcomp', 'deleteall fe80::1%em0 fe80::2%em0 ipcomp'],
  ['route -q add -6 default fe80::1%em1', 'route add -inet6 default fe80::1%em1'],
  ['fault m_copy ENOBUFS for "a;b" == c', 'fault m_copy ENOBUFS for "a;b" == c'],
  ['fault m_copy ENOBUFS for "udp #1"', 'fault m_copy ENOBUFS for "udp #1"'],
  [
    'add 2001:db8::1 2001:db8::2 esp 4097 -m tunnel -r 4 -f zero-pad -lh 3600 -E null -A hmac-md5/12 "0123456789abcdef" ;',
    'add 2001:db8::1 2001:db8::2 esp 0x1001 -m tunnel -r 4 -f zero-pad -lh 3600 -E null -A hmac-md5/12 0x30313233343536373839616263646566',
  ],
  [
    'add 2001:db8::1 2001:db8::2 ipcomp 0x1001 -C deflate -R',
    'add 2001:db8::1 2001:db8::2 ipcomp 0x1001 -C deflate',
  ],
  [
    'ipfw -q add 100 permit log logamount 5 all from any to me6 out xmit em1',
    'ipfw add 100 allow log all from any to me6 out xmit em1',
  ],
  [
    'ipfw add drop udp from not 2001:db8::/32 to ::1,2001:db8::1 via em*',
    'ipfw add deny udp from not 2001:db8::/32 to ::1,2001:db8::1 via em*',
  ],
  [
    'ipfw add 100 set 4 tee 9000 { tcp or not udp } from table(1,7) 22,80-90 to not 192.0.2.0/24 not domain { in or recv any }',
    'ipfw add 100 set 4 tee 9000 { tcp or not udp } from table(1,7) 22,80-90 to not 192.0.2.0/24 not 53 { in or recv any }',
  ],
  [
    'ipfw add allow ip from any to any src-ip me dst-ip6 2001:db8::/32 not src-port 53 { proto tcp or proto udp }',
    'ipfw add allow ip from any to any src-ip me dst-ip6 2001:db8::/32 not src-port 53 { proto tcp or proto udp }',
  ],
  ['ipfw add unreach filter-prohib ip from any to me', 'ipfw add unreach filter-prohib ip from any to me'],
  ['ipfw add unreach6 4 ip from any to me6 frag', 'ipfw add unreach6 port ip from any to me6 frag'],
  ['divert 8668 pass after 5ms cookie 0 times 2', 'divert 8668 pass after 5000000ns cookie 0 times 2'],
  ['divert 8668 drop', 'divert 8668 drop'],
  ['divert 8668 drop after 1ms for udp', 'divert 8668 drop after 1000000ns for udp'],
  [
    'divert 8668 pass set ip.ttl=5,ip.dst = 192.0.2.9 , data[0:2] =01:02 then pass unmended name "" address 0.0.0.0 for "icmp or udp"',
    'divert 8668 pass set ip.ttl = 5, ip.dst = 192.0.2.9, data[0:2] = 01:02 then pass address 0.0.0.0 name "" unmended for icmp or udp',
  ],
  ['listen udp 53 0x223', 'listen udp 53 547'],
  ['listen udp none', 'listen udp none'],
  ['capture lo0 null "a.pcapng"', 'capture lo0 null "a.pcapng"'],
  ['capture iptap0 raw a/b.pcapng', 'capture iptap0 raw "a/b.pcapng"'],
  ['capture iptap0 pktap "out.pcapng"', 'capture iptap0 pktap "out.pcapng"'],
  ['capture em0 en10mb em0.pcapng', 'capture em0 en10mb "em0.pcapng"'],
  ['capture iptap0 stop', 'capture iptap0 stop'],
  [
    'ipfw add 100 count src-ip 192.0.2.9/32 // the "web;" server',
    'ipfw add 100 count ip from any to any src-ip 192.0.2.9 // the "web;" server',
  ],
  ['ipfw add 100 // nothing', 'ipfw add 100 count ip from any to any // nothing'],
  [
    'ipfw add allow ip from 192.0.2.77/26{70,65-66} to ( me or not any )',
    'ipfw add allow ip from 192.0.2.64/26{70,65-66} to { me or not any }',
  ],
  ['ipfw delete set 3', 'ipfw delete set 3'],
  ['ipfw table 1 add 192.0.2.1 7', 'ipfw table 1 add 192.0.2.1/32 7'],
  ['ipfw table 1 delete ::/0', 'ipfw table 1 delete ::/0'],
  ['ipfw table 1 flush', 'ipfw table 1 flush'],
  ['ipfw -q table 1 list', 'ipfw table 1 list'],
  ['ipfw -a list 100 200', 'ipfw show 100 200'],
  ['ipfw show', 'ipfw show'],
  ['ipfw list 65535', 'ipfw list 65535'],
  ['ipfw zero 65535', 'ipfw zero 65535'],
  ['ipfw set disable 1 2 enable 3', 'ipfw set enable 3 disable 1 2'],
  ['ipfw set move rule 100 to 3', 'ipfw set move rule 100 to 3'],
  ['ipfw set move 2 to 3', 'ipfw set move 2 to 3'],
  ['ipfw set swap 2 3', 'ipfw set swap 2 3'],
  ['ipfw delete 100 200', 'ipfw delete 100 200'],
  ['ipfw zero', 'ipfw zero'],
  ['ipfw -f flush', 'ipfw flush'],
  ['mld join em0 ff02::db8%em0 delay 5', 'mld join em0 ff02::db8%em0 delay 5'],
  ['mld query em0 maxdelay 1000', 'mld query em0 maxdelay 1000'],
  ['mld query em0 from fe80::2', 'mld query em0 from fe80::2'],
  [
    'mld query em0 ff05::1 maxdelay 0x5 from 2001:DB8::2',
    'mld query em0 ff05::1 maxdelay 5 from 2001:db8::2',
  ],
  ['mld report em0 ff05::1 from fe80::2%em0', 'mld report em0 ff05::1 from fe80::2%em0'],
  ['mld leave em0 ff05::1', 'mld leave em0 ff05::1'],
  ['rtsol em0', 'rtsol em0'],
  ['ndp -I em0', 'ndp -I em0'],
  ['ndp -I delete', 'ndp -I delete'],
  ['ndp -P', 'ndp -P'],
  ['ndp -R', 'ndp -R'],
  ['options IPSEC, IPSTEALTH', 'options IPSEC IPSTEALTH'],
  ['nooptions IPSEC', 'nooptions IPSEC'],
  ['hostname r1', 'hostname r1'],
  ['seed 0x10', 'seed 16'],
  ['replay lan.pcap', 'replay "lan.pcap"'],
  ['replay "a \\"b\\" \\\\c.pcap" on em0', 'replay "a \\"b\\" \\\\c.pcap" on em0'],
  ['replay F.pcap (lan=em0,"w (an" = em1)', 'replay "F.pcap" (lan = em0, "w (an" = em1)'],
  ['at 250ms ifconfig em1 down', 'at 0.25s ifconfig em1 down'],
  ['at 2m ndp -c', 'at 120s ndp -c'],
  ['at 1.5 ndp -c', 'at 1.5s ndp -c'],
  ['at 1767225600.000000001 ndp -c', 'at @1767225600.000000001 ndp -c'],
  ['at @5 ndp -c', 'at @5 ndp -c'],
  ['at 2026-01-01T00:00:00.5Z ndp -c', 'at @1767225600.5 ndp -c'],
  ['fault m_copy ENOBUFS', 'fault m_copy ENOBUFS'],
  ['fault m_copy 55 once', 'fault m_copy ENOBUFS once'],
  [
    'fault if_output EHOSTDOWN 3 times for ipv6.hlim == 3 and \\\n udp',
    'fault if_output EHOSTDOWN 3 times for ipv6.hlim == 3 and    udp',
  ],
  ['fault if_output ENOBUFS after 2 1 times', 'fault if_output ENOBUFS after 2 once'],
  ['fault if_output off', 'fault if_output off'],
  ['fault off', 'fault off'],
  [
    'expect frame 12 dropped at ip6_forward.source-scope=beyond-scope',
    'expect frame 12 dropped at ip6_forward.source-scope=beyond-scope',
  ],
  [
    'expect frame 1 in "a b.pcap" sends redirect on em0 forwarded',
    'expect frame 1 in "a b.pcap" forwarded sends redirect on em0',
  ],
  ['expect frame 1 through ip6_forward.hop-limit', 'expect frame 1 through ip6_forward.hop-limit'],
  ['expect counter ip6stat.ip6s_forward = 12', 'expect counter ip6stat.ip6s_forward 12'],
  ['expect counter if.em0.ifs6_in_discard >= -1', 'expect counter if.em0.ifs6_in_discard >= -1'],
  ['expect dropped 3', 'expect dropped 3'],
];

describe('commands', () => {
  for (const [typed, written] of lines) {
    it(typed, () => {
      assert.equal(formatCommand(only(typed)), written);
      assert.equal(formatCommand(only(written)), written);
    });
  }

  it('keep the place of every value and of the line', () => {
    const text = '\n  ifconfig em0 inet6 2001:db8::1/64 up # first\n';
    const document = parseStack(text, 'lab.stack');
    const [command] = document.commands;
    assert.ok(command.kind === 'ifconfig');
    const [parameter] = command.parameters;
    assert.ok(parameter.name === 'address');
    assert.equal(text.slice(parameter.address.from, parameter.address.to), '2001:db8::1');
    assert.equal(text.slice(parameter.prefixlen!.from, parameter.prefixlen!.to), '64');
    assert.deepEqual(command.origin, { file: 'lab.stack', line: 2, from: 2, to: 38 });
    assert.deepEqual(parameter.origin, { file: 'lab.stack', line: 2, from: 15, to: 35 });
    assert.deepEqual(document.comments, [{ from: 40, to: 47 }]);
  });

  it('end at a line end, at ;, not at a continued line, and not inside quotes', () => {
    const document = parseStack(
      'spdflush ; spdflush;\r\nreplay \\\r\n "a;b.pcap" \\  \n on em0\n# route add\nseed 1',
      'f',
    );
    assert.deepEqual(document.problems, []);
    assert.deepEqual(
      document.commands.map(command => [command.kind, command.origin.line]),
      [
        ['spdflush', 1],
        ['spdflush', 1],
        ['replay', 2],
        ['seed', 6],
      ],
    );
  });

  it('of setkey go on over lines until ;', () => {
    const text = `#!/usr/sbin/setkey -f
flush; spdflush;
spdadd 2001:db8:a::/48 2001:db8:b::/48 any
	-P out ipsec
	esp/tunnel/2001:db8::1-2001:db8::2/require; # there
add 2001:db8::1 2001:db8::2 esp 0x1001
	-E null
	-A hmac-md5 "0123456789abcdef";
spdadd ::/0 ::/0 any -P in none
at 5s spdadd ::/0 2001:db8:c::/48 any
	-P in discard
ifconfig em0 up
`;
    const document = parseStack(text, 'f');
    assert.deepEqual(document.problems, []);
    assert.deepEqual(document.commands.map(formatCommand), [
      'flush',
      'spdflush',
      'spdadd 2001:db8:a::/48 2001:db8:b::/48 any -P out ipsec esp/tunnel/2001:db8::1-2001:db8::2/require',
      'add 2001:db8::1 2001:db8::2 esp 0x1001 -E null -A hmac-md5 0x30313233343536373839616263646566',
      'spdadd ::/0 ::/0 any -P in none',
      'at 5s spdadd ::/0 2001:db8:c::/48 any -P in discard',
      'ifconfig em0 up',
    ]);
    assert.deepEqual(document.commands[2].origin, { file: 'f', line: 3, from: 0, to: 42 });
  });

  it('are put into one way of writing around comments and mistakes', () => {
    const text = `# the LAN
  ifconfig em0   ether 2:0:0:0:1:2 # r1

ifconfig em0 mut 3
route add -inet6 default \\
  fe80::1%em0
setkey spdflush ;
seed 1
`;
    const document = parseStack(text, 'f');
    let formatted = text;
    for (const { from, to, text: written } of formatEdits(document).reverse()) {
      formatted = formatted.slice(0, from) + written + formatted.slice(to);
    }
    assert.equal(
      formatted,
      text
        .replace('ifconfig em0   ether 2:0:0:0:1:2', 'ifconfig em0 lladdr 02:00:00:00:01:02')
        .replace('setkey spdflush', 'spdflush'),
    );
  });

  it('of a line with several mistakes report each', () => {
    const { problems, commands } = parseStack('ifconfig em0 mtu big inet6 x/64 alias lladdr y up', 'f');
    assert.deepEqual(
      problems.map(problem => [problem.code, problem.from]),
      [
        ['bad-value', 17],
        ['bad-value', 27],
        ['bad-value', 45],
      ],
    );
    assert.equal(commands.length, 1);
  });
});
