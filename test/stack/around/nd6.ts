/** Neighbour discovery: queueing, solicitations, answers, and what silence leads to. */
import assert from 'node:assert/strict';
import type { Llinfo } from '../../../src/stack';
import { formatIpv6, formatMac } from '../../../src/wire/address';
import { type Lab, type Outcome, router, type Sent, scoped } from '../lab';
import {
  address,
  advertisement,
  errorOf,
  ethernet,
  HOST_MAC,
  icmp6Packet,
  ip6,
  join,
  mac,
  solicitation,
} from '../packets';

const UNKNOWN = '2001:db8:2::99';
const ROUTER2 = '2001:db8:2::1';
const ROUTER2_LL = 'fe80::ff:fe00:102';
const MAC99 = '02:00:00:00:00:99';
const EM1 = '02:00:00:00:01:02';

const hasStep = (outcome: Outcome, step: string) =>
  assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);
const summary = (sent: readonly Sent[]) => sent.map(one => [one.interface, one.kind, one.frame]);
const from = (packet: Uint8Array) => formatIpv6(packet, 8);
const to = (packet: Uint8Array) => formatIpv6(packet, 24);
const toUnknown = () => ethernet(ip6({ dst: UNKNOWN }));
const answer = (flags = 0x60, lladdr: string | null = MAC99, more = {}) =>
  ethernet(advertisement(UNKNOWN, ROUTER2_LL, UNKNOWN, flags, lladdr, more), { dst: EM1, src: MAC99 });

function neighbor(lab: Lab, addr: string): Llinfo | undefined {
  return lab.host.neighbors.find(ln => formatIpv6(ln.addr) === addr);
}

