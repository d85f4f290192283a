/** A debug session under test, through VS Code's own API. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** A message of the debug protocol, as the tracker sees it. */
export interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly body?: Record<string, unknown>;
}

export const folder = () => vscode.workspace.workspaceFolders?.[0].uri.fsPath ?? '';
export const stack = () => join(folder(), 'router.stack');

/** Sees every message of the sessions under test. */
export class Tracker {
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
  event(name: string): Promise<Message> {
    return this.next(one => one.type === 'event' && one.event === name);
  }

  /** The next answer to a request of that name that nobody has taken yet. */
  answer(command: string): Promise<Message> {
    return this.next(one => one.type === 'response' && one.command === command);
  }

  /**
   * The next message of which that holds and that nobody has taken yet; those before it are taken as well.
   */
  async next(test: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const at = this.messages.findIndex(test);
      if (at >= 0) return this.messages.splice(0, at + 1)[at];
      await new Promise<void>(resolve => this.waiting.push(resolve));
    }
  }

  clear(): void {
    this.messages.length = 0;
  }
}

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
  readonly memoryReference?: string;
  readonly valueLocationReference?: number;
}

/**
 * The session started last, until it ends. VS Code's own active session may for a moment be one that is over.
 */
let running: vscode.DebugSession | undefined;

/** Starts and asks the session that runs. */
export const session = {
  async launch(more: object = {}): Promise<void> {
    const configuration = { type: 'packet', request: 'launch', name: 'test', stack: stack(), ...more };
    assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration));
    await until(() => running !== undefined && vscode.debug.activeDebugSession?.id === running.id);
  },
  async ask(command: string, args: object = {}) {
    assert.ok(running);
    return running.customRequest(command, { threadId: 1, ...args });
  },
  /** Waits until VS Code looks at where the session stands. A session that ends before may keep its focus for ever. */
  async settled(): Promise<void> {
    assert.ok(running);
    await settled(running);
  },
  async frames() {
    return (await session.ask('stackTrace')).stackFrames;
  },
  async top() {
    return (await session.frames())[0];
  },
  /** Variables of the scope of that name. */
  async scope(name: string): Promise<Variable[]> {
    const { scopes } = await session.ask('scopes', { frameId: (await session.top()).id });
    const found = scopes.find((one: { name: string }) => one.name === name);
    assert.ok(found, `no scope ${name}`);
    return session.variables(found.variablesReference);
  },
  async variables(variablesReference: number): Promise<Variable[]> {
    return (await session.ask('variables', { variablesReference })).variables;
  },
};

/** Waits until a test holds, looking whenever VS Code has done something. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<T>;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/**
 * Waits until VS Code looks at the frame that a session is stopped in, for a while: there is none at the end
 * of a capture. A session that ends while VS Code is on its way there keeps the focus for ever, and the next
 * one never gets it.
 */
async function settled(stopped: vscode.DebugSession): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const item = vscode.debug.activeStackItem;
    if (item instanceof vscode.DebugStackFrame && item.session.id === stopped.id) {
      const current = await stopped.customRequest('scopes', { frameId: item.frameId }).then(
        () => true,
        () => false,
      );
      if (current) return;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** Ends the session after each test, and clears breakpoints before. */
export function alone(tracker: Tracker): void {
  let registered: vscode.Disposable;
  before(() => {
    registered = vscode.Disposable.from(
      tracker.register(),
      vscode.debug.onDidStartDebugSession(started => {
        running = started;
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => {
        if (running?.id === id) running = undefined;
      }),
    );
  });
  after(() => registered.dispose());
  beforeEach(() => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    tracker.clear();
  });
  afterEach(async () => {
    if (running !== undefined) {
      await settled(running);
      await vscode.debug.stopDebugging(running);
    }
    await until(() => running === undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
}
