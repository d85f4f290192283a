/** What all tests before it together must have shown. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '#stack/recording';
import { PcapngWriter } from '../../../src/capture';
import { get16 } from '../../../src/wire/bytes';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../../../src/wire/linktype';
import { lacksTshark, tshark } from '../../tshark/tshark';
import { everySent, reached } from '../lab';
import { ethernet } from '../packets';

/** Decisions that are tested elsewhere: forwarding by its vectors, what EtherIP queues in etherip.test.ts. */
const elsewhere = /^(ip6_forward\.|swi_net\.output-queue$)/;

/** What tshark prints for a checksum that is wrong. */
const BAD = '0';
/** Decisions that refuse a packet for what tshark calls malformed in the quoted packet as well. */
const broken = new Set([
  'ip6_process_hopopts.option=alert-length',
  'ip6_process_hopopts.option=jumbo-length',
  'ip6_process_hopopts.option=jumbo-small',
  'ip6_input.jumbo-missing=yes',
  'route6_input.header=odd-length',
  'route6_input.header=too-many-segments',
]);

/** The message quotes a broken packet, or one that a redirect had to pad to units of 8 bytes, which tshark takes for unknown data. */
function quotesOddly(sent: (typeof everySent)[number]): boolean {
  return broken.has(sent.by) || (sent.kind === 'redirect' && get16(sent.bytes, 88 + 4) % 8 !== 0);
}

describe('all of it together', () => {
  it('reached every outcome that is not declared unreachable', () => {
    const missing = catalogue
      // Those that mirror a kernel file are held against its vectors.
      .filter(point => point.kernel === null && !elsewhere.test(point.id))
      .flatMap(point =>
        point.outcomes
          .filter((_, i) => point.words[i].unreachable === undefined)
          .map(outcome => `${point.id}=${outcome}`),
      )
      .filter(step => !reached.has(step));
    assert.deepEqual(missing, []);
  });

  it('every question is a question, and every answer and verdict reads as one', () => {
    for (const point of catalogue) {
      assert.match(point.question, /^[A-Z].*\?$/, point.id);
      for (const words of point.words) {
        assert.match(words.answer, /\.$/, point.id);
        assert.doesNotMatch(words.verdict ?? '', /[.!]$|\bnot built\b/, point.id);
      }
    }
  });

  if (lacksTshark()) return;
  it('tshark finds nothing wrong with what was sent', () => {
    assert.ok(everySent.length > 200);
    const writer = new PcapngWriter();
    const raw = writer.addInterface({ linkType: LINKTYPE_RAW, name: 'out' });
    const ether = writer.addInterface({ linkType: LINKTYPE_ETHERNET, name: 'arp' });
    for (const { bytes: packet, kind } of everySent) {
      const isArp = kind.startsWith('arp-');
      const bytes = isArp ? ethernet(packet, { type: 0x0806 }) : packet;
      writer.packet({
        interface: isArp ? ether : raw,
        seconds: 1,
        nanoseconds: 0,
        bytes,
        originalLength: bytes.length,
      });
    }
    const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
    try {
      const file = join(folder, 'sent.pcapng');
      writeFileSync(file, writer.take());
      const fields = [
        'frame.number',
        '_ws.malformed',
        'icmpv6.checksum.status',
        'ip.checksum.status',
        'icmp.checksum.status',
        'udp.checksum.status',
        'frame.protocols',
      ];
      const rows = tshark(file, ['-T', 'fields', ...fields.flatMap(field => ['-e', field])]) ?? [];
      assert.equal(rows.length, everySent.length);
      const wrong = rows
        .map(row => row.split('\t'))
        .map(([number, malformed, icmpv6, ip, icmp, protocols]) => ({
          sent: everySent[Number(number) - 1],
          malformed,
          icmpv6,
          ip,
          icmp,
          protocols,
        }))
        .filter(
          ({ sent, malformed, ...sums }) =>
            (malformed !== '' && !quotesOddly(sent)) ||
            [sums.icmpv6, sums.ip, sums.icmp].some(status => status.split(',')[0] === BAD),
        )
        .map(({ sent, ...columns }) => ({
          kind: sent.kind,
          by: sent.by,
          ...columns,
        }));
      assert.deepEqual(wrong, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
