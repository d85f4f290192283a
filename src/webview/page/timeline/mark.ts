/** Where the timeline's mark stands, and what a screen reader says of it. */
import { spanText } from '../list/times';
import { verdictLooks } from '../look/verdicts';
import { timelineWords } from '../words';

/** The selected row. */
export interface Mark {
  /** Nanoseconds from the first frame. */
  readonly time: number;
  /** From 1; 0 for a row that is no frame. */
  readonly frame: number;
  /** Number of such a row's event, from 1; 0 for a frame. */
  readonly event: number;
  readonly verdict: number;
}

/** `Packet 417, 12.802119 s, dropped`, and the span that the list is restricted to. */
export function timelineText(
  mark: Mark | null,
  span: readonly [number, number] | null,
  digits: number,
): string {
  const restricted =
    span === null ? '' : timelineWords.restricted(spanText(span[0], digits), spanText(span[1], digits));
  return said(mark, digits) + restricted;
}

function said(mark: Mark | null, digits: number): string {
  if (mark === null) return timelineWords.none;
  const seconds = spanText(mark.time, digits);
  if (mark.frame === 0) return timelineWords.at(seconds);
  const { word } = verdictLooks[mark.verdict] ?? verdictLooks[0];
  return timelineWords.packet(mark.frame, seconds, word);
}