describe('neighbour output', () => {
  it('queues a packet for an unknown neighbour and solicits it', () => {
    const lab = router();
    const outcome = lab.receive(toUnknown());
    assert.deepEqual([outcome.verdict, outcome.by], ['queued', 'nd6_output.queue=first']);
    assert.deepEqual(summary(outcome.sent), [['em1', 'neighbor-solicitation', 1]]);
    const expected = solicitation(ROUTER2_LL, 'ff02::1:ff00:99', UNKNOWN, EM1);
    assert.deepEqual(outcome.sent[0].bytes, expected);
    assert.equal(lab.counters['ip6stat.ip6s_forward'], 1, 'waiting counts as forwarded');
    assert.equal(lab.counters['icmp6stat.icp6s_outhist.135'], 1);
    assert.equal(lab.counters['if.em1.ifs6_out_neighborsolicit'], 1);
    assert.equal(neighbor(lab, UNKNOWN)?.ln_state, 0);
  });

  it('keeps only the newest packet', () => {
    const lab = router();
    lab.receive(toUnknown());
    const second = lab.receive(toUnknown());
    assert.deepEqual([second.verdict, second.by], ['queued', 'nd6_output.queue=replaces']);
    assert.deepEqual(second.sent, []);
    const { sent } = lab.receive(answer(), 'em1');
    assert.deepEqual(summary(sent), [['em1', 'forwarded', 2]]);
  });

  it('sends the packet that waited when the answer comes, for its own frame', () => {
    const lab = router();
    lab.receive(toUnknown());
    const outcome = lab.receive(answer(), 'em1');
    assert.deepEqual([outcome.verdict, outcome.by], ['delivered', 'nd6_na_input.learned=resolved']);
    assert.deepEqual(summary(outcome.sent), [['em1', 'forwarded', 1]]);
    const expected = ip6({ dst: UNKNOWN });
    expected[7]--;
    assert.deepEqual(outcome.sent[0].bytes, expected);
    assert.deepEqual(outcome.sent[0].nexthop, address(UNKNOWN));
    const ln = neighbor(lab, UNKNOWN);
    assert.equal(ln?.ln_state, 1);
    assert.equal(formatMac(ln?.lladdr ?? new Uint8Array()), MAC99);
    assert.equal(lab.receive(toUnknown()).verdict, 'forwarded');
  });

  it('sends the packet that waited when the neighbour is made by hand', () => {
    const lab = router();
    lab.receive(toUnknown());
    const { sent } = lab.event((stack, host) => {
      const em1 = stack.ifunit(host, 'em1');
      if (em1 !== null) stack.nd6_setentry(host, em1, address(UNKNOWN), mac(MAC99));
    });
    assert.deepEqual(summary(sent), [['em1', 'forwarded', 1]]);
    assert.equal(lab.host.timers.length, 0);
  });

  it('waits without a second solicitation while one is under way', () => {
    const lab = router();
    lab.receive(toUnknown());
    // A packet of the neighbour's own without its link address takes nothing out of the queue; the waiting
    // packet is lost by hand.
    lab.each((_stack, host) => {
      for (const ln of host.neighbors) ln.ln_hold = null;
    });
    const outcome = lab.receive(toUnknown());
    assert.deepEqual([outcome.verdict, outcome.by], ['queued', 'nd6_output.queue=waits']);
    assert.deepEqual(outcome.sent, []);
  });

  it('gives up after three solicitations and tells the sender', () => {
    const lab = router();
    lab.receive(toUnknown());
    for (const second of [1, 2]) {
      const again = lab.timer();
      hasStep(again, 'nd6_llinfo_timer.next=solicit-again');
      assert.equal(lab.host.now, second * 1e9);
      assert.deepEqual(summary(again.sent), [['em1', 'neighbor-solicitation', 1]]);
    }
    const last = lab.timer();
    hasStep(last, 'nd6_llinfo_timer.next=give-up');
    assert.equal(lab.host.now, 3e9);
    assert.deepEqual(summary(last.sent), [['em0', 'icmp6-error', 1]]);
    assert.deepEqual(errorOf(last.sent[0].bytes), [1, 3, 0]);
    assert.equal(to(last.sent[0].bytes), '2001:db8:1::10');
    const quoted = ip6({ dst: UNKNOWN });
    quoted[7]--;
    assert.deepEqual(last.sent[0].bytes.slice(48), quoted);
    assert.equal(neighbor(lab, UNKNOWN), undefined);
    assert.equal(lab.host.timers.length, 0);
    assert.equal(lab.receive(toUnknown()).by, 'nd6_output.queue=first', 'and begins anew');
  });

  it('asks with the source of the waiting packet when it is its own', () => {
    const lab = router();
    const { sent } = lab.receive(
      ethernet(icmp6Packet({ src: UNKNOWN, dst: ROUTER2, type: 128 }), { dst: EM1 }),
      'em1',
    );
    assert.deepEqual(summary(sent), [['em1', 'neighbor-solicitation', 1]]);
    assert.deepEqual([from(sent[0].bytes), to(sent[0].bytes)], [ROUTER2, 'ff02::1:ff00:99']);
  });

  it('asks nobody without an address to ask from', () => {
    const lab = router().each((_stack, _host, em) => {
      em('em1').addresses = [];
      em('em0').addresses = [];
    });
    const outcome = lab.receive(toUnknown());
    hasStep(outcome, 'nd6_ns_output.source=none');
    hasStep(outcome, 'in6_selectsrc.address=none');
    assert.deepEqual(outcome.sent, []);
  });

  it('probes a stale neighbour after use, and forgets it when it is silent', () => {
    const lab = router();
    lab.receive(toUnknown());
    lab.receive(answer(0x20), 'em1');
    assert.equal(neighbor(lab, UNKNOWN)?.ln_state, 3, 'stale, and used at once by what waited');
    hasStep(lab.receive(toUnknown()), 'nd6_output.state=usable');
    const probe = lab.timer();
    assert.equal(lab.host.now, 5e9);
    hasStep(probe, 'nd6_llinfo_timer.next=probe');
    assert.deepEqual(
      probe.sent[0].bytes,
      solicitation(ROUTER2, UNKNOWN, UNKNOWN, EM1),
      'directly, from the best address',
    );
    hasStep(lab.timer(), 'nd6_llinfo_timer.next=probe-again');
    hasStep(lab.timer(), 'nd6_llinfo_timer.next=probe-again');
    hasStep(lab.timer(), 'nd6_llinfo_timer.next=probe-failed');
    assert.equal(lab.host.now, 8e9);
    assert.equal(neighbor(lab, UNKNOWN), undefined);
  });

  it('a probe that is answered makes the neighbour reachable, for half to one and a half of 30 s', () => {
    const lab = router();
    lab.receive(toUnknown());
    lab.receive(answer(0x20), 'em1');
    lab.timer();
    lab.receive(answer(0x40, null), 'em1');
    assert.equal(neighbor(lab, UNKNOWN)?.ln_state, 1);
    const since = lab.host.now;
    hasStep(lab.timer(), 'nd6_llinfo_timer.next=went-stale');
    const seconds = (lab.host.now - since) / 1e9;
    assert.ok(seconds >= 15 && seconds < 45, String(seconds));
    const used = lab.receive(toUnknown());
    hasStep(used, 'nd6_output.state=stale');
    assert.equal(used.verdict, 'forwarded');
  });

  it('a stale neighbour that nobody uses is forgotten after a day', () => {
    const lab = router();
    lab.receive(
      ethernet(solicitation('2001:db8:1::66', 'ff02::1:ff00:1', '2001:db8:1::1', HOST_MAC), {
        dst: '33:33:ff:00:00:01',
      }),
    );
    // The answer to it used the neighbour, so it is asked first.
    lab.receive(ethernet(advertisement('2001:db8:1::66', '2001:db8:1::1', '2001:db8:1::66', 0x60, HOST_MAC)));
    hasStep(lab.timer(), 'nd6_llinfo_timer.next=went-stale');
    const since = lab.host.now;
    hasStep(lab.timer(), 'nd6_llinfo_timer.next=collected');
    assert.equal(lab.host.now - since, 86400e9);
  });

  it('a link whose neighbours are not probed keeps a used neighbour stale', () => {
    const lab = router().each((stack, _host, em) => {
      em('em1').nd.flags &= ~stack.ND6_IFF_PERFORMNUD;
    });
    lab.receive(toUnknown());
    lab.receive(answer(0x20), 'em1');
    hasStep(lab.timer(), 'nd6_llinfo_timer.next=no-probe');
    assert.equal(neighbor(lab, UNKNOWN)?.ln_state, 2);
  });

  it('a permanent neighbour never expires', () => {
    const lab = router();
    assert.equal(lab.receive(ethernet(ip6())).verdict, 'forwarded');
    assert.equal(lab.host.timers.length, 0);
  });

  it('a temporary entry does', () => {
    const lab = router().each((stack, host, em) => {
      stack.nd6_setentry(host, em('em1'), address(UNKNOWN), mac(MAC99), { permanent: false });
    });
    assert.equal(lab.receive(toUnknown()).verdict, 'forwarded');
    hasStep(lab.timer(), 'nd6_llinfo_timer.next=went-stale');
  });

  const gatewayCases: readonly [
    name: string,
    gateway: string,
    type: 'em1' | 'tun0',
    step: string,
    verdict: string,
  ][] = [
    ['a gateway on the link', '2001:db8:2::20', 'em1', 'nd6_output.gateway=neighbor', 'forwarded'],
    ['a gateway elsewhere', '2001:db8:9::1', 'em1', 'nd6_output.gateway=not-neighbor', 'dropped'],
    ['a gateway that is our own address', ROUTER2, 'em1', 'nd6_output.gateway=not-neighbor', 'dropped'],
    [
      'a gateway elsewhere on a point-to-point link',
      '2001:db8:9::1',
      'tun0',
      'nd6_output.gateway=point-to-point',
      'forwarded',
    ],
  ];
  for (const [name, gateway, type, step, verdict] of gatewayCases) {
    it(`${name}: ${verdict}`, () => {
      const lab = router().each((stack, host, em) => {
        // A gif tunnel has neighbours and is point-to-point.
        const gif = stack.if_attach(host, { name: 'gif0' });
        stack.if_setflags(host, gif, stack.IFF_UP, 0);
        const ifp = type === 'em1' ? em('em1') : gif;
        stack.rtadd(host.rt6, {
          dst: address('2001:db8:3::'),
          prefixlen: 48,
          gateway: address(gateway),
          ifp,
        });
      });
      const outcome = lab.receive(ethernet(ip6({ dst: '2001:db8:3::1' })));
      hasStep(outcome, step);
      assert.equal(outcome.verdict, verdict);
      if (verdict === 'dropped') {
        assert.equal(outcome.by, 'ip6_forward.neighbor-output=failed');
        assert.deepEqual(errorOf(outcome.sent[0].bytes), [1, 3, 0]);
      } else {
        assert.deepEqual(outcome.sent[0].nexthop, address(gateway));
      }
    });
  }

  it('a gateway that no route leads to', () => {
    const lab = router().each((stack, host, em) => {
      stack.rtadd(host.rt6, {
        dst: address('2001:db8:3::'),
        prefixlen: 48,
        gateway: address(UNKNOWN),
        ifp: em('em1'),
      });
      stack.rtdelete(host.rt6, address('2001:db8:2::'), 64);
    });
    const outcome = lab.receive(ethernet(ip6({ dst: '2001:db8:3::1' })));
    hasStep(outcome, 'nd6_output.gateway=no-route');
    assert.equal(outcome.by, 'ip6_forward.neighbor-output=failed');
  });

  it('links without neighbours send at once', () => {
    const lab = router().each((stack, host) => {
      const tun = stack.if_attach(host, { name: 'tun0' });
      stack.in6_ifadd(host, tun, {
        addr: address('2001:db8:7::1'),
        prefixlen: 128,
        dst: address('2001:db8:7::2'),
      });
    });
    const outcome = lab.receive(ethernet(ip6({ dst: '2001:db8:7::2' })));
    hasStep(outcome, 'nd6_output.need-cache=no-cache');
    assert.deepEqual(summary(outcome.sent), [['tun0', 'forwarded', 1]]);
  });

  it('a point-to-point link with neighbours sends before it knows them', () => {
    const lab = router().each((stack, host) => {
      const gif = stack.if_attach(host, { name: 'gif0' });
      stack.in6_ifadd(host, gif, {
        addr: address('2001:db8:7::1'),
        prefixlen: 128,
        dst: address('2001:db8:7::2'),
      });
    });
    const outcome = lab.receive(ethernet(ip6({ dst: '2001:db8:7::2' })));
    hasStep(outcome, 'nd6_output.state=point-to-point');
    assert.deepEqual(summary(outcome.sent), [['gif0', 'forwarded', 1]]);
  });

  it('an interface route to where no neighbour can be is sent anyway, or refused where neighbours are not probed', () => {
    const lab = router().each((stack, host, em) => {
      stack.rtadd(host.rt6, { dst: address('2001:db8:3::'), prefixlen: 48, ifp: em('em1') });
    });
    const packet = ethernet(ip6({ dst: '2001:db8:3::1' }));
    const sent = lab.receive(packet);
    hasStep(sent, 'nd6_output.entry=none');
    assert.equal(sent.verdict, 'forwarded');
    lab.each((stack, _host, em) => {
      em('em1').nd.flags &= ~stack.ND6_IFF_PERFORMNUD;
    });
    const refused = lab.receive(packet);
    hasStep(refused, 'nd6_output.entry=refused');
    assert.equal(refused.by, 'ip6_forward.neighbor-output=failed');
  });

  it('a disabled interface sends nothing', () => {
    const lab = router().each((stack, _host, em) => {
      em('em1').nd.flags |= stack.ND6_IFF_IFDISABLED;
    });
    const outcome = lab.receive(ethernet(ip6()));
    hasStep(outcome, 'nd6_output.disabled=disabled');
    assert.equal(outcome.by, 'ip6_forward.neighbor-output=failed');
  });

  it('a route that has left the table is replaced by another, or is an error', () => {
    const lab = router().each((stack, host, em) => {
      stack.rtadd(host.rt6, {
        dst: address('2001:db8:7::'),
        prefixlen: 48,
        gateway: address('2001:db8:2::20'),
        ifp: em('em1'),
      });
    });
    const send = (dst: string) =>
      lab.event((stack, host) => {
        const rt = stack.rtalloc1(host.rt6, address(dst));
        const em1 = stack.ifunit(host, 'em1');
        if (rt === null || em1 === null) throw new Error('no route');
        stack.rtdelete(host.rt6, rt.rt_key, rt.prefixlen);
        if (dst === '2001:db8:7::1') {
          stack.rtadd(host.rt6, {
            dst: address('2001:db8:7::'),
            prefixlen: 47,
            gateway: address('2001:db8:1::10'),
            ifp: stack.ifunit(host, 'em0') ?? em1,
          });
        }
        const packet = ip6({ dst });
        const m = stack.m_get(host, packet, 0, packet.length);
        const error = stack.nd6_output(host, em1, em1, m, address(dst), rt);
        assert.equal(error, dst === '2001:db8:7::1' ? 0 : 65);
      });
    const again = send('2001:db8:7::1');
    hasStep(again, 'nd6_output.route-up=looked-up-again');
    assert.deepEqual(
      again.sent.map(one => one.interface),
      ['em0'],
      'by the interface of the other route',
    );
    hasStep(send('2001:db8:2::77'), 'nd6_output.route-up=gone');
  });
});

