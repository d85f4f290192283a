/** One row of the trace: a function, a step, or routine steps. */
import { html, nothing } from 'lit';
import type { PlaceLink, StepGlyph } from '../../protocol/packet';
import { type GlyphName, glyph } from '../look/glyphs';
import { marginMark } from '../look/marginMark';
import { verdictLooks } from '../look/verdicts';
import { traceWords } from '../words';
import { type RoutineRow, type StepRow, shortId, type TraceRow } from './traceRows';
import { DEEPEST } from './traceStyles';

/** How a row stands to all else. */
interface RowLook {
  readonly key: string;
  /** It has the keyboard. */
  readonly active: boolean;
  readonly selected: boolean;
  /** A session has stopped here. */
  readonly current: boolean;
  readonly armed: boolean;
  /** Number of the trace's verdict. */
  readonly verdict: number;
}

/** What the pointer can do on a row. */
export interface RowActs {
  select(row: TraceRow): void;
  fold(row: TraceRow): void;
  toggle(row: StepRow): void;
  open(link: PlaceLink): void;
}

const targets = ['engine', 'stack', 'kernel'] as const;

/** Key of a row among all of a trace, also a part of its element's id. */
export function keyOf(row: TraceRow): string {
  return row.kind === 'routine' ? `routine${row.steps[0].step}` : `step${row.step.step}`;
}

export function traceRow(row: TraceRow, look: RowLook, acts: RowActs) {
  const classes = [
    'row',
    row.kind,
    `inside${Math.min(row.inside, DEEPEST)}`,
    look.current ? 'current' : '',
    look.selected ? 'selected' : '',
    look.active ? 'active' : '',
  ];
  return html`<div
    id=${look.key}
    class=${classes.join(' ')}
    role="treeitem"
    aria-level=${row.level}
    aria-expanded=${row.open ?? nothing}
    aria-selected=${look.selected}
    aria-current=${look.current ? 'step' : nothing}
    @click=${() => acts.select(row)}
  >
    <i class="guides"></i>${
      row.kind === 'routine'
        ? routine(row, acts)
        : row.kind === 'function'
          ? called(row, look, acts)
          : step(row, look, acts)
    }
  </div>`;
}

function twistie(row: TraceRow, acts: RowActs) {
  const fold = (event: Event) => {
    event.stopPropagation();
    acts.fold(row);
  };
  return html`<span class="twistie" @click=${fold}>${glyph(row.open ? 'down' : 'right')}</span>`;
}

function called(row: StepRow, { current }: RowLook, acts: RowActs) {
  const { function: name, values } = row.step;
  return html`<span class="margin">${marginMark(current, false, false)}</span>${twistie(row, acts)}
    <span class="mono">${name}</span><span class="summary">${values}</span>`;
}

function routine(row: RoutineRow, acts: RowActs) {
  return html`<span class="margin"></span>${twistie(row, acts)}
    <span class="summary">${traceWords.routine(row.steps.length)} <span class="mono">${row.steps
      .map(({ id }) => shortId(id))
      .join(', ')}</span></span>`;
}

function step(row: StepRow, look: RowLook, acts: RowActs) {
  const { question, answer, values, links } = row.step;
  const toggle = (event: Event) => {
    event.stopPropagation();
    acts.toggle(row);
  };
  return html`<span class="margin" @click=${toggle}>${marginMark(look.current, look.armed, true)}</span>
    <span class="glyph-place">${stepGlyph(row.step.glyph, look.verdict)}</span>
    <span class="question" title="${question} ${answer}"><i>${question}</i> ${answer}</span>
    <span class="values" title=${values}>${values}</span>
    <span class="links">${targets.map(target => {
      const link = links.find(one => one.target === target);
      return link === undefined ? html`<span></span>` : place(link, acts);
    })}</span>`;
}

function place(link: PlaceLink, acts: RowActs) {
  const open = (event: Event) => {
    event.stopPropagation();
    acts.open(link);
  };
  return html`<button tabindex="-1" title=${`${traceWords.open[link.target]}: ${link.label}`} @click=${open}>${link.label}</button>`;
}

const glyphs: Readonly<Record<StepGlyph, GlyphName>> = {
  passed: 'check',
  changed: 'pencil',
  dropped: 'dropped',
  sent: 'letter',
  settled: 'check',
  panic: 'panic',
};

function stepGlyph(name: StepGlyph, verdict: number) {
  if (name === 'settled' || name === 'dropped' || name === 'panic') {
    const look = verdictLooks[verdict];
    if (look !== undefined && verdict > 0) return glyph(look.glyph, `v-${look.name}`);
  }
  return glyph(glyphs[name], name === 'changed' ? 'pencil' : 'passed');
}
