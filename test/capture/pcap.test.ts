import { strict as assert } from 'node:assert';
import { Capture, CaptureError, FrameCursor, MemorySource } from '../../src/capture/index';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';
import { type PcapOptions, pcapFile } from './build';

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

  const ordinary = Array.from({ length: 4 }, (_, i) => ({
    seconds: 1_700_000_000 + i,
    ticks: 5,
    bytes: Uint8Array.from({ length: 60 }, (__, k) => (k * 3 + i) & 0xff),
  }));
  const packetType = (type: number) => Uint8Array.of(3, 0, 0, 0, 8, 0, type, 0);
  const variants: Readonly<Record<string, [PcapOptions, Uint8Array, number]>> = {
    'patched by Linux': [{ magic: 0xa1b2cd34 }, packetType(4), 2],
    'patched by Linux, big-endian': [{ magic: 0xa1b2cd34, littleEndian: false }, packetType(0), 1],
    'patched by Linux, longer': [{ magic: 0xa1b2cd34 }, Uint8Array.of(...packetType(4), 0, 0, 0, 0), 2],
    'patched by Linux, usual magic number': [{}, packetType(4), 2],
    'with four bytes more': [{}, Uint8Array.of(1, 2, 3, 4), 0],
  };
  for (const [name, [options, patch, direction]] of Object.entries(variants)) {
    for (const count of [1, 2, 3, 4]) {
      it(`reads records ${name}, ${count} of them`, () => {
        const written = ordinary.slice(0, count).map(frame => ({ ...frame, patch }));
        const capture = Capture.openWhole(new MemorySource(pcapFile(options, written)));
        assert.equal(capture.damage, null);
        assert.equal(capture.frames, count);
        for (const [i, frame] of written.entries()) {
          assert.deepEqual(capture.read(i), frame.bytes);
          assert.equal(capture.seconds(i), frame.seconds);
          assert.equal(capture.direction(i), direction);
        }
      });
    }
  }

  it('tells four more bytes a record from eight by the times', () => {
    // The second record read with eight more bytes would begin in the ticks of the real one and make sense,
    // but in 1970.
    const frames = [1, 2, 3, 4].map(i => ({
      seconds: 1_795_224_288,
      ticks: 470_000 + i,
      bytes: new Uint8Array(86),
      patch: new Uint8Array(4),
    }));
    const capture = Capture.openWhole(new MemorySource(pcapFile({}, frames)));
    assert.equal(capture.damage, null);
    assert.deepEqual(
      frames.map((_, i) => [capture.seconds(i), capture.nanoseconds(i), capture.capturedLength(i)]),
      frames.map(frame => [frame.seconds, frame.ticks * 1000, 86]),
    );
  });

  it('reads IXIA captures, whose records begin later', () => {
    for (const magic of [0x1c0001ac, 0x1c0001ab]) {
      const file = pcapFile({ magic }, ordinary);
      const bytes = Uint8Array.from([...file.subarray(0, 24), 0x44, 0, 0, 0, ...file.subarray(24)]);
      const capture = Capture.openWhole(new MemorySource(bytes));
      assert.equal(capture.frames, 4);
      assert.equal(capture.nanoseconds(0), 5000);
      assert.deepEqual(capture.read(3), ordinary[3].bytes);
    }
  });

  it('reads old versions, whose lengths are in the other order', () => {
    const cut = [{ ...ordinary[0], original: 100 }, ordinary[1]];
    const swapped = pcapFile({ version: [2, 2] }, cut);
    const view = new DataView(swapped.buffer);
    view.setUint32(24 + 8, 100, true);
    view.setUint32(24 + 12, 60, true);
    for (const version of [
      [2, 0],
      [2, 2],
      [2, 3],
      [543, 0],
    ]) {
      view.setUint16(4, version[0], true);
      view.setUint16(6, version[1], true);
      const capture = Capture.openWhole(new MemorySource(swapped));
      assert.equal(capture.frames, 2);
      assert.deepEqual([capture.capturedLength(0), capture.originalLength(0)], [60, 100]);
    }
    const plain = Capture.openWhole(new MemorySource(pcapFile({ version: [2, 3] }, cut)));
    assert.deepEqual([plain.capturedLength(0), plain.originalLength(0)], [60, 100]);
  });

  it('reads captures of AIX, with its own link types and nanoseconds', () => {
    for (const [network, linkType] of [
      [6, 1],
      [9, 6],
      [15, 10],
      [24, 0],
    ]) {
      const capture = Capture.openWhole(new MemorySource(pcapFile({ version: [2, 2], network }, ordinary)));
      assert.equal(capture.linkType(0), linkType);
      assert.equal(capture.nanoseconds(0), 5);
    }
  });

  it('refuses versions and link types that cannot be', () => {
    for (const options of [{ version: [1, 0] as const }, { network: 0x10001 }]) {
      assert.throws(() => Capture.open(new MemorySource(pcapFile(options, ordinary))), CaptureError);
    }
    const flagged = Capture.open(new MemorySource(pcapFile({ network: 0x24000001 }, ordinary)));
    assert.deepEqual([flagged.interfaces[0].linkType, flagged.interfaces[0].fcsLength], [1, 4]);
  });

  it('carries over fractions of a whole second or more', () => {
    const capture = Capture.openWhole(new MemorySource(pcapFile({}, [{ ...ordinary[0], ticks: 2_500_000 }])));
    assert.deepEqual([capture.seconds(0), capture.nanoseconds(0)], [1_700_000_002, 500_000_000]);
  });

  it('names what a file is when it is something else', () => {
    const file = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0);
    assert.throws(
      () => Capture.open(new MemorySource(file)),
      /Zstandard: unpack it with zstd -d and open the result\.$/,
    );
  });
});
