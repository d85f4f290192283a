/** Clients that count lines and columns from 0, or name files by URI. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { pathOfUri, uriOf } from '../../src/debugger/fileUris';
import { placeOfDecision } from '../../src/replay/enginePlaces';
import { Client } from './client';
import { able, lab } from './sessions';
import { World } from './world';

/**
 * Every line and column that a session tells through a conversation in which each kind of place is asked for.
 */
async function placesTold(from: 0 | 1): Promise<string[]> {
  const client = new Client();
  const heard: unknown[] = [];
  const ask = async (command: string, args: object = {}) => {
    const body = await client.ask(command, args);
    heard.push(body);
    return body;
  };
  const stop = async () => {
    for (;;) {
      const event = await client.any();
      heard.push(event.body);
      if (event.event === 'stopped') return;
    }
  };
  const ours = (line: number) => line - 1 + from;
  const source = { path: lab };
  const engine = placeOfDecision('ip6_forward.hop-limit');
  assert.ok(engine);
  await ask('initialize', {
    adapterID: 'packet',
    ...able,
    linesStartAt1: from === 1,
    columnsStartAt1: from === 1,
  });
  await ask('launch', { stack: lab });
  await client.event('initialized');
  await ask('setBreakpoints', { source, breakpoints: [{ line: ours(1) }, { line: ours(19) }] });
  await ask('setFunctionBreakpoints', { breakpoints: [{ name: 'ip6_forward.hop-limit=exceeded' }] });
  await ask('breakpointLocations', { source, line: ours(1), endLine: ours(19) });
  await ask('configurationDone');
  await stop();
  await ask('packetDebugger/goToFrame', { frame: 19 });
  await stop();
  await ask('continue', { threadId: 1 });
  await stop();
  const here = { path: `engine:/${engine.file}` };
  await ask('gotoTargets', { source: here, line: ours(engine.line), column: from });
  const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
  heard.push(stackFrames);
  const { scopes } = await client.ask('scopes', { frameId: stackFrames[0].id });
  for (const { variablesReference } of scopes) {
    const { variables } = await client.ask('variables', { variablesReference });
    for (const { valueLocationReference } of variables)
      if (valueLocationReference !== undefined)
        await ask('locations', { locationReference: valueLocationReference });
  }
  return told(heard, from);
}

/** The places in a message, as counted from 1. */
function told(message: unknown, from: number): string[] {
  if (typeof message !== 'object' || message === null) return [];
  return Object.entries(message).flatMap(([key, value]) =>
    /^(line|endLine|column|endColumn)$/.test(key) ? `${key} ${Number(value) + 1 - from}` : told(value, from),
  );
}

describe('foreign clients', () => {
  it('count from 0 where they say so, in every place that is told', async () => {
    const fromOne = await placesTold(1);
    assert.ok(new Set(fromOne).size > 20, 'there are many places');
    assert.deepEqual(await placesTold(0), fromOne);
  });

  it('name files by URI where they say so', async () => {
    const stack = '/labs/a b#1/router.stack';
    const kernel = 'file:///src/ip6_forward.c';
    const uri = 'file:///labs/a%20b%231/router.stack';
    const text = await new World().readText(lab);
    const capture = 'samples/ipv6-router/lab.pcapng';
    const client = new Client(new World({ [stack]: text }));
    await client.ask('initialize', { adapterID: 'packet', ...able, pathFormat: 'uri' });
    await client.ask('launch', { stack, capture, interface: 'em0' });
    await client.event('initialized');
    const source = { path: uri };
    const { breakpoints } = await client.ask('setBreakpoints', { source, breakpoints: [{ line: 6 }] });
    assert.equal(breakpoints[0].verified, true);
    assert.equal(breakpoints[0].source?.path, uri);
    const other = await client.ask('setBreakpoints', {
      source: { path: kernel },
      breakpoints: [{ line: 6 }],
    });
    assert.match(other.breakpoints[0].message ?? '', /^\/src\/ip6_forward\.c is not the/);
    await client.move('configurationDone', {});
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    assert.equal(stackFrames.at(-1)?.source?.path, uri);
    const { sources } = await client.ask('loadedSources');
    assert.equal(sources[0].path, uri);
  });

  it('write paths of either system as URIs', () => {
    for (const [path, uri] of [
      ['/a b/ü?.stack', 'file:///a%20b/%C3%BC%3F.stack'],
      ['c:/labs/x.stack', 'file:///c:/labs/x.stack'],
      ['//server/labs/x.stack', 'file://server/labs/x.stack'],
    ]) {
      assert.equal(uriOf(path), uri);
      assert.equal(pathOfUri(uri), path);
    }
    assert.equal(uriOf('C:\\labs\\x.stack'), 'file:///C:/labs/x.stack');
    assert.equal(pathOfUri('file:///c%3A/labs/x.stack'), 'c:/labs/x.stack');
    assert.equal(uriOf('packet-engine:/stack/host.ts'), 'packet-engine:/stack/host.ts');
    assert.equal(pathOfUri('file:///50%'), 'file:///50%');
  });
});
