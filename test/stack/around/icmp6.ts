/** ICMPv6 errors and redirects: which are sent, which are not, and what they look like. */
import assert from 'node:assert/strict';
import type { Host } from '../../../src/stack';
import { formatIpv6 } from '../../../src/wire/address';
import { type Lab, type Outcome, router, type Stack, scoped } from '../lab';
import {
  address,
  errorOf,
  ethernet,
  fragmentHeader,
  type Ip6Fields,
  icmp6Packet,
  ip6,
  join,
  mac,
  optionsHeader,
} from '../packets';

const SRC = '2001:db8:1::10';
const DST = '2001:db8:2::20';
const hasStep = (outcome: Outcome, step: string) =>
  assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);

/** An error about a packet that never arrived: the function is called as the kernel's other parts call it. */
function errorAbout(
  lab: Lab,
  packet: Uint8Array,
  type: number,
  code: number,
  flags: 'M_DECRYPTED' | 'M_BCAST' | 'M_MCAST' | null = null,
): Outcome {
  return lab.event((stack, host) => {
    const m = stack.m_get(host, packet.slice(), 0, packet.length);
    m.rcvif = stack.ifunit(host, 'em0');
    m.flags = flags === null ? 0 : stack[flags];
    stack.icmp6_error(host, m, type, code, 0);
  });
}

