/** The debugger through VS Code's own API: what a user's clicks come to. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { alone, folder, session, stack, Tracker } from './underTest';

export function debugSuite(): void {
  describe('debugging packets', () => {
    const tracker = new Tracker();
    alone(tracker);

    it('stops at the first drop without a launch configuration', async () => {
      const document = await vscode.workspace.openTextDocument(stack());
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.debug.start');
      const stopped = await tracker.event('stopped');
      assert.equal(stopped.body?.reason, 'exception');
      const frame = await session.top();
      assert.equal(frame.name, 'ip6_forward');
      assert.match(frame.source.path, /^packet-engine:\/stack\//);
    });

    it('opens the engine of the stopped frame as a read-only document in its own language', async () => {
      await session.launch();
      await tracker.event('stopped');
      const frame = await session.top();
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(frame.source.path));
      assert.match(document.lineAt(frame.line - 1).text, /decide\(/);
      if (document.languageId !== 'packet-engine') {
        await new Promise<void>(resolve => {
          const opened = vscode.workspace.onDidOpenTextDocument(one => {
            if (one.languageId !== 'packet-engine') return;
            opened.dispose();
            resolve();
          });
        });
      }
    });

    it('stops on a line of the .stack file', async () => {
      const document = await vscode.workspace.openTextDocument(stack());
      const line = document
        .getText()
        .split('\n')
        .findIndex(text => text.startsWith('route add'));
      const place = new vscode.Location(document.uri, new vscode.Position(line, 0));
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
      await session.launch();
      let stopped = await tracker.event('stopped');
      // Packets are dropped before one takes that route.
      while (stopped.body?.reason === 'exception') {
        await session.ask('continue');
        stopped = await tracker.event('stopped');
      }
      assert.equal(stopped.body?.reason, 'breakpoint');
      const { variablesReference } = (await session.ask('scopes', { frameId: (await session.top()).id }))
        .scopes[0];
      const { variables } = await session.ask('variables', { variablesReference });
      const lines: number[] = [];
      for (const { valueLocationReference } of variables) {
        if (!valueLocationReference) continue;
        lines.push((await session.ask('locations', { locationReference: valueLocationReference })).line);
      }
      assert.ok(lines.includes(line + 1), `line ${line + 1} is none of ${lines}`);
    });

    it('stops on a decision by its name, and on an outcome of it', async () => {
      vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('ip6_forward.hop-limit=decremented')]);
      await session.launch();
      const stopped = await tracker.event('stopped');
      assert.equal(stopped.body?.reason, 'function breakpoint');
      assert.equal(stopped.body?.text, 'ip6_forward.hop-limit=decremented');
    });

    it('walks forward and back to the same place', async () => {
      await session.launch({ stopOnEntry: true });
      await tracker.event('stopped');
      const first = await session.top();
      await vscode.commands.executeCommand('workbench.action.debug.stepInto');
      await tracker.event('stopped');
      assert.notDeepEqual({ ...(await session.top()), id: 0 }, { ...first, id: 0 });
      await vscode.commands.executeCommand('workbench.action.debug.stepBack');
      await tracker.event('stopped');
      assert.deepEqual({ ...(await session.top()), id: 0 }, { ...first, id: 0 });
    });

    it('shows another verdict once a field has another value', async () => {
      await session.launch();
      await tracker.event('stopped');
      assert.match(
        (await session.ask('evaluate', { expression: 'why', context: 'repl' })).result,
        /^Dropped: the hop limit is 1/,
      );
      await session.ask('stepBack');
      await tracker.event('stopped');
      await session.ask('setExpression', { expression: 'ipv6.hlim', value: '9' });
      assert.match(
        (await session.ask('evaluate', { expression: 'why', context: 'repl' })).result,
        /^Forwarded/,
      );
    });

    it('goes to a frame, and to the next packet, by command', async () => {
      await session.launch({ stopOnEntry: true });
      await tracker.event('stopped');
      await session.ask('packetDebugger/goToFrame', { frame: 23 });
      await tracker.event('stopped');
      const frames = (await session.ask('stackTrace')).stackFrames;
      assert.match(frames.at(-1).name, /^Frame 23 /);
      await vscode.commands.executeCommand('packetDebugger.nextPacket');
      await tracker.event('stopped');
      assert.match((await session.ask('stackTrace')).stackFrames.at(-1).name, /^Frame 25 /);
    });

    it('says in one sentence what is wrong with a launch', async () => {
      const missing = join(folder(), 'missing.stack');
      const configuration = { type: 'packet', request: 'launch', name: 'test', stack: missing };
      // A dialog shows the sentence; where dialogs are refused, it is in the refusal.
      await assert.rejects(
        async () => vscode.debug.startDebugging(undefined, configuration),
        /missing\.stack cannot be read: there is no such file\./,
      );
    });

    it('counts decisions for the Decisions view', async () => {
      await session.launch();
      await tracker.event('stopped');
      const counts = await session.ask('packetDebugger/decisionCounts');
      assert.ok(counts['ip6_forward.hop-limit'] > 0);
    });
  });
}
