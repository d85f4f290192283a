/** What a divert program keeps or gives back: events of the list that judge a packet as frames do. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TIMER } from '../../../src/webview/protocol/rows';
import { Desk, text } from './desk';

describe('packets that a divert program has', () => {
  it('are counted, found and explained by what became of them', async () => {
    const desk = new Desk('samples/divert-and-rewrite/lab.pcapng');
    await desk.indexed();
    await desk.replayed('samples/divert-and-rewrite/nat.stack');
    const { verdicts, packets, frames } = await desk.until(({ rows, frames }) => rows > frames);
    assert.deepEqual(
      verdicts.map(({ verdict, count }) => [verdict, count]),
      [
        ['forwarded', 11],
        ['dropped', 1],
        ['diverted', 23],
        ['queued', 1],
        ['consumed', 2],
      ],
    );
    assert.equal(packets, frames + 13);
    const { rows, shown } = await desk.show({ filter: 'verdict == "dropped"' });
    assert.deepEqual([rows, shown], [1, 1]);
    const dropped = await desk.rows();
    assert.deepEqual([dropped.kind[0], text(dropped, 0, 'decision')], [TIMER, 'divert_program.answer']);
    const { verdict, sentence } = await desk.trace(0);
    assert.equal(verdict, dropped.verdict[0]);
    assert.match(sentence, /^Dropped: the program on the divert socket keeps it/);
  });

  it('are none where a program only sends', async () => {
    const desk = new Desk('samples/divert-and-rewrite/lab.pcapng');
    await desk.indexed();
    await desk.replayed('samples/divert-and-rewrite/nat.stack');
    await desk.until(({ rows, frames }) => rows > frames);
    const rows = await desk.rows();
    const timers = [...rows.kind.keys()].filter(i => rows.kind[i] === TIMER);
    const idle = timers.filter(i => rows.verdict[i] === 0);
    assert.deepEqual([timers.length, idle.length], [23, 10]);
    assert.equal((await desk.trace(idle[0])).verdict, 0);
  });
});
