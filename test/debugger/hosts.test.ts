/** Sessions with several hosts: each is a thread. */
import { strict as assert } from 'node:assert';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import { twoHosts } from '../replay/twoHosts';
import { Client } from './client';
import { begin } from './sessions';
import { World } from './world';

const stack = 'samples/ipv6-router/hosts.stack';
const world = () => new World({ [stack]: twoHosts });

/** Names of the frames of a thread, innermost first. */
async function framesOf(client: Client, threadId: number): Promise<string[]> {
  const { stackFrames } = await client.ask('stackTrace', { threadId });
  return stackFrames.map(frame => frame.name);
}

describe('several hosts in a session', () => {
  it('are threads, and a stop is in that of its event', async () => {
    const client = new Client(world());
    client.rules.threads = 2;
    const stopped = await begin(client, { stack }, { names: [{ name: 'icmp6_input' }] });
    const { threads } = (await client.ask('threads')) as DebugProtocol.ThreadsResponse['body'];
    assert.deepEqual(threads, [
      { id: 1, name: 'A' },
      { id: 2, name: 'B' },
    ]);
    assert.equal(stopped.threadId, 1);
    assert.equal(stopped.description, 'icmp6_input.length');
  });

  it('that are idle show their tables and can be read', async () => {
    const client = new Client(world());
    client.rules.threads = 2;
    const stopped = await begin(
      client,
      { stack },
      { lines: { source: { path: stack }, breakpoints: [{ line: 10 }] } },
    );
    assert.equal(stopped.threadId, 2);
    assert.deepEqual(await framesOf(client, 2), [
      'link_input',
      'Packet on B.em0, from frame 3: fe80::70:64ff:fe67:2 > ff02::1:ff00:10 Neighbor Solicitation',
    ]);
    assert.deepEqual(await framesOf(client, 1), ['A is idle']);
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    const { scopes } = await client.ask('scopes', { frameId: stackFrames[0].id });
    const interfaces = scopes.find(one => one.name === 'Interfaces');
    const { variables } = await client.ask('variables', {
      variablesReference: interfaces?.variablesReference ?? 0,
    });
    assert.deepEqual(
      variables.map(one => one.name),
      ['lo0', 'em0', 'em1', 'em2'],
    );
    assert.match(
      await client.refused('restartFrame', { frameId: stackFrames[0].id }),
      /No packet is in A here/,
    );
  });

  it('follow each other as their events do, forwards and back', async () => {
    const client = new Client(world());
    client.rules.threads = 2;
    await begin(client, { stack }, { lines: { source: { path: stack }, breakpoints: [{ line: 10 }] } });
    const threads: number[] = [];
    for (const way of ['stepOut', 'stepOut', 'stepOut', 'stepBack', 'reverseContinue'] as const) {
      const stopped = await client.move(way, { threadId: threads.at(-1) ?? 2 });
      threads.push(stopped.threadId ?? 0);
    }
    assert.deepEqual(threads, [2, 1, 1, 1, 2]);
  });

  it('name the host in which a command runs', async () => {
    const client = new Client(
      new World({ [stack]: twoHosts.replace('host B {', 'host B {\n  at 1s ifconfig em0 down') }),
    );
    client.rules.threads = 2;
    const lines = { source: { path: stack }, breakpoints: [{ line: 10 }] };
    const stopped = await begin(client, { stack }, { lines });
    assert.equal(stopped.threadId, 2);
    assert.equal((await framesOf(client, 2)).at(-1), 'Command of B at 1s: ifconfig em0 down');
  });

  it('tell an editor of captures where they stand, and are moved by it, at packets on links too', async () => {
    const client = new Client(world());
    client.rules.threads = 2;
    await begin(client, { stack }, { lines: { source: { path: stack }, breakpoints: [{ line: 10 }] } });
    const at = (await client.ask('packetDebugger/position')) as { event: object };
    assert.deepEqual(at, {
      capture: 'lab.pcapng',
      beside: stack,
      frame: 0,
      event: { number: 1, time: 95_857_913 },
      step: 1,
    });
    await client.move('packetDebugger/goTo', { moment: 'e3.5', by: 7 });
    const moved = await client.after('packetDebugger/position');
    assert.deepEqual(moved, { ...at, event: { number: 3, time: 95_857_913 }, step: 4, by: 7 });
  });
});
