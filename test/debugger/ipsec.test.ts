/** Encrypted packets and associations in the debugger: what lies within, how far each has come, and never a key. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { begin, scope } from './sessions';
import { conversation } from './transcript';

const gateway = 'samples/ipsec-gateway/gateway.stack';

/** The hexadecimal digits of the keys of the gateway's associations. */
function keys(): string[] {
  const text = readFileSync(join(PROJECT_ROOT, gateway), 'utf8');
  return [...text.matchAll(/-[EA] \S+ 0x([0-9a-f]{16,})/g)].map(([, digits]) => digits);
}

describe('IPsec in the debugger', () => {
  conversation('a packet that leaves a tunnel', async (client, note) => {
    const names = [{ name: 'esp6_input.mode' }, { name: 'ip6_forward.route-lookup' }];
    await begin(client, { stack: gateway, stopAt: 2 }, { names });
    await client.move('continue');
    const shown: unknown[] = [];
    const look = async (name: string) => {
      const variablesReference = await scope(client, name);
      const { variables } = await client.ask('variables', { variablesReference });
      shown.push(variables);
      return variables.map(
        one => `${one.name} ${one.value.startsWith('inside ESP: ') ? 'inside' : 'outside'}`,
      );
    };
    note('while it is encrypted');
    assert.deepEqual(await look('Packet'), ['ipv6 outside', 'esp outside', 'ipv6 inside', 'icmpv6 inside']);
    await look('Associations');
    note('once it is decrypted');
    await client.move('continue');
    assert.deepEqual(await look('Packet'), ['ipv6 outside', 'icmpv6 outside']);
    note('an association by its name, in a watch and in a hover');
    for (const context of ['watch', 'hover', 'repl']) {
      shown.push(await client.ask('evaluate', { expression: 'association[0x00002002]', context }));
    }
    assert.equal(keys().length, 3);
    for (const key of keys())
      assert.ok(!JSON.stringify(shown).toLowerCase().includes(key), 'no key is shown');
  });
});
