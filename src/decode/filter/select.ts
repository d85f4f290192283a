/** The frames of a capture that a filter selects. */
import type { Capture } from '../../capture';
import { CaptureDecoder } from '../captureDecoder';
import type { FrameColumns } from '../columns';
import type { Filter } from './index';

/**
 * Numbers (1 …) of the frames selected, in order. With the columns noted while the capture was indexed, frames about
 * which they tell all are not decoded if the filter asks for nothing else.
 */
export function* selectedFrames(
  capture: Capture,
  filter: Filter,
  columns: FrameColumns | null = null,
): Generator<number> {
  const decoder = new CaptureDecoder(capture, filter.fields);
  if (columns === null || filter.columns === null) {
    for (let d = decoder.next(); d !== null; d = decoder.next()) if (filter.matches(d)) yield d.frame.number;
    return;
  }
  const test = filter.columns(columns);
  const count = capture.frames;
  for (let i = 0; i < count; i++) {
    if (columns.isWhole(i) ? test(i) : filter.matches(decoder.at(i))) yield i + 1;
  }
}
