/** IPv4: reception, forwarding and output. */
import assert from 'node:assert/strict';
import type { Mbuf } from '../../../src/stack';
import { get16 } from '../../../src/wire/bytes';
import { LINKTYPE_RAW } from '../../../src/wire/linktype';
import type { Lab, Outcome } from '../lab';
import { router4 } from '../lab4';
import { ip6, join } from '../packets';
import { frame4, type Ip4Fields, icmp4, icmpOf, ip4, isSound, quad } from '../packets4';

const kinds = (outcome: Outcome) => outcome.sent.map(one => `${one.kind} ${one.interface}`);
const set = (lab: Lab, name: string, value: number) =>
  lab.each((stack, host) => assert.equal(stack.sysctl_set(host, name, value), 0, name));
const receive = (fields: Ip4Fields = {}, lab = router4()) => lab.receive(frame4(ip4(fields)));

function drops(outcome: Outcome, by: string, sent: readonly string[] = []): Outcome {
  assert.deepEqual([outcome.verdict, outcome.by, kinds(outcome)], ['dropped', by, sent]);
  assert.notEqual(outcome.reason, '', 'a drop has its reason in words');
  for (const one of outcome.sent) assert.ok(isSound(one.bytes), one.kind);
  return outcome;
}

/** The only error of an outcome: type, code. */
const errorOf = (outcome: Outcome) => icmpOf(outcome.sent[0].bytes).slice(0, 2);

