/**
 * Debug sessions: the worker of the session's capture serves them; VS Code's protocol only passes through
 * here.
 */
import * as vscode from 'vscode';
import { bytesOf } from '../captureBytes';
import { captureUri } from '../captureName';
import { DEBUG_TYPE } from '../names';
import { type CaptureWorkers, isElsewhere } from '../workers';
import { capturesOf } from './replayLines';
import type * as WorkerSessionModule from './workerSession';

export function registerSessions(workers: CaptureWorkers): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
    async createDebugAdapterDescriptor({ id, configuration }) {
      // The protocol's implementation is loaded with the first session, not with the extension.
      const { WorkerSession }: typeof WorkerSessionModule = await import('./workerSession.js');
      const captures = await capturesOf(configuration);
      // Where an editor shows one of the captures, its index serves the session too.
      const capture = captures.find(path => workers.has(path)) ?? captures[0] ?? `session ${id}`;
      const elsewhere = isElsewhere(capture) && !workers.has(capture);
      const bytes = elsewhere ? await bytesOf(captureUri(capture)) : null;
      return new vscode.DebugAdapterInlineImplementation(new WorkerSession(workers, capture, bytes));
    },
  });
}
