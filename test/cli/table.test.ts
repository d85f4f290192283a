import { strict as assert } from 'node:assert';
import { plain, Table, type TableEntry, wrap } from '../../src/replay/cli/table';

const entry: TableEntry = {
  number: '12',
  in: 'em0',
  packet: '2001:db8:1111:2222:3333:4444:5555:6666 > 2001:db8:1111:2222:3333:4444:5555:7777 UDP 40000 > 33434',
  verdict: 'dropped',
  decision: 'ip6_forward.hop-limit',
  sentence:
    'Dropped: the hop limit is 1, so the packet may go no further. Sent ICMPv6 Time Exceeded to 2001:db8:1::66.',
};

describe('table', () => {
  for (const columns of [40, 80, 100, 112, 120, 200]) {
    it(`fits ${columns} columns and keeps every word of the sentence`, () => {
      const table = new Table(columns, plain, ['em0']);
      const lines = [table.head(), ...table.entry(entry)];
      for (const line of lines) assert.ok(line.length <= columns, `${line.length}: ${line}`);
      const text = lines.join(' ').replace(/\s+/g, ' ');
      assert.ok(text.includes(entry.sentence));
      assert.ok(text.includes(entry.decision));
      assert.ok(text.includes('dropped'));
    });
  }

  it('wraps at spaces and leaves longer words whole', () => {
    assert.deepEqual(wrap('a bb ccc dddd', 5), ['a bb', 'ccc', 'dddd']);
    assert.deepEqual(wrap('abcdefgh i', 4), ['abcdefgh', 'i']);
    assert.deepEqual(wrap('', 4), []);
  });

  it('lets no escape sequence through', () => {
    const table = new Table(80, plain, ['em0']);
    const lines = table.entry({ ...entry, in: 'e\u001b[31m', packet: 'a\nb\u0007', sentence: 'x\u009by\tz' });
    for (const line of lines) assert.doesNotMatch(line, /\p{Cc}/u);
    assert.ok(lines.join('\n').includes('x\ufffdy z'));
  });

  it('sums up', () => {
    const table = new Table(80, plain, []);
    assert.deepEqual(table.summary({ forwarded: 2, dropped: 1, queued: 0 }), [
      '3 frames: 2 forwarded, 1 dropped.',
    ]);
    assert.deepEqual(table.summary({ forwarded: 1 }), ['1 frame: 1 forwarded.']);
    assert.deepEqual(table.summary({}), ['No frame was injected.']);
    assert.deepEqual(table.counters({ 'ip6stat.ip6s_total': 12, 'if.em0.x': 3 }), [
      'Counters',
      '  12  ip6stat.ip6s_total  Packets that came in.',
      '   3  if.em0.x',
    ]);
    assert.deepEqual(table.counters({}), ['No counter moved.']);
  });
});
