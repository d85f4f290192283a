/**
 * What must hold for any bytes: decoding never throws, never looks beyond the frame, and places entries
 * within it.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ColumnTexts, Decoder, type Dissection, fieldCount, fieldText, layers } from '../../src/decode';
import { fromHex } from '../../src/wire/bytes';
import * as linktype from '../../src/wire/linktype';

const LINK_TYPES = [
  linktype.LINKTYPE_ETHERNET,
  linktype.LINKTYPE_NULL,
  linktype.LINKTYPE_LOOP,
  linktype.LINKTYPE_RAW,
  linktype.LINKTYPE_RAW_BSD,
  linktype.LINKTYPE_IPV4,
  linktype.LINKTYPE_IPV6,
  linktype.LINKTYPE_PPP,
  linktype.LINKTYPE_PPP_HDLC,
  linktype.LINKTYPE_PPP_WITH_DIR,
  linktype.LINKTYPE_LINUX_SLL,
  linktype.LINKTYPE_LINUX_SLL2,
  linktype.LINKTYPE_PKTAP,
  linktype.LINKTYPE_USER2,
  linktype.LINKTYPE_NONE,
  147,
];

const ADDRESSES = '20010db8000000000000000000000001fe800000000000000000000000000002';
/** IPv6 headers whose next header is given, each followed by something that makes sense there. */
const PACKETS = [
  `6000000000103a40${ADDRESSES}8000123400010001abcdef0123456789`,
  `6000000000203aff${ADDRESSES}8700000000000000${ADDRESSES.slice(0, 32)}0101020000000001`,
  `6000000000300040${ADDRESSES}3a00050200000100${'c2040001000011020000'}3a020401${ADDRESSES}`,
  `6000000000282b40${ADDRESSES}1102000100000000${ADDRESSES.slice(0, 32)}03e807d0001000006162636465666768`,
  `6000000000102c40${ADDRESSES}1100000100000007${'03e807d000180000'}`,
  `60000000001c0640${ADDRESSES}1234005000000001000000027002ffff00000000020405b40103030601010402`,
  `6000000000382940${ADDRESSES}60000000001011ff${ADDRESSES}03e807d0001000006162636465666768`,
  `60000000003c3a40${ADDRESSES}0103000000000000${'60000000000c1140'}${ADDRESSES}03e807d0000c0000abcdef01`,
  `6000000000182f40${ADDRESSES}3000655800000001000000020200000000010200000000020800`,
  `4500003c000100004006000001020304050607080000000000000000000000005002000000000000`,
  `46000024000100000111000001020304e00000019404000003e807d000100000abcdef0123456789`,
  `0001080006040001020000000001c0000201000000000000c0000202`,
  `0001080006040003020000000001c0000201000000000000c0000202`,
];
const PREFIXES = ['', '333300000001020000000002', '0000001e', 'ff030057'];
const ETHERTYPES = [
  '86dd',
  '0800',
  '0806',
  '810000648100000a86dd',
  '88a800018100000186dd',
  '0010aaaa0300000086dd',
];

