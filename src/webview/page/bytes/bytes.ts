/** Bytes: one version of the packet as hexadecimal digits and characters, with what was changed in it. */
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { hostRequests } from '../../protocol/messages';
import type { ByteSpan } from '../../protocol/packet';
import { claim } from '../layout/keys';
import { tabStyles } from '../layout/tabStyles';
import { base } from '../look/tokens';
import { askForMenu, type MenuItems } from '../menu/menu';
import { offsetText, sameSpan, spanAround, within } from '../packet/fieldLines';
import { selectBytes } from '../packet/selectBytes';
import { type ShownPacket, versionShown } from '../packet/shownPacket';
import { Following, type Store } from '../store';
import { buttonStyles } from '../toolbar/buttonStyles';
import { paneStyles } from '../tree/paneStyles';
import { VisibleRows } from '../tree/visibleRows';
import { bytesWords, layoutWords } from '../words';
import { bytesKey } from './bytesKeys';
import { bytesStyles } from './bytesStyles';
import { changeLine } from './changeLine';
import { hexRow } from './hexRow';
import { character, hexText, type Marking } from './marks';

const LINE = 18;
/** CSS pixels above the first line. */
const ABOVE = 2;
/** Width that 16 bytes a line need, in CSS pixels. */
const WIDE_FROM = 466;

