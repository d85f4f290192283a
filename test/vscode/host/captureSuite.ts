/** Captures in VS Code: what opens them, which machine they meet, and what is said of those that are odd. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { bytesOf } from '../../../src/extension/captureBytes';
import { hostRequests } from '../../../src/webview/protocol/messages';
import { pcapFile } from '../../capture/build';
import { CaptureDesk } from './captureUnderTest';
import { Elsewhere } from './elsewhere';
import { folder, stack, until } from './underTest';

const CAPTURE = 'packetDebugger.capture';
const OPTION = 'packetDebugger.captureOption';

export function captureSuite(): void {
  describe('captures', () => {
    const inFolder = (name: string) => join(folder(), 'captures', name);
    const lab = () => readFileSync(join(folder(), 'lab.pcapng'));
    const frame = { seconds: 1, ticks: 0, bytes: new Uint8Array(60) };
    let desk: CaptureDesk;

    /** Writes a capture into a folder of its own, in which no machine is. */
    const write = (name: string, bytes: Uint8Array): vscode.Uri => {
      writeFileSync(inFolder(name), bytes);
      return vscode.Uri.file(inFolder(name));
    };
    const shown = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const viewType = () => {
      const input = shown();
      return input instanceof vscode.TabInputCustom ? input.viewType : undefined;
    };

    beforeEach(() => {
      mkdirSync(join(folder(), 'captures'), { recursive: true });
      desk = new CaptureDesk();
    });
    afterEach(async () => {
      desk.dispose();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(join(folder(), 'captures'), { recursive: true });
    });

    for (const name of ['lab.pcap', 'lab.pcapng']) {
      it(`open in the capture editor: ${name}`, async () => {
        await vscode.commands.executeCommand('vscode.open', write(name, lab()));
        await until(() => viewType() === CAPTURE);
      });
    }

    for (const name of ['lab.cap', 'lab.ntar', 'lab.pcapng.gz']) {
      it(`open in the capture editor when asked: ${name}`, async () => {
        const uri = write(name, lab());
        await vscode.commands.executeCommand('vscode.open', uri);
        await until(() => shown() !== undefined);
        assert.equal(viewType(), undefined);
        await vscode.commands.executeCommand('vscode.openWith', uri, OPTION);
        await until(() => viewType() === OPTION);
      });
    }

    it('meet the only machine that names them', async () => {
      const page = await desk.open(vscode.Uri.file(join(folder(), 'lab.pcapng')));
      const { replay, verdicts } = await page.replayed();
      assert.deepEqual(replay, { kind: 'done', stack: stack(), panic: null });
      assert.equal(verdicts.find(({ verdict }) => verdict === 'dropped')?.count, 7);
    });

    it('meet the machine again that was inferred for them', async () => {
      const uri = write('seen.pcapng', lab());
      const first = await desk.open(uri);
      assert.equal(first.state?.replay.kind, 'none');
      await first.channel.ask(hostRequests.inferStack, null);
      const { replay } = await first.replayed();
      assert.deepEqual(replay, { kind: 'done', stack: inFolder('seen.stack'), panic: null });
      first.close();
      // Another machine that replays it would make the choice open, were it not remembered.
      copyFileSync(inFolder('seen.stack'), inFolder('other.stack'));
      assert.deepEqual((await (await desk.open(uri)).replayed()).replay, replay);
    });

    it('meet the only machine that names them among others', async () => {
      const uri = write('one.pcapng', lab());
      write('two.pcapng', lab());
      const machine = 'ifconfig em0 inet6 2001:db8:1::1/64 up\nreplay "two.pcapng" on em0\n';
      writeFileSync(inFolder('both.stack'), `${machine}replay "one.pcapng" on em0\n`);
      writeFileSync(inFolder('other.stack'), machine);
      const { replay } = await (await desk.open(uri)).replayed();
      assert.deepEqual(replay, { kind: 'done', stack: inFolder('both.stack'), panic: null });
    });

    it('get a machine of a name that no file has', async () => {
      const uri = write('seen.pcapng', lab());
      for (const name of ['seen.stack', 'seen-2.stack']) writeFileSync(inFolder(name), '# kept\n');
      const page = await desk.open(uri);
      await page.channel.ask(hostRequests.newStack, null);
      const { replay } = await page.replayed();
      assert.equal(replay.kind === 'done' && replay.stack, inFolder('seen-3.stack'));
      assert.equal(readFileSync(inFolder('seen.stack'), 'utf8'), '# kept\n');
    });

    it('are replayed again when another program writes the machine', async () => {
      const page = await desk.open(write('seen.pcapng', lab()));
      await page.channel.ask(hostRequests.inferStack, null);
      await page.replayed();
      writeFileSync(inFolder('seen.stack'), 'nonsense\n');
      await page.until(({ replay }) => replay.kind === 'failed' && replay.line === 1);
    });

    it('are replayed again when the machine is saved', async () => {
      const page = await desk.open(write('saved.pcapng', lab()));
      await page.channel.ask(hostRequests.inferStack, null);
      await page.replayed();
      const document = await vscode.workspace.openTextDocument(inFolder('saved.stack'));
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), 'nonsense\n');
      await vscode.workspace.applyEdit(edit);
      await document.save();
      const { replay } = await page.until(state => state.replay.kind === 'failed');
      assert.equal(replay.kind === 'failed' && replay.line, 1);
    });

    it('that grow are read anew', async () => {
      const uri = write('grows.pcapng', lab().subarray(0, 4000));
      const page = await desk.open(uri);
      const { frames } = await page.until(({ indexing, damage }) => indexing === null && damage !== null);
      assert.ok(frames < 52);
      writeFileSync(uri.fsPath, lab());
      const grown = await page.until(state => state.indexing === null && state.frames === 52);
      assert.equal(grown.damage, null);
    });

    it('that cannot be read whole say what is wrong with them', async () => {
      const said = async (name: string, bytes: Uint8Array) => {
        const page = await desk.open(write(name, bytes));
        const { unreadable, damage, frames } = await page.until(({ indexing }) => indexing === null);
        return { unreadable, damage: damage?.message ?? null, frames };
      };
      const empty = await said('empty.pcap', new Uint8Array(0));
      assert.match(empty.unreadable ?? '', /empty/);
      const damaged = await said('damaged.pcapng', lab().subarray(0, 4000));
      assert.match(damaged.damage ?? '', new RegExp(`after frame ${damaged.frames}\\b`));
      const one = await said('one.pcap', pcapFile({}, [frame]));
      assert.deepEqual(one, { unreadable: null, damage: null, frames: 1 });
      const gone = await desk.open(vscode.Uri.file(inFolder('gone.pcap')));
      const { unreadable } = await gone.until(({ indexing }) => indexing === null);
      assert.match(unreadable ?? '', /gone\.pcap cannot be opened: there is no such file\./);
    });

    it('open the bytes of the file where it is damaged beside them', async () => {
      const page = await desk.open(write('damaged.pcapng', lab().subarray(0, 4000)));
      const { damage } = await page.until(state => state.indexing === null && state.damage !== null);
      const offset = damage?.offset ?? -1;
      await page.channel.ask(hostRequests.showBytes, { offset });
      const beside = vscode.window.activeTextEditor;
      const row = offset - (offset % 16);
      const hex = lab()
        .toString('hex', row, row + 4)
        .replace(/..(?=.)/g, '$& ');
      assert.match(
        beside?.document.getText(beside.selection) ?? '',
        new RegExp(`^${row.toString(16).padStart(8, '0')} +${hex}`),
      );
      assert.equal(beside?.viewColumn, vscode.ViewColumn.Two);
    });

    it('of a link type that no host receives are shown, and say why they cannot be replayed', async () => {
      const uri = write('strange.pcap', pcapFile({ network: 249 }, [frame]));
      writeFileSync(inFolder('strange.stack'), 'ifconfig em0 up\nreplay "strange.pcap" on em0\n');
      const page = await desk.open(uri);
      const { replay, frames } = await page.replayed();
      assert.equal(frames, 1);
      assert.match(replay.kind === 'failed' ? replay.message : '', /cannot arrive at a host/);
    });

    it('of another file system are read whole, up to 512 MB', async () => {
      const files = new Elsewhere();
      const registered = vscode.workspace.registerFileSystemProvider('elsewhere', files);
      try {
        const near = vscode.Uri.parse('elsewhere:/lab.pcapng');
        files.files.set(near.path, lab());
        const page = await desk.open(near, await bytesOf(near));
        await page.until(({ indexing, frames }) => indexing === null && frames === 52);
        const far = vscode.Uri.parse('elsewhere:/large.pcapng');
        files.files.set(far.path, 512 * 2 ** 20 + 1);
        await assert.rejects(bytesOf(far), {
          message:
            '/large.pcapng has over 512 MB, which is too much for a file that is not on this machine; copy it here first.',
        });
      } finally {
        registered.dispose();
      }
    });
  });
}
