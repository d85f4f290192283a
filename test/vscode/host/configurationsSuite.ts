/** How a session is begun: captures, commands and configurations. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { alone, folder, session, stack, Tracker } from './underTest';

export function configurationsSuite(): void {
  describe('beginning a session', () => {
    const tracker = new Tracker();
    alone(tracker);

    it('debugs a capture by command, through the machine that replays it', async () => {
      const capture = vscode.Uri.file(join(folder(), 'lab.pcapng'));
      await vscode.commands.executeCommand('packetDebugger.debug', capture);
      await tracker.event('stopped');
      assert.equal(vscode.debug.activeDebugSession?.configuration.stack, stack());
      assert.match((await session.frames()).at(-1).name, /^Frame 19 /);
    });

    it('debugs a .stack file by command', async () => {
      await vscode.commands.executeCommand('packetDebugger.debug', vscode.Uri.file(stack()));
      await tracker.event('stopped');
      assert.equal(vscode.debug.activeDebugSession?.configuration.stack, stack());
    });

    it('takes the files of a configuration to be in the folder of the workspace', async () => {
      await session.launch({ stack: 'router.stack', capture: ['lab.pcapng'] });
      await tracker.event('stopped');
      const { configuration } = vscode.debug.activeDebugSession ?? {};
      assert.equal(configuration?.stack, stack());
      assert.deepEqual(configuration?.capture, [join(folder(), 'lab.pcapng')]);
      assert.match((await session.frames()).at(-1).name, /^Frame 19 /);
    });

    it('takes the folder of kernel sources from the settings', async () => {
      const settings = vscode.workspace.getConfiguration('packetDebugger');
      await settings.update('kernelSources', folder(), vscode.ConfigurationTarget.Global);
      try {
        await session.launch();
        await tracker.event('stopped');
        assert.equal(vscode.debug.activeDebugSession?.configuration.kernelSources, folder());
      } finally {
        await settings.update('kernelSources', undefined, vscode.ConfigurationTarget.Global);
      }
    });

    it('has every command of the manifest, each with a title of its own', async () => {
      const manifest = vscode.extensions.getExtension('packet-debugger.packet-debugger')?.packageJSON;
      const known = new Set(await vscode.commands.getCommands(true));
      const commands: { command: string; title: string | { value: string } }[] =
        manifest.contributes.commands;
      for (const { command } of commands) assert.ok(known.has(command), command);
      const titles = commands.map(({ title }) => (typeof title === 'string' ? title : title.value));
      assert.equal(new Set(titles).size, titles.length);
      assert.deepEqual(
        titles.filter(title => title.includes('%')),
        [],
      );
    });
  });
}
