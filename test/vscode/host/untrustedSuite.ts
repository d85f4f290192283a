/** A workspace that is not trusted: captures are looked at and replayed, and nothing is written. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { CaptureDesk } from './captureUnderTest';
import { folder, stack, until } from './underTest';

export function untrustedSuite(): void {
  describe('in a workspace that is not trusted', () => {
    const lab = () => vscode.Uri.file(join(folder(), 'lab.pcapng'));

    before(() => assert.equal(vscode.workspace.isTrusted, false));

    it('a capture opens in the capture editor', async () => {
      await vscode.commands.executeCommand('vscode.open', lab());
      await until(
        () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom,
      );
    });

    it('a machine is replayed', async () => {
      const desk = new CaptureDesk();
      try {
        const page = await desk.open(lab());
        const { replay } = await page.replayed();
        assert.deepEqual(replay, { kind: 'done', stack: stack(), panic: null });
      } finally {
        desk.dispose();
      }
    });

    it('the folder of kernel sources that the workspace names is not taken', async () => {
      const settings = join(folder(), '.vscode', 'settings.json');
      await vscode.workspace.fs.createDirectory(vscode.Uri.file(join(folder(), '.vscode')));
      writeFileSync(settings, '{ "packetDebugger.kernelSources": "/elsewhere", "editor.tabSize": 7 }');
      await until(() => vscode.workspace.getConfiguration('editor').get('tabSize') === 7);
      assert.equal(vscode.workspace.getConfiguration('packetDebugger').get('kernelSources'), '');
    });
  });
}