const structured = fc
  .record({
    prefix: fc.constantFrom(...PREFIXES),
    ethertype: fc.constantFrom('', ...ETHERTYPES),
    packet: fc.constantFrom(...PACKETS),
    changes: fc.array(fc.tuple(fc.nat(120), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
    cut: fc.nat(160),
    tail: fc.uint8Array({ maxLength: 40 }),
  })
  .map(({ prefix, ethertype, packet, changes, cut, tail }) => {
    const even = packet.length % 2 === 0 ? packet : packet.slice(0, -1);
    const head = fromHex(prefix + ethertype + even);
    const bytes = new Uint8Array(head.length + tail.length);
    bytes.set(head);
    bytes.set(tail, head.length);
    for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
    return bytes.slice(0, Math.max(1, bytes.length - (cut > 100 ? cut - 100 : 0)));
  });

const frameBytes = fc.oneof(structured, fc.uint8Array({ maxLength: 200 }));
const frame = fc.record({
  bytes: frameBytes,
  link: fc.constantFrom(...LINK_TYPES),
  missing: fc.oneof(fc.constant(0), fc.nat(2000)),
});

/** Every entry of a dissection, as text. */
function told(d: Dissection): string[] {
  const entries: string[] = [];
  for (const k of d.inTreeOrder()) {
    const at = d.source[k] === 0 ? d.offset[k] - d.frameAt : d.offset[k];
    entries.push(`${d.field[k]} ${at} ${d.length[k]} ${d.nth[k]} ${fieldText(d, k)}`);
  }
  return entries;
}

function assertWithin(d: Dissection): void {
  for (let k = 0; k < d.count; k++) {
    const from = d.source[k] === 0 ? d.frameAt : 0;
    const to = d.source[k] === 0 ? d.frameAt + d.frameLength : d.sources[d.source[k]].length;
    assert.ok(d.field[k] < fieldCount());
    assert.ok(d.length[k] >= 0, `length ${d.length[k]} of entry ${k}`);
    assert.ok(
      d.offset[k] >= from && d.offset[k] + d.length[k] <= to,
      `entry ${k} at ${d.offset[k]}+${d.length[k]} of ${to}`,
    );
    assert.ok(d.parent[k] >= -1 && d.parent[k] < k, `parent ${d.parent[k]} of entry ${k}`);
  }
}

/** Dissects frames that stand in the middle of bytes of value `around`. */
function decoded(
  frames: readonly { bytes: Uint8Array; link: number; missing: number }[],
  around: number,
): string[][] {
  const decoder = new Decoder();
  return frames.map(({ bytes, link, missing }, i) => {
    const buffer = new Uint8Array(bytes.length + 3000).fill(around);
    buffer.set(bytes, 1000);
    const d = decoder.dissect(buffer, 1000, bytes.length, link, {
      number: i + 1,
      seconds: i,
      nanoseconds: 0,
      originalLength: bytes.length + missing,
    });
    assertWithin(d);
    layers(d);
    return told(d);
  });
}

describe('decoding any bytes', () => {
  it('never throws and places every entry within its source, and nothing around a frame changes what it says', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 6 }), frames => {
        const zeros = decoded(frames, 0);
        const ones = decoded(frames, 0xff);
        assert.deepEqual(ones, zeros);
      }),
      { numRuns: 4000 },
    );
  });

  it('says the same of the fields that are wanted as when all are', () => {
    fc.assert(
      fc.property(
        frame,
        fc.uniqueArray(fc.nat(fieldCount() - 1), { minLength: 1, maxLength: 40 }),
        (one, ids) => {
          const info = {
            number: 1,
            seconds: 1,
            nanoseconds: 2,
            originalLength: one.bytes.length + one.missing,
          };
          const texts = (d: Dissection) => {
            const list: string[] = [];
            for (let k = 0; k < d.count; k++) {
              if (ids.includes(d.field[k])) list.push(`${d.field[k]} ${d.offset[k]} ${fieldText(d, k)}`);
            }
            return list.sort();
          };
          const all = new Decoder();
          const some = new Decoder();
          some.want(ids);
          const whole = texts(all.dissect(one.bytes, 0, one.bytes.length, one.link, info));
          assert.deepEqual(texts(some.dissect(one.bytes, 0, one.bytes.length, one.link, info)), whole);
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('words a row of texts that stay short, from the wanted fields as from all, whatever lies around the frame', () => {
    // Where nothing lies around a frame, what is read beyond it is not even a number.
    const worded = (
      one: { bytes: Uint8Array; link: number; missing: number },
      around: number,
      all: boolean,
    ) => {
      const texts = new ColumnTexts();
      const decoder = new Decoder();
      if (!all) decoder.want(texts.fields);
      const margin = around < 0 ? 0 : 1000;
      const buffer = new Uint8Array(one.bytes.length + 2 * margin).fill(around);
      buffer.set(one.bytes, margin);
      const originalLength = one.bytes.length + one.missing;
      const info = { number: 1, seconds: 1, nanoseconds: 2, originalLength };
      return texts.of(decoder.dissect(buffer, margin, one.bytes.length, one.link, info));
    };
    fc.assert(
      fc.property(frame, one => {
        const row = worded(one, 0, false);
        assert.deepEqual(worded(one, 0xff, false), row);
        assert.deepEqual(worded(one, -1, false), row);
        assert.deepEqual(worded(one, 0, true), row);
        for (const text of Object.values(row)) {
          assert.ok(text.length <= 1000);
          assert.match(text, /^[\x20-\x7e→]*$/);
        }
      }),
      { numRuns: 8000 },
    );
  });

  it('survives headers nested as deep as a frame allows', () => {
    const repeated = (unit: string, start: string) => {
      const bytes = new Uint8Array(65000);
      const head = fromHex(start);
      const one = fromHex(unit);
      bytes.set(head);
      for (let at = head.length; at + one.length <= bytes.length; at += one.length) bytes.set(one, at);
      return bytes;
    };
    const mac = '333300000001020000000002';
    const nested = [
      repeated('00018100', `${mac}8100`),
      repeated('000188a8', `${mac}88a8`),
      repeated(`60000000fde82940${ADDRESSES}`, `${mac}86dd`),
      repeated(`4500fde800010000400400000102030405060708`, `${mac}0800`),
      repeated(`0200aaaa030080c200070000${mac}`, mac),
      repeated(`3c00010400000000`, `${mac}86dd60000000fde83c40${ADDRESSES}`),
      repeated(`2b00ff0000000000`, `${mac}86dd60000000fde82b40${ADDRESSES}`),
      repeated(`00006558${mac}`, `${mac}86dd60000000fde82f40${ADDRESSES}`),
    ];
    for (const bytes of nested) {
      const [entries] = decoded([{ bytes, link: linktype.LINKTYPE_ETHERNET, missing: 0 }], 0);
      assert.ok(entries.length > 20);
    }
  });
});