describe('ICMPv6 errors', () => {
  const causes: readonly [
    name: string,
    fields: Ip6Fields,
    error: [number, number, number],
    histogram: string,
    counter: string,
  ][] = [
    ['hop limit exceeded', { hlim: 1 }, [3, 0, 0], 'icp6s_otime_exceed_transit', 'ifs6_out_timeexceed'],
    ['no route', { dst: '2001:db8:9::1' }, [1, 0, 0], 'icp6s_odst_unreach_noroute', 'ifs6_out_dstunreach'],
    [
      'packet too big',
      { payload: new Uint8Array(1400) },
      [2, 0, 1300],
      'icp6s_opacket_too_big',
      'ifs6_out_pkttoobig',
    ],
    [
      'beyond scope of source',
      { src: 'fe80::10' },
      [1, 2, 0],
      'icp6s_odst_unreach_beyondscope',
      'ifs6_out_dstunreach',
    ],
  ];
  for (const [name, fields, error, histogram, counter] of causes) {
    it(name, () => {
      const lab = router().each((stack, host, em) => void stack.if_setmtu(host, em('em1'), 1300));
      const packet = ip6(fields);
      const { sent } = lab.receive(ethernet(packet));
      assert.equal(sent.length, 1);
      const [{ bytes, kind, frame, nexthop }] = sent;
      assert.deepEqual([kind, frame, sent[0].interface], ['icmp6-error', 1, 'em0']);
      assert.deepEqual(errorOf(bytes), error);
      assert.equal(formatIpv6(bytes, 24), fields.src ?? SRC, 'to the sender');
      assert.equal(formatIpv6(bytes, 8), fields.src === undefined ? '2001:db8:1::1' : 'fe80::ff:fe00:101');
      assert.deepEqual([...bytes.slice(0, 4), bytes[6], bytes[7]], [0x60, 0, 0, 0, 58, 64]);
      assert.equal(nexthop?.[15], 0x10);
      const quoted = packet.slice(0, 1232);
      if (error[0] !== 3) quoted[7]--;
      assert.deepEqual(bytes.slice(48), quoted, 'quotes the packet without zones');
      assert.ok(bytes.length <= 1280);
      assert.equal(lab.counters[`icmp6stat.${histogram}`], 1);
      assert.equal(lab.counters[`icmp6stat.icp6s_outhist.${error[0]}`], 1);
      assert.equal(lab.counters[`if.em0.${counter}`], 1);
      assert.equal(lab.counters['if.em0.ifs6_out_error'], 1);
      assert.equal(lab.counters['if.em0.ifs6_out_msg'], 1);
    });
  }

  it('quotes as much as fits in 1280 bytes', () => {
    for (const [length, expected] of [
      [1191, 1231],
      [1192, 1232],
      [1193, 1232],
    ]) {
      const { sent } = router().receive(ethernet(ip6({ hlim: 1, nxt: 59, payload: new Uint8Array(length) })));
      assert.equal(sent[0].bytes.length, 48 + expected);
    }
  });

  it('has the hop limit of the interface it leaves by', () => {
    const lab = router().each((_stack, _host, em) => {
      em('em0').nd.chlim = 17;
    });
    assert.equal(lab.receive(ethernet(ip6({ hlim: 1 }))).sent[0].bytes[7], 17);
  });

  const echo = (type: number) => icmp6Packet({ src: SRC, dst: DST, type });
  const suppressed: readonly [
    name: string,
    packet: Uint8Array,
    step: string,
    counter: string | null,
    flags?: 'M_DECRYPTED' | 'M_BCAST' | 'M_MCAST',
  ][] = [
    ['a packet that was encrypted', ip6(), 'decrypted=yes', 'icp6s_canterror', 'M_DECRYPTED'],
    ['a packet for a group', ip6({ dst: 'ff0e::1' }), 'group=suppressed', null],
    ['a broadcast of the link', ip6(), 'group=suppressed', null, 'M_BCAST'],
    ['a multicast of the link', ip6(), 'group=suppressed', null, 'M_MCAST'],
    ['a packet from ::', ip6({ src: '::' }), 'source=unspecified', null],
    ['a packet from a group', ip6({ src: 'ff0e::1' }), 'source=multicast', null],
    ['an error', echo(1), 'about-error=yes', 'icp6s_canterror'],
    ['an error of a type that does not exist', echo(127), 'about-error=yes', 'icp6s_canterror'],
    ['a redirect', echo(137), 'about-error=yes', 'icp6s_canterror'],
    [
      'an error behind options',
      ip6({ nxt: 60, payload: join(optionsHeader(58, [1, 4, 0, 0, 0, 0]), echo(1).slice(40)) }),
      'about-error=yes',
      'icp6s_canterror',
    ],
    [
      'ICMPv6 that ends before its type',
      ip6({ nxt: 58, payload: new Uint8Array(0) }),
      'about-error=too-short',
      'icp6s_tooshort',
    ],
  ];
  for (const [name, packet, step, counter, flags] of suppressed) {
    it(`none about ${name}`, () => {
      const lab = router();
      const outcome = errorAbout(lab, packet, 1, 0, flags ?? null);
      hasStep(outcome, `icmp6_error.${step}`);
      assert.deepEqual(outcome.sent, []);
      const counts = { 'icmp6stat.icp6s_error': 1, 'icmp6stat.icp6s_odst_unreach_noroute': 1 };
      assert.deepEqual(lab.counters, counter === null ? counts : { ...counts, [`icmp6stat.${counter}`]: 1 });
    });
  }

  it('one about an echo request, and one about a later fragment of anything', () => {
    const fragment = ip6({ nxt: 44, payload: join(fragmentHeader(58, 8, false, 1), [1, 0, 0, 0]) });
    for (const packet of [echo(128), fragment]) {
      const outcome = errorAbout(router(), packet, 1, 0);
      hasStep(outcome, 'icmp6_error.about-error=no');
      assert.equal(outcome.sent.length, 1);
    }
  });

  const toGroups: readonly [type: number, code: number, sent: number][] = [
    [1, 3, 0],
    [2, 0, 1],
    [3, 0, 0],
    [4, 0, 0],
    [4, 1, 0],
    [4, 2, 1],
  ];
  for (const [type, code, sent] of toGroups) {
    it(`type ${type} code ${code} about a packet for a group: ${sent} sent`, () => {
      assert.equal(errorAbout(router(), ip6({ dst: 'ff0e::1' }), type, code).sent.length, sent);
    });
  }

  it('counts every kind', () => {
    const lab = router();
    const kinds: readonly [number, number, string][] = [
      [1, 0, 'odst_unreach_noroute'],
      [1, 1, 'odst_unreach_admin'],
      [1, 2, 'odst_unreach_beyondscope'],
      [1, 3, 'odst_unreach_addr'],
      [1, 4, 'odst_unreach_noport'],
      [1, 9, 'ounknown'],
      [2, 0, 'opacket_too_big'],
      [3, 0, 'otime_exceed_transit'],
      [3, 1, 'otime_exceed_reassembly'],
      [3, 9, 'ounknown'],
      [4, 0, 'oparamprob_header'],
      [4, 1, 'oparamprob_nextheader'],
      [4, 2, 'oparamprob_option'],
      [4, 9, 'ounknown'],
      [99, 0, 'ounknown'],
    ];
    for (const [type, code] of kinds) errorAbout(lab, ip6({ src: '::' }), type, code);
    for (const [, , name] of kinds) {
      assert.equal(lab.counters[`icmp6stat.icp6s_${name}`], name === 'ounknown' ? 4 : 1, name);
    }
    errorAbout(lab, ip6(), 1, 1);
    assert.equal(lab.counters['if.em0.ifs6_out_adminprohib'], 1);
  });

  const limits: readonly [limit: number, passed: number][] = [
    [100, 99],
    [3, 2],
    [1, 1],
    [0, 0],
    [-1, 150],
  ];
  for (const [limit, passed] of limits) {
    it(`with a limit of ${limit}, ${passed} of 150 pass in a second`, () => {
      const lab = router().each(
        (stack, host) => void stack.sysctl_set(host, 'net.inet6.icmp6.errppslimit', limit),
      );
      let sent = 0;
      for (let i = 0; i < 150; i++) sent += lab.receive(ethernet(ip6({ hlim: 1 }))).sent.length;
      assert.equal(sent, passed);
      assert.equal(lab.counters['icmp6stat.icp6s_toofreq'] ?? 0, 150 - passed);
      // The next second begins with the first message after it.
      lab.each((_stack, host) => {
        host.now += 1e9 - 1;
      });
      assert.equal(lab.receive(ethernet(ip6({ hlim: 1 }))).sent.length, limit < 0 ? 1 : 0);
      lab.each((_stack, host) => {
        host.now += 1;
      });
      assert.equal(lab.receive(ethernet(ip6({ hlim: 1 }))).sent.length, limit === 0 ? 0 : 1);
    });
  }

  it('none when no route leads back', () => {
    const outcome = router().receive(ethernet(ip6({ src: '2001:db8:9::1', hlim: 1 })));
    hasStep(outcome, 'icmp6_reflect.source=no-route');
    assert.deepEqual(outcome.sent, []);
  });

  it('none without an address to answer from', () => {
    const lab = router().each((stack, host, em) => {
      for (const name of ['em0', 'em1', 'lo0'])
        for (const ia of em(name).addresses) ia.flags |= stack.IN6_IFF_ANYCAST;
      assert.ok(host);
    });
    const outcome = lab.receive(ethernet(ip6({ hlim: 1 })));
    hasStep(outcome, 'icmp6_reflect.source=none');
    assert.deepEqual(outcome.sent, []);
  });
});

