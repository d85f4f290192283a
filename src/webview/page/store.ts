/**
 * What all parts of the page look at: the capture's state, what is selected, and how to change it. Parts
 * redraw when it changes.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type CaptureState, everything, type FilterProblem, type View } from '../protocol/capture';
import { type Asking, type Channel, ChannelError, type RequestType } from '../protocol/channel';
import { designList } from '../protocol/designList';
import {
  captureNotices,
  captureRequests,
  hostNotices,
  hostRequests,
  type ListSettings,
  pageNotices,
  type SessionEvent,
  type SessionState,
} from '../protocol/messages';
import type { ByteSpan, PacketTrace, Version } from '../protocol/packet';
import { StopWatch } from './list/stopHidden';
import { PacketWatch, type ShownPacket } from './packet/shownPacket';

/** The panes that narrow pages show one at a time; wide ones show Paths in the place of Trace. */
export const paneNames = ['layers', 'bytes', 'trace', 'paths'] as const;
export type PaneName = (typeof paneNames)[number];

/**
 * How the regions share the room: CSS pixels where the user has moved a divider, else the design's own sizes.
 */
export interface Layout {
  /** Height of the list. */
  readonly list: number | null;
  /** Width of Layers over Bytes, and height of Bytes in it. */
  readonly left: number | null;
  readonly bytes: number | null;
  /** Widths of Layers and Bytes side by side. */
  readonly layers: number | null;
  readonly hex: number | null;
  readonly pane: PaneName;
}

const designLayout: Layout = { list: null, left: null, bytes: null, layers: null, hex: null, pane: 'trace' };

/** What the page keeps while it is hidden. */
export interface Kept {
  readonly view: View;
  readonly row: number;
  readonly step: number;
  readonly version: Version['id'];
  readonly layout: Layout;
  /** The first row in sight, a fraction where it is half hidden. */
  readonly top: number;
}

export class Store {
  /** Number by which the extension knows this page's moves. */
  editor = 0;
  state: CaptureState | null = null;
  list: ListSettings = designList;
  /** Decisions that breakpoints stop at. */
  armed: ReadonlySet<string> = new Set();
  session: SessionState = { kind: 'none', frame: 0, step: 0, by: 0, spoken: '' };
  /**
   * Counts the stops of sessions: with each, the selected row and step come into sight again, wherever one
   * has scrolled.
   */
  stops = 0;
  /**
   * Where a session stands while the list leaves it out: the frame, from 1, or `event` for what is none; 0
   * for nowhere.
   */
  hiddenStop: number | 'event' = 0;
  view: View = everything;
  /** What is wrong with the filter that was asked for last. */
  problem: FilterProblem | null = null;
  /** The selected row, -1 for none. */
  row = -1;
  /** The selected step of its trace, -1 for none. */
  step = -1;
  /** Trace of the selected row, once it is there. */
  trace: PacketTrace | null = null;
  /** The version that Bytes shows of packets that have it. */
  version: Version['id'] = 'now';
  /** What Layers and Bytes show, once it is there. */
  packet: ShownPacket | null = null;
  /** Selected bytes of that version. */
  span: ByteSpan | null = null;
  /** The rows selected beside `row`, from the first to the last; null when it is alone. */
  range: readonly [first: number, last: number] | null = null;
  /** The first row in sight. */
  top = 0;
  layout: Layout = designLayout;
  /** Bytes under the pointer, in Layers or Bytes. */
  hover: ByteSpan | null = null;
  /** A sentence for the user, as a request that failed. */
  message = '';
  private readonly listeners = new Set<() => void>();
  private tracing: AbortController | null = null;
  private showing: AbortController | null = null;

  /** @param keep is given what is to be there again after the page was hidden */
  constructor(
    readonly channel: Channel,
    private readonly keep: (kept: Kept) => void,
  ) {
    channel.listen(captureNotices.stateChanged, state => this.take(state));
    channel.listen(hostNotices.armed, ({ decisions }) => this.set({ armed: new Set(decisions) }));
    channel.listen(hostNotices.session, session => void this.follow(session));
    new PacketWatch(this);
    new StopWatch(this);
  }

  /** Asks for everything anew: when the page is there (again). */
  async begin(kept: Kept | null): Promise<void> {
    const { editor, list, armed, session } = await this.channel.ask(hostRequests.ready, null);
    this.set({ editor, list, armed: new Set(armed) });
    this.take(await this.channel.ask(captureRequests.state, null));
    if (kept !== null) {
      this.set({ version: kept.version, layout: kept.layout, top: kept.top });
      await this.show(kept.view);
      this.select(kept.row, kept.step, false);
    }
    await this.follow(session);
  }

  /** Calls `listener` after every change, until what is returned is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Changes what is looked at, and tells everybody. */
  set(change: Partial<Omit<Store, 'channel'>>): void {
    Object.assign(this, change);
    const { view, row, step, version, layout, top } = this;
    this.keep({ view, row, step, version, layout, top });
    for (const listener of this.listeners) listener();
  }

  /** Asks the other side; a refusal becomes the page's message, and null comes back. */
  ask<P, R, Part>(type: RequestType<P, R, Part>, params: P, asking?: Asking<Part>): Promise<R | null> {
    return this.orTell(this.channel.ask(type, params, asking));
  }

