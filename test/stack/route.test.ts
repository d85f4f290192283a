import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as stack from '#stack/running';
import type { Host } from '../../src/stack/host';
import { parseIpv6 } from '../../src/wire/address';

function machine(): Host {
  const host = stack.createHost({ io: { output() {} } });
  stack.if_attach(host, { name: 'em0' });
  return host;
}

function address(text: string): Uint8Array {
  const bytes = parseIpv6(text);
  assert.ok(bytes);
  return bytes;
}

function covers(prefix: Uint8Array, length: number, dst: Uint8Array): boolean {
  for (let bit = 0; bit < length; bit++) {
    if (((prefix[bit >> 3] ^ dst[bit >> 3]) & (0x80 >> (bit & 7))) !== 0) return false;
  }
  return true;
}

/** Addresses that share long prefixes, so that tries fork late. */
const crowded = fc
  .tuple(
    fc.constantFrom(0x20, 0xfe),
    fc.array(fc.constantFrom(0, 1, 0x80, 0xff), { minLength: 15, maxLength: 15 }),
  )
  .map(([first, rest]) => Uint8Array.of(first, ...rest));
const prefixes = fc.record({ dst: crowded, prefixlen: fc.integer({ min: 0, max: 128 }) });

describe('the routing table', () => {
  it('finds what a search through all routes finds, after any additions and deletions', () => {
    const change = fc.record({ prefix: prefixes, remove: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 60 }),
        fc.array(crowded, { maxLength: 20 }),
        (changes, wanted) => {
          const host = machine();
          const ifp = host.interfaces[1];
          for (const { prefix, remove } of changes) {
            if (remove) stack.rtdelete(host, prefix.dst, prefix.prefixlen);
            else stack.rtadd(host, { ...prefix, ifp });
          }
          const all = stack.routes(host.rt6);
          for (const dst of [...wanted, ...changes.map(({ prefix }) => prefix.dst)]) {
            const best = all
              .filter(rt => covers(rt.rt_key, rt.prefixlen, dst))
              .sort((a, b) => b.prefixlen - a.prefixlen)[0];
            assert.equal(stack.rtalloc1(host, dst), best ?? null);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses a second route for a prefix and the deletion of none', () => {
    const host = machine();
    const ifp = host.interfaces[1];
    const route = { dst: address('2001:db8::1'), prefixlen: 32, ifp };
    assert.equal(stack.rtadd(host, route), 0);
    assert.equal(stack.rtadd(host, { ...route, dst: address('2001:db8:ffff::') }), stack.EEXIST);
    assert.equal(stack.rtdelete(host, address('2001:db8::'), 33), stack.ESRCH);
    assert.equal(stack.rtdelete(host, address('2001:db8::'), 32), 0);
    assert.equal(stack.rtdelete(host, address('2001:db8::'), 32), stack.ESRCH);
    assert.equal(stack.rtadd(host, route), 0);
  });

  it('takes RTF_UP from a deleted route that a cache still holds', () => {
    const host = machine();
    const dst = address('2001:db8::1');
    stack.rtadd(host, { dst, prefixlen: 64, ifp: host.interfaces[1] });
    const rt = stack.rtalloc1(host, dst);
    stack.rtdelete(host, dst, 64);
    assert.equal((rt?.rt_flags ?? -1) & stack.RTF_UP, 0);
    assert.equal(stack.rtalloc1(host, dst), null);
  });

  it('tells routes of two links apart by the zone in the address', () => {
    const host = machine();
    const em1 = stack.if_attach(host, { name: 'em1' });
    const onLink = (zone: number) => {
      const bytes = address('fe80::1');
      bytes[3] = zone;
      return bytes;
    };
    stack.rtadd(host, { dst: onLink(1), prefixlen: 64, ifp: host.interfaces[1] });
    stack.rtadd(host, { dst: onLink(2), prefixlen: 64, ifp: em1 });
    assert.equal(stack.rtalloc1(host, onLink(2))?.rt_ifp.name, 'em1');
    assert.equal(stack.rtalloc1(host, onLink(1))?.rt_ifp.name, 'em0');
    assert.equal(stack.rtalloc1(host, onLink(3)), null);
  });
});
