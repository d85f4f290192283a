/** Scopes of who listens: taps, IP filters, captures. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Client } from './client';
import { begin, scope } from './sessions';
import { World } from './world';

const stack = 'samples/ipv6-router/tapped.stack';
const machine = `ifconfig em0 ether 02:00:00:00:02:02
ifconfig em0 inet6 2001:db8:2::10/64 up
ifconfig iptap0 create
ifconfig iptap1 create
capture iptap0 pktap "a.pcapng"
capture iptap1 raw "b.pcapng"
capture iptap1 pktap "c.pcapng"
at 1s capture iptap1 stop
replay "lab.pcapng" (em0 = em0, em1 = em0)
`;

async function rows(client: Client, name: string): Promise<string[]> {
  const variablesReference = await scope(client, name);
  const { variables } = await client.ask('variables', { variablesReference });
  return variables.map(row => `${row.name}: ${row.value}`);
}

describe('who listens', () => {
  it('is in tables while there are any, with what ends marked as gone', async () => {
    const client = new Client(new World({ [stack]: machine }));
    await begin(client, { stack, stopAt: 1 });
    assert.deepEqual(await rows(client, 'Taps'), ['iptap1: raw 1, pktap 1', 'iptap0: raw 0, pktap 1']);
    assert.deepEqual(await rows(client, 'IP filters'), ['ipv4 1: iptap', 'ipv6 1: iptap']);
    assert.deepEqual(await rows(client, 'Captures'), [
      'iptap0 pktap: a.pcapng',
      'iptap1 pktap: c.pcapng',
      'iptap1 raw: b.pcapng',
    ]);
    await client.move('packetDebugger/goTo', { moment: 'e1.1000' });
    assert.deepEqual(await rows(client, 'Taps'), [
      'iptap1: raw 0, pktap 0 (changed, was raw 1, pktap 1)',
      'iptap0: raw 0, pktap 1',
    ]);
    assert.deepEqual((await rows(client, 'Captures')).sort(), [
      'iptap0 pktap: a.pcapng',
      'iptap1 pktap: gone (was c.pcapng)',
      'iptap1 raw: gone (was b.pcapng)',
    ]);
  });

  it('is in none where nobody does', async () => {
    const client = new Client(new World({ [stack]: machine.replace(/^.*iptap.*\n/gm, '') }));
    await begin(client, { stack, stopAt: 1 });
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    const { scopes } = await client.ask('scopes', { frameId: stackFrames[0].id });
    const names = scopes.map(one => one.name);
    assert.deepEqual(
      names.filter(name => ['Taps', 'IP filters', 'Captures'].includes(name)),
      [],
    );
  });
});
