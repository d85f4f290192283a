/** The pieces of work that the benchmark measures. */
import { FileSource } from '../../src/capture/fileSource';
import { Capture } from '../../src/capture/index';
import { FrameColumns } from '../../src/decode/columns';

/** What a piece of work reports besides its time. */
export interface Result {
  readonly frames: number;
  /** Bytes of memory held at the end, beyond those of an empty process. */
  readonly bytes?: number;
  /** Frames that matched a filter. */
  readonly matched?: number;
}

export const works: Readonly<Record<string, (...args: string[]) => Result>> = {
  index(file) {
    return { frames: Capture.openWhole(new FileSource(file)).frames };
  },

  columns(file) {
    const columns = new FrameColumns();
    const capture = Capture.openWhole(new FileSource(file), { visitor: columns });
    return { frames: capture.frames, bytes: capture.indexBytes + columns.byteLength };
  },
};
