/** Interfaces, addresses, settings and timers. */
import assert from 'node:assert/strict';
import * as running from '#stack/running';
import type { Host, Ifnet, Llinfo } from '../../../src/stack';
import { formatIpv6, formatMac } from '../../../src/wire/address';
import { Lab, router, type Stack, scoped } from '../lab';
import { address, mac } from '../packets';

describe('interfaces', () => {
  it('lo0 is always there, with ::1 and fe80::1', () => {
    new Lab().each((stack, host, em) => {
      const lo0 = em('lo0');
      assert.deepEqual([lo0.type, lo0.mtu, lo0.lladdr.length], [stack.IFT_LOOP, 16384, 0]);
      assert.equal(lo0.flags, stack.IFF_UP | stack.IFF_LOOPBACK | stack.IFF_MULTICAST);
      assert.deepEqual(
        lo0.addresses.map(ia => [formatIpv6(ia.addr), ia.prefixlen]),
        [
          ['::1', 128],
          ['fe80:ff::1', 64],
        ],
      );
      assert.equal(stack.rtalloc1(host.rt6, address('::1'))?.rt_ifp, lo0);
    });
  });

  const kinds: readonly [
    name: string,
    type: 'IFT_ETHER' | 'IFT_GIF' | 'IFT_PPP' | 'IFT_LOOP',
    mtu: number,
    flag: 'IFF_BROADCAST' | 'IFF_POINTOPOINT' | 'IFF_LOOPBACK',
    lladdr: number,
  ][] = [
    ['em0', 'IFT_ETHER', 1500, 'IFF_BROADCAST', 6],
    ['fxp12', 'IFT_ETHER', 1500, 'IFF_BROADCAST', 6],
    ['gif0', 'IFT_GIF', 1280, 'IFF_POINTOPOINT', 0],
    ['tun3', 'IFT_PPP', 1500, 'IFF_POINTOPOINT', 0],
    ['ppp0', 'IFT_PPP', 1500, 'IFF_POINTOPOINT', 0],
    ['lo1', 'IFT_LOOP', 16384, 'IFF_LOOPBACK', 0],
  ];
  for (const [name, type, mtu, flag, lladdr] of kinds) {
    it(`${name} is ${type} with MTU ${mtu}`, () => {
      new Lab().each((stack, host) => {
        const ifp = stack.if_attach(host, { name });
        assert.deepEqual([ifp.type, ifp.mtu, ifp.lladdr.length, ifp.index], [stack[type], mtu, lladdr, 1]);
        assert.equal(ifp.flags & stack[flag], stack[flag]);
        assert.equal(stack.ifunit(host, name), ifp);
        assert.deepEqual(ifp.zones, [0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert.throws(() => stack.if_attach(host, { name }), RangeError);
      });
    });
  }

  it('link addresses that nobody gave are made up, different and always the same', () => {
    new Lab().each((stack, host) => {
      const all = [0, 1, 2].map(unit => stack.if_attach(host, { name: `em${unit}` }));
      assert.deepEqual(
        all.map(ifp => formatMac(ifp.lladdr)),
        ['02:70:64:67:00:01', '02:70:64:67:00:02', '02:70:64:67:00:03'],
      );
      assert.deepEqual(
        all.map(ifp => ifp.index),
        [1, 2, 3],
      );
    });
  });

  it('takes an MTU and a link address where it can', () => {
    router().each((stack, host, em) => {
      assert.equal(stack.if_setmtu(host, em('em0'), 1400), 0);
      assert.equal(em('em0').mtu, 1400);
      for (const mtu of [71, 65536, 1.5]) assert.equal(stack.if_setmtu(host, em('em0'), mtu), stack.EINVAL);
      assert.equal(stack.if_setlladdr(host, em('em0'), new Uint8Array(5)), stack.EINVAL);
      assert.equal(stack.if_setlladdr(host, em('lo0'), new Uint8Array(6)), stack.EINVAL);
    });
  });
});

describe('addresses', () => {
  it('bring the interface up and come with a link-local address, routes and groups', () => {
    new Lab().each((stack, host) => {
      const em0 = stack.if_attach(host, { name: 'em0', lladdr: mac('02:00:00:00:01:01') });
      assert.equal(em0.flags & stack.IFF_UP, 0);
      const origin = { file: 'a.stack', line: 3, from: 0, to: 9 };
      stack.in6_ifadd(host, em0, { addr: address('2001:db8:1::1'), prefixlen: 64, origin });
      assert.equal(em0.flags & stack.IFF_UP, stack.IFF_UP);
      assert.deepEqual(
        em0.addresses.map(ia => [formatIpv6(ia.addr), ia.prefixlen]),
        [
          ['fe80:1::ff:fe00:101', 64],
          ['2001:db8:1::1', 64],
        ],
      );
      const connected = stack.rtalloc1(host.rt6, address('2001:db8:1::77'));
      assert.deepEqual([connected?.rt_ifp, connected?.prefixlen, connected?.origin], [em0, 64, origin]);
      assert.equal((connected?.rt_flags ?? 0) & stack.RTF_CLONING, stack.RTF_CLONING);
      const own = stack.rtalloc1(host.rt6, address('2001:db8:1::1'));
      assert.deepEqual([own?.rt_ifp.name, own?.prefixlen, own?.origin], ['lo0', 128, origin]);
      assert.equal((own?.rt_flags ?? 0) & (stack.RTF_HOST | stack.RTF_GATEWAY), stack.RTF_HOST);
      assert.equal(stack.rtalloc1(host.rt6, scoped(stack, em0, 'fe80::99'))?.rt_ifp, em0);
      assert.deepEqual(
        em0.addresses[0].ia6_multiaddrs.map(group => [formatIpv6(group.in6m_addr), group.in6m_refcount]),
        [
          ['ff02:1::1:ff00:1', 1],
          ['ff01:1::1', 2],
          // The node information group of a host called host.
          ['ff02:1::2:1838:803c', 2],
          ['ff02:1::1', 2],
          ['ff02:1::1:ff00:101', 1],
        ],
      );
    });
  });

  it('take their routes and groups with them when they go', () => {
    router().each((stack, host, em) => {
      const em0 = em('em0');
      stack.in6_ifadd(host, em0, { addr: address('2001:db8:1::2'), prefixlen: 64 });
      assert.equal(stack.in6_ifremove(host, em0, address('2001:db8:1::1')), 0);
      assert.equal(
        stack.rtalloc1(host.rt6, address('2001:db8:1::1'))?.prefixlen,
        64,
        'the prefix is still there',
      );
      assert.equal(stack.in6_lookup_multi(em0, scoped(stack, em0, 'ff02::1:ff00:1'), 0), null);
      assert.equal(stack.in6_ifremove(host, em0, address('2001:db8:1::2')), 0);
      assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:1::1')), null);
      assert.equal(stack.in6_ifremove(host, em0, address('2001:db8:1::2')), stack.EADDRNOTAVAIL);
      assert.equal(stack.in6_ifremove(host, em0, address('fe80::ff:fe00:101')), 0, 'without its zone');
    });
  });

  it('given again change the prefix', () => {
    router().each((stack, host, em) => {
      stack.in6_ifadd(host, em('em0'), { addr: address('2001:db8:1::1'), prefixlen: 48 });
      assert.deepEqual(
        em('em0').addresses.map(ia => ia.prefixlen),
        [64, 48],
      );
      assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:1:5::'))?.rt_ifp, em('em0'));
    });
  });

  it('of point-to-point links lead to their peers', () => {
    router().each((stack, host) => {
      const tun = stack.if_attach(host, { name: 'tun0' });
      stack.in6_ifadd(host, tun, {
        addr: address('2001:db8:7::1'),
        prefixlen: 128,
        dst: address('2001:db8:7::2'),
      });
      assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:7::2'))?.rt_ifp, tun);
      assert.equal(stack.nd6_is_addr_neighbor(host, address('2001:db8:7::2'), 0, tun), true);
      assert.equal(stack.nd6_is_addr_neighbor(host, address('2001:db8:7::3'), 0, tun), false);
      assert.equal(
        formatIpv6(tun.addresses[0].addr),
        'fe80:3::ff:fe00:101',
        'with the identifier of an Ethernet interface',
      );
      stack.in6_ifremove(host, tun, address('2001:db8:7::1'));
      assert.equal(stack.rtalloc1(host.rt6, address('2001:db8:7::2')), null);
    });
  });

  it('on a machine without any link address are still different from each other', () => {
    new Lab().each((stack, host) => {
      const tun = stack.if_attach(host, { name: 'tun0' });
      stack.in6_ifadd(host, tun, { addr: address('2001:db8:7::1'), prefixlen: 64 });
      assert.equal(formatIpv6(tun.addresses[0].addr), 'fe80:1::ff:fe00:1');
    });
  });

  it('the link-local one follows a link address that is given later, once', () => {
    new Lab().each((stack, host) => {
      const em0 = stack.if_attach(host, { name: 'em0' });
      stack.in6_ifadd(host, em0, { addr: address('2001:db8:1::1'), prefixlen: 64 });
      stack.if_setlladdr(host, em0, mac('02:00:00:00:01:01'));
      assert.equal(formatIpv6(em0.addresses[0].addr), 'fe80:1::ff:fe00:101');
      assert.equal(stack.rtalloc1(host.rt6, address('fe80:1::ff:fe00:101'))?.rt_ifp.name, 'lo0');
      stack.if_setlladdr(host, em0, mac('02:00:00:00:01:55'));
      assert.equal(formatIpv6(em0.addresses[0].addr), 'fe80:1::ff:fe00:101');
    });
  });

  it('a link address alone makes no address', () => {
    new Lab().each((stack, host) => {
      const em0 = stack.if_attach(host, { name: 'em0' });
      stack.if_setlladdr(host, em0, mac('02:00:00:00:01:01'));
      assert.deepEqual(em0.addresses, []);
    });
  });

  it('the source towards a destination is chosen by scope, interface, age and common prefix', () => {
    router().each((stack, host, em) => {
      const em0 = em('em0');
      stack.in6_ifadd(host, em0, {
        addr: address('2001:db8:1::2'),
        prefixlen: 64,
        flags: stack.IN6_IFF_DEPRECATED,
      });
      stack.in6_ifadd(host, em0, { addr: address('fd00::1'), prefixlen: 64 });
      const towards = (dst: string, on = em0) => {
        const addr = stack.in6_selectsrc(host, scoped(stack, on, dst), on);
        return addr === null ? null : formatIpv6(addr);
      };
      assert.equal(towards('2001:db8:9::1'), '2001:db8:1::1');
      assert.equal(towards('2001:db8:1::3'), '2001:db8:1::1', 'a deprecated one only if there is no other');
      assert.equal(towards('2001:db8:1::2'), '2001:db8:1::2', 'itself, deprecated as it is');
      stack.sysctl_set(host, 'net.inet6.ip6.use_deprecated', 0);
      assert.equal(towards('2001:db8:1::2'), '2001:db8:1::1', 'where deprecated ones are not used at all');
      stack.sysctl_set(host, 'net.inet6.ip6.use_deprecated', 1);
      assert.equal(towards('fd00::77'), 'fd00::1');
      assert.equal(towards('fe80::77'), 'fe80:1::ff:fe00:101');
      assert.equal(towards('ff02::1'), 'fe80:1::ff:fe00:101');
      assert.equal(towards('2001:db8:1::9', em('em1')), '2001:db8:2::1', 'of the interface it leaves by');
      assert.equal(towards('fec0::1'), 'fd00::1', 'more bits in common');
    });
  });
});

describe('the rule that chooses a source', () => {
  const rules: readonly [
    outcome: string,
    dst: string,
    prepare: (stack: Stack, host: Host, em: (name: string) => Ifnet) => void,
    src: string,
  ][] = [
    [
      'only',
      '2001:db8:9::1',
      (stack, host, em) => {
        for (const name of ['em0', 'em1', 'lo0'])
          for (const ia of em(name).addresses)
            if (formatIpv6(ia.addr) !== '2001:db8:2::1') ia.flags |= stack.IN6_IFF_DETACHED;
        assert.ok(host);
      },
      '2001:db8:2::1',
    ],
    ['same-address', '2001:db8:2::1', () => {}, '2001:db8:2::1'],
    [
      'scope',
      'fe80::77',
      (stack, _host, em) => {
        for (const ia of em('em0').addresses.slice(2)) ia.flags |= stack.IN6_IFF_DETACHED;
      },
      'fe80:1::ff:fe00:101',
    ],
    [
      'not-deprecated',
      '2001:db8:1::3',
      (stack, host, em) => {
        leaveOnly(stack, em, '2001:db8:1::1');
        stack.in6_ifadd(host, em('em0'), {
          addr: address('2001:db8:1::2'),
          prefixlen: 64,
          flags: stack.IN6_IFF_DEPRECATED,
        });
      },
      '2001:db8:1::1',
    ],
    [
      'interface',
      '2001:db8:2::9',
      (stack, _host, em) => leaveOnly(stack, em, '2001:db8:1::1', '2001:db8:2::1'),
      '2001:db8:1::1',
    ],
    [
      'longest-match',
      'fd00::9',
      (stack, host, em) => {
        leaveOnly(stack, em, '2001:db8:1::1');
        stack.in6_ifadd(host, em('em0'), { addr: address('fd00::1'), prefixlen: 64 });
      },
      'fd00::1',
    ],
    [
      'earliest',
      '2001:db8:9::1',
      (stack, host, em) => {
        leaveOnly(stack, em, '2001:db8:1::1');
        stack.in6_ifadd(host, em('em0'), { addr: address('2001:db8:1::2'), prefixlen: 64 });
      },
      '2001:db8:1::1',
    ],
  ];
  /** All other addresses may not be used. */
  function leaveOnly(stack: Stack, em: (name: string) => Ifnet, ...left: string[]): void {
    for (const name of ['em0', 'em1', 'lo0'])
      for (const ia of em(name).addresses)
        if (!left.includes(formatIpv6(ia.addr))) ia.flags |= stack.IN6_IFF_DETACHED;
  }
  for (const [outcome, dst, prepare, src] of rules) {
    it(`${outcome}: ${src} towards ${dst}`, () => {
      const lab = router().each(prepare);
      let chosen: Uint8Array | null = null;
      const { path } = lab.event((stack, host) => {
        const em0 = stack.ifunit(host, 'em0');
        assert.ok(em0);
        chosen = stack.in6_selectsrc(host, scoped(stack, em0, dst), em0);
      });
      assert.deepEqual(path, [`in6_selectsrc.address=${outcome}`]);
      assert.equal(chosen === null ? null : formatIpv6(chosen), src);
    });
  }
});

describe('settings', () => {
  it('every one has a description, a default it starts with, and a range', () => {
    new Lab().each((stack, host) => {
      const names = Object.keys(stack.sysctls);
      assert.ok(names.length > 40);
      for (const name of names) {
        const variable = stack.sysctls[name];
        assert.match(variable.description, /\.$/, name);
        assert.equal(stack.sysctl_get(host, name), variable.default, name);
        assert.ok(variable.min <= variable.default && variable.default <= variable.max, name);
        const other = variable.default === variable.max ? variable.min : variable.default + 1;
        if (variable.readonly) {
          assert.equal(stack.sysctl_set(host, name, other), stack.EPERM, name);
          assert.equal(stack.sysctl_get(host, name), variable.default, name);
          continue;
        }
        assert.equal(stack.sysctl_set(host, name, other), 0, name);
        assert.equal(stack.sysctl_get(host, name), other, name);
        assert.equal(stack.sysctl_set(host, name, variable.max + 1), stack.EINVAL, name);
        assert.equal(stack.sysctl_set(host, name, 0.5), stack.EINVAL, name);
      }
    });
  });

  it('there is none of an unknown name', () => {
    new Lab().each((stack, host) => {
      for (const name of ['net.inet6.ip6.forwardin', 'toString', '']) {
        assert.equal(stack.sysctl_set(host, name, 1), stack.ENOENT);
        assert.equal(stack.sysctl_get(host, name), null);
      }
    });
  });

  it('two machines do not share them', () => {
    const one = new Lab();
    const other = new Lab();
    one.each((stack, host) => void stack.sysctl_set(host, 'net.inet.ip.forwarding', 1));
    other.each((stack, host) => assert.equal(stack.sysctl_get(host, 'net.inet.ip.forwarding'), 0));
  });
});

describe('counters', () => {
  it('have a name each, by which their values are found', () => {
    router().each((stack, host, em) => {
      host.ip6stat.ip6s_nxthist[58] = 7;
      host.icmp6stat.icp6s_toofreq = 3;
      em('em1').icmp6_ifstat.ifs6_in_echo = 2;
      const values = stack.counters(host);
      assert.deepEqual(
        ['ip6stat.ip6s_nxthist.58', 'icmp6stat.icp6s_toofreq', 'if.em1.ifs6_in_echo'].map(
          name => values[name],
        ),
        [7, 3, 2],
      );
      const names = new Set(stack.counterNames(host));
      assert.equal(names.size, stack.counterNames(host).length);
      for (const [name, value] of Object.entries(values)) {
        assert.equal(stack.counterValue(host, name), value, name);
        assert.ok(names.has(name.replace(/\.\d+$/, '')), name);
      }
      assert.equal(stack.counterValue(host, 'if.em0.ifs6_in_echo'), 0);
    });
  });

  it('are none of another name', () => {
    router().each((stack, host) => {
      const wrong = [
        '',
        'ip6stat',
        'ip6stat.',
        'ip6stat.toString',
        'ip6stat.ip6s_nxthist',
        'ip6stat.ip6s_nxthist.x',
      ];
      for (const name of [...wrong, 'ip6stat.ip6s_total.1', 'if.em9.ifs6_in_echo', 'if.em0.mtu', 'if.em0.']) {
        assert.equal(stack.counterValue(host, name), undefined, name);
      }
    });
  });

  it('of IPsec bear the name of the kernel that was built', () => {
    const named = (fastIpsec: boolean) => {
      const host = running.createHost({ kernel: { fastIpsec }, io: { output() {} } });
      return running.counterNames(host).filter(name => name.endsWith('in_polvio'));
    };
    assert.deepEqual(named(false), ['ipsec6stat.in_polvio']);
    assert.deepEqual(named(true), ['newipsecstat.ips_in_polvio']);
  });
});

describe('timers', () => {
  /** Starts a timer that is told by its frame; it is taken, not run, so what it works on does not matter. */
  const start = (stack: Stack, host: Host, delayNs: number, frame: number) =>
    stack.timer_start(host, delayNs, 'nd6_llinfo_timer', {} as Llinfo, frame);

  it('fire in order of time, equal times in the order started, and not once stopped', () => {
    new Lab().each((stack, host) => {
      const delays = [5, 3, 3, 9, 1, 3, 7, 0, 5, 2].map(seconds => seconds * 1e9);
      const timers = delays.map((delay, i) => start(stack, host, delay, i));
      stack.timer_stop(host, timers[2]);
      stack.timer_stop(host, timers[2]);
      stack.timer_stop(host, timers[4]);
      stack.timer_stop(host, null);
      const fired: number[] = [];
      while (stack.nextTimer(host) !== Number.POSITIVE_INFINITY) {
        const next = stack.nextTimer(host);
        fired.push(stack.timer_take(host).frame);
        assert.equal(host.now, next);
      }
      assert.deepEqual(fired, [7, 9, 1, 5, 0, 8, 6, 3]);
      assert.throws(() => stack.timer_take(host), RangeError);
      assert.throws(() => stack.runTimer(host), RangeError);
    });
  });

  it('keep their order whatever is stopped', () => {
    new Lab().each((stack, host) => {
      const timers = Array.from({ length: 200 }, (_, i) => start(stack, host, ((i * 7919) % 200) * 1e6, i));
      for (const [i, timer] of timers.entries()) if (i % 3 === 0) stack.timer_stop(host, timer);
      let last = -1;
      let count = 0;
      while (host.timers.length > 0) {
        assert.ok(host.timers.every((timer, at) => timer.at === at));
        const { due } = stack.timer_take(host);
        assert.ok(due >= last);
        last = due;
        count++;
      }
      assert.equal(count, timers.filter((_, i) => i % 3 !== 0).length);
    });
  });

  it('never turn the clock back', () => {
    new Lab().each((stack, host) => {
      start(stack, host, 1e9, 0);
      host.now = 5e9;
      stack.timer_take(host);
      assert.equal(host.now, 5e9);
    });
  });
});

describe('random numbers', () => {
  it('follow from the seed and are spread', () => {
    const [a, b] = [new Lab(), new Lab()].map(lab => {
      const drawn: number[] = [];
      lab.each((stack, host) => {
        drawn.length = 0;
        for (let i = 0; i < 1000; i++) drawn.push(stack.random(host));
      });
      return drawn;
    });
    assert.deepEqual(a, b);
    assert.ok(a.every(value => Number.isInteger(value) && value >= 0 && value < 2 ** 32));
    const mean = a.reduce((sum, value) => sum + value, 0) / a.length / 2 ** 32;
    assert.ok(mean > 0.45 && mean < 0.55, String(mean));
  });
});
