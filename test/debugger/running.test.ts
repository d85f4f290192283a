/** Long runs: they can be paused, cancelled and left, and show how far they have come. */
import { strict as assert } from 'node:assert';
import { Client } from './client';
import { able, begin, lab } from './sessions';
import { conversation } from './transcript';

/** Lets a second pass between two looks at the clock, so that every run breathes wherever it may. */
function hurryClock(): void {
  const { now } = Date;
  let time = 0;
  before(() => {
    Date.now = () => {
      time += 1000;
      return time;
    };
  });
  after(() => {
    Date.now = now;
  });
}

/** Stops in no packet, but makes the run look into each. */
const everywhere = [{ name: '*', condition: 'ipv6.hlim > 255' }];

describe('long runs', () => {
  hurryClock();

  conversation('pause', async client => {
    await begin(client, { stopOnEntry: true }, { names: everywhere });
    client.atBreath(3, () => client.send('pause', { threadId: 1 }));
    await client.ask('continue', { threadId: 1 });
    const stopped = await client.stop();
    assert.equal(stopped.reason, 'pause');
    await client.answer(client.last);
    await client.ask('stackTrace', { threadId: 1 });
    assert.equal((await client.move('continue')).description, 'End of capture');
  });

  conversation('pause where nothing runs', async client => {
    await begin(client, { stopOnEntry: true });
    await client.move('pause');
  });

  conversation('cancel', async client => {
    await begin(client, {}, { names: everywhere });
    client.atBreath(2, () => client.send('cancel', {}));
    await client.ask('reverseContinue', { threadId: 1 });
    const stopped = await client.stop();
    assert.equal(stopped.reason, 'pause');
    await client.answer(client.last);
    await client.ask('cancel', { requestId: 1 });
  });

  conversation('cancel of another request', async client => {
    await begin(client, { stopOnEntry: true }, { names: everywhere });
    await client.ask('stackTrace', { threadId: 1 });
    const answered = client.last;
    client.atBreath(2, () => client.send('cancel', { requestId: answered }));
    await client.ask('continue', { threadId: 1 });
    assert.equal((await client.stop()).description, 'End of capture');
    await client.answer(client.last);
  });

  conversation('cancel of progress that is over', async client => {
    await begin(client, { stopOnEntry: true }, { names: everywhere });
    client.atBreath(2, () => client.send('cancel', { progressId: 'run-0' }));
    await client.ask('continue', { threadId: 1 });
    assert.equal((await client.stop()).description, 'End of capture');
    await client.answer(client.last);
  });

  conversation('while it runs', async client => {
    await begin(client, { stopOnEntry: true }, { names: everywhere });
    const asked: number[] = [];
    client.atBreath(3, () => {
      for (const command of [
        'threads',
        'stackTrace',
        'next',
        'continue',
        'restart',
        'packetDebugger/nextPacket',
      ]) {
        asked.push(client.send(command, { threadId: 1 }));
      }
      asked.push(
        client.send('setFunctionBreakpoints', { breakpoints: [{ name: 'ip6_forward.route-lookup' }] }),
      );
      asked.push(client.send('setExpression', { expression: 'ipv6.hlim', value: '3' }));
      asked.push(client.send('evaluate', { expression: 'goto 19', context: 'repl' }));
      asked.push(client.send('evaluate', { expression: 'ipv6.hlim', context: 'watch' }));
    });
    await client.ask('continue', { threadId: 1 });
    const stopped = await client.stop();
    assert.equal(stopped.reason, 'function breakpoint');
    for (const seq of asked) await client.answer(seq);
  });

  conversation('disconnect while it runs', async client => {
    await begin(client, { stopOnEntry: true }, { names: everywhere });
    client.atBreath(3, () => client.send('disconnect'));
    await client.ask('continue', { threadId: 1 });
    await client.answer(await client.sent('disconnect'));
    client.leave();
  });

  it('show their progress to clients that ask for it', async () => {
    const client = new Client();
    await client.ask('initialize', { adapterID: 'packet', ...able, supportsProgressReporting: true });
    await client.ask('launch', { stack: lab });
    await client.event('initialized');
    await client.ask('setFunctionBreakpoints', { breakpoints: everywhere });
    await client.ask('configurationDone');
    const shown = [];
    for (;;) {
      const { event, body } = await client.any();
      if (event === 'stopped') break;
      if (event.startsWith('progress')) shown.push({ event, ...(body as object) });
    }
    assert.equal(shown[0].event, 'progressStart');
    assert.deepEqual(shown.at(-1), { event: 'progressEnd', progressId: 'run-1' });
    const percentages = shown.slice(0, -1).map(one => (one as { percentage?: number }).percentage ?? -1);
    assert.deepEqual(
      percentages,
      [...percentages].sort((a, b) => a - b),
    );
    assert.ok(
      percentages.every(one => one >= 0 && one <= 100),
      percentages.join(' '),
    );
    await client.quiet();
  });
});
