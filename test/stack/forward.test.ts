import assert from 'node:assert/strict';
import * as stack from '#stack/recording';
import * as running from '#stack/running';
import type { Host, KernelOptions } from '../../src/stack/host';
import type { Mbuf } from '../../src/stack/net/mbuf';
import { parseIpv6 } from '../../src/wire/address';
import { buildHost } from '../conformance/ip6Forward/host';
import { runIp6Forward } from '../conformance/ip6Forward/run';
import { abstractSurroundings, type Requests } from '../conformance/ip6Forward/surroundings';
import { forwardCases, givenOf } from './vectors';

function address(text: string): Uint8Array {
  const bytes = parseIpv6(text);
  assert.ok(bytes);
  return bytes;
}

const given = {
  interfaces: [
    { name: 'em0', index: 1, mtu: 1500 },
    { name: 'em1', index: 2, mtu: 1000 },
  ],
  routes: [{ dst: '2001:db8:2::/48', ifp: 'em1' }],
  packets: [],
};

/** A router with the kernel options, and what it asks its surroundings for. */
function router(kernel: Partial<KernelOptions>): { host: Host; requests: Requests } {
  const requests: Requests = { transformed: false };
  const surroundings = abstractSurroundings(given, () => requests);
  return { host: buildHost(given, surroundings, kernel), requests };
}

function arriving(host: Host, length: number, hlim: number): Mbuf {
  const bytes = new Uint8Array(length);
  bytes.set([0x60, 0, 0, 0, (length - 40) >> 8, (length - 40) & 0xff, 17, hlim]);
  bytes.set(address('2001:db8:1::1'), 8);
  bytes.set(address('2001:db8:2::2'), 24);
  host.trace.reset();
  const m = stack.m_get(host, bytes, 0, length);
  m.rcvif = host.interfaces[0];
  return m;
}

/** Forwards a packet; its path of kernel branches. */
function branches(host: Host, m: Mbuf): string {
  const recorder = stack.startRecording(host);
  stack.ip6_forward(host, m, true);
  recorder.finish(host);
  return recorder.steps.flatMap(step => step.branches).join(' ');
}

describe('ip6_forward in other kernels', () => {
  it('asks for no policy without IPSEC, and reports a link below 1280 as it is', () => {
    const { host, requests } = router({ ipsec: false });
    stack.key_spdadd(host, {
      dir: stack.IPSEC_DIR_OUTBOUND,
      src: new Uint8Array(16),
      srcPrefixlen: 0,
      dst: new Uint8Array(16),
      dstPrefixlen: 0,
      policy: stack.IPSEC_POLICY_DISCARD,
    });
    assert.equal(
      branches(host, arriving(host, 1001, 64)),
      '144F 164T 166F 359F 382T 384F 394F 420F 427F 433F 467F 476T 478T',
    );
    assert.deepEqual(requests.icmp6, { type: 2, code: 0, param: 1000, quotedLen: 1001, quotedHlim: 63 });
  });

  it('has no stealth without IPSTEALTH', () => {
    const { host } = router({ ipstealth: false });
    host.sysctl.stealth = 1;
    assert.equal(branches(host, arriving(host, 100, 1)), '129F 144F 166T');
    assert.equal(host.trace.verdict, stack.DROPPED);
  });

  it('counts an inbound violation once in either IPsec, under the name of that one', () => {
    for (const [kernel, name] of [
      [{}, 'ipsec6stat.in_polvio'],
      [{ fastIpsec: true, ipsec: false }, 'newipsecstat.ips_in_polvio'],
    ] as const) {
      const { host } = router(kernel);
      stack.key_spdadd(host, {
        dir: stack.IPSEC_DIR_INBOUND,
        src: new Uint8Array(16),
        srcPrefixlen: 0,
        dst: new Uint8Array(16),
        dstPrefixlen: 0,
        policy: stack.IPSEC_POLICY_DISCARD,
      });
      assert.equal(branches(host, arriving(host, 100, 64)), '129T');
      assert.deepEqual(stack.counters(host), { [name]: 1 });
    }
  });
});

