/**
 * Rows of the packet list as JSON: the objects of `replay --json`, with the list's columns and the verdict's
 * sentence.
 */
import { type EventRow, eventRows, type FrameName, type FrameRow } from '../rows';
import type { FrameOutcomes } from './outcomes';
import { type Piece, SLICE } from './piece';

/** Columns of the list, as it shows them. */
export type RowColumns = Readonly<Record<string, string | number>>;

/** One row as it is written. What a machine decides is left out where none does. */
export type ExportedRow = Partial<FrameRow> &
  Partial<EventRow> & {
    /** Empty where no verdict was given. */
    readonly sentence?: string;
    readonly columns: RowColumns;
  };

/** Rows that are wanted. */
export interface WantedRows {
  readonly count: number;
  readonly outcomes: FrameOutcomes | null;
  /** What row `k` shows. */
  row(k: number): {
    /** Its frame, null for another event. */
    readonly frame: FrameName | null;
    /** Position of its frame in the replay, -1 for none. */
    readonly position: number;
    /** Its event, for what is no frame; -1 for a frame. */
    readonly event: number;
    readonly columns: RowColumns;
  };
}

/** A JSON array, piece by piece. Throws CaptureError or ReplayError. */
export function* rowsFile(wanted: WantedRows): Generator<Piece> {
  const encoder = new TextEncoder();
  const { count } = wanted;
  let text = '[';
  for (let k = 0; k < count; k++) {
    text += `${k === 0 ? '\n' : ',\n'}${JSON.stringify(exportedRow(wanted, k))}`;
    if ((k + 1) % SLICE !== 0) continue;
    yield { bytes: encoder.encode(text), progress: (k + 1) / count };
    text = '';
  }
  yield { bytes: encoder.encode(`${text}\n]\n`), progress: 1 };
}

function exportedRow({ outcomes, row }: WantedRows, k: number): ExportedRow {
  const { frame, position, event, columns } = row(k);
  if (outcomes === null) return { ...frame, columns };
  const { replay, names } = outcomes;
  const recorded = event >= 0 ? replay.record(event) : outcomes.recorded(position);
  if (recorded === null) return { ...frame, columns };
  const past = { ...recorded, path: replay.past(recorded.event).path, command: null, refusal: null };
  const [own] = eventRows(replay, names, { ...past, recorded });
  const sentence = outcomes.sentenceOf(recorded);
  return { ...own, sentence, columns };
}
