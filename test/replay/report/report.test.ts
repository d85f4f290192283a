/** A report about one packet: what stands in it, and that nothing quoted in it becomes markup. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { FrameNames } from '../../../src/replay';
import { packetReport } from '../../../src/replay/report';
import { hexDump } from '../../../src/replay/report/hexDump';
import { code, codeBlock, plainText } from '../../../src/replay/report/markdown';
import { input, labReplay, router } from '../lab';

const LAN = '07-time-exceeded-traceroute-r1-lan.pcap';

function reportOf(frame: number, name = LAN): string {
  const replay = labReplay([input(LAN, 'em0')]);
  replay.run();
  const position = frame - 1;
  const event = replay.eventOf(position);
  return packetReport({
    replay,
    names: new FrameNames(replay, [name]),
    position,
    recorded: replay.past(event).kind === 'frame' ? replay.record(event) : null,
    stackLine: (_, line) => router.split('\n')[line - 1] ?? null,
  });
}

describe('a report about a packet', () => {
  const report = reportOf(1);

  it('begins with the packet and the verdict', () => {
    assert.deepEqual(report.split('\n').slice(0, 7), [
      `# Frame 1 of ${LAN}`,
      '',
      '- Packet: `2001:db8:1::10 > 2001:db8:2::10 UDP 43078 > 33435`',
      '- Time: `1795224316.158887`',
      '- In: `em0`',
      '',
      '**Dropped: the hop limit is 1, so the packet may go no further. Sent ICMPv6 Time Exceeded to 2001:db8:1::10.**',
    ]);
  });

  it('has the chain of decisions to the one that settled it', () => {
    const why = report.slice(report.indexOf('## Why'), report.indexOf('## Trace')).trim().split('\n');
    assert.match(
      why.at(-1) ?? '',
      /^\d+\. \*\*Would this hop .* Yes: the hop limit is 1\.\*\* `ip6_forward\.hop-limit`$/,
    );
  });

  it('has every step with its values and places', () => {
    assert.match(report, /^- `link_input` `stack\/net\/link\.ts:\d+`$/m);
    assert.match(report, /^ +- Would this hop .* `freebsd-ip6_forward\.c:166-172` /m);
    assert.match(report, /^ +- `ip6_hlim` = `1` \(byte 7\)$/m);
    assert.match(report, /^ +- sent icmp6-error through em0$/m);
  });

  it('has the bytes as captured, as left and as sent, and the lines of the machine', () => {
    for (const title of [
      '### As captured',
      '### As the machine left it',
      '### Sent 1: icmp6-error through em0',
    ])
      assert.ok(report.includes(`\n${title}\n`), title);
    assert.match(report, /^0000 {2}02 00 00 00 01 02 /m);
    assert.match(report, /^machine\.stack:\d+: ifconfig em0 inet6 2001:db8:1::1\/64 up$/m);
  });

  it('says that a frame was not received', () => {
    assert.match(reportOf(2), /^The machine did not receive this frame/m);
  });

  it('quotes a hostile name as text', () => {
    const hostile = '<img src=x onerror=alert(1)> [a](javascript:b) ![c](http://d)\n# e `f` | $g$';
    const [title, blank] = reportOf(1, hostile).split('\n');
    assert.equal(
      title,
      '# Frame 1 of \\<img src=x onerror=alert(1)\\> \\[a\\](javascript:b) !\\[c\\](http\\://d) # e \\`f\\` \\| \\$g\\$',
    );
    assert.equal(blank, '');
  });
});

describe('text in Markdown', () => {
  it('stays on its line, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        for (const made of [plainText(text), code(text)]) assert.ok(!/[\r\n\p{Cc}]/u.test(made), made);
        assert.ok(!/(^|[^\\])(\\\\)*[*_[\]<>`|]/.test(plainText(text)), plainText(text));
      }),
    );
  });

  it('does not begin a list, a heading or a rule', () => {
    assert.equal(plainText('- a'), '\\- a');
    assert.equal(plainText('# a'), '\\# a');
    assert.equal(plainText('1. a'), '1\\. a');
    assert.equal(plainText('==='), '\\===');
  });

  it('is fenced longer than what it holds', () => {
    assert.equal(code('a``b'), '```a``b```');
    assert.equal(code('`'), '`` ` ``');
    assert.deepEqual(codeBlock(['```', 'x']), ['````', '```', 'x', '````']);
  });

  it('dumps bytes by sixteen and says what is left out', () => {
    assert.deepEqual(
      hexDump(
        Uint8Array.from({ length: 18 }, (_, i) => 0x40 + i),
        17,
      ),
      [
        '0000  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO',
        '0010  50                                               P',
        'and 1 more bytes',
      ],
    );
  });
});
