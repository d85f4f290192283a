/** Values that the user sets: the packet goes on from there with them. */
import { strict as assert } from 'node:assert';
import { begin, scope } from './sessions';
import { conversation } from './transcript';

describe('values that the user sets', () => {
  conversation('a field of the packet', async (client, note) => {
    await begin(client, {}, { names: [{ name: 'ip6_input.version', condition: 'ipv6.hlim == 1' }] });
    const packet = await scope(client, 'Packet');
    const layers = await client.ask('variables', { variablesReference: packet });
    const { variablesReference } = layers.variables[0];
    await client.ask('variables', { variablesReference });
    note('set');
    await client.ask('setVariable', { variablesReference, name: 'Hop Limit', value: '64' });
    await client.after('invalidated');
    await client.event('memory');
    await client.ask('evaluate', { expression: 'ipv6.hlim' });
    await client.ask('stackTrace', { threadId: 1 });
    note('the references of before are void');
    await client.refused('setVariable', { variablesReference, name: 'Hop Limit', value: '63' });
    note('restart takes it back');
    await client.ask('setExceptionBreakpoints', { filters: ['drop'] });
    await client.move('restart', {});
    const { description } = await client.ask('exceptionInfo', { threadId: 1 });
    assert.match(description ?? '', /^Dropped: the hop limit/);
  });

  conversation('expressions that are set', async client => {
    const right: readonly (readonly [string, string])[] = [
      ['ipv6.hlim', '0x40'],
      ['ipv6.dst', '2001:db8:3::10'],
      ['frame[7:1]', '2'],
      ['ipv6.tclass.dscp', '46'],
      ['net.inet6.ip6.forwarding', '0'],
      ['if.em1.mtu', '1280'],
    ];
    await begin(client, { stopAt: 21 });
    await client.move('packetDebugger/goToFrame', { frame: 21, step: 9 });
    for (const [expression, value] of right) {
      await client.ask('setExpression', { expression, value });
      await client.after('invalidated');
      await client.event('memory');
      await client.ask('evaluate', { expression });
    }
  });

  conversation('what cannot be set', async client => {
    await begin(client, { stopAt: 21 });
    await client.refused('setExpression', { expression: 'ipv6.hlim', value: '7' });
    await client.move('packetDebugger/goToFrame', { frame: 21, step: 1000 });
    await client.refused('setExpression', { expression: 'net.inet6.ip6.forwarding', value: '0' });
    await client.move('packetDebugger/goToFrame', { frame: 21, step: 9 });
    const wrong: readonly (readonly [string, string])[] = [
      ['ipv6.hlim', '256'],
      ['ipv6.hlim', ''],
      ['ipv6.hlim', 'many'],
      ['ipv6.hlim', '-1'],
      ['ipv6.dst', '2001:db8::/32'],
      ['ipv6.dst', '10.0.0.1'],
      ['ipv6.version', '77'],
      ['udp.port', '1'],
      ['verdict', 'forwarded'],
      ['ip6stat.ip6s_total', '1'],
      ['net.inet6.ip6.forwarding', 'on'],
      ['net.inet6.ip6.forwarding', '99999999999999999999'],
      ['net.inet6.ip6.nothing', '1'],
      ['net.__proto__', '1'],
      ['if.em1.mtu', '12'],
      ['if.em9.mtu', '1500'],
      ['frame[7:1]', '300'],
      ['frame[5000:1]', '1'],
      ['', ''],
    ];
    for (const [expression, value] of wrong) await client.refused('setExpression', { expression, value });
    const variablesReference = await scope(client, 'Counters');
    await client.refused('setVariable', { variablesReference, name: 'ip6stat.ip6s_total', value: '1' });
    await client.refused('setVariable', { variablesReference, name: 'no such', value: '1' });
    await client.refused('setVariable', { variablesReference: 0, name: 'x', value: '1' });
  });
});
