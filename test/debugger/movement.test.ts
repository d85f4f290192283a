/** Every movement there is, in both directions. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from './client';
import { lineOf, sourceOf } from './enginePlaces';
import { begin, lab } from './sessions';
import { conversation } from './transcript';
import { World } from './world';

describe('movement', () => {
  conversation('steps', async (client, note) => {
    await begin(client, { stopAt: 19 });
    note('in, over and out');
    const stepped = await client.move('stepIn');
    assert.equal(stepped.reason, 'step');
    await client.move('next');
    await client.move('next');
    await client.move('stepIn');
    await client.move('stepIn');
    await client.ask('stackTrace', { threadId: 1 });
    await client.move('stepOut');
    await client.ask('stackTrace', { threadId: 1 });
    note('back in, over and out');
    await client.move('packetDebugger/stepBackIn');
    await client.move('stepBack');
    await client.ask('stackTrace', { threadId: 1 });
    await client.move('packetDebugger/stepBackOut');
    await client.ask('stackTrace', { threadId: 1 });
    note('out of the last function ends the packet, and from there the next begins');
    await client.move('stepOut');
    await client.ask('stackTrace', { threadId: 1 });
    await client.move('next');
    await client.ask('stackTrace', { threadId: 1 });
    note('and back');
    await client.move('stepBack');
    await client.move('stepBack');
    await client.ask('stackTrace', { threadId: 1 });
  });

  conversation('the beginning', async client => {
    await begin(client, { stopOnEntry: true });
    const back = await client.move('stepBack');
    assert.equal(back.description, 'Beginning of capture');
    await client.move('packetDebugger/stepBackOut');
    const reverse = await client.move('reverseContinue');
    assert.equal(reverse.description, 'Beginning of capture');
    await client.ask('stackTrace', { threadId: 1 });
    assert.match(await client.refused('packetDebugger/previousPacket'), /no further packet/);
    await client.move('stepIn');
  });

  conversation('continue and reverse continue', async (client, note) => {
    const names = [{ name: 'ip6_forward.source-scope' }];
    const forwards: unknown[] = [await begin(client, {}, { names, filters: ['drop'] })];
    while (!client.standsAtEnd) forwards.push(await client.move('continue'));
    note('the same stops backwards');
    const backwards: unknown[] = [];
    for (;;) {
      const stopped = await client.move('reverseContinue');
      if (stopped.description === 'Beginning of capture') break;
      backwards.push(stopped);
    }
    assert.deepEqual(backwards.reverse(), forwards.slice(0, -1));
  });

  conversation('packets', async (client, note) => {
    await begin(client, { stopAt: 11 });
    note('next and previous');
    await client.move('packetDebugger/nextPacket');
    await client.move('packetDebugger/previousPacket');
    await client.move('packetDebugger/previousPacket');
    note('the last has none after it');
    await client.move('packetDebugger/goToFrame', { frame: 51 });
    assert.match(await client.refused('packetDebugger/nextPacket'), /no further packet/);
  });

  conversation('packets with the same reason', async client => {
    await begin(client, { stopAt: 11 });
    await client.move('packetDebugger/nextWithSameReason');
    await client.ask('stackTrace', { threadId: 1, levels: 1 });
    await client.move('packetDebugger/previousWithSameReason');
    await client.move('packetDebugger/previousWithSameReason');
    assert.match(
      await client.refused('packetDebugger/previousWithSameReason'),
      /No further packet was settled/,
    );
    await client.move('packetDebugger/goToFrame', { frame: 19 });
    await client.refused('packetDebugger/nextWithSameReason');
    await client.ask('stackTrace', { threadId: 1 });
  });

  conversation('go to a frame', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    await client.move('packetDebugger/goToFrame', { frame: 40 });
    note('and to a step of it');
    await client.move('packetDebugger/goToFrame', { frame: 40, step: 24 });
    await client.ask('stackTrace', { threadId: 1 });
    note('past its last step');
    await client.move('packetDebugger/goToFrame', { frame: 19, step: 100_000 });
    note('that did not arrive');
    await client.refused('packetDebugger/goToFrame', { frame: 2 });
    note('that is none');
    for (const frame of [0, 53, 1.5, 'first', null])
      await client.refused('packetDebugger/goToFrame', { frame });
    await client.refused('packetDebugger/goToFrame');
    for (const step of [1.5, 'first', -1])
      await client.refused('packetDebugger/goToFrame', { frame: 19, step });
    note('the session stands where it stood');
    await client.ask('stackTrace', { threadId: 1 });
  });

  conversation('go to a line', async (client, note) => {
    await begin(client, { stopAt: 19 });
    const source = sourceOf('ip6_forward.hop-limit');
    const { targets } = await client.ask('gotoTargets', { source, line: lineOf('ip6_forward.hop-limit') });
    assert.equal(targets.length, 1);
    const stopped = await client.move('goto', { threadId: 1, targetId: targets[0].id });
    assert.equal(stopped.reason, 'goto');
    await client.ask('stackTrace', { threadId: 1 });
    note('back');
    const first = await client.ask('gotoTargets', {
      source: sourceOf('link_input.header'),
      line: lineOf('link_input.header'),
    });
    await client.move('goto', { threadId: 1, targetId: first.targets[0].id });
    note('a target of before, and none');
    await client.refused('goto', { threadId: 1, targetId: targets[0].id });
    await client.refused('goto', { threadId: 1, targetId: 99_999 });
    note('lines without a step');
    await client.ask('gotoTargets', { source, line: 1 });
    await client.ask('gotoTargets', { source: { path: 'elsewhere.c' }, line: 1 });
  });

  conversation('restart frame', async (client, note) => {
    await begin(client, {}, { filters: ['drop'] });
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    await client.move('restartFrame', { frameId: stackFrames[0].id });
    await client.ask('stackTrace', { threadId: 1, levels: 1 });
    note('a frame of before');
    assert.match(await client.refused('restartFrame', { frameId: stackFrames[1].id }), /no longer there/);
    note('the outermost function, and the packet');
    const second = await client.ask('stackTrace', { threadId: 1 });
    await client.move('restartFrame', { frameId: second.stackFrames[2].id });
    const third = await client.ask('stackTrace', { threadId: 1 });
    await client.move('restartFrame', { frameId: third.stackFrames[third.stackFrames.length - 1].id });
  });

  conversation('restart', async client => {
    const first = await begin(client, {}, { filters: ['drop'] });
    await client.move('continue');
    await client.move('continue');
    assert.deepEqual(await client.move('restart', {}), first);
    await client.ask('setExceptionBreakpoints', { filters: [] });
    await client.move('continue');
    await client.move('restart', {});
  });

  it('restarts on what the .stack file says now', async () => {
    const stack = 'samples/ipv6-router/made.stack';
    const files = { [stack]: readFileSync(join(PROJECT_ROOT, lab), 'utf8') };
    const client = new Client(new World(files));
    await begin(client, { stack, stopAt: 19 }, { names: [{ name: 'ip6_forward.hop-limit=exceeded' }] });
    files[stack] = files[stack].replace('net.inet6.ip6.forwarding=1', 'net.inet6.ip6.forwarding=0');
    assert.equal((await client.move('restart', {})).reason, 'goto');
    assert.equal((await client.move('continue')).description, 'End of capture');
  });
});
