/**
 * Tabs of the panes: all of them under the list of a narrow page; Trace and Paths over the pane they share on
 * a wide one.
 */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../look/tokens';
import { Following, type PaneName, type Store } from '../store';
import { layoutWords } from '../words';
import { oneTabStop, rove } from './roving';
import { tabStyles } from './tabStyles';

@customElement('pd-tabs')
export class Tabs extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @property({ attribute: false }) accessor panes: readonly PaneName[] = [];
  /** `pane`: in capitals, as a pane's heading. */
  @property({ reflect: true }) accessor look: 'strip' | 'pane' = 'strip';

  static override styles = [
    base,
    tabStyles,
    css`
      :host {
        display: block;
        flex: none;
      }
      .tabs {
        display: flex;
        align-items: center;
        height: 28px;
        padding: 0 2px;
        font-size: 12px;
        border-bottom: 1px solid var(--pd-line);
      }
      button {
        height: 100%;
      }
      :host([look='pane']) .tabs {
        height: 24px;
        padding: 0;
        border: 0;
      }
      :host([look='pane']) button {
        font-size: 11px;
        font-weight: 600;
        text-transform: uppercase;
        letter-spacing: 0.02em;
      }
      :host([look='pane']) button + button {
        padding-left: 2px;
      }
      :host([look='pane']) [aria-selected='true'] {
        color: var(--pd-fg);
      }
      :host([look='pane']) :only-child::after {
        content: none;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  /** Gives the selected tab the focus. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
  }

  private get buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll('button')];
  }

  private key(event: KeyboardEvent): void {
    rove(event, this.buttons);
  }

  override render() {
    const shown = this.panes.includes(this.store.layout.pane) ? this.store.layout.pane : 'trace';
    return html`<div class="tabs" role="tablist" aria-label=${layoutWords.panes} @keydown=${this.key}>
      ${this.panes.map(
        pane => html`<button
          role="tab"
          aria-selected=${pane === shown}
          tabindex=${pane === shown ? 0 : -1}
          @click=${() => this.store.set({ layout: { ...this.store.layout, pane } })}
        >${layoutWords[pane]}</button>`,
      )}
    </div>`;
  }

  protected override updated(): void {
    oneTabStop(this.buttons);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-tabs': Tabs;
  }
}
