/**
 * Requests answered in the order of the protocol: every one, an unknown one with an error, and before the
 * events that it causes.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { RequestError } from './requestError';

/** An event of the protocol without its sequence number. */
export interface SessionEvent {
  readonly type: 'event';
  readonly event: string;
  readonly body?: unknown;
}

/** An answer of the protocol without its sequence number. */
export interface SessionResponse {
  readonly type: 'response';
  readonly request_seq: number;
  readonly command: string;
  readonly success: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

/** Serves one kind of request; what it returns, or promises, is the answer's body. */
export type Handler = (args: never) => unknown;

/** Requests whose refusal the client shows beside what was asked, so that no message is popped up as well. */
const quiet = new Set([
  'evaluate',
  'completions',
  'setVariable',
  'setExpression',
  'dataBreakpointInfo',
  // Asked again by the client itself once the session has moved on.
  'stackTrace',
  'scopes',
  'variables',
  'readMemory',
  'locations',
]);

export class Answering {
  /** Requests not answered yet, and the events that wait for their answers. */
  private serving = 0;
  private readonly held: SessionEvent[] = [];
  /** Number of the request that came last. */
  request = 0;

  /** @param send takes answers and events, in the order to send them */
  constructor(
    private readonly handlers: Readonly<Record<string, Handler>>,
    private readonly send: (message: SessionEvent | SessionResponse) => void,
  ) {}

  /** True while a stop waits for the answer to what caused it. */
  get stopWaits(): boolean {
    return this.held.some(({ event }) => event === 'stopped');
  }

  /** Serves a request. Its answer is sent, whatever happens, and before the events that it causes. */
  handle(request: DebugProtocol.Request): void {
    this.serving++;
    try {
      const body = this.serve(request);
      if (!(body instanceof Promise)) this.answer(request, body);
      else {
        body.then(
          result => this.answer(request, result),
          error => this.refuse(request, error),
        );
      }
    } catch (error) {
      this.refuse(request, error);
    }
  }

  private serve({ seq, command, arguments: args }: DebugProtocol.Request): unknown {
    const handler = Object.hasOwn(this.handlers, command) ? this.handlers[command] : undefined;
    if (handler === undefined)
      throw new RequestError(`Packet Debugger does not serve the request ${command}.`);
    this.request = seq;
    return handler((args ?? {}) as never);
  }

  private answer(request: DebugProtocol.Request, body: unknown): void {
    this.respond(request, { success: true, ...(body === undefined ? {} : { body }) });
  }

  private refuse(request: DebugProtocol.Request, error: unknown): void {
    const message = sentenceOf(error, request.command);
    const link = error instanceof RequestError ? error.link : null;
    this.respond(request, {
      success: false,
      message,
      body: {
        error: {
          id: 1,
          format: message.replace(/[{}]/g, bracket => (bracket === '{' ? '(' : ')')),
          showUser: !quiet.has(request.command),
          ...(link === null ? {} : { url: link.url, urlLabel: link.label }),
        },
      },
    });
  }

  private respond(
    request: DebugProtocol.Request,
    answer: Pick<SessionResponse, 'success' | 'message' | 'body'>,
  ): void {
    this.send({ type: 'response', request_seq: request.seq, command: request.command, ...answer });
    this.serving--;
    if (this.serving > 0) return;
    for (const event of this.held.splice(0)) this.send(event);
  }

  /** Events caused by a request wait for its answer, but for those that say how far it has come. */
  emit(event: SessionEvent): void {
    if (this.serving > 0 && !event.event.startsWith('progress')) this.held.push(event);
    else this.send(event);
  }
}

/**
 * What the client is told: our own errors speak for themselves, anything else comes of arguments that are not
 * as the protocol has them.
 */
function sentenceOf(error: unknown, command: string): string {
  if (error instanceof TypeError) {
    return `The request ${command} lacks an argument that it needs, or has one of another kind.`;
  }
  return error instanceof Error ? error.message : String(error);
}
