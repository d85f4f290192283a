/**
 * Captures that are damaged, empty, odd or hostile, and requests that make no sense: everything is answered,
 * nothing breaks.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Capture, MemorySource } from '../../../src/capture';
import { everything } from '../../../src/webview/protocol/capture';
import { request } from '../../../src/webview/protocol/channel';
import { captureRequests } from '../../../src/webview/protocol/messages';
import { workerRequests } from '../../../src/webview/protocol/worker';
import { pcapFile } from '../../capture/build';
import { Desk, lab, labStack, text } from './desk';

const labBytes = new Uint8Array(readFileSync(join(PROJECT_ROOT, lab)));

function deskOf(bytes: Uint8Array, stack?: string): Desk {
  return new Desk(lab, {
    captures: { [lab]: bytes },
    texts: stack === undefined ? {} : { [labStack]: stack },
  });
}

describe('strange captures', () => {
  it('a damaged one shows what is before the damage', async () => {
    const desk = deskOf(labBytes.subarray(0, Math.floor(labBytes.length / 2)));
    const { unreadable, frames, damage } = await desk.indexed();
    assert.equal(unreadable, null);
    assert.ok(frames > 5 && frames < 52);
    assert.equal(damage?.lastFrame, frames);
    assert.match(damage?.message ?? '', new RegExp(`after frame ${frames}`));
    const { damagedFrom, to, counts } = await desk.page.ask(captureRequests.timeline, { bars: 100 });
    assert.ok(damagedFrom !== null && damagedFrom < to);
    assert.equal(
      counts.reduce((sum, n) => sum + n, 0),
      frames,
    );
    assert.equal((await desk.replayed()).replay.kind, 'done');
  });

  it('a damaged one shows what is behind the damage when that is asked for, and replays again', async () => {
    const whole = Capture.openWhole(new MemorySource(labBytes));
    const bytes = Uint8Array.from(labBytes);
    bytes.fill(0xff, whole.offsetOf(20) - 16, whole.offsetOf(20));
    const desk = deskOf(bytes);
    assert.equal((await desk.replayed()).frames, 20);
    const { damage } = await desk.indexed();
    assert.equal(damage?.behind, 'unknown');
    const offset = damage?.offset ?? 0;
    const { text: around, line } = await desk.page.ask(workerRequests.fileBytes, { offset });
    assert.match(
      around.split('\n')[line],
      new RegExp(`^${(offset - (offset % 16)).toString(16).padStart(8, '0')}  `),
    );
    await desk.page.ask(captureRequests.lookOn, null);
    const found = await desk.until(
      state => state.indexing === null && state.frames === 51 && state.replay.kind === 'done',
    );
    assert.equal(found.damage, null);
    assert.deepEqual([found.gaps?.count, found.gaps?.offset, found.gaps?.lastFrame], [1, offset, 20]);
    assert.equal(found.rows, (await desk.until(state => state.rows >= 51)).rows);
    // Nothing is left to be looked for.
    await desk.page.ask(captureRequests.lookOn, null);
    assert.equal((await desk.indexed()).frames, 51);
  });

  it('a damaged one says so when nothing follows that makes sense', async () => {
    const bytes = new Uint8Array(labBytes.length + 5000).fill(0xff);
    bytes.set(labBytes);
    const desk = deskOf(bytes);
    assert.equal((await desk.indexed()).damage?.behind, 'unknown');
    await desk.page.ask(captureRequests.lookOn, null);
    const { frames, damage } = await desk.until(state => state.damage?.behind === 'nothing');
    assert.equal(frames, 52);
    assert.equal(damage?.offset, labBytes.length);
  });

  it('an empty file and one that is no capture say so, and nothing else works', async () => {
    for (const [bytes, message] of [
      [new Uint8Array(0), /empty/],
      [new TextEncoder().encode('no capture at all, only text'), /no capture/],
    ] as const) {
      const desk = deskOf(bytes);
      const state = await desk.indexed();
      assert.match(state.unreadable ?? '', message);
      assert.deepEqual([state.frames, state.rows, state.damage], [0, 0, null]);
      await assert.rejects(desk.rows(), message);
      await assert.rejects(desk.trace(0), message);
      const { replay } = await desk.replayed();
      assert.equal(replay.kind, 'failed');
      assert.match(replay.kind === 'failed' ? replay.message : '', message);
      assert.equal((await desk.show({ filter: 'udp' })).rows, 0);
    }
  });

  it('one without a frame, and one with a single one', async () => {
    const none = deskOf(pcapFile({}, []));
    const empty = await none.indexed();
    assert.deepEqual([empty.unreadable, empty.frames, empty.duration], [null, 0, 0]);
    assert.equal((await none.rows()).count, 0);
    assert.equal(await none.page.ask(captureRequests.rowOfFrame, { frame: 1 }), null);
    assert.equal((await none.page.ask(captureRequests.paths, { shown: false })).packets, 0);
    const one = deskOf(pcapFile({}, [{ seconds: 5, ticks: 6, bytes: new Uint8Array(3) }]));
    await one.indexed();
    const rows = await one.rows();
    assert.deepEqual([rows.count, rows.seconds[0], rows.nanos[0], rows.delta[0]], [1, 5, 6000, 0]);
    const { counts } = await one.page.ask(captureRequests.timeline, { bars: 10 });
    assert.equal(counts[0], 1);
    assert.equal((await one.bytes(0)).bytes.length, 3);
  });

  it('one of a link type that nobody knows shows its bytes, and cannot be replayed', async () => {
    const desk = deskOf(
      pcapFile({ network: 249 }, [{ seconds: 1, ticks: 0, bytes: new Uint8Array(40) }]),
      'ifconfig em0 inet6 2001:db8::1/64 up\nreplay "lab.pcapng" on em0\n',
    );
    await desk.indexed();
    assert.equal((await desk.rows()).count, 1);
    const { bytes, fields } = await desk.bytes(0);
    assert.equal(bytes.length, 40);
    assert.ok(fields.some(line => line.name === 'data'));
    const { replay } = await desk.replayed();
    assert.match(replay.kind === 'failed' ? replay.message : '', /cannot arrive at a host/);
  });

  it('a clock set back gives negative distances and loses no frame', async () => {
    const at = (seconds: number) => ({ seconds, ticks: 0, bytes: new Uint8Array(20) });
    const desk = deskOf(pcapFile({}, [at(100), at(90), at(110)]));
    const { duration } = await desk.indexed();
    assert.equal(duration, 10e9);
    const rows = await desk.rows();
    assert.deepEqual([...rows.relative], [0, -10e9, 10e9]);
    assert.deepEqual([...rows.delta], [0, -10e9, 20e9]);
    const { from, counts } = await desk.page.ask(captureRequests.timeline, { bars: 2 });
    assert.equal(from, -10e9);
    assert.equal(
      counts.reduce((sum, n) => sum + n, 0),
      3,
    );
  });

  it('whatever bytes frames have, every row can be looked at in every way', async function () {
    this.timeout(120_000);
    const frame = fc.uint8Array({ maxLength: 200 });
    const like = fc.tuple(
      fc.constantFrom(0, 2, 18, 24),
      fc.uint8Array({ minLength: 1, maxLength: 30 }),
      fc.nat(120),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { maxLength: 4 }),
        fc.array(like, { maxLength: 4 }),
        async (any, bent) => {
          const capture = await labFrames();
          const changed = bent.map(([of, bytes, from]) => {
            const copy = capture[of].slice();
            copy.set(bytes.subarray(0, Math.max(0, copy.length - from)), Math.min(from, copy.length));
            return copy;
          });
          const frames = [...any, ...changed].map((bytes, i) => ({ seconds: i, ticks: 0, bytes }));
          const desk = deskOf(pcapFile({}, frames), `${stackWithout()}replay "lab.pcapng" on em0\n`);
          await desk.indexed();
          assert.equal((await desk.replayed()).replay.kind, 'done');
          const rows = await desk.rows();
          for (let i = 0; i < rows.count; i++) {
            assert.equal(typeof text(rows, i, 'info'), 'string');
            const { versions, steps } = await desk.trace(i);
            for (const { id } of versions) await desk.bytes(i, id, Math.floor(steps.length / 2));
          }
          await desk.show({ filter: 'verdict == dropped or udp' });
          await desk.page.ask(captureRequests.paths, { shown: false });
          desk.model.dispose();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('strange requests', () => {
  it('are answered with an error or with nothing', async () => {
    const desk = new Desk();
    await desk.indexed();
    const { page } = desk;
    for (const row of [-1, 1.5, Number.NaN, 1e9]) {
      await assert.rejects(desk.trace(row), /no longer there/);
      await assert.rejects(desk.bytes(row), /no longer there/);
    }
    for (const frame of [0, -7, 53, Number.NaN]) {
      const row = await page.ask(captureRequests.rowOfFrame, { frame });
      assert.ok(row === null || row === 0, String(frame));
    }
    assert.equal(
      await page.ask(captureRequests.nextMatch, { row: Number.NaN, filter: 'udp', forward: true }),
      24,
    );
    assert.equal(
      (await page.ask(captureRequests.copyRows, { rows: [0, -1, 99999, 0.5] })).trim().split('\n').length,
      2,
    );
    assert.deepEqual(
      await page.ask(captureRequests.completeFilter, { filter: '', at: -5 }).then(all => all.length > 0),
      true,
    );
    await assert.rejects(
      page.ask(request<null, null>('noSuchThing'), null),
      /Nobody here serves the request noSuchThing/,
    );
    await assert.rejects(page.ask(captureRequests.show, null as never), Error);
    assert.equal((await desk.state()).rows, 52, 'the model lives on');
  });

  it('copied rows are lines of as many cells as the heading', async () => {
    const desk = new Desk();
    await desk.indexed();
    await desk.replayed();
    const copied = await desk.page.ask(captureRequests.copyRows, { rows: [24, 18] });
    const lines = copied
      .trimEnd()
      .split('\n')
      .map(line => line.split('\t'));
    assert.deepEqual(
      lines.map(cells => cells.length),
      [10, 10, 10],
    );
    assert.deepEqual([lines[1][0], lines[1][8], lines[1][9]], ['25', 'dropped', 'ip6_forward.source-scope']);
    assert.equal(lines[2][0], '19', 'in the order given');
  });

  it('a capture that has grown is read anew, and replayed again', async () => {
    const captures: Record<string, Uint8Array> = { [lab]: labBytes.subarray(0, 4000) };
    const desk = new Desk(lab, { captures });
    const before = await desk.indexed();
    await desk.replayed();
    captures[lab] = labBytes;
    await desk.page.ask(workerRequests.reopen, null);
    const after = await desk.until(
      state => state.indexing === null && state.replay.kind === 'done' && state.frames === 52,
    );
    assert.ok(before.frames < 52 && after.revision > before.revision);
    const row = (frame: number) => desk.page.ask(captureRequests.rowOfFrame, { frame });
    const last = (await row(52)) ?? -1;
    assert.equal((await desk.rows(last, last + 1)).frame[0], 52);
    assert.equal((await desk.trace((await row(25)) ?? -1)).verdict, 3);
  });

  it('a machine chosen twice in a row is the one that was saved last', async () => {
    const texts: Record<string, string> = { [labStack]: 'nonsense' };
    const desk = new Desk(lab, { texts });
    await desk.indexed();
    const first = desk.page.ask(workerRequests.useStack, { stack: labStack });
    delete texts[labStack];
    const state = await desk.replayed();
    await first;
    assert.equal(state.replay.kind, 'done');
    assert.equal((await desk.state()).replay.kind, 'done');
  });

  it('a model that is gone says nothing any more', async () => {
    const desk = new Desk();
    await desk.indexed();
    const pending = desk.page.ask(captureRequests.show, { ...everything, filter: 'udp' });
    desk.model.dispose();
    await pending.catch(() => {});
    const told = desk.sent.length;
    await new Promise(done => setTimeout(done, 250));
    assert.equal(desk.sent.length, told);
  });
});

let known: Uint8Array[] | null = null;

/** The frames of the lab. */
async function labFrames(): Promise<Uint8Array[]> {
  if (known !== null) return known;
  const desk = new Desk();
  const { frames } = await desk.indexed();
  known = [];
  for (let row = 0; row < frames; row++) known.push((await desk.bytes(row)).bytes);
  return known;
}

/** The lab's machine without its capture. */
function stackWithout(): string {
  return readFileSync(join(PROJECT_ROOT, labStack), 'utf8').replace(/^replay .*$/m, '');
}
