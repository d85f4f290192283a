/**
 * What leaves the capture editor: packets and rows into files, the report of a packet and bytes of the file
 * into documents.
 */
import * as vscode from 'vscode';
import { captureStem } from '../../config/fileName';
import type { Asking } from '../../webview/protocol/channel';
import type { ExportWish } from '../../webview/protocol/messages';
import { workerRequests } from '../../webview/protocol/worker';
import { sentences } from '../sentences';
import { workerPath } from '../workers';
import type { EditorLine } from './line';

/**
 * Asks where to, has the worker write it, and says so.
 *
 * @param path of the capture, as workers know it
 */
export async function exportTo(
  line: EditorLine,
  capture: vscode.Uri,
  path: string,
  wish: ExportWish,
): Promise<void> {
  const json = wish.what === 'rows';
  const file = await askForFile(capture, path, wish.what, json ? 'json' : 'pcapng');
  if (file === undefined) return;
  const written = await progressing(sentences.exporting(), asking =>
    line.worker.ask(workerRequests.export, wish, asking),
  );
  if (written === null) return;
  const bytes = typeof written === 'string' ? new TextEncoder().encode(written) : written;
  await vscode.workspace.fs.writeFile(file, bytes);
  const open = sentences.open();
  const chosen = await vscode.window.showInformationMessage(
    sentences.exported(vscode.workspace.asRelativePath(file)),
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', file);
}

/** Asks for a file beside the capture, whose name ends in what is written; never the capture itself. */
export async function askForFile(
  capture: vscode.Uri,
  path: string,
  what: string,
  ending: 'json' | 'pcapng',
): Promise<vscode.Uri | undefined> {
  const near = capture.with({ path: `${captureStem(capture.path)}-${what}.${ending}` });
  const file = await vscode.window.showSaveDialog({
    defaultUri: capture.scheme === 'file' ? near : undefined,
    filters: { [ending === 'json' ? 'JSON' : 'pcapng']: [ending] },
  });
  if (file?.scheme === 'file' && workerPath(file.fsPath) === path)
    throw new Error(sentences.exportOverItself());
  return file;
}

/**
 * Shows how far something is that tells it from 0 to 1, and lets the user cancel it: then null comes of it.
 */
export async function progressing<R>(
  title: string,
  work: (asking: Asking<{ progress: number }>) => Promise<R>,
): Promise<R | null> {
  const location = vscode.ProgressLocation.Notification;
  const stop = new AbortController();
  const task = (progress: vscode.Progress<{ increment: number }>, token: vscode.CancellationToken) => {
    token.onCancellationRequested(() => stop.abort());
    let told = 0;
    return work({
      signal: stop.signal,
      onPart: ({ progress: done }) => {
        progress.report({ increment: 100 * (done - told) });
        told = done;
      },
    });
  };
  try {
    return await vscode.window.withProgress({ location, title, cancellable: true }, task);
  } catch (error) {
    if (stop.signal.aborted) return null;
    throw error;
  }
}

/** Opens the report of a row beside the editor. */
export async function showReport(line: EditorLine, row: number): Promise<void> {
  const content = await line.worker.ask(workerRequests.report, { row });
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
}

/** Opens the bytes of the file around an offset beside the editor, with the offset's line in sight. */
export async function showFileBytes(line: EditorLine, offset: number): Promise<void> {
  const { text: content, line: row } = await line.worker.ask(workerRequests.fileBytes, { offset });
  const document = await vscode.workspace.openTextDocument({ content });
  const { range } = document.lineAt(row);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, selection: range });
}
