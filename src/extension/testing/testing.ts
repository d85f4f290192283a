/**
 * Shows the `expect` lines of `.stack` files in the Test Explorer. What that takes is loaded when somebody
 * looks there, or opens such a file.
 */
import * as vscode from 'vscode';
import type { Catalogue } from '../catalogue';
import { sentences } from '../sentences';
import { StackPart } from '../stackPart';
import type { CaptureWorkers } from '../workers';
import type * as StackTestsModule from './stackTests';

export function registerTesting(workers: CaptureWorkers, catalogue: Catalogue): vscode.Disposable {
  const controller = vscode.tests.createTestController('packet-stack', sentences.expectations());
  const tests = new StackPart(async () => {
    const { loadStackTests }: typeof StackTestsModule = await import('./stackTests.js');
    return loadStackTests(controller, workers, catalogue);
  });
  controller.resolveHandler = async () => {
    await tests.get();
  };
  controller.refreshHandler = async () => (await tests.get()).discover();
  const { Run, Debug, Coverage } = vscode.TestRunProfileKind;
  const profile = (kind: vscode.TestRunProfileKind, name: string) =>
    controller.createRunProfile(
      name,
      kind,
      async (request, token) => (await tests.get()).run(request, kind, token),
      true,
    );
  profile(Run, sentences.replayTests());
  profile(Debug, sentences.debugTests());
  profile(Coverage, sentences.coverTests()).loadDetailedCoverage = async (_, file) =>
    (await tests.get()).details(file);
  return vscode.Disposable.from(controller, tests);
}