describe('IPv4 input', () => {
  const malformed: readonly (readonly [string, Uint8Array, string, string | null])[] = [
    ['shorter than a header', ip4().slice(0, 19), 'ip_input.minimum=too-short', 'ipstat.ips_tooshort'],
    ['of version 5', ip4({ vhl: 0x55 }), 'ip_input.version=other', 'ipstat.ips_badvers'],
    [
      'with a header of 16 bytes',
      ip4({ vhl: 0x44 }),
      'ip_input.header-length=too-small',
      'ipstat.ips_badhlen',
    ],
    [
      'whose header ends behind it',
      ip4({ vhl: 0x4f }),
      'ip_input.header-length=past-end',
      'ipstat.ips_badhlen',
    ],
    ['from 127.0.0.1', ip4({ src: '127.0.0.1' }), 'ip_input.loopback-address=yes', 'ipstat.ips_badaddr'],
    ['to 127.0.0.1', ip4({ dst: '127.0.0.1' }), 'ip_input.loopback-address=yes', 'ipstat.ips_badaddr'],
    ['with a wrong checksum', ip4({ sum: 1 }), 'ip_input.checksum=bad', 'ipstat.ips_badsum'],
    [
      'whose length is less than its header',
      ip4({ len: 19 }),
      'ip_input.length=less-than-header',
      'ipstat.ips_badlen',
    ],
    ['shorter than it says', ip4({ len: 200 }), 'ip_input.length=too-short', 'ipstat.ips_tooshort'],
  ];
  for (const [name, packet, by, counter] of malformed) {
    it(`a packet ${name}: ${by}`, () => {
      const lab = router4();
      drops(lab.receive(frame4(packet)), by);
      assert.deepEqual(lab.counters, { 'ipstat.ips_total': 1, [counter ?? '']: 1 });
    });
  }

  it('cuts what the link added off', () => {
    const outcome = router4().receive(frame4(join(ip4(), new Uint8Array(10))));
    assert.ok(outcome.path.includes('ip_input.length=trimmed'));
    assert.equal(outcome.sent[0].bytes.length, 36);
  });

  it('a fault leaves no buffer', () => {
    const lab = router4().each((stack, host) => stack.fault_add(host, { function: 'ip_input', errno: 55 }));
    drops(receive({}, lab), 'ip_input.minimum=fault');
    assert.equal(lab.counters['ipstat.ips_toosmall'], 1);
  });

  it('does not forward unless it is told to', () => {
    const lab = set(router4(), 'net.inet.ip.forwarding', 0);
    drops(receive({}, lab), 'ip_input.forwarding=off');
    assert.deepEqual(lab.counters, { 'ipstat.ips_total': 1, 'ipstat.ips_cantforward': 1 });
  });

  it('takes the interface that an address is on into account where it is told to', () => {
    const lab = set(set(router4(), 'net.inet.ip.forwarding', 0), 'net.inet.ip.check_interface', 1);
    const outcome = drops(receive({ dst: '198.51.100.1' }, lab), 'ip_input.forwarding=off');
    assert.ok(outcome.path.includes('ip_input.own-address=other-interface'));
    assert.equal(receive({ dst: '198.51.100.1' }).by, 'udp_input.port=closed');
  });

  it('listens to the group of all hosts, and to no other', () => {
    const lab = router4();
    const heard = lab.receive(
      frame4(ip4({ dst: '224.0.0.1', p: 2, payload: [] }), { dst: '01:00:5e:00:00:01' }),
    );
    assert.deepEqual([heard.verdict, heard.by], ['delivered', 'ip_input.protocol=igmp']);
    drops(
      lab.receive(frame4(ip4({ dst: '224.0.0.5' }), { dst: '01:00:5e:00:00:05' })),
      'ip_input.multicast-member=not-member',
    );
    assert.equal(lab.counters['ipstat.ips_notmember'], 1);
  });

  it('delivers broadcasts without answering', () => {
    for (const dst of ['192.0.2.255', '192.0.2.0', '255.255.255.255', '0.0.0.0']) {
      const lab = router4();
      drops(lab.receive(frame4(ip4({ dst }), { dst: 'ff:ff:ff:ff:ff:ff' })), 'udp_input.port=group');
      assert.equal(lab.counters['udpstat.udps_noportbcast'], 1, dst);
    }
  });

  it('knows TCP, and takes the count of what nobody takes back', () => {
    const lab = router4();
    assert.equal(receive({ dst: '192.0.2.1', p: 6 }, lab).verdict, 'delivered');
    drops(receive({ dst: '192.0.2.1', p: 200 }, lab), 'ip_input.protocol=unknown');
    assert.deepEqual(lab.counters, {
      'ipstat.ips_total': 2,
      'ipstat.ips_delivered': 1,
      'ipstat.ips_noproto': 1,
    });
  });

  it('delivers to the ports on which programs listen, and to all while nobody knows of programs', () => {
    const port = get16(ip4({ dst: '192.0.2.1' }), 22);
    const listening = router4().each((stack, host) => stack.udp_listen(host, port));
    const unknown = router4().each((_, host) => {
      host.udpListeners = null;
    });
    for (const [lab, by] of [
      [listening, 'open'],
      [unknown, 'unknown'],
    ] as const) {
      const { verdict, by: settled, sent } = receive({ dst: '192.0.2.1' }, lab);
      assert.deepEqual([verdict, settled, sent], ['delivered', `udp_input.port=${by}`, []]);
    }
    listening.each((stack, host) => stack.udp_listenNone(host));
    drops(receive({ dst: '192.0.2.1' }, listening), 'udp_input.port=closed', ['icmp-error em0']);
  });

  it('tells the sender that no port is open', () => {
    const lab = router4();
    const outcome = drops(receive({ dst: '192.0.2.1' }, lab), 'udp_input.port=closed', ['icmp-error em0']);
    assert.deepEqual(errorOf(outcome), [3, 3]);
    const { bytes } = outcome.sent[0];
    assert.deepEqual(bytes.subarray(12, 20), join(quad('192.0.2.1'), quad('192.0.2.10')));
    assert.deepEqual(
      bytes.subarray(28),
      ip4({ dst: '192.0.2.1' }).subarray(0, 28),
      'header and 8 bytes are quoted',
    );
    drops(receive({ dst: '192.0.2.1', payload: [1, 2, 3] }, lab), 'udp_input.port=too-short');
    drops(
      receive({ dst: '192.0.2.1', payload: [0, 1, 0, 1, 0, 99, 0, 0] }, lab),
      'udp_input.port=bad-length',
    );
  });

  it('hands EtherIP to its tunnels', () => {
    drops(receive({ dst: '192.0.2.1', p: 97, payload: [0x30, 0] }), 'ip_etherip_input.policy=refused');
  });

  it('takes packets of itself back from lo0', () => {
    const lab = router4();
    const echo = icmp4({ src: '192.0.2.1', dst: '198.51.100.1' }, 8, 0);
    const outcome = lab.event((stack, host) => {
      assert.equal(stack.ip_output(host, stack.m_get(host, echo.slice(), 0, echo.length), 0), 0);
      stack.swi_net(host);
    });
    assert.deepEqual(kinds(outcome), []);
    assert.equal(outcome.path.filter(step => step === 'if_output.link=looped').length, 2);
    assert.ok(outcome.path.includes('icmp_input.message=echo-reply'));
  });
});

