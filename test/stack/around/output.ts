/** Packets of our own, and output filters. */
import assert from 'node:assert/strict';
import { IPV6_MCAST_LOOP, IPV6_MINMTU, IPV6_UNSPECSRC } from '../../../src/stack/inet6/output/flags';
import { type Outcome, router, type Stack, scoped } from '../lab';
import { address, ethernet, icmp6Packet, ip6, join, optionsHeader, routingHeader } from '../packets';

const hasStep = (outcome: Outcome, step: string) =>
  assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);

type Lab = ReturnType<typeof router>;

/** Sends a packet of our own; addresses with zones of `zones`. */
function send(
  lab: Lab,
  packet: Uint8Array,
  flags = 0,
  on: string | null = null,
  zones = 'em1',
): Outcome & { errno: number } {
  let errno = -1;
  const outcome = lab.event((stack, host) => {
    const data = packet.slice();
    const ifp = stack.ifunit(host, zones);
    if (ifp !== null) for (const at of [8, 24]) stack.in6_setscope(data, at, ifp);
    const m = stack.m_get(host, data, 0, data.length);
    errno = stack.ip6_output(host, m, flags, on === null ? null : stack.ifunit(host, on));
  });
  return { ...outcome, errno };
}

const own = (fields = {}) => ip6({ src: '2001:db8:2::1', dst: '2001:db8:2::20', ...fields });

