import assert from 'node:assert/strict';
import { Decoder } from '../../../src/decode';
import { compileFilter, completeFilter, type ExtraField } from '../../../src/decode/filter';
import { LINKTYPE_ETHERNET } from '../../../src/wire/linktype';

interface Fate {
  readonly verdict?: string;
  readonly zone?: number;
  readonly mtus?: readonly number[];
  readonly inbound?: boolean;
  readonly count?: bigint;
  readonly next?: Uint8Array;
}

const extras: readonly ExtraField<Fate>[] = [
  { name: 'verdict', type: 'string', description: 'what became of the packet', get: fate => fate.verdict },
  { name: 'in_zone', type: 'uint32', get: fate => fate.zone },
  { name: 'route.ifp.mtu', type: 'uint32', get: fate => fate.mtus },
  { name: 'inbound', type: 'boolean', get: fate => fate.inbound },
  { name: 'ip6stat.ip6s_forward', type: 'uint64', get: fate => fate.count },
  { name: 'next_hop', type: 'ipv6', get: fate => fate.next },
  { name: 'state', type: 'uint8', values: { 1: 'waiting', 2: 'known for sure' }, get: fate => fate.zone },
];

/** Ethernet, IPv6 from 2001:db8::1 to ff02::1 with hop limit 255, no next header, four bytes. */
const frame = Uint8Array.from([
  ...[0x33, 0x33, 0, 0, 0, 1, 2, 0, 0, 0, 1, 1, 0x86, 0xdd],
  ...[0x60, 0, 0, 0, 0, 4, 59, 255],
  ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ...[0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ...[1, 2, 3, 4],
]);

function selects(filter: string, fate?: Fate): boolean {
  const compiled = compileFilter(filter, extras);
  assert.ok(compiled.ok, compiled.ok ? '' : `${filter}: ${compiled.error.message}`);
  const decoder = new Decoder();
  decoder.want(compiled.filter.fields);
  const info = { number: 1, seconds: 1, nanoseconds: 5, originalLength: frame.length };
  return compiled.filter.matches(decoder.dissect(frame, 0, frame.length, LINKTYPE_ETHERNET, info), fate);
}

describe('filters over a frame and what became of it', () => {
  for (const filter of [
    '',
    'ipv6.hlim == 255',
    'ipv6.hlim in {1, 200 .. 255}',
    'ipv6.addr == 2001:db8::/32',
    'eth.dst[0:2] == 33:33',
    'verdict',
    'verdict == "dropped"',
    'verdict matches "^DROP"',
    'verdict in {"forwarded", "dropped"}',
    'len(verdict) == 7',
    'upper(verdict) == "DROPPED"',
    'in_zone == 2 and ipv6',
    'in_zone + 1 == 3',
    'any route.ifp.mtu < 1400',
    'not all route.ifp.mtu < 1400',
    'count(route.ifp.mtu) == 2',
    'max(route.ifp.mtu) == 1500',
    'inbound == True',
    'ip6stat.ip6s_forward == 9007199254740993',
    'ip6stat.ip6s_forward != 9007199254740992',
    'ip6stat.ip6s_forward > ipv6.hlim',
    'ip6stat.ip6s_forward in {9007199254740993 .. 9007199254740994}',
    'next_hop == fe80::/10',
    'next_hop[0:2] == fe:80',
    'state == "Known for sure"',
    'state in {waiting, 2}',
  ]) {
    it(`holds: ${filter === '' ? 'the empty filter' : filter}`, () => {
      const next = Uint8Array.from([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);
      const fate = {
        verdict: 'dropped',
        zone: 2,
        mtus: [1280, 1500],
        inbound: true,
        count: 9007199254740993n,
        next,
      };
      assert.ok(selects(filter, fate));
    });
  }

  it('without a value, a comparison holds in no way', () => {
    for (const filter of [
      'verdict',
      'verdict == ""',
      'verdict != "a"',
      'in_zone === 1',
      'all in_zone != 1',
    ]) {
      assert.ok(!selects(filter, {}), filter);
      assert.ok(!selects(filter), filter);
    }
  });

  it('exclusive or holds for an odd number of parts', () => {
    assert.ok(selects('ipv6 xor ip'));
    assert.ok(!selects('ipv6 ^^ eth'));
    assert.ok(selects('ipv6 xor eth xor frame'));
  });

  it('names the fields that a decoder must provide, and no others', () => {
    const compiled = compileFilter('ipv6.hlim == 1 or eth.src[0] == 2 or verdict == "a"', extras);
    assert.ok(compiled.ok);
    assert.equal(compiled.filter.fields.size, 2);
  });

  it('ends when a frame holds very many values', () => {
    const mtus = Array.from({ length: 20_000 }, (_, i) => i);
    assert.ok(selects('route.ifp.mtu == route.ifp.mtu', { mtus }));
    assert.ok(!selects('route.ifp.mtu > 20000', { mtus }));
    assert.ok(selects('route.ifp.mtu + route.ifp.mtu + route.ifp.mtu >= 0', { mtus }));
  });
});

describe('completion in filters', () => {
  const texts = (text: string) => completeFilter(text, text.length, extras).items.map(item => item.text);

  it('offers fields, extra fields and functions where an operand stands', () => {
    assert.ok(texts('').includes('ipv6.hlim'));
    assert.ok(texts('ipv6.hl').includes('ipv6.hlim'));
    assert.deepEqual(texts('verd'), ['verdict']);
    assert.ok(texts('ipv6 and le').includes('len'));
    assert.ok(!texts('ipv6.hl').includes('verdict'));
  });

  it('offers operators after an operand', () => {
    assert.ok(texts('ipv6.hlim ').includes('contains'));
    assert.ok(texts('(ipv6) a').includes('and'));
    assert.ok(!texts('ipv6.hlim ').includes('ipv6.src'));
  });

  it('offers names of values after a comparison', () => {
    assert.ok(texts('state == ').includes('waiting'));
    assert.ok(texts('state == ').includes('"known for sure"'));
    assert.deepEqual(texts('state in {waiting, "kn'), []);
    assert.deepEqual(texts('state in {waiting, kn'), ['"known for sure"']);
    assert.ok(texts('ipv6.nxt == UD').includes('UDP'));
  });

  it('says which part of the text an item replaces', () => {
    const { from, to } = completeFilter('ipv6 and ipv6.h', 15);
    assert.deepEqual([from, to], [9, 15]);
  });
});
