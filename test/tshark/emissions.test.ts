/**
 * Whatever the engine sends, tshark finds nothing malformed in it, no bad checksum, and nothing to warn an
 * expert of.
 */
import { strict as assert } from 'node:assert';
import { ownComplaints } from './complaints';
import { emissions } from './emissions';
import { lacksTshark } from './tshark';

describe('what the engine sends, in tshark', function () {
  this.timeout(120_000);
  if (lacksTshark()) return;

  it('is in order, but for what a packet brought with it that is forwarded or quoted', () => {
    const all = emissions();
    for (const kind of [
      'forwarded',
      'icmp6-error',
      'redirect',
      'neighbor-solicitation',
      'mld-report',
      'mld',
    ]) {
      assert.ok(all.filter(one => one.kind === kind).length > 3, kind);
    }
    const wrong = ownComplaints(all).map(({ packet: { from, kind }, complaints }) => ({
      from,
      kind,
      complaints,
    }));
    assert.deepEqual(wrong, []);
  });
});
