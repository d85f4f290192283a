/** Opens the places that steps lead to: the engine's source, a line of the `.stack` file, a line of the user's own kernel tree. */
import * as vscode from 'vscode';
import type { PlaceLink } from '../../webview/protocol/packet';
import { ENGINE_SCHEME } from '../names';
import { sentences } from '../sentences';

/** Opens a place beside the editor that asks. */
export async function openPlace({ target, file, line }: PlaceLink): Promise<void> {
  const uri = target === 'kernel' ? await kernelFile(file) : uriOf(target, file);
  if (uri === null) return;
  const at = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(uri, {
    selection: new vscode.Range(at, at),
    viewColumn: vscode.ViewColumn.Beside,
    preview: true,
  });
}

function uriOf(target: 'engine' | 'stack', file: string): vscode.Uri {
  if (target === 'stack') return vscode.Uri.file(file);
  return vscode.Uri.from({ scheme: ENGINE_SCHEME, path: `/${file.replace(/^\//, '')}` });
}

/** The file of the user's kernel tree that has the name of the mirrored one; without it a sentence is shown and null comes back. */
async function kernelFile(mirrored: string): Promise<vscode.Uri | null> {
  const folder = vscode.workspace.getConfiguration('packetDebugger').get<string>('kernelSources');
  if (!folder) {
    const settings = sentences.openSettings();
    const chosen = await vscode.window.showInformationMessage(sentences.noKernelFolder(), settings);
    if (chosen === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'packetDebugger.kernelSources');
    }
    return null;
  }
  // The engine names kernel files by their system: freebsd-ip6_forward.c.
  const name = mirrored.replace(/^[a-z]+-/, '');
  const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), `**/{${mirrored},${name}}`);
  const [found] = await vscode.workspace.findFiles(pattern, null, 1);
  if (found === undefined) void vscode.window.showInformationMessage(sentences.noKernelFile(name, folder));
  return found ?? null;
}
