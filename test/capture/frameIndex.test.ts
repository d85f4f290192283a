import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { FrameIndex, NO_INTERFACE } from '../../src/capture/frameIndex';

/** Frames around the ends of the blocks that the index keeps them in. */
const ENDS = [1, 63, 64, 65, 8191, 8192, 8193, 16_385];

describe('index of frames', () => {
  it('gives back what was noted of every frame, however many there are and wherever they begin to differ', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ENDS),
        fc.constantFrom(0, 10, 63, 64, 8192),
        fc.constantFrom(0, 10, 63, 64, 8192),
        (count, cutFrom, manyFrom) => {
          const index = new FrameIndex();
          const original = (i: number) => (i >= cutFrom && i % 3 === 0 ? 9000 + i : 60);
          const face = (i: number) => (i < manyFrom ? 0 : i % 4 === 0 ? NO_INTERFACE : i % 4);
          for (let i = 0; i < count; i++) {
            index.append(24 + 70 * i, 60, original(i), 1000 + i, i, face(i), i % 3, i % 7 === 0);
          }
          assert.equal(index.count, count);
          for (let i = 0; i < count; i++) {
            assert.deepEqual(
              [index.offset(i), index.captured(i), index.original(i), index.seconds(i), index.nanoseconds(i)],
              [24 + 70 * i, 60, original(i), 1000 + i, i],
            );
            const timed = i % 7 !== 0;
            assert.deepEqual(
              [index.interfaceOf(i), index.hasTime(i), index.direction(i)],
              [face(i), timed, timed ? i % 3 : 0],
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