describe('IPv4 forwarding', () => {
  it('sends a packet on with a smaller time to live and a right checksum', () => {
    const lab = router4();
    const outcome = receive({}, lab);
    assert.deepEqual(
      [outcome.verdict, outcome.by, kinds(outcome)],
      ['forwarded', 'ip_forward.output=accepted', ['forwarded em1']],
    );
    assert.deepEqual(outcome.sent[0].bytes, ip4({ ttl: 63 }));
    assert.deepEqual(outcome.sent[0].nexthop, quad('198.51.100.20'));
    assert.deepEqual(lab.counters, { 'ipstat.ips_total': 1, 'ipstat.ips_forward': 1 });
    assert.ok(receive({}, lab).path.includes('ip_forward.route=cached'));
  });

  it('forwards raw IP, and by PPP to a peer', () => {
    const lab = router4().each((stack, host) => {
      const tun0 = stack.if_attach(host, { name: 'tun0' });
      stack.in_ifadd(host, tun0, { addr: quad('10.0.0.1'), dst: quad('10.0.0.2') });
    });
    const outcome = lab.receive(ip4({ dst: '10.0.0.2' }), 'em0', LINKTYPE_RAW);
    assert.deepEqual(kinds(outcome), ['forwarded tun0']);
    assert.ok(outcome.path.includes('ether_output.resolve=no-cache'));
  });

  it('tells the sender that the time to live is over, quoting the packet as it came', () => {
    const lab = router4();
    const outcome = drops(receive({ ttl: 1 }, lab), 'ip_forward.ttl=exceeded', ['icmp-error em0']);
    assert.deepEqual(errorOf(outcome), [11, 0]);
    assert.deepEqual(outcome.sent[0].bytes.subarray(28), ip4({ ttl: 1 }).subarray(0, 28));
    const stealthy = receive({ ttl: 1 }, set(router4(), 'net.inet.ip.stealth', 1));
    assert.deepEqual([stealthy.verdict, stealthy.sent[0].bytes[8]], ['forwarded', 1]);
  });

  it('refuses broadcasts and addresses that nobody forwards', () => {
    const cast = router4().receive(frame4(ip4(), { dst: 'ff:ff:ff:ff:ff:ff' }));
    drops(cast, 'ip_forward.refused-kind=broadcast');
    drops(receive({ dst: '240.0.0.1' }), 'ip_forward.refused-kind=address');
    drops(receive({ dst: '0.0.0.9' }), 'ip_forward.refused-kind=address');
  });

  it('does not forward to the broadcast of another link', () => {
    const lab = router4();
    drops(receive({ dst: '198.51.100.255' }, lab), 'ip_output.cast=broadcast-refused');
    assert.equal(lab.counters['ipstat.ips_cantforward'], 1);
  });

  it('tells the sender that no route leads there', () => {
    const outcome = drops(receive({ dst: '8.8.8.8' }), 'ip_forward.route=none', ['icmp-error em0']);
    assert.deepEqual(errorOf(outcome), [3, 1]);
  });

  it('a rejecting route is told of, a blackhole is not', () => {
    const lab = router4().each((stack, host) => {
      const lo0 = stack.ifunit(host, 'lo0');
      assert.ok(lo0);
      const add = (dst: string, prefixlen: number, flags: number) =>
        stack.rtadd(host.rt4, { dst: quad(dst), prefixlen, gateway: quad('127.0.0.1'), flags, ifp: lo0 });
      add('10.1.0.0', 16, stack.RTF_REJECT);
      add('10.2.0.1', 32, stack.RTF_REJECT | stack.RTF_HOST);
      add('10.3.0.0', 16, stack.RTF_BLACKHOLE);
    });
    assert.deepEqual(
      errorOf(drops(receive({ dst: '10.1.0.1' }, lab), 'ip_forward.output=failed', ['icmp-error em0'])),
      [3, 0],
    );
    assert.deepEqual(
      errorOf(drops(receive({ dst: '10.2.0.1' }, lab), 'ip_forward.output=failed', ['icmp-error em0'])),
      [3, 1],
    );
    const hole = receive({ dst: '10.3.0.1' }, lab);
    assert.deepEqual([hole.verdict, kinds(hole)], ['forwarded', []]);
  });

  it('redirects a sender to the closer gateway', () => {
    const lab = router4();
    const outcome = receive({ dst: '203.0.113.5' }, lab);
    assert.deepEqual([outcome.verdict, kinds(outcome)], ['forwarded', ['forwarded em0', 'redirect em0']]);
    const { bytes } = outcome.sent[1];
    assert.ok(isSound(bytes));
    assert.deepEqual(bytes.subarray(20, 22), Uint8Array.of(5, 1));
    assert.deepEqual(bytes.subarray(24, 28), quad('192.0.2.2'));
    assert.equal(bytes[28 + 8], 64, 'quoted as it came');
    assert.equal(lab.counters['ipstat.ips_redirectsent'], 1);
    assert.deepEqual(lab.counters['icmpstat.icps_error'], undefined);
    const onLink = receive({ dst: '192.0.2.10', src: '192.0.2.77' });
    assert.deepEqual(onLink.sent[0].bytes.subarray(16, 20), quad('192.0.2.10'));
  });

  it('redirects nobody that it should not', () => {
    const unsent = (outcome: Outcome, why: string) => {
      assert.ok(outcome.path.includes(`ip_forward.redirect=${why}`), `${why} in ${outcome.path}`);
      assert.deepEqual(kinds(outcome), ['forwarded em0']);
    };
    unsent(receive({ dst: '203.0.113.5' }, set(router4(), 'net.inet.ip.redirect', 0)), 'off');
    unsent(receive({ dst: '203.0.113.5', src: '10.9.9.9' }), 'foreign-sender');
    const byDefault = router4().each((stack, host, em) => {
      stack.rtadd(host.rt4, {
        dst: quad('0.0.0.0'),
        prefixlen: 0,
        gateway: quad('192.0.2.2'),
        ifp: em('em0'),
      });
    });
    unsent(receive({ dst: '8.8.8.8' }, byDefault), 'default-route');
    const dynamic = router4().each((stack, host, em) => {
      const { RTF_DYNAMIC } = stack;
      stack.rtadd(host.rt4, {
        dst: quad('8.8.8.0'),
        prefixlen: 24,
        gateway: quad('192.0.2.2'),
        flags: RTF_DYNAMIC,
        ifp: em('em0'),
      });
    });
    unsent(receive({ dst: '8.8.8.8' }, dynamic), 'made-by-redirect');
  });

  it('a link that fails is reported by what failed', () => {
    const fails = (errno: number) =>
      router4().each((stack, host) => stack.fault_add(host, { function: 'if_output', errno, times: 1 }));
    drops(receive({}, fails(55)), 'ip_forward.output=failed');
    const quench = receive({}, set(fails(55), 'net.inet.ip.sendsourcequench', 1));
    assert.deepEqual(errorOf(drops(quench, 'ip_forward.output=failed', ['icmp-error em0'])), [4, 0]);
    assert.deepEqual(
      errorOf(drops(receive({}, fails(50)), 'ip_forward.output=failed', ['icmp-error em0'])),
      [3, 1],
    );
  });
});

