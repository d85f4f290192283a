import { strict as assert } from 'node:assert';
import { formatElapsed, formatHostTime, formatTime } from '../../src/replay/time';

describe('time', () => {
  it('writes as many digits as the file has', () => {
    assert.equal(formatTime(5, 120_000, 6), '5.000120');
    assert.equal(formatTime(5, 120_001, 9), '5.000120001');
    assert.equal(formatTime(5, 0, 0), '5');
    assert.equal(formatHostTime(1700000000, 1_000_000_007), '1700000001.000000007');
    assert.equal(formatElapsed(1_500_000), '0.001500');
  });
});
