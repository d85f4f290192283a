/** Whatever bytes arrive, every packet ends in a verdict by a decision, and nothing breaks. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { get16, put16 } from '../../../src/wire/bytes';
import { foldChecksum, sumBytes } from '../../../src/wire/checksum';
import * as link from '../../../src/wire/linktype';
import { configure } from '../gateways';
import { Lab, router } from '../lab';
import { router4 } from '../lab4';
import {
  address,
  advertisement,
  ethernet,
  fragmentHeader,
  HOST_MAC,
  icmp6Packet,
  ip6,
  join,
  optionsHeader,
  routingHeader,
  solicitation,
} from '../packets';
import { arp, icmp4, ip4 } from '../packets4';

const OWN = '2001:db8:1::1';
const SRC = '2001:db8:1::10';
const seeds: readonly Uint8Array[] = [
  ip6(),
  ip6({ dst: OWN }),
  ip6({ hlim: 1 }),
  ip6({ src: 'fe80::10' }),
  ip6({ nxt: 0, payload: join(optionsHeader(17, [5, 2, 0, 0]), ip6().slice(40)) }),
  ip6({ dst: OWN, nxt: 43, payload: routingHeader(59, 0, 1, ['2001:db8:2::20']) }),
  ip6({
    dst: OWN,
    nxt: 60,
    payload: join(optionsHeader(58, [0x1e, 1, 0]), icmp6Packet({ src: SRC, dst: OWN, type: 128 }).slice(40)),
  }),
  ip6({ dst: OWN, nxt: 44, payload: join(fragmentHeader(17, 0, true, 1), new Uint8Array(16)) }),
  icmp6Packet({ src: SRC, dst: OWN, type: 128 }),
  solicitation('2001:db8:1::66', 'ff02::1:ff00:1', OWN, HOST_MAC),
  advertisement('2001:db8:1::66', OWN, '2001:db8:1::66', 0x60, HOST_MAC),
  icmp6Packet({ src: 'fe80::66', dst: 'fe80::ff:fe00:101', type: 133, hlim: 255 }),
];

const seeds4: readonly Uint8Array[] = [
  ip4(),
  ip4({ dst: '192.0.2.1' }),
  ip4({ ttl: 1 }),
  ip4({ dst: '203.0.113.5' }),
  ip4({ dst: '192.0.2.255' }),
  ip4({ dst: '192.0.2.1', p: 97 }),
  ip4({ dst: '192.0.2.1', off: 0x2000, payload: new Uint8Array(24) }),
  ip4({ dst: '192.0.2.1', off: 3, payload: new Uint8Array(24) }),
  ip4({ options: [7, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0, 68, 8, 5, 0, 0, 0, 0, 0, 0] }),
  ip4({ dst: '192.0.2.1', options: [131, 11, 4, 198, 51, 100, 20, 203, 0, 113, 5, 0] }),
  icmp4({ dst: '192.0.2.1' }, 8, 0),
  icmp4(
    { dst: '192.0.2.1', src: '192.0.2.2' },
    5,
    1,
    join([192, 0, 2, 3], ip4({ src: '192.0.2.1', dst: '203.0.113.9' })),
  ),
];

const linkTypes = [
  link.LINKTYPE_NULL,
  link.LINKTYPE_ETHERNET,
  link.LINKTYPE_PPP,
  link.LINKTYPE_PPP_WITH_DIR,
  link.LINKTYPE_RAW,
  link.LINKTYPE_LOOP,
  link.LINKTYPE_LINUX_SLL,
  link.LINKTYPE_LINUX_SLL2,
  link.LINKTYPE_PKTAP,
  link.LINKTYPE_IPV6,
  147,
];

/** A packet of the seeds with some bytes changed, and cut or lengthened. */
const damaged = fc
  .record({
    seed: fc.nat(seeds.length - 1),
    changes: fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 6 }),
    length: fc.option(fc.nat(160), { nil: null }),
  })
  .map(({ seed, changes, length }) => {
    const packet = new Uint8Array(length ?? seeds[seed].length);
    packet.set(seeds[seed].subarray(0, packet.length));
    for (const [at, value] of changes) if (at < packet.length) packet[at] = value;
    return packet;
  });

