/** A divider that can be moved: by pointer, by keys, and back to its first place by a double click. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../look/tokens';
import { claim } from './keys';

/** Pixels of a key's move. */
const KEY_STEP = 20;

/** Fires `sash` with the new size in pixels as `detail`, null for the first one. */
@customElement('pd-sash')
export class Sash extends LitElement {
  /** `vertical`: a line from top to bottom, moved sideways. */
  @property({ reflect: true }) accessor orientation: 'vertical' | 'horizontal' = 'vertical';
  @property() accessor label = '';
  /** Size of what it sizes, and the least and the most it may have, in CSS pixels. */
  @property({ type: Number }) accessor value = 0;
  @property({ type: Number }) accessor min = 0;
  @property({ type: Number }) accessor max = 0;
  /** True when what it sizes lies behind it: dragging towards the end makes that smaller. */
  @property({ type: Boolean }) accessor behind = false;
  private from = 0;
  private begun = 0;

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        z-index: 2;
        touch-action: none;
        background: transparent;
        transition: background-color 0s;
      }
      :host([orientation='vertical']) {
        width: 5px;
        margin-left: -2px;
        cursor: ew-resize;
      }
      :host([orientation='horizontal']) {
        height: 5px;
        margin-top: -2px;
        cursor: ns-resize;
      }
      :host(:hover),
      :host(.moving) {
        background: var(--vscode-sash-hoverBorder);
        transition-delay: 300ms;
      }
      :host(:focus-visible) {
        background: var(--vscode-sash-hoverBorder);
        outline: none;
      }
    `,
  ];

  constructor() {
    super();
    this.addEventListener('pointerdown', this.press);
    this.addEventListener('pointermove', this.drag);
    this.addEventListener('pointerup', () => this.classList.remove('moving'));
    this.addEventListener('dblclick', () => this.tell(null));
    this.addEventListener('keydown', this.key);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.role = 'separator';
    this.tabIndex = 0;
  }

  protected override updated(): void {
    this.ariaOrientation = this.orientation;
    this.ariaLabel = this.label;
    this.ariaValueNow = String(Math.round(this.value));
    this.ariaValueMin = String(Math.round(this.min));
    this.ariaValueMax = String(Math.round(this.max));
  }

  override render() {
    return html``;
  }

  private at(event: PointerEvent): number {
    return this.orientation === 'vertical' ? event.clientX : event.clientY;
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.setPointerCapture(event.pointerId);
    this.classList.add('moving');
    this.from = this.at(event);
    this.begun = this.value;
  }

  private drag(event: PointerEvent): void {
    if (!this.hasPointerCapture(event.pointerId)) return;
    const moved = this.at(event) - this.from;
    this.tell(this.begun + (this.behind ? -moved : moved));
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const [less, more] =
      this.orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const way = event.key === less ? -1 : event.key === more ? 1 : 0;
    if (way !== 0) this.tell(this.value + (this.behind ? -way : way) * KEY_STEP);
    else if (event.key === 'Home') this.tell(this.min);
    else if (event.key === 'End') this.tell(this.max);
    else if (event.key === 'Enter') this.tell(null);
    else return;
    claim(event);
  }

  private tell(size: number | null): void {
    const detail = size === null ? null : Math.round(Math.max(this.min, Math.min(size, this.max)));
    this.dispatchEvent(new CustomEvent<number | null>('sash', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-sash': Sash;
  }
}
