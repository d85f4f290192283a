/** *Record What the Stack Saw…*: a tap's recording of the machine that the editor replays, into a file. */
import * as vscode from 'vscode';
import { workerRequests } from '../../webview/protocol/worker';
import { CAPTURE_EDITOR } from '../names';
import { sentences } from '../sentences';
import { askForFile, progressing } from './exporting';
import type { EditorLine } from './line';

/**
 * Asks how, of which host and where to, has the worker replay with a tap, and opens what it recorded.
 *
 * @param path of the capture, as workers know it
 */
export async function recordTo(line: EditorLine, capture: vscode.Uri, path: string): Promise<void> {
  const hosts = await line.worker.ask(workerRequests.hosts, null);
  if (hosts === null) throw new Error(sentences.nothingToRecord());
  const type = await vscode.window.showQuickPick(
    [
      { label: sentences.recordPktap(), detail: sentences.recordPktapDetail(), type: 'pktap' as const },
      { label: sentences.recordRaw(), detail: sentences.recordRawDetail(), type: 'raw' as const },
    ],
    { title: sentences.record() },
  );
  if (type === undefined) return;
  const all = { label: sentences.everyHost(), host: null };
  const host =
    hosts.length === 0
      ? all
      : await vscode.window.showQuickPick([all, ...hosts.map(name => ({ label: name, host: name }))], {
          title: sentences.record(),
        });
  if (host === undefined) return;
  const file = await askForFile(capture, path, 'seen', 'pcapng');
  if (file === undefined) return;
  const wish = { type: type.type, host: host.host };
  const bytes = await progressing(sentences.recording(), asking =>
    line.worker.ask(workerRequests.record, wish, asking),
  );
  if (bytes === null) return;
  await vscode.workspace.fs.writeFile(file, bytes);
  await vscode.commands.executeCommand('vscode.openWith', file, CAPTURE_EDITOR);
}
