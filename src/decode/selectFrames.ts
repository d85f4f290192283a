/** Which frames a display filter selects, with as little dissecting as the columns of the capture allow. */
import type { Capture } from '../capture';
import { CaptureDecoder } from './captureDecoder';
import { ColumnFilter, UNDECIDED, YES } from './columnFilter';
import type { FrameColumns } from './columns';
import type { Filter } from './filter';

/**
 * Numbers (1 …) of the frames that `filter` selects, in order. `columns` are those that were noted while
 * `capture` was indexed. Throws `CaptureError` when the capture cannot be read.
 */
export function* selectFrames(capture: Capture, columns: FrameColumns, filter: Filter): Generator<number> {
  const byColumns = ColumnFilter.of(filter);
  const decoder = new CaptureDecoder(capture, filter.fields);
  const { frames } = capture;
  for (let i = 0; i < frames; i++) {
    let answer = byColumns === null ? UNDECIDED : byColumns.test(columns, i);
    if (answer === UNDECIDED) {
      decoder.skipTo(i);
      const d = decoder.next();
      answer = d !== null && filter.matches(d) ? YES : 0;
    }
    if (answer === YES) yield i + 1;
  }
}
