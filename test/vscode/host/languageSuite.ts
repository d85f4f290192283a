/** What helps to write a `.stack` file. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './underTest';

/** A `.stack` file that is nowhere saved. */
const open = (content: string) => vscode.workspace.openTextDocument({ language: 'packet-stack', content });

export function languageSuite(): void {
  describe('the .stack editor', () => {
    afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

    it('marks a near miss as you type, and mends it', async () => {
      const document = await open('ifconfig em0 up\n');
      const editor = await vscode.window.showTextDocument(document);
      await editor.edit(edit => edit.insert(new vscode.Position(1, 0), 'ifconfg em1 up\n'));
      const [problem] = await until(() => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.length > 0 ? found : null;
      });
      assert.equal(problem.code, 'unknown-command');
      assert.match(problem.message, /did you mean ifconfig\?$/);
      const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        problem.range,
      );
      const fix = fixes.find(one => one.isPreferred);
      assert.ok(fix?.edit);
      await vscode.workspace.applyEdit(fix.edit);
      assert.equal(document.getText(), 'ifconfig em0 up\nifconfig em1 up\n');
      await until(() => vscode.languages.getDiagnostics(document.uri).length === 0);
    });
  });
}