describe('a gateway', () => {
  it('is asked about again when it becomes our own address, is forgotten, or loses its route', () => {
    const gateway = '2001:db8:2::20';
    const lab = router().each((stack, host, em) => {
      stack.rtadd(host.rt6, {
        dst: address('2001:db8:3::'),
        prefixlen: 48,
        gateway: address(gateway),
        ifp: em('em1'),
      });
    });
    const send = () => lab.receive(ethernet(ip6({ dst: '2001:db8:3::1' })));
    assert.equal(send().verdict, 'forwarded');
    assert.equal(send().verdict, 'forwarded');
    lab.each((stack, host) => void stack.nd6_delentry(host, address(gateway)));
    assert.equal(send().verdict, 'queued');
    lab.each((stack, host) => void stack.rtdelete(host.rt6, address('2001:db8:2::'), 64));
    hasStep(send(), 'nd6_output.gateway=no-route');
    lab.each(
      (stack, host, em) => void stack.in6_ifadd(host, em('em1'), { addr: address(gateway), prefixlen: 64 }),
    );
    hasStep(send(), 'nd6_output.gateway=not-neighbor');
  });
});

describe('the link', () => {
  const reject = (flags: 'RTF_REJECT' | 'RTF_BLACKHOLE', prefixlen: number, on: 'lo0' | 'em1') =>
    router().each((stack, host, em) => {
      const gateway = on === 'lo0' ? address('::1') : address('2001:db8:2::20');
      stack.rtadd(host.rt6, {
        dst: address('2001:db8:bad::1'),
        prefixlen,
        gateway,
        flags: stack[flags] | (prefixlen === 128 ? stack.RTF_HOST : 0),
        ifp: em(on),
      });
    });
  const cases: readonly [name: string, lab: () => Lab, step: string, verdict: string, error: boolean][] = [
    [
      'a blackhole swallows',
      () => reject('RTF_BLACKHOLE', 48, 'lo0'),
      'if_output.link=blackhole',
      'forwarded',
      false,
    ],
    [
      'a reject route refuses',
      () => reject('RTF_REJECT', 48, 'lo0'),
      'if_output.link=reject-net',
      'dropped',
      true,
    ],
    [
      'a reject route to a host refuses',
      () => reject('RTF_REJECT', 128, 'lo0'),
      'if_output.link=reject-host',
      'dropped',
      true,
    ],
    [
      'a reject route on a link of its own refuses',
      () => reject('RTF_REJECT', 48, 'em1'),
      'if_output.link=reject-link',
      'dropped',
      true,
    ],
    [
      'an interface that is down refuses',
      () =>
        reject('RTF_BLACKHOLE', 48, 'em1').each((stack, host, em) =>
          stack.if_setflags(host, em('em1'), 0, stack.IFF_UP),
        ),
      'if_output.link=down',
      'dropped',
      true,
    ],
    [
      'a fault refuses',
      () =>
        reject('RTF_BLACKHOLE', 48, 'em1').each((stack, host) =>
          stack.fault_add(host, { function: 'if_output', errno: 55, times: 1 }),
        ),
      'if_output.link=fault',
      'dropped',
      false,
    ],
  ];
  for (const [name, lab, step, verdict, error] of cases) {
    it(name, () => {
      const outcome = lab().receive(ethernet(ip6({ dst: '2001:db8:bad::1' })));
      hasStep(outcome, step);
      assert.equal(outcome.verdict, verdict);
      assert.deepEqual(
        outcome.sent.map(sent => errorOf(sent.bytes)),
        error ? [[1, 3, 0]] : [],
      );
    });
  }
});

