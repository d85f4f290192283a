/** Frames from strangers: whatever arrives, the replay goes on, and what the machine sends is sound. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Capture, MemorySource } from '../../src/capture';
import { type Input, type Output, upperLayer } from '../../src/replay';
import { get16 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo6 } from '../../src/wire/checksum';
import { pcapFile } from '../capture/build';
import { input, labReplay } from './lab';

const files = [
  '02-ping6-forwarded-r1-lan.pcap',
  '04-packet-too-big-r1-lan.pcap',
  '07-time-exceeded-traceroute-r1-lan.pcap',
  '08-unreachables-r1-lan.pcap',
  '10-beyond-scope-r1-lan.pcap',
  '16-mldv1-join-leave-query.pcap',
  '17-rs-ra-slaac.pcap',
  '19-vlan-qinq.pcap',
];

/** All frames of these captures. */
const samples: Uint8Array[] = files.flatMap(file => {
  const { capture } = input(file, 'em0');
  return Array.from({ length: capture.frames }, (_, i) => capture.read(i));
});

/** A capture of these frames, some ticks apart, as it arrives on em0. */
function inputOf(frames: readonly Uint8Array[], network: number): Input {
  const built = frames.map((bytes, i) => ({ seconds: 1 + i, ticks: 0, bytes }));
  return {
    name: 'made.pcap',
    capture: Capture.openWhole(new MemorySource(pcapFile({ network }, built))),
    placement: { on: 'em0', map: new Map(), where: 'made.pcap' },
  };
}

/** What the machine sent of its own, in a run of these frames that must end. */
function sentBy(frames: readonly Uint8Array[], network = 1): Output[] {
  const replay = labReplay([inputOf(frames, network)], [], { until: '100s' });
  const outputs: Output[] = [];
  replay.collecting = true;
  replay.onEvent = event => outputs.push(...event.outputs.filter(output => output.kind !== 'forwarded'));
  assert.equal(replay.run(), 'end');
  return outputs;
}

/** Asserts that an ICMPv6 packet of the machine's own has the length and checksum that it says. */
function assertSound({ bytes, kind }: Output): void {
  assert.equal(bytes[0] >>> 4, 6, kind);
  assert.equal(get16(bytes, 4), bytes.length - 40, `${kind}: payload length`);
  const { protocol, offset } = upperLayer(bytes);
  assert.equal(protocol, 58, kind);
  const length = bytes.length - offset;
  assert.equal(
    foldChecksum(sumBytes(bytes, offset, length, sumPseudo6(bytes, 8, length, 58))),
    0,
    `${kind}: checksum`,
  );
}

/** A real frame with some bytes changed and perhaps its end cut off. */
const spoiled = fc
  .record({
    sample: fc.constantFrom(...samples),
    changes: fc.array(fc.record({ at: fc.nat(120), to: fc.nat(255) }), { maxLength: 6 }),
    keep: fc.option(fc.nat(200)),
  })
  .map(({ sample, changes, keep }) => {
    const bytes = keep === null ? sample.slice() : sample.slice(0, keep);
    for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
    return bytes;
  });

describe('frames from strangers', function () {
  this.timeout(60_000);

  it('sends sound packets for the real frames', () => {
    const outputs = sentBy(samples);
    assert.ok(outputs.length > 10);
    assert.ok(outputs.some(output => output.kind === 'icmp6-error'));
    assert.ok(outputs.some(output => output.kind === 'redirect'));
    for (const output of outputs) assertSound(output);
  });

  it('survives real frames with bytes changed, and sends sound packets', () => {
    fc.assert(
      fc.property(fc.array(spoiled, { minLength: 1, maxLength: 30 }), frames => {
        for (const output of sentBy(frames)) assertSound(output);
      }),
      { numRuns: 150 },
    );
  });

  it('survives any bytes on any link', () => {
    const links = fc.constantFrom(0, 1, 9, 50, 101, 108, 113, 149, 204, 228, 229, 258, 276);
    fc.assert(
      fc.property(links, fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (link, frames) => {
        for (const output of sentBy(frames, link)) assertSound(output);
      }),
      { numRuns: 150 },
    );
  });
});
