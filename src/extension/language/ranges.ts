/** Offsets of the language as ranges of VS Code. */
import * as vscode from 'vscode';
import type { Range } from '../../config/text';

export function rangeOf(document: vscode.TextDocument, { from, to }: Range): vscode.Range {
  return new vscode.Range(document.positionAt(from), document.positionAt(to));
}