describe('redirects', () => {
  const CLOSER = 'fe80::2';
  const via = (gateway: string, lladdr: string | null = null) =>
    router().each((stack, host, em) => {
      const zoned = scoped(stack, em('em0'), gateway);
      stack.rtadd(host.rt6, { dst: address('2001:db8:3::'), prefixlen: 48, gateway: zoned, ifp: em('em0') });
      stack.nd6_setentry(host, em('em0'), zoned, mac(lladdr ?? '02:00:00:00:00:02'));
      if (lladdr !== null) return;
      const ln = stack.nd6_lookup(host, zoned, 0, em('em0'));
      if (ln !== null) ln.lladdr = null;
    });
  const redirected = { dst: '2001:db8:3::5' };

  it('tells the sender of a closer router, with what was sent', () => {
    const lab = via(CLOSER);
    const packet = ip6(redirected);
    const { verdict, sent } = lab.receive(ethernet(packet));
    assert.equal(verdict, 'forwarded');
    assert.deepEqual(
      sent.map(one => [one.interface, one.kind]),
      [
        ['em0', 'forwarded'],
        ['em0', 'redirect'],
      ],
    );
    const message = sent[1].bytes;
    assert.deepEqual(
      [formatIpv6(message, 8), formatIpv6(message, 24), message[7]],
      ['fe80::ff:fe00:101', SRC, 255],
    );
    assert.deepEqual([message[40], message[41]], [137, 0]);
    assert.deepEqual([formatIpv6(message, 48), formatIpv6(message, 64)], [CLOSER, redirected.dst]);
    assert.deepEqual(
      [message[80], message[81]],
      [4, 8],
      'no link address of the router; the packet in 8 units of 8',
    );
    const quoted = packet.slice();
    quoted[7]--;
    assert.deepEqual(message.slice(88), quoted);
    assert.equal(lab.counters['ip6stat.ip6s_redirectsent'], 1);
    assert.equal(lab.counters['icmp6stat.icp6s_oredirect'], 1);
    assert.equal(lab.counters['icmp6stat.icp6s_outhist.137'], 1);
    assert.equal(lab.counters['if.em0.ifs6_out_redirect'], 1);
    assert.equal(lab.counters['if.em0.ifs6_out_msg'], 1);
  });

  it('names the link address of the router when it is known', () => {
    const { sent } = via(CLOSER, '02:00:00:00:00:02').receive(ethernet(ip6(redirected)));
    const message = sent[1].bytes;
    assert.deepEqual([...message.slice(80, 90)], [2, 1, 2, 0, 0, 0, 0, 2, 4, 8]);
  });

  it('names the destination itself when it is on the link', () => {
    const lab = router().each((stack, host, em) => {
      stack.nd6_setentry(host, em('em0'), address('2001:db8:1::20'), mac('02:00:00:00:00:02'));
    });
    const { sent } = lab.receive(ethernet(ip6({ dst: '2001:db8:1::20' })));
    const message = sent[1].bytes;
    assert.deepEqual(
      [formatIpv6(message, 48), formatIpv6(message, 64)],
      ['2001:db8:1::20', '2001:db8:1::20'],
    );
    assert.equal(message[80], 4);
  });

  it('pads a short packet and cuts a long one', () => {
    for (const [length, units] of [
      [1, 1 + 6],
      [8, 1 + 6],
      [9, 1 + 7],
      [1300, 1 + 149],
    ]) {
      const { sent } = via(CLOSER).receive(
        ethernet(ip6({ ...redirected, nxt: 59, payload: new Uint8Array(length) })),
      );
      const message = sent[1].bytes;
      assert.equal(message[81], units);
      assert.equal(message.length, 80 + units * 8);
      assert.ok(message.length <= 1280);
    }
  });

  it('from a link-local sender, to its zone', () => {
    const { sent } = via(CLOSER).receive(ethernet(ip6({ ...redirected, src: 'fe80::10' })));
    assert.deepEqual(
      sent.map(one => one.kind),
      ['forwarded', 'redirect'],
    );
    assert.equal(formatIpv6(sent[1].bytes, 24), 'fe80::10');
    assert.equal(formatIpv6(sent[1].bytes, 88 + 8), 'fe80::10');
  });

  const refused: readonly [name: string, lab: () => Lab, fields: Ip6Fields, step: string][] = [
    [
      'to whoever is not on the link',
      () => via(CLOSER),
      { ...redirected, src: '2001:db8:9::1' },
      'allowed=source-not-neighbor',
    ],
    [
      'to a router that is not named by its link-local address',
      () => via('2001:db8:1::2'),
      redirected,
      'target=global-gateway',
    ],
    [
      'without a link-local address of its own',
      () =>
        via(CLOSER).each((stack, _host, em) => {
          for (const ia of em('em0').addresses) if (ia.addr[0] === 0xfe) ia.flags |= stack.IN6_IFF_DUPLICATED;
        }),
      redirected,
      'link-local=none',
    ],
    [
      'beyond the rate limit',
      () => via(CLOSER).each((stack, host) => void stack.sysctl_set(host, 'net.inet6.icmp6.errppslimit', 0)),
      redirected,
      'rate-limit=too-many',
    ],
  ];
  for (const [name, lab, fields, step] of refused) {
    it(`none ${name}`, () => {
      const machine = lab();
      const outcome = machine.receive(ethernet(ip6(fields)));
      hasStep(outcome, `icmp6_redirect_output.${step}`);
      assert.deepEqual(
        outcome.sent.map(one => one.kind),
        ['forwarded'],
      );
      assert.equal(machine.counters['ip6stat.ip6s_redirectsent'], 1, 'it was counted before anyone tried');
      assert.equal(machine.counters['icmp6stat.icp6s_outhist.137'], undefined);
    });
  }

  const direct: readonly [
    name: string,
    dst: string,
    prepare: (stack: Stack, host: Host) => void,
    step: string,
  ][] = [
    [
      'a host',
      '2001:db8:3::5',
      (stack, host) => void stack.sysctl_set(host, 'net.inet6.ip6.forwarding', 0),
      'allowed=not-forwarding',
    ],
    [
      'a route that is gone',
      '2001:db8:3::5',
      (stack, host) => void stack.rtdelete(host.rt6, address('2001:db8:3::'), 48),
      'allowed=no-route',
    ],
    ['a packet for a group', 'ff0e::5', () => {}, 'allowed=multicast-destination'],
  ];
  for (const [name, dst, prepare, step] of direct) {
    it(`none for ${name}`, () => {
      const lab = via(CLOSER);
      const outcome = lab.event((stack, host) => {
        const rt = stack.rtalloc1(host.rt6, address('2001:db8:3::5'));
        if (rt === null) throw new Error('no route');
        prepare(stack, host);
        const packet = ip6({ dst });
        stack.icmp6_redirect_output(host, stack.m_get(host, packet, 0, packet.length), rt);
      });
      hasStep(outcome, `icmp6_redirect_output.${step}`);
      assert.deepEqual(outcome.sent, []);
    });
  }

  it('does not quote a packet that was encrypted', () => {
    const lab = via(CLOSER);
    const outcome = lab.event((stack, host) => {
      const rt = stack.rtalloc1(host.rt6, address('2001:db8:3::5'));
      if (rt === null) throw new Error('no route');
      const packet = ip6(redirected);
      const m = stack.m_get(host, packet, 0, packet.length);
      m.flags = stack.M_DECRYPTED;
      stack.icmp6_redirect_output(host, m, rt);
    });
    assert.equal(outcome.sent[0].bytes.length, 80);
  });
});
