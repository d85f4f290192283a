/**
 * The `.stack` files of the workspace and their `expect` lines as tests: found, run, debugged, and what they
 * cover.
 */
import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { StackTests as Tests } from '../../config/editing';
import type { Catalogue } from '../catalogue';
import { type Editing, loadEditing } from '../language/editing';
import { DEBUG_TYPE, STACK_LANGUAGE } from '../names';
import { sentences } from '../sentences';
import { type Replayed, replayStack } from '../stackReplay';
import type { CaptureWorkers } from '../workers';
import { decisionCoverage, lineCoverage } from './coverage';

/** Most files looked at, as many as a Test Explorer is readable with. */
const FILES_MAX = 1000;

/** The tests of the workspace, found. Rejects when the language's program is not there. */
export async function loadStackTests(
  controller: vscode.TestController,
  workers: CaptureWorkers,
  catalogue: Pick<Catalogue, 'decisions'>,
): Promise<StackTests> {
  const { stackTests } = await loadEditing();
  const tests = new StackTests(controller, workers, catalogue, stackTests);
  await tests.discover();
  return tests;
}

export class StackTests {
  private readonly known = new Map<string, Tests>();
  private readonly covered = new WeakMap<vscode.FileCoverage, vscode.StatementCoverage[]>();
  private readonly listening: vscode.Disposable;

