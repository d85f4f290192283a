/** What the list shows: which frames and events have rows, worked out in slices as frames are found and verdicts come in. */
import type { FilterProblem, View } from '../protocol/capture';
import { FrameFilter, isProblem } from './frameFilter';
import type { IndexedCapture, Opened } from './indexedCapture';
import type { MachineRun } from './machineRun';
import { asksForPaths, pathTest } from './pathTest';
import { Patience } from './patience';
import { eventEntry, RowOrder } from './rowOrder';

/** What views are worked out from, as it is now. */
export interface Material {
  readonly indexed: IndexedCapture;
  readonly run: MachineRun | null;
}

export class ListView {
  readonly order: RowOrder;
  /** True when all is worked out. */
  settled = false;
  /** True when the asking side wants no more of it; the rows found stay. */
  cancelled = false;
  /** True when the view has rows for events, once the replay is done. */
  readonly takesEvents: boolean;
  private readonly needsRun: boolean;
  private readonly withEvents: boolean;
  private next = 0;
  private nextEvent = 0;
  private test: ((frame: number) => boolean) | null = null;

  /** The view, or what is wrong with its filter. */
  static of(view: View, material: Material): ListView | FilterProblem {
    const compiled = FrameFilter.compile(view.filter, material.run);
    return isProblem(compiled) ? compiled : new ListView(view, compiled, material);
  }

  private constructor(
    readonly view: View,
    private readonly filter: FrameFilter,
    private readonly material: Material,
  ) {
    const { indexed, run } = material;
    const byPath = asksForPaths(view);
    this.takesEvents = !byPath && view.filter.trim() === '';
    this.withEvents = this.takesEvents && run?.done === true && run.replay.extras.count > 0;
    this.settled = this.takesEvents && view.span === null && !this.withEvents;
    this.needsRun = byPath || filter.needsReplay;
    const frames = () => indexed.opened?.capture.frames ?? 0;
    this.order = this.settled
      ? RowOrder.everyFrame(frames)
      : RowOrder.empty(() => frames() + (this.withEvents ? (run?.replay.extras.count ?? 0) : 0));
  }

  /** From 0 to 1 while there is work to do, null when there is not. */
  get progress(): number | null {
    if (this.settled || this.cancelled) return null;
    const frames = this.material.indexed.opened?.capture.frames ?? 0;
    return frames === 0 ? 0 : Math.min(1, this.next / frames);
  }

  /** Works on as far as frames and verdicts are there. `onSlice` is called after each slice. Throws CaptureError. */
  async work(breathe: () => Promise<void>, onSlice: () => void): Promise<void> {
    const { indexed } = this.material;
    const patience = new Patience(breathe);
    while (!this.settled && !this.cancelled) {
      const opened = indexed.opened;
      const limit = opened === null ? 0 : this.reachable(opened);
      for (; this.next < limit && !patience.over; this.next++) {
        if (opened !== null) this.look(opened, this.next);
      }
      if (this.next < limit) {
        onSlice();
        await patience.rest();
        continue;
      }
      if (!this.allThere(opened)) return;
      this.eventsBefore(Number.POSITIVE_INFINITY);
      this.settled = true;
    }
  }

  /** Frames that can be judged now. */
  private reachable({ capture }: Opened): number {
    const { run } = this.material;
    return this.needsRun && run !== null ? Math.min(capture.frames, run.arrived) : capture.frames;
  }

  private allThere(opened: Opened | null): boolean {
    const { indexed, run } = this.material;
    if (indexed.indexing) return false;
    return !this.needsRun || run === null || run.done || this.next >= (opened?.capture.frames ?? 0);
  }

  private look(opened: Opened, frame: number): void {
    this.test ??= this.testOf(opened);
    if (this.withEvents) this.eventsBefore(frame);
    if (this.test(frame)) this.order.push(frame);
  }

  /** Adds the events that ran before a frame arrived. */
  private eventsBefore(frame: number): void {
    const { run } = this.material;
    const times = this.material.indexed.opened?.times;
    if (run === null || times === undefined || !this.withEvents) return;
    const { extras } = run.replay;
    const { span } = this.view;
    const position = frame < run.positions.frames ? run.positions.of(frame) : Number.POSITIVE_INFINITY;
    for (; this.nextEvent < extras.count && extras.positions[this.nextEvent] <= position; this.nextEvent++) {
      const time = run.timeOfExtra(this.nextEvent, times);
      if (span === null || (time >= span[0] && time <= span[1])) this.order.push(eventEntry(this.nextEvent));
    }
  }

  private testOf(opened: Opened): (frame: number) => boolean {
    const { run } = this.material;
    const { span, filter } = this.view;
    const { times } = opened;
    const tests: ((frame: number) => boolean)[] = [];
    if (span !== null) {
      const [from, to] = span;
      tests.push(frame => {
        const time = times.relative(frame);
        return time >= from && time <= to;
      });
    }
    const byPath = pathTest(this.view, run);
    if (byPath !== null) tests.push(byPath);
    if (filter.trim() !== '') tests.push(this.filter.walk(opened, run));
    return frame => tests.every(test => test(frame));
  }
}
