/** What a replay shows on the lines: how expectations came out, what rules counted, and what nothing used. */
import * as vscode from 'vscode';
import { sentences } from '../sentences';
import type { Editing } from './editing';
import { expectationText } from './hover';
import type { ParsedDocuments } from './parsed';
import { rangeOf } from './ranges';
import type { ReplayResults } from './replayResults';

/** What stands behind a line. */
function mark(color: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor(color) },
  });
}

export function registerShownResults(
  editing: Editing,
  parsed: ParsedDocuments,
  results: ReplayResults,
): vscode.Disposable {
  const held = mark('descriptionForeground');
  const failed = mark('errorForeground');
  const counted = mark('descriptionForeground');
  const unused = vscode.languages.createDiagnosticCollection('packet-stack-unused');

  const counts = (document: vscode.TextDocument): vscode.DecorationOptions[] => {
    const rules = results.of(document)?.rules ?? {};
    return editing
      .usableLines(parsed.of(document))
      .filter(({ line }) => rules[line] !== undefined)
      .map(line => {
        const { packets, bytes } = rules[line.line];
        const contentText = sentences.ruleCounted(packets, bytes);
        return { range: rangeOf(document, line), renderOptions: { after: { contentText } } };
      });
  };
  const decorate = (editor: vscode.TextEditor) => {
    const { document } = editor;
    const outcomes = results.of(document)?.expectations ?? {};
    const lines = editing.expectLines(parsed.of(document)).filter(({ line }) => outcomes[line] !== undefined);
    const marks = (wanted: boolean, sign: string): vscode.DecorationOptions[] =>
      lines
        .filter(({ line }) => outcomes[line].held === wanted)
        .map(line => ({
          range: rangeOf(document, line),
          renderOptions: { after: { contentText: `${sign} ${expectationText(outcomes[line.line])}` } },
        }));
    editor.setDecorations(held, marks(true, '✓'));
    editor.setDecorations(failed, marks(false, '✗'));
    editor.setDecorations(counted, counts(document));
  };
  const show = (document: vscode.TextDocument) => {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) decorate(editor);
    const uses = results.of(document)?.uses;
    if (uses === undefined) unused.delete(document.uri);
    else {
      const lines = editing.usableLines(parsed.of(document)).filter(({ line }) => uses[line] === undefined);
      unused.set(
        document.uri,
        lines.map(line => unusedHint(rangeOf(document, line))),
      );
    }
  };
  return vscode.Disposable.from(
    held,
    failed,
    counted,
    unused,
    results.onDidChange(show),
    vscode.window.onDidChangeVisibleTextEditors(editors => {
      for (const editor of editors) if (results.of(editor.document) !== null) decorate(editor);
    }),
  );
}

function unusedHint(range: vscode.Range): vscode.Diagnostic {
  const hint = new vscode.Diagnostic(range, sentences.lineUnused(), vscode.DiagnosticSeverity.Hint);
  hint.source = 'packet-debugger';
  hint.code = 'unused';
  hint.tags = [vscode.DiagnosticTag.Unnecessary];
  return hint;
}