describe('IPv6 output', () => {
  it('sends to a neighbour', () => {
    const lab = router();
    const { errno, sent } = send(lab, own());
    assert.equal(errno, 0);
    assert.deepEqual(
      sent.map(one => [one.interface, one.kind, one.bytes]),
      [['em1', 'local', own()]],
    );
    assert.deepEqual(lab.counters, { 'ip6stat.ip6s_localout': 1, 'if.em1.ifs6_out_request': 1 });
  });

  it('a packet of the tunnel is no request of the interface', () => {
    const lab = router();
    lab.event((stack, host) => {
      const m = stack.m_get(host, own(), 0, own().length);
      stack.ip6_output(host, m, stack.IPV6_FORWARDING);
    });
    assert.deepEqual(lab.counters, { 'ip6stat.ip6s_localout': 1 });
  });

  it('fills in the length and takes zones out', () => {
    const lab = router().each((stack, host, em) => {
      stack.nd6_setentry(host, em('em1'), scoped(stack, em('em1'), 'fe80::20'), new Uint8Array(6));
    });
    const packet = own({ src: 'fe80::ff:fe00:102', dst: 'fe80::20', plen: 0 });
    const { sent } = send(lab, packet);
    assert.deepEqual(sent[0].bytes, own({ src: 'fe80::ff:fe00:102', dst: 'fe80::20' }));
  });

  it('a group is sent by the interface it is sent on', () => {
    const lab = router();
    const { errno, sent, path } = send(lab, own({ dst: 'ff02::5' }), 0, 'em1');
    assert.equal(errno, 0);
    assert.ok(path.includes('ip6_output.route=multicast'));
    assert.equal(sent[0].interface, 'em1');
    assert.equal(lab.counters['if.em1.ifs6_out_mcast'], 1);
  });

  const groups: readonly [
    name: string,
    dst: string,
    hlim: number,
    flags: number,
    on: string,
    steps: [string, string],
    heard: number,
    sent: number,
  ][] = [
    ['that we are in is heard here', 'ff02::1', 1, IPV6_MCAST_LOOP, 'em1', ['heard', 'yes'], 1, 1],
    ['is not heard when nobody wants it', 'ff02::1', 1, 0, 'em1', ['not-asked', 'yes'], 0, 1],
    ['that we are not in goes out only', 'ff02::5', 1, IPV6_MCAST_LOOP, 'em1', ['not-member', 'yes'], 0, 1],
    ['without a hop stays here', 'ff02::1', 0, IPV6_MCAST_LOOP, 'em1', ['heard', 'hop-limit'], 1, 0],
    [
      'of the interface stays here',
      'ff01::1',
      64,
      IPV6_MCAST_LOOP,
      'em1',
      ['heard', 'interface-local'],
      1,
      0,
    ],
    ['on lo0 stays here', 'ff02::5', 1, 0, 'lo0', ['not-asked', 'loopback'], 0, 0],
  ];
  for (const [name, dst, hlim, flags, on, [loop, leaves], heard, count] of groups) {
    it(`a group ${name}`, () => {
      const lab = router();
      const src = on === 'lo0' ? '::1' : 'fe80::ff:fe00:102';
      const packet = own({ src, dst, hlim });
      const outcome = send(lab, packet, flags, on, on);
      hasStep(outcome, `ip6_output.multicast-loop=${loop}`);
      hasStep(outcome, `ip6_output.multicast-leaves=${leaves}`);
      assert.equal(outcome.errno, 0);
      assert.deepEqual(
        outcome.sent.map(({ bytes }) => bytes),
        new Array(count).fill(packet),
      );
      assert.deepEqual(
        lab.host.ip6intrq.map(m => [m.rcvif?.name, m.data.slice(m.off, m.off + m.len)]),
        new Array(heard).fill([on, packet]),
      );
      assert.equal(lab.counters[`if.${on}.ifs6_out_mcast`], 1);
    });
  }

  it('a packet to ourselves comes back by lo0', () => {
    const packet = icmp6Packet({ src: '2001:db8:2::1', dst: '2001:db8:1::1', type: 128 });
    const lab = router();
    lab.event((stack, host) => {
      stack.ip6_output(host, stack.m_get(host, packet.slice(), 0, packet.length), 0);
    });
    assert.equal(lab.host.ip6intrq.length, 1);
  });

  const refused: readonly [
    name: string,
    packet: Uint8Array,
    flags: number,
    on: string | null,
    zones: string,
    step: string,
    errno: number,
    counts: Record<string, number>,
  ][] = [
    ['from ::', own({ src: '::' }), 0, null, 'em1', 'source=unspecified', 45, { 'ip6stat.ip6s_badscope': 1 }],
    [
      'from a group',
      own({ src: 'ff0e::1' }),
      IPV6_UNSPECSRC,
      null,
      'em1',
      'source=multicast',
      45,
      { 'ip6stat.ip6s_badscope': 1 },
    ],
    [
      'without a route',
      own({ dst: '2001:db8:9::1' }),
      0,
      null,
      'em1',
      'route=none',
      65,
      { 'ip6stat.ip6s_localout': 1, 'ip6stat.ip6s_noroute': 1 },
    ],
    [
      'without a route, by a named interface',
      own({ dst: '2001:db8:9::1' }),
      0,
      'em1',
      'em1',
      'route=none',
      65,
      { 'ip6stat.ip6s_localout': 1, 'ip6stat.ip6s_noroute': 1, 'if.em1.ifs6_out_discard': 1 },
    ],
    [
      'with a source of another zone',
      own({ src: 'fe80::ff:fe00:101' }),
      0,
      null,
      'em0',
      'zone=source-differs',
      65,
      {
        'ip6stat.ip6s_localout': 1,
        'ip6stat.ip6s_badscope': 1,
        'if.em1.ifs6_out_request': 1,
        'if.em1.ifs6_out_discard': 1,
      },
    ],
    [
      'to a destination of another zone',
      own({ dst: 'ff02::5' }),
      0,
      'em1',
      'em0',
      'zone=destination-differs',
      65,
      {
        'ip6stat.ip6s_localout': 1,
        'ip6stat.ip6s_badscope': 1,
        'if.em1.ifs6_out_request': 1,
        'if.em1.ifs6_out_discard': 1,
      },
    ],
    [
      'from ::1 by a real link',
      own({ src: '::1' }),
      0,
      null,
      'lo0',
      'zone=source-differs',
      65,
      {
        'ip6stat.ip6s_localout': 1,
        'ip6stat.ip6s_badscope': 1,
        'if.em1.ifs6_out_request': 1,
        'if.em1.ifs6_out_discard': 1,
      },
    ],
  ];
  for (const [name, packet, flags, on, zones, step, errno, counts] of refused) {
    it(`refuses one ${name}`, () => {
      const lab = router();
      const outcome = send(lab, packet, flags, on, zones);
      hasStep(outcome, `ip6_output.${step}`);
      assert.equal(outcome.errno, errno);
      assert.deepEqual(outcome.sent, []);
      assert.deepEqual(lab.counters, counts);
    });
  }

  it('may send from :: where that is asked for', () => {
    assert.equal(send(router(), own({ src: '::', dst: 'ff02::5' }), IPV6_UNSPECSRC, 'em1').errno, 0);
  });

  it('cuts behind the headers that routers read', () => {
    const headers = join(
      optionsHeader(60, [1, 4, 0, 0, 0, 0]),
      optionsHeader(43, [1, 4, 0, 0, 0, 0]),
      routingHeader(60, 0, 0, ['2001:db8::1']),
    );
    const payload = join(headers, optionsHeader(59, [1, 4, 0, 0, 0, 0]), new Uint8Array(2000).fill(7));
    const { sent, errno } = send(router(), own({ nxt: 0, payload }), IPV6_MINMTU);
    assert.equal(errno, 0);
    assert.equal(sent.length, 2);
    for (const { bytes } of sent) {
      assert.ok(bytes.length <= 1280);
      assert.equal(bytes[40 + 16], 44, 'the routing header names the fragment header');
      assert.deepEqual(bytes.slice(40, 56), headers.slice(0, 16));
      assert.equal(bytes[40 + headers.length], 60);
    }
    const whole = join(...sent.map(one => one.bytes.slice(40 + headers.length + 8)));
    assert.deepEqual(whole, payload.slice(headers.length));
    assert.deepEqual(sent[0].bytes.slice(84, 88), sent[1].bytes.slice(84, 88), 'one identification');
  });

  it('does not cut where the headers that routers read leave no room', () => {
    const routing = (length: number) => join([59, length, 253, 0], new Uint8Array(length * 8 + 4));
    const full = send(router(), own({ nxt: 43, payload: join(routing(180), new Uint8Array(1000)) }));
    hasStep(full, 'ip6_output.size=too-big');
    assert.equal(full.errno, 40);
  });

  it('a packet for a group is cut for the smallest link there may be', () => {
    const { sent } = send(
      router(),
      own({ dst: 'ff02::5', nxt: 59, payload: new Uint8Array(1300) }),
      0,
      'em1',
    );
    assert.deepEqual(
      sent.map(one => one.bytes.length),
      [1280, 40 + 8 + 1300 - 1232],
    );
  });

  it('a fragment that cannot be sent is told', () => {
    const lab = router().each((stack, host, em) => stack.if_setflags(host, em('em1'), 0, stack.IFF_UP));
    assert.equal(send(lab, own({ payload: new Uint8Array(2000) })).errno, 50);
    assert.equal(lab.counters['ip6stat.ip6s_fragmented'], undefined);
  });

  it('a packet of ours obeys the outbound policies', () => {
    for (const [policy, step, counter] of [
      ['IPSEC_POLICY_DISCARD', 'discard', 'ipsec6stat.out_polvio'],
    ] as const) {
      const lab = router().each((stack, host) => {
        stack.key_spdadd(host, {
          dir: stack.IPSEC_DIR_OUTBOUND,
          src: address('::'),
          srcPrefixlen: 0,
          srcPort: 0,
          dst: address('::'),
          dstPrefixlen: 0,
          dstPort: 0,
          proto: stack.IPSEC_ULPROTO_ANY,
          policy: stack[policy],
          req: [],
          origin: null,
        });
      });
      const outcome = send(lab, own());
      hasStep(outcome, `ip6_output.policy-action=${step}`);
      assert.deepEqual(outcome.sent, []);
      assert.equal(lab.counters[counter], 1);
    }
  });

  it('without IPsec there is no policy to ask', () => {
    const { path } = send(router(), own());
    assert.ok(path.includes('ip6_output.policy-action=clear'));
  });
});

