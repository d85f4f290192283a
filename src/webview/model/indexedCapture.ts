/** One capture that is open: its frames are found in pieces, and those found can be shown meanwhile. */
import { type ByteSource, Capture } from '../../capture';
import { FrameColumns } from '../../decode';
import { FrameTimes } from './frameTimes';

/** Bytes walked over before the first rows are shown, and between two breaths afterwards. */
const FIRST_PIECE = 1 << 18;
const PIECE = 1 << 22;

/** What is there once the head of the capture has been read. */
export interface Opened {
  readonly capture: Capture;
  readonly columns: FrameColumns;
  readonly times: FrameTimes;
}

export class IndexedCapture {
  opened: Opened | null = null;
  /** Why the capture cannot be read, or not beyond the frames found, as a sentence; null while it can. */
  failure: string | null = null;
  /** True when the user stopped looking for frames before the end. */
  stopped = false;
  /** True while frames are being found. */
  indexing = true;
  /** Counts up when all of it is read anew. */
  generation = 0;
  /** Resolves when no more frames will be found. */
  done: Promise<void>;
  private readonly listeners = new Set<() => void>();

  /** @param open gives the bytes as they are now; it may reject with a sentence */
  constructor(
    private readonly open: () => Promise<ByteSource>,
    private readonly breathe: () => Promise<void>,
  ) {
    this.done = this.index(0);
  }

  /** Calls `listener` after every piece and at the end, until what is returned is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Looks for no more frames; those found stay. */
  stop(): void {
    if (this.indexing) this.stopped = true;
  }

  /** Reads the capture anew, from its beginning. */
  reopen(): void {
    this.generation++;
    this.opened = null;
    this.failure = null;
    this.stopped = false;
    this.indexing = true;
    this.done = this.index(this.generation);
    this.tell();
  }

  private async index(generation: number): Promise<void> {
    const current = () => this.generation === generation;
    try {
      const source = await this.open();
      const columns = new FrameColumns();
      const capture = Capture.open(source, { visitor: columns });
      const times = new FrameTimes(capture);
      for (let piece = FIRST_PIECE; current() && !this.stopped; piece = PIECE) {
        const ended = capture.index(piece);
        times.note();
        this.opened = { capture, columns, times };
        if (ended) break;
        this.tell();
        await this.breathe();
      }
    } catch (error) {
      if (current()) this.failure = error instanceof Error ? error.message : String(error);
    }
    if (!current()) return;
    this.indexing = false;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
