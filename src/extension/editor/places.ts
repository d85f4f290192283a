/**
 * Opens the places that steps lead to: the engine's source, a line of the `.stack` file, a line of the user's
 * own kernel tree.
 */
import * as vscode from 'vscode';
import type { PlaceLink } from '../../webview/protocol/packet';
import { workerRequests } from '../../webview/protocol/worker';
import { kernelFolder, offerKernelFolder, showKernelLine } from '../kernelLine';
import { ENGINE_SCHEME } from '../names';
import type { EditorLine } from './line';

/** Opens a place beside the editor that asks. */
export async function openPlace(editor: EditorLine, { target, file, line }: PlaceLink): Promise<void> {
  if (target === 'kernel') {
    const folder = kernelFolder();
    if (folder === null) return offerKernelFolder();
    const found = await editor.worker.ask(workerRequests.kernelLine, { folder, file, line });
    return showKernelLine(found, vscode.ViewColumn.Beside);
  }
  const at = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(uriOf(target, file), {
    selection: new vscode.Range(at, at),
    viewColumn: vscode.ViewColumn.Beside,
    preview: true,
  });
}

function uriOf(target: 'engine' | 'stack', file: string): vscode.Uri {
  if (target === 'stack') return vscode.Uri.file(file);
  return vscode.Uri.from({ scheme: ENGINE_SCHEME, path: `/${file.replace(/^\//, '')}` });
}
