/** A host among routers: what it learns of them, how it proves its addresses, whom it believes a redirect. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatIpv6 } from '../../../src/wire/address';
import { Lab, type Outcome, type Sent } from '../lab';
import {
  address,
  advertisement,
  ethernet,
  icmp6Packet,
  ip6,
  join,
  mac,
  ROUTER_MAC,
  solicitation,
} from '../packets';
import {
  ALL_NODES,
  HOST_LL,
  mtuOption,
  type Prefix,
  prefixOption,
  R1,
  R1_MAC,
  R2,
  R2_MAC,
  type Redirect,
  ra,
  redirect,
} from '../routerPackets';

const MADE = '2001:db8:5::ff:fe00:101';

const hasStep = (outcome: Outcome, step: string) =>
  assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);
const summary = (sent: readonly Sent[]) =>
  sent.map(one => [one.kind, formatIpv6(one.bytes, 8), formatIpv6(one.bytes, 24)]);

/** A host with one interface, which learns from router advertisements. */
function learner(): Lab {
  return new Lab().each((stack, host) => {
    const em0 = stack.if_attach(host, { name: 'em0', lladdr: mac(ROUTER_MAC) });
    stack.in6_ifadd(host, em0, { addr: address('2001:db8:1::1'), prefixlen: 64 });
    stack.sysctl_set(host, 'net.inet6.ip6.accept_rtadv', 1);
    host.settled = true;
  });
}

const addressOf = (lab: Lab, text: string) =>
  lab.host.interfaces.flatMap(ifp => ifp.addresses).find(ia => formatIpv6(ia.addr) === text);
const gatewayTo = (lab: Lab, dst: string) => {
  let found: string | null = null;
  lab.each((stack, host) => {
    const gateway = stack.rtalloc1(host.rt6, address(dst))?.rt_gateway;
    found = gateway ? formatIpv6(gateway) : null;
  });
  return found;
};

/** Runs timers up to a virtual second. */
function until(lab: Lab, second: number): Outcome[] {
  const outcomes: Outcome[] = [];
  while (lab.host.timers.length > 0 && lab.host.timers[0].due <= second * 1e9) outcomes.push(lab.timer());
  lab.each((_stack, host) => {
    host.now = Math.max(host.now, second * 1e9);
  });
  return outcomes;
}
const took = (outcomes: readonly Outcome[], step: string) =>
  assert.ok(
    outcomes.some(one => one.path.includes(step)),
    step,
  );

