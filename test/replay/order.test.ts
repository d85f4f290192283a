import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Capture, MemorySource } from '../../src/capture/index';
import { FrameOrder } from '../../src/replay/order';
import { pcapFile } from '../capture/build';

/** A capture with frames at these microseconds. */
function captureOf(times: readonly number[]): Capture {
  const frames = times.map(time => ({ seconds: 5, ticks: time, bytes: new Uint8Array(1) }));
  return Capture.openWhole(new MemorySource(pcapFile({}, frames)));
}

function orderOf(...captures: (readonly number[])[]): string[] {
  const order = new FrameOrder(captures.map(captureOf));
  return Array.from({ length: order.length }, (_, p) => `${'abc'[order.capture(p)]}${order.frame(p)}`);
}

describe('order of frames', () => {
  it('merges by time, ties in the order given', () => {
    assert.deepEqual(orderOf([1, 3, 5], [2, 3, 6]), ['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
    assert.deepEqual(orderOf([3], [3], [3]), ['a0', 'b0', 'c0']);
  });

  it('keeps the order of each file, even where its times go back', () => {
    assert.deepEqual(orderOf([5, 1, 6], [2, 4]), ['b0', 'b1', 'a0', 'a1', 'a2']);
    assert.deepEqual(orderOf([5, 1, 6]), ['a0', 'a1', 'a2']);
  });

  it('finds the position of any frame', () => {
    const times = fc.array(fc.nat(50), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(times, { maxLength: 4 }), given => {
        const order = new FrameOrder(given.map(captureOf));
        for (let p = 0; p < order.length; p++) {
          assert.equal(order.position(order.capture(p), order.frame(p)), p);
        }
        assert.equal(order.position(0, given[0]?.length ?? 0), -1);
        assert.equal(order.position(9, 0), -1);
        assert.equal(order.position(0, -1), -1);
      }),
      { numRuns: 30 },
    );
  });

  it('merges as one that always looks for the earliest frame, whatever the number and length of the captures', () => {
    const times = fc.array(fc.nat(5_000), { maxLength: 600 });
    fc.assert(
      fc.property(fc.array(times, { minLength: 2, maxLength: 12 }), given => {
        const order = new FrameOrder(given.map(captureOf));
        const next = given.map(() => 0);
        for (let p = 0; p < order.length; p++) {
          const times = given.map((frames, k) => frames[next[k]] ?? Number.POSITIVE_INFINITY);
          const earliest = times.indexOf(Math.min(...times));
          assert.deepEqual([order.capture(p), order.frame(p)], [earliest, next[earliest]]);
          assert.equal(order.position(earliest, next[earliest]), p);
          if (p % 97 === 0)
            assert.deepEqual(
              given.map((_, k) => order.framesBefore(k, p)),
              next,
            );
          next[earliest]++;
        }
        assert.deepEqual(
          given.map((_, k) => order.framesBefore(k, order.length)),
          next,
        );
      }),
      { numRuns: 20 },
    );
  });
});
