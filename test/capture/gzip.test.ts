import { strict as assert } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { Capture, CaptureError, MemorySource, openSource } from '../../src/capture/index';
import { pcapFile } from './build';

const frames = Array.from({ length: 400 }, (_, i) => ({
  seconds: 1700000000 + i,
  ticks: i,
  bytes: Uint8Array.from({ length: 1000 }, (__, k) => (k * k * (i + 1) * 2654435761) >>> 13),
}));
const plain = pcapFile({}, frames);
const packed = gzipSync(plain);

async function open(bytes: Uint8Array, limit?: number): Promise<Capture> {
  return Capture.openWhole(await openSource(new MemorySource(bytes), limit));
}

describe('compressed captures', () => {
  it('gives back a source that is not compressed', async () => {
    const source = new MemorySource(plain);
    assert.equal(await openSource(source), source);
  });

  it('unpacks gzip, also in several members', async () => {
    const half = 200_000;
    const members = Buffer.concat([gzipSync(plain.subarray(0, half)), gzipSync(plain.subarray(half))]);
    for (const bytes of [packed, members]) {
      const capture = await open(bytes);
      assert.equal(capture.damage, null);
      assert.equal(capture.frames, 400);
      for (const [i, frame] of frames.entries()) assert.deepEqual(capture.read(i), frame.bytes);
    }
  });

  it('shows the frames before the end of a file that is cut short', async () => {
    let most = 0;
    for (const share of [0.2, 0.5, 0.9, 0.999]) {
      const capture = await open(packed.subarray(0, Math.floor(packed.length * share)));
      assert.ok(capture.frames >= 400 * share - 70, `${capture.frames} of ${400 * share}`);
      assert.ok(capture.frames > most || capture.frames === 400);
      most = capture.frames;
      for (let i = 0; i < capture.frames; i++) assert.deepEqual(capture.read(i), frames[i].bytes);
      assert.match(capture.damage!.message, /gzip/);
      assert.equal(capture.damage!.afterFrame, capture.frames);
    }
  });

  it('shows the frames before the damage of a corrupt file', async () => {
    const broken = Uint8Array.from(packed);
    broken.fill(0xff, packed.length >> 1, (packed.length >> 1) + 2000);
    const capture = await open(broken);
    assert.ok(capture.frames > 0);
    assert.notEqual(capture.damage, null);
  });

  it('notices a wrong checksum', async () => {
    const broken = Uint8Array.from(packed);
    broken[packed.length - 6] ^= 1;
    const capture = await open(broken);
    assert.equal(capture.frames, 400);
    assert.match(capture.damage!.message, /gzip/);
  });

  it('refuses what is too large, in one sentence that says what to do', async () => {
    await assert.rejects(open(packed, 100_000), (error: unknown) => {
      return error instanceof CaptureError && /unpack it and open the result\.$/.test(error.message);
    });
    const bomb = gzipSync(new Uint8Array(64 << 20));
    await assert.rejects(open(bomb, 1 << 20), CaptureError);
  });
});
