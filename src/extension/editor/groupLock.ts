/**
 * Keeps the capture in sight while it is debugged: VS Code opens the stopped frame's source in the active
 * group, unless that is locked.
 */
import * as vscode from 'vscode';
import { workerPath } from '../workers';
import type { CaptureEditor } from './captureEditor';

export class GroupLock {
  private locked: { readonly editor: CaptureEditor; readonly session: string } | null = null;

  constructor(private readonly editors: ReadonlySet<CaptureEditor>) {}

  /** Locks the group that shows a capture of a session, if one does. */
  async close(session: string, captures: readonly string[]): Promise<void> {
    if (this.locked !== null) return;
    const paths = new Set(captures.map(workerPath));
    const theirs = [...this.editors].filter(({ path }) => paths.has(path));
    const editor = theirs.find(({ panel }) => panel.active) ?? theirs.find(({ panel }) => panel.visible);
    if (editor === undefined) return;
    this.locked = { editor, session };
    if (!editor.panel.active) editor.panel.reveal(editor.panel.viewColumn);
    await vscode.commands.executeCommand('workbench.action.lockEditorGroup');
  }

  /** Unlocks what a session has locked. */
  async open(session: string): Promise<void> {
    if (this.locked?.session !== session) return;
    const { editor } = this.locked;
    this.locked = null;
    if (!this.editors.has(editor)) return;
    editor.panel.reveal(editor.panel.viewColumn);
    await vscode.commands.executeCommand('workbench.action.unlockEditorGroup');
  }
}
