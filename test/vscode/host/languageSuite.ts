/** What helps to write a `.stack` file. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { folder, until } from './underTest';

const machine = `# The router.
# It has two legs.
ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig em1 inet6 2001:db8:2::1/64 up
replay "lab.pcapng" (em0 = em0, em1 = em1)
`;

/** A `.stack` file that is nowhere saved. */
const open = (content: string) => vscode.workspace.openTextDocument({ language: 'packet-stack', content });

/**
 * What VS Code gets when it asks the providers, once they are there: they are loaded after the first `.stack`
 * file has opened.
 */
function ask<T extends object>(command: string, ...given: unknown[]): Promise<T> {
  return until(async () => {
    const answer = await vscode.commands.executeCommand<T | undefined>(`vscode.${command}`, ...given);
    const list: unknown = answer !== undefined && 'items' in answer ? answer.items : answer;
    return Array.isArray(list) && list.length === 0 ? null : answer;
  });
}

/**
 * What is offered at the end of a document, once a label is among it: until our provider is there VS Code
 * offers words of the file.
 */
function completed(document: vscode.TextDocument, label: string): Promise<vscode.CompletionItem[]> {
  const end = document.positionAt(document.getText().length);
  return until(async () => {
    const { items } = await ask<vscode.CompletionList>('executeCompletionItemProvider', document.uri, end);
    return items.some(one => one.label === label) ? items : null;
  });
}

/** The place of a text in a document. */
const placeOf = (document: vscode.TextDocument, text: string): vscode.Position =>
  document.positionAt(document.getText().indexOf(text));

/** All that the hover over a text says. */
async function hovered(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await ask<vscode.Hover[]>('executeHoverProvider', document.uri, placeOf(document, text));
  const contents = hovers.flatMap(hover => hover.contents as vscode.MarkdownString[]);
  return contents.map(({ value }) => value.replace(/\\(?=[^\w\s])/g, '')).join('\n');
}

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
      const fixes = await ask<vscode.CodeAction[]>('executeCodeActionProvider', document.uri, problem.range);
      const fix = fixes.find(one => one.isPreferred);
      assert.ok(fix?.edit);
      await vscode.workspace.applyEdit(fix.edit);
      assert.equal(document.getText(), 'ifconfig em0 up\nifconfig em1 up\n');
      await until(() => vscode.languages.getDiagnostics(document.uri).length === 0);
    });

    it('completes what may stand on a line', async () => {
      const document = await open(`${machine}expect frame 1 dropped at ip6_forward.hop-limit=`);
      const items = await completed(document, 'exceeded');
      const exceeded = items.find(({ label }) => label === 'exceeded');
      assert.equal(exceeded?.kind, vscode.CompletionItemKind.EnumMember);
    });

    it('completes the captures beside the file after replay', async () => {
      const file = vscode.Uri.file(join(folder(), 'begun.stack'));
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('ifconfig em0 up\nreplay "'));
      try {
        const items = await completed(await vscode.workspace.openTextDocument(file), '"lab.pcapng"');
        assert.deepEqual(
          items.map(({ label }) => label),
          ['"lab.pcapng"'],
        );
      } finally {
        await vscode.workspace.fs.delete(file);
      }
    });

    it('says what a word does', async () => {
      const document = await open(machine);
      assert.match(await hovered(document, 'inet6'), /Adds an IPv6 address/);
    });

    it('goes from an interface to the line that sets it up, and renames it everywhere', async () => {
      const document = await open(machine);
      const place = placeOf(document, 'em1)');
      const [there] = await ask<vscode.Location[]>('executeDefinitionProvider', document.uri, place);
      assert.equal(there.range.start.line, 3);
      const all = await ask<vscode.Location[]>('executeReferenceProvider', document.uri, place);
      assert.deepEqual(
        all.map(({ range }) => range.start.line),
        [3, 4],
      );
      const edit = await ask<vscode.WorkspaceEdit>(
        'executeDocumentRenameProvider',
        document.uri,
        place,
        'wan0',
      );
      await vscode.workspace.applyEdit(edit);
      assert.match(document.getText(), /^ifconfig wan0 .*\nreplay "lab.pcapng" \(em0 = em0, em1 = wan0\)$/m);
    });

    it('lists, folds and formats its lines', async () => {
      const document = await open(machine.replace('ifconfig em1 ', 'ifconfig   em1   '));
      const symbols = await ask<vscode.DocumentSymbol[]>('executeDocumentSymbolProvider', document.uri);
      assert.deepEqual(
        symbols.map(({ name }) => name),
        ['em0', 'em1', 'lab.pcapng'],
      );
      const folds = await ask<vscode.FoldingRange[]>('executeFoldingRangeProvider', document.uri);
      assert.ok(folds.some(({ start, end }) => start === 0 && end > 0));
      const edits = await ask<vscode.TextEdit[]>('executeFormatDocumentProvider', document.uri, {});
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      await vscode.workspace.applyEdit(edit);
      assert.equal(document.getText(), machine);
    });

    it('comments a line out and in', async () => {
      const document = await open('ifconfig em0 up');
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      await vscode.commands.executeCommand('editor.action.commentLine');
      assert.equal(document.getText(), '# ifconfig em0 up');
      await vscode.commands.executeCommand('editor.action.commentLine');
      assert.equal(document.getText(), 'ifconfig em0 up');
    });

    it('replays from its line, and shows what came of the others', async () => {
      const file = vscode.Uri.file(join(folder(), 'checked.stack'));
      const unused = 'route add -inet6 2001:db8:77::/64 2001:db8:2::9\n';
      const expected = 'expect frame 1 delivered\nexpect frame 1 dropped\n';
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(machine + unused + expected));
      try {
        const document = await vscode.workspace.openTextDocument(file);
        await vscode.window.showTextDocument(document);
        const lenses = await ask<vscode.CodeLens[]>('executeCodeLensProvider', file);
        assert.deepEqual(
          lenses.map(({ command }) => command?.title),
          ['Debug', 'Replay'],
        );
        const { command: name = '', arguments: given = [] } = lenses[1].command ?? {};
        await vscode.commands.executeCommand(name, ...given);
        const [hint] = await until(() => {
          const found = vscode.languages.getDiagnostics(file);
          return found.length > 0 ? found : null;
        });
        assert.equal(document.getText(hint.range), unused.trim());
        assert.deepEqual(hint.tags, [vscode.DiagnosticTag.Unnecessary]);
        assert.match(
          await hovered(document, 'ifconfig em0'),
          /^Used by \d+ packets and timers in the last replay\.$/m,
        );
        assert.match(await hovered(document, unused), /^Nothing used this line in the last replay\.$/m);
        assert.match(await hovered(document, 'delivered'), /^As expected\.$/m);
        assert.match(await hovered(document, 'dropped'), /was delivered/);
        const edit = new vscode.WorkspaceEdit();
        edit.insert(file, new vscode.Position(0, 0), '\n');
        await vscode.workspace.applyEdit(edit);
        await until(() => vscode.languages.getDiagnostics(file).length === 0);
        await document.save();
        await until(() => vscode.languages.getDiagnostics(file).length === 1);
      } finally {
        await vscode.workspace.fs.delete(file);
      }
    });
  });
}
