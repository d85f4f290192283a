/** Everything that VS Code asks about `.stack` files; loaded with the first of them. */
import * as vscode from 'vscode';
import type { CaptureWorkers } from '../workers';
import { registerCompletion } from './completion';
import { loadEditing } from './editing';
import { registerHover } from './hover';
import { registerLenses } from './lenses';
import { LineUses } from './lineUses';
import { registerNavigation } from './navigation';
import { ParsedDocuments } from './parsed';
import { registerProblems } from './problems';
import { ReplayResults } from './replayResults';
import { registerShownResults } from './shownResults';

interface Providers extends vscode.Disposable {
  /** Replays what a `.stack` file names, and shows on its lines what came of it. */
  replay(file: vscode.Uri): Promise<void>;
}

/** Registers all of it. Rejects when the language's program is not there. */
export async function registerProviders(workers: CaptureWorkers): Promise<Providers> {
  const editing = await loadEditing();
  const parsed = new ParsedDocuments(editing);
  const results = new ReplayResults(workers, document => editing.replayLines(parsed.of(document)));
  const registered = vscode.Disposable.from(
    results,
    registerProblems(editing, parsed),
    registerCompletion(editing),
    registerHover(editing, parsed, new LineUses(results), results),
    registerNavigation(editing, parsed),
    registerLenses(editing, parsed),
    registerShownResults(editing, parsed, results),
  );
  return {
    replay: file => results.replay(file),
    dispose: () => registered.dispose(),
  };
}
