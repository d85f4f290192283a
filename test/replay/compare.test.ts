import { strict as assert } from 'node:assert';
import { Capture, MemorySource } from '../../src/capture';
import { type Compared, Comparison, disorder, WINDOW } from '../../src/replay/compare';
import { FrameOrder } from '../../src/replay/order';
import { parseIpv6 } from '../../src/wire/address';
import { pcapFile } from '../capture/build';

function packet(src: string, dst: string, next: number, body: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(40 + body.length);
  bytes[0] = 0x60;
  bytes[5] = body.length;
  bytes[6] = next;
  bytes.set(parseIpv6(src) ?? [], 8);
  bytes.set(parseIpv6(dst) ?? [], 24);
  bytes.set(body, 40);
  return bytes;
}

const udp = packet('2001:db8::1', '2001:db8::2', 17, [0, 1, 0, 2, 0, 8, 0, 0]);
const otherUdp = packet('2001:db8::1', '2001:db8::2', 17, [0, 1, 0, 2, 0, 8, 9, 9]);
const tcp = packet('2001:db8::1', '2001:db8::2', 6, []);
const solicitation = packet('fe80::1', 'ff02::1:ff00:2', 58, [
  135,
  0,
  0,
  0,
  ...new Array<number>(20).fill(0),
]);

function compared(act: (comparison: Comparison) => void): [string, number, boolean][] {
  const found: Compared[] = [];
  const comparison = new Comparison(new Set(['em0', 'em1']), one => found.push(one));
  act(comparison);
  comparison.expire(Number.POSITIVE_INFINITY);
  return found.map(one => [one.compare, one.position, one.counts]);
}

describe('compare', function () {
  this.timeout(60_000);

  it('finds equal packets whichever comes first', () => {
    assert.deepEqual(
      compared(c => {
        c.sent('em1', 3, 0, udp);
        c.seen('em1', 4, 1000, udp);
        c.seen('em1', 6, 2000, tcp);
        c.sent('em1', 5, 2500, tcp);
      }),
      [
        ['agree', 4, true],
        ['agree', 6, true],
      ],
    );
  });

  it('calls two packets different that were meant to be the same', () => {
    assert.deepEqual(
      compared(c => {
        c.sent('em1', 3, 0, udp);
        c.seen('em1', 4, 1000, otherUdp);
      }),
      [['differ', 4, true]],
    );
  });

  it('looks past the flow label and the quoted hop limit of errors, but at nothing else', () => {
    const quoted = packet('2001:db8::9', '2001:db8:7::1', 17, [0, 1, 0, 2, 0, 8, 0, 0]);
    const error = packet('2001:db8::1', '2001:db8::9', 58, [3, 0, 1, 2, 0, 0, 0, 0, ...quoted]);
    const alike = error.slice();
    alike.set([0x09, 0xe9, 0x4f], 1);
    alike.set([7, 7], 42);
    alike[48 + 7] = 1;
    const other = error.slice();
    other[41] = 1;
    assert.deepEqual(
      compared(c => {
        c.sent('em0', 1, 0, error);
        c.seen('em0', 2, 0, alike);
        c.sent('em0', 3, 0, error);
        c.seen('em0', 4, 0, other);
      }),
      [
        ['agree', 2, true],
        ['differ', 4, true],
      ],
    );
    const body = [137, 0, 1, 2, 0, 0, 0, 0, ...new Array<number>(32).fill(1)];
    const option = [4, 7, 0, 0, 0, 0, 0, 0, ...quoted];
    const redirect = packet('fe80::1', '2001:db8::9', 58, [...body, 2, 1, 2, 0, 0, 0, 1, 3, ...option]);
    const redirectAlike = redirect.slice();
    redirectAlike[40 + 48 + 8 + 7] = 64;
    assert.deepEqual(
      compared(c => {
        c.sent('em0', 1, 0, redirect);
        c.seen('em0', 2, 0, redirectAlike);
      }),
      [['agree', 2, true]],
    );
  });

  it('lists what one side alone has', () => {
    assert.deepEqual(
      compared(c => {
        c.sent('em0', 3, 0, udp);
        c.seen('em1', 4, 1000, udp);
        c.sent('em2', 5, 1000, udp);
        c.sent('em1', 7, 1000, tcp);
      }),
      [
        ['only-capture', 4, true],
        ['only-model', 3, true],
        ['only-model', 7, true],
      ],
    );
  });

  it('does not bring together what is too far apart', () => {
    assert.deepEqual(
      compared(c => {
        c.sent('em1', 1, 0, udp);
        c.seen('em1', 2, WINDOW, udp);
        c.sent('em1', 3, WINDOW, udp);
        c.seen('em1', 4, 2 * WINDOW + 1, udp);
      }),
      [
        ['agree', 2, true],
        ['only-model', 3, true],
        ['only-capture', 4, true],
      ],
    );
  });

  it('waits longer where captured frames come late', () => {
    const found: string[] = [];
    const comparison = new Comparison(new Set(['em1']), one => found.push(one.compare), 10 * WINDOW);
    comparison.sent('em1', 1, 0, udp);
    comparison.sent('em1', 2, 5 * WINDOW, tcp);
    comparison.seen('em1', 3, 5 * WINDOW, udp);
    comparison.seen('em1', 4, 5 * WINDOW, tcp);
    assert.deepEqual(found, ['agree', 'agree']);
  });

  it('knows by how much frames come late', () => {
    const capture = (times: readonly number[]) =>
      Capture.openWhole(
        new MemorySource(
          pcapFile(
            {},
            times.map(seconds => ({ seconds, ticks: 0, bytes: new Uint8Array(1) })),
          ),
        ),
      );
    const late = (...captures: Capture[]) => disorder({ captures, order: new FrameOrder(captures) });
    assert.equal(late(), 0);
    assert.equal(late(capture([1, 2, 2, 9])), 0);
    assert.equal(late(capture([5, 9, 6, 2, 10])), 7e9);
    assert.equal(late(capture([5, 9]), capture([1, 20])), 0);
  });

  it('does not count the upkeep of the link', () => {
    assert.deepEqual(
      compared(c => c.seen('em0', 1, 0, solicitation)),
      [['only-capture', 1, false]],
    );
  });

  it('looks past the bytes that Ethernet adds to short frames', () => {
    const padded = new Uint8Array(udp.length + 12);
    padded.set(udp);
    assert.deepEqual(
      compared(c => {
        c.sent('em0', 1, 0, udp);
        c.seen('em0', 2, 0, padded);
      }),
      [['agree', 2, true]],
    );
  });

  it('keeps pace with many packets that find no partner', () => {
    let found = 0;
    const comparison = new Comparison(new Set(['em0']), () => found++);
    for (let i = 0; i < 20_000; i++) {
      comparison.seen(
        'em0',
        i,
        i,
        packet('2001:db8::1', '2001:db8::2', 17, [i >> 8, i & 0xff, 0, 0, 0, 8, 0, 0]),
      );
    }
    comparison.expire(Number.POSITIVE_INFINITY);
    assert.equal(found, 20_000);
  });
});
