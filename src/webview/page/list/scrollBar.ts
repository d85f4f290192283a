/** A scroll bar of our own: ten million rows are taller than a browser lets anything be. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../look/tokens';

/** Least height of the thumb in pixels. */
const LEAST_THUMB = 26;

/** Fires `scrolled` with the first row in sight as `detail`. */
@customElement('pd-scroll-bar')
export class ScrollBar extends LitElement {
  @property({ type: Number }) accessor rows = 0;
  /** Rows in sight. */
  @property({ type: Number }) accessor sight = 0;
  @property({ type: Number }) accessor top = 0;
  private grabbed = 0;

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        right: 0;
        width: 8px;
        touch-action: none;
      }
      :host([hidden]) {
        display: none;
      }
      i {
        position: absolute;
        right: 0;
        width: 8px;
        background: var(--vscode-scrollbarSlider-background);
      }
      i:hover {
        background: var(--vscode-scrollbarSlider-hoverBackground, var(--vscode-scrollbarSlider-background));
      }
      :host(.moving) i {
        background: var(--vscode-scrollbarSlider-activeBackground, var(--vscode-scrollbarSlider-background));
      }
    `,
  ];

  constructor() {
    super();
    this.addEventListener('pointerdown', this.press);
    this.addEventListener('pointermove', this.drag);
    this.addEventListener('pointerup', () => this.classList.remove('moving'));
  }

  private get thumb(): number {
    const part = this.rows > 0 ? this.sight / this.rows : 1;
    return Math.min(this.clientHeight, Math.max(LEAST_THUMB, this.clientHeight * part));
  }

  private get travel(): number {
    return this.clientHeight - this.thumb;
  }

  private get thumbTop(): number {
    const last = this.rows - this.sight;
    return last > 0 ? (this.top / last) * this.travel : 0;
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.setPointerCapture(event.pointerId);
    this.classList.add('moving');
    const at = event.clientY - this.getBoundingClientRect().top - this.thumbTop;
    const onThumb = at >= 0 && at <= this.thumb;
    this.grabbed = onThumb ? at : this.thumb / 2;
    if (!onThumb) this.drag(event);
  }

  private drag(event: PointerEvent): void {
    if (!this.hasPointerCapture(event.pointerId) || this.travel <= 0) return;
    const y = event.clientY - this.getBoundingClientRect().top - this.grabbed;
    const detail = (Math.max(0, Math.min(y, this.travel)) / this.travel) * (this.rows - this.sight);
    this.dispatchEvent(new CustomEvent<number>('scrolled', { detail }));
  }

  protected override updated(): void {
    this.hidden = this.rows <= this.sight;
    const thumb = this.renderRoot.querySelector('i');
    thumb?.style.setProperty('height', `${this.thumb}px`);
    thumb?.style.setProperty('top', `${this.thumbTop}px`);
  }

  override render() {
    return html`<i></i>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-scroll-bar': ScrollBar;
  }
}
