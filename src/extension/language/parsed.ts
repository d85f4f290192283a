/** Documents as the language reads them, each version once. */
import type * as vscode from 'vscode';
import type { StackDocument } from '../../config/nodes';
import type { Editing } from './editing';

export class ParsedDocuments {
  private readonly known = new WeakMap<vscode.TextDocument, { version: number; stack: StackDocument }>();

  constructor(private readonly editing: Editing) {}

  of(document: vscode.TextDocument): StackDocument {
    const known = this.known.get(document);
    if (known?.version === document.version) return known.stack;
    const stack = this.editing.parseStack(document.getText(), document.fileName);
    this.known.set(document, { version: document.version, stack });
    return stack;
  }
}
