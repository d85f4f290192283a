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

/** Addresses of so many bytes that share long prefixes, so that tries fork late. */
const crowded = (size: number) =>
  fc
    .tuple(
      fc.constantFrom(0x20, 0xfe),
      fc.array(fc.constantFrom(0, 1, 0x80, 0xff), { minLength: size - 1, maxLength: size - 1 }),
    )
    .map(([first, rest]) => Uint8Array.of(first, ...rest));

describe('the routing table', () => {
  for (const bits of [128, 32]) {
    const addresses = crowded(bits / 8);
    const prefixes = fc.record({ dst: addresses, prefixlen: fc.integer({ min: 0, max: bits }) });
    const change = fc.record({ prefix: prefixes, remove: fc.boolean() });

    it(`of ${bits} bits finds what a search through all routes finds, after any additions and deletions`, () => {
      const [, ifp] = machine().interfaces;
      fc.assert(
        fc.property(
          fc.array(change, { maxLength: 60 }),
          fc.array(addresses, { maxLength: 20 }),
          (changes, wanted) => {
            const table = stack.newRouteTable(bits);
            for (const { prefix, remove } of changes) {
              if (remove) stack.rtdelete(table, prefix.dst, prefix.prefixlen);
              else stack.rtadd(table, { ...prefix, ifp });
            }
            const all = stack.routes(table);
            for (const dst of [...wanted, ...changes.map(({ prefix }) => prefix.dst)]) {
              const best = all
                .filter(rt => covers(rt.rt_key, rt.prefixlen, dst))
                .sort((a, b) => b.prefixlen - a.prefixlen)[0];
              assert.equal(stack.rtalloc1(table, dst), best ?? null);
              // In a packet other bytes stand before and after the address.
              const within = Uint8Array.of(0xa5, ...dst, 0xa5, 0xff, 0x80, 0, 1);
              assert.equal(stack.rtalloc1(table, within, 1), best ?? null);
            }
          },
        ),
        { numRuns: 300 },
      );
    });

    it(`of ${bits} bits reads nothing beyond an address: one such reading makes that of all packets slower`, () => {
      const [, ifp] = machine().interfaces;
      const table = stack.newRouteTable(bits);
      const dst = address('2001:db8::1').slice(0, bits / 8);
      for (const prefixlen of [0, bits / 4, bits]) stack.rtadd(table, { dst, prefixlen, ifp });
      const read: number[] = [];
      const watched = new Proxy(dst, {
        get(bytes, at) {
          read.push(Number(at));
          return Reflect.get(bytes, at);
        },
      });
      assert.equal(stack.rtalloc1(table, watched)?.prefixlen, bits);
      assert.equal(Math.max(...read), dst.length - 1);
    });
  }

  it('refuses a second route for a prefix and the deletion of none', () => {
    const host = machine();
    const ifp = host.interfaces[1];
    const route = { dst: address('2001:db8::1'), prefixlen: 32, ifp };
    assert.equal(stack.rtadd(host.rt6, route), 0);
    assert.equal(stack.rtadd(host.rt6, { ...route, dst: address('2001:db8:ffff::') }), stack.EEXIST);
    assert.equal(stack.rtdelete(host.rt6, address('2001:db8::'), 33), stack.ESRCH);
    assert.equal(stack.rtdelete(host.rt6, address('2001:db8::'), 32), 0);
    assert.equal(stack.rtdelete(host.rt6, address('2001:db8::'), 32), stack.ESRCH);
    assert.equal(stack.rtadd(host.rt6, route), 0);
  });

  it('takes RTF_UP from a deleted route that a cache still holds', () => {
    const host = machine();
    const dst = address('2001:db8::1');
    stack.rtadd(host.rt6, { dst, prefixlen: 64, ifp: host.interfaces[1] });
    const rt = stack.rtalloc1(host.rt6, dst);
    stack.rtdelete(host.rt6, dst, 64);
    assert.equal((rt?.rt_flags ?? -1) & stack.RTF_UP, 0);
    assert.equal(stack.rtalloc1(host.rt6, dst), null);
  });

  it('tells routes of two links apart by the zone in the address', () => {
    const host = machine();
    const em1 = stack.if_attach(host, { name: 'em1' });
    const onLink = (zone: number) => {
      const bytes = address('fe80::1');
      bytes[3] = zone;
      return bytes;
    };
    stack.rtadd(host.rt6, { dst: onLink(1), prefixlen: 64, ifp: host.interfaces[1] });
    stack.rtadd(host.rt6, { dst: onLink(2), prefixlen: 64, ifp: em1 });
    assert.equal(stack.rtalloc1(host.rt6, onLink(2))?.rt_ifp.name, 'em1');
    assert.equal(stack.rtalloc1(host.rt6, onLink(1))?.rt_ifp.name, 'em0');
    assert.equal(stack.rtalloc1(host.rt6, onLink(3)), null);
  });
});
