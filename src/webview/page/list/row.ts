/** One row of the list: its cells, its marks in the margin, and the name that a screen reader says. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ColumnName, ListSettings } from '../../protocol/messages';
import { COMMAND, FRAME, LINK, rowText, TIMER } from '../../protocol/rows';
import { columnTitles, eventWords } from '../../protocol/words';
import { type GlyphName, glyph } from '../look/glyphs';
import { marginMark } from '../look/marginMark';
import { verdictLooks } from '../look/verdicts';
import { shortId } from '../trace/traceRows';
import { count, listWords, marginWords } from '../words';
import type { RowAt } from './rowCache';
import { rowDate, rowTime } from './times';

/** What all rows have in common. */
export interface Showing {
  readonly columns: readonly ColumnName[];
  readonly time: ListSettings['time'];
  readonly timeDigits: number;
  /** Shortens an address to its column. */
  address(text: string, column: 'source' | 'destination'): string;
}

/** How one row stands. */
export interface Standing {
  readonly row: number;
  readonly selected: boolean;
  /** The row that keys move from. */
  readonly current: boolean;
  readonly stopped: boolean;
  readonly armed: boolean;
}

/** An id that `aria-activedescendant` can name. */
export function rowId(row: number): string {
  return `row-${row}`;
}

/** Word and glyph of a row's verdict; timers and commands that judged no packet say what they are. */
function verdictOf({ rows, i }: RowAt): { word: string; shape: GlyphName; name: string } {
  const judged = rows.verdict[i] !== 0;
  if (rows.kind[i] === TIMER && !judged) return { word: eventWords.timer, shape: 'timer', name: 'none' };
  if (rows.kind[i] === COMMAND && !judged)
    return { word: eventWords.command, shape: 'command', name: 'none' };
  const look = verdictLooks[rows.verdict[i]] ?? verdictLooks[0];
  return { word: look.word, shape: look.glyph, name: look.name };
}

/** A row that is there. */
export function rowTemplate(at: RowAt, showing: Showing, standing: Standing): TemplateResult {
  const { rows, i } = at;
  const { row, selected, current, stopped, armed } = standing;
  const isFrame = rows.kind[i] === FRAME;
  const isPacket = isFrame || rows.kind[i] === LINK;
  const verdict = verdictOf(at);
  const decision = rowText(rows, i, 'decision');
  const number = isFrame ? count(rows.frame[i]) : '';
  const name = listWords.name([
    number || rowText(rows, i, 'info'),
    verdict.word,
    shortId(decision),
    rowText(rows, i, 'source'),
    rowText(rows, i, 'destination'),
    armed ? marginWords.breakpoint : '',
  ]);
  return html`<div
    id=${rowId(row)}
    class="row ${selected ? 'selected' : ''} ${current ? 'current' : ''} ${stopped ? 'stopped' : ''} ${isPacket ? '' : 'event'}"
    role="row"
    aria-rowindex=${row + 2}
    aria-selected=${selected}
    aria-label=${name}
  >
    <span class="margin" role="gridcell">${marginMark(stopped, armed, decision !== '')}</span>
    ${showing.columns.map(column => cell(column))}
  </div>`;

  function cell(column: ColumnName): TemplateResult {
    switch (column) {
      case 'number':
        return plain(column, number, number);
      case 'time':
        return plain(column, rowTime(at, showing.time, showing.timeDigits), rowDate(at, showing.timeDigits));
      case 'length': {
        const length = isPacket ? String(rows.length[i]) : '';
        return plain(column, length, length);
      }
      case 'source':
      case 'destination': {
        const address = rowText(rows, i, column);
        return plain(column, showing.address(address, column), address);
      }
      case 'verdict':
        return html`<span class="verdict" role="gridcell" title=${verdict.word}
          >${glyph(verdict.shape, `v-${verdict.name}`)}<span class=${verdict.name === 'none' && isPacket ? 'muted' : ''}>${verdict.word}</span></span
        >`;
      case 'decision':
        return plain(column, shortId(decision), decision);
      default: {
        const text = rowText(rows, i, column);
        return plain(column, text, text);
      }
    }
  }
}

function plain(column: ColumnName, text: string, title: string): TemplateResult {
  return html`<span class=${column} role="gridcell" title=${title}>${text}</span>`;
}

/** A row whose contents have not come yet. */
export function ghostTemplate(row: number, columns: readonly ColumnName[]): TemplateResult {
  return html`<div id=${rowId(row)} class="row ghost" role="row" aria-rowindex=${row + 2}>
    <span class="margin" role="gridcell"></span>
    ${columns.map(column => html`<span class="ghost-${column} ${row % 2 ? 'short' : ''}" role="gridcell"><i></i></span>`)}
  </div>`;
}

/** The line after the last frame that can be read. */
export function endTemplate(row: number, offset: number | null, columns: number): TemplateResult {
  return html`<div class="row end" role="row" aria-rowindex=${row + 2}>
    <span role="gridcell" aria-colspan=${columns + 1}>${glyph('warning')}<span class="muted">${listWords.end(offset)}</span></span>
  </div>`;
}

/** The columns' heads. */
export function headTemplate(
  columns: readonly ColumnName[],
  onPress: (event: PointerEvent, column: ColumnName, edge: boolean) => void,
  onReset: (column: ColumnName) => void,
): TemplateResult {
  return html`<div class="row head" role="row" aria-rowindex="1">
    <span class="margin" role="columnheader"><span class="unseen">${listWords.margin}</span></span>
    ${columns.map(
      column => html`<span
        class="${column} title"
        role="columnheader"
        data-column=${column}
        aria-sort=${column === 'number' ? 'ascending' : nothing}
        @pointerdown=${(event: PointerEvent) => onPress(event, column, false)}
        ><span class="text">${columnTitles[column]}</span
        ><i
          class="edge"
          @pointerdown=${(event: PointerEvent) => onPress(event, column, true)}
          @dblclick=${() => onReset(column)}
        ></i
      ></span>`,
    )}
  </div>`;
}
