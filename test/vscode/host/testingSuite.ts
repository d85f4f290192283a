/** `expect` lines as tests: found, run, and what they cover. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stackTests } from '../../../src/config/editing';
import { Catalogue } from '../../../src/extension/catalogue';
import { StackTests } from '../../../src/extension/testing/stackTests';
import { CaptureWorkers } from '../../../src/extension/workers';
import { alone, folder, session, Tracker, until } from './underTest';

const machine = `sysctl net.inet6.ip6.forwarding=1
ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig em1 inet6 2001:db8:2::1/64 up
route add -inet6 2001:db8:77::/64 2001:db8:2::9
replay "lab.pcapng" (em0 = em0, em1 = em1)
`;

/** A controller that notes what its runs are told. */
class Noted {
  readonly controller = vscode.tests.createTestController('packet-stack-under-test', 'under test');
  readonly results = new Map<string, string>();
  readonly coverage: vscode.FileCoverage[] = [];
  /** Called when a test starts. */
  onStart = () => {};

  constructor() {
    const create = this.controller.createTestRun.bind(this.controller);
    this.controller.createTestRun = request => {
      const run = create(request);
      const note = (outcome: string) => (test: vscode.TestItem, message?: unknown) => {
        const sentence = message instanceof vscode.TestMessage ? ` ${String(message.message)}` : '';
        this.results.set(test.label, `${outcome}${sentence}`);
      };
      return Object.assign(Object.create(run) as vscode.TestRun, {
        passed: note('passed'),
        failed: note('failed'),
        errored: note('errored'),
        enqueued: note('enqueued'),
        started: (test: vscode.TestItem) => {
          note('started')(test);
          this.onStart();
        },
        skipped: note('skipped'),
        addCoverage: (file: vscode.FileCoverage) => this.coverage.push(file),
        end: () => run.end(),
      });
    };
  }
}

export function testingSuite(): void {
  describe('expect lines as tests', () => {
    const file = () => vscode.Uri.file(join(folder(), 'expecting.stack'));
    let noted: Noted;
    let workers: CaptureWorkers;
    let tests: StackTests;

    const write = (text: string) => vscode.workspace.fs.writeFile(file(), new TextEncoder().encode(text));
    const item = () => until(() => noted.controller.items.get(file().toString()));
    const run = async (
      kind: vscode.TestRunProfileKind,
      { token } = new vscode.CancellationTokenSource(),
    ): Promise<void> => tests.run(new vscode.TestRunRequest([await item()]), kind, token);

    const tracker = new Tracker();
    alone(tracker);

    beforeEach(() => {
      noted = new Noted();
      workers = new CaptureWorkers(join(PROJECT_ROOT, 'dist/worker.js'));
      tests = new StackTests(
        noted.controller,
        workers,
        new Catalogue(vscode.Uri.file(PROJECT_ROOT)),
        stackTests,
      );
    });
    afterEach(async () => {
      tests.dispose();
      workers.dispose();
      noted.controller.dispose();
      await vscode.workspace.fs.delete(file());
    });

    it('are found in the workspace, each at its line', async () => {
      await write(`${machine}expect frame 1 delivered\n\nexpect frame 2 dropped # why\n`);
      await tests.discover();
      const found = [...(await item()).children].map(([, { label, range }]) => [label, range?.start.line]);
      assert.deepEqual(found, [
        ['expect frame 1 delivered', 5],
        ['expect frame 2 dropped', 7],
      ]);
    });

    it('pass or fail with what happened instead', async () => {
      await write(`${machine}expect frame 1 delivered\nexpect frame 1 dropped\n`);
      await tests.discover();
      await run(vscode.TestRunProfileKind.Run);
      assert.equal(noted.results.get('expect frame 1 delivered'), 'passed');
      assert.match(
        noted.results.get('expect frame 1 dropped') ?? '',
        /^failed Expected frame 1 dropped, but it was delivered/,
      );
      assert.deepEqual(noted.coverage, []);
    });

    it('cover lines of the machine and decisions of the engine', async () => {
      await write(`${machine}expect frame 1 delivered\n`);
      await tests.discover();
      await run(vscode.TestRunProfileKind.Coverage);
      const [lines, ...engine] = noted.coverage;
      assert.equal(lines.uri.fsPath, file().fsPath);
      const executed = new Map(
        tests.details(lines).map(one => [(one.location as vscode.Position).line, Number(one.executed)]),
      );
      assert.ok((executed.get(1) ?? 0) > 0);
      assert.equal(executed.get(3), 0);
      const input = engine.find(({ uri }) => uri.path === '/stack/inet6/ip6Input.ts');
      assert.ok(input);
      assert.equal(input.uri.scheme, 'packet-engine');
      assert.ok(input.statementCoverage.covered > 0);
      const [{ branches }] = tests.details(input);
      assert.deepEqual(
        branches.map(({ label, executed: times }) => [label, Number(times) > 0]),
        [
          ['here', true],
          ['forward', true],
        ],
      );
      const all = engine.flatMap(one => tests.details(one).flatMap(({ branches: some }) => some));
      assert.ok(all.some(({ executed: times }) => times === 0));
    });

    it('say what is wrong with their file', async () => {
      await write(`${machine}ifconfg em2 up\nexpect frame 1 delivered\n`);
      await tests.discover();
      assert.match(String((await item()).error), /^Line 6: /);
      await run(vscode.TestRunProfileKind.Run);
      assert.match(noted.results.get('expect frame 1 delivered') ?? '', /^errored Line 6: /);
    });

    it('are debugged at the packet of the first that fails', async () => {
      await write(`${machine}expect frame 1 delivered\nexpect frame 4 dropped\n`);
      await tests.discover();
      const running = run(vscode.TestRunProfileKind.Debug);
      await tracker.event('stopped');
      assert.match((await session.frames()).at(-1).name, /^Frame 4 /);
      await session.settled();
      await vscode.debug.stopDebugging();
      await running;
      assert.equal(noted.results.get('expect frame 1 delivered'), 'passed');
      assert.match(noted.results.get('expect frame 4 dropped') ?? '', /^failed /);
    });

    it('end their session when the run is cancelled', async () => {
      await write(`${machine}expect frame 1 delivered\n`);
      await tests.discover();
      const cancelling = new vscode.CancellationTokenSource();
      const running = run(vscode.TestRunProfileKind.Debug, cancelling);
      await tracker.event('stopped');
      await session.settled();
      cancelling.cancel();
      await running;
      await until(() => vscode.debug.activeDebugSession === undefined);
    });

    it('are skipped when the run is cancelled before they are replayed', async () => {
      await write(`${machine}expect frame 1 delivered\n`);
      await tests.discover();
      const cancelling = new vscode.CancellationTokenSource();
      noted.onStart = () => cancelling.cancel();
      await run(vscode.TestRunProfileKind.Debug, cancelling);
      assert.equal(noted.results.get('expect frame 1 delivered'), 'skipped');
      assert.equal(vscode.debug.activeDebugSession, undefined);
    });
  });
}
