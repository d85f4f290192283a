/** Shows the `expect` lines of `.stack` files in the Test Explorer. What that takes is loaded when somebody looks there, or opens such a file. */
import * as vscode from 'vscode';
import type { Catalogue } from '../catalogue';
import { STACK_LANGUAGE } from '../names';
import { sentences } from '../sentences';
import type { CaptureWorkers } from '../workers';
import type * as StackTestsModule from './stackTests';

/** Where the build puts the language's part of it, seen from the bundle. */
const program: string = './programs/testing.mjs';

export function registerTesting(workers: CaptureWorkers, catalogue: Catalogue): vscode.Disposable {
  const controller = vscode.tests.createTestController('packet-stack', sentences.expectations());
  let loading: Promise<StackTestsModule.StackTests> | null = null;
  let disposed = false;
  const load = async () => {
    const { StackTests }: typeof StackTestsModule = await import('./stackTests.js');
    const tests = new StackTests(controller, workers, catalogue, (await import(program)).stackTests);
    if (disposed) tests.dispose();
    else await tests.discover();
    return tests;
  };
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  const look = ({ languageId }: vscode.TextDocument) => {
    if (languageId === STACK_LANGUAGE) void loaded();
  };
  controller.resolveHandler = async () => {
    await loaded();
  };
  controller.refreshHandler = async () => (await loaded()).discover();
  const { Run, Debug, Coverage } = vscode.TestRunProfileKind;
  const profile = (kind: vscode.TestRunProfileKind, name: string) =>
    controller.createRunProfile(
      name,
      kind,
      async (request, token) => (await loaded()).run(request, kind, token),
      true,
    );
  profile(Run, sentences.replayTests());
  profile(Debug, sentences.debugTests());
  profile(Coverage, sentences.coverTests()).loadDetailedCoverage = async (_, file) =>
    (await loaded()).details(file);
  for (const document of vscode.workspace.textDocuments) look(document);
  return vscode.Disposable.from(controller, vscode.workspace.onDidOpenTextDocument(look), {
    dispose: () => {
      disposed = true;
      void loading?.then(tests => tests.dispose());
    },
  });
}