describe('neighbour solicitations received', () => {
  const own = '2001:db8:1::1';
  const group = 'ff02::1:ff00:1';
  const toGroup = { dst: '33:33:ff:00:00:01' };
  const ask = (src: string, dst: string, target: string, lladdr: string | null, more = {}) =>
    ethernet(solicitation(src, dst, target, lladdr, more), dst === group ? toGroup : {});

  it('answers one for its address, and learns who asked', () => {
    const lab = router();
    const outcome = lab.receive(ask('2001:db8:1::66', group, own, '02:00:00:00:00:66'));
    assert.deepEqual([outcome.verdict, outcome.by], ['delivered', 'nd6_ns_input.target=own']);
    hasStep(outcome, 'nd6_cache_lladdr.learned=new');
    const expected = advertisement(own, '2001:db8:1::66', own, 0xe0, '02:00:00:00:01:01');
    assert.deepEqual(
      outcome.sent.map(one => [one.kind, one.bytes]),
      [['neighbor-advertisement', expected]],
    );
    assert.equal(formatMac(neighbor(lab, '2001:db8:1::66')?.lladdr ?? new Uint8Array()), '02:00:00:00:00:66');
    assert.equal(lab.counters['if.em0.ifs6_out_neighboradvert'], 1);
    assert.equal(lab.counters['icmp6stat.icp6s_outhist.136'], 1);
  });

  it('a host does not call itself a router, and a probe is answered without its link address', () => {
    const lab = router().each((stack, host) => void stack.sysctl_set(host, 'net.inet6.ip6.forwarding', 0));
    const { sent } = lab.receive(ask('2001:db8:1::10', own, own, null));
    assert.deepEqual(sent[0].bytes, advertisement(own, '2001:db8:1::10', own, 0x40, null));
  });

  it('tells everyone that an address is taken', () => {
    const lab = router();
    const outcome = lab.receive(ask('::', group, own, null));
    assert.equal(outcome.by, 'nd6_ns_input.target=own-to-all');
    const [sent] = outcome.sent;
    assert.deepEqual(
      [from(sent.bytes), to(sent.bytes), sent.bytes[44]],
      ['fe80::ff:fe00:101', 'ff02::1', 0xa0],
    );
  });

  it('learns in passing: a new address, a change, nothing', () => {
    const lab = router();
    const learn = (lladdr: string | null) =>
      lab.receive(ask('fe80::66', group, own, lladdr)).path.find(step => step.startsWith('nd6_cache_lladdr'));
    assert.equal(learn(null), 'nd6_cache_lladdr.learned=new-without-address');
    assert.equal(learn('02:00:00:00:00:66'), 'nd6_cache_lladdr.learned=address');
    assert.equal(learn('02:00:00:00:00:66'), 'nd6_cache_lladdr.learned=known');
    assert.equal(learn(null), 'nd6_cache_lladdr.learned=known');
    assert.equal(learn('02:00:00:00:00:67'), 'nd6_cache_lladdr.learned=changed');
  });

  it('what waits for whoever solicits is sent', () => {
    const lab = router();
    lab.receive(toUnknown());
    const outcome = lab.receive(
      ethernet(solicitation(UNKNOWN, ROUTER2, ROUTER2, MAC99), { dst: EM1, src: MAC99 }),
      'em1',
    );
    assert.deepEqual(summary(outcome.sent), [
      ['em1', 'forwarded', 1],
      ['em1', 'neighbor-advertisement', 2],
    ]);
  });

  const refused: readonly [name: string, frame: Uint8Array, verdict: string, by: string][] = [
    [
      'from another link',
      ask('2001:db8:1::66', group, own, null, { hlim: 254 }),
      'dropped',
      'nd6_ns_input.valid=hop-limit',
    ],
    [
      'from no neighbour',
      ask('2001:db8:9::66', group, own, null),
      'dropped',
      'nd6_ns_input.valid=not-neighbor',
    ],
    [
      'for a group',
      ask('2001:db8:1::66', group, 'ff02::1', null),
      'dropped',
      'nd6_ns_input.valid=multicast-target',
    ],
    [
      'duplicate detection to one machine',
      ask('::', own, own, null),
      'dropped',
      'nd6_ns_input.valid=duplicate-detection',
    ],
    [
      'duplicate detection with a link address',
      ask('::', group, own, HOST_MAC),
      'dropped',
      'nd6_ns_input.valid=options',
    ],
    [
      'an option of length 0',
      ethernet(
        icmp6Packet(
          { src: '2001:db8:1::66', dst: own, type: 135, hlim: 255 },
          join([0, 0, 0, 0], address(own), [1, 0, 1, 2, 3, 4, 5, 6]),
        ),
      ),
      'dropped',
      'nd6_ns_input.valid=options',
    ],
    [
      'an option that runs past the end',
      ethernet(
        icmp6Packet(
          { src: '2001:db8:1::66', dst: own, type: 135, hlim: 255 },
          join([0, 0, 0, 0], address(own), [1, 2, 1, 2, 3, 4, 5, 6]),
        ),
      ),
      'dropped',
      'nd6_ns_input.valid=options',
    ],
    [
      'a link address that is not of Ethernet',
      ethernet(
        icmp6Packet(
          { src: '2001:db8:1::66', dst: own, type: 135, hlim: 255 },
          join([0, 0, 0, 0], address(own), [1, 2], new Uint8Array(14)),
        ),
      ),
      'dropped',
      'nd6_ns_input.valid=options',
    ],
    [
      'for an address of nobody here',
      ask('2001:db8:1::66', group, '2001:db8:1:0:1::1', null),
      'delivered',
      'nd6_ns_input.target=other',
    ],
  ];
  for (const [name, frame, verdict, by] of refused) {
    it(`${name}: ${by}`, () => {
      const lab = router();
      const outcome = lab.receive(frame);
      assert.deepEqual([outcome.verdict, outcome.by, outcome.sent], [verdict, by, []]);
      assert.equal(lab.counters['icmp6stat.icp6s_badns'], verdict === 'dropped' ? 1 : undefined);
      assert.equal(neighbor(lab, '2001:db8:1::66'), undefined);
    });
  }

  it('for an address that is not ready: no answer', () => {
    const lab = router().each((stack, _host, em) => {
      for (const ia of em('em0').addresses) ia.flags |= stack.IN6_IFF_TENTATIVE;
    });
    const outcome = lab.receive(ask('2001:db8:1::66', group, own, null));
    assert.deepEqual([outcome.by, outcome.sent], ['nd6_ns_input.target=not-ready', []]);
  });
});

