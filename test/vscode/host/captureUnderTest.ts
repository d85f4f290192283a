/** A capture editor under test: the extension's own, with the test in the place of its page. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { StackChoice } from '../../../src/extension/debug/stackChoice';
import { CaptureEditor, type EditorWorld } from '../../../src/extension/editor/captureEditor';
import { listMemory } from '../../../src/extension/editor/listMemory';
import { Standing } from '../../../src/extension/editor/standing';
import { CaptureWorkers } from '../../../src/extension/workers';
import type { CaptureState } from '../../../src/webview/protocol/capture';
import { Channel, type Message } from '../../../src/webview/protocol/channel';
import {
  captureNotices,
  captureRequests,
  hostNotices,
  hostRequests,
  pageNotices,
  type SessionState,
} from '../../../src/webview/protocol/messages';
import { until } from './underTest';

/** What VS Code would keep for a workspace or a user. */
class Memory implements vscode.Memento {
  private readonly kept = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.kept.keys()];
  }

  get<T>(key: string, otherwise?: T): T | undefined {
    return (this.kept.get(key) as T | undefined) ?? otherwise;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.kept.set(key, value);
  }
}

/** A page of an editor that the test plays: it asks, and notes what it is told. */
export class Page {
  readonly channel: Channel;
  readonly sessions: SessionState[] = [];
  state: CaptureState | null = null;
  /** Number by which the extension knows the moves of this page. */
  editor = 0;
  /** Called when the keyboard is given back. */
  onReveal: () => unknown = () => {};
  private readonly closing = new vscode.EventEmitter<void>();

  constructor(uri: vscode.Uri, world: EditorWorld, bytes: Uint8Array | null) {
    const fromPage = new vscode.EventEmitter<Message>();
    this.channel = new Channel(message => fromPage.fire(structuredClone(message)));
    this.channel.listen(captureNotices.stateChanged, state => {
      this.state = state;
    });
    this.channel.listen(hostNotices.session, session => this.sessions.push(session));
    const webview = {
      html: '',
      options: {},
      asWebviewUri: (one: vscode.Uri) => one,
      onDidReceiveMessage: fromPage.event,
      postMessage: async (message: Message) => {
        this.channel.receive(structuredClone(message));
        return true;
      },
    };
    const panel = {
      webview,
      visible: true,
      active: true,
      reveal: () => void this.onReveal(),
      onDidChangeViewState: new vscode.EventEmitter<void>().event,
      onDidDispose: this.closing.event,
    };
    new CaptureEditor(uri, panel as unknown as vscode.WebviewPanel, world, bytes);
  }

  async begin(): Promise<this> {
    const { editor, session } = await this.channel.ask(hostRequests.ready, null);
    this.editor = editor;
    this.sessions.push(session);
    this.state = await this.channel.ask(captureRequests.state, null);
    return this;
  }

  /** The state, once that holds. */
  async until(holds: (state: CaptureState) => boolean): Promise<CaptureState> {
    await until(() => this.state !== null && holds(this.state));
    return this.state as CaptureState;
  }

  replayed(): Promise<CaptureState> {
    return this.until(({ replay }) => replay.kind === 'done' || replay.kind === 'failed');
  }

  /** The user goes to a frame of the list, which shows all. */
  move(frame: number, step = -1): void {
    this.channel.tell(pageNotices.moved, { row: frame - 1, frame, event: 0, step });
  }

  /** Where the session is said to stand. */
  get session(): SessionState | undefined {
    return this.sessions.at(-1);
  }

  close(): void {
    this.closing.fire();
  }
}

/** Opens capture editors that share what the extension's share. */
export class CaptureDesk {
  private readonly workers = new CaptureWorkers(join(PROJECT_ROOT, 'dist/worker.js'));
  private readonly standing = new Standing(async () => {});
  private readonly registered = this.standing.register();
  private readonly pages: Page[] = [];
  private readonly world: EditorWorld = {
    extension: vscode.Uri.file(PROJECT_ROOT),
    workers: this.workers,
    choice: new StackChoice(new Memory()),
    standing: this.standing,
    list: listMemory(new Memory()),
    armed: async () => [],
    toggle: async () => {},
  };

  async open(uri: vscode.Uri, bytes: Uint8Array | null = null): Promise<Page> {
    const page = new Page(uri, this.world, bytes);
    this.pages.push(page);
    return page.begin();
  }

  dispose(): void {
    for (const page of this.pages) page.close();
    this.registered.dispose();
    this.workers.dispose();
  }
}