describe('ip6_forward', () => {
  it('refuses a multicast destination that came as unicast, and logs it once in the interval', () => {
    const { host } = router({});
    host.now = 6e9;
    const m = arriving(host, 100, 64);
    m.data.set(address('ff05::2'), 24);
    assert.equal(branches(host, m), '129F 144T 149T');
    assert.equal(
      stack.outcomeName(host.trace.settledBy),
      'multicast-destination',
      'the first of the three reasons that fits',
    );
    assert.deepEqual(stack.counters(host), { 'ip6stat.ip6s_cantforward': 1 });
  });
});

describe('ip6_forward in the product', () => {
  it('drops what a policy requires to be tunnelled when there is no association', () => {
    const host = stack.createHost({ io: { output() {} } });
    const em0 = stack.if_attach(host, { name: 'em0', flags: stack.IFF_UP });
    stack.key_spdadd(host, {
      dir: stack.IPSEC_DIR_OUTBOUND,
      src: new Uint8Array(16),
      srcPrefixlen: 0,
      dst: new Uint8Array(16),
      dstPrefixlen: 0,
      policy: stack.IPSEC_POLICY_IPSEC,
      req: [
        {
          proto: 50,
          mode: stack.IPSEC_MODE_TUNNEL,
          src: address('2001:db8::1'),
          dst: address('2001:db8::2'),
          level: stack.IPSEC_LEVEL_REQUIRE,
        },
      ],
    });
    const m = arriving(host, 100, 64);
    m.rcvif = em0;
    stack.ip6_forward(host, m, true);
    assert.equal(host.ipsec6stat.out_nosa, 1);
    const point = stack.decisionOfOutcome[host.trace.settledBy];
    assert.equal(
      `${point.id}=${stack.outcomeName(host.trace.settledBy)}`,
      'ip6_forward.tunnel-output=failed',
    );
  });

  it('applies nothing for a policy in mode any, and fails when a fault says so', () => {
    const host = stack.createHost({ io: { output() {} } });
    const em0 = stack.if_attach(host, { name: 'em0', flags: stack.IFF_UP });
    stack.key_spdadd(host, {
      dir: stack.IPSEC_DIR_OUTBOUND,
      src: new Uint8Array(16),
      srcPrefixlen: 0,
      dst: new Uint8Array(16),
      dstPrefixlen: 0,
      policy: stack.IPSEC_POLICY_IPSEC,
      req: [{ proto: 50, mode: stack.IPSEC_MODE_ANY }],
    });
    const settledBy = () => {
      const m = arriving(host, 100, 64);
      m.rcvif = em0;
      stack.ip6_forward(host, m, true);
      return stack.decisionOfOutcome[host.trace.settledBy].id;
    };
    assert.equal(settledBy(), 'ip6_forward.route-lookup-rekeyed');
    stack.fault_add(host, { function: 'ipsec6_output_tunnel', errno: stack.EINVAL });
    assert.equal(settledBy(), 'ip6_forward.tunnel-output');
  });
});

describe('ip6_forward in both builds', () => {
  it('takes the same decisions, with the same counters', () => {
    for (const vector of forwardCases()) {
      const case_ = givenOf(vector);
      const recorded: number[][] = [];
      const ran: number[][] = [];
      const first = runIp6Forward(case_, new Set(), (host, m, srcrt) => {
        try {
          stack.ip6_forward(host, m, srcrt);
        } finally {
          recorded.push(pathOf(host));
        }
      });
      const second = runIp6Forward(case_, new Set(), (host, m, srcrt) => {
        const recorder = host.trace.recorder;
        host.trace.recorder = null;
        try {
          running.ip6_forward(host, m, srcrt);
        } catch (error) {
          if (error instanceof running.Panic) throw new stack.Panic(error.reason);
          throw error;
        } finally {
          host.trace.recorder = recorder;
          ran.push(pathOf(host));
        }
      });
      assert.deepEqual(ran, recorded, vector.id);
      assert.deepEqual((second as { counters: unknown }).counters, (first as { counters: unknown }).counters);
    }
  });
});

function pathOf(host: Host): number[] {
  return [...host.trace.path.subarray(0, host.trace.length), host.trace.verdict];
}
