/** Scopes of what waits in a machine and what it has learned of paths: fragments, path MTUs, timers. */
import { strict as assert } from 'node:assert';
import { Client } from './client';
import { begin, scope } from './sessions';
import { World } from './world';

const stack = 'host.stack';

/** A session on a host that frames of a capture of the Linux lab reach. */
async function session(capture: string, host: string, launch: object): Promise<Client> {
  const world = new World({
    [stack]: `${host}\nreplay "test/captures/linux/${capture}" on em0\n`,
  });
  const client = new Client(world);
  await begin(client, { stack, ...launch });
  return client;
}

async function rows(client: Client, name: string): Promise<string[]> {
  const variablesReference = await scope(client, name);
  const { variables } = await client.ask('variables', { variablesReference });
  return variables.map(row => `${row.name}: ${row.value}`);
}

const h2 = ['ifconfig em0 ether 02:00:00:00:02:02', 'ifconfig em0 inet6 2001:db8:2::10/64 up'].join('\n');
const fragment = '0xd3a59598 2001:db8:1::10 > 2001:db8:2::10';

describe('what waits', () => {
  it('fragments are a scope until the packet is whole, and come back with a step back', async () => {
    const client = await session('04-packet-too-big-r1-wan.pcap', h2, { stopAt: 2 });
    const waiting = await rows(client, 'Fragments');
    assert.equal(waiting.length, 1);
    assert.match(
      waiting[0],
      /^0xd3a59598 2001:db8:1::10 > 2001:db8:2::10: 1 fragment, bytes 0-1231, the end is missing, waits until \d+\.\d{9} s$/,
    );
    const timers = await rows(client, 'Timers');
    assert.ok(timers.some(row => /^frag6_slowtimo \d+: \d+\.\d{9} s, for frame 1$/.test(row)));
    const { result } = await client.ask('evaluate', { expression: `fragment[${fragment}]` });
    assert.match(result, /^1 fragment, bytes 0-1231/);
    await client.move('packetDebugger/goToFrame', { frame: 2, step: 100_000 });
    assert.deepEqual(
      (await rows(client, 'Fragments')).map(row => row.split(' (')[0]),
      [`${fragment}: gone`],
    );
    await client.move('packetDebugger/goToFrame', { frame: 2 });
    assert.deepEqual(await rows(client, 'Fragments'), waiting);
  });

  it('a data breakpoint stops when a fragment comes', async () => {
    const client = await session('04-packet-too-big-r1-wan.pcap', h2, { stopAt: 1 });
    const { dataId } = await client.ask('dataBreakpointInfo', { name: `fragment[${fragment}]` });
    assert.ok(dataId);
    await client.ask('setDataBreakpoints', { breakpoints: [{ dataId }] });
    const stopped = await client.move('continue');
    assert.equal(stopped.reason, 'data breakpoint');
    assert.match((await rows(client, 'Fragments'))[0], /0 fragments, bytes none/);
    await client.move('continue');
    assert.match((await rows(client, 'Fragments'))[0], /1 fragment, bytes 0-1231/);
  });

  it('a machine in which nothing waits has no such scopes', async () => {
    const client = await session('04-packet-too-big-r1-wan.pcap', h2, { stopAt: 1 });
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    const { scopes } = await client.ask('scopes', { frameId: stackFrames[0].id });
    const names = scopes.map(({ name }) => name);
    for (const name of ['Fragments', 'Path MTUs', 'Default routers']) assert.ok(!names.includes(name), name);
  });
});
