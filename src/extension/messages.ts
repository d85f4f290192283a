/** What the extension and the worker of a capture say to each other. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SessionEvent, SessionResponse } from '../debugger/answering';
import type { Message } from '../webview/protocol/channel';

/** What a worker is begun with. */
export interface WorkerStart {
  /** Path of the capture, as `CaptureWorkers` knows it. */
  readonly capture: string;
  /** Its bytes where it is no file of this machine, else null. */
  readonly bytes: Uint8Array | null;
}

/**
 * To the worker. `client` is the number of the session or editor that speaks; a new one begins with its first
 * message.
 */
export type ToWorker =
  | { readonly to: 'session'; readonly client: number; readonly request: DebugProtocol.Request }
  | { readonly to: 'editor'; readonly client: number; readonly message: Message }
  /** A client has gone. */
  | { readonly to: 'worker'; readonly client: number; readonly gone: true };

/** From the worker. */
export type FromWorker =
  | { readonly to: 'session'; readonly client: number; readonly message: SessionEvent | SessionResponse }
  | { readonly to: 'editor'; readonly client: number; readonly message: Message };
