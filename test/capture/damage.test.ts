import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { Capture, CaptureError, FrameCursor, MemorySource, PcapngWriter } from '../../src/capture/index';
import { type PcapOptions, pcapFile } from './build';
import { block, enhanced, idb, joined, option, shb } from './buildPcapng';
import { bigEndianTwin } from './swap';

const frames = [0, 60, 1, 33].map((length, i) => ({
  seconds: 1_700_000_000 + i,
  ticks: 1000 * i + 5,
  bytes: Uint8Array.from({ length }, (_, k) => (k * 7 + i) & 0xff),
}));
const patched = (bytes: number) => frames.map(frame => ({ ...frame, patch: new Uint8Array(bytes).fill(4) }));
const classic = (options: PcapOptions, patch = 0) => pcapFile(options, patched(patch));

function pcapng(): Uint8Array {
  const writer = new PcapngWriter({ application: 'a test' });
  const em0 = writer.addInterface({ name: 'em0', linkType: 1 });
  writer.addNames([[Uint8Array.of(192, 0, 2, 1), 'four']]);
  for (const frame of frames) {
    writer.packet({ ...frame, interface: em0, nanoseconds: frame.ticks, comment: 'seen', direction: 2 });
  }
  return writer.take();
}

const allBlocks = joined([
  shb(),
  idb({ options: [option(2, Uint8Array.of(101)), option(9, Uint8Array.of(9))] }),
  block(3, Uint8Array.of(3, 0, 0, 0, 7, 7, 7)),
  block(0xbad, Uint8Array.of(1, 0, 0, 0, 9, 8, 7, 6)),
  block(0x777, new Uint8Array(9)),
  enhanced({
    bytes: Uint8Array.of(1, 2, 3),
    options: [option(2, Uint8Array.of(1, 0, 0, 0)), option(1, Uint8Array.of(65))],
  }),
  block(5, new Uint8Array(20)),
  block(9, Uint8Array.from(Buffer.from('__REALTIME_TIMESTAMP=1700000000000000\nMESSAGE=a\n\n'))),
  enhanced({ bytes: Uint8Array.of(1, 2, 3, 4) }),
]);

const kinds: Readonly<Record<string, Uint8Array>> = {
  'microseconds, little-endian': classic({}),
  'microseconds, big-endian': classic({ littleEndian: false }),
  nanoseconds: classic({ magic: 0xa1b23c4d }),
  'version 2.2': classic({ version: [2, 2] }),
  'patched by Linux': classic({ magic: 0xa1b2cd34 }, 8),
  'patched by Linux, longer': classic({ magic: 0xa1b2cd34 }, 12),
  pcapng: pcapng(),
  'pcapng, big-endian': bigEndianTwin(pcapng()),
  'pcapng, all blocks': allBlocks,
  'pcapng, all blocks, big-endian': bigEndianTwin(allBlocks),
};

/** Frame `i` as text. */
function told(capture: Capture, i: number): string {
  return [
    capture.seconds(i),
    capture.nanoseconds(i),
    capture.originalLength(i),
    capture.interfaceOf(i),
    capture.direction(i),
    capture.comment(i).join(),
    capture.read(i).join(),
  ].join(' ');
}

/** Where each frame ends, and what it is. */
function known(capture: Capture): { ends: number[]; texts: string[] } {
  const all = Array.from({ length: capture.frames }, (_, i) => i);
  return {
    ends: all.map(i => capture.offsetOf(i) + capture.capturedLength(i)),
    texts: all.map(i => told(capture, i)),
  };
}

/** The capture, or null when it is refused in a sentence. */
function tryToOpen(bytes: Uint8Array): Capture | null {
  try {
    return Capture.openWhole(new MemorySource(bytes));
  } catch (error) {
    assert.ok(error instanceof CaptureError, String(error));
    assert.match(error.message, /^[A-Z].*\.$/);
    return null;
  }
}

