/** Movement and breakpoints with their qualifiers, through VS Code's own commands and API. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { alone, session, Tracker, until } from './underTest';

export function movementSuite(): void {
  describe('movement', () => {
    const tracker = new Tracker();
    alone(tracker);

    const run = (command: string) => vscode.commands.executeCommand(command);
    /** The frame of the capture that the session stands in, after its next stop. */
    const packet = async () => {
      await tracker.event('stopped');
      return /^Frame \d+/.exec((await session.frames()).at(-1).name)?.[0];
    };
    /** Goes to a step of a frame and looks where that is. */
    const goTo = async (frame: number, step?: number) => {
      await session.ask('packetDebugger/goToFrame', { frame, step });
      return packet();
    };

    it('runs back to the stop before, and starts over', async () => {
      await session.launch();
      assert.equal(await packet(), 'Frame 19');
      await run('workbench.action.debug.continue');
      assert.equal(await packet(), 'Frame 21');
      await run('workbench.action.debug.reverseContinue');
      assert.equal(await packet(), 'Frame 19');
      await run('workbench.action.debug.continue');
      assert.equal(await packet(), 'Frame 21');
      await run('workbench.action.debug.restart');
      assert.equal(await packet(), 'Frame 19');
    });

    it('steps back out, and begins a function anew', async () => {
      await session.launch();
      await packet();
      assert.equal((await session.top()).name, 'ip6_forward');
      const { id } = await session.top();
      await session.ask('restartFrame', { frameId: id });
      await packet();
      const { name, line } = await session.top();
      await run('packetDebugger.stepBackOut');
      await packet();
      assert.equal((await session.top()).name, 'ip6_input');
      await run('workbench.action.debug.stepInto');
      await packet();
      const again = await session.top();
      assert.deepEqual([again.name, again.line], [name, line]);
    });

    it('goes to the packets that were decided for the same reason', async () => {
      await session.launch({ stopOnEntry: true });
      await packet();
      assert.equal(await goTo(10), 'Frame 10');
      await run('packetDebugger.nextWithSameReason');
      const next = await packet();
      assert.notEqual(next, 'Frame 10');
      const { name } = await session.top();
      await run('packetDebugger.previousWithSameReason');
      assert.equal(await packet(), 'Frame 10');
      assert.equal((await session.top()).name, name);
    });

    it('goes to a step by its line', async () => {
      await session.launch();
      await packet();
      const { source, line } = await session.top();
      await goTo(19, 2);
      const { targets } = await session.ask('gotoTargets', { source, line });
      await session.ask('goto', { targetId: targets[0].id });
      await packet();
      assert.equal((await session.top()).line, line);
    });

    it('stops where a value changes', async () => {
      vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('changes ip6stat.ip6s_forward')]);
      await session.launch();
      const stopped = await tracker.event('stopped');
      assert.equal(stopped.body?.text, 'changes ip6stat.ip6s_forward');
      assert.ok(
        (await session.scope('Changed in this event')).some(({ name }) => name === 'ip6stat.ip6s_forward'),
      );
    });

    it('stops under a condition, at the hit that was asked for, or prints', async () => {
      await session.launch({ stopOnEntry: true });
      await packet();
      const all = (await session.ask('loadedSources')).sources as { name: string; path: string }[];
      const path = all.find(({ name }) => name === 'hopLimit.ts')?.path ?? '';
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(path));
      const line = document
        .getText()
        .split('\n')
        .findIndex(text => /decide\(/.test(text));
      const place = new vscode.Location(document.uri, new vscode.Position(line + 1, 0));
      vscode.debug.addBreakpoints([
        new vscode.SourceBreakpoint(place, true, 'ipv6.hlim == 1 or frame.number == 29', '2'),
        new vscode.FunctionBreakpoint(
          'ip6_forward.link-mtu log {frame.number} fits',
          true,
          'ipv6.plen < 1000',
        ),
      ]);
      await tracker.answer('setFunctionBreakpoints');
      await session.ask('setExceptionBreakpoints', { filters: [] });
      await run('workbench.action.debug.continue');
      const printed = await tracker.next(({ body }) => /^\d+ fits\n$/.test(String(body?.output)));
      assert.equal(printed.body?.output, '3 fits\n');
      assert.equal(await packet(), 'Frame 29');
    });

    it('shows the values of a decision in the line of the engine that takes it', async () => {
      await session.launch();
      await packet();
      const { id: frameId, line, source } = await session.top();
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(source.path));
      const stoppedLocation = document.lineAt(line - 1).range;
      const shown = await until(async () => {
        const values = await vscode.commands.executeCommand<vscode.InlineValueText[]>(
          'vscode.executeInlineValueProvider',
          document.uri,
          new vscode.Range(0, 0, document.lineCount, 0),
          { frameId, stoppedLocation },
        );
        return values.length > 0 ? values : null;
      });
      assert.ok(
        shown.some(({ text }) => text === 'ip6_hlim = 1'),
        JSON.stringify(shown),
      );
    });
  });
}