describe('IPv4 output', () => {
  const small = () => router4().each((stack, host, em) => stack.if_setmtu(host, em('em1'), 576));
  const big = (fields: Ip4Fields = {}) => ({
    id: 0x7777,
    payload: join(
      [0x03, 0xe8, 0x07, 0xd0, 0x03, 0xe8, 0, 0],
      new Uint8Array(992).map((_, i) => i),
    ),
    ...fields,
  });

  it('cuts a packet that does not fit, with the options that every fragment bears', () => {
    const lab = small();
    const options = [1, 148, 4, 0, 0, 7, 3, 8];
    const outcome = receive(big({ options: [...options, 0, 0, 0, 0] }), lab);
    assert.deepEqual(kinds(outcome), ['forwarded em1', 'forwarded em1']);
    for (const { bytes } of outcome.sent) assert.ok(isSound(bytes) && bytes.length <= 576);
    const [first, second] = outcome.sent.map(one => one.bytes);
    assert.deepEqual([first[0], second[0]], [0x48, 0x46]);
    assert.deepEqual(second.subarray(20, 24), Uint8Array.of(148, 4, 0, 0));
    assert.equal(get16(first, 6), 0x2000);
    assert.equal(get16(second, 6) * 8, first.length - 32);
    assert.deepEqual(join(first.subarray(32), second.subarray(24)), big().payload);
    assert.deepEqual([lab.counters['ipstat.ips_fragmented'], lab.counters['ipstat.ips_ofragments']], [1, 2]);
  });

  it('a fragment that is cut again keeps its place', () => {
    const outcome = receive(big({ id: 0x7778, off: 0x2000 | 10 }), small());
    assert.deepEqual(
      outcome.sent.map(one => get16(one.bytes, 6)),
      [0x2000 | 10, 0x2000 | (10 + 69)],
    );
  });

  it('does not cut what its sender forbids to cut, and says what fits', () => {
    const lab = small();
    const outcome = drops(receive(big({ off: 0x4000 }), lab), 'ip_output.size=must-not-fragment', [
      'icmp-error em0',
    ]);
    assert.deepEqual([...errorOf(outcome), icmpOf(outcome.sent[0].bytes)[3]], [3, 4, 576]);
    assert.equal(lab.counters['ipstat.ips_cantfrag'], 1);
    assert.equal(outcome.sent[0].bytes[28 + 8], 64);
  });

  it('cannot cut for a link without room', () => {
    const lab = router4().each((stack, host, em) => stack.if_setmtu(host, em('em1'), 72));
    const options = new Array(40).fill(1);
    drops(
      receive(
        { ...big(), options },
        lab.each((_, __, em) => {
          em('em1').mtu = 64;
        }),
      ),
      'ip_output.size=no-room',
      ['icmp-error em0'],
    );
  });

  /** Sends a packet of this machine. */
  function send(lab: Lab, fields: Ip4Fields, flags = 0) {
    let errno = -1;
    const packet = ip4({ ...fields, sum: 0 });
    const outcome = lab.event((stack, host) => {
      errno = stack.ip_output(host, stack.m_get(host, packet.slice(), 0, packet.length), flags);
    });
    return { ...outcome, errno };
  }

  it('fills in what the sender left open', () => {
    const lab = router4();
    const { sent, errno } = send(lab, { src: '0.0.0.0', dst: '192.0.2.10', id: 0, vhl: 5, len: 0 });
    assert.equal(errno, 0);
    assert.ok(isSound(sent[0].bytes));
    assert.deepEqual(sent[0].bytes.subarray(12, 16), quad('192.0.2.1'));
    assert.equal(get16(sent[0].bytes, 4), 1);
    assert.deepEqual(lab.counters, { 'ipstat.ips_localout': 1 });
    assert.equal(send(set(router4(), 'net.inet.ip.random_id', 1), { dst: '192.0.2.10' }).errno, 0);
  });

  it('sends to groups and broadcasts where it may', () => {
    const lab = router4();
    assert.equal(send(lab, { dst: '8.8.8.8' }).errno, 65);
    assert.equal(lab.counters['ipstat.ips_noroute'], 1);
    const byDefault = lab.each((stack, host, em) => {
      stack.rtadd(host.rt4, { dst: quad('224.0.0.0'), prefixlen: 4, ifp: em('em0') });
    });
    assert.equal(send(byDefault, { dst: '224.0.0.5' }).errno, 0);
    const none = lab.each((stack, host, em) => stack.if_setflags(host, em('em0'), 0, stack.IFF_MULTICAST));
    assert.equal(send(none, { dst: '224.0.0.5' }).errno, 49);
    assert.equal(send(lab, { dst: '192.0.2.255' }).errno, 13);
    assert.equal(send(lab, { dst: '192.0.2.255' }, 0x20).errno, 0);
    assert.equal(send(lab, { dst: '192.0.2.255', payload: new Uint8Array(1600) }, 0x20).errno, 40);
    assert.equal(send(lab, { src: '127.0.0.1', dst: '192.0.2.10' }).errno, 49);
    assert.equal(lab.counters['ipstat.ips_badaddr'], 1);
  });

  it('has one address of a kind, brings its interface up, and takes its routes away with it', () => {
    router4().each((stack, host, em) => {
      const add = (ifp: string, addr: string, prefixlen?: number) =>
        stack.in_ifadd(host, em(ifp), { addr: quad(addr), prefixlen });
      assert.equal(add('em1', '192.0.2.1', 24), 17);
      assert.equal(add('em1', '224.0.0.1'), 22);
      assert.equal(add('em0', '10.0.0.1'), 0);
      assert.equal(em('em0').inet[1].prefixlen, 8);
      assert.equal(add('em0', '10.0.0.1', 16), 0);
      assert.equal(stack.rtalloc1(host.rt4, quad('10.1.0.0')), null);
      assert.equal(add('em0', '10.0.0.2', 16), 0);
      assert.equal(stack.in_ifremove(host, em('em0'), quad('10.0.0.1')), 0);
      assert.equal(stack.rtalloc1(host.rt4, quad('10.0.9.9'))?.prefixlen, 16);
      assert.equal(stack.in_ifremove(host, em('em0'), quad('10.0.0.2')), 0);
      assert.equal(stack.rtalloc1(host.rt4, quad('10.0.9.9')), null);
      assert.equal(stack.in_ifremove(host, em('em0'), quad('10.0.0.2')), 49);
      assert.equal(stack.in_ifremove(host, em('em0'), quad('192.0.2.1')), 0);
      assert.equal(stack.arp_lookup(host, 0xc000020a), null);
      assert.equal(em('em0').inet.length, 0);
    });
  });
});

