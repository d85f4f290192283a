/** Everything that VS Code asks about `.stack` files; loaded with the first of them. */
import * as vscode from 'vscode';
import { loadEditing } from './editing';
import { registerProblems } from './problems';

/** Registers all of it. Rejects when the language's program is not there. */
export async function registerProviders(): Promise<vscode.Disposable> {
  const editing = await loadEditing();
  return vscode.Disposable.from(registerProblems(editing));
}
