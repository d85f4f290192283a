/** A capture model at work, asked as the page asks it: over a pair of channels, with files in memory. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ByteSource, MemorySource } from '../../../src/capture';
import { CaptureModel } from '../../../src/webview/model/captureModel';
import { CaptureStore } from '../../../src/webview/model/captureStore';
import type { ModelEnvironment } from '../../../src/webview/model/environment';
import { type CaptureState, everything, type View } from '../../../src/webview/protocol/capture';
import { Channel, type Message } from '../../../src/webview/protocol/channel';
import { captureNotices, captureRequests } from '../../../src/webview/protocol/messages';
import { type Rows, rowText, type TextColumn } from '../../../src/webview/protocol/rows';
import { workerRequests } from '../../../src/webview/protocol/worker';

/** The sample lab: its capture and its machine. */
export const lab = 'samples/ipv6-router/lab.pcapng';
export const labStack = 'samples/ipv6-router/router.stack';

/** What a desk has beside the files of the checkout. */
export interface Made {
  readonly captures?: Readonly<Record<string, Uint8Array | ByteSource>>;
  readonly texts?: Readonly<Record<string, string>>;
}

export class Desk {
  readonly page: Channel;
  readonly model: CaptureModel;
  readonly environment: ModelEnvironment;
  /** Every state that was told. */
  readonly states: CaptureState[] = [];
  /** Messages to the page, in order. */
  readonly sent: Message[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(
    path = lab,
    private readonly made: Made = {},
  ) {
    const breathe = () => new Promise<void>(done => setImmediate(done));
    this.environment = {
      path,
      captures: new CaptureStore(async file => this.source(file), breathe),
      readText: async file => this.made.texts?.[file] ?? this.text(file),
      resolve: ({ file, beside }) => (beside === null ? file : join(beside, '..', file)),
      breathe,
    };
    // Messages take a turn, as between threads, and are copied as there.
    const worker = new Channel(message => {
      this.sent.push(message);
      setImmediate(() => this.page.receive(structuredClone(message)));
    });
    this.page = new Channel(message => setImmediate(() => worker.receive(structuredClone(message))));
    this.model = new CaptureModel(worker, this.environment);
    this.page.listen(captureNotices.stateChanged, state => {
      this.states.push(state);
      for (const listener of this.listeners) listener();
    });
  }

  private text(file: string): string {
    try {
      return readFileSync(join(PROJECT_ROOT, file), 'utf8');
    } catch {
      throw new Error(`${file} cannot be read.`);
    }
  }

  private source(file: string): ByteSource {
    const made = this.made.captures?.[file];
    if (made instanceof Uint8Array) return new MemorySource(made);
    return made ?? new MemorySource(readFileSync(join(PROJECT_ROOT, file)));
  }

  state(): Promise<CaptureState> {
    return this.page.ask(captureRequests.state, null);
  }

  /** The state once `holds` is true of it. */
  async until(holds: (state: CaptureState) => boolean): Promise<CaptureState> {
    let state = await this.state();
    while (!holds(state)) {
      await new Promise<void>(done => {
        const listener = () => {
          this.listeners.delete(listener);
          done();
        };
        this.listeners.add(listener);
      });
      state = await this.state();
    }
    return state;
  }

  indexed(): Promise<CaptureState> {
    return this.until(state => state.indexing === null);
  }

  /** Chooses a machine and waits for the end of the replay. */
  async replayed(stack = labStack): Promise<CaptureState> {
    await this.page.ask(workerRequests.useStack, { stack });
    return this.until(state => state.replay.kind === 'done' || state.replay.kind === 'failed');
  }

  async show(view: Partial<View>): Promise<CaptureState> {
    const { problem } = await this.page.ask(captureRequests.show, { ...everything, ...view });
    if (problem !== null) throw new Error(problem.message);
    return this.state();
  }

  rows(from = 0, to = 4096): Promise<Rows> {
    return this.page.ask(captureRequests.rows, { from, to });
  }

  /** Numbers of the frames that the list shows; 0 for rows that are none. */
  async frames(): Promise<number[]> {
    return [...(await this.rows()).frame];
  }

  trace(row: number) {
    return this.page.ask(captureRequests.trace, { row });
  }

  bytes(row: number, version: 'in' | 'now' | `out:${number}` = 'in', step = -1) {
    return this.page.ask(captureRequests.bytes, { row, version, step });
  }
}

/** One row's text. */
export function text(rows: Rows, i: number, column: TextColumn): string {
  return rowText(rows, i, column);
}
