/** A debug session that only passes on: requests to the capture's worker, answers and events back. */
import { Worker } from 'node:worker_threads';
import { DebugSession, Event, Response, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { FromWorker, ToWorker } from '../messages';

export class WorkerSession extends DebugSession {
  private readonly worker: Worker;

  /** @param path of the worker's program */
  constructor(path: string) {
    super();
    this.worker = new Worker(path);
    this.worker.on('message', ({ message }: FromWorker) => {
      if (message.type === 'event') this.sendEvent(new Event(message.event, message.body));
      else {
        const { request_seq: seq, command } = message;
        const request: DebugProtocol.Request = { seq, type: 'request', command };
        this.sendResponse(Object.assign(new Response(request), message));
      }
    });
    this.worker.on('error', error => {
      this.sendEvent(new Event('output', { category: 'stderr', output: `${error.message}\n` }));
      this.sendEvent(new TerminatedEvent());
    });
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const message: ToWorker = { kind: 'request', request };
    this.worker.postMessage(message);
  }

  override dispose(): void {
    void this.worker.terminate();
    super.dispose();
  }
}
