/** What all tests of this folder together must have shown: runs last. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '#stack/recording';
import { PcapngWriter } from '../../../src/capture';
import { LINKTYPE_RAW } from '../../../src/wire/linktype';
import { hasTshark, tshark } from '../../tshark/tshark';
import { everySent, reached } from '../lab';

/** Functions whose decisions are tested elsewhere. */
const elsewhere = /^(ip6_forward|ipsec6_)/;

describe('all of it together', () => {
  it('reached every outcome that is not declared unreachable', () => {
    const missing = catalogue
      .filter(point => !elsewhere.test(point.id))
      .flatMap(point =>
        point.outcomes
          .filter((_, i) => point.words[i].unreachable === undefined)
          .map(outcome => `${point.id}=${outcome}`),
      )
      .filter(step => !reached.has(step));
    assert.deepEqual(missing, []);
  });

  it('every question is a question, and every answer and verdict reads as one', () => {
    for (const point of catalogue.filter(one => !elsewhere.test(one.id))) {
      assert.match(point.question, /^[A-Z].*\?$/, point.id);
      for (const words of point.words) {
        assert.match(words.answer, /\.$/, point.id);
        assert.doesNotMatch(words.verdict ?? '', /[.!]$|\bnot built\b/, point.id);
      }
    }
  });

  it('tshark finds nothing wrong with what was sent', function () {
    if (!hasTshark()) {
      console.log('      tshark is not present');
      this.skip();
    }
    assert.ok(everySent.length > 200);
    const writer = new PcapngWriter();
    const raw = writer.addInterface({ linkType: LINKTYPE_RAW, name: 'out' });
    for (const { bytes } of everySent) {
      writer.packet({ interface: raw, seconds: 1, nanoseconds: 0, bytes, originalLength: bytes.length });
    }
    const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
    try {
      const file = join(folder, 'sent.pcapng');
      writeFileSync(file, writer.take());
      const fields = [
        'frame.number',
        '_ws.malformed',
        'icmpv6.checksum.status',
        'udp.checksum.status',
        'frame.protocols',
      ];
      const rows = tshark(file, ['-T', 'fields', ...fields.flatMap(field => ['-e', field])]) ?? [];
      assert.equal(rows.length, everySent.length);
      const wrong = rows
        .map(row => row.split('\t'))
        .map(([number, malformed, icmpv6, udp, protocols]) => ({
          kind: everySent[Number(number) - 1].kind,
          malformed,
          icmpv6,
          udp,
          protocols,
        }))
        // 0 is tshark's "bad"; a quoted packet is cut off where the error ends, and its checksum is not ours.
        .filter(
          ({ kind, malformed, icmpv6 }) =>
            kind !== 'forwarded' && (malformed !== '' || icmpv6.split(',')[0] === '0'),
        );
      assert.deepEqual(wrong, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