function endsInVerdict(lab: Lab, frame: Uint8Array, linkType: number): void {
  const outcome = lab.receive(frame, 'em0', linkType);
  assert.notEqual(outcome.verdict, 'none', `path ${outcome.path}`);
  assert.notEqual(outcome.by, '');
  for (const { bytes } of outcome.sent) assert.ok(bytes.length >= 40);
}

/**
 * An IPv4 packet of the seeds with some bytes changed, as a rule with a header checksum that is right; or a
 * damaged ARP packet.
 */
const damaged4 = fc
  .record({
    seed: fc.nat(seeds4.length),
    changes: fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 5 }),
    length: fc.option(fc.nat(90), { nil: null }),
    right: fc.boolean(),
  })
  .map(({ seed, changes, length, right }) => {
    const whole = seeds4[seed] ?? arp(1, '192.0.2.50', '192.0.2.1');
    const packet = new Uint8Array(length ?? whole.length);
    packet.set(whole.subarray(0, packet.length));
    for (const [at, value] of changes) if (at < packet.length) packet[at] = value;
    const isArp = seed === seeds4.length;
    const hlen = (packet[0] & 0xf) * 4;
    if (!isArp && right && packet.length >= hlen && hlen >= 20) {
      put16(packet, 10, 0);
      put16(packet, 10, foldChecksum(sumBytes(packet, 0, hlen)));
    }
    return ethernet(packet, { type: isArp ? 0x0806 : 0x0800 });
  });

/**
 * Lines that make machines of every kind out of the router, in groups of which a machine has at most one
 * each.
 */
const choices: readonly (readonly string[])[] = [
  [
    'sysctl net.inet6.ip6.forwarding=0',
    'sysctl net.inet6.ip6.hdrnestlimit=1',
    'sysctl net.inet6.ip6.redirect=0',
  ],
  [
    'route add -inet6 default 2001:db8:1::10',
    'route add -inet6 default 2001:db8:2::77',
    'route add -inet6 default ::1 -reject',
    'route add -inet6 default ::1 -blackhole',
    'route add -inet6 2001:db8:2::20/128 ::1',
  ],
  ['ifconfig em1 down', 'ifconfig em1 mtu 1280', 'ndp -i em1 disabled', 'ndp -c', 'ndp -i em0 disabled'],
  [
    'spdadd ::/0 ::/0 any -P out discard',
    'spdadd ::/0 ::/0 any -P out ipsec esp/tunnel/2001:db8:2::1-2001:db8:2::20/require',
    'spdadd ::/0 ::/0 any -P out ipsec ah/transport//use esp/tunnel/2001:db8:2::1-2001:db8:9::9/use',
    'spdadd ::/0 ::/0 any -P in ipsec esp/transport//require',
    'spdadd ::/0 ::/0 any -P in discard',
  ],
  [
    'add 2001:db8:2::1 2001:db8:2::20 esp 0x1001 -E null -A hmac-md5 "sixteen bytes..."',
    'add 2001:db8:1::10 2001:db8:1::1 esp 0x1000 -E null',
    'add 2001:db8:2::1 2001:db8:9::9 esp 0x1002 -E null',
  ],
  [
    'ipfw add deny ip from any to any in',
    'ipfw add deny ip from any to any out',
    'ipfw add unreach6 admin-prohib ip from any to any',
    'ipfw add divert 8668 ip from any to any',
  ],
  [
    'fault m_copy ENOBUFS',
    'fault if_output EIO',
    'fault frag6_input ENOBUFS',
    'fault ipsec6_output_tunnel EINVAL',
    'fault ipsec6_splithdr ENOMEM',
    'fault esp6_output EINVAL',
    'fault ip6_output ENOBUFS',
  ],
  ['mld join em0 ff02::db8', 'ifconfig em0 inet6 2001:db8:1::1 delete', 'ifconfig iptap0 create'],
  ['ifconfig etherip0 create tunnel 2001:db8:1::1 2001:db8:1::10 up', 'ifconfig bridge0 addm em0 up'],
];
const machine = fc
  .tuple(...choices.map(lines => fc.option(fc.constantFrom(...lines), { nil: '' })))
  .map(lines => lines.filter(line => line !== '').join('\n'));

