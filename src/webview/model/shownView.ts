/**
 * What the list shows now: worked out in slices, replaced when another is asked for or what it rests on has
 * changed.
 */
import { everything, type FilterProblem, type View } from '../protocol/capture';
import type { IndexedCapture } from './indexedCapture';
import { ListView } from './listView';
import type { MachineRun } from './machineRun';

/** What a view rests on, and who is told of it. */
interface Viewed {
  readonly indexed: IndexedCapture;
  run(): MachineRun | null;
  /** Lets waiting requests in; resolves soon. */
  breathe(): Promise<void>;
  /** Rows mean something else from now on. */
  replaced(): void;
  /** Something of the view has changed. */
  changed(): void;
}

export class ShownView {
  view: ListView;
  private working = false;
  private disposed = false;
  /** Those who wait for the view to settle. */
  private waiting: (() => void)[] = [];

  constructor(private readonly viewed: Viewed) {
    this.view = this.viewOf(everything);
  }

  /** Ends all work. */
  dispose(): void {
    this.disposed = true;
    this.view.cancelled = true;
    this.wake();
  }

  /**
   * Shows something else; resolves when it is worked out, replaced, or no longer wanted. A filter that is
   * none leaves all as it is: what is wrong with it.
   */
  async show(view: View, signal: AbortSignal): Promise<FilterProblem | null> {
    const made = this.made(view);
    if (!(made instanceof ListView)) return made;
    this.replace(made);
    await this.settled(made, signal);
    return null;
  }

  /**
   * Works the view out again: what it rests on has changed. A filter that has lost its meaning shows
   * everything.
   */
  renew(): void {
    const { view } = this.view;
    const made = this.made(view);
    this.replace(made instanceof ListView ? made : this.viewOf({ ...view, filter: '' }));
  }

  /** Gives events that are no frames rows; the rows there are stay until all of them are in place. */
  async takeEvents(): Promise<void> {
    const shown = this.view;
    const made = this.viewOf(shown.view);
    if (!made.takesEvents) return;
    await made.work(this.viewed.breathe, () => {});
    if (this.view === shown && made.settled) this.replace(made);
  }

  /** Works on the view as far as that is possible now. */
  goOn(): void {
    if (this.working || this.disposed) return;
    this.working = true;
    void this.work().finally(() => {
      this.working = false;
      this.wake();
      this.viewed.changed();
    });
  }

  private made(view: View): ListView | FilterProblem {
    return ListView.of(view, { indexed: this.viewed.indexed, run: this.viewed.run() });
  }

  private viewOf(view: View): ListView {
    const made = this.made(view);
    if (made instanceof ListView) return made;
    throw new Error(`${made.message}.`);
  }

  private replace(view: ListView): void {
    this.view.cancelled = true;
    this.view = view;
    this.viewed.replaced();
    this.goOn();
    this.viewed.changed();
  }

  private async settled(view: ListView, signal: AbortSignal): Promise<void> {
    const leave = () => {
      view.cancelled = true;
      this.wake();
    };
    signal.addEventListener('abort', leave, { once: true });
    while (!view.settled && !view.cancelled && !signal.aborted && !this.disposed) {
      await new Promise<void>(wake => this.waiting.push(wake));
    }
    signal.removeEventListener('abort', leave);
  }

  private wake(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }

  private async work(): Promise<void> {
    const { indexed, breathe, changed } = this.viewed;
    let view: ListView | null = null;
    try {
      while (view !== this.view) {
        view = this.view;
        await view.work(breathe, changed);
      }
    } catch (error) {
      // The capture cannot be read any further: the rows found stay.
      if (view !== null) view.cancelled = true;
      indexed.failure ??= error instanceof Error ? error.message : String(error);
    }
  }
}
