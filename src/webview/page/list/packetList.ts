/**
 * The packet list: only the rows in sight exist, filled again as the list scrolls; their contents come in
 * blocks.
 */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type ColumnName, captureRequests, hostRequests } from '../../protocol/messages';
import { claim } from '../layout/keys';
import { marginStyles } from '../look/marginMark';
import { fontOf } from '../look/measure';
import { base, verdictColors } from '../look/tokens';
import { askForMenu, type Place } from '../menu/menu';
import { selectedRows, toggleBreakpoint } from '../moves';
import { Following, type Store, standsAt } from '../store';
import { listWords, menuWords } from '../words';
import { columnMenu } from './columnMenu';
import { columnTracks, columnWidth, movedTo, type Room, resized, shownColumns } from './columns';
import { followHead } from './headDrag';
import { listKey } from './listKeys';
import { listRoom, listShowing } from './listMeasures';
import { ListScroll, ROW } from './listScroll';
import { listStyles } from './listStyles';
import { nothingShown } from './nothingShown';
import { endTemplate, ghostTemplate, headTemplate, rowId, rowTemplate, type Showing } from './row';
import type { RowCache } from './rowCache';
import { arrangeMenu, type RowActs, rowMenu } from './rowMenu';
import './frameBox';
import './scrollBar';

