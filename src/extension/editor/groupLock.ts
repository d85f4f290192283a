/** Keeps the capture in sight while it is debugged: VS Code opens the stopped frame's source in the active group, unless that is locked. */
import * as vscode from 'vscode';
import type { CaptureEditor } from './captureEditor';

export class GroupLock {
  private locked: CaptureEditor | null = null;

  constructor(private readonly editors: ReadonlySet<CaptureEditor>) {}

  /** Locks the group of the capture that is shown, if one is. */
  async close(): Promise<void> {
    const all = [...this.editors];
    const shown = all.find(({ panel }) => panel.active) ?? all.find(({ panel }) => panel.visible);
    if (shown === undefined || this.locked !== null) return;
    this.locked = shown;
    if (!shown.panel.active) shown.panel.reveal(shown.panel.viewColumn);
    await vscode.commands.executeCommand('workbench.action.lockEditorGroup');
  }

  /** Unlocks it again. */
  async open(): Promise<void> {
    const was = this.locked;
    this.locked = null;
    if (was === null || !this.editors.has(was)) return;
    was.panel.reveal(was.panel.viewColumn);
    await vscode.commands.executeCommand('workbench.action.unlockEditorGroup');
  }
}
