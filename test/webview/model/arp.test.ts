/**
 * ARP, which has no network header: its versions and changes lie behind the link header as those of IP do.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Desk } from './desk';

describe('an ARP packet', () => {
  it('is ARP behind a link header as it came, as it is now, and as it is sent', async () => {
    const desk = new Desk('samples/divert-and-rewrite/lab.pcapng');
    await desk.indexed();
    await desk.replayed('samples/divert-and-rewrite/nat.stack');
    const { versions, settled } = await desk.trace(0);
    assert.ok(versions.some(({ id }) => id === 'now'));
    for (const version of ['in', 'now', 'out:0'] as const) {
      const { bytes, network, fields } = await desk.bytes(0, version, settled);
      assert.equal(bytes.length, 42, version);
      assert.equal(network, 14, version);
      const layers = fields.filter(({ depth }) => depth === 0).map(({ name }) => name);
      assert.deepEqual(layers, ['frame', 'eth', 'arp'], version);
    }
  });
});
