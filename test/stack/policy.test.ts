import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as stack from '#stack/recording';
import type { Host } from '../../src/stack/host';
import type { SecpolicySpec } from '../../src/stack/ipsec/spd';
import { parseIpv6 } from '../../src/wire/address';

function machine(): Host {
  return stack.createHost({ io: { output() {} } });
}

function address(text: string): Uint8Array {
  const bytes = parseIpv6(text);
  assert.ok(bytes);
  return bytes;
}

function covers(prefix: Uint8Array, length: number, addr: Uint8Array): boolean {
  for (let bit = 0; bit < length; bit++) {
    if (((prefix[bit >> 3] ^ addr[bit >> 3]) & (0x80 >> (bit & 7))) !== 0) return false;
  }
  return true;
}

/** A packet without extension headers; `upper` are the bytes behind the header. */
function packet(src: Uint8Array, dst: Uint8Array, proto: number, upper: number[] = new Array(8).fill(0)) {
  return Uint8Array.of(0x60, 0, 0, 0, 0, upper.length, proto, 64, ...src, ...dst, ...upper);
}

function lookUp(
  host: Host,
  bytes: Uint8Array,
  dir = stack.IPSEC_DIR_OUTBOUND,
  flag: number = stack.IP_FORWARDING,
) {
  host.trace.reset();
  return stack.ipsec6_getpolicybyaddr(host, stack.m_get(host, bytes, 0, bytes.length), dir, flag);
}

const any = { src: new Uint8Array(16), srcPrefixlen: 0, dst: new Uint8Array(16), dstPrefixlen: 0 };
const dir = stack.IPSEC_DIR_OUTBOUND;

