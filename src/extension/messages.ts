/** What the extension and the worker of a capture say to each other. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SessionEvent, SessionResponse } from '../debugger/session';

/** To the worker. */
export type ToWorker = { readonly kind: 'request'; readonly request: DebugProtocol.Request };

/** From the worker. */
export type FromWorker = { readonly kind: 'message'; readonly message: SessionEvent | SessionResponse };
