import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { createHost, type Trace } from '#stack/running';
import { PathTable } from '../../src/replay/paths';

function trace(path: readonly number[], verdict = 1, settledBy = path.at(-1) ?? -1): Trace {
  const host = createHost({ io: { output() {} } });
  host.path.set(path);
  host.pathLast = path.length - 1;
  const made = host.trace;
  made.verdict = verdict;
  made.settledBy = settledBy;
  return made;
}

describe('paths', () => {
  it('gives equal paths the same number and different ones different numbers', () => {
    const arbitrary = fc.record({
      path: fc.array(fc.nat(5), { maxLength: 6 }),
      verdict: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 400 }), given => {
        const table = new PathTable();
        const numbers = new Map<string, number>();
        for (const { path, verdict } of given) {
          const key = JSON.stringify([path, verdict]);
          const number = table.intern(trace(path, verdict));
          assert.ok(number > 0 && number < table.size);
          assert.equal(numbers.get(key) ?? number, number);
          numbers.set(key, number);
          assert.deepEqual([...table.outcomesOf(number)], path);
          assert.equal(table.verdict(number), verdict);
          assert.equal(table.settledBy(number), path.at(-1) ?? -1);
        }
        assert.equal(new Set(numbers.values()).size, numbers.size);
      }),
    );
  });

  it('keeps the settling decision when there are too many paths to keep', () => {
    const table = new PathTable();
    const wide = trace(new Array(4096).fill(7), 3, 9);
    let last = 0;
    for (let i = 0; i < 5000; i++) {
      wide.path[0] = i & 0xff;
      wide.path[1] = i >> 8;
      last = table.intern(wide);
    }
    assert.deepEqual([...table.outcomesOf(last)], [9]);
    assert.equal(table.verdict(last), 3);
    assert.equal(table.intern(wide), last, 'the shared entry is found again');
    assert.ok(table.size < 2100, `${table.size} paths are kept`);
    const before = table.size;
    assert.equal(table.settledBy(table.intern(trace([], 0, -1))), -1);
    assert.ok(table.size > before);
  });

  it('knows nothing of number 0', () => {
    const table = new PathTable();
    assert.equal(table.verdict(0), 0);
    assert.equal(table.settledBy(0), -1);
    assert.equal(table.outcomesOf(0).length, 0);
  });
});
