import { strict as assert } from 'node:assert';
import { Capture, CaptureError, FrameCursor, MemorySource } from '../../src/capture/index';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';
import { pcapFile } from './build';

const frames = [
  { seconds: 1700000000, ticks: 123456, bytes: Uint8Array.from({ length: 60 }, (_, i) => i) },
  { seconds: 1700000001, ticks: 999999, bytes: new Uint8Array(0) },
  { seconds: 4294967295, ticks: 0, bytes: Uint8Array.from([1, 2, 3]), original: 1500 },
];

describe('classic captures', () => {
  for (const littleEndian of [true, false]) {
    for (const nanoseconds of [true, false]) {
      it(`reads ${littleEndian ? 'little' : 'big'}-endian ${nanoseconds ? 'nano' : 'micro'}seconds`, () => {
        const capture = Capture.openWhole(
          new MemorySource(pcapFile({ littleEndian, magic: nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4 }, frames)),
        );
        assert.equal(capture.frames, 3);
        assert.equal(capture.damage, null);
        const unit = nanoseconds ? 1 : 1000;
        for (const [i, frame] of frames.entries()) {
          assert.equal(capture.seconds(i), frame.seconds);
          assert.equal(capture.nanoseconds(i), frame.ticks * unit);
          assert.equal(capture.capturedLength(i), frame.bytes.length);
          assert.equal(capture.originalLength(i), frame.original ?? frame.bytes.length);
          assert.equal(capture.linkType(i), LINKTYPE_ETHERNET);
          assert.equal(capture.direction(i), 0);
          assert.deepEqual(capture.read(i), frame.bytes);
        }
      });
    }
  }

  it('walks with a cursor whose chunk is smaller than a frame', () => {
    const capture = Capture.openWhole(new MemorySource(pcapFile({}, frames)));
    for (const chunk of [1, 61, 100, 1 << 20]) {
      const cursor = new FrameCursor(capture, 0, chunk);
      const seen: number[][] = [];
      while (cursor.next()) {
        seen.push(Array.from(cursor.data.subarray(cursor.off, cursor.off + cursor.len)));
        cursor.data.fill(0xee, cursor.off, cursor.off + cursor.len);
      }
      assert.deepEqual(
        seen,
        frames.map(frame => Array.from(frame.bytes)),
      );
    }
  });

  it('refuses what is no capture, in a sentence', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), Uint8Array.from([0xd4, 0xc3, 0xb2, 0xa1])]) {
      assert.throws(
        () => Capture.open(new MemorySource(bytes)),
        (error: unknown) => error instanceof CaptureError && /^[A-Z].*\.$/.test(error.message),
      );
    }
  });
});