@customElement('pd-packet-list')
export class PacketList extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @property({ attribute: false }) accessor cache!: RowCache;
  /** Width of the page, which decides on columns. */
  @property({ type: Number }) accessor width = 0;
  /** Height of the rows' room, in CSS pixels. */
  @state() accessor room = 0;
  /** True while the user is asked for a frame. */
  @state() private accessor asking = false;
  /** Where a range began. */
  private anchor = -1;
  private revealed = -1;
  /** Stops of sessions that were shown. */
  private stops = 0;
  private readonly place = new ListScroll(this);

  static override styles = [base, verdictColors, marginStyles, listStyles];

  constructor() {
    super();
    new Following(this, () => this.store);
    this.addEventListener('wheel', event => this.place.wheel(event), { passive: false });
  }

  override firstUpdated(): void {
    new ResizeObserver(() => {
      const { revealed, place } = this;
      const seen = place.inSight(revealed);
      this.room = Math.max(0, this.clientHeight - ROW);
      // What was in sight stays there when the list becomes lower.
      if (seen) place.reveal(revealed);
    }).observe(this);
  }

  /** Gives the list the focus. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.grid')?.focus();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('cache')) this.cache.onArrival(() => this.requestUpdate());
    const { row, state, stops } = this.store;
    const there = this.room > 0 && state !== null && row >= 0 && row < state.rows;
    if (there && (row !== this.revealed || stops !== this.stops)) {
      this.revealed = row;
      this.stops = stops;
      this.place.reveal(row);
    }
    this.place.limit();
  }

  private get measures(): Room {
    return listRoom(this.store, this.width, fontOf(this));
  }

  /** Selects a row; `extend` keeps the beginning of the selection where it is. */
  private select(row: number, extend: boolean): void {
    const { store } = this;
    const last = (store.state?.rows ?? 0) - 1;
    if (last < 0) return;
    const to = Math.max(0, Math.min(row, last));
    if (!extend) this.anchor = to;
    else if (this.anchor < 0) this.anchor = Math.max(0, store.row);
    store.select(to);
    if (to !== this.anchor) store.set({ range: [Math.min(this.anchor, to), Math.max(this.anchor, to)] });
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.place.sight) - 1);
    const move = listKey(event, { row: this.store.row, rows: this.store.state?.rows ?? 0, page });
    if (move === null) return;
    claim(event);
    if (move === 'all') {
      this.anchor = 0;
      this.select(Number.POSITIVE_INFINITY, true);
    } else if (typeof move === 'object') this.select(move.row, move.extend);
    else if (move === 'trace') this.goToTrace();
    else if (move === 'breakpoint') toggleBreakpoint(this.store, this.cache.text(this.store.row, 'decision'));
    else if (move === 'copy') void this.copy();
  }

  private rowElement(row: number): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>(`#${rowId(row)}`) ?? this;
  }

  private goToTrace(): void {
    this.dispatchEvent(new CustomEvent('pd-go', { detail: 'trace', bubbles: true, composed: true }));
  }

  private async copy(): Promise<void> {
    const { store } = this;
    const text = await store.ask(captureRequests.copyRows, { rows: selectedRows(store) });
    if (text !== null) await store.ask(hostRequests.copy, { text });
  }

  /** The row under the pointer, -1 for none. */
  private rowAt(event: MouseEvent): number {
    const element = (event.target as Element).closest('[role=row]');
    return element?.id ? Number(element.id.slice(rowId(0).length - 1)) : -1;
  }

  private press(event: PointerEvent): void {
    const row = this.rowAt(event);
    if (row < 0 || event.button !== 0 || this.cache.isStale(row)) return;
    if ((event.target as Element).closest('.margin')) {
      toggleBreakpoint(this.store, this.cache.text(row, 'decision'));
    } else this.select(row, event.shiftKey);
  }

  private openMenu(event: MouseEvent): void {
    event.preventDefault();
    const at = { x: event.clientX, y: event.clientY };
    const head = (event.target as Element).closest<HTMLElement>('.head .title');
    if ((event.target as Element).closest('.head')) {
      this.columnsMenu((head?.dataset.column as ColumnName | undefined) ?? null, at);
      return;
    }
    const row = this.rowAt(event);
    // Asked for by a key: the event is at no row.
    if (row < 0) {
      this.rowMenu(this.rowElement(this.store.row));
      return;
    }
    if (this.cache.isStale(row)) return;
    const { range } = this.store;
    if (range === null || row < range[0] || row > range[1]) this.select(row, false);
    this.rowMenu(at);
  }

  /** Opens the menu of columns. */
  private columnsMenu(column: ColumnName | null, beside: Place): void {
    const widthOf = (name: ColumnName) => this.widthOf(name);
    const make = () => columnMenu(this.store, this.width, column, widthOf);
    askForMenu(this, { label: menuWords.columns, make, beside });
  }

  /** Asks the user for a frame to go to. */
  async askForFrame(): Promise<void> {
    this.asking = true;
    await this.updateComplete;
    this.renderRoot.querySelector('pd-frame-box')?.focus();
  }

  private rowMenu(beside: Place): void {
    const { store } = this;
    const acts: RowActs = {
      goToTrace: () => this.goToTrace(),
      copy: () => void this.copy(),
      askForFrame: () => void this.askForFrame(),
      columns: column => this.columnsMenu(column, beside),
      arrange: () => {
        const make = () => arrangeMenu(shownColumns(store.list, this.width), acts);
        askForMenu(this, { label: menuWords.arrange, make, beside });
      },
    };
    const decision = this.cache.text(store.row, 'decision');
    askForMenu(this, { label: menuWords.row, make: () => rowMenu(store, decision, acts), beside });
  }

  private widthOf(column: ColumnName): number {
    const head = this.renderRoot.querySelector<HTMLElement>(`.head .${column}`);
    return head?.offsetWidth ?? columnWidth(column, this.store.list, this.measures);
  }

  private pressHead(event: PointerEvent, column: ColumnName, edge: boolean): void {
    const { store } = this;
    followHead(event, column, edge, {
      widthOf: name => this.widthOf(name),
      resize: (name, width, done) => {
        const list = resized(store.list, name, width);
        if (done) store.saveList(list);
        else store.set({ list });
      },
      move: (name, target) => {
        const shown = shownColumns(store.list, this.width);
        store.saveList({ ...store.list, columns: movedTo(shown, name, shown.indexOf(target)) });
      },
    });
  }

  override render() {
    const { store } = this;
    const { state, list, row } = store;
    const room = this.measures;
    const columns = shownColumns(list, this.width);
    const rows = state?.rows ?? 0;
    const first = Math.floor(store.top);
    const end = Math.min(this.place.total, first + Math.ceil(this.place.sight) + 1);
    if (rows > 0) this.cache.need(first, Math.min(end, rows));
    const { tracks, least } = columnTracks(columns, list, room);
    this.style.setProperty('--tracks', tracks);
    this.style.setProperty('--least', `${least}px`);
    const showing = listShowing(store.state, list, columns, room, fontOf(this));
    const inSight = row >= first && row < end;
    return html`<div
        class="grid ${rows === 0 || row < 0 ? 'bare' : ''}"
        role="grid"
        tabindex="0"
        aria-label=${listWords.label}
        aria-rowcount=${this.place.total + 1}
        aria-colcount=${columns.length + 1}
        aria-multiselectable="true"
        aria-activedescendant=${inSight ? rowId(row) : nothing}
        @keydown=${this.key}
        @contextmenu=${this.openMenu}
      >
        ${headTemplate(
          columns,
          (event, column, edge) => this.pressHead(event, column, edge),
          column => store.saveList(resized(store.list, column, null)),
        )}
        ${
          this.place.total > 0
            ? html`<div class="rows" role="rowgroup" @pointerdown=${this.press} @dblclick=${this.goToTrace}>
                ${Array.from({ length: Math.max(0, end - first) }, (_, i) => this.rowOf(first + i, rows, showing))}
              </div>`
            : nothingShown(store)
        }
      </div>
      ${
        this.asking
          ? html`<pd-frame-box .store=${store} @closed=${() => this.frameAsked()}></pd-frame-box>`
          : nothing
      }
      <pd-scroll-bar
        .rows=${this.place.total}
        .sight=${this.place.sight}
        .top=${store.top}
        @scrolled=${(event: CustomEvent<number>) => this.place.moveTo(event.detail)}
      ></pd-scroll-bar>`;
  }

  private frameAsked(): void {
    this.asking = false;
    this.focus();
  }

  private rowOf(row: number, rows: number, showing: Showing) {
    const { store } = this;
    if (row >= rows) return endTemplate(row, store.state?.damage?.offset ?? null, showing.columns.length);
    const at = this.cache.get(row);
    if (at === null) return ghostTemplate(row, showing.columns);
    const { session, range } = store;
    const place = { frame: at.rows.frame[at.i], event: at.rows.event[at.i] };
    return rowTemplate(at, showing, {
      row,
      selected: row === store.row || (range !== null && row >= range[0] && row <= range[1]),
      current: row === store.row,
      stopped: standsAt(session, place),
      armed: store.armed.has(this.cache.text(row, 'decision')),
    });
  }

  protected override updated(): void {
    const { top } = this.store;
    const shift = (top - Math.floor(top)) * ROW;
    const group = this.renderRoot.querySelector<HTMLElement>('.rows');
    if (group !== null) group.scrollTop = shift;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-packet-list': PacketList;
  }
}
