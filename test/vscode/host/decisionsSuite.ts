/** The Decisions view: what its check boxes and counts come to. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { alone, session, Tracker, until } from './underTest';

const names = () =>
  vscode.debug.breakpoints.flatMap(one => (one instanceof vscode.FunctionBreakpoint ? one.functionName : []));

export function decisionsSuite(): void {
  describe('the Decisions view', () => {
    const tracker = new Tracker();
    alone(tracker);

    /** A row of the view as VS Code hands it to a command of ours. */
    const row = (id: string) => ({ id, outcomes: [], question: '' });
    const toggle = (id: string) => vscode.commands.executeCommand('packetDebugger.toggleDecision', row(id));

    before(() => vscode.commands.executeCommand('packetDebugger.decisions.focus'));

    it('arms a decision by its name, and the session stops there', async () => {
      await toggle('ip6_forward.link-mtu');
      assert.deepEqual(names(), ['ip6_forward.link-mtu']);
      await session.launch();
      const stopped = await tracker.event('stopped');
      assert.equal(stopped.body?.text, 'ip6_forward.link-mtu');
    });

    it('disarms a decision that was armed with an outcome', async () => {
      vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('ip6_forward.link-mtu=too-big')]);
      await until(() => names().length === 1);
      await toggle('ip6_forward.link-mtu');
      await until(() => names().length === 0);
    });

    it('disarms one decision of a function and keeps the others', async () => {
      vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('icmp6_error')]);
      await until(() => names().length === 1);
      await toggle('icmp6_error.rate-limit');
      await until(() => names().length > 1);
      assert.ok(names().every(name => name.startsWith('icmp6_error.')));
      assert.ok(!names().includes('icmp6_error.rate-limit'));
    });

    it('disarms a breakpoint on the line of a decision in the engine', async () => {
      const { extensionUri } = vscode.extensions.getExtension('packet-debugger.packet-debugger') ?? {};
      assert.ok(extensionUri);
      const list = vscode.Uri.joinPath(extensionUri, 'dist', 'decisions.json');
      const decisions = JSON.parse(String(Buffer.from(await vscode.workspace.fs.readFile(list))));
      const { source } = decisions.find((one: { id: string }) => one.id === 'ip6_forward.hop-limit');
      const uri = vscode.Uri.from({ scheme: 'packet-engine', path: source.path.replace('src', '') });
      const place = new vscode.Location(uri, new vscode.Position(source.line - 1, 0));
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
      await until(() => vscode.debug.breakpoints.length === 1);
      await toggle('ip6_forward.hop-limit');
      await until(() => vscode.debug.breakpoints.length === 0);
    });
  });
}
