/** The list: rows, times, events, filters, chips, and how its state is told. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Capture, MemorySource } from '../../../src/capture';
import { matchingFrames } from '../../../src/decode';
import { compileFilter } from '../../../src/decode/filter';
import { summaryRow } from '../../../src/replay/rows';
import { MachineRun } from '../../../src/webview/model/machineRun';
import { captureRequests } from '../../../src/webview/protocol/messages';
import { COMMAND, FRAME } from '../../../src/webview/protocol/rows';
import { workerRequests } from '../../../src/webview/protocol/worker';
import { Desk, lab, labStack, text } from './desk';

const stackText = readFileSync(join(PROJECT_ROOT, labStack), 'utf8');
const labBytes = readFileSync(join(PROJECT_ROOT, lab));

/** Frames that a filter selects, as the command line finds them. */
function selected(filter: string): number[] {
  const compiled = compileFilter(filter);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return [...matchingFrames(Capture.openWhole(new MemorySource(labBytes)), compiled.filter)];
}

describe('the list of a capture', () => {
  it('has a row for every frame, with times, lengths and texts', async () => {
    const desk = new Desk();
    const { frames, rows: count, duration } = await desk.indexed();
    assert.deepEqual([frames, count], [52, 52]);
    const rows = await desk.rows();
    const capture = Capture.openWhole(new MemorySource(labBytes));
    for (let i = 0; i < 52; i++) {
      assert.equal(rows.kind[i], FRAME);
      assert.equal(rows.frame[i], i + 1);
      assert.equal(rows.seconds[i], capture.seconds(i));
      assert.equal(rows.nanos[i], capture.nanoseconds(i));
      assert.equal(rows.length[i], capture.originalLength(i));
      const before = i === 0 ? 0 : rows.relative[i - 1];
      assert.equal(rows.delta[i], rows.relative[i] - before);
      assert.ok(rows.relative[i] <= duration);
    }
    assert.equal(rows.relative[0], 0);
    assert.deepEqual(
      [text(rows, 24, 'source'), text(rows, 24, 'destination'), text(rows, 24, 'interface')],
      ['fe80::ff:fe00:101', '2001:db8:2::10', 'em0'],
    );
    assert.equal(text(rows, 24, 'decision'), '', 'no machine decided anything');
  });

  it('answers with the rows that there are when more are asked for', async () => {
    const desk = new Desk();
    await desk.indexed();
    const beyond = await desk.rows(50, 60);
    assert.deepEqual([beyond.from, beyond.count, [...beyond.frame]], [50, 2, [51, 52]]);
    for (const [from, to] of [
      [-5, -1],
      [99, 100],
      [3, 2],
      [Number.NaN, Number.NaN],
    ]) {
      assert.equal((await desk.rows(from, to)).count, 0, `${from} to ${to}`);
    }
  });

  it('shows what the machine decided once it is replayed', async () => {
    const desk = new Desk();
    await desk.indexed();
    const state = await desk.replayed();
    assert.equal(state.replay.kind, 'done');
    const rows = await desk.rows();
    assert.equal(text(rows, 24, 'decision'), 'ip6_forward.source-scope');
    assert.equal(rows.verdict[24], 3);
    assert.equal(rows.verdict[1], 0, 'the machine sent frame 2 itself');
  });

  it('counts verdicts as the command line does', async () => {
    const desk = new Desk();
    await desk.indexed();
    const { verdicts, reasons } = await desk.replayed();
    const run = await MachineRun.prepare(labStack, desk.environment);
    run.replay.run();
    const { summary } = summaryRow(run.replay);
    const counted = Object.fromEntries(Object.entries(summary).filter(([, count]) => count > 0));
    assert.deepEqual(Object.fromEntries(verdicts.map(one => [one.verdict, one.count])), counted);
    const total = (all: readonly { count: number }[]) => all.reduce((sum, { count }) => sum + count, 0);
    assert.equal(total(reasons), total(verdicts));
  });

  it('has rows without a number for commands, in their place', async () => {
    const desk = new Desk(lab, {
      texts: { [labStack]: `${stackText}\nat 1s ifconfig em1 down\nat 2s ifconfig em1 up\n` },
    });
    await desk.indexed();
    await desk.replayed();
    const { rows: count } = await desk.until(state => state.rows > state.frames);
    const rows = await desk.rows();
    const commands = Array.from({ length: count }, (_, i) => i).filter(i => rows.kind[i] === COMMAND);
    assert.deepEqual(
      commands.map(i => [rows.frame[i], Math.round(rows.relative[i] / 1e9), text(rows, i, 'info')]),
      [
        [0, 1, 'Command at 1s: ifconfig em1 down'],
        [0, 2, 'Command at 2s: ifconfig em1 up'],
      ],
    );
    assert.equal(rows.frame[commands[0] - 1], 22, 'the last frame before one second');
    assert.ok(rows.delta[commands[0]] > 0);
    const row = await desk.page.ask(captureRequests.rowOfFrame, { frame: 23 });
    assert.equal(row, commands[0] + 1);
    const trace = await desk.trace(commands[0]);
    assert.deepEqual([trace.title, trace.frame, trace.absent], ['Command at 1s: ifconfig em1 down', 0, '']);
  });
});