describe('damaged captures', () => {
  for (const [kind, whole] of Object.entries(kinds)) {
    it(`cut at any byte, ${kind}: every frame before is there`, () => {
      const capture = tryToOpen(whole)!;
      assert.equal(capture.damage, null);
      const ends = Array.from(
        { length: capture.frames },
        (_, i) => capture.offsetOf(i) + capture.capturedLength(i),
      );
      const texts = ends.map((_, i) => told(capture, i));
      for (let length = 0; length < whole.length; length++) {
        const cut = tryToOpen(whole.slice(0, length));
        if (cut === null) {
          assert.ok(length < ends[0], `cut at ${length}`);
          continue;
        }
        for (let i = 0; i < cut.frames; i++) assert.equal(told(cut, i), texts[i], `cut at ${length}`);
        // A pcapng frame is there when its block is: at most 36 bytes of options and length follow it here.
        assert.ok(cut.frames >= ends.filter(end => end + 36 <= length).length, `cut at ${length}`);
        if (cut.damage !== null) {
          assert.equal(cut.damage.afterFrame, cut.frames);
          assert.match(cut.damage.message, new RegExp(`at byte ${cut.damage.offset}, .*\\.$`));
        }
      }
    });

    it(`with bytes overwritten, ${kind}: never throws, never hangs, frames before are the same`, () => {
      const { ends, texts } = known(tryToOpen(whole)!);
      fc.assert(
        fc.property(
          fc.integer({ min: 4, max: whole.length - 1 }),
          fc.uint8Array({ minLength: 1, maxLength: 8 }),
          (at, junk) => {
            const bytes = Uint8Array.from(whole);
            bytes.set(junk.subarray(0, whole.length - at), at);
            const damaged = tryToOpen(bytes);
            if (damaged === null) return;
            const cursor = new FrameCursor(damaged, 0, 16);
            while (cursor.next()) assert.ok(cursor.off + cursor.len <= cursor.data.length);
            assert.equal(cursor.i, damaged.frames - 1);
            for (let i = 0; i < damaged.frames; i++) told(damaged, i);
            for (const [i, end] of ends.entries()) {
              if (end + 36 <= at) assert.equal(told(damaged, i), texts[i]);
            }
          },
        ),
        { numRuns: 300 },
      );
    });
  }

  it('opens any bytes after a magic number, or refuses in a sentence', () => {
    const magics = ['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', '34cdb2a1', 'ac01001c', '0a0d0d0a'];
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 200 }), (magic, rest) => {
        const capture = tryToOpen(Uint8Array.from([...Buffer.from(magic, 'hex'), ...rest]));
        if (capture === null) return;
        for (let i = 0; i < capture.frames; i++) told(capture, i);
      }),
      { numRuns: 2000 },
    );
  });

  it('allocates nothing for lengths that cannot be', () => {
    for (const length of [262_145, 0x7fffffff, 0xffffffff]) {
      const bytes = classic({});
      new DataView(bytes.buffer).setUint32(24 + 8, length, true);
      const capture = Capture.openWhole(new MemorySource(bytes));
      assert.equal(capture.frames, 0);
      assert.match(
        capture.damage!.message,
        /damaged at byte 24, before the first frame: .* frame of \d+ bytes/,
      );
    }
  });

  it('indexes piece by piece to the same end', () => {
    for (const whole of Object.values(kinds)) {
      const all = Capture.openWhole(new MemorySource(whole));
      const pieces = Capture.open(new MemorySource(whole));
      let steps = 0;
      while (!pieces.index(1)) {
        steps++;
        assert.ok(pieces.progress <= 1 && steps < 100);
      }
      assert.ok(steps >= 3);
      assert.equal(pieces.frames, all.frames);
      assert.equal(pieces.progress, 1);
      for (let i = 0; i < all.frames; i++) assert.equal(told(pieces, i), told(all, i));
    }
  });
});
