/** Commands of VS Code that mean the active capture editor, or the one that was active last. */
import * as vscode from 'vscode';
import type { PageCommand } from '../../webview/protocol/messages';
import type { CaptureEditor } from './captureEditor';

/** Commands that the page carries out itself. */
const told: Readonly<Record<string, PageCommand>> = {
  'packetDebugger.focusFilter': 'focusFilter',
  'packetDebugger.goToFrameInEditor': 'goToFrame',
  'packetDebugger.nextWithSameReasonInEditor': 'nextSameReason',
  'packetDebugger.previousWithSameReasonInEditor': 'previousSameReason',
  'packetDebugger.showPaths': 'paths',
  // The page knows which packet is selected.
  'packetDebugger.report': 'report',
};

/** @param active gives that editor, null without one */
export function registerEditorCommands(active: () => CaptureEditor | null): vscode.Disposable {
  const on = (command: string, run: (editor: CaptureEditor) => unknown) =>
    vscode.commands.registerCommand(command, async () => {
      const editor = active();
      if (editor === null) return;
      if (!editor.panel.active) editor.panel.reveal();
      try {
        await run(editor);
      } catch (error) {
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
    });
  return vscode.Disposable.from(
    ...Object.entries(told).map(([id, command]) => on(id, editor => editor.tell(command))),
    on('packetDebugger.chooseStack', editor => editor.chooseStack()),
    on('packetDebugger.inferStack', editor => editor.inferStack()),
    on('packetDebugger.exportPackets', editor => editor.export({ what: 'packets', rows: null })),
    on('packetDebugger.record', editor => editor.record()),
    on('packetDebugger.exportSent', editor => editor.export({ what: 'sent', rows: null })),
  );
}
