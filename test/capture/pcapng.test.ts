import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Capture, CaptureError, MemorySource } from '../../src/capture/index';
import { captureFiles } from '../tshark/captures';
import { block, enhanced, idb, joined, option, shb } from './buildPcapng';
import { bigEndianTwin } from './swap';

function open(...blocks: Uint8Array[]): Capture {
  return Capture.openWhole(new MemorySource(joined(blocks)));
}

/** All that a capture tells, but its byte order. */
function told(capture: Capture): unknown {
  return {
    frames: Array.from({ length: capture.frames }, (_, i) => [
      capture.offsetOf(i),
      capture.capturedLength(i),
      capture.originalLength(i),
      capture.hasTime(i),
      capture.seconds(i),
      capture.nanoseconds(i),
      capture.interfaceOf(i),
      capture.direction(i),
      capture.linkType(i),
      Array.from(capture.read(i)),
      capture.comment(i),
    ]),
    interfaces: capture.interfaces,
    names: [...capture.names],
    damage: capture.damage,
    sections: capture.sections.map(section => ({ ...section, littleEndian: true })),
  };
}

describe('pcapng captures', () => {
  it('reads times in any resolution, rounded down, with offsets', () => {
    const cases: [
      resolution: number[],
      offset: bigint,
      high: number,
      low: number,
      seconds: number,
      ns: number,
    ][] = [
      [[], 0n, 0x52345, 0x89abcdef, 1446156453, 6831000],
      [[6], 5n, 0x52345, 0x89abcdef, 1446156458, 6831000],
      [[6], -1446156454n, 0x52345, 0x89abcdef, -1, 6831000],
      [[0], 0n, 0, 77, 77, 0],
      [[9], 0n, 0xffffffff, 0xffffffff, 18446744073, 709551615],
      [[10], 0n, 0x12345, 0x89abcdef, 32025, 654616420],
      [[12], 0n, 0x12345, 0x89abcdef, 320, 256546164],
      [[19], 0n, 0xffffffff, 0xffffffff, 1, 844674407],
      [[127], 0n, 0xffffffff, 0xffffffff, 0, 0],
      [[128], 0n, 1, 1, 4294967297, 0],
      [[128 + 10], 0n, 0x12345, 0x89abcdef, 312750533363, 483398437],
      [[128 + 32], 0n, 7, 0x80000000, 7, 500000000],
      [[128 + 40], 0n, 0x12345, 0x89abcdef, 291, 271631944],
      [[128 + 63], 0n, 0x80000000, 0, 1, 0],
    ];
    for (const [resolution, offset, high, low, seconds, ns] of cases) {
      const offsetBytes = new Uint8Array(8);
      new DataView(offsetBytes.buffer).setBigInt64(0, offset, true);
      const options = [
        ...(resolution.length > 0 ? [option(9, Uint8Array.from(resolution))] : []),
        option(14, offsetBytes),
      ];
      const capture = open(shb(), idb({ options }), enhanced({ high, low, bytes: Uint8Array.of(1) }));
      assert.deepEqual(
        [capture.seconds(0), capture.nanoseconds(0)],
        [seconds, ns],
        `resolution ${resolution}`,
      );
    }
  });

  it('keeps times that are far apart', () => {
    const offset = new Uint8Array(8);
    new DataView(offset.buffer).setBigInt64(0, 2n ** 40n, true);
    const capture = open(
      shb(),
      idb({}),
      idb({ options: [option(14, offset)] }),
      ...Array.from({ length: 20_000 }, (_, i) =>
        enhanced({ interface: i % 2, low: i, bytes: Uint8Array.of(i) }),
      ),
    );
    for (let i = 0; i < 20_000; i++) {
      assert.equal(capture.seconds(i), i % 2 === 0 ? 0 : 2 ** 40);
      assert.equal(capture.nanoseconds(i), i * 1000);
      assert.equal(capture.interfaceOf(i), i % 2);
    }
  });

  it('passes over unknown blocks, and shows custom blocks as frames of no interface', () => {
    const frame = enhanced({ bytes: Uint8Array.of(1, 2, 3) });
    const capture = open(
      shb(),
      idb({}),
      block(0x777, new Uint8Array(300_000)),
      frame,
      block(0xbad, Uint8Array.of(1, 0, 0, 0, 9, 8, 7, 6)),
      frame,
    );
    assert.equal(capture.frames, 3);
    assert.equal(capture.interfaceOf(1), -1);
    assert.equal(capture.linkType(1), -1);
    assert.equal(capture.hasTime(1), false);
    assert.deepEqual(capture.read(1), Uint8Array.of(9, 8, 7, 6));
    assert.deepEqual(capture.comment(1), []);
    assert.equal(capture.interfaceOf(2), 0);
  });

  it('cuts simple packets by the snapshot length', () => {
    const simple = block(3, Uint8Array.of(60, 0, 0, 0, ...new Array<number>(12).fill(5)));
    const capture = open(shb(), idb({ snaplen: 10 }), simple);
    assert.deepEqual([capture.originalLength(0), capture.capturedLength(0)], [60, 10]);
    assert.equal(capture.hasTime(0), false);
  });

  it('says what is wrong, where, and after which frame', () => {
    const frame = enhanced({ bytes: new Uint8Array(8) });
    const head = joined([shb(), idb({}), frame]);
    const trailer = Uint8Array.from(frame);
    trailer[trailer.length - 4] ^= 1;
    const length = Uint8Array.from(frame);
    length[4] = 8;
    const captured = Uint8Array.from(frame);
    captured[20] = 200;
    const cases: [Uint8Array, RegExp][] = [
      [trailer, /length of a block is 40 at its start and 41 at its end/],
      [length, /length of 8 bytes, which is not possible/],
      [captured, /a packet claims 200 bytes, and its block has room for 8/],
      [
        enhanced({ interface: 3, bytes: new Uint8Array(8) }),
        /names interface 3, and the section has described 1/,
      ],
      [frame.subarray(0, 21), /cut short .* only 21 follow/],
      [frame.subarray(0, 7), /cut short .* only 7 follow/],
      [
        enhanced({ bytes: new Uint8Array(262_148) }),
        /claims 262148 bytes, where at most 262144 are possible/,
      ],
      [shb({ major: 2 }), /version 2\.0/],
      [
        enhanced({ bytes: new Uint8Array(4), options: [Uint8Array.of(1, 0, 99, 0)] }),
        /option .* claims 99 bytes/,
      ],
    ];
    for (const [bad, message] of cases) {
      const cut = bad.length % 4 !== 0;
      const capture = cut ? open(head, bad) : open(head, bad, frame);
      assert.equal(capture.frames, 1, String(message));
      assert.match(capture.damage!.message, message);
      assert.match(capture.damage!.message, new RegExp(`at byte ${head.length}, after frame 1:.*\\.$`));
      assert.equal(capture.damage!.offset, head.length);
      assert.equal(capture.damage!.afterFrame, 1);
    }
    assert.throws(() => open(shb({ major: 2 })), CaptureError);
  });

  it('takes the byte order of each section', () => {
    const one = joined([
      shb(),
      idb({ options: [option(2, Uint8Array.of(97))] }),
      enhanced({ bytes: Uint8Array.of(1) }),
    ]);
    const capture = open(one, bigEndianTwin(one), one);
    assert.equal(capture.damage, null);
    assert.deepEqual(
      [0, 1, 2].map(i => capture.interfaceOf(i)),
      [0, 1, 2],
    );
    assert.deepEqual(
      capture.interfaces.map(described => [described.section, described.id]),
      [
        [0, 0],
        [1, 0],
        [2, 0],
      ],
    );
    assert.deepEqual(
      capture.sections.map(section => section.littleEndian),
      [true, false, true],
    );
  });

  const files = captureFiles().filter(file => /^ngt-le-.*pcapng$/.test(basename(file)));
  for (const file of files) {
    const bytes = readFileSync(file);
    const capture = Capture.openWhole(new MemorySource(bytes));
    if (capture.sections.some(section => !section.littleEndian)) continue;
    it(`reads the big-endian twin of ${basename(file)} as the capture itself`, () => {
      const twin = Capture.openWhole(new MemorySource(bigEndianTwin(bytes)));
      assert.ok(twin.sections.every(section => !section.littleEndian));
      assert.deepEqual(told(twin), told(capture));
    });
  }
});
