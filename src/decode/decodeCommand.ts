/** What `decode` and `filter` of the command line print, without printing it. */
import type { Capture } from '../capture';
import { CaptureDecoder } from './captureDecoder';
import { type ColumnText, ColumnTexts } from './columnText/columnTexts';
import type { Dissection } from './dissection';
import { allFields, type FieldId, fieldsNamed } from './registry';
import { escaped, fieldText } from './text';

/** Columns of the packet list that can be printed like fields, though filters know nothing of them. */
const LIST_COLUMNS: Readonly<Record<string, keyof ColumnText>> = {
  '_ws.col.Source': 'source',
  '_ws.col.Destination': 'destination',
  '_ws.col.Protocol': 'protocol',
  '_ws.col.Info': 'info',
};

/**
 * One line a frame: the values of the named fields, occurrences joined by commas, columns by tabs, as
 * `tshark -T fields` prints them. A name that is no field is an empty column, told once to `onUnknown`. The
 * columns of the packet list have names too: `_ws.col.Source`, `.Destination`, `.Protocol` and `.Info`.
 */
export function* decodeLines(
  capture: Capture,
  names: readonly string[],
  onUnknown: (name: string) => void,
): Generator<string> {
  const columnsOf = new Map<FieldId, number[]>();
  const unknown = new Set<string>();
  const listed = new Map<number, keyof ColumnText>();
  for (const [column, name] of names.entries()) {
    const listColumn = Object.hasOwn(LIST_COLUMNS, name) ? LIST_COLUMNS[name] : undefined;
    if (listColumn !== undefined) {
      listed.set(column, listColumn);
      continue;
    }
    const fields = fieldsNamed(name);
    if (fields.length === 0) unknown.add(name);
    for (const { id } of fields) columnsOf.set(id, [...(columnsOf.get(id) ?? []), column]);
  }
  for (const name of unknown) onUnknown(name);
  // Entries that were found late are put in place by the layers they hang under.
  const layers = allFields().filter(field => field.type === 'protocol');
  const texts = new ColumnTexts();
  const decoder = new CaptureDecoder(
    capture,
    new Set([
      ...columnsOf.keys(),
      ...layers.map(field => field.id),
      ...(listed.size > 0 ? texts.fields : []),
    ]),
  );
  for (let d = decoder.next(); d !== null; d = decoder.next()) {
    const columns = fieldColumns(d, columnsOf, names.length);
    if (listed.size > 0) {
      const row = texts.of(d);
      for (const [column, listColumn] of listed) columns[column] = escaped(row[listColumn]);
    }
    yield columns.join('\t');
  }
}

function fieldColumns(
  d: Dissection,
  columnsOf: ReadonlyMap<FieldId, readonly number[]>,
  width: number,
): string[] {
  const columns: string[] = new Array(width).fill('');
  const seen: boolean[] = new Array(width).fill(false);
  for (const k of d.inTreeOrder()) {
    for (const column of columnsOf.get(d.field[k]) ?? []) {
      const text = escaped(fieldText(d, k));
      columns[column] = seen[column] ? `${columns[column]},${text}` : text;
      seen[column] = true;
    }
  }
  return columns;
}

/** What `matchingFrames` needs of a compiled filter. */
export interface FrameFilter {
  /** The fields it looks at. */
  readonly fields: Iterable<FieldId>;
  matches(d: Dissection): boolean;
}

/** Numbers (1 …) of the frames that a filter selects. */
export function* matchingFrames(capture: Capture, filter: FrameFilter): Generator<number> {
  const decoder = new CaptureDecoder(capture, filter.fields);
  for (let d = decoder.next(); d !== null; d = decoder.next()) if (filter.matches(d)) yield d.frame.number;
}
