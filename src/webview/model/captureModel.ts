/**
 * A capture as an editor looks at it: serves the requests of `captureRequests` over a channel, and tells how
 * things stand.
 */

import { parseStack } from '../../config';
import type { FilterProblem, View } from '../protocol/capture';
import type { Channel } from '../protocol/channel';
import { captureNotices, captureRequests, type SessionEvent } from '../protocol/messages';
import { workerRequests } from '../protocol/worker';
import { captureState } from './captureState';
import { copiedRows } from './copiedRows';
import { decisionCounts } from './decisionCounts';
import type { ModelEnvironment } from './environment';
import { exported } from './exported';
import { fileBytes } from './fileBytes';
import { filterCompletions, filterProblem } from './filterHelp';
import type { IndexedCapture, Opened } from './indexedCapture';
import { Inferred } from './inferred';
import { LineOutcomes } from './lineOutcomes';
import { MachineRun } from './machineRun';
import { pathPicture } from './pathPicture';
import { recordedTap } from './recordedTap';
import { RowDetail } from './rowDetail';
import { RowReader } from './rowReader';
import { nextMatch, type Searched, sameReason } from './rowSearch';
import { ShownView } from './shownView';
import { StateTeller } from './stateTeller';
import { timelineBars } from './timelineBars';
import { refusals } from './words';

export class CaptureModel {
  private readonly indexed: IndexedCapture;
  private readonly teller: StateTeller;
  private readonly stopListening: () => void;
  private readonly shown: ShownView;
  private run: MachineRun | null = null;
  private outcomes: LineOutcomes | null = null;
  private reader: RowReader | null = null;
  private inferred: Inferred;
  private stack: string | null = null;
  private failure: { message: string; line: number | null } | null = null;
  private revision = 1;
  private generation: number;
  /** Counts the machines asked for: what is made for an earlier one is thrown away. */
  private machine = 0;
  private disposed = false;

  constructor(
    private readonly channel: Channel,
    private readonly environment: ModelEnvironment,
  ) {
    this.indexed = environment.captures.at(environment.path);
    this.generation = this.indexed.generation;
    this.inferred = new Inferred(this.indexed, environment.breathe);
    this.teller = new StateTeller(() => channel.tell(captureNotices.stateChanged, this.state()));
    this.shown = new ShownView({
      indexed: this.indexed,
      run: () => this.run,
      breathe: environment.breathe,
      replaced: () => this.revision++,
      changed: () => this.teller.changed(),
    });
    this.stopListening = this.indexed.onChange(() => this.indexChanged());
    this.serve();
  }

  /** Ends all work. The capture stays open for others. */
  dispose(): void {
    this.disposed = true;
    this.run?.stop();
    this.shown.dispose();
    this.teller.stop();
    this.stopListening();
  }

  private serve(): void {
    const { channel } = this;
    channel.serve(captureRequests.state, () => {
      void this.findFacts();
      return this.state();
    });
    channel.serve(captureRequests.rows, ({ from, to }) => this.rows(from, to));
    channel.serve(captureRequests.show, (view, { signal }) => this.show(view, signal));
    channel.serve(captureRequests.checkFilter, ({ filter }) => filterProblem(filter, this.run));
    channel.serve(captureRequests.completeFilter, ({ filter, at }) => filterCompletions(filter, at));
    channel.serve(captureRequests.stopIndexing, () => {
      this.indexed.stop();
      return null;
    });
    channel.serve(captureRequests.lookOn, () => {
      this.indexed.lookOn();
      return null;
    });
    channel.serve(captureRequests.trace, ({ row }) => this.detail().trace(row));
    channel.serve(captureRequests.bytes, ({ row, version, step }) => this.detail().bytes(row, version, step));
    channel.serve(captureRequests.stepOfBytes, ({ row, version, step, span }) =>
      this.detail().stepOfBytes(row, version, step, span),
    );
    channel.serve(captureRequests.timeline, ({ bars }, { signal }) =>
      timelineBars(this.indexed, this.run, bars, signal, this.environment.breathe),
    );
    channel.serve(captureRequests.paths, ({ shown }, { signal }) =>
      pathPicture(this.run, shown ? this.shown.view.order : null, signal, this.environment.breathe),
    );
    channel.serve(captureRequests.rowOfFrame, ({ frame, itself }) => {
      const { order } = this.shown.view;
      const row = order.rowOfFrame(frame - 1);
      return row < 0 || (itself === true && order.at(row) !== frame - 1) ? null : row;
    });
    channel.serve(captureRequests.rowOfEvent, event => this.rowOfEvent(event));
    channel.serve(captureRequests.sameReason, ({ row, forward }, { signal }) =>
      sameReason(this.searched(signal), row, forward),
    );
    channel.serve(captureRequests.nextMatch, ({ row, filter, forward }, { signal }) =>
      nextMatch(this.searched(signal), row, filter, forward),
    );
    channel.serve(captureRequests.copyRows, ({ rows }) =>
      copiedRows(this.readerNow(), this.shown.view.order, this.run, rows),
    );
    channel.serve(workerRequests.useStack, ({ stack }) => this.useStack(stack));
    channel.serve(workerRequests.reopen, () => {
      this.indexed.reopen();
      return null;
    });
    channel.serve(workerRequests.infer, () => this.inferred.text(this.environment.path));
    channel.serve(workerRequests.export, (wish, { signal, part }) =>
      exported(
        { opened: this.opened(), order: this.shown.view.order, run: this.run, reader: this.readerNow() },
        wish,
        signal,
        progress => part({ progress }),
        this.environment.breathe,
      ),
    );
    channel.serve(workerRequests.hosts, () => this.hosts());
    channel.serve(workerRequests.record, (wish, { signal, part }) => {
      if (this.stack === null) throw new Error(refusals.nothingRecorded);
      return recordedTap(this.stack, this.environment, wish, signal, progress => part({ progress }));
    });
    channel.serve(workerRequests.fileBytes, ({ offset }) => fileBytes(this.opened().capture.source, offset));
    channel.serve(workerRequests.report, ({ row }) => this.detail().report(row));
    channel.serve(workerRequests.lineResults, () => this.outcomes?.results() ?? null);
    channel.serve(workerRequests.decisionCounts, () => decisionCounts(this.run));
  }

