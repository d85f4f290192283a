/**
 * The context `packetDebugger.used`: true once something of ours was open or debugged, so that the Decisions
 * view is there from then on.
 */
import * as vscode from 'vscode';
import { DEBUG_TYPE, ENGINE_SCHEME, STACK_LANGUAGE, TRACE_SCHEME } from './names';

export function registerShown(): vscode.Disposable {
  const used = () => void vscode.commands.executeCommand('setContext', 'packetDebugger.used', true);
  const look = (editors: readonly vscode.TextEditor[]) => {
    if (editors.some(({ document }) => isOurs(document))) used();
  };
  look(vscode.window.visibleTextEditors);
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(look),
    vscode.debug.onDidStartDebugSession(({ type }) => {
      if (type === DEBUG_TYPE) used();
    }),
  );
}

function isOurs({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === STACK_LANGUAGE || uri.scheme === ENGINE_SCHEME || uri.scheme === TRACE_SCHEME;
}
