/** *Record What the Stack Saw…* in VS Code: what is asked, what the file holds, and that it opens. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { twoHosts } from '../../replay/twoHosts';
import { lacksTshark, runTshark } from '../../tshark/tshark';
import { folder, until } from './underTest';

export function recordingSuite(): void {
  describe('what the stack saw', () => {
    const { showQuickPick, showSaveDialog } = vscode.window;
    const place = () => join(folder(), 'recording');
    let asked: string[][];

    beforeEach(() => {
      mkdirSync(place());
      copyFileSync(join(folder(), 'lab.pcapng'), join(place(), 'lab.pcapng'));
      asked = [];
    });
    afterEach(async () => {
      Object.assign(vscode.window, { showQuickPick, showSaveDialog });
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(place(), { recursive: true });
    });

    /** The user picks what stands at these places, and names the file. */
    const answering = (picks: readonly number[], file: vscode.Uri) => {
      const left = [...picks];
      Object.assign(vscode.window, {
        showQuickPick: async (items: vscode.QuickPickItem[]) => {
          asked.push(items.map(({ label }) => label));
          return items[left.shift() ?? 0];
        },
        showSaveDialog: async () => file,
      });
    };
    const shown = () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom ? input.uri.fsPath : '';
    };
    const record = async (stack: string, picks: readonly number[]): Promise<string> => {
      writeFileSync(join(place(), 'machine.stack'), stack);
      const file = vscode.Uri.file(join(place(), 'seen.pcapng'));
      answering(picks, file);
      const capture = vscode.Uri.file(join(place(), 'lab.pcapng'));
      await vscode.commands.executeCommand('vscode.openWith', capture, 'packetDebugger.capture');
      await until(() => shown() === capture.fsPath);
      await until(async () => {
        await vscode.commands.executeCommand('packetDebugger.record');
        return shown() === file.fsPath;
      });
      return file.fsPath;
    };

    it('is recorded of the host that is wanted, with the headers of a tap, and opened', async () => {
      const file = await record(twoHosts, [0, 2]);
      assert.deepEqual(asked.slice(-2), [
        ['With PKTAP headers', 'Raw IP'],
        ['All hosts', 'A', 'B'],
      ]);
      if (lacksTshark()) return;
      const fields = ['frame.interface_name', 'pktap.ifname', 'pktap.flags', 'pktap.pfamily'];
      const { lines } = runTshark(file, ['-T', 'fields', ...fields.flatMap(name => ['-e', name])]);
      assert.deepEqual([...new Set(lines)].sort(), [
        'B.iptap0\t\t0x00000002\t30',
        'B.iptap0\tem0\t0x00000001\t30',
      ]);
    });

    it('is recorded as raw IP where that is wanted, and one machine is not asked for', async () => {
      const one =
        'ifconfig em0 lladdr 02:00:00:00:01:02 inet6 2001:db8:1::1/64 up\nreplay "lab.pcapng" (em0 = em0, em1 = em0)\n';
      const file = await record(one, [1]);
      assert.deepEqual(asked.at(-1), ['With PKTAP headers', 'Raw IP']);
      if (lacksTshark()) return;
      const { lines } = runTshark(file, [
        '-T',
        'fields',
        '-e',
        'frame.encap_type',
        '-e',
        'frame.interface_name',
      ]);
      assert.deepEqual([...new Set(lines)], ['7\tiptap0']);
    });
  });
}