describe('neighbour advertisements received', () => {
  const invalid: readonly [name: string, frame: Uint8Array, by: string][] = [
    ['from another link', answer(0x60, MAC99, { hlim: 1 }), 'nd6_na_input.valid=hop-limit'],
    [
      'of a group',
      ethernet(advertisement(UNKNOWN, ROUTER2, 'ff02::1', 0x20, MAC99), { dst: EM1 }),
      'nd6_na_input.valid=multicast-target',
    ],
    [
      'solicited, to a group',
      ethernet(advertisement(UNKNOWN, 'ff02::1', UNKNOWN, 0x60, MAC99), { dst: '33:33:00:00:00:01' }),
      'nd6_na_input.valid=solicited-multicast',
    ],
    [
      'with broken options',
      ethernet(
        icmp6Packet(
          { src: UNKNOWN, dst: ROUTER2, type: 136, hlim: 255 },
          join([0x60, 0, 0, 0], address(UNKNOWN), [2, 0]),
        ),
        { dst: EM1 },
      ),
      'nd6_na_input.valid=options',
    ],
  ];
  for (const [name, frame, by] of invalid) {
    it(`${name}: ${by}`, () => {
      const lab = router();
      const outcome = lab.receive(frame, 'em1');
      assert.deepEqual([outcome.verdict, outcome.by, outcome.sent], ['dropped', by, []]);
      assert.equal(lab.counters['icmp6stat.icp6s_badna'], 1);
    });
  }

  it('nobody asked: nothing is learned', () => {
    const lab = router();
    assert.equal(lab.receive(answer(), 'em1').by, 'nd6_na_input.learned=no-entry');
    assert.equal(neighbor(lab, UNKNOWN), undefined);
  });

  it('without a link address: the packet goes on waiting', () => {
    const lab = router();
    lab.receive(toUnknown());
    const outcome = lab.receive(answer(0x60, null), 'em1');
    assert.deepEqual([outcome.by, outcome.sent], ['nd6_na_input.learned=no-address', []]);
    assert.notEqual(neighbor(lab, UNKNOWN)?.ln_hold, null);
  });

  it('of our own address: somebody else claims it', () => {
    const frame = ethernet(advertisement(ROUTER2, 'ff02::1', ROUTER2, 0x20, MAC99), {
      dst: '33:33:00:00:00:01',
    });
    assert.equal(router().receive(frame, 'em1').by, 'nd6_na_input.learned=own-address');
  });

  it('another link address without override puts the one known in doubt', () => {
    const lab = router();
    lab.receive(toUnknown());
    lab.receive(answer(), 'em1');
    const doubt = lab.receive(answer(0x40, '02:00:00:00:00:9a'), 'em1');
    assert.equal(doubt.by, 'nd6_na_input.learned=not-overriding');
    assert.equal(neighbor(lab, UNKNOWN)?.ln_state, 2);
    assert.equal(formatMac(neighbor(lab, UNKNOWN)?.lladdr ?? new Uint8Array()), MAC99);
    lab.receive(answer(0x40, '02:00:00:00:00:9a'), 'em1');
    assert.equal(neighbor(lab, UNKNOWN)?.ln_state, 2);
  });

  it('another link address with override replaces it, and is stale unless solicited', () => {
    const lab = router();
    lab.receive(toUnknown());
    lab.receive(answer(0xe0), 'em1');
    assert.equal(neighbor(lab, UNKNOWN)?.ln_router, true);
    assert.equal(lab.receive(answer(0x20, '02:00:00:00:00:9a'), 'em1').by, 'nd6_na_input.learned=updated');
    const ln = neighbor(lab, UNKNOWN);
    assert.deepEqual([ln?.ln_state, ln?.ln_router], [2, false]);
    assert.equal(formatMac(ln?.lladdr ?? new Uint8Array()), '02:00:00:00:00:9a');
  });

  it('a permanent entry takes the new address and keeps no timer', () => {
    const lab = router();
    const frame = ethernet(advertisement('2001:db8:2::20', ROUTER2, '2001:db8:2::20', 0x60, MAC99), {
      dst: EM1,
    });
    assert.equal(lab.receive(frame, 'em1').by, 'nd6_na_input.learned=updated');
    assert.equal(lab.host.timers.length, 0);
  });
});

