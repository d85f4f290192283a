/**
 * The capture editor: two view types over one provider, so that some kinds of files open in it by themselves
 * and others when asked.
 */
import * as vscode from 'vscode';
import { bytesOf } from '../captureBytes';
import type { Catalogue } from '../catalogue';
import { capturesOf } from '../debug/replayLines';
import type { StackChoice } from '../debug/stackChoice';
import { ArmedDecisions, arm } from '../decisions/breakpoints';
import { CAPTURE_EDITOR } from '../names';
import type { CaptureWorkers } from '../workers';
import type * as CaptureEditorModule from './captureEditor';
import type { CaptureEditor, EditorWorld } from './captureEditor';
import { registerEditorCommands } from './commands';
import { GroupLock } from './groupLock';
import { listMemory } from './listMemory';
import { Standing } from './standing';

const viewTypes = [CAPTURE_EDITOR, 'packetDebugger.captureOption'];

export function registerCaptureEditor(
  context: vscode.ExtensionContext,
  workers: CaptureWorkers,
  catalogue: Catalogue,
  choice: StackChoice,
): vscode.Disposable {
  const editors = new Set<CaptureEditor>();
  /** The one that was active last: what a walkthrough offers means it. */
  let last: CaptureEditor | null = null;
  const lock = new GroupLock(editors);
  const standing = new Standing(async session =>
    lock.close(session.id, await capturesOf(session.configuration)),
  );
  const world: EditorWorld = {
    extension: context.extensionUri,
    workers,
    standing,
    choice,
    list: listMemory(context.globalState),
    async armed() {
      const decisions = await catalogue.decisions();
      const armed = new ArmedDecisions(decisions);
      return decisions.map(({ id }) => id).filter(id => armed.has(id));
    },
    async toggle(decision) {
      const armed = new ArmedDecisions(await catalogue.decisions());
      if (armed.has(decision)) armed.disarm(new Set([decision]));
      else arm(decision);
    },
  };
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: uri => ({ uri, dispose() {} }),
    async resolveCustomEditor({ uri }, panel) {
      // Loaded with the first capture, not with the extension.
      const { CaptureEditor }: typeof CaptureEditorModule = await import('./captureEditor.js');
      const editor = new CaptureEditor(uri, panel, world, await bytesOf(uri));
      editors.add(editor);
      last = editor;
      panel.onDidChangeViewState(() => {
        if (panel.active) last = editor;
      });
      panel.onDidDispose(() => editors.delete(editor));
    },
  };
  return vscode.Disposable.from(
    standing.register(),
    ...viewTypes.map(type =>
      vscode.window.registerCustomEditorProvider(type, provider, {
        supportsMultipleEditorsPerDocument: true,
        webviewOptions: { retainContextWhenHidden: false },
      }),
    ),
    vscode.debug.onDidTerminateDebugSession(({ id }) => void lock.open(id)),
    registerEditorCommands(() => {
      const active = [...editors].find(({ panel }) => panel.active);
      return active ?? (last !== null && editors.has(last) ? last : null);
    }),
  );
}
