/** What the list's columns need: room for the longest number and time, and addresses shortened to theirs. */
import type { CaptureState } from '../../protocol/capture';
import type { ColumnName, ListSettings } from '../../protocol/messages';
import { textWidth } from '../look/measure';
import type { Store } from '../store';
import { count } from '../words';
import { shortened } from './address';
import { columnWidth, type Room } from './columns';
import type { Showing } from './row';
import { spanText } from './times';

/** Digits behind the point while the capture's own are not known. */
const DIGITS = 6;
/** Padding of numbers and times with what sets them off from their neighbours, in pixels. */
const NUMBER_PADDING = 18;
const TIME_PADDING = 14;

/** The room of columns in a page of a width, in a font as a canvas takes it. */
export function listRoom({ state, list }: Store, width: number, font: string): Room {
  const digits = state?.timeDigits ?? DIGITS;
  const longest =
    list.time === 'absolute' ? `00:00:00.${'0'.repeat(digits)}` : spanText(state?.duration ?? 0, digits);
  return {
    width,
    number: Math.ceil(textWidth(count(state?.frames ?? 0), font)) + NUMBER_PADDING,
    time: Math.ceil(textWidth(longest, font)) + TIME_PADDING,
    interface: Math.ceil(textWidth(state?.longestPlace ?? '', font)) + TIME_PADDING,
  };
}

/** What the rows have in common. */
export function listShowing(
  state: CaptureState | null,
  list: ListSettings,
  columns: readonly ColumnName[],
  room: Room,
  font: string,
): Showing {
  const padding = room.width < 560 ? 8 : 12;
  return {
    columns,
    time: list.time,
    timeDigits: state?.timeDigits ?? DIGITS,
    address: (text, column) => {
      const width = columnWidth(column, list, room) - padding;
      return shortened(text, short => textWidth(short, font) <= width);
    },
  };
}
