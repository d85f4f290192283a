/** Faint marks in the gutter of our documents, on the lines that can stop. */
import * as vscode from 'vscode';
import { type Catalogue, documentPath } from './catalogue';
import { ENGINE_SCHEME, STACK_LANGUAGE } from './names';

/** First words of the lines of a `.stack` file that packets can lead back to. */
const stoppable = /^\s*(ifconfig|route|ndp|arp|setkey|spdadd|add|ipfw|mld|replay|at|fault)\b/;

export function registerGutterMarks(extension: vscode.Uri, catalogue: Catalogue): vscode.Disposable {
  const mark = vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.joinPath(extension, 'media', 'stoppable.svg'),
    gutterIconSize: 'contain',
  });
  const show = async (editor: vscode.TextEditor) => {
    const lines = await linesOf(editor.document, catalogue);
    editor.setDecorations(
      mark,
      lines.map(line => new vscode.Range(line, 0, line, 0)),
    );
  };
  const showAll = () => {
    for (const editor of vscode.window.visibleTextEditors) void show(editor);
  };
  showAll();
  return vscode.Disposable.from(
    mark,
    vscode.window.onDidChangeVisibleTextEditors(showAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      for (const editor of vscode.window.visibleTextEditors) {
        if (editor.document === document) void show(editor);
      }
    }),
  );
}

/** Lines (from 0) that can stop and bear no breakpoint of their own mark. */
async function linesOf(document: vscode.TextDocument, catalogue: Catalogue): Promise<number[]> {
  if (document.uri.scheme === ENGINE_SCHEME) {
    const decisions = await catalogue.decisions();
    return decisions.filter(one => documentPath(one) === document.uri.path).map(one => one.source.line - 1);
  }
  if (document.languageId !== STACK_LANGUAGE) return [];
  const lines: number[] = [];
  for (let line = 0; line < document.lineCount; line++) {
    if (stoppable.test(document.lineAt(line).text)) lines.push(line);
  }
  return lines;
}
