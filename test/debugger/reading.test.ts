/** What can be read where a session stands. */
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as running from '#stack/running';
import { placeOfDecision } from '../../src/replay/enginePlaces';
import { Client } from './client';
import { begin, lab, scope } from './sessions';
import { conversation } from './transcript';

/** Everything under a scope of the innermost frame, to two levels. */
async function readAll(client: Client, name: string, format?: object): Promise<void> {
  const variablesReference = await scope(client, name);
  const { variables } = await client.ask('variables', { variablesReference, ...format });
  for (const one of variables) {
    if (one.variablesReference === 0) continue;
    await client.ask('variables', { variablesReference: one.variablesReference, ...format });
  }
}

const names = [{ name: 'ip6_forward.route-lookup' }];

describe('reading', () => {
  for (const name of ['Decision', 'Packet', 'Interfaces', 'Routes', 'Neighbours', 'Groups', 'Policies']) {
    conversation(`scope ${name}`, async client => {
      await begin(client, {}, { names });
      await readAll(client, name);
    });
  }

  conversation('scope Settings', async client => {
    await begin(client, {}, { names });
    const variablesReference = await scope(client, 'Settings');
    await client.ask('variables', { variablesReference, filter: 'indexed', start: 0, count: 10 });
  });

  it('scope Settings has every setting there is', async () => {
    const client = new Client();
    await begin(client, {}, { names });
    const variablesReference = await scope(client, 'Settings');
    const { variables } = await client.ask('variables', { variablesReference });
    assert.deepEqual(
      variables.map(({ name }) => name),
      Object.keys(running.sysctls),
    );
    assert.ok(variables.every(({ value }) => /^-?\d+$/.test(value)));
  });

  conversation('scope Counters', async client => {
    await begin(client, {}, { filters: ['drop'] });
    await readAll(client, 'Counters');
  });

  conversation('scope Changed in this event', async client => {
    await begin(client, { stopAt: 19 });
    await client.move('packetDebugger/goToFrame', { frame: 19, step: 100_000 });
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    assert.equal(stackFrames.length, 1);
    await readAll(client, 'Changed in this event');
  });

  conversation('scopes of every frame', async client => {
    await begin(client, {}, { filters: ['drop'] });
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    for (const { id } of stackFrames) await client.ask('scopes', { frameId: id });
    assert.match(await client.refused('scopes', { frameId: 1 }), /no longer there/);
    assert.match(await client.refused('variables', { variablesReference: 4711 }), /no longer there/);
  });

  conversation('hexadecimal', async client => {
    await begin(client, {}, { names });
    await readAll(client, 'Packet', { format: { hex: true } });
    await client.ask('evaluate', { expression: 'ipv6.plen', format: { hex: true } });
    await client.ask('evaluate', { expression: 'ipv6.plen' });
    await client.ask('evaluate', { expression: 'ipv6.src', format: { hex: true } });
  });

  conversation('pages of a table', async client => {
    await begin(client, {}, { names });
    const variablesReference = await scope(client, 'Counters');
    const all = await client.ask('variables', { variablesReference });
    const pages = [];
    for (let start = 0; start < all.variables.length; start += 5) {
      const page = await client.ask('variables', { variablesReference, filter: 'indexed', start, count: 5 });
      pages.push(...page.variables);
    }
    assert.deepEqual(pages, all.variables);
    assert.deepEqual(await client.ask('variables', { variablesReference, filter: 'named' }), {
      variables: [],
    });
    assert.deepEqual(await client.ask('variables', { variablesReference, start: 5000, count: 10 }), {
      variables: [],
    });
  });

  conversation('places of values', async client => {
    await begin(client, {}, { names });
    const routes = await scope(client, 'Routes');
    const { variables } = await client.ask('variables', { variablesReference: routes });
    const ours = variables.find(one => one.name === '2001:db8:3::/64');
    assert.ok(ours?.valueLocationReference);
    await client.ask('locations', { locationReference: ours.valueLocationReference });
    await client.refused('locations', { locationReference: 4711 });
  });

  conversation('evaluate', async (client, note) => {
    await begin(client, {}, { filters: ['drop'] });
    const right = [
      'ipv6.hlim',
      ' ipv6.src ',
      'ipv6.src == 2001:db8:1::10 && ipv6.hlim < 2',
      'frame[0:4]',
      'frame[7]',
      'frame[200:4]',
      'ip6_hlim',
      'verdict',
      'decision',
      'ip6stat.ip6s_total',
      'ip6stat.ip6s_nxthist.58',
      'net.inet6.ip6.forwarding',
      'if.em1.mtu',
      'route[2001:db8:3::/64]',
      'neighbor[2001:db8:1::10]',
      'policy[1]',
      'icmpv6.type in {128, 129}',
    ];
    for (const expression of right) await client.ask('evaluate', { expression, context: 'watch' });
    note('errors are errors and nothing else');
    const wrong = [
      'ipv6.hlim <',
      'ipv6.hlimm',
      'nothing',
      'udp.port',
      'udp',
      '',
      ')',
      'frame[0:4',
      'constructor',
      '__proto__',
      'route[::/0].__proto__',
      'if.em9.mtu',
    ];
    for (const expression of wrong) {
      for (const context of ['watch', 'hover', 'repl'])
        await client.refused('evaluate', { expression, context });
    }
    await client.refused('evaluate');
    note('hover');
    await client.ask('evaluate', { expression: 'ip6_hlim', context: 'hover' });
  });

  conversation('completions', async client => {
    await begin(client, { stopAt: 19 });
    for (const text of [
      'ipv6.hl',
      'ipv6.hlim == 1 && icmpv6.ty',
      'ip6stat.ip6s_forw',
      'net.inet6.ip6.for',
      'verd',
      'zzz',
    ]) {
      await client.ask('completions', { text, column: text.length + 1 });
    }
    await client.ask('completions', { text: 'ipv6.hl', column: 99 });
  });

  conversation('memory', async (client, note) => {
    await begin(client, {}, { filters: ['drop'] });
    const { memoryReference } = await client.ask('evaluate', { expression: 'ipv6.hlim' });
    const whole = await client.ask('readMemory', { memoryReference, offset: 0, count: 104 });
    assert.equal(Buffer.from(whole?.data ?? '', 'base64').length, 104);
    note('past its end');
    const past = await client.ask('readMemory', { memoryReference, offset: 100, count: 10 });
    assert.equal(past?.unreadableBytes, 6);
    const beyond = await client.ask('readMemory', { memoryReference, offset: 5000, count: 10 });
    assert.equal(beyond?.unreadableBytes, 10);
    note('before its beginning');
    await client.ask('readMemory', { memoryReference, offset: -4, count: 8 });
    note('nothing, and more than there can be');
    await client.ask('readMemory', { memoryReference, count: 0 });
    const much = await client.ask('readMemory', { memoryReference, count: 2 ** 40 });
    assert.ok((much?.data?.length ?? 0) < 200);
    note('what was sent');
    await client.move('packetDebugger/goToFrame', { frame: 19, step: 100_000 });
    const changed = await scope(client, 'Changed in this event');
    const { variables } = await client.ask('variables', { variablesReference: changed });
    const sent = variables.find(one => one.memoryReference !== undefined);
    assert.ok(sent);
    await client.ask('readMemory', { memoryReference: sent.memoryReference, count: 152 });
    note('no memory');
    for (const wrong of ['', 'x', '1.packet', '999.packet.1', '0.output.77', '-1.packet.0']) {
      await client.refused('readMemory', { memoryReference: wrong, count: 1 });
    }
  });

  it('loaded sources are the machine and each file of the engine that takes a decision, once', async () => {
    const client = new Client();
    await begin(client, { stopAt: 19 });
    const { sources } = await client.ask('loadedSources');
    const deciding = new Set(running.catalogue.flatMap(({ id }) => placeOfDecision(id)?.file ?? []));
    assert.deepEqual(
      sources.map(one => one.path),
      [lab, ...[...deciding].sort().map(file => `engine:/${file}`)],
    );
    for (const { name, path = '' } of sources.slice(1)) {
      assert.equal(name, basename(path));
      assert.ok(existsSync(join(PROJECT_ROOT, 'src', path.replace('engine:/', ''))), path);
    }
  });

  conversation('steps of a packet as a document', async client => {
    await begin(client, { stopAt: 19 });
    await client.ask('packetDebugger/trace', { of: '19' });
    await client.refused('packetDebugger/trace', { of: '2' });
    await client.refused('packetDebugger/trace', { of: '0' });
    await client.refused('packetDebugger/trace', { of: 'e1000' });
    await client.ask('packetDebugger/decisionCounts');
  });
});