const addresses = fc
  .array(fc.constantFrom(0, 1, 0x80), { minLength: 2, maxLength: 2 })
  .map(tail => Uint8Array.of(0x20, 1, 0xd, 0xb8, ...tail, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
const policies: fc.Arbitrary<SecpolicySpec> = fc.record({
  dir: fc.constantFrom(stack.IPSEC_DIR_INBOUND, stack.IPSEC_DIR_OUTBOUND),
  src: addresses,
  srcPrefixlen: fc.constantFrom(0, 33, 40, 48, 128),
  dst: addresses,
  dstPrefixlen: fc.constantFrom(0, 33, 40, 48, 128),
  proto: fc.constantFrom(6, 17, stack.IPSEC_ULPROTO_ANY),
  policy: fc.constantFrom(0, 1, 2, 4),
});

describe('the policy database', () => {
  it('gives the first policy that a search in order finds, also when it changes between look-ups', () => {
    const lookups = fc.array(fc.tuple(addresses, addresses, fc.constantFrom(6, 17, 58)), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(policies, { maxLength: 12 }), lookups, (given, wanted) => {
        const host = machine();
        for (const spec of [...given, null]) {
          for (const [src, dst, proto] of wanted) {
            const found = lookUp(host, packet(src, dst, proto));
            const first = host.spd.find(
              sp =>
                sp.dir === dir &&
                covers(sp.src, sp.srcPrefixlen, src) &&
                covers(sp.dst, sp.dstPrefixlen, dst) &&
                (sp.proto === stack.IPSEC_ULPROTO_ANY || sp.proto === proto),
            );
            if (first !== undefined) assert.equal(found, first);
            else assert.equal(found?.policy, stack.IPSEC_POLICY_NONE);
          }
          if (spec !== null) stack.key_spdadd(host, spec);
        }
      }),
    );
  });

  it('refuses a second policy with the same selector, and deletes by selector', () => {
    const host = machine();
    assert.equal(stack.key_spdadd(host, { ...any, dir, policy: 0 }), 0);
    assert.equal(stack.key_spdadd(host, { ...any, dir, policy: 1 }), stack.EEXIST);
    assert.equal(stack.key_spddelete(host, { ...any, dir: stack.IPSEC_DIR_INBOUND }), stack.ENOENT);
    assert.equal(stack.key_spddelete(host, { ...any, dir }), 0);
    stack.key_spdadd(host, { ...any, dir, policy: 0 });
    stack.key_spdflush(host);
    assert.equal(lookUp(host, packet(any.src, any.dst, 17))?.policy, stack.IPSEC_POLICY_NONE);
  });

  it('does so in a copy as well, and leaves the original alone', () => {
    const host = machine();
    stack.key_spdadd(host, { ...any, dir, policy: 0 });
    const copy = stack.copyHost(host, host.io);
    assert.equal(stack.key_spdadd(copy, { ...any, dir, policy: 1 }), stack.EEXIST);
    assert.equal(stack.key_spddelete(copy, { ...any, dir }), 0);
    assert.equal(stack.key_spddelete(copy, { ...any, dir }), stack.ENOENT);
    assert.equal(copy.spd.length, 0);
    assert.equal(host.spd.length, 1);
    assert.equal(stack.key_spdadd(host, { ...any, dir, policy: 1 }), stack.EEXIST);
  });

  it('does not look at ports in forwarding, but at ICMPv6 types; at both for packets of our own', () => {
    const host = machine();
    stack.key_spdadd(host, { ...any, dir, proto: 17, dstPort: 53, policy: stack.IPSEC_POLICY_DISCARD });
    stack.key_spdadd(host, { ...any, dir, proto: 58, srcPort: 128, policy: stack.IPSEC_POLICY_BYPASS });
    const dns = packet(any.src, any.dst, 17, [0x30, 0, 0, 53, 0, 8, 0, 0]);
    assert.equal(lookUp(host, dns)?.policy, stack.IPSEC_POLICY_NONE);
    assert.equal(lookUp(host, dns, dir, 0)?.policy, stack.IPSEC_POLICY_DISCARD);
    const echo = packet(any.src, any.dst, 58, [128, 0, 0, 0, 0, 0, 0, 0]);
    assert.equal(lookUp(host, echo)?.policy, stack.IPSEC_POLICY_BYPASS);
    const tcp = packet(any.src, any.dst, 6, new Array(20).fill(0));
    assert.equal(lookUp(host, tcp, dir, 0)?.policy, stack.IPSEC_POLICY_NONE);
  });

  it('falls back on net.inet6.ipsec6.def_policy', () => {
    const host = machine();
    for (const policy of [
      stack.IPSEC_POLICY_DISCARD,
      stack.IPSEC_POLICY_ENTRUST,
      stack.IPSEC_POLICY_BYPASS,
    ]) {
      host.sysctl.def_policy = policy;
      assert.equal(lookUp(host, packet(any.src, any.dst, 17))?.policy, policy);
    }
  });

  it('lists each policy and why it did not match', () => {
    const host = machine();
    const one = address('2001:db8:1::');
    stack.key_spdadd(host, { ...any, dir: stack.IPSEC_DIR_INBOUND, policy: 1 });
    stack.key_spdadd(host, { ...any, dir, src: one, srcPrefixlen: 48, policy: 1 });
    stack.key_spdadd(host, { ...any, dir, dst: one, dstPrefixlen: 48, policy: 1 });
    stack.key_spdadd(host, { ...any, dir, proto: 6, policy: 1 });
    stack.key_spdadd(host, { ...any, dir, proto: 17, dstPort: 53, policy: 1 });
    stack.key_spdadd(host, { ...any, dir, proto: 17, policy: 1 });
    stack.key_spdadd(host, { ...any, dir, policy: 1 });
    const recorder = stack.startRecording(host);
    lookUp(host, packet(any.src, any.dst, 17));
    recorder.finish(host);
    const [, step] = recorder.steps;
    assert.deepEqual(
      step.candidates.map(({ chosen, why }) => [chosen, why]),
      [
        [false, 'it is for the other direction'],
        [false, 'the source is outside its prefix'],
        [false, 'the destination is outside its prefix'],
        [false, 'the upper protocol is 17, not 6'],
        [false, 'ports are not looked at in forwarding, or differ'],
        [true, 'the first that matches'],
        [false, 'an earlier policy matches too'],
      ],
    );
  });

  it('finds the upper protocol behind extension headers, and stops at a fragment other than the first', () => {
    const host = machine();
    stack.key_spdadd(host, { ...any, dir, proto: 17, policy: stack.IPSEC_POLICY_DISCARD });
    stack.key_spdadd(host, { ...any, dir, proto: 44, policy: stack.IPSEC_POLICY_BYPASS });
    const options = [17, 0, 1, 4, 0, 0, 0, 0];
    assert.equal(
      lookUp(host, packet(any.src, any.dst, 0, [...options, 0, 0, 0, 0]))?.policy,
      stack.IPSEC_POLICY_DISCARD,
    );
    const fragment = (offset: number) => packet(any.src, any.dst, 44, [17, 0, 0, offset, 0, 0, 0, 1]);
    assert.equal(lookUp(host, fragment(1))?.policy, stack.IPSEC_POLICY_DISCARD);
    assert.equal(lookUp(host, fragment(8))?.policy, stack.IPSEC_POLICY_BYPASS);
  });

  it('matches a packet whose extension headers run past its end with policies for any protocol only', () => {
    const host = machine();
    stack.key_spdadd(host, { ...any, dir, proto: 17, policy: stack.IPSEC_POLICY_DISCARD });
    stack.key_spdadd(host, { ...any, dir, policy: stack.IPSEC_POLICY_BYPASS });
    const options = (units: number) => packet(any.src, any.dst, 60, [17, units, 1, 4, 0, 0, 0, 0]);
    assert.equal(lookUp(host, options(0))?.policy, stack.IPSEC_POLICY_DISCARD, 'they end with the packet');
    assert.equal(lookUp(host, options(1))?.policy, stack.IPSEC_POLICY_BYPASS);
  });
});