describe('whatever arrives', () => {
  it('as damaged IPv4 and ARP packets ends in a verdict, and only sound packets leave', () => {
    fc.assert(
      fc.property(fc.array(damaged4, { minLength: 1, maxLength: 8 }), frames => {
        const lab = router4().each((stack, host, em) => {
          stack.sysctl_set(host, 'net.inet.ip.sourceroute', 1);
          em('em1').mtu = 68;
        });
        for (const frame of frames) {
          const outcome = lab.receive(frame);
          assert.notEqual(outcome.verdict, 'none', `path ${outcome.path}`);
          for (const { kind, bytes } of outcome.sent) {
            if (kind.startsWith('arp-')) assert.equal(bytes.length, 28);
            else
              assert.ok(
                get16(bytes, 2) === bytes.length &&
                  foldChecksum(sumBytes(bytes, 0, (bytes[0] & 0xf) * 4)) === 0,
              );
          }
        }
        while (lab.host.timers.length > 0 && lab.host.now < 60e9) lab.timer();
      }),
      { numRuns: 300 },
    );
  });

  it('at a machine of any kind ends in a verdict by a decision', () => {
    fc.assert(
      fc.property(machine, fc.array(damaged, { minLength: 5, maxLength: 5 }), (lines, packets) => {
        const lab = configure(router(), lines);
        for (const packet of packets) endsInVerdict(lab, ethernet(packet), link.LINKTYPE_ETHERNET);
      }),
      { numRuns: 80 },
    );
  });

  it('as damaged packets ends in a verdict', () => {
    fc.assert(
      fc.property(fc.array(damaged, { minLength: 1, maxLength: 8 }), packets => {
        const lab = router();
        for (const packet of packets)
          endsInVerdict(
            lab,
            ethernet(packet, { dst: packet[24] === 0xff ? '33:33:00:00:00:01' : undefined }),
            link.LINKTYPE_ETHERNET,
          );
        while (lab.host.timers.length > 0 && lab.host.now < 60e9) lab.timer();
      }),
      { numRuns: 300 },
    );
  });

  it('as bytes of any link type ends in a verdict', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...linkTypes),
        fc.uint8Array({ maxLength: 120 }),
        damaged,
        (linkType, head, packet) => {
          const lab = router();
          endsInVerdict(lab, head, linkType);
          endsInVerdict(lab, join(head, packet), linkType);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('as a packet of ours whose headers run past its end is cut like any other', () => {
    const routing = join([59, 255, 253, 0], new Uint8Array(1596));
    const packet = ip6({ src: '2001:db8:2::1', nxt: 43, payload: routing });
    const outcome = router().event((stack, host) => {
      assert.equal(stack.ip6_output(host, stack.m_get(host, packet.slice(), 0, packet.length), 0), 0);
    });
    assert.deepEqual(
      outcome.sent.map(one => one.bytes.length),
      [1496, 40 + 8 + 1600 - 1448],
    );
  });

  it('never changes what the machine is made of', () => {
    const lab = router();
    for (const packet of seeds) lab.receive(ethernet(packet));
    lab.each((stack, host, em) => {
      assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:2::20'))?.prefixlen, 64);
      assert.equal(em('em0').addresses.length, 2);
    });
    assert.ok(new Lab().host.neighbors.length === 0);
  });
});
