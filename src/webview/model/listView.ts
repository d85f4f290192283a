/**
 * What the list shows: which frames and events have rows, worked out in slices as frames are found and
 * verdicts come in.
 */
import type { FilterProblem, View } from '../protocol/capture';
import { FrameFilter, isProblem } from './frameFilter';
import type { IndexedCapture, Opened } from './indexedCapture';
import type { MachineRun } from './machineRun';
import { asksForPaths, pathTest } from './pathTest';
import { Patience } from './patience';
import { eventEntry, RowOrder } from './rowOrder';

/** What views are worked out from, as it is now. */
interface Material {
  readonly indexed: IndexedCapture;
  readonly run: MachineRun | null;
}

export class ListView {
  readonly order: RowOrder;
  /** True when all is worked out. */
  settled = false;
  /** True when the asking side wants no more of it; the rows found stay. */
  cancelled = false;
  /**
   * True when the view has rows for events, once the replay is done: those that judged a packet, and where
   * nothing is asked of packets all others.
   */
  readonly takesEvents: boolean;
  /** How many of the rows are events that judged a packet. */
  judged = 0;
  private readonly needsRun: boolean;
  private readonly withEvents: boolean;
  private next = 0;
  private nextEvent = 0;
  private test: ((entry: number) => boolean) | null = null;

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
    const asks = byPath || view.filter.trim() !== '';
    this.takesEvents = !asks || (run?.judged ?? 0) > 0;
    this.withEvents = this.takesEvents && run?.done === true && run.replay.extras.count > 0;
    this.settled = !asks && view.span === null && !this.withEvents;
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

  /**
   * Works on as far as frames and verdicts are there. `onSlice` is called after each slice. Throws
   * CaptureError.
   */
  async work(breathe: () => Promise<void>, onSlice: () => void): Promise<void> {
    const { indexed } = this.material;
    const patience = new Patience(breathe);
    while (!this.settled && !this.cancelled) {
      const opened = indexed.opened;
      const limit = opened === null ? 0 : this.reachable(opened);
      while (opened !== null && this.hasNext(limit) && !patience.over) this.look(opened, limit);
      if (this.hasNext(limit)) {
        onSlice();
        await patience.rest();
        continue;
      }
      if (!this.allThere(opened)) return;
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

  private hasNext(limit: number): boolean {
    return this.next < limit || this.hasEvent;
  }

  private get hasEvent(): boolean {
    return this.withEvents && this.nextEvent < (this.material.run?.replay.extras.count ?? 0);
  }

  /** Looks at the next event that ran before the next frame arrived, else at that frame. */
  private look(opened: Opened, limit: number): void {
    const { run } = this.material;
    this.test ??= this.testOf(opened);
    const event = run !== null && this.hasEvent && (this.next >= limit || this.comesFirst(run));
    const entry = event ? eventEntry(this.nextEvent++) : this.next++;
    if (!this.test(entry)) return;
    this.order.push(entry);
    if (event && run?.hasVerdict(this.nextEvent - 1)) this.judged++;
  }

  /** True when the next event ran before the next frame arrived. */
  private comesFirst({ positions, replay }: MachineRun): boolean {
    const position = this.next < positions.frames ? positions.of(this.next) : Number.POSITIVE_INFINITY;
    return replay.extras.positions[this.nextEvent] <= position;
  }

  private testOf(opened: Opened): (entry: number) => boolean {
    const { run } = this.material;
    const { span, filter } = this.view;
    const { times } = opened;
    const tests: ((entry: number) => boolean)[] = [];
    if (span !== null) {
      const [from, to] = span;
      tests.push(entry => {
        const time = entry >= 0 ? times.relative(entry) : (run?.timeOfExtra(eventEntry(entry), times) ?? 0);
        return time >= from && time <= to;
      });
    }
    const byPath = pathTest(this.view, run);
    if (byPath !== null) tests.push(byPath);
    if (filter.trim() !== '') tests.push(this.filter.walk(opened, run));
    return entry => tests.every(test => test(entry));
  }
}
