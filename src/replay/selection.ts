/** Which frames a display filter selects, over several captures. */
import { matchingFrames } from '../decode';
import { compileFilter } from '../decode/filter';
import type { Input } from './arrivals';
import type { FrameOrder } from './order';

/**
 * Frame numbers as the stack knows them (position + 1) of all frames that `text` selects; null when it is no
 * filter.
 */
export function framesSelected(text: string, inputs: readonly Input[], order: FrameOrder): number[] | null {
  const compiled = compileFilter(text);
  if (!compiled.ok) return null;
  const selected = inputs.map(({ capture }) => new Set(matchingFrames(capture, compiled.filter)));
  const numbers: number[] = [];
  for (let position = 0; position < order.length; position++) {
    if (selected[order.capture(position)].has(order.frame(position) + 1)) numbers.push(position + 1);
  }
  return numbers;
}
