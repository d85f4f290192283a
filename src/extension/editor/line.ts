/**
 * The lines between a page, the extension and the worker of its capture. What the extension serves it answers
 * itself; all else goes on to the worker, and what the worker says goes back. A page is built anew whenever
 * it was hidden: what its predecessor has asked for is cancelled and never answered. When the worker ends,
 * what the page has asked of it is refused.
 */
import { Channel, type Message } from '../../webview/protocol/channel';
import { hostRequests } from '../../webview/protocol/messages';

/**
 * Requests of the worker are numbered apart for each that asks: the extension has the first so many, each
 * page the next.
 */
const LANE = 2 ** 32;

export class EditorLine {
  /** To the worker, for requests of the extension itself. */
  readonly worker: Channel;
  private pageNow: Channel | null = null;
  private lane = 0;
  /** Requests of the page that the worker has not answered. */
  private readonly passed = new Set<number>();
  private lost: string | null = null;

  /** @param serve makes the extension answer a page that has just been built */
  constructor(
    private readonly toPage: (message: Message) => void,
    private readonly toWorker: (message: Message) => void,
    private readonly serve: (page: Channel) => void,
  ) {
    this.worker = new Channel(toWorker);
  }

  /** To the page; null while there is none, as while it is hidden. */
  get page(): Channel | null {
    return this.pageNow;
  }

  /** Takes a message from the page. */
  fromPage(message: Message): void {
    const { kind } = message;
    if (kind === 'request' && message.method === hostRequests.ready.method) this.begin();
    const page = this.pageNow;
    if (page === null) return;
    if (kind === 'notice' || (kind === 'request' && page.serves(message.method))) {
      page.receive(message);
      return;
    }
    if (kind === 'request') {
      if (this.lost !== null) {
        this.toPage({ kind: 'error', id: message.id, message: this.lost });
        return;
      }
      this.passed.add(message.id);
    }
    if (kind === 'cancel' && !this.passed.delete(message.id)) page.receive(message);
    else this.toWorker({ ...message, id: this.lane * LANE + message.id });
  }

  /** Takes a message from the worker. */
  fromWorker(message: Message): void {
    if (message.kind === 'notice') {
      this.worker.receive(message);
      if (this.pageNow !== null) this.toPage(message);
      return;
    }
    const lane = Math.floor(message.id / LANE);
    if (lane === 0) {
      this.worker.receive(message);
      return;
    }
    const id = message.id % LANE;
    if (lane !== this.lane || !this.passed.has(id)) return;
    if (message.kind !== 'part') this.passed.delete(id);
    this.toPage({ ...message, id });
  }

  /** The worker has gone, for `reason`. */
  lose(reason: string): void {
    this.lost = reason;
    this.worker.close(reason);
    for (const id of this.passed) this.toPage({ kind: 'error', id, message: reason });
    this.passed.clear();
  }

  /** The page has gone: nothing is sent until there is another. */
  leavePage(reason: string): void {
    this.pageNow?.close(reason);
    this.pageNow = null;
    if (this.lost === null) {
      for (const id of this.passed) this.toWorker({ kind: 'cancel', id: this.lane * LANE + id });
    }
    this.passed.clear();
  }

  /** The editor has gone. */
  close(reason: string): void {
    this.leavePage(reason);
    this.worker.close(reason);
  }

  private begin(): void {
    this.leavePage('The page was built anew.');
    this.lane++;
    this.pageNow = new Channel(message => this.toPage(message));
    this.serve(this.pageNow);
  }
}
