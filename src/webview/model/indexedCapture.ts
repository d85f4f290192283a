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
  /**
   * Counts up when all of it is read anew, and when frames behind damage are found: what was made of the
   * capture is void.
   */
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

  /**
   * Looks behind the damage for a record that makes sense, and finds the frames from there on; `stop` ends
   * that too.
   */
  lookOn(): void {
    const { opened } = this;
    if (this.indexing || opened === null || !opened.capture.canLookOn) return;
    this.stopped = false;
    this.indexing = true;
    this.done = this.lookBehind(opened);
    this.tell();
  }

  private async index(generation: number): Promise<void> {
    await this.until(generation, async () => {
      const source = await this.open();
      const columns = new FrameColumns();
      const capture = Capture.open(source, { visitor: columns });
      await this.walk(generation, { capture, columns, times: new FrameTimes(capture) }, FIRST_PIECE);
    });
  }

  private async lookBehind(opened: Opened): Promise<void> {
    const { capture } = opened;
    const before = this.generation;
    await this.until(before, async () => {
      while (this.generation === before && !this.stopped && !capture.lookOn(PIECE)) {
        this.tell();
        await this.breathe();
      }
    });
    if (this.generation !== before || capture.damage !== null || this.failure !== null) return;
    const generation = ++this.generation;
    this.indexing = true;
    const walked = this.until(generation, () => this.walk(generation, opened, PIECE));
    this.done = walked;
    this.tell();
    await walked;
  }

  private async walk(generation: number, opened: Opened, first: number): Promise<void> {
    for (let piece = first; this.generation === generation && !this.stopped; piece = PIECE) {
      const ended = opened.capture.index(piece);
      opened.times.note();
      this.opened = opened;
      if (ended) break;
      this.tell();
      await this.breathe();
    }
  }

  /** Does work of a generation, whose end and failure are told while it is the latest. */
  private async until(generation: number, work: () => Promise<void>): Promise<void> {
    let failure: string | null = null;
    try {
      await work();
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    if (this.generation !== generation) return;
    this.failure ??= failure;
    this.indexing = false;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
