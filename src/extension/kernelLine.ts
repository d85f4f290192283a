/**
 * Lines of the user's own kernel tree: *Open Kernel Line* for a stopped frame, of which VS Code shows no
 * related sources, and what it shares with the capture editor.
 */
import * as vscode from 'vscode';
import type { KernelLine } from '../debugger/kernel/kernelLine';
import { DEBUG_TYPE } from './names';
import { sentences } from './sentences';

const SECTION = 'packetDebugger';
const SETTING = 'kernelSources';

/** What VS Code hands to a command of the call stack's context menu. */
interface CallStackItem {
  readonly frameId?: string | number;
}

export function registerKernelLine(): vscode.Disposable {
  return vscode.commands.registerCommand('packetDebugger.openKernelLine', openKernelLine);
}

async function openKernelLine(item?: CallStackItem): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  const frameId = frameOf(item);
  if (session?.type !== DEBUG_TYPE || frameId === undefined) return;
  // A frame that mirrors no kernel line has none.
  let answer: KernelLine | undefined;
  try {
    answer = await session.customRequest('packetDebugger/kernelLine', { frameId });
  } catch (error) {
    void vscode.window.showInformationMessage(error instanceof Error ? error.message : String(error));
    return;
  }
  if (answer === undefined) void vscode.window.showInformationMessage(sentences.mirrorsNothing());
  else if (session.configuration.kernelSources) await showKernelLine(answer);
  else await offerKernelFolder();
}

/** The frame that the menu was opened on, else the one that is looked at. */
function frameOf(item: CallStackItem | undefined): number | undefined {
  if (item?.frameId !== undefined) return Number(item.frameId);
  const active = vscode.debug.activeStackItem;
  return active instanceof vscode.DebugStackFrame ? active.frameId : undefined;
}

/** The folder of kernel sources that the user has named, null for none. */
export function kernelFolder(): string | null {
  return vscode.workspace.getConfiguration(SECTION).get<string>(SETTING) || null;
}

/** Opens a line of the kernel tree, or says why there is none. */
export async function showKernelLine(answer: KernelLine, viewColumn?: vscode.ViewColumn): Promise<void> {
  if ('message' in answer) {
    void vscode.window.showWarningMessage(sentences.noKernelLine(answer.message));
    return;
  }
  const start = new vscode.Position(answer.line - 1, 0);
  const selection = new vscode.Range(start, start);
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(answer.path), { selection, viewColumn });
  } catch {
    void vscode.window.showErrorMessage(sentences.fileIsGone(answer.path));
  }
}

/** Says that no folder is named, and offers to name one. */
export async function offerKernelFolder(): Promise<void> {
  const open = sentences.openSettings();
  const chosen = await vscode.window.showInformationMessage(sentences.noKernelSources(), open);
  if (chosen !== open) return;
  await vscode.commands.executeCommand('workbench.action.openSettings', `${SECTION}.${SETTING}`);
}
