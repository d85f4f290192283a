/**
 * Which columns the list has at a width, and how wide they are: the design's choice, and the user's over it.
 */
import { type ColumnName, columnNames, type ListSettings } from '../../protocol/messages';

/** Pixels of the margin, and the least that a column may have. */
const MARGIN = 22;
const LEAST = 30;
/** Pixels that names of interfaces are given at most. */
const IN_MOST = 110;

/** What the widths of columns depend on. */
export interface Room {
  /** Width of the page. */
  readonly width: number;
  /**
   * Widths that the longest number, the longest time and the longest name of an interface need, padding
   * included.
   */
  readonly number: number;
  readonly time: number;
  readonly interface: number;
}

/** Columns that go first when the page is narrow. */
function hiddenAt(width: number): ColumnName[] {
  const hidden: ColumnName[] = [];
  if (width < 1100) hidden.push('length', 'interface');
  if (width < 900) hidden.push('time', 'destination', 'protocol');
  if (width < 560) hidden.push('decision');
  return hidden;
}

/** The columns that are shown, in order. */
export function shownColumns({ columns }: ListSettings, width: number): readonly ColumnName[] {
  if (columns !== null) return columns;
  const hidden = hiddenAt(width);
  return columnNames.filter(name => !hidden.includes(name));
}

/** The design's width of a column; Info takes what is left, and this at least. */
function designWidth(column: ColumnName, room: Room): number {
  const { width, number, time } = room;
  const narrow = width < 560;
  switch (column) {
    case 'number':
      return Math.max(narrow ? 34 : 42, number);
    case 'time':
      return Math.max(84, time);
    case 'interface':
      return Math.max(42, Math.min(room.interface, IN_MOST));
    case 'source':
      return narrow ? 102 : width < 900 ? 124 : width < 1100 ? 132 : 136;
    case 'destination':
      return width < 1100 ? 140 : 144;
    case 'protocol':
      return 70;
    case 'length':
      return 54;
    case 'info':
      return narrow ? 90 : 110;
    case 'verdict':
      return narrow ? 110 : 124;
    case 'decision':
      return 126;
  }
}

/** Width of a column in pixels: the least, for Info without a width of the user's. */
export function columnWidth(column: ColumnName, { widths }: ListSettings, room: Room): number {
  const own = widths[column];
  return own === undefined ? designWidth(column, room) : Math.max(LEAST, own);
}

/** The value of `grid-template-columns`, and the least width of a row. */
export function columnTracks(
  columns: readonly ColumnName[],
  settings: ListSettings,
  room: Room,
): { readonly tracks: string; readonly least: number } {
  let least = MARGIN;
  // Something always takes what is left: Info, or the last column where Info is hidden or sized by the user.
  const elastic =
    columns.includes('info') && settings.widths.info === undefined ? 'info' : columns[columns.length - 1];
  const tracks = columns.map(column => {
    const width = columnWidth(column, settings, room);
    least += width;
    return column === elastic ? `minmax(${width}px, 1fr)` : `${width}px`;
  });
  return { tracks: [`${MARGIN}px`, ...tracks].join(' '), least };
}

/** The settings with a column moved one place; as they are when it is at the end. */
export function moved(
  settings: ListSettings,
  shown: readonly ColumnName[],
  column: ColumnName,
  by: -1 | 1,
): ListSettings {
  const at = shown.indexOf(column);
  const to = at + by;
  if (at < 0 || to < 0 || to >= shown.length) return settings;
  return { ...settings, columns: movedTo(shown, column, to) };
}

/** The columns with one put at another place. */
export function movedTo(shown: readonly ColumnName[], column: ColumnName, to: number): ColumnName[] {
  const others = shown.filter(name => name !== column);
  others.splice(to, 0, column);
  return others;
}

/** The settings with a column shown or hidden. One column always stays. */
export function toggled(
  settings: ListSettings,
  shown: readonly ColumnName[],
  column: ColumnName,
): ListSettings {
  if (shown.includes(column)) {
    return shown.length === 1 ? settings : { ...settings, columns: shown.filter(name => name !== column) };
  }
  // Where the design has it among those that are shown.
  const before = columnNames.slice(0, columnNames.indexOf(column));
  let at = 0;
  for (const [i, name] of shown.entries()) if (before.includes(name)) at = i + 1;
  return { ...settings, columns: [...shown.slice(0, at), column, ...shown.slice(at)] };
}

/** The settings with a column's width changed. */
export function resized(settings: ListSettings, column: ColumnName, width: number | null): ListSettings {
  const { [column]: _, ...others } = settings.widths;
  if (width === null) return { ...settings, widths: others };
  return { ...settings, widths: { ...others, [column]: Math.round(Math.max(LEAST, Math.min(width, 2000))) } };
}
