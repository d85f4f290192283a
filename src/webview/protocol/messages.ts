/**
 * Every message of the capture editor. The page asks; the capture's worker serves what is about the capture,
 * the extension the rest.
 */
import type { ChangedPacket } from '../../debugger/conversation';
import type { CaptureState, FilterCompletion, FilterProblem, Timeline, View } from './capture';
import { notice, request } from './channel';
import type { ByteSpan, BytesStep, PacketBytes, PacketTrace, PlaceLink, Version } from './packet';
import type { PathPicture } from './paths';
import type { Rows } from './rows';

/** Served by the worker. Rows count from 0; `revision` is that of the state they were taken from. */
export const captureRequests = {
  /** The state now. Later ones come as `stateChanged`. */
  state: request<null, CaptureState>('state'),
  rows: request<{ from: number; to: number }, Rows>('rows'),
  /**
   * Changes what the list shows. Answers when all of it is worked out; hits show in `stateChanged` as they
   * are found.
   */
  show: request<View, { problem: FilterProblem | null }>('show'),
  checkFilter: request<{ filter: string }, FilterProblem | null>('checkFilter'),
  completeFilter: request<{ filter: string; at: number }, readonly FilterCompletion[]>('completeFilter'),
  stopIndexing: request<null, null>('stopIndexing'),
  /** Looks for frames behind the damage; the state tells how far that is, and `stopIndexing` stops it. */
  lookOn: request<null, null>('lookOn'),
  trace: request<{ row: number }, PacketTrace>('trace'),
  /**
   * For `now`: the packet once `step` has done what it does, as it came in for step -1. Other versions ignore
   * the step.
   */
  bytes: request<{ row: number; step: number; version: Version['id'] }, PacketBytes>('bytes'),
  /** The step that changed or read bytes of a version that `bytes` gives; null for none. */
  stepOfBytes: request<
    { row: number; step: number; version: Version['id']; span: ByteSpan },
    BytesStep | null
  >('stepOfBytes'),
  timeline: request<{ bars: number }, Timeline>('timeline'),
  /** `shown`: of the frames that the list shows, else of all. */
  paths: request<{ shown: boolean }, PathPicture>('paths'),
  /**
   * The row of a frame (from 1), or, unless it is to be `itself`, of the nearest one after it that is shown;
   * null without any.
   */
  rowOfFrame: request<{ frame: number; itself?: boolean }, number | null>('rowOfFrame'),
  /**
   * The row of an event that is no frame, null where the list has none. `known` is false where the replay has
   * no such event: the session's is another.
   */
  rowOfEvent: request<SessionEvent, { known: boolean; row: number | null }>('rowOfEvent'),
  /** The next row, from `row` on exclusively, that was decided for the same reason. */
  sameReason: request<{ row: number; forward: boolean }, number | null>('sameReason'),
  /** The next row, from `row` on exclusively, that a filter selects, whatever the list shows. */
  nextMatch: request<{ row: number; filter: string; forward: boolean }, number | null>('nextMatch'),
  /** Rows as lines of text, as they are copied: tab-separated, the decision whole. */
  copyRows: request<{ rows: readonly number[] }, string>('copyRows'),
} as const;

/** Columns of the list that can be hidden, moved and resized. */
export const columnNames = [
  'number',
  'time',
  'interface',
  'source',
  'destination',
  'protocol',
  'length',
  'info',
  'verdict',
  'decision',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** How the user wants the list. */
export interface ListSettings {
  /** In the order shown; a column that is left out is hidden. Null: the design's own choice for the width. */
  readonly columns: readonly ColumnName[] | null;
  /** CSS pixels, of those columns that the user has resized. */
  readonly widths: Readonly<Partial<Record<ColumnName, number>>>;
  readonly time: 'relative' | 'absolute' | 'delta';
  /** Filters used before, the last first, at most 25. */
  readonly history: readonly string[];
}

/** A timer, a command or a packet on a link. */
export interface SessionEvent {
  /** Among the events that are no frames, from 1. */
  readonly number: number;
  /** Of its host, in nanoseconds. */
  readonly time: number;
}

/** Where a debug session stands, for the capture shown. Every position carries who moved it. */
export interface SessionState {
  readonly kind: 'none' | 'running' | 'stopped';
  /** Frame (from 1) and step of a stopped session; frame 0 at an event that is no frame, and at the end. */
  readonly frame: number;
  readonly step: number;
  /** There at an event that is no frame. */
  readonly event?: SessionEvent;
  /** Number of the editor that moved the session there; 0 when the session moved by itself. */
  readonly by: number;
  /** For the live region: `Stopped at frame 417, step 3: source-scope`. */
  readonly spoken: string;
  /** There where the user has changed the packet in the session: what the editor shows is without that. */
  readonly changed?: ChangedPacket;
}

/** What is exported, of what the list shows. */
export interface ExportWish {
  readonly what: 'packets' | 'sent' | 'rows';
  /** Rows selected; null for all that the list shows. */
  readonly rows: readonly number[] | null;
}

/** Served by the extension. */
export const hostRequests = {
  /** Sent once, when the page is there (again). `editor` is the number by which it knows its own moves. */
  ready: request<
    null,
    { editor: number; list: ListSettings; armed: readonly string[]; session: SessionState }
  >('ready'),
  saveList: request<ListSettings, null>('saveList'),
  chooseStack: request<null, null>('chooseStack'),
  inferStack: request<null, null>('inferStack'),
  newStack: request<null, null>('newStack'),
  /** Starts a session on this capture, to stop at `frame` where one is given. */
  debug: request<{ frame: number | null }, null>('debug'),
  replayAgain: request<null, null>('replayAgain'),
  openPlace: request<PlaceLink, null>('openPlace'),
  /** Sets or clears the breakpoint of a decision. */
  toggleBreakpoint: request<{ decision: string }, null>('toggleBreakpoint'),
  /** Stops when a field changes: `ipv6.hlim`, `frame[40:16]`. */
  breakOnChange: request<{ expression: string }, null>('breakOnChange'),
  copy: request<{ text: string }, null>('copy'),
  export: request<ExportWish, null>('export'),
  report: request<{ row: number }, null>('report'),
  /** Opens the bytes of the file around an offset. */
  showBytes: request<{ offset: number }, null>('showBytes'),
} as const;

/** What the worker tells the page. */
export const captureNotices = {
  stateChanged: notice<CaptureState>('stateChanged'),
} as const;

/** What the page does by itself when a command of VS Code says so. */
export type PageCommand =
  | 'focusFilter'
  | 'goToFrame'
  | 'nextSameReason'
  | 'previousSameReason'
  | 'paths'
  | 'report';

/** What the extension tells the page. */
export const hostNotices = {
  armed: notice<{ decisions: readonly string[] }>('armed'),
  session: notice<SessionState>('session'),
  /** A command of VS Code that means the page. */
  command: notice<{ command: PageCommand }>('command'),
} as const;

/** What the page tells the extension. */
export const pageNotices = {
  /**
   * The user moved to a frame, or to an event that is none by its number, and a step (-1 for none): a stopped
   * session goes there too.
   */
  moved: notice<{ row: number; frame: number; event: number; step: number }>('moved'),
} as const;
