/** Our documents in VS Code: the engine's source, the steps of a packet, marks and memory. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { alone, folder, session, stack, Tracker, until } from './underTest';

const engine = (path: string) => vscode.Uri.from({ scheme: 'packet-engine', path });

export function documentsSuite(): void {
  describe('documents', () => {
    const tracker = new Tracker();
    alone(tracker);

    const breakAt = (uri: vscode.Uri, line: number) => {
      const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line, 0)));
      vscode.debug.addBreakpoints([breakpoint]);
      return breakpoint;
    };
    const bound = (breakpoint: vscode.SourceBreakpoint) =>
      until(() => vscode.debug.activeDebugSession?.getDebugProtocolBreakpoint(breakpoint)) as Promise<
        vscode.DebugProtocolBreakpoint & { verified: boolean; line?: number; message?: string }
      >;

    it('opens the steps of a packet at a line and moves the session there', async () => {
      await session.launch();
      await tracker.event('stopped');
      tracker.clear();
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('packet-trace:/19'));
      const line = document
        .getText()
        .split('\n')
        .findIndex(text => text.includes('[ip6_input.destination]'));
      assert.ok(line > 0);
      const selection = new vscode.Range(line, 0, line, 0);
      await vscode.window.showTextDocument(document, { selection });
      // A busy VS Code shows the first line for longer than it is waited for: the session goes there first.
      await until(async () => (await session.top()).name === 'ip6_input');
      const answer = await session.ask('evaluate', { expression: 'why', context: 'repl' });
      assert.match(answer.result, /hop limit/);
    });

    it('opens the steps of a timer likewise', async () => {
      await session.launch();
      await tracker.event('stopped');
      await session.ask('evaluate', { expression: 'goto e1', context: 'repl' });
      await tracker.event('stopped');
      tracker.clear();
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('packet-trace:/e1'));
      const selection = new vscode.Range(3, 0, 3, 0);
      await vscode.window.showTextDocument(document, { selection });
      await tracker.event('stopped');
      assert.match((await session.frames()).at(-1).name, /^Timer/);
    });

    it('stays where it is when the tab of a packet comes back', async () => {
      await session.launch();
      await tracker.event('stopped');
      const uri = vscode.Uri.parse('packet-trace:/19');
      await vscode.window.showTextDocument(uri, { selection: new vscode.Range(9, 0, 9, 0), preview: false });
      await tracker.event('stopped');
      await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'packet-engine');
      await session.ask('packetDebugger/goToFrame', { frame: 21 });
      await tracker.event('stopped');
      tracker.clear();
      await vscode.window.showTextDocument(uri, { preview: false });
      await vscode.commands.executeCommand('packetDebugger.nextPacket');
      await tracker.event('stopped');
      assert.match((await session.frames()).at(-1).name, /^Frame 23 /);
    });

    it('links each decision of a packet to its step', async () => {
      await session.launch();
      await tracker.event('stopped');
      const uri = vscode.Uri.parse('packet-trace:/19');
      await vscode.workspace.openTextDocument(uri);
      const links: vscode.DocumentLink[] = await vscode.commands.executeCommand(
        'vscode.executeLinkProvider',
        uri,
      );
      assert.ok(links.length > 10);
      tracker.clear();
      const [frame, step] = JSON.parse(decodeURIComponent(links[3].target?.query ?? ''));
      await vscode.commands.executeCommand('packetDebugger.goHere', frame, step);
      await tracker.event('stopped');
    });

    it('shows the engine in its own language from the beginning', async () => {
      const document = await vscode.workspace.openTextDocument(engine('/stack/inet6/ip6Input.ts'));
      assert.equal(document.languageId, 'packet-engine');
    });

    it('snaps a breakpoint in the engine to the next decision and says so', async () => {
      const uri = engine('/stack/inet6/forward/hopLimit.ts');
      const document = await vscode.workspace.openTextDocument(uri);
      const decides = document
        .getText()
        .split('\n')
        .findIndex(text => text.includes('decide('));
      const breakpoint = breakAt(uri, decides - 2);
      await session.launch();
      await tracker.event('stopped');
      const answer = await bound(breakpoint);
      assert.equal(answer.verified, true);
      assert.equal(answer.line, decides + 1);
      assert.match(answer.message ?? '', new RegExp(`Moved to line ${decides + 1}`));
    });

    it('answers for a C file that the engine does not mirror with one sentence', async () => {
      const file = join(folder(), 'other.c');
      writeFileSync(file, 'int main(void)\n{\n\treturn 0;\n}\n');
      const breakpoint = breakAt(vscode.Uri.file(file), 2);
      await session.launch();
      await tracker.event('stopped');
      const answer = await bound(breakpoint);
      assert.equal(answer.verified, false);
      assert.match(answer.message ?? '', /^Packet Debugger stops in \.stack files, .*\.$/);
    });

    it('gives the packet as memory', async () => {
      await session.launch();
      await tracker.event('stopped');
      const [first] = (await session.scope('Packet')).filter(one => one.memoryReference !== undefined);
      assert.ok(first?.memoryReference);
      const id = vscode.debug.activeDebugSession?.id ?? '';
      const uri = vscode.Uri.from({
        scheme: 'vscode-debug-memory',
        authority: id,
        path: `/${encodeURIComponent(first.memoryReference)}/packet.bin`,
      });
      const bytes = await vscode.workspace.fs.readFile(uri);
      assert.ok(bytes.length > 40);
    });

    it('names a value for a data breakpoint, and lists the sources', async () => {
      await session.launch();
      await tracker.event('stopped');
      const info = await session.ask('dataBreakpointInfo', { name: 'ipv6.hlim' });
      assert.equal(info.dataId, 'ipv6.hlim');
      const { sources } = await session.ask('loadedSources');
      assert.ok(sources.some((one: { path: string }) => one.path.endsWith(stack())));
      assert.ok(sources.some((one: { path: string }) => one.path.startsWith('packet-engine:/stack/')));
    });
  });
}