describe('the filter of the list', () => {
  for (const filter of ['icmpv6.type == 128', 'ipv6.hlim < 64', 'udp', '!ipv6', 'frame.number > 40', '']) {
    it(`selects what the command line selects: ${filter || 'nothing asked'}`, async () => {
      const desk = new Desk();
      await desk.indexed();
      const { rows, shown, filtering } = await desk.show({ filter });
      assert.deepEqual(await desk.frames(), selected(filter));
      assert.deepEqual([rows, shown, filtering], [selected(filter).length, selected(filter).length, null]);
    });
  }

  it('knows verdicts, decisions and values of the engine', async () => {
    const desk = new Desk();
    await desk.indexed();
    await desk.replayed();
    const dropped = [19, 21, 23, 25, 34, 38, 39];
    await desk.show({ filter: 'verdict == dropped' });
    assert.deepEqual(await desk.frames(), dropped);
    await desk.show({ filter: 'verdict == "dropped" and ipv6.hlim == 1' });
    assert.deepEqual(await desk.frames(), [19]);
    await desk.show({ filter: 'decision == "ip6_forward.source-scope"' });
    assert.deepEqual(await desk.frames(), [25]);
    await desk.show({ filter: 'in_zone == 1 && out_zone == 2' });
    assert.deepEqual(await desk.frames(), [25]);
    await desk.show({ verdicts: ['dropped'], filter: 'udp' });
    assert.deepEqual(await desk.frames(), [25, 39]);
    await desk.show({ reasons: ['ip6_forward.hop-limit', 'ip6_forward.link-mtu'] });
    assert.deepEqual(await desk.frames(), [19, 23]);
    await desk.show({ branch: ['ip6_forward.hop-limit=exceeded', 'icmp6_error.decrypted=no'] });
    assert.deepEqual(await desk.frames(), [19]);
    await desk.show({ branch: ['ip6_forward.hop-limit=no-such'] });
    assert.deepEqual(await desk.frames(), []);
    await desk.show({ span: [1e9, 1.2e9] });
    assert.deepEqual(await desk.frames(), [23, 24]);
  });

  it('without a machine finds no verdict', async () => {
    const desk = new Desk();
    await desk.indexed();
    await desk.show({ filter: 'verdict == dropped' });
    assert.deepEqual(await desk.frames(), []);
    await desk.show({ verdicts: ['dropped'] });
    assert.deepEqual(await desk.frames(), []);
  });

  it('says what is wrong with it, and leaves the list as it is', async () => {
    const desk = new Desk();
    await desk.indexed();
    await desk.show({ filter: 'udp' });
    const before = await desk.state();
    const { problem } = await desk.page.ask(captureRequests.show, {
      filter: 'ipv6.hlim = = 1',
      verdicts: [],
      reasons: [],
      span: null,
      branch: null,
    });
    assert.ok(problem !== null && problem.message.length > 0 && problem.to >= problem.from);
    assert.equal((await desk.state()).revision, before.revision);
    assert.deepEqual(await desk.frames(), selected('udp'));
    assert.deepEqual(await desk.page.ask(captureRequests.checkFilter, { filter: 'udp' }), null);
    const checked = await desk.page.ask(captureRequests.checkFilter, { filter: 'udp and nonsense.field' });
    assert.equal('udp and nonsense.field'.slice(checked?.from, checked?.to), 'nonsense.field');
  });

  it('is completed with fields, values of the field before, and operators', async () => {
    const desk = new Desk();
    await desk.indexed();
    await desk.replayed();
    const labels = async (filter: string) => {
      const all = await desk.page.ask(captureRequests.completeFilter, { filter, at: filter.length });
      return all.map(one => one.label);
    };
    assert.ok((await labels('ipv6.hl')).includes('ipv6.hlim'));
    assert.deepEqual(await labels('verd'), ['verdict']);
    assert.ok((await labels('verdict == dr')).includes('dropped'));
    assert.ok((await labels('ipv6.hlim ')).includes('contains'));
    assert.ok((await labels('le')).includes('len'));
  });

  it('is followed by searches from row to row', async () => {
    const desk = new Desk();
    await desk.indexed();
    await desk.replayed();
    const next = (row: number, filter: string, forward = true) =>
      desk.page.ask(captureRequests.nextMatch, { row, filter, forward });
    assert.equal(await next(0, 'udp'), 24);
    assert.equal(await next(-1, 'frame.number == 1'), 0);
    assert.equal(await next(24, 'udp'), 27, 'UDP that an error quotes');
    assert.equal(await next(51, 'verdict == dropped', false), 38);
    assert.equal(await next(18, 'verdict == dropped', false), null);
    await assert.rejects(next(0, 'udp =='), /ends too early/);
    const same = (row: number, forward: boolean) =>
      desk.page.ask(captureRequests.sameReason, { row, forward });
    assert.equal(await same(10, true), 13);
    assert.equal(await same(13, false), 10);
    assert.equal(await same(18, true), null, 'only one packet died of its hop limit');
    assert.equal(await same(1, true), null, 'frame 2 was not decided');
    assert.equal(await same(999, true), null);
  });
});

