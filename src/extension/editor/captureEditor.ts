/** One open capture editor: its page, its end of the capture's worker, and what the extension does for it. */
import * as vscode from 'vscode';
import type { Channel } from '../../webview/protocol/channel';
import {
  type ExportWish,
  hostNotices,
  hostRequests,
  type ListSettings,
  type PageCommand,
  pageNotices,
} from '../../webview/protocol/messages';
import { workerRequests } from '../../webview/protocol/worker';
import { captureName } from '../captureName';
import type { StackChoice } from '../debug/stackChoice';
import { arm } from '../decisions/breakpoints';
import { DEBUG_TYPE } from '../names';
import { sentences } from '../sentences';
import type { CaptureWorkers, WorkerClient } from '../workers';
import { exportTo, showFileBytes, showReport } from './exporting';
import { watchFile } from './fileWatch';
import { EditorLine } from './line';
import { firstMachine, writeMachine } from './newMachine';
import { fillPage } from './page';
import { openPlace } from './places';
import { recordTo } from './recording';
import type { Standing } from './standing';

/** What all editors share. */
export interface EditorWorld {
  readonly extension: vscode.Uri;
  readonly workers: CaptureWorkers;
  readonly choice: StackChoice;
  readonly standing: Standing;
  /** How the user wants the list. */
  readonly list: { get(): ListSettings; set(list: ListSettings): Promise<void> };
  /** The decisions that breakpoints stop at. */
  armed(): Promise<string[]>;
  /** Sets or clears what stops at a decision. */
  toggle(decision: string): Promise<void>;
}

export class CaptureEditor {
  private readonly line: EditorLine;
  private readonly client: WorkerClient;
  private readonly gone: vscode.Disposable[] = [];
  private stack: string | null = null;
  private watching: vscode.Disposable | null = null;
  /** What the page is to do once it is there. */
  private waiting: PageCommand | null = null;

