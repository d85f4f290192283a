/** Layers: the fields of the packet that Bytes shows, as a tree. */
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ByteSpan } from '../../protocol/packet';
import { chord, claim } from '../layout/keys';
import { glyph } from '../look/glyphs';
import { base } from '../look/tokens';
import { askForMenu } from '../menu/menu';
import { ancestors, lineOf, offsetText, sameSpan } from '../packet/fieldLines';
import { selectBytes } from '../packet/selectBytes';
import type { ShownPacket } from '../packet/shownPacket';
import { Following, type Store } from '../store';
import { paneStyles } from '../tree/paneStyles';
import { treeMove } from '../tree/treeKeys';
import { VisibleRows } from '../tree/visibleRows';
import { fieldWords, layoutWords } from '../words';
import { FieldActions } from './fieldActions';
import { badText, type FieldRow, fieldRows, layerText } from './fieldTree';
import { Folding } from './folding';
import { layersStyles } from './layersStyles';

const ROW = 20;

@customElement('pd-layers')
export class Layers extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  private readonly folding = new Folding();
  private readonly visible = new VisibleRows(this, ROW, () => this.tree);
  private packet: ShownPacket | null = null;
  /** The span that `selected` was found for. */
  private span: ByteSpan | null = null;
  /** Index of the selected field, -1 for none. */
  private selected = -1;
  private rows: readonly FieldRow[] = [];
  private revealing = false;

  static override styles = [base, paneStyles, layersStyles];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  override focus(): void {
    this.tree?.focus();
  }

  private get tree(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.body');
  }

  private get place(): number {
    return this.rows.findIndex(row => row.index === this.selected);
  }

  protected override willUpdate(): void {
    const { packet, span } = this.store;
    const fields = packet?.fields ?? [];
    if (packet !== this.packet || !sameSpan(span, this.span)) {
      const was = this.packet?.fields[this.selected];
      const now = fields[this.selected];
      // The same field, be it of the packet at another step.
      const kept = now !== undefined && was?.name === now.name && sameSpan(now.span, span);
      if (!kept) this.selected = span === null ? -1 : lineOf(fields, span);
      this.revealing = true;
      this.packet = packet;
      this.span = span;
    }
    this.rows = fieldRows(fields, this.folding, this.selected);
  }

  protected override updated(): void {
    if (!this.revealing) return;
    this.revealing = false;
    this.visible.reveal(this.place);
  }

  private select(index: number): void {
    const line = this.packet?.fields[index];
    if (line === undefined) return;
    this.selected = index;
    this.span = line.span.length === 0 ? null : line.span;
    this.revealing = true;
    // A layer as a whole is of no step.
    if (line.depth === 0) this.store.set({ span: this.span });
    else void selectBytes(this.store, this.span);
    this.requestUpdate();
  }

  private fold({ index, line }: FieldRow, open: boolean): void {
    this.folding.set(line, open);
    const inside = ancestors(this.packet?.fields ?? [], this.selected).includes(index);
    if (!open && inside) this.select(index);
    this.requestUpdate();
  }

  private hover(span: ByteSpan | null): void {
    const hover = span?.length ? span : null;
    if (!sameSpan(hover, this.store.hover)) this.store.set({ hover });
  }

  private actions(index: number): FieldActions | null {
    const line = this.packet?.fields[index];
    return this.packet === null || line === undefined
      ? null
      : new FieldActions(this.store, this.packet, line);
  }

  private key(event: KeyboardEvent): void {
    const { rows, place } = this;
    const move = treeMove(event, rows, place, this.visible.page);
    if (move !== null) {
      claim(event);
      if (move.kind === 'fold') this.fold(rows[place], move.open);
      else if (rows[move.to] !== undefined) this.select(rows[move.to].index);
      return;
    }
    const actions = this.actions(this.selected);
    const pressed = chord(event);
    if (actions === null) return;
    if (pressed === 'Ctrl+c') actions.copyValue();
    else if (pressed === 'f') actions.apply();
    else if (pressed === 'b') actions.breakOnChange();
    else return;
    claim(event);
  }

  /** The menu of the field under the pointer, or, from the keyboard, of the selected one. */
  private menu(event: MouseEvent): void {
    event.preventDefault();
    const row = (event.composedPath() as Element[]).find(
      one => one instanceof HTMLElement && one.dataset.index,
    );
    const index = row instanceof HTMLElement ? Number(row.dataset.index) : this.selected;
    if (index !== this.selected) this.select(index);
    const actions = this.actions(index);
    if (actions === null) return;
    const box = this.renderRoot.querySelector(`#field${index}`)?.getBoundingClientRect();
    const beside =
      row === undefined && box ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY };
    askForMenu(this, { label: fieldWords.menu, make: () => actions.menu, beside });
  }

  override render() {
    const { rows, place } = this;
    const { from, to } = this.visible.range(rows.length);
    const { hover } = this.store;
    const under = hover === null || this.packet === null ? -1 : lineOf(this.packet.fields, hover);
    return html`<div class="heading tab"><h2>${layoutWords.layers}</h2></div>
      <div
        class="body"
        role="tree"
        tabindex="0"
        aria-label=${layoutWords.layers}
        aria-activedescendant=${place >= from && place < to ? `field${this.selected}` : nothing}
        @keydown=${this.key}
        @contextmenu=${this.menu}
        @pointerleave=${() => this.hover(null)}
      >
        <div class="room" role="none"><div class="slice" role="none">
          ${repeat(
            rows.slice(from, to),
            ({ index }) => index,
            row => this.row(row, under),
          )}
        </div></div>
      </div>`;
  }

  private row(row: FieldRow, under: number) {
    const { index, line, open, level, place, siblings } = row;
    const isLayer = line.depth === 0;
    const classes = [
      'row',
      isLayer ? 'layer' : `field level${Math.min(level, 6)}`,
      line.generated ? 'generated' : '',
      index === this.selected ? 'selected active' : index === under ? 'hover' : '',
    ];
    const text = [
      line.label,
      line.value,
      line.bad ? badText(line.note).text + badText(line.note).value : line.note,
    ];
    return html`<div
      id="field${index}"
      class=${classes.join(' ')}
      role="treeitem"
      data-index=${index}
      title=${text.filter(part => part !== '').join('  ')}
      aria-level=${level}
      aria-posinset=${place}
      aria-setsize=${siblings}
      aria-selected=${index === this.selected}
      aria-expanded=${open ?? nothing}
      @click=${() => this.select(index)}
      @dblclick=${() => open !== null && this.fold(row, !open)}
      @pointerenter=${() => this.hover(line.span)}
    >
      ${
        open === null
          ? isLayer
            ? html`<span class="twistie"></span>`
            : nothing
          : html`<span class="twistie" @click=${(event: Event) => this.twist(event, row)}>${glyph(open ? 'down' : 'right')}</span>`
      }
      ${isLayer ? this.layer(row) : this.field(row)}
    </div>`;
  }

  private twist(event: Event, row: FieldRow): void {
    event.stopPropagation();
    this.fold(row, !row.open);
  }

  private layer({ line }: FieldRow) {
    const { name, summary } = layerText(line.label);
    return html`<span class="key">${name}</span><span class="summary">${summary}</span>${this.note(line.bad, line.note)}`;
  }

  private field({ line }: FieldRow) {
    const { label, value, bad, note, span } = line;
    return html`<span class="key">${label}</span>
      <span class="value">${value}</span>${this.note(bad, note)}
      ${span.length === 0 ? nothing : html`<span class="offset">${offsetText(span.offset)}</span>`}`;
  }

  private note(bad: boolean, note: string) {
    if (!bad) return note === '' ? nothing : html`<span class="note">${note}</span>`;
    const { text, value } = badText(note);
    return html`<span class="bad">${glyph('warning')}<span>${text}${value === '' ? nothing : html`<span class="mono">${value}</span>`}</span></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-layers': Layers;
  }
}
