/** Asks for the number of a frame to go to. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { claim } from '../layout/keys';
import { base } from '../look/tokens';
import type { Store } from '../store';
import { frameWords } from '../words';

/** Fires `closed` when it is no longer wanted. */
@customElement('pd-frame-box')
export class FrameBox extends LitElement {
  @property({ attribute: false }) accessor store!: Store;

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        top: 26px;
        right: 16px;
        z-index: 2;
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 5px 8px;
        background: var(--vscode-editorWidget-background, var(--vscode-editor-background));
        border: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, var(--vscode-input-border)));
      }
      input {
        width: 132px;
        height: 24px;
        padding: 0 6px;
        font: inherit;
        background: var(--vscode-input-background);
        color: var(--vscode-input-foreground);
        border: 1px solid var(--vscode-input-border, transparent);
        user-select: text;
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
        opacity: 1;
      }
    `,
  ];

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent('closed'));
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    claim(event);
    const digits = (event.target as HTMLInputElement).value.replace(/[\s,.']/g, '');
    if (event.key === 'Enter' && /^\d+$/.test(digits)) {
      const frames = this.store.state?.frames ?? 0;
      void this.store.goToFrame(Math.max(1, Math.min(Number(digits), frames)));
    }
    this.close();
  }

  override render() {
    return html`<label for="frame">${frameWords.label}</label
      ><input
        id="frame"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        placeholder=${frameWords.range(this.store.state?.frames ?? 0)}
        @keydown=${this.key}
        @blur=${this.close}
      >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-frame-box': FrameBox;
  }
}
