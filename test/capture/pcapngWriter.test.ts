import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Capture, MemorySource, PcapngWriter } from '../../src/capture/index';
import { lacksTshark } from '../tshark/tshark';

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter(value => !value.includes('\0'));
const interfaces = fc.array(
  fc.record({
    name: text,
    linkType: fc.integer({ min: 0, max: 65535 }),
    snaplen: fc.integer({ min: 0, max: 0xffffffff }),
    description: text,
  }),
  { minLength: 1, maxLength: 4 },
);
const packets = fc.array(
  fc.record({
    interface: fc.nat(),
    seconds: fc.integer({ min: 0, max: 18_000_000_000 }),
    nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
    bytes: fc.uint8Array({ maxLength: 70 }),
    more: fc.nat(2000),
    comment: fc.array(text.filter(value => value !== '')),
    direction: fc.constantFrom(0, 1, 2),
  }),
  { maxLength: 20 },
);

/** Two frames of each kind that the writer knows. */
function sample(): Uint8Array {
  const writer = new PcapngWriter({ application: 'a test', comment: 'all of it' });
  const lan = writer.addInterface({ name: 'em0', linkType: 1, description: 'the LAN' });
  const wan = writer.addInterface({ name: 'tun0', linkType: 101 });
  writer.addNames([
    [Uint8Array.of(192, 0, 2, 1), 'four.example'],
    [Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), 'six.example'],
  ]);
  const bytes = new Uint8Array(61).fill(7);
  writer.packet({ interface: wan, seconds: 1700000000, nanoseconds: 123456789, bytes, direction: 2 });
  writer.packet({
    interface: lan,
    seconds: 1700000001,
    nanoseconds: 1,
    bytes,
    originalLength: 1500,
    comment: ['first', 'second é'],
    direction: 1,
  });
  return writer.take();
}

describe('the pcapng writer', () => {
  it('writes what the reader reads', () => {
    fc.assert(
      fc.property(interfaces, packets, (described, written) => {
        const writer = new PcapngWriter();
        for (const one of described) writer.addInterface(one);
        const pieces: Uint8Array[] = [];
        for (const packet of written) {
          writer.packet({
            ...packet,
            interface: packet.interface % described.length,
            originalLength: packet.bytes.length + packet.more,
          });
          pieces.push(writer.take());
        }
        pieces.push(writer.take());
        const capture = Capture.openWhole(new MemorySource(Buffer.concat(pieces)));
        assert.equal(capture.damage, null);
        for (const [i, one] of described.entries()) {
          if (i >= capture.interfaces.length) break;
          assert.deepEqual(
            [
              capture.interfaces[i].name,
              capture.interfaces[i].linkType,
              capture.interfaces[i].snaplen,
              capture.interfaces[i].description,
              capture.interfaces[i].ticksPerSecond,
            ],
            [one.name, one.linkType, one.snaplen, one.description, 1_000_000_000n],
          );
        }
        assert.equal(capture.interfaces.length, described.length);
        assert.equal(capture.frames, written.length);
        for (const [i, packet] of written.entries()) {
          assert.equal(capture.interfaceOf(i), packet.interface % described.length);
          assert.equal(capture.seconds(i), packet.seconds);
          assert.equal(capture.nanoseconds(i), packet.nanoseconds);
          assert.equal(capture.originalLength(i), packet.bytes.length + packet.more);
          assert.equal(capture.direction(i), packet.direction);
          assert.deepEqual(Array.from(capture.read(i)), Array.from(packet.bytes));
          assert.deepEqual(capture.comment(i), packet.comment);
        }
      }),
    );
  });

  it('keeps names of addresses', () => {
    const capture = Capture.openWhole(new MemorySource(sample()));
    assert.deepEqual(capture.names.get('192.0.2.1'), ['four.example']);
    assert.deepEqual(capture.names.get('2001:db8::1'), ['six.example']);
    assert.deepEqual(capture.sections[0].comments, ['all of it']);
    assert.equal(capture.sections[0].application, 'a test');
  });

  it('refuses an interface that was not added', () => {
    const packet = { interface: 0, seconds: 0, nanoseconds: 0, bytes: new Uint8Array(1) };
    assert.throws(() => new PcapngWriter().packet(packet), RangeError);
  });

  it('cuts a comment that is too long for an option', () => {
    const writer = new PcapngWriter();
    writer.addInterface({ name: 'em0', linkType: 1 });
    const comment = 'é'.repeat(40_000);
    writer.packet({ interface: 0, seconds: 1, nanoseconds: 0, bytes: Uint8Array.of(1), comment });
    const capture = Capture.openWhole(new MemorySource(writer.take()));
    assert.equal(capture.damage, null);
    assert.equal(capture.comment(0)[0], 'é'.repeat(32_767));
  });

  if (lacksTshark()) return;
  it('writes what tshark reads', function () {
    this.timeout(20_000);
    const folder = mkdtempSync(join(tmpdir(), 'pcapng-'));
    try {
      const path = join(folder, 'sample.pcapng');
      writeFileSync(path, sample());
      const fields =
        'frame.time_epoch frame.len frame.cap_len frame.interface_name frame.interface_description frame.comment frame.packet_flags_direction frame.encap_type';
      const run = spawnSync(
        'tshark',
        ['-n', '-r', path, '-T', 'fields', ...fields.split(' ').flatMap(f => ['-e', f])],
        {
          encoding: 'utf8',
        },
      );
      assert.equal(run.status, 0, run.stderr);
      assert.deepEqual(run.stdout.split('\n'), [
        '1700000000.123456789\t61\t61\ttun0\t\t\t0x00000002\t7',
        '1700000001.000000001\t1500\t61\tem0\tthe LAN\tfirst,second é\t0x00000001\t1',
        '',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