describe('IPv4 filters and queues', () => {
  /** A router whose filters answer so, and may give the packet another destination. */
  const filtering = (answer: number, only: number | null = null, dst: string | null = null) =>
    router4().each((stack, host) => {
      host.pfil4 = true;
      Object.assign(host, {
        surroundings: {
          ...host.surroundings,
          pfil_run_hooks(_host: unknown, m: Mbuf, _ifp: unknown, direction: number) {
            if (only !== null && direction !== only) return 0;
            if (dst !== null) m.data.set(quad(dst), m.off + 16);
            return answer;
          },
        },
      });
      assert.notEqual(stack.PFIL_IN, stack.PFIL_OUT);
    });
  const [IN, OUT] = [1, 2];

  it('let packets pass, refuse and take them on both sides', () => {
    assert.equal(receive({}, filtering(0)).verdict, 'forwarded');
    drops(receive({}, filtering(13, IN)), 'ip_input.input-filter=refused');
    const taken = receive({}, filtering(-1, IN));
    assert.deepEqual([taken.verdict, taken.by], ['consumed', 'ip_input.input-filter=taken']);
    const lab = filtering(13, OUT);
    drops(receive({}, lab), 'ip_output.output-filter=refused');
    assert.equal(lab.counters['ipstat.ips_cantforward'], 1);
    const gone = receive({}, filtering(-1, OUT));
    assert.deepEqual([gone.verdict, gone.by, kinds(gone)], ['consumed', 'ip_output.output-filter=taken', []]);
  });

  it('send packets elsewhere', () => {
    const before = receive({}, filtering(0, IN, '203.0.113.5'));
    assert.ok(before.path.includes('ip_forward.redirect=source-routed'));
    assert.deepEqual(kinds(before), ['forwarded em0']);
    const after = receive({}, filtering(0, OUT, '203.0.113.5'));
    assert.deepEqual(kinds(after), ['forwarded em0']);
    assert.deepEqual(after.sent[0].nexthop, quad('192.0.2.2'));
    drops(receive({}, filtering(0, OUT, '8.8.8.8')), 'ip_forward.output=failed');
  });

  it('packets of tunnels go out by either IP', () => {
    const lab = router4();
    const outcome = lab.event((stack, host) => {
      for (const packet of [ip4(), ip6()])
        stack.kernel.ip_send(host, stack.m_get(host, packet, 0, packet.length));
      stack.swi_net(host);
    });
    assert.deepEqual(kinds(outcome), ['local em1']);
    assert.deepEqual(
      [lab.counters['ipstat.ips_localout'], lab.counters['ip6stat.ip6s_noroute']],
      [undefined, 1],
    );
  });
});

describe('IPv4 of sockets', () => {
  it('puts options in, where they have room', () => {
    const sent = (options: Uint8Array) => {
      let errno = -1;
      const packet = ip4({ src: '192.0.2.1', dst: '192.0.2.10' });
      const outcome = router4().event((stack, host) => {
        const m = stack.m_get(host, packet.slice(), 0, packet.length);
        errno = stack.kernel.ip_output(host, m, options, stack.IP_RAWOUTPUT);
      });
      assert.equal(errno, 0);
      assert.ok(isSound(outcome.sent[0].bytes));
      return outcome.sent[0].bytes[0];
    };
    assert.equal(sent(Uint8Array.of(148, 4, 0, 0, 1)), 0x47);
    assert.equal(sent(new Uint8Array(44)), 0x45);
  });
});
