/**
 * The captures that are open, each with one index, whoever asks for it: editors, replays, a debug session.
 */
import { type ByteSource, type Capture, CaptureError } from '../../capture';
import { IndexedCapture } from './indexedCapture';

export class CaptureStore {
  private readonly known = new Map<string, IndexedCapture>();

  /**
   * @param open gives the bytes at a path; it may reject with a sentence
   * @param breathe lets waiting requests in; resolves soon
   */
  constructor(
    private readonly open: (path: string) => Promise<ByteSource>,
    private readonly breathe: () => Promise<void>,
  ) {}

  /** The capture at a path; its frames begin to be found when it is first asked for. */
  at(path: string): IndexedCapture {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const opened = new IndexedCapture(() => this.open(path), this.breathe);
    this.known.set(path, opened);
    return opened;
  }

  /** As `whole`, but what could not be read before is tried again: it may be there now. */
  wholeAgain(path: string): Promise<Capture> {
    const indexed = this.at(path);
    if (!indexed.indexing && indexed.failure !== null) indexed.reopen();
    return this.whole(path);
  }

  /**
   * The capture at a path with all of its frames, or those up to where looking for them was stopped. Throws
   * CaptureError.
   */
  async whole(path: string): Promise<Capture> {
    const indexed = this.at(path);
    let generation = -1;
    while (generation !== indexed.generation) {
      generation = indexed.generation;
      await indexed.done;
    }
    if (indexed.opened !== null && indexed.failure === null) return indexed.opened.capture;
    const why = indexed.failure ?? 'The capture cannot be read.';
    throw new CaptureError(why.startsWith(path) ? why : `${path}: ${why}`);
  }
}