  /** @param bytes of a capture that is no file of this machine, else null */
  constructor(
    private readonly uri: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    private readonly world: EditorWorld,
    bytes: Uint8Array | null,
  ) {
    const { webview } = panel;
    this.line = new EditorLine(
      message => void webview.postMessage(message),
      message => this.client.send({ to: 'editor', message }),
      page => this.serve(page),
    );
    this.client = world.workers.join(
      captureName(uri),
      {
        message: message => {
          if (message.to === 'editor') this.line.fromWorker(message.message);
        },
        ended: reason => this.line.lose(sentences.workerEnded(reason)),
      },
      bytes,
    );
    this.gone.push(
      webview.onDidReceiveMessage(message => this.line.fromPage(message)),
      world.standing.onDidChange(() => this.tellStanding()),
      vscode.debug.onDidChangeBreakpoints(() => void this.tellArmed()),
    );
    if (uri.scheme === 'file') this.gone.push(watchFile(uri.fsPath, () => void this.reopen()));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.line.leavePage(sentences.editorClosed());
    });
    panel.onDidDispose(() => this.dispose());
    fillPage(webview, world.extension);
    void this.begin();
  }

  /** Path of the capture, as workers know it. */
  get path(): string {
    return this.client.path;
  }

  private async begin(): Promise<void> {
    const stack = await this.world.choice.of(this.uri);
    // What the user has chosen meanwhile counts.
    if (stack === null || this.stack !== null) return;
    this.watchStack(stack);
    await this.replay();
  }

  private serve(page: Channel): void {
    const { world } = this;
    page.serve(hostRequests.ready, async () => {
      if (this.waiting !== null) page.tell(hostNotices.command, { command: this.waiting });
      this.waiting = null;
      return {
        editor: this.client.client,
        list: world.list.get(),
        armed: await world.armed(),
        session: world.standing.of(this.path),
      };
    });
    page.serve(hostRequests.saveList, list => world.list.set(list).then(() => null));
    page.serve(hostRequests.chooseStack, () => done(this.chooseStack()));
    page.serve(hostRequests.inferStack, () => done(this.inferStack()));
    page.serve(hostRequests.newStack, () => done(this.newStack()));
    page.serve(hostRequests.debug, ({ frame }) => done(this.debug(frame)));
    page.serve(hostRequests.replayAgain, () => done(this.replayAgain()));
    page.serve(hostRequests.openPlace, place => done(openPlace(this.line, place)));
    page.serve(hostRequests.toggleBreakpoint, ({ decision }) => done(world.toggle(decision)));
    page.serve(hostRequests.breakOnChange, ({ expression }) => {
      arm(`changes ${expression}`);
      return null;
    });
    page.serve(hostRequests.copy, ({ text }) => done(vscode.env.clipboard.writeText(text)));
    page.serve(hostRequests.export, wish => done(this.export(wish)));
    page.serve(hostRequests.showBytes, ({ offset }) => done(showFileBytes(this.line, offset)));
    page.serve(hostRequests.report, ({ row }) => done(showReport(this.line, row)));
    page.listen(pageNotices.moved, moved => this.moved(moved));
  }

  /** The user has gone to a row and a step of it: so does the session, and the keyboard stays in the page. */
  private moved({ frame, event, step }: { frame: number; event: number; step: number }): void {
    const { panel } = this;
    const { active } = panel;
    const back = () => {
      if (active) panel.reveal(panel.viewColumn);
    };
    void this.world.standing.move({ path: this.path, frame, event, step, by: this.client.client, back });
  }

  /** Has the page do what a command of VS Code says, at once or when it is there again. */
  tell(command: PageCommand): void {
    if (this.line.page === null) this.waiting = command;
    else this.line.page.tell(hostNotices.command, { command });
  }

  /** Writes packets or rows into a file that the user names. */
  export(wish: ExportWish): Promise<void> {
    return exportTo(this.line, this.uri, this.path, wish);
  }

  /** Records what the stack saw into a file that the user names. */
  record(): Promise<void> {
    return recordTo(this.line, this.uri, this.path);
  }

  /** Lets the user pick the machine. */
  async chooseStack(): Promise<void> {
    const chosen = await this.world.choice.ask(this.uri);
    if (chosen !== undefined) await this.use(chosen);
  }

  /** Writes what the capture shows of the machine into a `.stack` file beside it, opens that and replays. */
  async inferStack(): Promise<void> {
    await this.write(await this.line.worker.ask(workerRequests.infer, null));
    await vscode.commands.executeCommand('setContext', 'packetDebugger.inferred', true);
  }

  private async newStack(): Promise<void> {
    await this.write(firstMachine(this.uri));
  }

  private async write(text: string): Promise<void> {
    const file = await writeMachine(this.uri, text);
    if (file === null) return;
    await this.use(file.fsPath);
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside, preview: false });
  }

  private async use(stack: string | null): Promise<void> {
    this.watchStack(stack);
    await this.world.choice.keep(this.uri, stack);
    await this.replay();
  }

  /** Takes a machine; it is replayed again when its file is saved, here or by another program. */
  private watchStack(stack: string | null): void {
    this.stack = stack;
    this.watching?.dispose();
    this.watching = stack === null ? null : watchFile(stack, () => void this.replay());
  }

  private async replay(): Promise<void> {
    await this.line.worker.ask(workerRequests.useStack, { stack: this.stack }).catch(() => {
      // A worker that has gone has told the page so.
    });
  }

  private async replayAgain(): Promise<void> {
    if (this.stack === null) await this.chooseStack();
    else await this.replay();
  }

  /** Debugs the capture, on the machine that it is replayed on here. */
  private async debug(frame: number | null): Promise<void> {
    const { uri } = this;
    const configuration: vscode.DebugConfiguration = {
      type: DEBUG_TYPE,
      request: 'launch',
      name: sentences.packets(),
      capture: captureName(uri),
      ...(frame === null ? {} : { stopAt: frame }),
    };
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), configuration);
  }

  private tellStanding(): void {
    this.line.page?.tell(hostNotices.session, this.world.standing.of(this.path));
  }

  private async tellArmed(): Promise<void> {
    this.line.page?.tell(hostNotices.armed, { decisions: await this.world.armed() });
  }

  /** Reads the capture anew: it has grown, or changed. */
  private async reopen(): Promise<void> {
    await this.line.worker.ask(workerRequests.reopen, null).catch(() => {
      // A worker that has gone has told the page so.
    });
  }

  private dispose(): void {
    this.watching?.dispose();
    for (const one of this.gone) one.dispose();
    this.line.close(sentences.editorClosed());
    this.client.leave();
  }
}

/** Nothing is answered but that it is done. */
async function done(doing: Thenable<unknown>): Promise<null> {
  await doing;
  return null;
}
