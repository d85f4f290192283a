/**
 * The workers of captures: one for each that is open, shared by its editors and sessions, ended when the last
 * of them leaves.
 */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerStart } from './messages';

/** A message to a worker without the number of who sends it. */
type Sent = ToWorker extends infer M ? (M extends ToWorker ? Omit<M, 'client'> : never) : never;

/** A session's or an editor's end of a worker. */
export interface WorkerClient {
  /** Path of the capture, as workers are known by it. */
  readonly path: string;
  /** Number of this client among all that there have been. */
  readonly client: number;
  send(message: Sent): void;
  /** Leaves the worker: it ends when nobody else is there. Nothing is told any more. */
  leave(): void;
}

/** What a client is told. */
interface WorkerListener {
  message(message: FromWorker): void;
  /** The worker has ended by itself: a sentence that says why. */
  ended(reason: string): void;
}

interface Running {
  readonly worker: Worker;
  readonly clients: Map<number, WorkerListener>;
}

export class CaptureWorkers {
  private readonly running = new Map<string, Running>();
  private lastClient = 0;

  /** @param program path of the worker's program */
  constructor(private readonly program: string) {}

  /** True when the capture at a path has a worker. */
  has(path: string): boolean {
    return this.running.has(workerPath(path));
  }

  /**
   * The worker of the capture at `path`, or of that URI, begun if there is none.
   *
   * @param bytes of a capture that is no file of this machine; null for a file
   */
  join(path: string, listener: WorkerListener, bytes: Uint8Array | null = null): WorkerClient {
    const key = workerPath(path);
    const running = this.running.get(key) ?? this.begin(key, bytes);
    const client = ++this.lastClient;
    running.clients.set(client, listener);
    return {
      path: key,
      client,
      send: message => running.worker.postMessage({ ...message, client }),
      leave: () => this.leave(key, running, client),
    };
  }

  /** Ends all workers. */
  dispose(): void {
    for (const { worker } of this.running.values()) void worker.terminate();
    this.running.clear();
  }

  private begin(key: string, bytes: Uint8Array | null): Running {
    const start: WorkerStart = { capture: key, bytes };
    const worker = new Worker(this.program, { workerData: start });
    const running: Running = { worker, clients: new Map() };
    this.running.set(key, running);
    worker.on('message', (message: FromWorker) => running.clients.get(message.client)?.message(message));
    worker.on('error', error => this.ended(key, running, error.message));
    worker.on('exit', () => this.ended(key, running, 'it has ended'));
    return running;
  }

  private ended(key: string, running: Running, reason: string): void {
    if (this.running.get(key) === running) this.running.delete(key);
    const listeners = [...running.clients.values()];
    running.clients.clear();
    for (const listener of listeners) listener.ended(`The worker of ${key} stopped: ${reason}.`);
  }

  private leave(key: string, running: Running, client: number): void {
    if (!running.clients.delete(client)) return;
    const message: ToWorker = { to: 'worker', client, gone: true };
    running.worker.postMessage(message);
    if (running.clients.size > 0) return;
    if (this.running.get(key) === running) this.running.delete(key);
    void running.worker.terminate();
  }
}

/** True for the URI of a capture that is no file of this machine. */
export function isElsewhere(name: string): boolean {
  return /^[a-z][a-z\d+.-]+:\//i.test(name);
}

/**
 * The path by which the worker of a capture is known: one file has one, and what is no file keeps its URI.
 */
export function workerPath(path: string): string {
  if (isElsewhere(path)) return path;
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
