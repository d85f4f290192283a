/** The debugger through VS Code's own API: what a user's clicks come to. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** A message of the debug protocol, as the tracker sees it. */
interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly body?: Record<string, unknown>;
}

const folder = () => vscode.workspace.workspaceFolders?.[0].uri.fsPath ?? '';
const stack = () => join(folder(), 'router.stack');

/** Sees every message of the sessions under test. */
class Tracker {
  private readonly messages: Message[] = [];
  private waiting: (() => void)[] = [];

  register(): vscode.Disposable {
    return vscode.debug.registerDebugAdapterTrackerFactory('packet', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message: Message) => {
          this.messages.push(message);
          for (const wake of this.waiting.splice(0)) wake();
        },
      }),
    });
  }

  /** The next event of that name that nobody has taken yet. */
  async event(name: string): Promise<Message> {
    for (;;) {
      const at = this.messages.findIndex(one => one.type === 'event' && one.event === name);
      if (at >= 0) return this.messages.splice(0, at + 1)[at];
      await new Promise<void>(resolve => this.waiting.push(resolve));
    }
  }

  clear(): void {
    this.messages.length = 0;
  }
}

export function debugSuite(): void {
  describe('debugging packets', () => {
    const tracker = new Tracker();
    let registered: vscode.Disposable;

    before(() => {
      registered = tracker.register();
    });
    after(() => registered.dispose());
    beforeEach(() => {
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      tracker.clear();
    });
    afterEach(async () => {
      const ended = new Promise<void>(resolve => {
        if (vscode.debug.activeDebugSession === undefined) resolve();
        else vscode.debug.onDidTerminateDebugSession(() => resolve());
      });
      await vscode.debug.stopDebugging();
      await ended;
    });

    const launch = async (more: object = {}) => {
      const configuration = { type: 'packet', request: 'launch', name: 'test', stack: stack(), ...more };
      assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration));
    };
    const ask = async (command: string, args: object = {}) => {
      const session = vscode.debug.activeDebugSession;
      assert.ok(session);
      return session.customRequest(command, { threadId: 1, ...args });
    };
    const top = async () => (await ask('stackTrace')).stackFrames[0];

    it('stops at the first drop without a launch configuration', async () => {
      const document = await vscode.workspace.openTextDocument(stack());
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.debug.start');
      const stopped = await tracker.event('stopped');
      assert.equal(stopped.body?.reason, 'exception');
      const frame = await top();
      assert.equal(frame.name, 'ip6_forward');
      assert.match(frame.source.path, /^packet-engine:\/stack\//);
    });

    it('opens the engine of the stopped frame as a read-only document in its own language', async () => {
      await launch();
      await tracker.event('stopped');
      const frame = await top();
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
      await launch();
      let stopped = await tracker.event('stopped');
      // Packets are dropped before one takes that route.
      while (stopped.body?.reason === 'exception') {
        await ask('continue');
        stopped = await tracker.event('stopped');
      }
      assert.equal(stopped.body?.reason, 'breakpoint');
      const { variablesReference } = (await ask('scopes', { frameId: (await top()).id })).scopes[0];
      const { variables } = await ask('variables', { variablesReference });
      const lines: number[] = [];
      for (const { valueLocationReference } of variables) {
        if (!valueLocationReference) continue;
        lines.push((await ask('locations', { locationReference: valueLocationReference })).line);
      }
      assert.ok(lines.includes(line + 1), `line ${line + 1} is none of ${lines}`);
    });

    it('stops on a decision by its name, and on an outcome of it', async () => {
      vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('ip6_forward.hop-limit=decremented')]);
      await launch();
      const stopped = await tracker.event('stopped');
      assert.equal(stopped.body?.reason, 'function breakpoint');
      assert.equal(stopped.body?.text, 'ip6_forward.hop-limit=decremented');
    });

    it('walks forward and back to the same place', async () => {
      await launch({ stopOnEntry: true });
      await tracker.event('stopped');
      const first = await top();
      await vscode.commands.executeCommand('workbench.action.debug.stepInto');
      await tracker.event('stopped');
      assert.notDeepEqual({ ...(await top()), id: 0 }, { ...first, id: 0 });
      await vscode.commands.executeCommand('workbench.action.debug.stepBack');
      await tracker.event('stopped');
      assert.deepEqual({ ...(await top()), id: 0 }, { ...first, id: 0 });
    });

    it('shows another verdict once a field has another value', async () => {
      await launch();
      await tracker.event('stopped');
      assert.match(
        (await ask('evaluate', { expression: 'why', context: 'repl' })).result,
        /^Dropped: the hop limit is 1/,
      );
      await ask('stepBack');
      await tracker.event('stopped');
      await ask('setExpression', { expression: 'ipv6.hlim', value: '9' });
      assert.match((await ask('evaluate', { expression: 'why', context: 'repl' })).result, /^Forwarded/);
    });

    it('goes to a frame, and to the next packet, by command', async () => {
      await launch({ stopOnEntry: true });
      await tracker.event('stopped');
      await ask('packetDebugger/goToFrame', { frame: 23 });
      await tracker.event('stopped');
      const frames = (await ask('stackTrace')).stackFrames;
      assert.match(frames.at(-1).name, /^Frame 23 /);
      await vscode.commands.executeCommand('packetDebugger.nextPacket');
      await tracker.event('stopped');
      assert.match((await ask('stackTrace')).stackFrames.at(-1).name, /^Frame 25 /);
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
      await launch();
      await tracker.event('stopped');
      const counts = await ask('packetDebugger/decisionCounts');
      assert.ok(counts['ip6_forward.hop-limit'] > 0);
    });
  });
}