  /** Waits for something; what it is refused for becomes the page's message, and null comes back. */
  async orTell<R>(asked: Promise<R>): Promise<R | null> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof ChannelError && error.cancelled)) {
        this.set({ message: error instanceof Error ? error.message : String(error) });
      }
      return null;
    }
  }

  /** Changes how the user wants the list, and has it remembered. */
  saveList(list: ListSettings): void {
    this.set({ list });
    void this.ask(hostRequests.saveList, list);
  }

  /** Changes what the list shows; the row that was selected stays so where it is still shown. */
  async show(view: View): Promise<void> {
    this.showing?.abort();
    this.showing = new AbortController();
    const frame = this.trace?.frame ?? 0;
    this.set({ view, problem: null });
    const { signal } = this.showing;
    const answer = await this.ask(captureRequests.show, view, { signal });
    if (signal.aborted) return;
    this.showing = null;
    if (answer === null) return;
    this.set({ problem: answer.problem });
    if (answer.problem === null) await this.selectNear(frame);
  }

  /** After the view has changed: selects the row of a frame, or the nearest one that is shown. */
  private async selectNear(frame: number): Promise<void> {
    const last = (this.state?.rows ?? 0) - 1;
    if (frame === 0) {
      this.select(Math.min(Math.max(this.row, 0), last), -1, false);
      return;
    }
    const row = await this.ask(captureRequests.rowOfFrame, { frame });
    this.select(row ?? last, -1, false);
  }

  /** Selects a row and, in its trace, a step. `tell`: a stopped session goes there too. */
  select(row: number, step = -1, tell = true): void {
    const same = row === this.row && this.trace !== null && this.trace.revision === this.state?.revision;
    this.set({ row, step, range: null, message: '', ...(same ? {} : { trace: null, span: null }) });
    if (row < 0) return;
    if (same && this.trace !== null) {
      if (tell) this.tellMoved(this.trace);
      return;
    }
    void this.traceRow(row, step, tell);
  }

  private async traceRow(row: number, step: number, tell: boolean): Promise<void> {
    this.tracing?.abort();
    this.tracing = new AbortController();
    const { signal } = this.tracing;
    const trace = await this.ask(captureRequests.trace, { row }, { signal });
    if (trace === null || row !== this.row) return;
    this.set({ trace, step: step >= 0 ? step : this.step >= 0 ? this.step : trace.settled });
    if (tell) this.tellMoved(trace);
  }

  private tellMoved({ row, frame, event }: PacketTrace): void {
    this.channel.tell(pageNotices.moved, { row, frame, event, step: this.step });
  }

  /** Selects the row of a frame, from 1, or the next one that is shown. */
  async goToFrame(frame: number): Promise<void> {
    const row = await this.ask(captureRequests.rowOfFrame, { frame });
    if (row !== null) this.select(row);
  }

  /** Selects the row of an event that is no frame, where it is shown. */
  async goToEvent(event: SessionEvent): Promise<void> {
    const found = await this.ask(captureRequests.rowOfEvent, event);
    if (found !== null && found.row !== null) this.select(found.row);
  }

  /** Goes where a session has stopped, unless this page moved it there. */
  private async follow(session: SessionState): Promise<void> {
    const stopped = session.kind === 'stopped';
    this.set({ session, stops: this.stops + (stopped ? 1 : 0) });
    if (stopped && session.by !== this.editor) await this.goToStop(session);
  }

  /** Selects the row and step of a session, where the list shows them. */
  private async goToStop(session: SessionState): Promise<void> {
    const { frame, event } = session;
    if (frame === 0 && event === undefined) return;
    const row =
      event === undefined
        ? await this.ask(captureRequests.rowOfFrame, { frame, itself: true })
        : await this.rowOfEvent(session, event);
    if (row !== null && this.session === session) this.select(row, session.step, false);
  }

  /**
   * The row of an event at which a session stands. One that the replay here does not have is not marked
   * anywhere.
   */
  private async rowOfEvent(session: SessionState, event: SessionEvent): Promise<number | null> {
    const found = await this.ask(captureRequests.rowOfEvent, event);
    if (found?.known === false && this.session === session)
      this.set({ session: { ...session, event: undefined } });
    return found?.row ?? null;
  }

  /** Has the list show all packets again, and goes where the session stands. */
  async showStop(): Promise<void> {
    await this.show(everything);
    await this.goToStop(this.session);
  }

  private take(state: CaptureState): void {
    const renewed = state.revision !== this.state?.revision;
    this.set({ state });
    // What a row is shows when the view is worked out.
    if (this.showing !== null || state.rows === 0) return;
    if (this.row < 0) this.select(0, -1, false);
    else if ((renewed || this.trace?.waiting) && this.row < state.rows)
      void this.traceRow(this.row, this.step, false);
  }
}

/**
 * True where a stopped session stands at a frame, from 1, or at an event that is none; each is 0 for the
 * other.
 */
export function standsAt(
  session: SessionState,
  { frame, event }: { readonly frame: number; readonly event: number },
): boolean {
  if (session.kind !== 'stopped') return false;
  return frame > 0 ? session.frame === frame : event > 0 && session.event?.number === event;
}

/** Redraws a part of the page when the store changes. */
export class Following implements ReactiveController {
  private stop: (() => void) | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly store: () => Store,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.stop = this.store().onChange(() => this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.stop?.();
  }
}
