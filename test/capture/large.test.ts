import { strict as assert } from 'node:assert';
import { type ByteSource, Capture, FrameCursor } from '../../src/capture/index';
import { pcapFile } from './build';
import { enhanced, idb, joined, shb } from './buildPcapng';

/** `head`, then `record` over and over; bytes are made when they are read, so any size takes no memory. */
class RepeatingSource implements ByteSource {
  readonly size: number;
  readBytes = 0;

  constructor(
    private readonly head: Uint8Array,
    private readonly record: Uint8Array,
    readonly count: number,
  ) {
    this.size = head.length + record.length * count;
  }

  read(offset: number, into: Uint8Array, at: number, length: number): number {
    const end = Math.min(offset + length, this.size);
    let from = offset;
    while (from < end) {
      const inHead = from < this.head.length;
      const piece = inHead ? this.head : this.record;
      const inPiece = inHead ? from : (from - this.head.length) % this.record.length;
      const count = Math.min(piece.length - inPiece, end - from);
      into.set(piece.subarray(inPiece, inPiece + count), at + from - offset);
      from += count;
    }
    this.readBytes += Math.max(0, end - offset);
    return Math.max(0, end - offset);
  }
}

const frame = { seconds: 1_700_000_000, ticks: 7, bytes: new Uint8Array(262_144).fill(0xab) };
const withHeader = pcapFile({}, [frame]);

describe('captures larger than memory', () => {
  it('reads 48 GB of a classic capture by random access', function () {
    this.timeout(60_000);
    const source = new RepeatingSource(withHeader.subarray(0, 24), withHeader.subarray(24), 48 * 4096);
    const record = withHeader.length - 24;
    assert.ok(source.size > 48 * 2 ** 30);
    const capture = Capture.openWhole(source);
    assert.equal(capture.damage, null);
    assert.equal(capture.frames, source.count);
    for (const i of [0, 1, 16383, 16384, 100_000, source.count - 1]) {
      assert.equal(capture.offsetOf(i), 24 + i * record + 16);
      assert.deepEqual(capture.read(i), frame.bytes);
    }
    assert.ok(capture.indexBytes <= 28 * capture.frames + 65_536 * 4);
    const cursor = new FrameCursor(capture, source.count - 3);
    let left = 0;
    while (cursor.next()) left += cursor.len;
    assert.equal(left, 3 * 262_144);
  });

  it('reads frames of pcapng beyond 4 GiB', function () {
    this.timeout(60_000);
    const bytes = new Uint8Array(100_000).fill(0x5a);
    const source = new RepeatingSource(joined([shb(), idb({})]), enhanced({ low: 5, bytes }), 45_000);
    assert.ok(source.size > 2 ** 32);
    const capture = Capture.openWhole(source);
    assert.equal(capture.frames, source.count);
    assert.deepEqual(capture.read(44_999), bytes);
    assert.deepEqual(capture.comment(44_999), []);
  });

  it('reads frames larger than its windows', () => {
    // 231: the link type whose frames may be largest.
    const large = { seconds: 1, ticks: 0, bytes: new Uint8Array(3 << 20).fill(9) };
    const file = pcapFile({ network: 231 }, [large, { ...large, bytes: Uint8Array.of(1) }]);
    const source = new RepeatingSource(file.subarray(0, 24), file.subarray(24), 3);
    const capture = Capture.openWhole(source);
    assert.equal(capture.damage, null);
    assert.equal(capture.frames, 6);
    const cursor = new FrameCursor(capture);
    const lengths: number[] = [];
    while (cursor.next()) {
      lengths.push(cursor.len);
      assert.equal(cursor.data[cursor.off], cursor.len === 1 ? 1 : 9);
      assert.equal(cursor.data[cursor.off + cursor.len - 1], cursor.len === 1 ? 1 : 9);
    }
    assert.deepEqual(lengths, [3 << 20, 1, 3 << 20, 1, 3 << 20, 1]);
  });

  it('takes at most 28 bytes a frame, and reads the source once', () => {
    const file = pcapFile({}, [{ seconds: 1, ticks: 1, bytes: new Uint8Array(60), original: 90 }]);
    const source = new RepeatingSource(file.subarray(0, 24), file.subarray(24), 300_000);
    const capture = Capture.openWhole(source);
    assert.ok(capture.indexBytes / capture.frames <= 28, `${capture.indexBytes / capture.frames}`);
    assert.ok(source.readBytes < source.size * 1.01 + (1 << 18));
  });
});