describe('router advertisements', () => {
  it('give a host a default router, a prefix, an address, an MTU and settings', () => {
    const lab = learner();
    const outcome = lab.receive(
      ra({ curhoplimit: 33, reachable: 20_000, retrans: 500, options: [prefixOption({}), mtuOption(1400)] }),
    );
    assert.deepEqual([outcome.verdict, outcome.by], ['delivered', 'nd6_ra_input.valid=valid']);
    const [em0] = lab.host.interfaces.filter(ifp => ifp.name === 'em0');
    assert.deepEqual(
      [em0.nd.chlim, em0.nd.basereachable, em0.nd.retrans, em0.nd.linkmtu],
      [33, 20_000, 500, 1400],
    );
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), 'fe80:1::1');
    assert.equal(gatewayTo(lab, '2001:db8:5::77'), null, 'the prefix is on the link');
    assert.equal(addressOf(lab, MADE)?.flags, 0x42, 'made, and tentative');
    const later = until(lab, 3);
    took(later, 'nd6_dad_timer.result=free');
    assert.deepEqual(
      later.flatMap(one => summary(one.sent)),
      [['neighbor-solicitation', '::', 'ff02::1:ff00:101']],
    );
    assert.equal(addressOf(lab, MADE)?.flags, 0x40);
  });

  it('lose what they gave when the lifetimes are over', () => {
    const lab = learner();
    lab.receive(ra({ lifetime: 30, options: [prefixOption({ vltime: 100, pltime: 50 })] }));
    took(until(lab, 40), 'nd6_timer.router=expired');
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), null);
    took(until(lab, 60), 'nd6_timer.address=deprecated');
    assert.equal(addressOf(lab, MADE)?.flags, 0x50);
    hasStep(
      lab.receive(ra({ lifetime: 30, options: [prefixOption({ vltime: 9000, pltime: 50 })] })),
      'prelist_update.address=renewed',
    );
    lab.event((stack, host) => {
      stack.timer_start(host, 0, 'nd6_timer', null, 0);
    });
    took(until(lab, 61), 'nd6_timer.address=preferred');
    const end = until(lab, 9200);
    took(end, 'nd6_timer.address=expired');
    took(end, 'nd6_timer.prefix=expired');
    took(end, 'nd6_prefix_offlink.route=deleted');
    assert.equal(addressOf(lab, MADE), undefined);
    assert.deepEqual([lab.host.prefixes, lab.host.defrouters], [[], []]);
  });

  const refused: readonly [name: string, frame: Uint8Array, step: string, verdict: string][] = [
    ['a wrong hop limit', ra({ hlim: 64 }), 'valid=hop-limit', 'dropped'],
    ['a global source', ra({ src: '2001:db8:1::9' }), 'valid=not-link-local', 'dropped'],
    ['an option of length 0', ra({ options: [new Uint8Array(8)] }), 'valid=options', 'dropped'],
  ];
  for (const [name, frame, step, verdict] of refused) {
    it(`are refused for ${name}`, () => {
      const lab = learner();
      const outcome = lab.receive(frame);
      assert.deepEqual([outcome.verdict, outcome.by], [verdict, `nd6_ra_input.${step}`]);
      assert.equal(lab.counters['icmp6stat.icp6s_badra'], 1);
      assert.deepEqual(lab.host.defrouters, []);
    });
  }

  it('are not learned from by routers, by default, or where the interface says no', () => {
    const by = (name: string, value: number) =>
      learner()
        .each((stack, host) => void stack.sysctl_set(host, name, value))
        .receive(ra()).by;
    assert.equal(by('net.inet6.ip6.forwarding', 1), 'nd6_ra_input.accept=router');
    assert.equal(by('net.inet6.ip6.accept_rtadv', 0), 'nd6_ra_input.accept=off');
    const lab = learner().each((stack, _host, em) => {
      em('em0').nd.flags &= ~stack.ND6_IFF_ACCEPT_RTADV;
    });
    assert.equal(lab.receive(ra()).by, 'nd6_ra_input.accept=interface-off');
  });

  const prefixes: readonly [name: string, prefix: Prefix, steps: readonly string[]][] = [
    ['longer than an address', { plen: 129 }, ['nd6_ra_input.prefix=too-long']],
    ['of groups', { prefix: 'ff05::' }, ['nd6_ra_input.prefix=multicast']],
    ['link-local', { prefix: 'fe80::' }, ['nd6_ra_input.prefix=link-local']],
    ['of a length that leaves no interface identifier', { plen: 48 }, ['nd6_ra_input.prefix=wrong-length']],
    ['preferred for longer than valid', { pltime: 90_000 }, ['nd6_ra_input.prefix=lifetimes']],
    ['not valid at all', { vltime: 0, pltime: 0 }, ['prelist_update.prefix=over']],
    ['of no use', { flags: 0 }, ['prelist_update.prefix=no-use']],
    ['for the link only', { flags: 0x80 }, ['prelist_update.prefix=new', 'prelist_update.address=not-asked']],
    [
      'for addresses only, of another length',
      { prefix: 'fd00::', plen: 48, flags: 0x40 },
      ['in6_ifadd.address=wrong-length'],
    ],
    ['of the interface already', { prefix: '2001:db8:1::', flags: 0x80 }, ['nd6_prefix_onlink.route=exists']],
  ];
  for (const [name, prefix, steps] of prefixes) {
    it(`a prefix ${name}`, () => {
      const outcome = learner().receive(ra({ options: [prefixOption(prefix)] }));
      for (const step of steps) hasStep(outcome, step);
    });
  }

  it('an address is made once, and of an interface with a link-local one', () => {
    const exists = learner().each((stack, host, em) => {
      stack.in6_ifadd(host, em('em0'), { addr: address(MADE), prefixlen: 128 });
    });
    hasStep(exists.receive(ra({ options: [prefixOption({})] })), 'in6_ifadd.address=exists');
    const none = learner().each((_stack, _host, em) => {
      // Without any address it would not hear the group.
      const [linkLocal] = em('em0').addresses;
      em('em0').addresses = [{ ...linkLocal, addr: address('2001:db8:77::1') }];
    });
    const outcome = none.receive(ra({ options: [prefixOption({})] }));
    hasStep(outcome, 'in6_ifadd.address=no-identifier');
    const alone = none
      .each((_stack, _host, em) => {
        em('em0').addresses = [];
      })
      .event((stack, host) => stack.nd6_prefix_onlink(host, host.prefixes[0]));
    hasStep(alone, 'nd6_prefix_onlink.route=no-address');
  });

  it('cannot bring the end of an address nearer than two hours', () => {
    const lab = learner();
    lab.receive(ra({ options: [prefixOption({})] }));
    hasStep(
      lab.receive(ra({ options: [prefixOption({ vltime: 60, pltime: 0 })] })),
      'prelist_update.address=two-hours',
    );
    assert.deepEqual([addressOf(lab, MADE)?.vltime, addressOf(lab, MADE)?.pltime], [7200, 0]);
    until(lab, 20);
    hasStep(
      lab.receive(ra({ options: [prefixOption({ vltime: 60, pltime: 60 })] })),
      'prelist_update.address=untouched',
    );
    assert.equal(addressOf(lab, MADE)?.vltime, 7180);
    lab.each((stack, host, em) => void stack.in6_ifremove(host, em('em0'), address(MADE)));
    const outcome = lab.receive(ra({ options: [prefixOption({ vltime: 0, pltime: 0, flags: 0x40 })] }));
    hasStep(outcome, 'prelist_update.prefix=known');
    hasStep(outcome, 'prelist_update.address=nothing-left');
  });

  it('tell an MTU within what IPv6 needs and the link carries', () => {
    const told = (mtu: number) => learner().receive(ra({ options: [mtuOption(mtu)] }));
    hasStep(told(1279), 'nd6_ra_input.mtu=too-small');
    hasStep(told(1501), 'nd6_ra_input.mtu=too-large');
    hasStep(told(1500), 'nd6_ra_input.mtu=learned');
    hasStep(learner().receive(ra()), 'nd6_ra_input.mtu=none');
  });

  it('a router is chosen by preference and reachability, and gives up its place when it says so', () => {
    const lab = learner();
    hasStep(lab.receive(ra({ lifetime: 0, lladdr: null })), 'defrtrlist_update.router=not-default');
    lab.receive(ra({ lladdr: null }));
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), 'fe80:1::1');
    lab.receive(ra({ src: R2, lifetime: 0 }));
    hasStep(lab.receive(ra({ src: R2 })), 'defrouter_select.router=reachable');
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), 'fe80:1::2', 'the one whose link address is known');
    lab.receive(ra());
    hasStep(lab.receive(ra({ flags: 0x08 })), 'defrtrlist_update.router=renewed');
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), 'fe80:1::1', 'it is preferred now');
    hasStep(lab.receive(ra({ src: R2, flags: 0x18 })), 'defrouter_select.router=kept');
    const gone = lab.receive(ra({ lifetime: 0 }));
    hasStep(gone, 'defrtrlist_update.router=withdrawn');
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), 'fe80:1::2');
    const last = lab.receive(advertisement2(R2, 0x60 & ~0x80));
    hasStep(last, 'defrouter_select.router=none');
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), null);
  });

  it('a default route that was given by hand stays', () => {
    const lab = learner().each((stack, host, em) => {
      stack.rtadd(host.rt6, {
        dst: new Uint8Array(16),
        prefixlen: 0,
        gateway: address('2001:db8:1::9'),
        ifp: em('em0'),
      });
    });
    lab.receive(ra());
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), '2001:db8:1::9');
  });

  it('a silent router makes place for the next, and its prefix does not count while another router is there', () => {
    const lab = learner();
    lab.receive(ra({ options: [prefixOption({})] }));
    lab.receive(ra({ src: R2, options: [prefixOption({ prefix: '2001:db8:6::' })] }));
    until(lab, 3);
    const send = () =>
      lab.event((stack, host) => {
        const packet = ip6({ src: MADE, dst: '2001:db8:9::9' });
        stack.ip6_output(host, stack.m_get(host, packet, 0, packet.length), 0);
      });
    send();
    const silent = until(lab, 20);
    took(silent, 'nd6_llinfo_timer.next=probe-failed');
    took(silent, 'pfxlist_onlink_check.prefix=detached');
    took(silent, 'pfxlist_onlink_check.address=detached');
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), 'fe80:1::2');
    const back = lab.receive(ra({ options: [prefixOption({})] }));
    hasStep(back, 'pfxlist_onlink_check.prefix=attached');
    hasStep(back, 'pfxlist_onlink_check.address=attached');
    took(until(lab, 23), 'nd6_dad_timer.result=free');
  });

  it('while none can be reached, each router is tried in turn', () => {
    const lab = learner();
    lab.receive(ra({ lladdr: null }));
    lab.receive(ra({ src: R2, lladdr: null }));
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), 'fe80:1::2');
    lab.event((stack, host) => {
      const packet = ip6({ src: '2001:db8:1::1', dst: '2001:db8:9::9' });
      stack.ip6_output(host, stack.m_get(host, packet, 0, packet.length), 0);
    });
    took(until(lab, 10), 'defrouter_select.router=in-turn');
    assert.equal(gatewayTo(lab, '2001:db8:9::9'), 'fe80:1::1');
  });

  it('a router that nobody uses for a day is known for as long as it is a default router', () => {
    const lab = learner();
    lab.receive(ra({ lifetime: 65535 }));
    lab.each((_stack, host) => {
      for (const dr of host.defrouters) dr.expire = 100_000;
    });
    took(until(lab, 86_401), 'nd6_llinfo_timer.next=kept-router');
    assert.equal(lab.host.neighbors.length, 1);
  });

  it('more than a machine can hold are not kept', () => {
    const lab = learner();
    for (let i = 1; i <= 129; i++) {
      const outcome = lab.receive(
        ra({
          src: `fe80::${i.toString(16)}`,
          options: [prefixOption({ prefix: `2001:db8:${i.toString(16)}00::`, flags: 0x80 })],
        }),
      );
      if (i < 129) continue;
      hasStep(outcome, 'defrtrlist_update.router=too-many');
      hasStep(outcome, 'prelist_update.prefix=too-many');
    }
    assert.deepEqual([lab.host.defrouters.length, lab.host.prefixes.length], [128, 128]);
  });

  it('the same prefix on two links is on the first, and on the other when the first is gone', () => {
    const lab = learner().each((stack, host) => {
      const em1 = stack.if_attach(host, { name: 'em1', lladdr: mac('02:00:00:00:01:02') });
      stack.in6_ifadd(host, em1, { addr: address('2001:db8:2::1'), prefixlen: 64 });
    });
    lab.receive(ra({ options: [prefixOption({ flags: 0x80, vltime: 60, pltime: 60 })] }));
    hasStep(
      lab.receive(ra({ options: [prefixOption({ flags: 0x80 })] }), 'em1'),
      'nd6_prefix_onlink.route=elsewhere-first',
    );
    until(lab, 62);
    lab.each((stack, host, em) => {
      assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:5::1'))?.rt_ifp, em('em1'));
    });
  });

  it('a prefix that an address of the interface has keeps its route', () => {
    const lab = learner();
    lab.receive(
      ra({ options: [prefixOption({ prefix: '2001:db8:1::', flags: 0x80, vltime: 60, pltime: 60 })] }),
    );
    took(until(lab, 62), 'nd6_prefix_offlink.route=needed');
  });
});

