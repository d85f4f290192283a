/** Rows of the packet list as they travel: one typed array a column, texts as UTF-8 in one array. */

/** What a row is. */
export const FRAME = 0;
export const TIMER = 1;
export const COMMAND = 2;
/** A packet that came by a link between two hosts. */
export const LINK = 3;

/** Columns of text, in the order in which `Rows.texts` holds them. */
export const textColumns = ['interface', 'source', 'destination', 'protocol', 'info', 'decision'] as const;
export type TextColumn = (typeof textColumns)[number];

/**
 * Rows `from` … `from + count - 1` of the list. Times are nanoseconds; as doubles they are exact for 104
 * days.
 */
export interface Rows {
  readonly revision: number;
  readonly from: number;
  readonly count: number;
  /** FRAME, TIMER, COMMAND or LINK. */
  readonly kind: Uint8Array;
  /** Number of the frame, from 1; 0 for rows that are none. */
  readonly frame: Uint32Array;
  /** Number among the events that are no frames, from 1; 0 for a frame. */
  readonly event: Uint32Array;
  /** Whole seconds since the epoch, and nanoseconds after them. */
  readonly seconds: Float64Array;
  readonly nanos: Uint32Array;
  /**
   * Nanoseconds since the first frame of the capture, and since the row before in the list (0 for the first).
   */
  readonly relative: Float64Array;
  readonly delta: Float64Array;
  /** Bytes on the wire. */
  readonly length: Uint32Array;
  /** Number of the verdict in `verdicts` of the stack; 0 for not run, or none. */
  readonly verdict: Uint8Array;
  /** UTF-8 of all texts, row by row in the order of `textColumns`. */
  readonly texts: Uint8Array;
  /** Where each text ends in `texts`. */
  readonly ends: Uint32Array;
}

/** Collects the rows of one answer. */
export class RowsWriter {
  /** What is no text, to be filled in. */
  readonly numbers: Omit<Rows, 'texts' | 'ends'>;
  private readonly strings: string[] = [];

  constructor(revision: number, from: number, count: number) {
    this.numbers = {
      revision,
      from,
      count,
      kind: new Uint8Array(count),
      frame: new Uint32Array(count),
      event: new Uint32Array(count),
      seconds: new Float64Array(count),
      nanos: new Uint32Array(count),
      relative: new Float64Array(count),
      delta: new Float64Array(count),
      length: new Uint32Array(count),
      verdict: new Uint8Array(count),
    };
  }

  /** The texts of the next row. */
  text(row: Readonly<Record<TextColumn, string>>): void {
    for (const column of textColumns) this.strings.push(row[column]);
  }

  /** The rows, once `text` was given for each. */
  done(): Rows {
    const encoder = new TextEncoder();
    const parts = this.strings.map(one => encoder.encode(one));
    const texts = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    const ends = new Uint32Array(parts.length);
    let at = 0;
    for (const [i, part] of parts.entries()) {
      texts.set(part, at);
      at += part.length;
      ends[i] = at;
    }
    return { ...this.numbers, texts, ends };
  }
}

const decoder = new TextDecoder();

/** One text of a row; `i` counts from the first row of `rows`. */
export function rowText(rows: Rows, i: number, column: TextColumn): string {
  const at = i * textColumns.length + textColumns.indexOf(column);
  const from = at === 0 ? 0 : rows.ends[at - 1];
  return decoder.decode(rows.texts.subarray(from, rows.ends[at]));
}
