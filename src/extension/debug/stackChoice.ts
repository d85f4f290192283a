/**
 * Which machine a capture is replayed on, in its editor and by F5: what the user chose last, else the only
 * `.stack` file that replays this capture.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { sentences } from '../sentences';
import { stackFiles, stackReplaying } from './replayLines';

/** Chosen so that a capture stays without a machine. */
const NONE = '';

export class StackChoice {
  constructor(private readonly memory: vscode.Memento) {}

  /** The `.stack` file of a capture, null for none. */
  async of(capture: vscode.Uri): Promise<string | null> {
    const chosen = this.memory.get<string>(keyOf(capture));
    if (chosen !== undefined) return chosen === NONE ? null : chosen;
    if (capture.scheme !== 'file') return null;
    return (await stackReplaying(capture.fsPath, await near(capture)))?.fsPath ?? null;
  }

  /** Keeps the choice for a capture; null for none. */
  async keep(capture: vscode.Uri, stack: string | null): Promise<void> {
    await this.memory.update(keyOf(capture), stack ?? NONE);
  }

  /** Lets the user pick; undefined when nothing was picked. */
  async ask(capture: vscode.Uri): Promise<string | null | undefined> {
    const files = await near(capture);
    const items: (vscode.QuickPickItem & { choose(): Promise<string | null | undefined> })[] = files.map(
      uri => ({ label: vscode.workspace.asRelativePath(uri), choose: async () => uri.fsPath }),
    );
    items.push({ label: sentences.browseStack(), choose: browse });
    items.push({ label: sentences.noMachine(), choose: async () => null });
    const picked = await vscode.window.showQuickPick(items, { title: sentences.whichMachine() });
    return picked?.choose();
  }
}

function keyOf(capture: vscode.Uri): string {
  return `stack of ${capture.toString()}`;
}

/** The `.stack` files of the workspace, and those beside the capture. */
async function near(capture: vscode.Uri): Promise<vscode.Uri[]> {
  const found = new Map<string, vscode.Uri>();
  for (const uri of await stackFiles()) found.set(uri.fsPath, uri);
  if (capture.scheme === 'file') {
    const beside = new vscode.RelativePattern(vscode.Uri.file(dirname(capture.fsPath)), '*.stack');
    for (const uri of await vscode.workspace.findFiles(beside, null, 50)) found.set(uri.fsPath, uri);
  }
  return [...found.values()];
}

async function browse(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({ filters: { [sentences.stackFiles()]: ['stack'] } });
  return chosen?.[0]?.fsPath;
}
