/** Completion of everything that may stand on a line. */
import * as vscode from 'vscode';
import type { Offer } from '../../config/editing';
import { STACK_LANGUAGE } from '../names';
import { capturesNear } from './capturesNear';
import type { Editing } from './editing';
import { entryText } from './entryText';
import { rangeOf } from './ranges';

const kinds: Readonly<Record<Offer['kind'], vscode.CompletionItemKind>> = {
  command: vscode.CompletionItemKind.Function,
  option: vscode.CompletionItemKind.Keyword,
  interface: vscode.CompletionItemKind.Interface,
  address: vscode.CompletionItemKind.Value,
  decision: vscode.CompletionItemKind.Event,
  outcome: vscode.CompletionItemKind.EnumMember,
  verdict: vscode.CompletionItemKind.Enum,
  counter: vscode.CompletionItemKind.Variable,
  setting: vscode.CompletionItemKind.Property,
  field: vscode.CompletionItemKind.Field,
  file: vscode.CompletionItemKind.File,
  error: vscode.CompletionItemKind.Constant,
};

/** Characters after which offers are shown without being asked for. */
const triggers = [' ', '.', '=', '%', '-', '"'];

/** A line of which a capture's name is being written. */
const namesCapture = /^\s*replay\s+\S*$/;

export function registerCompletion(editing: Editing): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    async provideCompletionItems(document, position) {
      const before = document.lineAt(position).text.slice(0, position.character);
      const captures = namesCapture.test(before) ? await capturesNear(document.uri) : [];
      return editing
        .completeStack(document.getText(), document.offsetAt(position), captures)
        .map((offer, i) => itemOf(document, offer, i));
    },
  };
  return vscode.languages.registerCompletionItemProvider(STACK_LANGUAGE, provider, ...triggers);
}

function itemOf(document: vscode.TextDocument, offer: Offer, order: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem(offer.text, kinds[offer.kind]);
  item.range = rangeOf(document, offer);
  item.insertText = offer.text;
  item.detail = offer.detail;
  // The language's own order: commands as they are listed, interfaces as they are set up.
  item.sortText = String(order).padStart(6, '0');
  if (offer.reference !== null) item.documentation = entryText(offer.reference);
  return item;
}