  /** Looks for what the capture tells of the machine, for a page that is shown without one. */
  private async findFacts(): Promise<void> {
    const { inferred } = this;
    if (this.stack !== null || inferred.facts !== null) return;
    try {
      await inferred.find();
      if (this.inferred === inferred && !this.disposed) this.teller.changed();
    } catch {
      // What cannot be read is told by the state.
    }
  }

  private state() {
    const { indexed, run, stack, failure, machine, revision } = this;
    const { view } = this.shown;
    const { path } = this.environment;
    const { facts } = this.inferred;
    return captureState({ path, indexed, view, run, stack, failure, facts, machine, revision });
  }

  private opened(): Opened {
    const { opened, failure } = this.indexed;
    if (opened === null) throw new Error(failure ?? refusals.notOpen);
    return opened;
  }

  private readerNow(): RowReader {
    this.reader ??= new RowReader(this.opened());
    return this.reader;
  }

  private rows(from: number, to: number) {
    return this.readerNow().rows(this.shown.view.order, this.run, this.revision, from, to);
  }

  private rowOfEvent({ number, time }: SessionEvent): { known: boolean; row: number | null } {
    const { extras } = this.run?.replay ?? { extras: null };
    // A session of another machine or with a filter has other events.
    const known = extras !== null && number <= extras.count && extras.times[number - 1] === time;
    const row = known ? this.shown.view.order.rowOfEvent(number - 1) : -1;
    return { known, row: row < 0 ? null : row };
  }

  private async hosts(): Promise<readonly string[] | null> {
    if (this.stack === null) return null;
    const document = parseStack(await this.environment.readText(this.stack), this.stack);
    return document.hosts.map(({ name }) => name.value);
  }

  private searched(signal: AbortSignal): Searched {
    const { run } = this;
    return {
      order: this.shown.view.order,
      opened: this.opened(),
      run,
      signal,
      breathe: this.environment.breathe,
    };
  }

  /** More frames are there, or all that is known of them is void. */
  private indexChanged(): void {
    if (this.indexed.generation !== this.generation) {
      this.generation = this.indexed.generation;
      this.reader = null;
      this.inferred = new Inferred(this.indexed, this.environment.breathe);
      this.shown.renew();
      void this.useStack(this.stack);
    }
    this.shown.goOn();
    this.teller.changed();
  }

  /** Changes what the list shows; a filter that is none leaves it as it is. */
  private async show(view: View, signal: AbortSignal): Promise<{ problem: FilterProblem | null }> {
    const problem = await this.shown.show(view, signal);
    if (problem === null) this.teller.now();
    return { problem };
  }

  /** Replays with another machine, or with none. */
  private async useStack(stack: string | null): Promise<null> {
    this.run?.stop();
    this.run = null;
    this.outcomes = null;
    this.stack = stack;
    this.failure = null;
    const machine = ++this.machine;
    this.shown.renew();
    if (stack === null) return null;
    const current = () => machine === this.machine && !this.disposed;
    try {
      const run = await MachineRun.prepare(stack, this.environment);
      if (!current()) return null;
      this.run = run;
      this.outcomes = new LineOutcomes(run);
      this.shown.renew();
      void this.replay(run);
    } catch (error) {
      if (current()) this.failed(stack, error);
    }
    return null;
  }

  private async replay(run: MachineRun): Promise<void> {
    try {
      await run.run(this.environment.breathe, () => {
        this.shown.goOn();
        this.teller.changed();
      });
    } catch (error) {
      if (this.run === run && this.stack !== null) this.failed(this.stack, error);
      return;
    }
    if (this.run !== run || this.disposed) return;
    this.revision++;
    this.shown.goOn();
    this.teller.now();
    if (run.replay.extras.count === 0) return;
    await this.shown.takeEvents();
    this.teller.now();
  }

  private failed(stack: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const line = message.startsWith(`${stack}:`) ? /^:(\d+)/.exec(message.slice(stack.length)) : null;
    this.failure = { message, line: line === null ? null : Number(line[1]) };
    this.teller.now();
  }

  private detail(): RowDetail {
    const { run, stack, failure, revision } = this;
    const { order } = this.shown.view;
    return new RowDetail({ opened: this.opened(), order, run, stack, failed: failure !== null, revision });
  }
}
