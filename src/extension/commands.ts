/** Commands under *Packet Debugger*: movement by packets, and debugging what is open. */
import * as vscode from 'vscode';
import { isCaptureName } from '../config/fileName';
import { captureName } from './captureName';
import { activeCapture, openCapture } from './debug/configurations';
import { DEBUG_TYPE } from './names';
import { sentences } from './sentences';

/** Commands that are one custom request of the session. */
const requests: Readonly<Record<string, string>> = {
  'packetDebugger.nextPacket': 'packetDebugger/nextPacket',
  'packetDebugger.previousPacket': 'packetDebugger/previousPacket',
  'packetDebugger.nextWithSameReason': 'packetDebugger/nextWithSameReason',
  'packetDebugger.previousWithSameReason': 'packetDebugger/previousWithSameReason',
  'packetDebugger.stepBackOut': 'packetDebugger/stepBackOut',
};

export function registerCommands(): vscode.Disposable {
  const registered = Object.entries(requests).map(([command, request]) =>
    vscode.commands.registerCommand(command, () => ask(request, {})),
  );
  return vscode.Disposable.from(
    ...registered,
    vscode.commands.registerCommand('packetDebugger.goToFrame', goToFrame),
    vscode.commands.registerCommand('packetDebugger.why', why),
    vscode.commands.registerCommand('packetDebugger.debug', oneAtATime(debug)),
    vscode.commands.registerCommand('packetDebugger.reveal', reveal),
  );
}

/** The session asked; nothing happens without one. Its refusals are shown as they are. */
async function ask(request: string, args: object): Promise<unknown> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) return undefined;
  try {
    return await session.customRequest(request, args);
  } catch (error) {
    void vscode.window.showInformationMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

async function goToFrame(): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: sentences.goToFrame(),
    prompt: sentences.goToFramePrompt(),
    validateInput: value => (/^e?\d+(\.\d+)?$/.test(value.trim()) ? undefined : sentences.goToFrameWrong()),
  });
  if (text === undefined) return;
  await ask('packetDebugger/goTo', { moment: text.trim() });
}

async function why(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) return;
  const answer = await ask('evaluate', { expression: 'why', context: 'repl' });
  if (typeof answer !== 'object' || answer === null || !('result' in answer)) return;
  vscode.debug.activeDebugConsole.appendLine(String(answer.result));
  await vscode.commands.executeCommand('workbench.debug.action.focusRepl');
}

/** A key pressed again while the first press is still being served does nothing: F5 twice is one session. */
function oneAtATime(serve: (resource?: vscode.Uri) => Promise<void>) {
  let busy = false;
  return async (resource?: vscode.Uri) => {
    if (busy) return;
    busy = true;
    try {
      await serve(resource);
    } finally {
      busy = false;
    }
  };
}

/** Debugs a file of the explorer, or what is open. */
async function debug(resource?: vscode.Uri): Promise<void> {
  const file = resource ?? activeCapture() ?? vscode.window.activeTextEditor?.document.uri ?? openCapture();
  const configuration: vscode.DebugConfiguration = {
    type: DEBUG_TYPE,
    request: 'launch',
    name: sentences.packets(),
  };
  if (file?.path.endsWith('.stack')) configuration.stack = file.fsPath;
  else if (file !== undefined && isCaptureName(file.path)) configuration.capture = captureName(file);
  else {
    void vscode.window.showInformationMessage(sentences.nothingToDebug());
    return;
  }
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(file), configuration);
}

/** Opens a file at a character offset: where the error of a launch is. */
async function reveal(file: string, offset: number): Promise<void> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    const position = document.positionAt(offset);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  } catch {
    void vscode.window.showErrorMessage(sentences.fileIsGone(file));
  }
}
