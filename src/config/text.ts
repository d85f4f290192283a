/** A `.stack` file as text: offsets to lines and columns. Offsets count UTF-16 units, as editors do. */
import type { Origin } from '../stack/trace';

/** Offsets `[from, to)` in the text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A value with the place it was written at. */
export interface Ranged<T> extends Range {
  readonly value: T;
}

/** A place: 1-based line, 0-based column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text of one file and where its lines begin. */
export class Source {
  readonly lineStarts: readonly number[];

  /** @param file the name that messages and origins show */
  constructor(
    readonly text: string,
    readonly file: string,
  ) {
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
      if (code === 10 || code === 13) starts.push(i + 1);
    }
    this.lineStarts = starts;
  }

  /** The place of an offset; offsets outside the text are moved into it. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStarts[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - this.lineStarts[low] };
  }

  /** The place of a range as the stack keeps it; a range over several lines ends with its first. */
  origin(range: Range): Origin {
    const from = this.position(range.from);
    const end = this.position(range.to);
    const lineEnd = end.line === from.line ? end.column : this.lineLength(from.line);
    return Object.freeze({ file: this.file, line: from.line, from: from.column, to: lineEnd });
  }

  /** UTF-16 units in a line, its end excluded. */
  lineLength(line: number): number {
    const start = this.lineStarts[line - 1];
    const end = line < this.lineStarts.length ? this.lineStarts[line] : this.text.length;
    return this.text.slice(start, end).replace(/[\r\n]+$/, '').length;
  }
}
