/** Breakpoints on lines: of the engine, of the `.stack` file, of kernel files, of files that are not ours. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '#stack/running';
import { fingerprints } from '../../src/debugger/kernel/fingerprints';
import { lineOf, sourceOf } from './enginePlaces';
import { lineOfFingerprint } from './fingerprinted';
import { begin, lab } from './sessions';
import { conversation } from './transcript';

const stackLines = readFileSync(join(PROJECT_ROOT, lab), 'utf8').split('\n');

/** Line, from 1, of the sample's `.stack` file that begins with a text. */
function stackLine(text: string): number {
  const line = stackLines.findIndex(one => one.startsWith(text));
  if (line < 0) throw new Error(`${lab} has no line ${text}`);
  return line + 1;
}

const hopLimit = 'ip6_forward.hop-limit';
const kernelFile = 'freebsd-ip6_forward.c';
const mirroredLine = 166;
const kernelText = `${'\n'.repeat(mirroredLine - 1)}\t${lineOfFingerprint(fingerprints[kernelFile][mirroredLine])}\n`;

describe('fingerprints of kernel files', () => {
  it('are there for every line at which a decision begins to mirror one, and for no other', () => {
    const wanted = catalogue.flatMap(({ kernel }) =>
      kernel === null ? [] : [`${kernel.file}:${kernel.from}`],
    );
    const known = Object.entries(fingerprints).flatMap(([file, lines]) =>
      Object.keys(lines).map(line => `${file}:${line}`),
    );
    assert.deepEqual(known.sort(), [...new Set(wanted)].sort());
  });
});

describe('breakpoints on lines', () => {
  conversation('lines of the engine', async (client, note) => {
    const source = sourceOf(hopLimit);
    const line = lineOf(hopLimit);
    const stopped = await begin(client, {}, { lines: { source, breakpoints: [{ line }] } });
    assert.equal(stopped.reason, 'breakpoint');
    assert.deepEqual(stopped.hitBreakpointIds, [1]);
    note('a line between decisions moves to the next');
    const moved = await client.ask('setBreakpoints', { source, breakpoints: [{ line: line - 1 }] });
    assert.equal(moved.breakpoints[0].line, line);
    assert.match(moved.breakpoints[0].message ?? '', /^Moved to line/);
    note('after the last decision');
    const after = await client.ask('setBreakpoints', { source, breakpoints: [{ line: 100_000 }] });
    assert.equal(after.breakpoints[0].verified, false);
    note('where lines can stop');
    await client.ask('breakpointLocations', { source, line: line - 10, endLine: line + 10 });
    await client.ask('breakpointLocations', { source, line: line - 1 });
    note('none are left');
    await client.ask('setBreakpoints', { source, breakpoints: [] });
    assert.equal((await client.move('continue')).description, 'End of capture');
  });

  conversation('lines of the stack file', async (client, note) => {
    const source = { path: lab };
    const breakpoints = ['route add', 'setkey spdadd', 'ndp -s', '# Nothing may'].map(text => ({
      line: stackLine(text),
    }));
    await begin(client, {}, { lines: { source, breakpoints } });
    note('the other lines');
    await client.ask('setBreakpoints', { source, breakpoints: breakpoints.slice(0, 2) });
    note('the route is chosen');
    const route = await client.move('continue');
    assert.equal(route.text, `line ${stackLine('route add')}`);
    await client.ask('stackTrace', { threadId: 1 });
    await client.ask('setBreakpoints', { source, breakpoints: breakpoints.slice(1, 2) });
    note('the policy matches');
    const policy = await client.move('continue');
    assert.equal(policy.text, `line ${stackLine('setkey')}`);
    note('an interface receives');
    const receives = await client.ask('setBreakpoints', {
      source,
      breakpoints: [{ line: stackLine('ifconfig em1 ether') }],
    });
    assert.equal(receives.breakpoints[0].verified, true);
    await client.move('continue');
    note('where lines can stop');
    await client.ask('breakpointLocations', { source, line: 1, endLine: stackLines.length });
  });

  conversation(
    'lines that run later',
    async client => {
      const source = { path: 'later.stack' };
      const lines = { source, breakpoints: [{ line: stackLines.length + 1 }] };
      await begin(client, { stack: 'later.stack' }, { lines });
      await client.ask('stackTrace', { threadId: 1 });
    },
    {
      'later.stack': `${stackLines.join('\n').replace('"lab.pcapng"', '"samples/ipv6-router/lab.pcapng"')}
at 0.5s route add -inet6 2001:db8:9::/64 2001:db8:2::10
`,
    },
  );

  conversation(
    'lines of kernel files',
    async (client, note) => {
      await begin(client, { stopOnEntry: true, kernelSources: 'bsd' });
      const source = { path: 'bsd/netinet6/ip6_forward.c' };
      const set = await client.ask('setBreakpoints', { source, breakpoints: [{ line: mirroredLine }] });
      assert.equal(set.breakpoints[0].verified, true);
      const stopped = await client.move('continue');
      assert.equal(stopped.reason, 'breakpoint');
      await client.ask('stackTrace', { threadId: 1 });
      note('another version of the file');
      const other = await client.ask('setBreakpoints', {
        source: { path: 'other/ip6_forward.c' },
        breakpoints: [{ line: mirroredLine }],
      });
      assert.equal(other.breakpoints[0].verified, false);
      note('where lines can stop');
      await client.ask('breakpointLocations', { source, line: 1, endLine: 1000 });
    },
    {
      'bsd/netinet6/ip6_forward.c': kernelText,
      '/bsd/netinet6/ip6_forward.c': kernelText,
      '/other/ip6_forward.c': 'int unlike;\n',
    },
  );

  conversation('lines of foreign files', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    const sources = [{ path: 'src/main.ts' }, { path: 'other.stack' }, { name: 'nameless' }, {}];
    for (const source of sources) {
      note(JSON.stringify(source));
      const { breakpoints } = await client.ask('setBreakpoints', { source, breakpoints: [{ line: 3 }] });
      assert.equal(breakpoints[0].verified, false);
      assert.match(breakpoints[0].message ?? '', /\.$/);
      assert.deepEqual(await client.ask('breakpointLocations', { source, line: 1, endLine: 99 }), {
        breakpoints: [],
      });
    }
  });

  conversation('breakpoints set before the launch', async client => {
    await client.ask('initialize', { adapterID: 'packet', linesStartAt1: false });
    const source = { path: lab };
    const line = stackLine('setkey') - 1;
    const early = await client.ask('setBreakpoints', { source, breakpoints: [{ line }] });
    assert.equal(early.breakpoints[0].verified, false);
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'changes ipv6.hlim' }] });
    await client.ask('launch', { stack: lab });
    await client.event('initialized');
    await client.event('breakpoint');
    await client.event('breakpoint');
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    await client.move('configurationDone', {});
    await client.ask('stackTrace', { threadId: 1 });
  });
});