describe('router solicitations received', () => {
  const ask = (src: string, options: Uint8Array | readonly number[], hlim = 255) =>
    ethernet(icmp6Packet({ src, dst: 'fe80::ff:fe00:101', type: 133, hlim }, join([0, 0, 0, 0], options)));
  const option = join([1, 1], mac('02:00:00:00:00:66'));
  const cases: readonly [name: string, frame: Uint8Array, verdict: string, by: string][] = [
    ['learns who asks', ask('fe80::66', option), 'delivered', 'learned'],
    ['learns nothing of ::', ask('::', []), 'delivered', 'unspecified'],
    ['refuses one from another link', ask('fe80::66', option, 64), 'dropped', 'hop-limit'],
    ['refuses broken options', ask('fe80::66', [1, 0]), 'dropped', 'options'],
    ['refuses one from no neighbour', ask('2001:db8:9::66', option), 'dropped', 'options'],
  ];
  for (const [name, frame, verdict, by] of cases) {
    it(name, () => {
      const lab = router();
      const outcome = lab.receive(frame);
      assert.deepEqual([outcome.verdict, outcome.by], [verdict, `nd6_rs_input.valid=${by}`]);
      assert.equal(lab.counters['icmp6stat.icp6s_badrs'], verdict === 'dropped' ? 1 : undefined);
      assert.equal(
        lab.host.neighbors.some(ln => ln.addr[15] === 0x66),
        by === 'learned',
      );
    });
  }

  it('is not for a host', () => {
    const lab = router().each((stack, host) => void stack.sysctl_set(host, 'net.inet6.ip6.forwarding', 0));
    assert.equal(lab.receive(ask('fe80::66', option)).by, 'nd6_rs_input.valid=not-forwarding');
  });
});

