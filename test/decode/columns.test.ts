import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Capture, CaptureError, MemorySource, PcapngWriter } from '../../src/capture/index';
import { AddressTable } from '../../src/decode/addressTable';
import { ColumnFilter } from '../../src/decode/columnFilter';
import { FrameColumns } from '../../src/decode/columns';
import { compileFilter, type Filter } from '../../src/decode/filter';
import { matchingFrames } from '../../src/decode/index';
import { selectFrames } from '../../src/decode/selectFrames';
import { parseIpv6 } from '../../src/wire/address';
import { toHex } from '../../src/wire/bytes';
import { FrameMaker, internetMix } from '../bench/frames';
import { Random } from '../bench/random';
import { captureFiles } from '../tshark/captures';

const filters = [
  'ipv6.hlim == 64',
  'ipv6.hlim != 64',
  'ipv6.hlim < 64 or ip.ttl in {1, 64..128}',
  'not ipv6.hlim == 255',
  'any ipv6.hlim == 1',
  'all ipv6.hlim > 60',
  'ipv6',
  'not ip',
  'ipv6.addr == 2001:db8:1::/64',
  'ipv6.src == fe80::/10',
  'ipv6.dst == ff02::1',
  'ipv6.dst[0:2] == ff:02',
  'ip.addr == 10.0.0.0/8',
  'ip.src != ip.dst',
  'ip.proto == 6',
  'ipv6 and udp',
  'tcp or icmpv6',
  'udp.port == 53',
  'udp.srcport == 53 xor udp.dstport == 53',
  'udp.port > 61000',
  'tcp.port in {80, 443, 1024..65535}',
  'tcp.dstport > tcp.srcport',
];

function filterOf(text: string): Filter {
  const compiled = compileFilter(text);
  assert.ok(compiled.ok, text);
  return compiled.filter;
}

function openWithColumns(bytes: Uint8Array): [Capture, FrameColumns] {
  const columns = new FrameColumns();
  return [Capture.openWhole(new MemorySource(bytes), { visitor: columns }), columns];
}

/**
 * A capture of the frames that the benchmark uses; in every frame `spoiled` bytes of the headers are
 * overwritten.
 */
function mixed(spoiled = 0): Uint8Array {
  const writer = new PcapngWriter();
  writer.addInterface({ name: 'em0', linkType: 1 });
  const maker = new FrameMaker(7, internetMix);
  const random = new Random(11);
  const likely = [0, 1, 2, 3, 4, 6, 17, 41, 43, 44, 50, 51, 58, 59, 60, 64, 97, 128, 137, 255];
  for (let i = 0; i < 3000; i++) {
    maker.next();
    for (let k = 0; k < spoiled; k++) {
      maker.bytes[12 + random.below(64)] =
        k % 2 === 0 ? likely[random.below(likely.length)] : random.below(256);
    }
    // Some frames are cut off by the capture.
    const length = spoiled > 0 && i % 5 === 0 ? random.below(90) : maker.length;
    const bytes = maker.bytes.subarray(0, length);
    writer.packet({ interface: 0, seconds: i, nanoseconds: 0, bytes, originalLength: maker.length });
  }
  return writer.take();
}

describe('columns', () => {
  it('hold what the frames say', () => {
    const [capture, columns] = openWithColumns(mixed());
    const protocols = new Map<number, number>();
    for (let i = 0; i < capture.frames; i++) {
      const frame = capture.read(i);
      assert.equal(columns.family(i), 6);
      assert.equal(columns.hopLimit(i), frame[21]);
      assert.equal(toHex(columns.addresses.bytes(columns.source(i))), toHex(frame, 22, 38));
      assert.equal(toHex(columns.addresses.bytes(columns.destination(i))), toHex(frame, 38, 54));
      assert.ok(columns.isWhole(i));
      const at = columns.isExtended(i) ? 62 : 54;
      assert.equal(columns.protocol(i), columns.isExtended(i) ? frame[54] : frame[20]);
      assert.equal(columns.hasPorts(i), columns.protocol(i) !== 58);
      if (columns.hasPorts(i)) {
        assert.equal(columns.sourcePort(i), frame[at] * 256 + frame[at + 1]);
        assert.equal(columns.destinationPort(i), frame[at + 2] * 256 + frame[at + 3]);
      }
      protocols.set(columns.protocol(i), (protocols.get(columns.protocol(i)) ?? 0) + 1);
    }
    assert.deepEqual([...protocols.keys()].sort(), [17, 58, 6]);
    assert.ok(columns.byteLength < 40 * 8192 + 300_000);
  });

  it('intern each address once', () => {
    const table = new AddressTable();
    const ids = new Set<number>();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 20_000; i++) ids.add(table.intern(0x20010db8, i & 7, 0, i));
    }
    assert.equal(ids.size, 20_000);
    assert.equal(table.count, 20_000);
    assert.deepEqual(table.bytes(19_999), parseIpv6('2001:db8:0:7::4e1f'));
  });

  it('are asked only by filters that they can answer', () => {
    for (const text of filters) assert.notEqual(ColumnFilter.of(filterOf(text)), null, text);
    for (const text of [
      'ipv6.plen > 100',
      'ipv6[0] == 60',
      'ipv6.hlim#2 == 64',
      'ipv6.hlim == 64 and frame.len > 9',
    ]) {
      assert.equal(ColumnFilter.of(filterOf(text)), null, text);
    }
  });

  it('answer most frames without dissecting them', () => {
    const [capture, columns] = openWithColumns(mixed());
    const byColumns = ColumnFilter.of(filterOf('ipv6.hlim == 64'))!;
    for (let i = 0; i < capture.frames; i++) assert.notEqual(byColumns.test(columns, i), -1);
  });

  const files = captureFiles();
  const captures = files.flatMap(file => {
    try {
      return [openWithColumns(readFileSync(file))];
    } catch (error) {
      assert.ok(error instanceof CaptureError);
      return [];
    }
  });
  for (const text of filters) {
    it(`select the frames that dissecting selects: ${text}`, () => {
      const filter = filterOf(text);
      const generated = [0, 1, 2, 5].map(spoiled => openWithColumns(mixed(spoiled)));
      for (const [n, [capture, columns]] of [...generated, ...captures].entries()) {
        assert.deepEqual(
          [...selectFrames(capture, columns, filter)],
          [...matchingFrames(capture, filter)],
          n < generated.length ? `generated, ${n}` : files[n - generated.length],
        );
      }
    });
  }
});