describe('revisions', () => {
  it('count up when rows mean something else, and only then', async () => {
    const desk = new Desk();
    const first = (await desk.indexed()).revision;
    await desk.rows();
    await desk.trace(0);
    assert.equal((await desk.state()).revision, first);
    const filtered = (await desk.show({ filter: 'udp' })).revision;
    assert.ok(filtered > first);
    const rows = await desk.rows();
    assert.deepEqual([rows.revision, [...rows.frame]], [filtered, selected('udp')]);
    const replayed = (await desk.replayed()).revision;
    assert.ok(replayed > filtered);
    assert.equal((await desk.trace(0)).revision, replayed);
  });

  it('a row that is no longer there is refused, and rows beyond the end are none', async () => {
    const desk = new Desk();
    await desk.indexed();
    await desk.show({ filter: 'udp' });
    await assert.rejects(desk.trace(51), /no longer there/);
    await assert.rejects(desk.bytes(51), /no longer there/);
    assert.equal((await desk.rows(40, 52)).count, 0);
  });
});

describe('machines that cannot be', () => {
  const failing = async (stack: string) => {
    const desk = new Desk(lab, { texts: { 'a.stack': stack } });
    await desk.indexed();
    const { replay } = await desk.replayed('a.stack');
    return replay.kind === 'failed' ? replay : assert.fail(replay.kind);
  };

  it('are told with the line that is wrong', async () => {
    const { message, line } = await failing('sysctl net.inet6.ip6.forwarding=1\nifconfg em0 up\n');
    assert.equal(line, 2);
    assert.match(message, /ifconfig/);
  });

  it('are told where the capture has nowhere to arrive', async () => {
    const { message, line } = await failing('sysctl net.inet6.ip6.forwarding=1\n');
    assert.match(message, /on which interface/);
    assert.equal(line, null);
  });

  it('are told when the file cannot be read', async () => {
    const desk = new Desk();
    await desk.indexed();
    const { replay } = await desk.replayed('no-such.stack');
    assert.equal(replay.kind, 'failed');
    assert.match(replay.kind === 'failed' ? replay.message : '', /no-such\.stack/);
    const { absent } = await desk.trace(0);
    assert.match(absent, /could not be started/);
    await desk.page.ask(workerRequests.useStack, { stack: null });
    assert.equal((await desk.state()).replay.kind, 'none');
    assert.match((await desk.trace(0)).absent, /No machine/);
  });
});
