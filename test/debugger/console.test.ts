/** The debug console: what it says by itself, and its commands. */
import { strict as assert } from 'node:assert';
import { begin } from './sessions';
import { conversation } from './transcript';

describe('the debug console', () => {
  conversation(
    'console',
    async (client, note) => {
      await begin(client, {}, { filters: ['drop'] });
      note('a step within the packet');
      await client.move('next');
      note('on to the next drop');
      await client.move('continue');
      note('back into the packet of before');
      await client.move('reverseContinue');
      note('to the end');
      await client.ask('setExceptionBreakpoints', { filters: [] });
      await client.move('continue');
    },
    {},
    true,
  );

  conversation('console commands', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    const say = (expression: string) => client.ask('evaluate', { expression, context: 'repl' });
    note('goto');
    await say('goto 19.25');
    await client.stop();
    await say(' goto 21 ');
    await client.stop();
    note('goto what is not there');
    for (const expression of ['goto 2', 'goto 99', 'goto 0', 'goto', 'goto x', 'goto 19.']) {
      await client.refused('evaluate', { expression, context: 'repl' });
    }
    note('why');
    const { result } = await say('why');
    assert.match(result, /^Dropped: no route matches/);
    note('elsewhere they are expressions');
    await client.refused('evaluate', { expression: 'why', context: 'watch' });
    await client.refused('evaluate', { expression: 'goto 19', context: 'watch' });
    note('why a route was chosen among others');
    await say('goto 35');
    await client.stop();
    await say('why');
  });

  conversation('events that are no frames', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    const say = (expression: string) => client.ask('evaluate', { expression, context: 'repl' });
    note('goto, before it has happened');
    await say('goto e2.1');
    await client.stop();
    await client.ask('stackTrace', { threadId: 1 });
    await client.move('stepBack');
    note('its steps as a document, from which a client goes to one of them');
    await client.ask('packetDebugger/trace', { of: 'e2' });
    await client.move('packetDebugger/goTo', { moment: 'e2.3' });
    note('that never happen');
    await client.refused('packetDebugger/trace', { of: 'e99' });
    await client.refused('packetDebugger/goTo', { moment: 'e99' });
    await client.refused('packetDebugger/goTo', { moment: 'later' });
  });

  conversation('why at the end of the capture', async client => {
    await begin(client);
    await client.refused('evaluate', { expression: 'why', context: 'repl' });
    await client.ask('evaluate', { expression: 'goto 19', context: 'repl' });
    await client.stop();
  });
});
