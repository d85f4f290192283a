/** Trace: every step of the selected packet, nested by function, and the verdict in words. */
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { hostRequests } from '../../protocol/messages';
import type { PacketTrace, PlaceLink, TraceStep } from '../../protocol/packet';
import { chord, claim } from '../layout/keys';
import { marginStyles } from '../look/marginMark';
import { base, verdictColors } from '../look/tokens';
import '../machine/machine';
import { toggleBreakpoint } from '../moves';
import { Following, type Store, standsAt } from '../store';
import { paneStyles } from '../tree/paneStyles';
import { treeMove } from '../tree/treeKeys';
import { traceWords } from '../words';
import { absentTrace } from './absent';
import { absentStyles } from './absentStyles';
import { keyOf, type RowActs, traceRow } from './stepRow';
import { endOfCall, type Folds, type TraceRow, traceRows } from './traceRows';
import { traceStyles } from './traceStyles';
import { changedLine, verdictLine } from './verdictLine';

/** Rows that Page Up and Page Down move by. */
const PAGE = 10;

@customElement('pd-trace')
export class Trace extends LitElement implements RowActs, Folds {
  @property({ attribute: false }) accessor store!: Store;
  readonly functions = new Map<number, boolean>();
  readonly routines = new Map<number, boolean>();
  private trace: PacketTrace | null = null;
  private rows: readonly TraceRow[] = [];
  /** Key of the row that has the keyboard. */
  private active = '';
  /** The step that was revealed last. */
  private shown = -1;
  private revealing = false;
  /** Stops of sessions that were shown. */
  private stops = 0;

  static override styles = [base, paneStyles, verdictColors, marginStyles, absentStyles, traceStyles];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.body, button, pd-machine')?.focus();
  }

  /** The step at which a session has stopped, -1 for none here. */
  private get current(): number {
    const { session, trace } = this.store;
    return trace !== null && standsAt(session, trace) ? session.step : -1;
  }

  protected override willUpdate(): void {
    const { trace, step, stops } = this.store;
    if (trace !== this.trace) {
      const another = trace?.row !== this.trace?.row || trace?.revision !== this.trace?.revision;
      this.trace = trace;
      if (another) {
        this.functions.clear();
        this.routines.clear();
        this.shown = -1;
      }
    }
    const steps = trace?.steps ?? [];
    if ((step !== this.shown || stops !== this.stops) && steps.length > 0) {
      this.shown = step;
      this.stops = stops;
      this.unfold(steps, step);
      this.active = step < 0 ? '' : `step${step}`;
      this.revealing = true;
    }
    this.rows = traceRows(steps, this);
    if (!this.rows.some(row => keyOf(row) === this.active))
      this.active = this.rows[0] ? keyOf(this.rows[0]) : '';
  }

  /** Opens what a step lies in. */
  private unfold(steps: readonly TraceStep[], step: number): void {
    for (const at of this.functions.keys()) {
      if (at < step && step < endOfCall(steps, at)) this.functions.delete(at);
    }
    this.routines.clear();
  }

  mustShow({ step, id }: TraceStep): boolean {
    return step === this.store.step || step === this.current || this.store.armed.has(id);
  }

  protected override updated(): void {
    if (!this.revealing) return;
    this.revealing = false;
    this.reveal();
  }

  private reveal(): void {
    this.renderRoot.querySelector(`#${this.active}`)?.scrollIntoView({ block: 'nearest' });
  }

  private get place(): number {
    return this.rows.findIndex(row => keyOf(row) === this.active);
  }

  select(row: TraceRow): void {
    this.active = keyOf(row);
    if (row.kind === 'routine') this.fold(row);
    else this.store.select(this.store.row, row.step.step);
    this.requestUpdate();
  }

  fold(row: TraceRow): void {
    if (row.kind === 'routine') this.routines.set(row.steps[0].step, !row.open);
    else this.functions.set(row.step.step, !row.open);
    this.active = keyOf(row);
    this.requestUpdate();
  }

  toggle({ step }: { step: TraceStep }): void {
    toggleBreakpoint(this.store, step.id);
  }

  open(link: PlaceLink): void {
    void this.store.ask(hostRequests.openPlace, link);
  }

  /** Moves the keyboard. A session that has stopped stays where it is until Space says so. */
  private go(row: TraceRow): void {
    this.active = keyOf(row);
    if (row.kind !== 'routine' && this.store.session.kind !== 'stopped') {
      this.shown = row.step.step;
      this.store.select(this.store.row, row.step.step);
    }
    this.revealing = true;
    this.requestUpdate();
  }

  private key(event: KeyboardEvent): void {
    const { rows, place } = this;
    const row = rows[place];
    const move = treeMove(event, rows, place, PAGE);
    if (move !== null) {
      claim(event);
      if (move.kind === 'fold') this.fold(row);
      else if (rows[move.to] !== undefined) this.go(rows[move.to]);
      return;
    }
    if (row === undefined) return;
    const pressed = chord(event);
    const target = { Enter: 'kernel', 'Ctrl+Enter': 'stack', 'Alt+Enter': 'engine' }[pressed];
    if (target !== undefined) this.follow(row, target);
    else if (pressed === ' ') this.select(row);
    else if (pressed === 'b' && row.kind === 'step') this.toggle(row);
    else if (pressed !== 'b') return;
    claim(event);
  }

  private follow(row: TraceRow, target: string): void {
    if (row.kind === 'routine') {
      this.fold(row);
      return;
    }
    const link = row.step.links.find(one => one.target === target);
    if (link !== undefined) this.open(link);
    else this.store.set({ message: traceWords.noPlace[target as PlaceLink['target']] });
  }

  override render() {
    const { trace, store, rows, active, current } = this;
    if (store.state?.replay.kind === 'failed')
      return html`<pd-machine class="body" .store=${store}></pd-machine>`;
    if (trace === null) return html`<div class="body"></div>`;
    if (trace.steps.length === 0) return html`<div class="body">${absentTrace(store, trace)}</div>`;
    const { step, armed } = store;
    return html`<div
        class="body rows"
        role="tree"
        tabindex="0"
        aria-label=${traceWords.label}
        aria-activedescendant=${active || nothing}
        @keydown=${this.key}
      >
        ${guard([trace, active, current, step, armed, ...this.functions, ...this.routines].flat(), () =>
          repeat(rows, keyOf, row => {
            const key = keyOf(row);
            const index = row.kind === 'routine' ? -1 : row.step.step;
            const look = {
              key,
              active: key === active,
              selected: index >= 0 && index === step,
              current: index >= 0 && index === current,
              armed: row.kind === 'step' && armed.has(row.step.id),
              verdict: trace.verdict,
            };
            return traceRow(row, look, this);
          }),
        )}
      </div>
      ${verdictLine(trace.verdict, trace.sentence)}
      ${current >= 0 && store.session.changed ? changedLine(store.session.changed) : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-trace': Trace;
  }
}
