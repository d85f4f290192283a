/**
 * The lines between a page, the extension and the worker of its capture. What the extension serves it answers itself; all else goes
 * on to the worker, and what the worker says goes back. When the worker ends, what the page has asked of it is refused.
 */
import { Channel, type Message } from '../../webview/protocol/channel';

/** Requests of the extension itself count from here: those of the page never come so far. */
const OWN = 2 ** 40;

export class EditorLine {
  /** To the page. */
  readonly page: Channel;
  /** To the worker, for requests of the extension itself. */
  readonly worker: Channel;
  /** Requests of the page that the worker has not answered. */
  private readonly passed = new Set<number>();
  private lost: string | null = null;

  constructor(
    private readonly toPage: (message: Message) => void,
    private readonly toWorker: (message: Message) => void,
  ) {
    this.page = new Channel(toPage, OWN);
    this.worker = new Channel(toWorker, OWN);
  }

  /** Takes a message from the page. */
  fromPage(message: Message): void {
    const { kind } = message;
    if (kind === 'notice' || (kind === 'request' && this.page.serves(message.method))) {
      this.page.receive(message);
      return;
    }
    if (kind === 'request') {
      if (this.lost !== null) {
        this.toPage({ kind: 'error', id: message.id, message: this.lost });
        return;
      }
      this.passed.add(message.id);
    }
    if (kind === 'cancel' && !this.passed.delete(message.id)) this.page.receive(message);
    else this.toWorker(message);
  }

  /** Takes a message from the worker. */
  fromWorker(message: Message): void {
    if ('id' in message && message.id > OWN) {
      this.worker.receive(message);
      return;
    }
    if (message.kind === 'result' || message.kind === 'error') this.passed.delete(message.id);
    this.toPage(message);
  }

  /** The worker has gone, for `reason`. */
  lose(reason: string): void {
    this.lost = reason;
    this.worker.close(reason);
    for (const id of this.passed) this.toPage({ kind: 'error', id, message: reason });
    this.passed.clear();
  }

  /** The page has gone. */
  close(reason: string): void {
    this.page.close(reason);
    this.worker.close(reason);
  }
}
