/** Breakpoints by name, with conditions, hit counts and log messages. */
import { strict as assert } from 'node:assert';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Client } from './client';
import { lineOf, sourceOf } from './enginePlaces';
import { begin } from './sessions';
import { conversation } from './transcript';

/** Sets one name, and follows it to its next stop. */
async function follow(client: Client, ...breakpoints: DebugProtocol.FunctionBreakpoint[]) {
  const { breakpoints: set } = await client.ask('setFunctionBreakpoints', { breakpoints });
  for (const one of set) assert.equal(one.verified, true, one.message);
  const stopped = await client.move('continue');
  if (stopped.description !== 'End of capture') assert.equal(stopped.reason, 'function breakpoint');
  return stopped;
}

describe('breakpoints by name', () => {
  conversation('names', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    note('a decision');
    await follow(client, { name: 'ip6_forward.hop-limit' });
    note('an outcome');
    assert.equal(
      (await follow(client, { name: 'ip6_forward.hop-limit=exceeded' })).description,
      'ip6_forward.hop-limit',
    );
    note('a glob');
    await follow(client, { name: 'icmp6_error.*' });
    note('a function');
    await follow(client, { name: 'ip6_forward' });
    note('several at once');
    await follow(client, { name: 'ip6_forward.route-lookup' }, { name: 'ip6_*.route-lookup' });
    note('the innermost frame alone');
    await client.ask('stackTrace', { threadId: 1, startFrame: 0, levels: 1 });
  });

  conversation('names that are wrong', async client => {
    await begin(client, { stopOnEntry: true });
    const wrong = [
      'ip6_forward.hoplimit',
      'ip6_forwad',
      'ip6_forward.hop-limit=exceded',
      'zz*',
      '',
      'changes',
      'changes ipv6.hlimm ==',
      'changes nothing at all',
      'changes ipv6.hlimm',
      'ip6_forward log {ipv6.hlimm}',
    ];
    const { breakpoints } = await client.ask('setFunctionBreakpoints', {
      breakpoints: wrong.map(name => ({ name })),
    });
    for (const one of breakpoints) {
      assert.equal(one.verified, false);
      assert.match(one.message ?? '', /\S/);
    }
  });

  conversation('changes', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    const expressions = [
      'ipv6.hlim',
      'frame[7:1]',
      'ip6stat.ip6s_forward',
      'if.em0.mtu',
      'neighbor[2001:db8:2::10]',
      'neighbor[2001:db8:2::99]',
      'ipv6.hlim < 64',
    ];
    for (const expression of expressions) {
      note(expression);
      await client.move('packetDebugger/goToFrame', { frame: 1 });
      await follow(client, { name: `changes ${expression}` });
      if (client.standsAtEnd) continue;
      await client.ask('evaluate', { expression });
    }
  });

  conversation('log', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    await follow(
      client,
      { name: 'ip6_forward.hop-limit log hop limit {ipv6.hlim} to {ipv6.dst} is {outcome}, {{x}}' },
      { name: 'ip6_forward.source-scope' },
    );
    note('a place that cannot be understood');
    const { breakpoints } = await client.ask('setFunctionBreakpoints', {
      breakpoints: [{ name: 'ip6_forward log {ipv6.hlim ==}' }],
    });
    assert.equal(breakpoints[0].verified, false);
  });

  conversation('conditions', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    note('of the packet');
    await follow(client, { name: 'ip6_forward.hop-limit', condition: 'ipv6.hlim == 1' });
    note('of the frame that it came in as');
    await follow(client, { name: 'ip6_forward.hop-limit', condition: 'frame.number == 21' });
    await client.ask('evaluate', { expression: 'frame.number' });
    await client.ask('evaluate', { expression: 'frame.time_relative' });
    await client.ask('evaluate', { expression: 'frame.interface_name' });
    note('of the engine');
    await follow(client, { name: 'ip6_forward.link-mtu', condition: 'mtu < 1500 && ipv6.plen > 1000' });
    note('of the verdict');
    await follow(client, { name: '*', condition: 'verdict == "dropped" && udp' });
    note('wrong ones');
    const wrong = await client.ask('setFunctionBreakpoints', {
      breakpoints: [
        { name: 'ip6_forward', condition: 'ipv6.hlim <' },
        { name: 'ip6_forward', condition: 'ipv6.hlim == "a"' },
        { name: 'ip6_forward', condition: 'ipv6.hlimm == 1' },
        { name: 'ip6_forward', hitCondition: 'often' },
        { name: 'ip6_forward', hitCondition: '% 0' },
      ],
    });
    for (const one of wrong.breakpoints) assert.equal(one.verified, false);
  });

  conversation('conditions set before the run', async client => {
    const names = [{ name: 'ip6_forward.link-mtu', condition: 'mtu < 1500 && ipv6.plen > 1000' }];
    await begin(client, {}, { names });
    await client.ask('evaluate', { expression: 'mtu' });
  });

  conversation('hit counts', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    note('the fourth');
    await follow(client, { name: 'ip6_forward.hop-limit', hitCondition: '== 4' });
    note('every third');
    await client.move('packetDebugger/goToFrame', { frame: 1 });
    await follow(client, { name: 'ip6_forward.hop-limit', hitCondition: '% 3' });
    await client.move('continue');
    note('restart counts afresh');
    await client.move('restart');
  });

  conversation('condition, hit count and log message together', async client => {
    const source = sourceOf('ip6_forward.hop-limit');
    const breakpoint = {
      line: lineOf('ip6_forward.hop-limit'),
      condition: 'ipv6.hlim > 1',
      hitCondition: '>= 3',
      logMessage: '{ipv6.src} to {ipv6.dst}, hop limit {ipv6.hlim}',
    };
    await begin(client, {}, { lines: { source, breakpoints: [breakpoint] } });
  });

  conversation('a log message with a place that is nowhere', async client => {
    await begin(client, {}, { names: [{ name: 'ip6_forward.hop-limit log {udp.port} {nowhere}' }] });
  });
});
