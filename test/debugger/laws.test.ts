/** Laws of walking: back undoes forward, and what is seen at a step does not depend on the way there. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import fc from 'fast-check';
import { Client } from './client';
import { able, lab } from './sessions';
import { World } from './world';

const router = readFileSync(join(PROJECT_ROOT, 'test/replay/r1.stack'), 'utf8');

/** IPv4 through `ipfw`, divert sockets and an EtherIP tunnel. */
const dispatcher = [
  'sysctl net.inet.ip.forwarding=1 net.inet.etherip.allow=1',
  'ifconfig em0 ether 02:00:00:00:01:02 inet 192.0.2.1/24 up',
  'ifconfig em1 ether 02:00:00:00:02:01 inet 198.51.100.1/24 mtu 1280 up',
  'ifconfig em2 inet6 2001:db8:9::1/64 up',
  'ndp -s 2001:db8:9::2 02:00:00:00:09:02',
  'ifconfig etherip0 create tunnel 2001:db8:9::1 2001:db8:9::2',
  'ifconfig etherip0 inet 203.0.113.254/24 up',
  'arp -s 203.0.113.1 02:00:00:00:0a:01',
  'ipfw add 100 divert 8668 icmp from any to 198.51.100.20 in',
  'ipfw add 200 tee 8669 udp from any to any',
  'ipfw add 300 deny ip from any to 8.8.8.8',
  'divert 8668 pass after 5ms',
  'divert 8669 drop',
].join('\n');

/** Files that replay captures of the Linux lab. */
const captures = [
  '02-ping6-forwarded-r1-lan+wan',
  '04-packet-too-big-r1-lan+wan',
  '07-time-exceeded-traceroute-r1-lan+wan',
  '08-unreachables-r1-lan+wan',
  '09-redirect-r1-lan+wan',
  '10-beyond-scope-r1-lan+wan',
];
const made: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    captures.map(name => [
      `${name}.stack`,
      `${router}\nreplay "test/captures/linux/${name}.pcapng" (lan = em0, wan = em1)\n`,
    ]),
  ),
  'dispatcher.stack': `${dispatcher}\nreplay "test/captures/linux/25-ipv4-router-r1-lan+wan.pcapng" (lan = em0, wan = em1)\n`,
};