  /** @param readTests the language's part: finds the tests of a text */
  constructor(
    private readonly controller: vscode.TestController,
    private readonly workers: CaptureWorkers,
    private readonly catalogue: Pick<Catalogue, 'decisions'>,
    private readonly readTests: Editing['stackTests'],
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.stack');
    const written = (document: vscode.TextDocument) => {
      if (document.languageId === STACK_LANGUAGE) this.show(document.uri, document.getText());
    };
    this.listening = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(uri => this.look(uri)),
      watcher.onDidChange(uri => this.look(uri)),
      watcher.onDidDelete(uri => this.forget(uri)),
      vscode.workspace.onDidOpenTextDocument(written),
      vscode.workspace.onDidChangeTextDocument(({ document }) => written(document)),
    );
  }

  /** Looks through the workspace and what is open. */
  async discover(): Promise<void> {
    const files = await vscode.workspace.findFiles('**/*.stack', '**/node_modules/**', FILES_MAX);
    await Promise.all(files.map(uri => this.look(uri)));
    for (const document of vscode.workspace.textDocuments) {
      if (document.languageId === STACK_LANGUAGE) this.show(document.uri, document.getText());
    }
  }

  /** Runs what is asked for; each file is replayed once. */
  async run(
    request: vscode.TestRunRequest,
    kind: vscode.TestRunProfileKind,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      await this.runAll(run, this.chosen(request), kind, token);
    } finally {
      run.end();
    }
  }

  private async runAll(
    run: vscode.TestRun,
    files: ReadonlyMap<vscode.TestItem, readonly vscode.TestItem[]>,
    kind: vscode.TestRunProfileKind,
    token: vscode.CancellationToken,
  ): Promise<void> {
    for (const tests of files.values()) for (const test of tests) run.enqueued(test);
    const replays: Replayed[] = [];
    for (const [file, tests] of files) {
      if (token.isCancellationRequested) break;
      const replayed = await this.runFile(run, file, tests, token);
      if (replayed === null) continue;
      replays.push(replayed);
      if (kind === vscode.TestRunProfileKind.Debug) await this.debug(run, file, tests, replayed, token);
      if (kind === vscode.TestRunProfileKind.Coverage && file.uri !== undefined) {
        this.cover(run, file.uri, lineCoverage(this.known.get(file.id)?.usable ?? [], replayed));
      }
    }
    if (kind === vscode.TestRunProfileKind.Coverage && replays.length > 0) {
      for (const { uri, details } of decisionCoverage(await this.catalogue.decisions(), replays)) {
        this.cover(run, uri, details);
      }
    }
  }

  /** The lines and branches behind the figures of a file. */
  details(file: vscode.FileCoverage): vscode.StatementCoverage[] {
    return this.covered.get(file) ?? [];
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async look(uri: vscode.Uri): Promise<void> {
    try {
      this.show(uri, new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    } catch {
      // It has gone between being found and being read.
      this.forget(uri);
    }
  }

  private forget(uri: vscode.Uri): void {
    this.known.delete(uri.toString());
    this.controller.items.delete(uri.toString());
  }

  /** Shows the tests of a text; a file that expects nothing is none. */
  private show(uri: vscode.Uri, text: string): void {
    if (uri.scheme !== 'file' && uri.scheme !== 'vscode-remote') return;
    const tests = this.readTests(text);
    if (tests.expectations.length === 0) {
      this.forget(uri);
      return;
    }
    const id = uri.toString();
    const { controller } = this;
    const file = controller.items.get(id) ?? controller.createTestItem(id, labelOf(uri), uri);
    this.known.set(id, tests);
    file.error =
      tests.error === null ? undefined : sentences.errorOnLine(tests.error.line, tests.error.message);
    const seen = new Map<string, number>();
    const children = tests.expectations.map(({ text: label, line, column }) => {
      const before = seen.get(label) ?? 0;
      seen.set(label, before + 1);
      // Known by its words, a test keeps its result while lines move.
      const name = `${label}#${before}`;
      const item = file.children.get(name) ?? controller.createTestItem(name, label, uri);
      item.range = new vscode.Range(line, column, line, column + label.length);
      item.sortText = String(line).padStart(8, '0');
      return item;
    });
    file.children.replace(children);
    controller.items.add(file);
  }

  /** The tests asked for, by file. */
  private chosen({ include, exclude = [] }: vscode.TestRunRequest): Map<vscode.TestItem, vscode.TestItem[]> {
    const files = new Map<vscode.TestItem, vscode.TestItem[]>();
    const out = new Set(exclude);
    const roots = include ?? [...this.controller.items].map(([, item]) => item);
    for (const item of roots) {
      const file = item.parent ?? item;
      if (out.has(item) || out.has(file)) continue;
      const tests = item.parent === undefined ? [...file.children].map(([, one]) => one) : [item];
      const chosen = files.get(file) ?? [];
      chosen.push(...tests.filter(one => !out.has(one) && !chosen.includes(one)));
      files.set(file, chosen);
    }
    return files;
  }

  /** Replays one file and tells how its tests came out; null when that was not possible, or cancelled. */
  private async runFile(
    run: vscode.TestRun,
    file: vscode.TestItem,
    tests: readonly vscode.TestItem[],
    token: vscode.CancellationToken,
  ): Promise<Replayed | null> {
    const { uri } = file;
    if (uri === undefined) return null;
    await this.look(uri);
    const known = this.known.get(file.id);
    for (const test of tests) run.started(test);
    const fail = (message: string) => {
      for (const test of tests) run.errored(test, told(test, message));
      return null;
    };
    if (known === undefined) return fail(sentences.fileIsGone(uri.fsPath));
    if (known.error !== null) return fail(sentences.errorOnLine(known.error.line, known.error.message));
    if (known.captures.length === 0) return fail(sentences.namesNoCapture());
    const capture = resolve(dirname(uri.fsPath), known.captures[0]);
    const begun = Date.now();
    try {
      const replayed = await replayStack(this.workers, capture, uri.fsPath, token);
      if (replayed === null) for (const test of tests) run.skipped(test);
      else for (const test of tests) judge(run, test, replayed, Date.now() - begun);
      return replayed;
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * A session that stops at the frame of the first test that failed, or of the first one; resolves when it is
   * over.
   */
  private async debug(
    run: vscode.TestRun,
    { id, uri }: vscode.TestItem,
    tests: readonly vscode.TestItem[],
    replayed: Replayed,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const test = tests.find(one => outcomeOf(one, replayed)?.held === false) ?? tests[0];
    const at = test?.range?.start.line;
    const frame = this.known.get(id)?.expectations.find(({ line }) => line === at)?.frame ?? null;
    const configuration: vscode.DebugConfiguration = {
      type: DEBUG_TYPE,
      request: 'launch',
      name: test?.label ?? sentences.packets(),
      stack: uri?.fsPath,
      ...(frame === null ? { stopOnEntry: true } : { stopAt: frame }),
    };
    const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
    let session: vscode.DebugSession | null = null;
    const stop = () => {
      if (session !== null) void vscode.debug.stopDebugging(session);
    };
    let done = () => {};
    const over = new Promise<void>(resolved => {
      done = resolved;
    });
    const listening = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession(started => {
        if (started.configuration.stack !== uri?.fsPath) return;
        session ??= started;
        if (token.isCancellationRequested) stop();
      }),
      vscode.debug.onDidTerminateDebugSession(ended => {
        if (ended.configuration.stack === uri?.fsPath) done();
      }),
      token.onCancellationRequested(stop),
    );
    try {
      if (token.isCancellationRequested) return;
      if (!(await vscode.debug.startDebugging(folder, configuration, { testRun: run }))) return;
      // VS Code may have let a request to stop pass while the session was beginning.
      if (token.isCancellationRequested) stop();
      await over;
    } finally {
      listening.dispose();
    }
  }

  private cover(run: vscode.TestRun, uri: vscode.Uri, details: vscode.StatementCoverage[]): void {
    const file = vscode.FileCoverage.fromDetails(uri, details);
    this.covered.set(file, details);
    run.addCoverage(file);
  }
}

/** The path of a file in the workspace; of one elsewhere, such as a sample, its name. */
function labelOf(uri: vscode.Uri): string {
  const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return inside ? vscode.workspace.asRelativePath(uri) : basename(uri.path);
}

/** What came of a test; undefined when its line was not judged. */
function outcomeOf({ range }: vscode.TestItem, { lines }: Replayed) {
  return range === undefined ? undefined : lines.expectations[range.start.line + 1];
}

function judge(run: vscode.TestRun, test: vscode.TestItem, replayed: Replayed, milliseconds: number): void {
  const outcome = outcomeOf(test, replayed);
  if (outcome === undefined) run.errored(test, told(test, sentences.replayStopped()));
  else if (outcome.held) run.passed(test, milliseconds);
  else run.failed(test, told(test, outcome.message), milliseconds);
}

function told({ uri, range }: vscode.TestItem, text: string): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  if (uri !== undefined && range !== undefined) message.location = new vscode.Location(uri, range);
  return message;
}
