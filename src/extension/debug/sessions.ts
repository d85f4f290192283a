/** Debug sessions: each has a worker thread of its own; VS Code's protocol only passes through here. */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../names';
import type * as WorkerSessionModule from './workerSession';

export function registerSessions(extension: vscode.Uri): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
    async createDebugAdapterDescriptor() {
      // The protocol's implementation is loaded with the first session, not with the extension.
      const { WorkerSession }: typeof WorkerSessionModule = await import('./workerSession.js');
      const worker = vscode.Uri.joinPath(extension, 'dist', 'worker.js').fsPath;
      return new vscode.DebugAdapterInlineImplementation(new WorkerSession(worker));
    },
  });
}