describe('filters that are not ipfw', () => {
  /** A router whose filter hooks are a test's own. */
  const filtered = (hook: (data: Uint8Array, off: number, direction: number) => number) =>
    router().each((stack: Stack, host) => {
      host.pfil6 = true;
      Object.assign(host, {
        surroundings: {
          ...host.surroundings,
          pfil_run_hooks: (
            _host: unknown,
            m: { data: Uint8Array; off: number },
            _ifp: unknown,
            direction: number,
          ) => hook(m.data, m.off, direction),
        },
      });
      assert.equal(stack.PFIL_IN, 1);
    });
  const PFIL_OUT = 2;
  const rewrite = (data: Uint8Array, off: number) => {
    data.set(address('2001:db8:2::20'), off + 24);
    return 0;
  };

  it('one that takes the packet on its way in', () => {
    const outcome = filtered(() => -1).receive(ethernet(ip6()));
    assert.deepEqual([outcome.verdict, outcome.by], ['consumed', 'ip6_input.input-filter=taken']);
  });

  it('one that lets it pass', () => {
    hasStep(filtered(() => 0).receive(ethernet(ip6())), 'ip6_input.input-filter=passed');
  });

  it('one that gives it another destination on its way in', () => {
    const outcome = filtered((data, off, direction) =>
      direction === PFIL_OUT ? 0 : rewrite(data, off),
    ).receive(ethernet(ip6({ dst: '2001:db8:9::1' })));
    hasStep(outcome, 'ip6_input.input-filter=rewritten');
    hasStep(outcome, 'ip6_forward.source-routed=changed');
    assert.equal(outcome.verdict, 'forwarded');
  });

  it('one that takes a packet of ours, or gives it another destination, which is routed again', () => {
    const taken = filtered((_data, _off, direction) => (direction === PFIL_OUT ? -1 : 0)).receive(
      ethernet(ip6({ hlim: 1 })),
    );
    hasStep(taken, 'ip6_output.output-filter=taken');
    assert.deepEqual(taken.sent, []);
    // The sums of old and new addresses are the same, so that the checksum stays right.
    const again = filtered((data, off, direction) =>
      direction === PFIL_OUT ? rewrite(data, off) : 0,
    ).receive(ethernet(icmp6Packet({ src: '2001:db8:1::21', dst: '2001:db8:1::1', type: 128 })));
    hasStep(again, 'ip6_output.output-filter=rewritten');
    assert.equal(again.sent[0].interface, 'em1');
    const nowhere = filtered((data, off, direction) => {
      if (direction === PFIL_OUT) data[off + 24] = 0x30;
      return 0;
    }).receive(ethernet(ip6({ hlim: 1 })));
    hasStep(nowhere, 'ip6_output.route=none');
    assert.deepEqual(nowhere.sent, []);
  });
});
