/**
 * Ten million frames and a gigabyte, made on demand: rows at once, bounded memory, work that shows hits as it
 * goes and can be left.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { everything } from '../../../src/webview/protocol/capture';
import type { ChannelError } from '../../../src/webview/protocol/channel';
import { captureRequests } from '../../../src/webview/protocol/messages';
import { Desk, text } from './desk';
import { ManyFrames, RARE } from './manyFrames';

const TEN_MILLION = 10_000_000;
const router = [
  'sysctl net.inet6.ip6.forwarding=1',
  'ifconfig em0 ether 02:00:00:00:00:01',
  'ifconfig em0 inet6 2001:db8:1::1/64 up',
  'ifconfig em1 inet6 2001:db8:2::1/64 up',
  'ndp -s 2001:db8:2::2 02:00:00:00:00:99',
  'route add -inet6 default 2001:db8:2::2',
  'replay "many.pcap" on em0',
].join('\n');

function deskOf(frames: number): Desk {
  return new Desk('many.pcap', {
    captures: { 'many.pcap': new ManyFrames(frames) },
    texts: { 'router.stack': router },
  });
}

/** Bytes held outside and inside the heap after collecting garbage, as far as that can be asked for. */
function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('ten million frames', function () {
  this.timeout(600_000);

  it('are shown before they are all found, and take 40 bytes each', async () => {
    const before = held();
    const desk = deskOf(TEN_MILLION);
    const early = await desk.until(state => state.frames > 0);
    assert.ok(early.indexing !== null && early.indexing < 0.5, 'rows stand while frames are being found');
    assert.equal((await desk.rows(0, 40)).count, 40);
    const { frames, rows } = await desk.indexed();
    assert.deepEqual([frames, rows], [TEN_MILLION, TEN_MILLION]);
    assert.ok(desk.states.length > 2, 'progress was told');
    for (const frame of [1, 2, 4_999_999, 7_654_321, TEN_MILLION]) {
      const row = await desk.page.ask(captureRequests.rowOfFrame, { frame });
      assert.equal(row, frame - 1);
      const [only] = [await desk.rows(frame - 1, frame)];
      assert.deepEqual([only.frame[0], only.relative[0]], [frame, (frame - 1) * 10_000]);
      assert.equal(text(only, 0, 'source'), '2001:db8:1::10');
    }
    // The hop limit stands in a column: nothing is read or dissected.
    await desk.show({ filter: 'ipv6.hlim == 1' });
    const found = await desk.frames();
    assert.deepEqual([found.length, found[0], found[99]], [TEN_MILLION / RARE, RARE, TEN_MILLION]);
    const beyond = held() - before - 100 * 2 ** 20;
    assert.ok(beyond < 40 * TEN_MILLION, `${(beyond / TEN_MILLION).toFixed(1)} bytes a frame`);
    desk.model.dispose();
  });
});

describe('a million frames', function () {
  this.timeout(600_000);
  const MILLION = 1_000_000;

  it('are searched in view of the user, and left when he wants no more', async () => {
    const desk = deskOf(MILLION);
    await desk.indexed();
    const cancel = new AbortController();
    // A field that no column has: frames must be dissected.
    const view = { ...everything, filter: 'ipv6.flow == 5 or frame.number > 500000' };
    const shown = desk.page.ask(captureRequests.show, view, { signal: cancel.signal });
    const first = await desk.until(state => state.filtering !== null && state.rows > 0);
    assert.ok(first.rows < MILLION / 2);
    assert.equal((await desk.rows(0, 1)).frame[0], 6);
    cancel.abort();
    await assert.rejects(shown, (error: ChannelError) => error.cancelled);
    const left = await desk.until(state => state.filtering === null);
    assert.ok(left.rows < 1 + MILLION / 2, 'it was not searched to its end');
    const again = await desk.show({});
    assert.equal(again.rows, MILLION);
    desk.model.dispose();
  });

  it('a newer filter takes the place of the one under way', async () => {
    const desk = deskOf(MILLION);
    await desk.indexed();
    const slow = desk.page.ask(captureRequests.show, { ...everything, filter: 'ipv6.flow == 5' });
    await desk.until(state => state.filtering !== null);
    const { rows } = await desk.show({ filter: 'ipv6.hlim == 1' });
    assert.equal(rows, MILLION / RARE);
    assert.deepEqual(await slow, { problem: null });
    assert.deepEqual((await desk.frames()).slice(0, 2), [RARE, 2 * RARE]);
    desk.model.dispose();
  });

  it('looking for them can be stopped, and those found stay', async () => {
    const desk = deskOf(TEN_MILLION);
    await desk.until(state => state.frames > 0);
    await desk.page.ask(captureRequests.stopIndexing, null);
    const state = await desk.indexed();
    assert.equal(state.indexingStopped, true);
    assert.ok(state.frames > 0 && state.frames < TEN_MILLION);
    const last = await desk.rows(state.frames - 1, state.frames);
    assert.equal(last.frame[0], state.frames);
    desk.model.dispose();
  });

  it('get their verdicts while the list is looked at', async () => {
    const desk = deskOf(MILLION);
    await desk.indexed();
    const done = desk.replayed('router.stack');
    const during = await desk.until(state => state.replay.kind === 'running' && state.verdicts.length > 0);
    assert.ok(during.verdicts[0].count < MILLION);
    const rows = await desk.rows(0, 10);
    assert.equal(rows.verdict[0], 1, 'the first ones are known already');
    const trace = await desk.trace(MILLION - 1);
    assert.ok(trace.absent === '' || /has not come to this frame/.test(trace.absent));
    const { verdicts, replay } = await done;
    assert.equal(replay.kind, 'done');
    assert.deepEqual(verdicts, [
      { verdict: 'forwarded', count: MILLION - MILLION / RARE },
      { verdict: 'dropped', count: MILLION / RARE },
    ]);
    const { rows: dropped } = await desk.show({ verdicts: ['dropped'] });
    assert.equal(dropped, MILLION / RARE);
    desk.model.dispose();
  });

  it('a filter by verdict follows the replay', async () => {
    const desk = deskOf(MILLION);
    await desk.indexed();
    const done = desk.replayed('router.stack');
    await desk.until(state => state.replay.kind === 'running');
    const { rows } = await desk.show({ filter: 'verdict == dropped' });
    assert.equal(rows, MILLION / RARE);
    assert.equal((await done).replay.kind, 'done');
    desk.model.dispose();
  });

  it('a replay that is no longer wanted ends', async () => {
    const desk = deskOf(MILLION);
    await desk.indexed();
    void desk.replayed('router.stack').catch(() => {});
    await desk.until(state => state.replay.kind === 'running');
    const state = await desk.replayed('no-such.stack');
    assert.equal(state.replay.kind, 'failed');
    assert.deepEqual(state.verdicts, []);
    desk.model.dispose();
  });
});
