/**
 * What stands behind the page in tests: the real model of a capture in the same browser page, and a stand-in
 * for the extension.
 */
import type { ByteSource } from '../../../src/capture';
import { MemorySource } from '../../../src/capture/source';
import { CaptureModel } from '../../../src/webview/model/captureModel';
import { CaptureStore } from '../../../src/webview/model/captureStore';
import { Channel, type Message } from '../../../src/webview/protocol/channel';
import {
  captureNotices,
  hostNotices,
  hostRequests,
  type ListSettings,
  type PageCommand,
  pageNotices,
  type SessionState,
} from '../../../src/webview/protocol/messages';
import { workerRequests } from '../../../src/webview/protocol/worker';
import { MadeFrames } from './madeFrames';
import type { Opening, Seen } from './opening';

const capturePath = '/lab/lab.pcapng';
const stackPath = '/lab/router.stack';

class Harness {
  readonly seen: Seen[] = [];
  kept: unknown;
  private host: Channel | null = null;
  private armed: readonly string[] = [];
  private session: SessionState = { kind: 'none', frame: 0, step: 0, by: 0, spoken: '' };

  /** Begins to answer a page that is about to be there. */
  open({ capture, stack, list, kept }: Opening): void {
    this.kept = kept;
    const source: ByteSource =
      typeof capture === 'number'
        ? new MadeFrames(capture)
        : new MemorySource(Uint8Array.from(atob(capture), letter => letter.charCodeAt(0)));
    const breathe = () => new Promise<void>(done => setTimeout(done));
    const toPage = (message: Message) => {
      const copy = structuredClone(message);
      setTimeout(() => window.postMessage({ fromHost: true, message: copy }, '*'));
    };
    const worker = new Channel(toPage);
    new CaptureModel(worker, {
      path: capturePath,
      captures: new CaptureStore(async () => source, breathe),
      readText: async () => stack ?? '',
      resolve: ({ file }) => (file.endsWith('.stack') ? stackPath : capturePath),
      breathe,
    });
    const host = new Channel(toPage);
    this.host = host;
    const note = (method: string, params: unknown) => {
      this.seen.push({ method, params });
      return null;
    };
    this.serve(host, list, note);
    this.receive = message => {
      // Answers and cancellations go where their request is known: both look.
      if (message.kind === 'request') {
        if (!host.serves(message.method)) note(message.method, message.params);
        (host.serves(message.method) ? host : worker).receive(message);
      } else {
        worker.receive(message);
        host.receive(message);
      }
    };
    const local = new Channel(message => worker.receive(message));
    if (stack !== null) void local.ask(workerRequests.useStack, { stack: stackPath }).catch(() => {});
  }

  /** Takes a message from the page. */
  receive: (message: Message) => void = () => {};

  private serve(host: Channel, list: ListSettings, note: (method: string, params: unknown) => null): void {
    host.serve(hostRequests.ready, () => ({ editor: 1, list, armed: this.armed, session: this.session }));
    for (const type of Object.values(hostRequests)) {
      if (type.method === 'ready' || type.method === 'toggleBreakpoint') continue;
      host.serve({ method: type.method }, params => note(type.method, params));
    }
    host.serve(hostRequests.toggleBreakpoint, ({ decision }) => {
      const without = this.armed.filter(one => one !== decision);
      this.arm(without.length < this.armed.length ? without : [...this.armed, decision]);
      return note('toggleBreakpoint', { decision });
    });
    host.listen(pageNotices.moved, params => note('moved', params));
  }

  /** Sets breakpoints, as VS Code would tell the page. */
  arm(decisions: readonly string[]): void {
    this.armed = decisions;
    this.host?.tell(hostNotices.armed, { decisions });
  }

  /** Puts a debug session somewhere. */
  stopAt(session: SessionState): void {
    this.session = session;
    this.host?.tell(hostNotices.session, session);
  }

  /** Has the page do what a command of VS Code says. */
  command(command: PageCommand): void {
    this.host?.tell(hostNotices.command, { command });
  }

  /** Tells the page a state that no small capture is in; the rest of it stays. */
  pretend(change: object): void {
    this.pretended = change;
  }

  pretended: object | null = null;
}

const harness = new Harness();

// The page asks for VS Code's interface once, when it begins.
Object.assign(window, {
  harness,
  acquireVsCodeApi: () => ({
    postMessage: (message: Message) => {
      const copy = structuredClone(message);
      setTimeout(() => harness.receive(copy));
    },
    getState: () => harness.kept,
    setState: (kept: unknown) => {
      harness.kept = structuredClone(kept);
    },
  }),
});

// The page listens to whole messages: what the host sends is unwrapped for it.
window.addEventListener(
  'message',
  event => {
    const { data } = event as MessageEvent<{ fromHost?: boolean; message?: Message }>;
    if (data.fromHost !== true || data.message === undefined) return;
    event.stopImmediatePropagation();
    let { message } = data;
    if (harness.pretended !== null) {
      if (message.kind === 'notice' && message.method === captureNotices.stateChanged.method) {
        message = { ...message, params: { ...(message.params as object), ...harness.pretended } };
      } else if (message.kind === 'result' && (message.result as { timeDigits?: number })?.timeDigits) {
        message = { ...message, result: { ...(message.result as object), ...harness.pretended } };
      }
    }
    window.dispatchEvent(new MessageEvent('message', { data: message }));
  },
  { capture: true },
);
