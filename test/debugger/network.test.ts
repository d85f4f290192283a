/**
 * Sessions over several hosts: two routers on a LAN, a host that is redirected there, and one behind the
 * other router.
 */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'mocha';
import type { Client } from './client';
import { type Beginning, begin } from './sessions';
import { conversation } from './transcript';

const stack = 'test/replay/network.stack';
const lines = readFileSync(join(PROJECT_ROOT, stack), 'utf8').split('\n');

/** Number of a line of the `.stack` file, by its text. */
function lineOf(text: string): number {
  return lines.findIndex(line => line.trim() === text) + 1;
}

/** Threads of the hosts, in the order of the file. */
const [r1, r2, h1, h3] = [1, 2, 3, 4];

async function beginNetwork(client: Client, beginning: Beginning, launch: object = {}) {
  client.rules.threads = 4;
  return begin(client, { stack, ...launch }, beginning);
}

/** The variables of a scope of a thread's innermost frame, and the frame. */
async function table(client: Client, threadId: number, name: string) {
  const { stackFrames } = await client.ask('stackTrace', { threadId });
  const frameId = stackFrames[0].id;
  const { scopes } = await client.ask('scopes', { frameId });
  const variablesReference = scopes.find(scope => scope.name === name)?.variablesReference ?? 0;
  const { variables } = await client.ask('variables', { variablesReference });
  return { frameId, variablesReference, variables };
}

describe('a session over several hosts', () => {
  conversation('hosts as threads', async (client, note) => {
    const redirected = await beginNetwork(client, { names: [{ name: 'icmp6_redirect_input.valid' }] });
    assert.equal(redirected.threadId, h1);
    await client.ask('threads');
    note('the host that is redirected');
    await client.ask('stackTrace', { threadId: h1 });
    note('a host in which nothing happens');
    const { variablesReference } = await table(client, r2, 'Neighbours');
    const known = { variablesReference, name: '2001:db8:1::10', value: '02:00:00:00:01:09' };
    assert.match(await client.refused('setVariable', known), /no packet is in this host here/);
    note('what a host bears is read in the frame of that host');
    for (const threadId of [r1, h3]) {
      const { stackFrames } = await client.ask('stackTrace', { threadId });
      const sent = { expression: 'icmp6stat.icp6s_outhist.137', frameId: stackFrames[0].id };
      const { result } = await client.ask('evaluate', sent);
      assert.equal(result, threadId === r1 ? '1' : '0');
    }
    note('a thread that is none');
    assert.match(await client.refused('stackTrace', { threadId: 5 }), /no thread 5/);
  });

  conversation('steps from host to host', async (client, note) => {
    const first = await beginNetwork(client, { names: [{ name: 'ip6_forward.neighbor-output' }] });
    let threadId = first.threadId;
    const walk = async (way: string, expected: readonly number[]) => {
      note(`${way}, ${expected.length} times`);
      for (const thread of expected) {
        ({ threadId } = await client.move(way, { threadId }));
        assert.equal(threadId, thread, way);
      }
    };
    note('to where a packet goes through one router to the other');
    await client.ask('evaluate', { expression: 'goto 7.99', context: 'repl' });
    await client.stop();
    await walk('next', [r2]);
    await walk('stepBack', [r1]);
    await walk('stepIn', [r2]);
    await walk('stepOut', [r2, h1, h1, r2]);
    await walk('packetDebugger/stepBackOut', [h1, r2, r1]);
    await walk('continue', [r2, r2]);
    await walk('reverseContinue', [r2]);
    note('a packet on a link has its own document, and is gone to by its name');
    const { text } = (await client.ask('packetDebugger/trace', { of: 'e12' })) as { text: string };
    assert.match(text, /icmp6_redirect_input/);
    await client.ask('evaluate', { expression: 'goto e12.27', context: 'repl' });
    assert.equal((await client.stop()).threadId, h1);
  });

  conversation('breakpoints on lines of a host', async (client, note) => {
    const source = { path: stack };
    const answers = lineOf('ifconfig em0 inet6 2001:db8:3::10/64 up');
    const first = await beginNetwork(client, { lines: { source, breakpoints: [{ line: answers }] } });
    assert.equal(first.threadId, h3);
    await client.ask('breakpointLocations', { source, line: 1, endLine: answers });
    note('where a block begins, its first line that can stop is taken');
    await client.ask('setBreakpoints', { source, breakpoints: [{ line: lineOf('host h1 {') }] });
    assert.equal((await client.move('continue')).threadId, h1);
    note('and back');
    await client.ask('setBreakpoints', { source, breakpoints: [{ line: answers }] });
    assert.equal((await client.move('reverseContinue')).threadId, h3);
  });

  conversation('what changes in another host', async (client, note) => {
    const names = [{ name: 'changes h1.route[2001:db8:3::10]' }];
    assert.equal((await beginNetwork(client, { names })).threadId, h1);
    note('read where another host stands');
    const evaluate = async (expression: string) =>
      (await client.ask('evaluate', { expression, context: 'watch' })).result;
    assert.match(await evaluate('h1.route[2001:db8:3::10]'), /fe80::ff:fe00:103/);
    assert.equal(await evaluate('r1.ip6stat.ip6s_forward'), '1');
    assert.equal(await evaluate('r2.ip6stat.ip6s_forward == 1'), 'true');
    note('a counter from the variables of a host that is idle');
    const { variablesReference, variables } = await table(client, r1, 'Counters');
    const counter = variables.find(one => one.evaluateName === 'ip6stat.ip6s_forward');
    const info = await client.ask('dataBreakpointInfo', { variablesReference, name: counter?.name });
    assert.equal(info.dataId, 'r1.ip6stat.ip6s_forward');
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    await client.ask('setDataBreakpoints', {
      breakpoints: [{ dataId: info.dataId, condition: 'r2.ip6stat.ip6s_forward > 3' }],
    });
    assert.equal((await client.move('continue')).threadId, r1);
    const { stackFrames: under } = await client.ask('stackTrace', { threadId: r1 });
    assert.match(under.at(-1)?.name ?? '', /^Frame 10 /);
    note('in no other host, and none of an unknown one');
    await client.ask('setDataBreakpoints', { breakpoints: [{ dataId: 'h3.ip6stat.ip6s_forward' }] });
    assert.equal((await client.move('continue')).description, 'End of capture');
    await client.ask('setFunctionBreakpoints', {
      breakpoints: [{ name: 'changes h9.ip6stat.ip6s_forward' }],
    });
    note('at the end of the capture');
    const { stackFrames } = await client.ask('stackTrace', { threadId: h3 });
    const of = { expression: 'r2.ip6stat.ip6s_forward', frameId: stackFrames[0].id };
    assert.notEqual((await client.ask('evaluate', of)).result, '0');
  });
});
