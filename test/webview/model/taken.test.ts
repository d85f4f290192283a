/** What is taken along: exports, reports, an inferred machine. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Capture, MemorySource } from '../../../src/capture';
import { parseStack } from '../../../src/config';
import type { ExportWish } from '../../../src/webview/protocol/messages';
import { workerRequests } from '../../../src/webview/protocol/worker';
import { Desk, lab, labStack } from './desk';

async function labDesk(): Promise<Desk> {
  const desk = new Desk();
  await desk.indexed();
  await desk.replayed();
  return desk;
}

async function capture(desk: Desk, wish: ExportWish): Promise<Capture> {
  const bytes = await desk.page.ask(workerRequests.export, wish);
  return Capture.openWhole(new MemorySource(bytes as Uint8Array));
}

describe('exports', () => {
  it('packets keep their bytes and times, with the verdict as a comment', async () => {
    const desk = await labDesk();
    await desk.show({ verdicts: ['dropped'] });
    const frames = await desk.frames();
    const file = await capture(desk, { what: 'packets', rows: null });
    assert.equal(file.frames, frames.length);
    for (const [i, frame] of frames.entries()) {
      assert.deepEqual(file.read(i), (await desk.bytes(i)).bytes, `frame ${frame}`);
      assert.match(file.comment(i).join(), /^Dropped: /);
    }
  });

  it('selected rows alone, in the order of the file', async () => {
    const desk = await labDesk();
    const file = await capture(desk, { what: 'packets', rows: [24, 18, 24, -1, 9999] });
    assert.equal(file.frames, 2);
    assert.match(file.comment(0).join(), /hop limit/);
    assert.match(file.comment(1).join(), /zone/);
  });

  it('what the machine sent, of all frames or of those that the list shows', async () => {
    const desk = await labDesk();
    const all = await capture(desk, { what: 'sent', rows: null });
    assert.ok(all.frames > 10);
    const one = await capture(desk, { what: 'sent', rows: [18] });
    assert.equal(one.frames, 1);
    assert.match(one.comment(0).join(), /frame 19/);
  });

  it('rows as JSON, with what the list shows of them', async () => {
    const desk = await labDesk();
    const parts: number[] = [];
    const text = await desk.page.ask(
      workerRequests.export,
      { what: 'rows', rows: [24] },
      { onPart: ({ progress }) => parts.push(progress) },
    );
    const [row] = JSON.parse(text as string);
    assert.deepEqual(
      [row.frame, row.verdict, row.decision, row.columns.source],
      [25, 'dropped', 'ip6_forward.source-scope', 'fe80::ff:fe00:101'],
    );
    assert.equal(parts.at(-1), 1, 'progress was told');
  });

  it('without a machine packets go without comments, and nothing was sent', async () => {
    const desk = new Desk();
    await desk.indexed();
    const file = await capture(desk, { what: 'packets', rows: [0] });
    assert.deepEqual([file.frames, file.comment(0)], [1, []]);
    await assert.rejects(capture(desk, { what: 'sent', rows: null }), /nothing was sent/);
    await assert.rejects(desk.page.ask(workerRequests.report, { row: 0 }), /that a machine received/);
  });
});

describe('a report of a packet', () => {
  it('says why, with the lines of the machine', async () => {
    const desk = await labDesk();
    const report = await desk.page.ask(workerRequests.report, { row: 24 });
    assert.match(report, /Dropped: the packet would leave the zone/);
    assert.match(report, /ip6_forward\.source-scope/);
    assert.match(report, /ifconfig em1 inet6 2001:db8:2::1\/64 mtu 1400 up/);
  });
});

describe('an inferred machine', () => {
  it('is a .stack file that replays the capture', async () => {
    const desk = new Desk();
    await desk.indexed();
    const text = await desk.page.ask(workerRequests.infer, null);
    assert.deepEqual(parseStack(text, labStack).problems, []);
    const with_ = new Desk(lab, { texts: { [labStack]: text } });
    await with_.indexed();
    const { replay, verdicts } = await with_.replayed();
    assert.equal(replay.kind, 'done', JSON.stringify(replay));
    assert.ok(verdicts.length > 0);
  });

  it('is foretold in a few words while there is none', async () => {
    const desk = new Desk();
    const { replay } = await desk.until(state => state.replay.kind === 'none' && state.replay.facts !== null);
    assert.deepEqual(replay.kind === 'none' ? replay.facts?.interfaces : null, ['em0', 'em1']);
  });
});
