/**
 * Encrypted packets and associations in the debugger: what lies within, how far each has come, and never a
 * key.
 */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from './client';
import { begin, scope } from './sessions';
import { conversation } from './transcript';
import { World } from './world';

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

  it('a command that adds an association is told without its keys', async () => {
    const line =
      'add ::1 ::2 esp 0x1001 -E aes-cbc 0x000102030405060708090a0b0c0d0e0f -A hmac-md5 "sixteen bytes..."';
    const stack = 'keys.stack';
    const text = [
      'ifconfig em0 inet6 2001:db8:1::10/64 up',
      `at 0.001s ${line} ;`,
      'replay "test/captures/linux/04-packet-too-big-r1-lan.pcap" on em0',
      '',
    ].join('\n');
    const client = new Client(new World({ [stack]: text }));
    await begin(client, { stack, stopOnEntry: true });
    await client.ask('setDataBreakpoints', { breakpoints: [{ dataId: 'association[0x00001001]' }] });
    const { reason, description } = await client.move('continue');
    assert.equal(reason, 'data breakpoint');
    assert.equal(description, 'Command at 0.001s: add ::1 ::2 esp 0x1001 -E aes-cbc (key) -A hmac-md5 (key)');
    const shown: unknown[] = [await client.ask('threads')];
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    shown.push(stackFrames);
    for (const memoryReference of ['0.packet.0', '1.packet.0']) {
      const { data = '' } = (await client.ask('readMemory', { memoryReference, count: 4096 })) ?? {};
      assert.equal(Buffer.from(data, 'base64').indexOf(Buffer.from('000102030405', 'hex')), -1);
    }
    for (const { id } of stackFrames) {
      const { scopes } = await client.ask('scopes', { frameId: id });
      for (const { variablesReference } of scopes) {
        shown.push(await client.ask('variables', { variablesReference }));
      }
      for (const expression of ['why', 'association[0x00001001]']) {
        shown.push(await client.ask('evaluate', { expression, context: 'repl', frameId: id }));
      }
    }
    await client.move('next');
    const frameId = (await client.ask('stackTrace', { threadId: 1 })).stackFrames[0].id;
    const expression = 'association[0x00001001]';
    shown.push(await client.refused('setExpression', { expression, value: '0', frameId }));
    shown.push(await client.ask('setExpression', { expression, value: 'none', frameId }));
    shown.push(await client.ask('evaluate', { expression, context: 'repl', frameId }));
    const everything = JSON.stringify(shown);
    assert.ok(everything.includes('(key)'));
    assert.ok(everything.includes('An association can be taken away with none'));
    for (const key of ['000102030405', '0,1,2,3,4,5', 'sixteen bytes'])
      assert.ok(!everything.includes(key), key);
  });
});
