/** Capture editors and a debug session: each goes where the other goes, and the capture stays in sight. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { CaptureDesk } from './captureUnderTest';
import { Elsewhere } from './elsewhere';
import { alone, folder, session, Tracker, until } from './underTest';

export function followingSuite(): void {
  describe('captures with a session', () => {
    const tracker = new Tracker();
    alone(tracker);
    const lab = () => vscode.Uri.file(join(folder(), 'lab.pcapng'));
    let desk: CaptureDesk;

    beforeEach(() => {
      desk = new CaptureDesk();
    });
    afterEach(() => desk.dispose());

    /** The packet that the session stands in, as its call stack has it. */
    const packet = async () => (await session.frames()).at(-1).name;

    it('are told where it runs and stops, by itself', async () => {
      const page = await desk.open(lab());
      assert.equal(page.session?.kind, 'none');
      await session.launch();
      await tracker.event('stopped');
      const { frame, by, spoken } = await until(() => page.sessions.find(({ kind }) => kind === 'stopped'));
      assert.deepEqual([frame, by], [19, 0]);
      assert.match(spoken, /^Stopped at packet 19, step \d+$/);
      await session.ask('next');
      await until(() =>
        page.sessions.some(({ kind }, i) => kind === 'running' && i > page.sessions.length - 3),
      );
      await until(() => page.session?.kind === 'stopped');
    });

    it('move it, and everybody is told who did', async () => {
      const [mine, other] = [await desk.open(lab()), await desk.open(lab())];
      assert.notEqual(mine.editor, other.editor);
      await session.launch();
      await tracker.event('stopped');
      await until(() => mine.session?.frame === 19 && other.session?.frame === 19);
      mine.move(18);
      await until(() => mine.session?.frame === 18 && other.session?.frame === 18);
      assert.match(await packet(), /^Frame 18 /);
      assert.equal(mine.session?.by, mine.editor);
      assert.equal(other.session?.by, mine.editor);
    });

    it('of another file system are debugged as files are', async () => {
      const files = new Elsewhere();
      const registered = vscode.workspace.registerFileSystemProvider('elsewhere', files);
      try {
        const uri = vscode.Uri.parse('elsewhere:/far.pcapng');
        const bytes = readFileSync(lab().fsPath);
        files.files.set(uri.path, bytes);
        const page = await desk.open(uri, bytes);
        await vscode.commands.executeCommand('packetDebugger.debug', uri);
        await tracker.event('stopped');
        await until(() => page.session?.frame === 19);
        page.move(18);
        await until(() => page.session?.frame === 18);
        assert.match(await packet(), /^Frame 18 /);
      } finally {
        registered.dispose();
      }
    });

    it('that go where it stands already do not move it', async () => {
      const page = await desk.open(lab());
      await session.launch();
      await tracker.event('stopped');
      const { frame, step } = await until(() => (page.session?.kind === 'stopped' ? page.session : null));
      const told = page.sessions.length;
      page.move(frame, step);
      page.move(frame);
      page.move(18);
      await until(() => page.session?.frame === 18);
      assert.deepEqual(
        page.sessions.slice(told).map(one => one.frame),
        [18],
      );
    });

    it('that go through many packets at once take it to the last', async () => {
      const page = await desk.open(lab());
      await session.launch();
      await tracker.event('stopped');
      await until(() => page.session?.kind === 'stopped');
      for (let frame = 1; frame <= 18; frame++) page.move(frame);
      await until(() => page.session?.frame === 18);
      assert.ok(page.sessions.filter(({ kind }) => kind === 'stopped').length < 18);
    });

    it('keep the keyboard when they move it, and VS Code looks where it went', async () => {
      const page = await desk.open(lab());
      await vscode.commands.executeCommand('vscode.open', lab());
      const here = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      await until(() => here() instanceof vscode.TabInputCustom);
      await session.launch();
      await tracker.event('stopped');
      await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'packet-engine');
      await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
      await until(() => here() instanceof vscode.TabInputCustom);
      page.onReveal = () => vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
      page.move(17);
      page.move(18);
      const before = vscode.debug.activeStackItem;
      await until(() => {
        const item = vscode.debug.activeStackItem;
        return item !== before && item instanceof vscode.DebugStackFrame;
      });
      await until(() => here() instanceof vscode.TabInputCustom);
      assert.match(await packet(), /^Frame 18 /);
    });

    it('stay in sight while it opens the engine, and give their group back', async () => {
      await vscode.commands.executeCommand('vscode.open', lab());
      const groups = () => vscode.window.tabGroups.all;
      const shows = (test: (input: unknown) => boolean) =>
        groups().findIndex(({ activeTab }) => test(activeTab?.input));
      const capture = () => shows(input => input instanceof vscode.TabInputCustom);
      const engine = () =>
        shows(input => input instanceof vscode.TabInputText && input.uri.scheme === 'packet-engine');
      await until(() => capture() >= 0);
      await session.launch();
      await tracker.event('stopped');
      await until(() => engine() >= 0);
      assert.ok(capture() >= 0 && capture() !== engine());
      await vscode.debug.stopDebugging();
      await until(
        () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom,
      );
      const group = vscode.window.tabGroups.activeTabGroup.viewColumn;
      await until(async () => {
        await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(folder(), 'router.stack')));
        return vscode.window.tabGroups.activeTabGroup.viewColumn === group;
      });
    });
  });
}