function advertisement2(router: string, flags: number): Uint8Array {
  return ethernet(advertisement(router, HOST_LL, router, flags, null));
}

describe('duplicate address detection', () => {
  const WANTED = '2001:db8:1::5';
  const wanting = (flags: 'IN6_IFF_ANYCAST' | null = null, more: (lab: Lab) => void = () => {}) => {
    const lab = learner();
    more(lab);
    const outcome = lab.event((stack, host) => {
      const em0 = stack.ifunit(host, 'em0');
      if (em0 === null) throw new Error('no em0');
      stack.in6_ifadd(host, em0, {
        addr: address(WANTED),
        prefixlen: 64,
        flags: flags === null ? 0 : stack[flags],
      });
    });
    // The reports of its groups are another matter.
    lab.each((stack, host) => {
      for (const timer of host.timers.filter(one => one.handler === 'mld_timeo'))
        stack.timer_stop(host, timer);
    });
    return { lab, outcome: { ...outcome, sent: outcome.sent.filter(({ kind }) => kind !== 'mld-report') } };
  };
  const probe = ethernet(solicitation('::', 'ff02::1:ff00:5', WANTED, null), { dst: '33:33:ff:00:00:05' });

  it('asks as often as it is told to, and then uses the address', () => {
    const { lab, outcome } = wanting(null, one => {
      one.each((stack, host) => void stack.sysctl_set(host, 'net.inet6.ip6.dad_count', 2));
    });
    hasStep(outcome, 'nd6_dad_start.needed=yes');
    assert.deepEqual(summary(outcome.sent), [['neighbor-solicitation', '::', 'ff02::1:ff00:5']]);
    const ping = ethernet(icmp6Packet({ src: '2001:db8:1::10', dst: WANTED, type: 128 }));
    assert.equal(lab.receive(ping).by, 'ip6_input.own-address=not-ready');
    hasStep(lab.timer(), 'nd6_dad_timer.result=ask-again');
    hasStep(lab.timer(), 'nd6_dad_timer.result=free');
    assert.equal(addressOf(lab, WANTED)?.flags, 0);
    assert.equal(lab.receive(ping).verdict, 'delivered');
  });

  it('gives the address up to whoever advertises it', () => {
    const { lab } = wanting();
    const outcome = lab.receive(
      ethernet(advertisement(WANTED, 'ff02::1', WANTED, 0x20, R2_MAC), { dst: ALL_NODES }),
    );
    assert.equal(outcome.by, 'nd6_na_input.learned=duplicate');
    hasStep(outcome, 'nd6_dad_duplicated.interface=address-only');
    assert.equal(addressOf(lab, WANTED)?.flags, 4);
    assert.equal(lab.host.timers.length, 0);
  });

  it('gives the address up when another asks for it too', () => {
    const { lab } = wanting();
    const outcome = lab.receive(probe);
    assert.equal(outcome.by, 'nd6_ns_input.target=tentative');
    hasStep(outcome, 'nd6_dad_ns_input.probe=both');
    hasStep(lab.timer(), 'nd6_dad_timer.result=taken');
    assert.equal(addressOf(lab, WANTED)?.flags, 4);
  });

  it('gives the address up at once to whoever asked first', () => {
    const lab = learner();
    lab.receive(ra({ options: [prefixOption({})] }));
    const outcome = lab.receive(
      ethernet(solicitation('::', 'ff02::1:ff00:101', MADE, null), { dst: '33:33:ff:00:01:01' }),
    );
    hasStep(outcome, 'nd6_dad_ns_input.probe=other-first');
    assert.equal(addressOf(lab, MADE)?.flags, 0x44);
  });

  it('is not needed for anycast or when it is off, and waits for the interface', () => {
    hasStep(wanting('IN6_IFF_ANYCAST').outcome, 'nd6_dad_start.needed=anycast');
    const off = wanting(null, lab =>
      lab.each((stack, host) => void stack.sysctl_set(host, 'net.inet6.ip6.dad_count', 0)),
    );
    hasStep(off.outcome, 'nd6_dad_start.needed=switched-off');
    assert.equal(addressOf(off.lab, WANTED)?.flags, 0);
    const lab = learner();
    lab.receive(ra({ options: [prefixOption({})] }));
    const again = lab.event((stack, host) => {
      const em0 = stack.ifunit(host, 'em0');
      const ia = em0?.addresses.find(one => one.ndpr !== null);
      if (em0 === null || ia === undefined) throw new Error('no address');
      stack.nd6_dad_start(host, em0, ia, false, 0);
      stack.nd6_dad_stop(host, ia);
      em0.flags &= ~stack.IFF_UP;
      stack.nd6_dad_start(host, em0, ia, false, 0);
    });
    hasStep(again, 'nd6_dad_start.needed=under-way');
    hasStep(again, 'nd6_dad_start.needed=interface-down');
  });

  it('switches IPv6 off on a link where the link address itself is not unique', () => {
    const lab = new Lab().each((stack, host) => {
      host.settled = true;
      const em0 = stack.if_attach(host, { name: 'em0', lladdr: mac(ROUTER_MAC) });
      stack.in6_ifadd(host, em0, { addr: address('2001:db8:1::1'), prefixlen: 64 });
    });
    const outcome = lab.receive(
      ethernet(advertisement(HOST_LL, 'ff02::1', HOST_LL, 0x20, ROUTER_MAC), { dst: ALL_NODES }),
    );
    hasStep(outcome, 'nd6_dad_duplicated.interface=disabled');
    assert.equal(lab.receive(ra()).by, 'ip6_input.disabled=disabled');
  });
});