@customElement('pd-bytes')
export class Bytes extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @state() private accessor wide: 8 | 16 = 16;
  private readonly visible = new VisibleRows(this, LINE, () => this.grid, ABOVE);
  private packet: ShownPacket | null = null;
  private span: ByteSpan | null = null;
  /** The byte that has the keyboard, and the one from which Shift extends. */
  private active = 0;
  private anchor = 0;
  /** The change that is told, by its place. */
  private change = 0;
  private revealing = false;

  static override styles = [base, paneStyles, buttonStyles, tabStyles, bytesStyles];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  override firstUpdated(): void {
    new ResizeObserver(() => {
      if (this.clientWidth > 0) this.wide = this.clientWidth >= WIDE_FROM ? 16 : 8;
    }).observe(this);
  }

  override focus(): void {
    this.grid?.focus();
  }

  private get grid(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.body');
  }

  protected override willUpdate(): void {
    const { packet, span } = this.store;
    if (packet !== this.packet) {
      this.packet = packet;
      const edits = packet?.edits ?? [];
      const now = edits.findIndex(edit => edit.now);
      this.change = now >= 0 ? now : Math.max(0, edits.length - 1);
      this.active = Math.min(this.active, Math.max(0, (packet?.bytes.length ?? 0) - 1));
      this.span = null;
    }
    if (!sameSpan(span, this.span)) {
      this.span = span;
      if (span !== null && !within(span, this.active)) this.active = this.anchor = span.offset;
      this.revealing = span !== null;
    }
  }

  protected override updated(): void {
    if (!this.revealing) return;
    this.revealing = false;
    this.visible.reveal(Math.floor(this.active / this.wide));
  }

  private go(to: number, extend: boolean): void {
    const { packet } = this;
    if (packet === null || packet.bytes.length === 0) return;
    this.active = to;
    if (!extend) this.anchor = to;
    const from = Math.min(this.anchor, to);
    const span = extend
      ? { offset: from, length: Math.abs(to - this.anchor) + 1 }
      : spanAround(packet.fields, to);
    this.span = span;
    this.revealing = true;
    void selectBytes(this.store, span);
    this.requestUpdate();
  }

  private goToChange(by: number): void {
    const edits = this.packet?.edits ?? [];
    if (edits.length === 0) return;
    this.change = (this.change + by + edits.length) % edits.length;
    const { offset, after } = edits[this.change];
    this.active = this.anchor = offset;
    this.store.set({ span: { offset, length: Math.max(1, after.length) } });
    this.requestUpdate();
  }

  private showVersion(by: number): void {
    const { trace, version } = this.store;
    if (trace === null || trace.versions.length === 0) return;
    const at = trace.versions.findIndex(({ id }) => id === versionShown(trace, version));
    const next = trace.versions[Math.max(0, Math.min(at + by, trace.versions.length - 1))];
    this.store.set({ version: next.id });
  }

  private key(event: KeyboardEvent): void {
    const length = this.packet?.bytes.length ?? 0;
    const at = { offset: this.active, length, wide: this.wide, page: this.visible.page };
    const meant = bytesKey(event, at);
    if (meant === null) return;
    claim(event);
    if (meant.kind === 'go') this.go(meant.to, meant.extend);
    else if (meant.kind === 'change') this.goToChange(meant.by);
    else if (meant.kind === 'version') this.showVersion(meant.by);
    else this.copy(hexText(this.selection));
  }

  /** The bytes that are selected, else the one that has the keyboard. */
  private get selection(): Uint8Array {
    const bytes = this.packet?.bytes ?? new Uint8Array(0);
    const { offset, length } = this.store.span ?? { offset: this.active, length: 1 };
    return bytes.subarray(offset, offset + length);
  }

  private copy(text: string): void {
    void this.store.ask(hostRequests.copy, { text });
  }

  private menuItems(): MenuItems {
    const { selection, packet, store } = this;
    const { offset } = store.span ?? { offset: this.active };
    const expression = `frame[${offset}:${selection.length}]`;
    return [
      { label: bytesWords.copy, detail: bytesWords.copyKey, run: () => this.copy(hexText(selection)) },
      { label: bytesWords.copyDump, run: () => this.copy(dump(selection, offset)) },
      { label: bytesWords.copyText, run: () => this.copy(Array.from(selection, character).join('')) },
      null,
      {
        label: bytesWords.breakOnChange,
        disabled: packet === null || packet.version.startsWith('out:') || selection.length === 0,
        run: () => void store.ask(hostRequests.breakOnChange, { expression }),
      },
    ];
  }

  private menu(event: MouseEvent): void {
    event.preventDefault();
    if (this.packet === null) return;
    const offset = offsetUnder(event);
    if (offset !== null && !within(this.store.span, offset)) this.go(offset, false);
    const box = this.renderRoot.querySelector(`#byte${this.active}`)?.getBoundingClientRect();
    const beside =
      offset === null && box ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY };
    askForMenu(this, { label: bytesWords.menu, make: () => this.menuItems(), beside });
  }

  private press(event: PointerEvent): void {
    const offset = offsetUnder(event);
    if (offset === null || event.button !== 0) return;
    this.go(offset, event.shiftKey);
  }

  private move(event: PointerEvent): void {
    const offset = offsetUnder(event);
    if (offset === null) return;
    if ((event.buttons & 1) !== 0 && offset !== this.active) {
      this.go(offset, true);
      return;
    }
    const hover = this.packet === null ? null : spanAround(this.packet.fields, offset);
    if (!sameSpan(hover, this.store.hover)) this.store.set({ hover });
  }

  private leave(): void {
    if (this.store.hover !== null) this.store.set({ hover: null });
  }

  override render() {
    const { packet, wide, active } = this;
    const { trace } = this.store;
    const bytes = packet?.bytes ?? new Uint8Array(0);
    const lines = Math.ceil(bytes.length / wide);
    const { from, to } = this.visible.range(lines);
    const shown = trace === null ? null : versionShown(trace, this.store.version);
    const title = trace?.versions.find(({ id }) => id === shown)?.title ?? '';
    const inSight = active >= from * wide && active < Math.min(to * wide, bytes.length);
    return html`<div class="heading">
        <h2 class="tab">${layoutWords.bytes}</h2>
        ${this.tabs(shown)}
      </div>
      <div
        class="body ${wide === 8 ? 'short' : ''} ${bytes.length > 0x10000 ? 'long' : ''}"
        role="grid"
        tabindex="0"
        aria-label=${title === '' ? layoutWords.bytes : bytesWords.grid(title)}
        aria-readonly="true"
        aria-multiselectable="true"
        aria-rowcount=${lines}
        aria-activedescendant=${inSight ? `byte${active}` : nothing}
        @keydown=${this.key}
        @contextmenu=${this.menu}
        @pointerdown=${this.press}
        @pointermove=${this.move}
        @pointerleave=${this.leave}
      >
        <div class="room" role="none"><div class="slice" role="none">
          ${packet === null ? nothing : this.lines(packet, from, to)}
        </div></div>
      </div>
      ${packet !== null && packet.clipped > 0 ? html`<p class="clipped">${bytesWords.clipped(packet.clipped)}</p>` : nothing}
      ${packet === null ? nothing : changeLine(packet, this.change, trace?.steps ?? [], by => this.goToChange(by))}`;
  }

  private tabs(shown: string | null) {
    const versions = this.store.trace?.versions ?? [];
    if (versions.length === 0) return nothing;
    return html`<div class="versions" role="tablist" aria-label=${bytesWords.versions}>
      ${versions.map(
        ({ id, title }) => html`<button
          role="tab"
          tabindex="-1"
          aria-selected=${id === shown}
          @click=${() => this.store.set({ version: id })}
        >${title}</button>`,
      )}
    </div>`;
  }

  private lines({ bytes, network, edits, version }: ShownPacket, from: number, to: number) {
    const { trace, step, span, hover } = this.store;
    const steps = trace?.steps ?? [];
    const { wide, active } = this;
    const near = edits.filter(
      edit => edit.offset < to * wide && edit.offset + edit.after.length > from * wide,
    );
    const reads = version === 'now' ? (steps[step]?.reads ?? []) : [];
    const marking: Marking = { span, hover, reads, edits: near, network };
    return Array.from({ length: to - from }, (_, i) =>
      hexRow({ bytes, offset: (from + i) * wide, wide, active, marking, steps }),
    );
  }
}

/** Offset of the byte under the pointer, null beside them. */
function offsetUnder(event: Event): number | null {
  const target = event.composedPath()[0];
  const offset = target instanceof HTMLElement ? target.dataset.offset : undefined;
  return offset === undefined ? null : Number(offset);
}

/** Bytes as lines of offset, digits and characters. */
function dump(bytes: Uint8Array, offset: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const line = bytes.subarray(at, at + 16);
    lines.push(
      `${offsetText(offset + at)}  ${hexText(line).padEnd(47)}  ${Array.from(line, character).join('')}`,
    );
  }
  return lines.join('\n');
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-bytes': Bytes;
  }
}
