/** The address table of a bridge in a session: shown, watched, set, and come back from. */
import { strict as assert } from 'node:assert';
import { Client } from './client';
import { begin, scope } from './sessions';
import { World } from './world';

const stack = 'bridge.stack';
/**
 * Behind em0 a host of the Linux lab and a router talk to each other; em1 has nobody but who is placed there.
 */
const lines = [
  'ifconfig em0 up',
  'ifconfig em1 up',
  'ifconfig bridge0 addm em0 addm em1 up',
  'ifconfig bridge0 static em1 02:00:00:00:09:09',
  'replay "test/captures/linux/02-ping6-forwarded-r1-lan.pcap" on em0',
];

async function session(stopAt: number): Promise<Client> {
  const client = new Client(new World({ [stack]: `${lines.join('\n')}\n` }));
  await begin(client, { stack, stopAt });
  return client;
}

async function rows(client: Client): Promise<{ name: string; value: string }[]> {
  const variablesReference = await scope(client, 'Bridge addresses');
  const { variables } = await client.ask('variables', { variablesReference });
  return variables.map(({ name, value }) => ({ name, value }));
}

describe('the addresses of a bridge', () => {
  it('are a table: behind which member, and which frame taught it', async () => {
    const client = await session(2);
    const [learned, given, ...more] = await rows(client);
    assert.match(learned.name, /^02:00:00:00:01:0\d%bridge0$/);
    assert.match(learned.value, /^em0, learned from frame 1, until \d+\.\d{9} s$/);
    assert.deepEqual(given, { name: '02:00:00:00:09:09%bridge0', value: 'em1, given by hand' });
    assert.deepEqual(more, []);
    const { result } = await client.ask('evaluate', { expression: `bridge[${learned.name}]` });
    assert.equal(result, learned.value);
  });

  it('bear data breakpoints, which stop where one is learned', async () => {
    const client = await session(1);
    const name = (await rows(await session(2)))[0].name;
    const { dataId } = await client.ask('dataBreakpointInfo', { name: `bridge[${name}]` });
    assert.ok(dataId);
    await client.ask('setDataBreakpoints', { breakpoints: [{ dataId }] });
    const stopped = await client.move('continue');
    assert.equal(stopped.reason, 'data breakpoint');
  });

  it('can be set to a member, or to none, and to nothing else', async () => {
    const client = await session(2);
    const given = 'bridge[02:00:00:00:09:09%bridge0]';
    await assert.rejects(
      client.ask('setExpression', { expression: given, value: 'em7' }),
      /takes a member of it, or none/,
    );
    await client.ask('setExpression', { expression: given, value: 'em0' });
    assert.equal((await client.ask('evaluate', { expression: given })).result, 'em0, given by hand');
    await client.ask('setExpression', { expression: given, value: 'none' });
    assert.ok(
      !(await rows(client)).some(({ name, value }) => name.includes('09:09') && !value.startsWith('gone')),
    );
  });
});