describe('router solicitations', () => {
  it('are sent three times, and end with an advertisement', () => {
    const start = (lab: Lab) =>
      lab.event((stack, host) => {
        const em0 = stack.ifunit(host, 'em0');
        if (em0 !== null) stack.rtsol_start(host, em0);
      });
    const lab = learner();
    start(lab);
    const sent = until(lab, 13);
    assert.deepEqual(
      sent.flatMap(one => summary(one.sent)),
      Array(3).fill(['router-solicitation', HOST_LL, 'ff02::2']),
    );
    took(sent, 'rtsol_timer.next=give-up');
    start(lab);
    lab.timer();
    lab.receive(ra());
    assert.deepEqual(lab.host.rtsols, []);
    const bare = learner().each((_stack, _host, em) => {
      em('em0').addresses = [];
    });
    start(bare);
    start(bare);
    const [first] = until(bare, 1);
    hasStep(first, 'rtsol_timer.next=send-unspecified');
    assert.deepEqual([first.sent[0].bytes.length, formatIpv6(first.sent[0].bytes, 8)], [48, '::']);
  });
});

describe('redirects received', () => {
  const DST = '2001:db8:9::9';
  const routed = () => {
    const lab = learner();
    lab.receive(ra());
    return lab;
  };

  it('make a host route to the better router, for ten minutes', () => {
    const lab = routed();
    const outcome = lab.receive(redirect());
    assert.deepEqual(
      [outcome.verdict, outcome.by],
      ['delivered', 'icmp6_redirect_input.valid=better-router'],
    );
    hasStep(outcome, 'rtredirect.route=made');
    assert.equal(gatewayTo(lab, DST), 'fe80:1::2');
    assert.equal(gatewayTo(lab, '2001:db8:9::8'), 'fe80:1::1');
    const back = lab.receive(redirect({ src: R2, target: 'fe80::3', options: [] }));
    hasStep(back, 'rtredirect.route=modified');
    assert.equal(gatewayTo(lab, DST), 'fe80:1::3');
    took(until(lab, 601), 'icmp6_redirect_timeout.route=deleted');
    assert.equal(gatewayTo(lab, DST), 'fe80:1::1');
  });

  it('make a route that goes with its router', () => {
    const lab = routed();
    lab.receive(ra({ src: R2 }));
    lab.receive(redirect());
    lab.receive(ra({ src: R2, lifetime: 0 }));
    assert.equal(gatewayTo(lab, DST), 'fe80:1::1');
    took(until(lab, 601), 'icmp6_redirect_timeout.route=gone');
  });

  it('of a destination on the link tell its link address only', () => {
    const lab = routed();
    const outcome = lab.receive(redirect({ target: DST }));
    assert.equal(outcome.by, 'icmp6_redirect_input.valid=on-link');
    assert.equal(gatewayTo(lab, DST), 'fe80:1::1');
    assert.ok(lab.host.neighbors.some(ln => formatIpv6(ln.addr) === DST));
  });

  const refused: readonly [step: string, fields: Redirect][] = [
    ['not-link-local', { src: '2001:db8:1::9' }],
    ['hop-limit', { hlim: 64 }],
    ['no-gateway', { dst: '2001:db8:1::9' }],
    ['other-router', { src: 'fe80::7' }],
    ['multicast-destination', { dst: 'ff0e::9' }],
    ['bad-target', { target: '2001:db8:1::9' }],
    ['options', { options: [2, 0, 0, 0, 0, 0, 0, 0] }],
  ];
  for (const [step, fields] of refused) {
    it(`are refused: ${step}`, () => {
      const lab = routed();
      const outcome = lab.receive(redirect(fields));
      assert.deepEqual([outcome.verdict, outcome.by], ['dropped', `icmp6_redirect_input.valid=${step}`]);
      assert.equal(lab.counters['icmp6stat.icp6s_badredirect'], 1);
      assert.equal(gatewayTo(lab, DST), 'fe80:1::1');
    });
  }

  it('are refused where no route leads, for an address of ours, and on another interface than the route', () => {
    assert.equal(learner().receive(redirect()).by, 'icmp6_redirect_input.valid=no-route');
    hasStep(routed().receive(redirect({ target: HOST_LL })), 'rtredirect.route=own-address');
    const lab = routed().each((stack, host) => {
      const em1 = stack.if_attach(host, { name: 'em1', lladdr: mac('02:00:00:00:01:02') });
      stack.in6_ifadd(host, em1, { addr: address('2001:db8:2::1'), prefixlen: 64 });
      const gateway = address('fe80:1::1');
      stack.rtadd(host.rt6, { dst: address(DST), prefixlen: 64, gateway, ifp: em1 });
    });
    hasStep(lab.receive(redirect()), 'rtredirect.route=wrong-interface');
  });

  it('are not listened to by routers, nor when they are switched off', () => {
    const by = (name: string, value: number) =>
      routed()
        .each((stack, host) => void stack.sysctl_set(host, name, value))
        .receive(redirect()).by;
    assert.equal(by('net.inet6.ip6.forwarding', 1), 'icmp6_redirect_input.accept=router');
    assert.equal(by('net.inet6.icmp6.rediraccept', 0), 'icmp6_redirect_input.accept=off');
  });
});

