import { strict as assert } from 'node:assert';
import { formatElapsed, formatHostTime, formatTime, parseTime } from '../../src/replay/time';

describe('time', () => {
  it('reads numbers with and without unit', () => {
    assert.deepEqual(parseTime('1700000000.5'), { seconds: 1700000000, nanoseconds: 500_000_000 });
    assert.deepEqual(parseTime('10s'), { seconds: 10, nanoseconds: 0 });
    assert.deepEqual(parseTime('250ms'), { seconds: 0, nanoseconds: 250_000_000 });
    assert.deepEqual(parseTime('1.5m'), { seconds: 90, nanoseconds: 0 });
    assert.deepEqual(parseTime('0.000000001'), { seconds: 0, nanoseconds: 1 });
    for (const wrong of ['', 's', '-1', '1e9', '5 s', '5d', '1.', '.5']) assert.equal(parseTime(wrong), null);
  });

  it('writes as many digits as the file has', () => {
    assert.equal(formatTime(5, 120_000, 6), '5.000120');
    assert.equal(formatTime(5, 120_001, 9), '5.000120001');
    assert.equal(formatTime(5, 0, 0), '5');
    assert.equal(formatHostTime(1700000000, 1_000_000_007), '1700000001.000000007');
    assert.equal(formatElapsed(1_500_000), '0.001500');
  });
});
