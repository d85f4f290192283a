/** Where a session stands, as an editor of captures follows it. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Client } from './client';
import { begin } from './sessions';

const lab = 'lab.pcapng';
const beside = 'samples/ipv6-router/router.stack';

/** The position told last, after whatever the console says. */
async function positioned(client: Client): Promise<object> {
  return (await client.after('packetDebugger/position')) as object;
}

describe('the position of a session', () => {
  it('is told to a client that has asked for it, with who moved there', async () => {
    const client = new Client();
    await begin(client, { stopOnEntry: true });
    assert.equal(client.events.filter(one => one.event === 'packetDebugger/position').length, 0);
    const first = { capture: lab, beside, frame: 1 };
    const asked = (await client.ask('packetDebugger/position')) as object;
    assert.deepEqual({ ...first, ...asked }, asked, 'it begins at the first frame');
    await client.move('packetDebugger/goToFrame', { frame: 25, step: 4, by: 7, capture: lab });
    assert.deepEqual(await positioned(client), { capture: lab, beside, frame: 25, step: 3, by: 7 });
    await client.move('next');
    const next = (await positioned(client)) as { frame: number; step: number; by: number };
    assert.deepEqual([next.frame, next.by], [25, 0], 'the session moved by itself');
    assert.ok(next.step > 3);
  });

  it('tells what the user has changed, and what became of the packet then', async () => {
    const client = new Client();
    await begin(client, { stopOnEntry: true });
    await client.ask('packetDebugger/position');
    await client.move('packetDebugger/goToFrame', { frame: 19, step: 12 });
    await positioned(client);
    await client.ask('setExpression', { expression: 'ipv6.hlim', value: '9' });
    await client.after('invalidated');
    const { frame, changed } = (await positioned(client)) as {
      frame: number;
      changed: { values: string[]; verdict: string };
    };
    assert.deepEqual([frame, changed.values], [19, ['ipv6.hlim = 9']]);
    assert.match(changed.verdict, /^Forwarded/);
  });

  it('is no frame at the end, and a frame that is not there is refused', async () => {
    const client = new Client();
    await begin(client, { stopOnEntry: true, capture: `samples/ipv6-router/${lab}`, interface: 'em0' });
    await client.ask('packetDebugger/position');
    const refused = await client.refused('packetDebugger/goToFrame', {
      frame: 99,
      capture: `samples/ipv6-router/${lab}`,
    });
    assert.match(refused, /no frame 99/);
    assert.match(
      await client.refused('packetDebugger/goToFrame', { frame: 1, capture: 'other.pcap' }),
      /no frame 1 of other/,
    );
    await client.move('continue');
    const end = await positioned(client);
    assert.deepEqual(end, { capture: '', beside: null, frame: 0, step: 0, by: 0 });
  });
});