describe('whatever routers say', () => {
  it('ends in a verdict, and every timer ends', () => {
    const frames = [
      ra({ options: [prefixOption({}), mtuOption(1400)] }),
      ra({ src: R2, lifetime: 5, options: [prefixOption({ vltime: 9, pltime: 3 })] }),
      redirect(),
      redirect({ target: '2001:db8:9::9' }),
      ethernet(solicitation('::', 'ff02::1:ff00:101', MADE, null), { dst: '33:33:ff:00:01:01' }),
      ethernet(advertisement(R1, HOST_LL, R1, 0x60, R1_MAC)),
    ];
    const damaged = fc.record({
      which: fc.nat(frames.length - 1),
      changes: fc.array(fc.tuple(fc.integer({ min: 54, max: 150 }), fc.nat(255)), { maxLength: 3 }),
      wait: fc.nat(4000),
    });
    fc.assert(
      fc.property(fc.array(damaged, { minLength: 1, maxLength: 12 }), all => {
        const lab = learner();
        for (const { which, changes, wait } of all) {
          const frame = frames[which].slice();
          for (const [at, value] of changes) if (at < frame.length) frame[at] = value;
          const packet = frame.subarray(14);
          const message = icmp6Packet(
            {
              src: formatIpv6(packet, 8),
              dst: formatIpv6(packet, 24),
              type: packet[40],
              code: packet[41],
              hlim: 255,
            },
            packet.slice(44),
          );
          const outcome = lab.receive(join(frame.slice(0, 14), message));
          assert.notEqual(outcome.verdict, 'none', `path ${outcome.path}`);
          until(lab, lab.host.now / 1e9 + wait);
        }
        for (let i = 0; lab.host.timers.length > 0 && i < 500; i++) lab.timer();
        for (const ifp of lab.host.interfaces) assert.ok(ifp.addresses.length < 10);
      }),
      { numRuns: 100 },
    );
  });
});
