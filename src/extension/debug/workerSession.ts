/** A debug session that only passes on: requests to the capture's worker, answers and events back. */
import { DebugSession, Event, Response, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { FromWorker } from '../messages';
import type { CaptureWorkers, WorkerClient } from '../workers';

export class WorkerSession extends DebugSession {
  private readonly worker: WorkerClient;

  /**
   * @param capture path or URI of the capture whose worker serves the session
   * @param bytes of a capture that is no file of this machine and has no worker yet, else null
   */
  constructor(workers: CaptureWorkers, capture: string, bytes: Uint8Array | null) {
    super();
    this.worker = workers.join(
      capture,
      {
        message: message => this.pass(message),
        ended: reason => {
          this.sendEvent(new Event('output', { category: 'stderr', output: `${reason}\n` }));
          this.sendEvent(new TerminatedEvent());
        },
      },
      bytes,
    );
  }

  private pass(message: FromWorker): void {
    if (message.to !== 'session') return;
    const said = message.message;
    if (said.type === 'event') this.sendEvent(new Event(said.event, said.body));
    else {
      const { request_seq: seq, command } = said;
      const request: DebugProtocol.Request = { seq, type: 'request', command };
      this.sendResponse(Object.assign(new Response(request), said));
    }
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    this.worker.send({ to: 'session', request });
  }

  override dispose(): void {
    this.worker.leave();
    super.dispose();
  }
}
