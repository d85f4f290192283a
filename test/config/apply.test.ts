import { strict as assert } from 'node:assert';
import * as stack from '#stack/running';
import {
  applyCommand,
  checkStack,
  isMachineCommand,
  machineOf,
  parseStack,
  problemLine,
} from '../../src/config/index';
import { formatIpv6, parseIpv6 } from '../../src/wire/address';

/** A host after the lines of a text, and what was refused. */
function machine(text: string) {
  const document = parseStack(text, 'lab.stack');
  assert.deepEqual(
    document.problems.map(problem => problemLine(document.source, problem)),
    [],
  );
  const { name, seed, kernel } = machineOf(document);
  const host = stack.createHost({ name, seed, kernel, io: { output: () => {} } });
  const refusals: string[] = [];
  for (const command of document.commands) {
    if (!isMachineCommand(command)) continue;
    const refusal = applyCommand(stack, host, command);
    if (refusal !== null) refusals.push(refusal);
  }
  return { host, refusals, document };
}

const address = (text: string): Uint8Array => {
  const bytes = parseIpv6(text);
  assert.ok(bytes !== null);
  return bytes;
};

const twoLinks = `ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig em1 inet6 2001:db8:2::1/64 mtu 1400 up
`;

describe('applying a .stack file', () => {
  it('attaches interfaces with their addresses, MTU, link address and origin', () => {
    const { host, refusals } = machine(`${twoLinks}ifconfig em0 lladdr 02:00:00:00:01:02\n`);
    assert.deepEqual(refusals, []);
    const em0 = stack.ifunit(host, 'em0');
    const em1 = stack.ifunit(host, 'em1');
    assert.ok(em0 !== null && em1 !== null);
    assert.equal(em1.mtu, 1400);
    assert.ok((em0.flags & stack.IFF_UP) !== 0);
    assert.deepEqual([...em0.lladdr], [2, 0, 0, 0, 1, 2]);
    assert.deepEqual(
      em0.addresses.map(ia => formatIpv6(ia.addr)),
      [`fe80:${em0.index.toString(16)}::ff:fe00:102`, '2001:db8:1::1'],
    );
    assert.deepEqual(em1.addresses[1].origin, { file: 'lab.stack', line: 2, from: 13, to: 35 });
    assert.deepEqual(em1.origin, { file: 'lab.stack', line: 2, from: 0, to: 47 });
  });

  it('has a link-local address once, by hand or not', () => {
    const { host } = machine(`ifconfig em0 lladdr 02:00:00:00:01:02
ifconfig em0 inet6 fe80::ff:fe00:102/64
ifconfig em0 inet6 2001:db8:1::1/64
`);
    assert.deepEqual(
      stack.ifunit(host, 'em0')?.addresses.map(ia => formatIpv6(ia.addr)),
      ['fe80:1::ff:fe00:102', '2001:db8:1::1'],
    );
  });

  it('puts a gateway on the interface whose prefix holds it', () => {
    const { host, refusals } = machine(`${twoLinks}route add -inet6 2001:db8:9::/48 2001:db8:2::9\n`);
    assert.deepEqual(refusals, []);
    const rt = stack.rtalloc1(host.rt6, address('2001:db8:9::5'));
    assert.ok(rt !== null);
    assert.equal(rt.rt_ifp.name, 'em1');
    assert.equal(rt.rt_flags & stack.RTF_GATEWAY, stack.RTF_GATEWAY);
    assert.equal(rt.rt_flags & stack.RTF_STATIC, stack.RTF_STATIC);
    assert.equal(rt.origin?.line, 3);
  });

  it('embeds the zone of a link-local gateway', () => {
    const { host } = machine(`${twoLinks}route add -inet6 default fe80::9%em1\n`);
    const rt = stack.rtalloc1(host.rt6, address('2001:db8:7::1'));
    const em1 = stack.ifunit(host, 'em1');
    assert.ok(rt !== null && em1 !== null && rt.rt_gateway !== null);
    assert.equal(rt.rt_ifp, em1);
    assert.equal(rt.rt_gateway[3], em1.index);
  });

  it('sets blackhole, reject, dynamic and host flags', () => {
    const { host, refusals } = machine(`${twoLinks}route add -inet6 2001:db8:dead::/48 ::1 -blackhole
route add -inet6 2001:db8:bad::/48 ::1 -reject
route add -inet6 -host 2001:db8:7::7 2001:db8:1::9 -dynamic
`);
    assert.deepEqual(refusals, []);
    const flags = (text: string) => stack.rtalloc1(host.rt6, address(text))!.rt_flags;
    assert.ok((flags('2001:db8:dead::1') & stack.RTF_BLACKHOLE) !== 0);
    assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:dead::1'))!.rt_ifp.name, 'lo0');
    assert.ok((flags('2001:db8:bad::1') & stack.RTF_REJECT) !== 0);
    assert.equal(
      flags('2001:db8:7::7') & (stack.RTF_DYNAMIC | stack.RTF_HOST),
      stack.RTF_DYNAMIC | stack.RTF_HOST,
    );
  });

  it('routes directly through an interface', () => {
    const { host, refusals } = machine(`ifconfig tun0 inet6 2001:db8:5::1 2001:db8:5::2 up
route add -inet6 2001:db8:9::/64 -interface tun0
`);
    assert.deepEqual(refusals, []);
    const rt = stack.rtalloc1(host.rt6, address('2001:db8:9::5'))!;
    assert.equal(rt.rt_ifp.name, 'tun0');
    assert.equal(rt.rt_gateway, null);
    assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:5::2'))!.rt_ifp.name, 'tun0');
  });

  it('deletes, changes and flushes routes', () => {
    const { host, refusals } = machine(`${twoLinks}route add -inet6 2001:db8:9::/48 2001:db8:2::9
route add -inet6 2001:db8:8::/48 2001:db8:2::9
route change -inet6 2001:db8:9::/48 2001:db8:1::9
route delete -inet6 2001:db8:8::/48
`);
    assert.deepEqual(refusals, []);
    assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:9::1'))!.rt_ifp.name, 'em0');
    assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:8::1')), null);
    const flushed = machine(`${twoLinks}route add -inet6 default 2001:db8:2::9\nroute flush -inet6\n`).host;
    assert.equal(stack.rtalloc1(flushed.rt6, address('2001:db8:9::1')), null);
    assert.notEqual(stack.rtalloc1(flushed.rt6, address('2001:db8:2::9')), null);
  });

  it('answers as route(8) does when it must refuse', () => {
    const { refusals } = machine(`${twoLinks}route add -inet6 2001:db8:9::/48 2001:db8:7::9
route add -inet6 2001:db8:1::/64 2001:db8:2::9
route delete -inet6 2001:db8:9::/48
route change -inet6 2001:db8:9::/48 2001:db8:2::9
route add -inet6 2001:db8:9::/48 -interface em7
ifconfig em1 inet6 2001:db8:2::77 delete
`);
    assert.deepEqual(refusals, [
      'add net 2001:db8:9::/48: gateway 2001:db8:7::9: Network is unreachable.',
      'add net 2001:db8:1::/64: File exists.',
      'delete net 2001:db8:9::/48: not in table.',
      'change net 2001:db8:9::/48: not in table.',
      'add net 2001:db8:9::/48: There is no interface em7.',
      "2001:db8:2::77 is no address of em1: Can't assign requested address.",
    ]);
  });

  it('sets settings, policies, faults, name, seed and kernel options', () => {
    const { host, refusals } = machine(`options FAST_IPSEC
nooptions IPSTEALTH
hostname r1
seed 7
sysctl net.inet6.ip6.forwarding=1 net.inet6.ip6.hlim=50
spdadd 2001:db8:a::/48[80] ::/0 tcp -P out discard
spdadd ::/0 ::/0 icmp6 135,0 -P in none ;
setkey spdadd ::/0 2001:db8:b::/48 any -P out ipsec esp/tunnel/2001:db8::1-2001:db8::2/unique:5 ah/transport//use
spddelete ::/0 ::/0 icmp6 135,0 -P in
fault if_output ENOBUFS 3 times
`);
    assert.deepEqual(refusals, []);
    assert.equal(host.name, 'r1');
    assert.equal(host.seed, 7);
    assert.deepEqual(host.options, { ipsec: true, fastIpsec: true, ipstealth: false, hz: 100 });
    assert.equal(host.sysctl.forwarding, 1);
    assert.equal(host.sysctl.hlim, 50);
    assert.equal(host.spd.length, 2);
    assert.equal(host.spd[0].policy, stack.IPSEC_POLICY_DISCARD);
    assert.equal(host.spd[0].srcPort, 80);
    assert.equal(host.spd[0].proto, 6);
    const [esp, ah] = host.spd[1].req;
    assert.deepEqual(
      [esp.proto, esp.mode, esp.level, esp.reqid],
      [50, stack.IPSEC_MODE_TUNNEL, stack.IPSEC_LEVEL_UNIQUE, 5],
    );
    assert.equal(formatIpv6(esp.dst!), '2001:db8::2');
    assert.deepEqual([ah.proto, ah.mode, ah.level], [51, stack.IPSEC_MODE_TRANSPORT, stack.IPSEC_LEVEL_USE]);
    assert.equal(host.spd[1].origin?.line, 8);
    assert.deepEqual(
      [host.faults[0].function, host.faults[0].errno, host.faults[0].times, host.faults[0].origin?.line],
      ['if_output', 55, 3, 10],
    );
  });

  it('gives neighbours their link addresses', () => {
    const { host, refusals } = machine(`${twoLinks}ndp -s fe80::9%em1 02:00:00:00:00:09
ndp -s 2001:db8:1::7 02:00:00:00:00:07 temp
ndp -s 2001:db8:1::8 02:00:00:00:00:08
ndp -d 2001:db8:1::8
ndp -i em1 disabled -nud linkmtu=1300
`);
    assert.deepEqual(refusals, []);
    assert.deepEqual(
      host.neighbors.map(ln => [ln.ifp.name, ln.lladdr?.[5], ln.permanent, ln.ln_state, ln.origin?.line]),
      [
        ['em1', 9, true, stack.ND6_LLINFO_REACHABLE, 3],
        ['em0', 7, false, stack.ND6_LLINFO_REACHABLE, 4],
      ],
    );
    const { nd } = stack.ifunit(host, 'em1')!;
    assert.equal(nd.flags, stack.ND6_IFF_IFDISABLED | stack.ND6_IFF_ACCEPT_RTADV);
    assert.equal(nd.linkmtu, 1300);
    assert.deepEqual(
      machine(`${twoLinks}ndp -s 2001:db8:1::7 02:00:00:00:00:07\nndp -c\n`).host.neighbors,
      [],
    );
  });

  it('says which neighbours it cannot place', () => {
    const { refusals } = machine(`${twoLinks}ndp -s 2001:db8:9::1 02:00:00:00:00:09
ndp -s fe80::1%em7 02:00:00:00:00:09
ndp -d 2001:db8:1::7
`);
    assert.deepEqual(refusals, [
      '2001:db8:9::1: cannot locate it on any interface.',
      'There is no interface em7.',
      '2001:db8:1::7 is no neighbour.',
    ]);
  });

  it('adds, zeroes, deletes and flushes rules', () => {
    const { host, refusals } = machine(`ipfw add 200 deny tcp from not 2001:db8::/32 to me in recv em0
ipfw add count ip6 from ::1,::2 to any out xmit em*
ipfw add 100 allow ip from any to any via em1
ipfw add 150 deny ip from any to any
ipfw add deny ip4 from any to any
ipfw delete 150
ipfw zero 100
`);
    assert.deepEqual(refusals, []);
    assert.deepEqual(
      host.ipfw.map(rule => [stack.describeRule(rule), rule.origin?.line]),
      [
        ['rule 100 allow ip from any to any via em1', 3],
        ['rule 200 deny tcp from not 2001:db8::/32 to me in recv em0', 1],
        ['rule 300 count ip6 from ::1,::2 to any out xmit em*', 2],
        ['rule 400 deny ip4 from any to any', 5],
      ],
    );
    assert.deepEqual(machine('ipfw delete 7\n').refusals, ['There is no rule 7.']);
    assert.deepEqual(machine('ipfw delete set 7\n').refusals, ['There is no rule in set 7.']);
    assert.deepEqual(machine('ipfw table 1 delete ::1\n').refusals, ['Table 1 has no ::1/128.']);
    assert.deepEqual(machine('ipfw add 7 deny ip from any to any\nipfw flush\n').host.ipfw, []);
  });

  it('refuses tunnels and divert sockets to whoever a fault makes no super-user', () => {
    const { refusals, host } = machine(`ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig etherip0 create tunnel 2001:db8:1::1 2001:db8:1::2
fault suser EPERM
divert 8668 pass
ifconfig etherip0 tunnel 2001:db8:1::1 2001:db8:1::3
ifconfig etherip0 tunneldomain 0
ifconfig etherip0 deletetunnel
`);
    assert.deepEqual(refusals, [
      'The divert socket on port 8668 is refused: Operation not permitted.',
      'The ends are refused: Operation not permitted.',
      'The routing table is refused: Operation not permitted.',
      'The ends stay: Operation not permitted.',
    ]);
    assert.equal(host.etherip[0].dst[23], 2);
  });

  it('hands the filter of a fault to whoever knows the frames', () => {
    const document = parseStack('fault m_copy ENOBUFS once for ipv6.hlim == 3', 'f');
    const host = stack.createHost({ io: { output: () => {} } });
    const [command] = document.commands;
    assert.ok(command.kind === 'fault');
    const framesOf = (filter: string) => (filter === 'ipv6.hlim == 3' ? [2, 5] : null);
    assert.equal(applyCommand(stack, host, command, { framesOf }), null);
    assert.deepEqual([host.faults[0].frames, host.faults[0].times], [[2, 5], 1]);
    const [off] = parseStack('fault off', 'f').commands;
    assert.ok(off.kind === 'fault');
    applyCommand(stack, host, off);
    assert.deepEqual(host.faults, []);
  });

  it('refuses nothing that the checks let pass', () => {
    const text = `${twoLinks}ifconfig em1 down
ifconfig em0 inet6 2001:db8:1::1 delete
ifconfig em0 inet6 2001:db8:1::2/64
route add -inet6 default fe80::9%em1
sysctl net.inet6.ip6.forwarding=1
ndp -i em0 -nud chlim=30
ndp -s 2001:db8:2::9 02:00:00:00:00:09
ipfw add deny ip from any to any via em1
ipfw delete 100
mld join em0 ff02::db8
mld leave em0 ff02::db8
`;
    const { refusals, document } = machine(text);
    assert.deepEqual(checkStack(document), []);
    assert.deepEqual(refusals, []);
  });
});
