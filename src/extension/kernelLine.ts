/** *Open Kernel Line*: the line of the user's own kernel tree that a stopped frame mirrors, for VS Code shows no related sources of a frame. */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from './names';
import { sentences } from './sentences';

const SETTING = 'packetDebugger.kernelSources';

/** What VS Code hands to a command of the call stack's context menu. */
interface CallStackItem {
  readonly frameId?: string | number;
}

/** The session's answer: a line counted from 1, or why there is none; nothing for a frame that mirrors no kernel line. */
type KernelLine = { readonly path: string; readonly line: number } | { readonly message: string } | undefined;

export function registerKernelLine(): vscode.Disposable {
  return vscode.commands.registerCommand('packetDebugger.openKernelLine', openKernelLine);
}

async function openKernelLine(item?: CallStackItem): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  const frameId = frameOf(item);
  if (session?.type !== DEBUG_TYPE || frameId === undefined) return;
  let answer: KernelLine;
  try {
    answer = await session.customRequest('packetDebugger/kernelLine', { frameId });
  } catch (error) {
    void vscode.window.showInformationMessage(error instanceof Error ? error.message : String(error));
    return;
  }
  if (answer === undefined) void vscode.window.showInformationMessage(sentences.mirrorsNothing());
  else if ('path' in answer) await show(answer.path, answer.line);
  else if (session.configuration.kernelSources)
    void vscode.window.showWarningMessage(sentences.noKernelLine(answer.message));
  else await offerSetting();
}

/** The frame that the menu was opened on, else the one that is looked at. */
function frameOf(item: CallStackItem | undefined): number | undefined {
  if (item?.frameId !== undefined) return Number(item.frameId);
  const active = vscode.debug.activeStackItem;
  return active instanceof vscode.DebugStackFrame ? active.frameId : undefined;
}

async function show(path: string, line: number): Promise<void> {
  const start = new vscode.Position(line - 1, 0);
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(path), {
      selection: new vscode.Range(start, start),
    });
  } catch {
    void vscode.window.showErrorMessage(sentences.fileIsGone(path));
  }
}

async function offerSetting(): Promise<void> {
  const open = sentences.openSettings();
  const chosen = await vscode.window.showInformationMessage(sentences.noKernelSources(), open);
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.openSettings', SETTING);
}
