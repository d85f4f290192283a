/** Whatever the capture: the inferred text is a `.stack` file without errors, and it replays. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Capture, CaptureError, MemorySource, openSource, PcapngWriter } from '../../../src/capture';
import { LINKTYPE_ETHERNET } from '../../../src/wire/linktype';
import { pcapFile } from '../../capture/build';
import { linux } from '../lab';
import { captureOf, inferredReplay, inferredText } from './inferred';

/** Folders with captures: those of the project, and others where PACKET_DEBUGGER_CAPTURES names them. */
const others = process.env.PACKET_DEBUGGER_CAPTURES;
const folders = [
  linux,
  ...(others === undefined ? [] : ['tcpdump', 'other'].map(name => join(others, name))),
];
const files = folders.flatMap(folder =>
  readdirSync(folder)
    .filter(name => /\.(pcap|pcapng|cap|ntar)(\.gz)?$/.test(name))
    .map(name => join(folder, name)),
);

/** A capture as far as it can be read; null when it is none. */
async function opened(bytes: Uint8Array): Promise<Capture | null> {
  try {
    return Capture.openWhole(await openSource(new MemorySource(bytes)));
  } catch (error) {
    if (error instanceof CaptureError) return null;
    throw error;
  }
}

/** Infers, and replays what may be replayed. */
function infersAndReplays(capture: Capture, name = 'a.pcap'): void {
  const replay = inferredReplay(capture, name);
  if (replay === null) return;
  replay.run();
}

describe('inferring a machine', function () {
  this.timeout(120_000);

  for (const file of files) {
    it(`gives a machine that replays ${file.slice(file.lastIndexOf('/') + 1)}`, async () => {
      const capture = await opened(readFileSync(file));
      if (capture !== null) infersAndReplays(capture);
    });
  }

  it('gives one for real captures with bytes changed and ends cut off', async () => {
    const samples = files
      .map(file => new Uint8Array(readFileSync(file)))
      .filter(bytes => bytes.length < 100_000);
    const spoiled = fc.record({
      sample: fc.constantFrom(...samples),
      changes: fc.array(fc.record({ at: fc.nat(4000), to: fc.nat(255) }), { maxLength: 20 }),
      keep: fc.option(fc.nat(8000)),
    });
    await fc.assert(
      fc.asyncProperty(spoiled, async ({ sample, changes, keep }) => {
        const bytes = keep === null ? sample.slice() : sample.slice(0, keep);
        for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
        const capture = await opened(bytes);
        if (capture !== null) infersAndReplays(capture);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives one for no frame, one frame, and any bytes on any link', () => {
    const links = fc.constantFrom(0, 1, 9, 12, 50, 101, 105, 108, 113, 149, 204, 228, 229, 258, 276);
    fc.assert(
      fc.property(links, fc.array(fc.uint8Array({ maxLength: 120 }), { maxLength: 4 }), (network, frames) => {
        const built = frames.map((bytes, i) => ({ seconds: 1 + i, ticks: 0, bytes }));
        infersAndReplays(captureOf(pcapFile({ network }, built)));
      }),
      { numRuns: 300 },
    );
  });

  it('takes any names of interfaces and of the capture', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        'em0',
        'lo0',
        'tun0',
        'bridge0',
        'vlan7',
        'a = b',
        '"',
        '\\',
        '(x, y)',
        '',
        'a\nb',
        'on',
        '#',
      ),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), name, (faces, file) => {
        const writer = new PcapngWriter();
        for (const face of faces) {
          const id = writer.addInterface({ name: face, linkType: LINKTYPE_ETHERNET });
          writer.packet({ interface: id, seconds: id, nanoseconds: 0, bytes: new Uint8Array(60).fill(id) });
        }
        infersAndReplays(captureOf(writer.take()), `${file}.pcapng`);
      }),
      { numRuns: 400 },
    );
  });

  it('says plainly that nothing can be concluded', () => {
    const text = inferredText(captureOf(pcapFile({ network: 1 }, [])), 'none.pcap');
    assert.match(text, /# Not concluded: anything/);
    assert.match(text, /\nreplay "none\.pcap" on em0\n$/);
  });

  it('says that a link type has no host', () => {
    const text = inferredText(
      captureOf(pcapFile({ network: 105 }, [{ seconds: 1, ticks: 0, bytes: new Uint8Array(40) }])),
      'air.pcap',
    );
    assert.match(text, /# Frames of link type 105 cannot arrive at a host/);
    assert.match(text, /\n# replay "air\.pcap"[^\n]*\n$/);
  });

  it('can be stopped between any two frames, and tells how far it is', async () => {
    const capture = await opened(readFileSync(join(linux, '02-ping6-forwarded-r1-lan+wan.pcapng')));
    assert.ok(capture !== null);
    const { Inference } = await import('../../../src/replay/infer');
    const inference = new Inference(capture);
    const seen: number[] = [];
    while (!inference.step(5)) seen.push(inference.progress);
    assert.deepEqual(seen, [5 / 18, 10 / 18, 15 / 18]);
  });
});
