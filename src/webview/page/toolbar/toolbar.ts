/** The toolbar: filter, verdicts, buttons. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../look/tokens';
import type { Store } from '../store';
import { layoutWords } from '../words';
import './actions';
import './filterBox';
import './verdictChips';

@customElement('pd-toolbar')
export class Toolbar extends LitElement {
  @property({ attribute: false }) accessor store!: Store;

  static override styles = [
    base,
    css`
      :host {
        display: block;
        flex: none;
        position: relative;
        z-index: 3;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
        padding: 5px 8px;
        border-bottom: 1px solid var(--pd-line);
      }
      @media (max-width: 899px) {
        .bar {
          flex-wrap: wrap;
          row-gap: 4px;
        }
        pd-filter-box {
          flex-basis: 100%;
        }
      }
    `,
  ];

  /** Gives the filter the focus. */
  focusFilter(): void {
    this.renderRoot.querySelector('pd-filter-box')?.focus();
  }

  /** Goes to the next or previous row that the filter in the box selects; false when there is none in it. */
  goToMatch(forward: boolean): boolean {
    return this.renderRoot.querySelector('pd-filter-box')?.goToMatch(forward) ?? false;
  }

  override render() {
    return html`<div class="bar" role="toolbar" aria-label=${layoutWords.toolbar}>
      <pd-filter-box .store=${this.store}></pd-filter-box>
      <pd-verdict-chips .store=${this.store}></pd-verdict-chips>
      <pd-actions .store=${this.store}></pd-actions>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-toolbar': Toolbar;
  }
}
