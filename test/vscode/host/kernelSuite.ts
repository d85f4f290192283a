/**
 * The user's own kernel tree in VS Code: breakpoints in its files, and the line that a frame mirrors. The
 * tree of the tests holds no line of a kernel.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { fingerprints } from '../../../src/debugger/kernel/fingerprints';
import { lineOfFingerprint } from '../../debugger/fingerprinted';
import { alone, folder, session, Tracker, until } from './underTest';

/** Where the hop limit is tested. */
const mirrored = 166;

export function kernelSuite(): void {
  describe('kernel sources', () => {
    const tracker = new Tracker();
    alone(tracker);
    const tree = () => join(folder(), 'bsd');
    const file = () => join(tree(), 'netinet6', 'ip6_forward.c');

    /** Writes a kernel file with nothing but a line where the mirrored one is. */
    const write = (line: string) => writeFileSync(file(), `${'\n'.repeat(mirrored - 1)}\t${line}\n`);
    const open = () => vscode.commands.executeCommand('packetDebugger.openKernelLine');
    const active = () => vscode.window.activeTextEditor;

    before(() => {
      mkdirSync(join(tree(), 'netinet6'), { recursive: true });
      write(lineOfFingerprint(fingerprints['freebsd-ip6_forward.c'][mirrored]));
    });

    it('stop at a line of a C file that the engine mirrors', async () => {
      const place = new vscode.Location(vscode.Uri.file(file()), new vscode.Position(mirrored - 1, 0));
      const breakpoint = new vscode.SourceBreakpoint(place);
      vscode.debug.addBreakpoints([breakpoint]);
      await session.launch({ kernelSources: tree(), stopOnEntry: true });
      await tracker.event('stopped');
      const bound = (await until(() =>
        vscode.debug.activeDebugSession?.getDebugProtocolBreakpoint(breakpoint),
      )) as vscode.DebugProtocolBreakpoint & { verified: boolean; line?: number };
      assert.equal(bound.verified, true);
      assert.equal(bound.line, mirrored);
      await session.ask('continue');
      const stopped = await tracker.event('stopped');
      assert.equal(stopped.body?.reason, 'breakpoint');
      assert.equal(stopped.body?.description, 'ip6_forward.hop-limit');
    });

    it('open at the line that the stopped frame mirrors', async () => {
      await session.launch({ kernelSources: tree() });
      await tracker.event('stopped');
      await until(() => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame);
      await until(() => active()?.document.uri.scheme === 'packet-engine');
      await open();
      assert.equal(active()?.document.uri.fsPath, file());
      assert.equal(active()?.selection.active.line, mirrored - 1);
    });

    it('stay closed where the line is another one', async () => {
      write('unlike();');
      await session.launch({ kernelSources: tree() });
      await tracker.event('stopped');
      await until(() => active()?.document.uri.scheme === 'packet-engine');
      await open();
      assert.equal(active()?.document.uri.scheme, 'packet-engine');
      const { id: frameId } = await session.top();
      const answer = await session.ask('packetDebugger/kernelLine', { frameId });
      assert.match(answer.message, /^line 166 of .*ip6_forward\.c is not the line that was mirrored/);
    });

    it('are asked for where none are named', async () => {
      await session.launch();
      await tracker.event('stopped');
      await until(() => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame);
      const { id: frameId } = await session.top();
      const answer = await session.ask('packetDebugger/kernelLine', { frameId });
      assert.match(answer.message, /packetDebugger\.kernelSources/);
    });
  });
}
