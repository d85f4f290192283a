/** Faint marks in the gutter of our documents, on the lines that can stop. */
import * as vscode from 'vscode';
import { type Catalogue, documentPath } from './catalogue';
import { DEBUG_TYPE, ENGINE_SCHEME, STACK_LANGUAGE } from './names';

/**
 * First words of the lines of a `.stack` file that packets can lead back to, as long as no session knows
 * better.
 */
const stoppable =
  /^\s*(ifconfig|route|ndp|rtsol|arp|setkey|spdadd|add|ipfw|divert|mld|listen|capture|replay|at|fault)\b/;

export function registerGutterMarks(extension: vscode.Uri, catalogue: Catalogue): vscode.Disposable {
  const mark = vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.joinPath(extension, 'media', 'stoppable.svg'),
    gutterIconSize: 'contain',
  });
  const show = async (editor: vscode.TextEditor) => {
    const { document } = editor;
    const { version } = document;
    const lines = await linesOf(document, catalogue);
    if (document.version !== version) return;
    const taken = linesWithBreakpoints(document.uri);
    editor.setDecorations(
      mark,
      lines.filter(line => !taken.has(line)).map(line => new vscode.Range(line, 0, line, 0)),
    );
  };
  const showAll = () => {
    for (const editor of vscode.window.visibleTextEditors) void show(editor);
  };
  showAll();
  return vscode.Disposable.from(
    mark,
    vscode.window.onDidChangeVisibleTextEditors(showAll),
    vscode.debug.onDidChangeBreakpoints(showAll),
    vscode.debug.onDidChangeActiveStackItem(showAll),
    vscode.debug.onDidTerminateDebugSession(showAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      for (const editor of vscode.window.visibleTextEditors) {
        if (editor.document === document) void show(editor);
      }
    }),
  );
}

/** Lines (from 0) of a document that bear a breakpoint's own mark. */
function linesWithBreakpoints(uri: vscode.Uri): Set<number> {
  const lines = vscode.debug.breakpoints.flatMap(one =>
    one instanceof vscode.SourceBreakpoint && one.location.uri.toString() === uri.toString()
      ? one.location.range.start.line
      : [],
  );
  return new Set(lines);
}

/** Lines (from 0) that can stop. */
async function linesOf(document: vscode.TextDocument, catalogue: Catalogue): Promise<number[]> {
  if (document.uri.scheme === ENGINE_SCHEME) {
    const decisions = await catalogue.decisions();
    return decisions.filter(one => documentPath(one) === document.uri.path).map(one => one.source.line - 1);
  }
  if (document.languageId !== STACK_LANGUAGE) return [];
  return (await linesOfSession(document)) ?? linesThatMay(document);
}

/** The lines of a `.stack` file that stop the session that replays it; null when none does. */
async function linesOfSession({ uri, isDirty }: vscode.TextDocument): Promise<number[] | null> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE || session.configuration.stack !== uri.fsPath || isDirty) return null;
  const answer: { lines: number[] } | null = await session
    .customRequest('packetDebugger/stoppableLines', { file: uri.fsPath })
    .then(
      known => known,
      // A session that is ending knows no lines any more.
      () => null,
    );
  return answer === null || answer.lines.length === 0 ? null : answer.lines.map(line => line - 1);
}

function linesThatMay(document: vscode.TextDocument): number[] {
  const lines: number[] = [];
  for (let line = 0; line < document.lineCount; line++) {
    if (stoppable.test(document.lineAt(line).text)) lines.push(line);
  }
  return lines;
}
