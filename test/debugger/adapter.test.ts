/** The debug adapter as a program of its own, driven by the protocol's own test client. */
import { strict as assert } from 'node:assert';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { placeOfDecision } from '../../src/replay/enginePlaces';

const stack = join(PROJECT_ROOT, 'samples/ipv6-router/router.stack');

/** The programs that serve it, by the words that run them. */
const programs: Readonly<Record<string, readonly string[]>> = {
  'dist/adapter.js': ['dist/adapter.js'],
  'dist/cli.js dap': ['dist/cli.js', 'dap'],
};

/** What a decision's file is called where it was shipped, and its line. */
function shipped(decision: string): { path: string; line: number } {
  const place = placeOfDecision(decision);
  assert.ok(place);
  return { path: realpathSync(join(PROJECT_ROOT, 'dist/engine', place.file)), line: place.line };
}

for (const [title, [file, ...words]] of Object.entries(programs)) {
  describe(title, function () {
    this.timeout(60_000);
    let client: DebugClient;

    beforeEach(async () => {
      const program = [file, ...words].join(' ');
      client = new DebugClient('node', program, 'packet', { shell: true, cwd: PROJECT_ROOT });
      client.defaultTimeout = 30_000;
      await client.start();
    });

    afterEach(() => client.stop());

    it('says what it serves', async () => {
      const { body } = await client.initializeRequest();
      assert.equal(body?.supportsStepBack, true);
    });

    it('refuses what it does not serve', async () => {
      await assert.rejects(client.sourceRequest({ sourceReference: 1 }), /does not serve/);
    });

    it('says what is wrong with a launch', async () => {
      await client.initializeRequest();
      await assert.rejects(client.launchRequest({}), /names no machine/);
    });

    it('runs to the end of the capture, and ends when it goes on', async () => {
      await Promise.all([
        client.configurationSequence(),
        client.launch({ stack }),
        client.waitForEvent('stopped').then(({ body }) => assert.equal(body.description, 'End of capture')),
      ]);
      await Promise.all([client.continueRequest({ threadId: 1 }), client.waitForEvent('terminated')]);
    });

    it('stops at a breakpoint in a file of the engine as it was shipped', async () => {
      const { path, line } = shipped('ip6_forward.hop-limit');
      await client.hitBreakpoint({ stack }, { path, line });
      const { body } = await client.evaluateRequest({ expression: 'ipv6.hlim', context: 'watch' });
      assert.equal(body.result, '64');
    });

    it('stops at a breakpoint in the .stack file, wherever the packet is then', async () => {
      await client.hitBreakpoint(
        { stack },
        { path: stack, line: 15 },
        { line: shipped('ip6_input.own-address').line },
      );
    });

    it('takes paths relative to the folder it runs in, and tells whole ones', async () => {
      const relative = 'samples/ipv6-router/router.stack';
      const line = shipped('ip6_input.own-address').line;
      await client.hitBreakpoint({ stack: relative }, { path: stack, line: 15 }, { line });
      const { body } = await client.stackTraceRequest({ threadId: 1 });
      assert.equal(body.stackFrames.at(-1)?.source?.path, stack);
    });

    it('steps back and forward', async () => {
      await Promise.all([
        client.configurationSequence(),
        client.launch({ stack, stopAt: 19 }),
        client.waitForEvent('stopped'),
      ]);
      const stops: string[] = [];
      const moves: (() => Promise<DebugProtocol.Response>)[] = [
        () => client.nextRequest({ threadId: 1 }),
        () => client.nextRequest({ threadId: 1 }),
        () => client.stepBackRequest({ threadId: 1 }),
      ];
      for (const move of moves) {
        const [{ body }] = await Promise.all([client.waitForEvent('stopped'), move()]);
        stops.push(body.description);
      }
      assert.equal(stops[2], stops[0]);
      assert.notEqual(stops[1], stops[0]);
    });
  });
}