/** The samples that users are given. */
const given = readdirSync(join(PROJECT_ROOT, 'samples'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.stack'))
  .map(file => `samples/${file}`);
const samples = [...given, ...Object.keys(made)];

/** A session that stands at the first step of a sample. */
async function open(stack: string): Promise<Client> {
  const client = new Client(new World(made));
  await client.ask('initialize', { adapterID: 'packet', ...able });
  await client.ask('launch', { stack, stopOnEntry: true });
  await client.event('initialized');
  const { threads } = (await client.ask('threads')) as DebugProtocol.ThreadsResponse['body'];
  client.rules.threads = threads.length;
  await client.move('configurationDone', {});
  return client;
}

/** Where the session stands, innermost function first, then what the packet and a counter are there. */
async function standing(client: Client): Promise<{ name: string; line?: number; path?: string }[]> {
  const { stackFrames } = await client.ask('stackTrace', { threadId: client.rules.thread });
  const frames = stackFrames.map(({ name, line, source }) => ({ name, line, path: source?.path }));
  const packet = await client.ask('evaluate', { expression: 'frame[0:1500]' });
  const counter = await client.ask('evaluate', { expression: 'ip6stat.ip6s_total' });
  return [...frames, { name: packet.result }, { name: counter.result }];
}

/** Whether a session stands in the input of IP itself, in no function that it calls. */
function isInput(place: readonly { name: string }[]): boolean {
  return place[0].name === 'ip6_input' || place[0].name === 'ip_input';
}

/** All that a session answers where it stands, without the numbers it gives to things. */
async function answers(client: Client): Promise<unknown> {
  const { stackFrames } = await client.ask('stackTrace', { threadId: client.rules.thread });
  const scopes = [];
  if (stackFrames.length > 0) {
    const given = await client.ask('scopes', { frameId: stackFrames[0].id });
    for (const { name, variablesReference } of given.scopes) {
      scopes.push({ name, variables: await under(client, variablesReference) });
    }
  }
  const values = [];
  for (const expression of ['ipv6.hlim', 'verdict', 'decision', 'ip6stat.ip6s_forward', 'frame[0:40]']) {
    const { success, message, body } = await client.answer(client.send('evaluate', { expression }));
    const { result, memoryReference } = (body ?? {}) as Partial<DebugProtocol.EvaluateResponse['body']>;
    values.push({ success, message, result, memoryReference });
  }
  const frames = stackFrames.map(frame => ({ ...frame, id: 0 }));
  return { frames, scopes, values };
}

/** Variables and what is under them, by name and value. */
async function under(client: Client, variablesReference: number, depth = 2): Promise<unknown[]> {
  if (variablesReference === 0 || depth === 0) return [];
  const { variables } = await client.ask('variables', { variablesReference });
  const known = [];
  for (const { name, value, type, memoryReference, variablesReference: inner } of variables) {
    known.push({ name, value, type, memoryReference, inner: await under(client, inner, depth - 1) });
  }
  return known;
}

describe('laws of walking', function () {
  this.timeout(120_000);

  for (const sample of samples) {
    it(`stepping back undoes stepping in, at every step of ${sample}`, async () => {
      const client = await open(sample);
      const there = [await standing(client)];
      for (;;) {
        await client.move('stepIn');
        if (client.standsAtEnd) break;
        there.push(await standing(client));
      }
      assert.ok(there.length > 100, `${there.length} steps`);
      for (let i = there.length - 1; i >= 0; i--) {
        await client.move('packetDebugger/stepBackIn');
        assert.deepEqual(await standing(client), there[i], `step ${i}`);
      }
      const beginning = await client.move('packetDebugger/stepBackIn');
      assert.equal(beginning.description, 'Beginning of capture');
      await client.quiet();
    });
  }

  it('stepping back over undoes next within a function', async () => {
    const client = await open(lab);
    await client.ask('setFunctionBreakpoints', {
      breakpoints: [{ name: 'ip6_input' }, { name: 'ip_input' }],
    });
    let undone = 0;
    while (undone < 100) {
      const before = await standing(client);
      await client.move(isInput(before) ? 'next' : 'continue');
      if (client.standsAtEnd) break;
      const after = await standing(client);
      const sameFunction = after.length === before.length && after[0].name === before[0].name;
      if (!isInput(before) || !sameFunction) continue;
      await client.move('stepBack');
      assert.deepEqual(await standing(client), before);
      await client.move('next');
      assert.deepEqual(await standing(client), after);
      undone++;
    }
    assert.equal(undone, 100);
  });

  it('answers at a step do not depend on the way there', async () => {
    const straight = await open(lab);
    const wandering = await open(lab);
    const ways = [
      'next',
      'stepIn',
      'stepOut',
      'stepBack',
      'reverseContinue',
      'continue',
      'packetDebugger/nextPacket',
      'packetDebugger/previousPacket',
      'packetDebugger/stepBackIn',
      'packetDebugger/stepBackOut',
    ];
    const frames = [1, 3, 6, 10, 11, 19, 21, 23, 25, 27, 29, 32, 35, 38, 39, 40, 51];
    await wandering.ask('setExceptionBreakpoints', { filters: ['drop'] });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...frames),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.constantFrom(...ways), { maxLength: 6 }),
        async (frame, step, way) => {
          await straight.move('restart', {});
          await straight.move('packetDebugger/goToFrame', { frame, step });
          for (const command of way) {
            // There it would end the session.
            if (command === 'continue' && wandering.standsAtEnd) continue;
            const { success } = await wandering.answer(wandering.send(command, { threadId: 1 }));
            if (success) await wandering.stop();
          }
          await wandering.move('packetDebugger/goToFrame', { frame, step });
          assert.deepEqual(await answers(wandering), await answers(straight));
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });
});
