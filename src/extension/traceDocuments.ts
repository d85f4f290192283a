/**
 * The steps of an event as a read-only document: `packet-trace:/19` is frame 19 of the session's capture,
 * `packet-trace:/e2` the second event that is no frame; line n is step n. Lines of the debug console lead
 * there; opening one at a line, or clicking on a line in it, moves the session to that step.
 */
import * as vscode from 'vscode';
import { DEBUG_TYPE, TRACE_SCHEME } from './names';
import { sentences } from './sentences';

const selector: vscode.DocumentSelector = { scheme: TRACE_SCHEME };

/** Milliseconds within which VS Code has selected a line of an editor that it opened. */
const SELECTING = 300;

export function registerTraceDocuments(): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      const session = packetSession();
      if (session === null) return sentences.traceOver();
      const answer: { text: string } = await session.customRequest('packetDebugger/trace', {
        of: eventOf(uri),
      });
      return answer.text;
    },
  };
  const links: vscode.DocumentLinkProvider = { provideDocumentLinks: linksOf };
  const follower = new Follower();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(TRACE_SCHEME, provider),
    vscode.languages.registerDocumentLinkProvider(selector, links),
    vscode.window.onDidChangeActiveTextEditor(editor => {
      if (editor !== undefined) follower.shown(editor);
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      // Arrow keys only look around: moving would put another document before the one being read. Enter goes.
      if (kind === vscode.TextEditorSelectionChangeKind.Keyboard) follower.note(textEditor);
      else follower.shown(textEditor, kind === vscode.TextEditorSelectionChangeKind.Mouse);
    }),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { input } of closed) if (input instanceof vscode.TabInputText) follower.forget(input.uri);
    }),
    vscode.debug.onDidChangeActiveStackItem(() => {
      // Values that the user changed make other steps.
      if (packetSession() === null) return;
      for (const { uri } of vscode.workspace.textDocuments)
        if (uri.scheme === TRACE_SCHEME) changed.fire(uri);
    }),
    vscode.commands.registerCommand('packetDebugger.goHere', (event?: string, step?: number) => {
      const editor = vscode.window.activeTextEditor;
      if (event !== undefined && step !== undefined) return goTo(event, step);
      if (editor?.document.uri.scheme !== TRACE_SCHEME) return undefined;
      return goTo(eventOf(editor.document.uri), editor.selection.active.line + 1);
    }),
  );
}

/**
 * Moves the session when a document of steps is opened at a line or another line is selected in it, and not
 * when its tab comes back.
 */
class Follower {
  /** The selected line of each document that is open, from 0. */
  private readonly lines = new Map<string, number>();

  /** @param clicked true when the line was chosen in the editor itself */
  shown(editor: vscode.TextEditor, clicked = false): void {
    const { uri } = editor.document;
    if (uri.scheme !== TRACE_SCHEME) return;
    if (clicked || editor.selection.active.line > 0) this.follow(editor);
    else {
      // VS Code opens an editor at its first line and selects the wanted one a moment later.
      setTimeout(() => {
        if (vscode.window.activeTextEditor === editor) this.follow(editor);
      }, SELECTING);
    }
  }

  private follow(editor: vscode.TextEditor): void {
    if (this.lines.get(editor.document.uri.path) === editor.selection.active.line) return;
    this.note(editor);
    void vscode.commands.executeCommand('workbench.action.keepEditor');
    void goTo(eventOf(editor.document.uri), editor.selection.active.line + 1);
  }

  /** Takes note of the selected line without moving. */
  note({ document: { uri }, selection }: vscode.TextEditor): void {
    if (uri.scheme === TRACE_SCHEME) this.lines.set(uri.path, selection.active.line);
  }

  forget(uri: vscode.Uri): void {
    if (uri.scheme === TRACE_SCHEME) this.lines.delete(uri.path);
  }
}

/** Each decision's name leads to its step. */
function linksOf(document: vscode.TextDocument): vscode.DocumentLink[] {
  const links: vscode.DocumentLink[] = [];
  for (let line = 0; line < document.lineCount; line++) {
    const name = /\[[^\]\s]+\]$/.exec(document.lineAt(line).text);
    if (name === null) continue;
    const range = new vscode.Range(line, name.index + 1, line, name.index + name[0].length - 1);
    const place = encodeURIComponent(JSON.stringify([eventOf(document.uri), line + 1]));
    const link = new vscode.DocumentLink(range, vscode.Uri.parse(`command:packetDebugger.goHere?${place}`));
    link.tooltip = sentences.goHere();
    links.push(link);
  }
  return links;
}

/** The event that a document is of, by its name. */
function eventOf(uri: vscode.Uri): string {
  return uri.path.replace(/^\//, '');
}

function packetSession(): vscode.DebugSession | null {
  const session = vscode.debug.activeDebugSession;
  return session?.type === DEBUG_TYPE ? session : null;
}

async function goTo(event: string, step: number): Promise<void> {
  try {
    await packetSession()?.customRequest('packetDebugger/goTo', { moment: `${event}.${step}` });
  } catch (error) {
    void vscode.window.showInformationMessage(error instanceof Error ? error.message : String(error));
  }
}
