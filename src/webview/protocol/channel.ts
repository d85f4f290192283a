/**
 * Messages between the page, the extension and the capture's worker. A request always gets an answer: a
 * result, an error with a sentence, or a rejection when either side goes away. Long work sends parts before
 * its result and can be cancelled.
 *
 * Nothing here knows how messages travel: the owner of a channel posts what the channel gives it and hands it
 * what arrives. Messages are plain objects and typed arrays, as structured cloning carries them.
 */

/**
 * A request by its method, with the types of what it takes, what it answers, and the parts it may send
 * before.
 */
export interface RequestType<P, R, Part = never> {
  readonly method: string;
  /** Never there: it carries the types. */
  readonly types?: (params: P) => { readonly result: R; readonly part: Part };
}

/** A message that nobody answers. */
interface NoticeType<P> {
  readonly method: string;
  readonly types?: (params: P) => void;
}

/** Declares a request. */
export function request<P, R, Part = never>(method: string): RequestType<P, R, Part> {
  return { method };
}

/** Declares a notice. */
export function notice<P>(method: string): NoticeType<P> {
  return { method };
}

/** What travels. `id` is the asking side's own; an answer bears that of its request. */
export type Message =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'part'; readonly id: number; readonly part: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'notice'; readonly method: string; readonly params: unknown };

/** What a handler may do beside answering. */
interface Serving<Part> {
  /** Aborted when the asking side has cancelled, or has gone. */
  readonly signal: AbortSignal;
  /** Sends a part of the answer. */
  part(part: Part): void;
}

/** What an asking side may add to a request. */
export interface Asking<Part> {
  readonly signal?: AbortSignal;
  onPart?(part: Part): void;
}

/**
 * Why a request came to nothing: the other side refused it, it was cancelled, or somebody has gone. The
 * message is a sentence.
 */
export class ChannelError extends Error {
  constructor(
    message: string,
    /** True when nobody needs to be told: the asking side cancelled. */
    readonly cancelled = false,
  ) {
    super(message);
    this.name = 'ChannelError';
  }
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: ChannelError): void;
  part(part: unknown): void;
}

type Handler = (params: unknown, serving: Serving<unknown>) => unknown;

export class Channel {
  private readonly pending = new Map<number, Pending>();
  private readonly handlers = new Map<string, Handler>();
  private readonly listeners = new Map<string, ((params: unknown) => void)[]>();
  private readonly serving = new Map<number, AbortController>();
  private lastId = 0;
  private closed: string | null = null;

  /** @param post takes messages to the other side, in order */
  constructor(private readonly post: (message: Message) => void) {}

  /** Asks the other side. Rejects with ChannelError. */
  ask<P, R, Part>(type: RequestType<P, R, Part>, params: P, asking: Asking<Part> = {}): Promise<R> {
    const { signal } = asking;
    if (this.closed !== null) return Promise.reject(new ChannelError(this.closed));
    if (signal?.aborted) return Promise.reject(new ChannelError('The request was cancelled.', true));
    const id = ++this.lastId;
    return new Promise<R>((resolve, reject) => {
      const cancel = () => {
        if (!this.pending.delete(id)) return;
        this.post({ kind: 'cancel', id });
        reject(new ChannelError('The request was cancelled.', true));
      };
      const done = () => signal?.removeEventListener('abort', cancel);
      this.pending.set(id, {
        resolve: result => {
          done();
          resolve(result as R);
        },
        reject: error => {
          done();
          reject(error);
        },
        part: part => asking.onPart?.(part as Part),
      });
      signal?.addEventListener('abort', cancel, { once: true });
      this.post({ kind: 'request', id, method: type.method, params });
    });
  }

  /** Tells the other side, without an answer. */
  tell<P>(type: NoticeType<P>, params: P): void {
    if (this.closed === null) this.post({ kind: 'notice', method: type.method, params });
  }

  /** Serves a request. What the handler throws is answered as an error. */
  serve<P, R, Part>(
    type: RequestType<P, R, Part>,
    handler: (params: P, serving: Serving<Part>) => R | Promise<R>,
  ): void {
    this.handlers.set(type.method, handler as Handler);
  }

  /** Listens to a notice. */
  listen<P>(type: NoticeType<P>, listener: (params: P) => void): void {
    const known = this.listeners.get(type.method) ?? [];
    this.listeners.set(type.method, [...known, listener as (params: unknown) => void]);
  }

  /** True when this side serves the request itself. */
  serves(method: string): boolean {
    return this.handlers.has(method);
  }

  /** Takes a message from the other side. */
  receive(message: Message): void {
    if (this.closed !== null) return;
    switch (message.kind) {
      case 'request':
        void this.answer(message.id, message.method, message.params);
        break;
      case 'cancel':
        this.serving.get(message.id)?.abort();
        break;
      case 'part':
        this.pending.get(message.id)?.part(message.part);
        break;
      case 'result':
        this.settle(message.id)?.resolve(message.result);
        break;
      case 'error':
        this.settle(message.id)?.reject(new ChannelError(message.message));
        break;
      case 'notice':
        for (const listener of this.listeners.get(message.method) ?? []) listener(message.params);
        break;
    }
  }

  /** The other side has gone: what waits for it is rejected with `reason`, what works for it is cancelled. */
  close(reason: string): void {
    if (this.closed !== null) return;
    this.closed = reason;
    for (const { reject } of this.pending.values()) reject(new ChannelError(reason));
    this.pending.clear();
    for (const controller of this.serving.values()) controller.abort();
    this.serving.clear();
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private async answer(id: number, method: string, params: unknown): Promise<void> {
    const handler = this.handlers.get(method);
    if (handler === undefined) {
      this.post({ kind: 'error', id, message: `Nobody here serves the request ${method}.` });
      return;
    }
    const controller = new AbortController();
    this.serving.set(id, controller);
    const { signal } = controller;
    const part = (one: unknown) => {
      if (!signal.aborted) this.post({ kind: 'part', id, part: one });
    };
    let answer: Message;
    try {
      answer = { kind: 'result', id, result: await handler(params, { signal, part }) };
    } catch (error) {
      answer = { kind: 'error', id, message: error instanceof Error ? error.message : String(error) };
    }
    this.serving.delete(id);
    if (this.closed === null) this.post(answer);
  }
}
