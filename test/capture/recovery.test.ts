/** What is found behind damage. */
import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { type ByteSource, Capture, MemorySource, PcapngWriter } from '../../src/capture/index';
import { pcapFile } from './build';
import { idb, joined, shb } from './buildPcapng';
import { bigEndianTwin } from './swap';

const frames = Array.from({ length: 12 }, (_, i) => ({
  seconds: 1_700_000_000 + i,
  ticks: 1000 * i + 5,
  bytes: Uint8Array.from({ length: 40 + 7 * i }, (_, k) => (k * 7 + i) & 0xff),
  patch: new Uint8Array(8),
}));
const classic = (magic: number, littleEndian: boolean, patched = false) =>
  pcapFile({ magic, littleEndian }, patched ? frames : frames.map(({ patch: _, ...frame }) => frame));

function pcapng(): Uint8Array {
  const writer = new PcapngWriter({ application: 'a test' });
  const em0 = writer.addInterface({ name: 'em0', linkType: 1 });
  for (const { seconds, ticks, bytes } of frames)
    writer.packet({ seconds, nanoseconds: ticks, bytes, interface: em0, comment: 'seen' });
  return writer.take();
}

const kinds: Readonly<Record<string, Uint8Array>> = {
  pcap: classic(0xa1b2c3d4, true),
  'pcap, big-endian': classic(0xa1b23c4d, false),
  'pcap, patched': classic(0xa1b2cd34, true, true),
  pcapng: pcapng(),
  'pcapng, big-endian': bigEndianTwin(pcapng()),
};

/** Looks on behind every damage, in pieces; the most calls that one damage may take are counted. */
function recovered(bytes: Uint8Array, piece = Number.POSITIVE_INFINITY): Capture {
  const capture = Capture.openWhole(new MemorySource(bytes));
  for (let calls = 0; capture.canLookOn; calls++) {
    assert.ok(calls <= 2 * bytes.length);
    capture.lookOn(piece);
    capture.index();
  }
  return capture;
}

const textsOf = (capture: Capture) =>
  Array.from({ length: capture.frames }, (_, i) => `${capture.seconds(i)} ${capture.read(i).join()}`);

/** Offset of the header of the record or block of a frame. */
const headerOf = (capture: Capture, i: number) =>
  i === 0 ? 0 : capture.offsetOf(i - 1) + capture.capturedLength(i - 1);

/** A source that counts the bytes that are read of it. */
class Counted implements ByteSource {
  readonly size: number;
  taken = 0;

  constructor(private readonly bytes: MemorySource) {
    this.size = bytes.size;
  }

  read(offset: number, into: Uint8Array, at: number, length: number): number {
    this.taken += length;
    return this.bytes.read(offset, into, at, length);
  }
}

describe('behind damage', () => {
  for (const [kind, whole] of Object.entries(kinds)) {
    const untouched = Capture.openWhole(new MemorySource(whole));
    const texts = textsOf(untouched);

    it(`all other frames are found when the header of one is overwritten, ${kind}`, () => {
      for (let broken = 1; broken < frames.length; broken++) {
        const from = headerOf(untouched, broken);
        const bytes = Uint8Array.from(whole);
        bytes.fill(0xff, untouched.offsetOf(broken) - 16, untouched.offsetOf(broken));
        for (const piece of [Number.POSITIVE_INFINITY, 1]) {
          const capture = recovered(bytes, piece);
          assert.deepEqual(textsOf(capture), texts.toSpliced(broken, 1), `frame ${broken + 1}`);
          assert.equal(capture.damage === null, broken < frames.length - 1);
          const [gap] = capture.gaps;
          if (broken === frames.length - 1) continue;
          assert.equal(gap.afterFrame, broken);
          assert.ok(gap.from >= from && gap.from < gap.to && gap.to <= untouched.offsetOf(broken + 1));
        }
      }
    });

    it(`all other frames are found when bytes are missing or too many, ${kind}`, () => {
      const at = untouched.offsetOf(4) + 3;
      const less = joined([whole.subarray(0, at), whole.subarray(at + 5)]);
      const more = joined([whole.subarray(0, at), new Uint8Array(1001).fill(0xff), whole.subarray(at)]);
      for (const bytes of [less, more]) {
        const found = textsOf(recovered(bytes));
        // A header that the damage shifted may have taken one or two more with it.
        for (const text of texts.filter((_, i) => i < 4 || i > 6)) assert.ok(found.includes(text), text);
      }
    });

    it(`nothing is found in zeros or noise, ${kind}`, () => {
      const head = whole.subarray(0, untouched.offsetOf(5) + untouched.capturedLength(5));
      let state = 1;
      const noise = Uint8Array.from({ length: 20_000 }, () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        return state >>> 24;
      });
      noise.fill(0xff, 0, 64);
      const zeros = new Uint8Array(20_000);
      zeros.fill(0xff, 0, 64);
      for (const rest of [noise, zeros]) {
        const capture = recovered(joined([head, rest]));
        assert.ok(capture.frames <= 6 && capture.gaps.length === 0);
        assert.ok(capture.damage !== null && !capture.canLookOn);
        assert.equal(capture.progress, 1);
      }
    });
  }

  it('any bytes at all come to an end', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(kinds)),
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 16 })), { maxLength: 6 }),
        (whole, changes) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, junk] of changes) {
            const from = 28 + (at % (bytes.length - 28));
            bytes.set(junk.subarray(0, bytes.length - from), from);
          }
          try {
            textsOf(recovered(bytes));
          } catch (error) {
            assert.match(String(error), /^CaptureError: [A-Z].*\.$/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a call reads no more than it may, whatever the bytes claim', () => {
    // Headers that make sense at every sixteenth byte, each of a record that leads into nothing.
    const hostile = new Uint8Array(600_000).fill(0xff);
    const view = new DataView(hostile.buffer);
    hostile.set(pcapFile({}, []).subarray(0, 24));
    for (let at = 48; at < 300_000; at += 16) {
      view.setUint32(at, 1_700_000_000, true);
      view.setUint32(at + 4, 0, true);
      view.setUint32(at + 8, 260_000 - (at % 1000), true);
      view.setUint32(at + 12, 260_000, true);
    }
    const source = new Counted(new MemorySource(hostile));
    const capture = Capture.openWhole(source);
    assert.equal(capture.frames, 0);
    for (let over = false; !over; ) {
      const before = source.taken;
      over = capture.lookOn(1 << 16);
      assert.ok(source.taken - before < (1 << 17) + (1 << 18), `${source.taken - before} bytes`);
      assert.ok(capture.progress <= 1);
    }
  });

  it('packets of interfaces that nobody has described are passed over', () => {
    const other = pcapng();
    const junk = new Uint8Array(32).fill(0xff);
    const packets = other.subarray(headerOf(Capture.openWhole(new MemorySource(other)), 1));
    const capture = recovered(joined([shb(), junk, packets]));
    assert.equal(capture.frames, 0);
    assert.equal(recovered(joined([shb(), idb({}), junk, packets])).frames, frames.length - 1);
  });
});
