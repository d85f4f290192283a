/** The capture editor as a whole: its regions, how they share the room, and the keys that lead from one to the next. */
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Following, type Store } from './store';

@customElement('pd-capture-editor')
export class CaptureEditor extends LitElement {
  @property({ attribute: false }) accessor store!: Store;

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  override render() {
    return html`<p>${this.store.state?.name}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-capture-editor': CaptureEditor;
  }
}