describe('the neighbour cache', () => {
  it('sets, finds and forgets entries', () => {
    router().each((stack, host, em) => {
      const addr = scoped(stack, em('em1'), 'fe80::7');
      assert.equal(stack.nd6_setentry(host, em('em1'), addr, mac(MAC99)), 0);
      assert.equal(stack.nd6_setentry(host, em('em1'), addr, new Uint8Array(5)), stack.EINVAL);
      assert.equal(stack.nd6_setentry(host, em('em1'), address('ff02::1'), mac(MAC99)), stack.EINVAL);
      assert.equal(stack.nd6_lookup(host, addr, 0, em('em1'))?.permanent, true);
      assert.equal(stack.nd6_lookup(host, addr, 0, em('em0')), null);
      assert.equal(stack.nd6_delentry(host, addr), 0);
      assert.equal(stack.nd6_delentry(host, addr), stack.ESRCH);
      assert.equal(stack.nd6_lookup(host, addr, 0, em('em1')), null);
    });
  });

  it('holds many neighbours and forgets the right ones', () => {
    router().each((stack, host, em) => {
      const before = host.neighbors.length;
      const addrs = Array.from({ length: 1000 }, (_, i) =>
        address(`2001:db8:2::${(i + 0x1000).toString(16)}`),
      );
      for (const addr of addrs) stack.nd6_setentry(host, em('em1'), addr, mac(MAC99));
      for (const addr of addrs.filter((_, i) => i % 3 !== 0)) stack.nd6_delentry(host, addr);
      assert.equal(host.neighbors.length, before + 334);
      for (const [i, addr] of addrs.entries()) {
        assert.equal(stack.nd6_lookup(host, addr, 0, em('em1')) !== null, i % 3 === 0);
      }
    });
  });

  it('forgets some when a capture scans a whole prefix, but none made by hand', () => {
    const lab = router();
    const frame = toUnknown();
    let forgotten = 0;
    lab.each((stack, host, em) => {
      const by = host.neighbors.length;
      for (let i = 0; i < 9000; i++) {
        host.trace.reset();
        const packet = frame.slice();
        packet[14 + 38] = 0x10 + (i >> 8);
        packet[14 + 39] = i & 0xff;
        stack.link_input(host, em('em0'), 1, packet, 0, packet.length, i + 1);
      }
      forgotten = 9000 + by - host.neighbors.length;
      assert.equal(host.timers.length, host.neighbors.length - by);
    });
    assert.equal(forgotten, 9000 + 3 - 8192);
    const next = lab.receive(toUnknown());
    hasStep(next, 'nd6_create.room=forgotten');
    assert.equal(next.verdict, 'queued');
    assert.equal(lab.host.neighbors.length, 8192);
    assert.equal(lab.host.neighbors.filter(ln => ln.permanent).length, 3);
  });

  it('a forgotten neighbour is not used by the route that remembers it', () => {
    const lab = router();
    lab.receive(ethernet(ip6()));
    lab.each((stack, host) => void stack.nd6_delentry(host, address('2001:db8:2::20')));
    assert.equal(lab.receive(ethernet(ip6())).verdict, 'queued');
  });
});
