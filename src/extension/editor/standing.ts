/**
 * Where the debug sessions stand, for the editors of their captures; and the way from an editor's selection
 * to a session's position.
 */
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Position as SessionPosition } from '../../debugger/conversation';
import type { SessionState } from '../../webview/protocol/messages';
import { DEBUG_TYPE } from '../names';
import { sentences } from '../sentences';
import { workerPath } from '../workers';

/** What a session says of its position, and the number of the editor that moved it there. */
type Position = SessionPosition & { readonly by: number };

/** What is looked at of a message of a session. */
interface Said {
  readonly event?: string;
  readonly body?: { readonly preserveFocusHint?: boolean };
}

const nowhere: SessionState = { kind: 'none', frame: 0, step: 0, by: 0, spoken: '' };

/** Where an editor wants a session to go. */
interface Move {
  /** Of the editor's capture, as workers know it. */
  readonly path: string;
  /** From 1; 0 for an event that is no frame. */
  readonly frame: number;
  /** Number of such an event, from 1; 0 for a frame. */
  readonly event: number;
  /** From 0; -1 for the first of the frame. */
  readonly step: number;
  /** Number of the editor. */
  readonly by: number;
  /** Gives the keyboard back to the editor. */
  back(): void;
}

/** Milliseconds after a move in which another one may follow, as while an arrow key is held. */
const PATIENCE = 150;
/** Times that VS Code is told to look at where a session has gone. */
const TRIES = 20;

/** Requests after which a session runs until it says where it has stopped. */
const running = /^(continue|reverseContinue|next|stepIn|stepOut|stepBack|restart|goto)$/;

export class Standing {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when a session has moved, begun or ended. */
  readonly onDidChange = this.changed.event;
  private session: vscode.DebugSession | null = null;
  private running = false;
  private position: Position | null = null;
  /** The move that is to be made next: of those wanted while one is under way, the last counts. */
  private wanted: Move | null = null;
  private moving = false;
  /** Gives the keyboard back to the editor whose move VS Code has not looked at yet; null once it has. */
  private unseen: (() => void) | null = null;
  private looking: NodeJS.Timeout | undefined;

  /** @param beginning is awaited before a session can open anything */
  constructor(private readonly beginning: (session: vscode.DebugSession) => Promise<void>) {}

  register(): vscode.Disposable {
    const tracking: vscode.DebugAdapterTrackerFactory = {
      createDebugAdapterTracker: async session => {
        await this.beginning(session);
        this.begin(session);
        return {
          onWillReceiveMessage: message => this.asked(session, message),
          onDidSendMessage: message => this.said(session, message),
        };
      },
    };
    return vscode.Disposable.from(
      this.changed,
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, tracking),
      vscode.debug.onDidStartDebugSession(session => {
        if (session.type === DEBUG_TYPE) void this.follow(session);
      }),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (event === 'packetDebugger/position') this.stand(session, body);
      }),
      vscode.debug.onDidChangeActiveStackItem(item => this.looksAt(item)),
      new vscode.Disposable(() => clearTimeout(this.looking)),
      vscode.debug.onDidTerminateDebugSession(session => {
        if (session.id === this.session?.id) this.end();
      }),
    );
  }

  /** How things stand for the capture at a path, as workers know it. */
  of(path: string): SessionState {
    const { session, position } = this;
    if (session === null) return nowhere;
    if (this.running || position === null) return { ...nowhere, kind: 'running' };
    const { frame, event, step, by, changed } = position;
    if (frame === 0 && event === undefined)
      return { ...nowhere, kind: 'stopped', by, spoken: sentences.stoppedOutside() };
    if (pathOf(position) !== path) return nowhere;
    if (event !== undefined) {
      const spoken = sentences.stoppedAtEvent(event.number, step + 1);
      return { kind: 'stopped', frame, event, step, by, changed, spoken };
    }
    return { kind: 'stopped', frame, step, by, changed, spoken: sentences.stoppedAt(frame, step + 1) };
  }

  /** Moves a stopped session. Nothing happens while it runs, or where it stands in another capture. */
  async move(move: Move): Promise<void> {
    this.wanted = move;
    if (this.moving) return;
    this.moving = true;
    for (let next = this.next(); next !== null; next = this.next()) await this.go(next);
    this.moving = false;
  }

  private next(): Move | null {
    const { wanted } = this;
    this.wanted = null;
    return wanted;
  }

  private async go({ path, frame, event, step, by, back }: Move): Promise<void> {
    const { session, position, running } = this;
    if (session === null || running || position === null || frame + event === 0) return;
    const same = pathOf(position) === path;
    const there = position.frame === frame && (position.event?.number ?? 0) === event;
    if (same && there && (step < 0 || position.step === step)) return;
    if (position.capture !== '' && !same) return;
    try {
      this.unseen = back;
      if (event > 0) {
        const moment = step < 0 ? `e${event}` : `e${event}.${step + 1}`;
        await session.customRequest('packetDebugger/goTo', { moment, by });
        return;
      }
      const at = step < 0 ? {} : { step: step + 1 };
      const capture = same ? { capture: position.capture } : {};
      await session.customRequest('packetDebugger/goToFrame', { frame, by, ...at, ...capture });
    } catch {
      // A frame that did not arrive has no place in the session: the editor says so itself.
    }
  }

  private begin(session: vscode.DebugSession): void {
    this.session = session;
    this.running = true;
    this.position = null;
    this.changed.fire();
  }

  private async follow(session: vscode.DebugSession): Promise<void> {
    try {
      const position: Position | null = await session.customRequest('packetDebugger/position');
      if (position !== null && session.id === this.session?.id) this.stand(session, position);
    } catch {
      // The session has ended already.
    }
  }

  private asked(session: vscode.DebugSession, message: { type?: string; command?: string }): void {
    if (session.id !== this.session?.id || message.type !== 'request') return;
    if (!running.test(message.command ?? '')) return;
    this.running = true;
    this.changed.fire();
  }

  /**
   * After a move of an editor VS Code leaves the keyboard where it is, and goes on showing the frame before.
   * Once no other move follows it is told to look at the new one; it goes to the engine's source then, and
   * the keyboard is given back.
   */
  private said(session: vscode.DebugSession, { event, body }: Said): void {
    if (session.id !== this.session?.id || event !== 'stopped') return;
    if (body?.preserveFocusHint === true) this.lookLater();
    else this.unseen = null;
  }

  /** VS Code may not have the new frames yet, and then does nothing when it is told: it is told again. */
  private lookLater(tries = TRIES): void {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => {
      if (this.unseen === null || tries === 0) return;
      void vscode.commands.executeCommand('workbench.action.debug.callStackTop');
      this.lookLater(tries - 1);
    }, PATIENCE);
  }

  /** VS Code looks at something else: at no frame, while it has not got the frames yet. */
  private looksAt(item: vscode.DebugThread | vscode.DebugStackFrame | undefined): void {
    if (this.unseen === null || item?.session.id !== this.session?.id) return;
    if (!(item instanceof vscode.DebugStackFrame)) {
      this.lookLater();
      return;
    }
    this.unseen();
    this.unseen = null;
  }

  private stand(session: vscode.DebugSession, position: Position): void {
    if (session.id !== this.session?.id) return;
    this.running = false;
    this.position = position;
    this.changed.fire();
  }

  private end(): void {
    this.session = null;
    this.running = false;
    this.position = null;
    this.unseen = null;
    this.changed.fire();
  }
}

function pathOf({ capture, beside }: Position): string {
  return workerPath(beside === null ? capture : resolve(dirname(beside), capture));
}
