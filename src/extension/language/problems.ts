/** Problems as you type, and quick fixes for near misses. */
import * as vscode from 'vscode';
import type { ShownProblem } from '../../config/editing';
import { STACK_LANGUAGE } from '../names';
import { sentences } from '../sentences';
import type { Editing } from './editing';
import type { ParsedDocuments } from './parsed';
import { rangeOf } from './ranges';

/** Milliseconds without a keystroke before a text is checked. */
const PAUSE = 150;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** A problem that knows what would mend it. */
class StackDiagnostic extends vscode.Diagnostic {
  override readonly source = 'packet-debugger';

  constructor(
    range: vscode.Range,
    readonly problem: ShownProblem,
  ) {
    super(range, problem.message, severities[problem.severity]);
    this.code = problem.code;
  }
}

export function registerProblems(editing: Editing, parsed: ParsedDocuments): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('packet-stack');
  const waiting = new Map<string, NodeJS.Timeout>();
  /** What each document was last found to have: fixes ask here, for VS Code hands out copies. */
  const found = new Map<string, readonly StackDiagnostic[]>();

  const check = (document: vscode.TextDocument) => {
    const problems = editing
      .stackProblems(parsed.of(document))
      .map(problem => new StackDiagnostic(rangeOf(document, problem), problem));
    found.set(document.uri.toString(), problems);
    collection.set(document.uri, problems);
  };
  const later = (document: vscode.TextDocument, pause: number) => {
    if (document.languageId !== STACK_LANGUAGE) return;
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        if (!document.isClosed) check(document);
      }, pause),
    );
  };
  const forget = ({ uri }: vscode.TextDocument) => {
    const key = uri.toString();
    clearTimeout(waiting.get(key));
    waiting.delete(key);
    found.delete(key);
    collection.delete(uri);
  };
  const fixes: vscode.CodeActionProvider = {
    provideCodeActions: (document, range) =>
      (found.get(document.uri.toString()) ?? [])
        .filter(one => one.problem.suggestion !== null && one.range.intersection(range) !== undefined)
        .map(one => fixOf(document, one, one.problem.suggestion ?? '')),
  };

  for (const document of vscode.workspace.textDocuments) later(document, 0);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(document => later(document, 0)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => later(document, PAUSE)),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.languages.registerCodeActionsProvider(STACK_LANGUAGE, fixes, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    {
      dispose: () => {
        for (const timer of waiting.values()) clearTimeout(timer);
      },
    },
  );
}

function fixOf(
  document: vscode.TextDocument,
  diagnostic: StackDiagnostic,
  suggestion: string,
): vscode.CodeAction {
  const action = new vscode.CodeAction(sentences.changeTo(suggestion), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, diagnostic.range, suggestion);
  return action;
}
