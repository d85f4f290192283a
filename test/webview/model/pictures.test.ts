/** The timeline and the picture of paths. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { flowOf, type TakenPath, verdictNode } from '../../../src/webview/model/pathGraph';
import { everything } from '../../../src/webview/protocol/capture';
import { captureRequests } from '../../../src/webview/protocol/messages';
import { Desk } from './desk';

async function labDesk(): Promise<Desk> {
  const desk = new Desk();
  await desk.indexed();
  await desk.replayed();
  return desk;
}

describe('the timeline', () => {
  it('has every frame once, under its verdict', async () => {
    const desk = await labDesk();
    for (const bars of [1, 7, 100]) {
      const { counts, verdicts, from, to, damagedFrom } = await desk.page.ask(captureRequests.timeline, {
        bars,
      });
      assert.equal(counts.length, bars * verdicts.length);
      const { verdicts: told, duration, frames } = await desk.state();
      assert.deepEqual([from, to, damagedFrom], [0, duration, null]);
      const sum = (verdict: number) =>
        counts.reduce((all, n, i) => (i % verdicts.length === verdict ? all + n : all), 0);
      for (const { verdict, count } of told) assert.equal(sum(verdicts.indexOf(verdict)), count, verdict);
      assert.equal(
        counts.reduce((all, n) => all + n, 0),
        frames,
      );
    }
  });

  it('stands for nothing odd when odd numbers of bars are asked for', async () => {
    const desk = await labDesk();
    for (const bars of [0, -3, 1e9, Number.NaN, 2.5]) {
      const timeline = await desk.page.ask(captureRequests.timeline, { bars });
      assert.ok(timeline.bars >= 1 && timeline.bars <= 8192, String(bars));
    }
  });
});

describe('the picture of paths', () => {
  it('has every packet that ran, from the entry to a verdict', async () => {
    const desk = await labDesk();
    const picture = await desk.page.ask(captureRequests.paths, { shown: false });
    const { verdicts } = await desk.state();
    const ran = verdicts.reduce((sum, one) => sum + one.count, 0);
    assert.equal(picture.packets, ran);
    const ends = picture.nodes.filter(node => node.kind === 'verdict');
    assert.deepEqual(
      new Map(ends.map(node => [node.label, node.count])),
      new Map(verdicts.map(one => [one.verdict, one.count])),
    );
    const entry = picture.nodes.find(node => node.kind === 'entry');
    assert.equal(entry?.count, ran);
    assert.ok(picture.branches.length <= 200 && !picture.merged);
    for (const { x, y, width, height } of picture.nodes) {
      assert.ok(x - width / 2 >= 0 && x + width / 2 <= picture.width);
      assert.ok(y - height / 2 >= 0 && y + height / 2 <= picture.height);
    }
    for (const { points } of picture.branches) assert.ok(points.length >= 4 && points.every(Number.isFinite));
  });

  it('a branch selects the packets that took it', async () => {
    const desk = await labDesk();
    const { branches } = await desk.page.ask(captureRequests.paths, { shown: false });
    let checked = 0;
    for (const { outcomes, count } of branches) {
      if (outcomes.length === 0) continue;
      const { shown } = await desk.show({ branch: outcomes });
      assert.ok(shown >= count, `${outcomes.join(' ')}: ${shown} of ${count}`);
      checked++;
    }
    assert.ok(checked > 10);
    await desk.show(everything);
  });

  it('lists whole paths, the rarest first, each with a frame that took it', async () => {
    const desk = await labDesk();
    const { paths } = await desk.page.ask(captureRequests.paths, { shown: false });
    assert.ok(paths.every((path, i) => i === 0 || path.count >= paths[i - 1].count));
    for (const { outcomes, example, count } of paths) {
      const { shown } = await desk.show({ branch: outcomes });
      assert.ok(shown >= count && (await desk.frames()).includes(example.frame));
    }
  });

  it('is of the frames that the list shows, when asked so', async () => {
    const desk = await labDesk();
    await desk.show({ verdicts: ['dropped'] });
    const picture = await desk.page.ask(captureRequests.paths, { shown: true });
    assert.equal(picture.packets, 7);
    assert.deepEqual(
      picture.nodes.filter(node => node.kind === 'verdict').map(node => node.label),
      ['dropped'],
    );
    await desk.show({ filter: 'arp' });
    assert.equal((await desk.page.ask(captureRequests.paths, { shown: true })).packets, 0);
  });

  it('merges the rarest ways when there are too many', () => {
    const random = numbers(7);
    const paths: TakenPath[] = Array.from({ length: 3000 }, (_, i) => ({
      outcomes: Array.from({ length: 12 }, () => Math.floor(random() * 150)),
      verdict: 1 + (i % 3),
      count: 1 + i,
    }));
    const { edges, nodes, merged } = flowOf(paths, 200);
    assert.ok(edges.length <= 200 && edges.length > 3, String(edges.length));
    assert.equal(merged, true);
    const total = paths.reduce((sum, path) => sum + path.count, 0);
    const ends = nodes.filter(node => [1, 2, 3].map(verdictNode).includes(node.id));
    assert.equal(
      ends.reduce((sum, node) => sum + node.count, 0),
      total,
      'nobody is lost',
    );
    for (const { from, to } of edges) {
      assert.ok(nodes.some(node => node.id === from) && nodes.some(node => node.id === to));
    }
  });
});

/** Numbers from 0 to 1, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
