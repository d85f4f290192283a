/** What the session says by itself: stops, console lines, progress. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Client } from './client';

/** Number of the first thread: a thread is a host. */
export const THREAD = 1;

/** A packet that the user has changed, and what became of it then. */
export interface ChangedPacket {
  /** `ipv6.hlim = 9`. */
  readonly values: readonly string[];
  /** The verdict as a sentence. */
  readonly verdict: string;
}

/** A place in a capture. */
export interface Position {
  /** The capture's name as it was given; empty at the end and where no frame is. */
  readonly capture: string;
  /** The `.stack` file that names it, null when the launch does. */
  readonly beside: string | null;
  /** Number of the frame in its capture, from 1; 0 at an event that is no frame, and at the end. */
  readonly frame: number;
  /**
   * There at an event that is no frame: its number among those, from 1, as in `e7`, and the host's time.
   * `capture` is that whose frames it stands among then.
   */
  readonly event?: { readonly number: number; readonly time: number };
  /** From 0. */
  readonly step: number;
  /** There where the user has changed the packet. */
  readonly changed?: ChangedPacket;
}

/** Milliseconds before progress is shown. */
const PATIENCE = 500;

export class Conversation {
  private progressNumber = 0;
  /** The progress that the client shows; null when it shows none. */
  progressShown: string | null = null;
  /** True once the session has said that it is over; nothing more is said then. */
  over = false;

  constructor(
    private readonly say: (event: string, body?: unknown) => void,
    private readonly client: () => Client,
    /** True while a stop waits for an answer that must go out before it. */
    readonly stopWaits: () => boolean,
  ) {}

  private send(event: string, body?: unknown): void {
    if (!this.over) this.say(event, body);
  }

  /** @param host number of the host in which the session stands */
  stopped(
    body: Omit<DebugProtocol.StoppedEvent['body'], 'threadId' | 'allThreadsStopped'>,
    host: number,
  ): void {
    this.send('stopped', { ...body, threadId: THREAD + host, allThreadsStopped: true });
  }

  /** Where the session stands, for clients that have asked to be told. */
  position(body: Position & { readonly by: number }): void {
    if (this.client().follows) this.send('packetDebugger/position', body);
  }

  continued(): void {
    this.send('continued', { threadId: THREAD, allThreadsContinued: true });
  }

  /** A breakpoint is bound otherwise than it was. */
  breakpointChanged(breakpoint: DebugProtocol.Breakpoint): void {
    this.send('breakpoint', { reason: 'changed', breakpoint });
  }

  initialized(): void {
    this.send('initialized');
  }

  terminated(): void {
    this.send('terminated');
    this.over = true;
  }

  /** A line, or the beginning or end of a group, in the debug console. */
  output(body: DebugProtocol.OutputEvent['body']): void {
    const ended = body.output === '' || body.output.endsWith('\n');
    this.send('output', ended ? body : { ...body, output: `${body.output}\n` });
  }

  /** The values shown are no longer what they were, though the session did not move. */
  invalidated(areas: DebugProtocol.InvalidatedAreas[]): void {
    if (this.client().invalidated) this.send('invalidated', { areas });
  }

  memory(memoryReference: string, count: number): void {
    if (this.client().memoryEvents) this.send('memory', { memoryReference, offset: 0, count });
  }

  /**
   * Begins to show the progress of what takes longer than a moment; the answer reports it and, given no
   * number, ends it.
   */
  progress(title: string): (percentage: number | null) => void {
    if (!this.client().progress) return () => {};
    const begun = Date.now();
    let progressId: string | null = null;
    let shown = 0;
    return percentage => {
      if (percentage === null) {
        if (progressId === null) return;
        this.progressShown = null;
        this.send('progressEnd', { progressId });
        return;
      }
      const now = Math.max(0, Math.min(100, Math.floor(percentage) || 0));
      if (progressId !== null && now === shown) return;
      if (progressId !== null) {
        shown = now;
        this.send('progressUpdate', { progressId, percentage: now });
      } else if (Date.now() - begun >= PATIENCE) {
        progressId = `run-${++this.progressNumber}`;
        this.progressShown = progressId;
        shown = now;
        this.send('progressStart', { progressId, title, cancellable: true, percentage: now });
      }
    };
  }
}
