/** Interfaces from where they are named to where they are set up; the outline; folding. */
import * as vscode from 'vscode';
import type { InterfacePlace, OutlineEntry } from '../../config/editing';
import { STACK_LANGUAGE } from '../names';
import { sentences } from '../sentences';
import type { Editing } from './editing';
import type { ParsedDocuments } from './parsed';
import { rangeOf } from './ranges';

const symbolKinds: Readonly<Record<OutlineEntry['kind'], vscode.SymbolKind>> = {
  host: vscode.SymbolKind.Module,
  interface: vscode.SymbolKind.Interface,
  route: vscode.SymbolKind.Namespace,
  policy: vscode.SymbolKind.Key,
  rule: vscode.SymbolKind.Operator,
  capture: vscode.SymbolKind.File,
  expectation: vscode.SymbolKind.Boolean,
  event: vscode.SymbolKind.Event,
  setting: vscode.SymbolKind.Property,
};

export function registerNavigation(editing: Editing, parsed: ParsedDocuments): vscode.Disposable {
  /** All places of the interface at a position. */
  const places = (document: vscode.TextDocument, position: vscode.Position): InterfacePlace[] =>
    editing.placesOfInterfaceAt(parsed.of(document), document.offsetAt(position));
  const location = (document: vscode.TextDocument, place: InterfacePlace) =>
    new vscode.Location(document.uri, rangeOf(document, place));

  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerDefinitionProvider(STACK_LANGUAGE, {
      provideDefinition(document, position) {
        const first = places(document, position).find(({ sets }) => sets);
        return first === undefined ? undefined : location(document, first);
      },
    }),
    languages.registerReferenceProvider(STACK_LANGUAGE, {
      provideReferences: (document, position, { includeDeclaration }) => {
        const all = places(document, position);
        const declaration = all.find(({ sets }) => sets);
        return all
          .filter(place => includeDeclaration || place !== declaration)
          .map(place => location(document, place));
      },
    }),
    languages.registerDocumentHighlightProvider(STACK_LANGUAGE, {
      provideDocumentHighlights: (document, position) =>
        places(document, position).map(
          place =>
            new vscode.DocumentHighlight(
              rangeOf(document, place),
              place.sets ? vscode.DocumentHighlightKind.Write : vscode.DocumentHighlightKind.Read,
            ),
        ),
    }),
    languages.registerRenameProvider(STACK_LANGUAGE, {
      prepareRename(document, position) {
        const offset = document.offsetAt(position);
        const here = places(document, position).find(({ from, to }) => from <= offset && offset <= to);
        if (here === undefined) throw new Error(sentences.noInterfaceHere());
        return rangeOf(document, here);
      },
      provideRenameEdits(document, position, name) {
        if (!editing.isInterfaceName(name)) throw new Error(sentences.notAnInterfaceName(name));
        const edit = new vscode.WorkspaceEdit();
        for (const place of places(document, position))
          edit.replace(document.uri, rangeOf(document, place), name);
        return edit;
      },
    }),
    languages.registerDocumentSymbolProvider(STACK_LANGUAGE, {
      provideDocumentSymbols: document =>
        editing.outlineOf(parsed.of(document)).map(entry => {
          const range = rangeOf(document, entry);
          return new vscode.DocumentSymbol(entry.name, entry.detail, symbolKinds[entry.kind], range, range);
        }),
    }),
    languages.registerFoldingRangeProvider(STACK_LANGUAGE, {
      provideFoldingRanges: document =>
        editing
          .foldsOf(parsed.of(document))
          .map(
            ({ first, last, comment }) =>
              new vscode.FoldingRange(
                first - 1,
                last - 1,
                comment ? vscode.FoldingRangeKind.Comment : undefined,
              ),
          ),
    }),
    languages.registerDocumentFormattingEditProvider(STACK_LANGUAGE, {
      provideDocumentFormattingEdits: document =>
        editing
          .formatEdits(parsed.of(document))
          .map(edit => vscode.TextEdit.replace(rangeOf(document, edit), edit.text)),
    }),
  );
}
