/**
 * Replays of `.stack` files in the background, in the worker of the capture they name, and what came of their
 * lines.
 */
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { LineResults } from '../../webview/protocol/worker';
import { sentences } from '../sentences';
import { replayStack } from '../stackReplay';
import type { CaptureWorkers } from '../workers';

export class ReplayResults {
  private readonly known = new Map<string, LineResults>();
  /** Files that were replayed: they are again when they are saved. */
  private readonly replayed = new Set<string>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  /** The results of a document are others, or void. */
  readonly onDidChange = this.changed.event;
  private readonly listening: vscode.Disposable;

  /** @param captures the lines of a document that name captures */
  constructor(
    private readonly workers: CaptureWorkers,
    private readonly captures: (document: vscode.TextDocument) => readonly { readonly file: string }[],
  ) {
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.forget(document);
      }),
      vscode.workspace.onDidCloseTextDocument(document => {
        this.replayed.delete(document.uri.toString());
        this.forget(document);
      }),
      vscode.workspace.onDidSaveTextDocument(document => {
        if (this.replayed.has(document.uri.toString())) void this.replay(document.uri);
      }),
    );
  }

  /** Results of the last replay that went to its end, of the text as it stands; else null. */
  of(document: vscode.TextDocument): LineResults | null {
    return this.known.get(document.uri.toString()) ?? null;
  }

  /** Replays a saved file and keeps the results. What keeps it from replaying is shown to the user. */
  async replay(file: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(file);
    if (document.isDirty && !(await document.save())) return;
    const [first] = this.captures(document);
    if (first === undefined) {
      void vscode.window.showErrorMessage(sentences.namesNoCapture());
      return;
    }
    this.replayed.add(file.toString());
    const { version } = document;
    const progress = {
      location: vscode.ProgressLocation.Notification,
      title: sentences.replaying(vscode.workspace.asRelativePath(file)),
      cancellable: true,
    };
    try {
      const capture = resolve(dirname(file.fsPath), first.file);
      const replayed = await vscode.window.withProgress(progress, (_, token) =>
        replayStack(this.workers, capture, file.fsPath, token),
      );
      if (replayed === null || document.version !== version) return;
      this.known.set(file.toString(), replayed.lines);
      this.changed.fire(document);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  private forget(document: vscode.TextDocument): void {
    if (this.known.delete(document.uri.toString())) this.changed.fire(document);
  }
}
