/** *Debug* and *Replay* above the lines that name captures. */
import * as vscode from 'vscode';
import { STACK_LANGUAGE } from '../names';
import { sentences } from '../sentences';
import type { Editing } from './editing';
import type { ParsedDocuments } from './parsed';
import { rangeOf } from './ranges';

export function registerLenses(editing: Editing, parsed: ParsedDocuments): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(STACK_LANGUAGE, {
    provideCodeLenses: document =>
      editing.replayLines(parsed.of(document)).flatMap(line => {
        const range = rangeOf(document, line);
        const lens = (title: string, command: string) =>
          new vscode.CodeLens(range, { title, command, arguments: [document.uri] });
        return [
          lens(sentences.debugLens(), 'packetDebugger.debug'),
          lens(sentences.replayLens(), 'packetDebugger.replay'),
        ];
      }),
  });
}
