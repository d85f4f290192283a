/**
 * The panel that stands for the machine while there is none: how to come by one, or why the one chosen does
 * not run.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CaptureFacts, ReplayState } from '../../protocol/capture';
import { hostRequests } from '../../protocol/messages';
import { fileName, stackPlace } from '../banner/stackPlace';
import { base } from '../look/tokens';
import { Following, type Store } from '../store';
import { absentStyles } from '../trace/absentStyles';
import { machineWords } from '../words';

@customElement('pd-machine')
export class Machine extends LitElement {
  @property({ attribute: false }) accessor store!: Store;

  static override styles = [
    base,
    absentStyles,
    css`
      :host {
        display: block;
        overflow: hidden auto;
      }
      h3 {
        font-size: 13px;
        font-weight: 600;
        margin: 0 0 6px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 12px 0 14px;
      }
      .button {
        height: 26px;
        padding: 0 12px;
        border: 1px solid var(--vscode-button-border, transparent);
        border-radius: 2px;
        background: var(--vscode-button-background);
        color: var(--vscode-button-foreground);
      }
      .button:hover {
        background: var(--vscode-button-hoverBackground, var(--vscode-button-background));
      }
      .button.second {
        background: var(--vscode-button-secondaryBackground);
        color: var(--vscode-button-secondaryForeground);
      }
      .button.second:hover {
        background: var(--vscode-button-secondaryHoverBackground, var(--vscode-button-secondaryBackground));
      }
      .button:focus-visible {
        outline-offset: 2px;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 2px 14px;
        margin: 0 0 12px;
        padding: 8px 0 0;
        border-top: 1px solid var(--pd-line);
      }
      dt {
        color: var(--pd-muted);
      }
      dd {
        margin: 0;
        font: 12px/18px var(--pd-mono);
        overflow-wrap: anywhere;
      }
      .wrong {
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('button')?.focus();
  }

  override render() {
    const replay = this.store.state?.replay;
    if (replay?.kind === 'none') return this.describe(replay.facts);
    return replay?.kind === 'failed' ? this.failed(replay) : nothing;
  }

  private ask(request: 'inferStack' | 'newStack' | 'chooseStack' | 'replayAgain'): void {
    void this.store.ask(hostRequests[request], null);
  }

  private button(request: 'inferStack' | 'newStack' | 'chooseStack' | 'replayAgain', first = false) {
    return html`<button class="button ${first ? '' : 'second'}" @click=${() => this.ask(request)}>
      ${machineWords[request]}
    </button>`;
  }

  private describe(facts: CaptureFacts | null) {
    return html`<div class="absent">
      <h3>${machineWords.title}</h3>
      <p>${machineWords.what}</p>
      <div class="buttons">
        ${this.button('inferStack', true)}${this.button('newStack')}${this.button('chooseStack')}
      </div>
      ${
        facts === null
          ? nothing
          : html`<dl>
              ${(['interfaces', 'addresses', 'prefixes', 'missing'] as const).map(name =>
                facts[name].length === 0
                  ? nothing
                  : html`<dt>${machineWords.facts[name]}</dt><dd>${facts[name].join(', ')}</dd>`,
              )}
            </dl>`
      }
      <p class="muted">${machineWords.draft}</p>
    </div>`;
  }

  private failed(failure: Extract<ReplayState, { kind: 'failed' }>) {
    const { stack, message } = failure;
    const place = stackPlace(failure);
    const open = () => void this.store.ask(hostRequests.openPlace, place);
    const sentence = message.startsWith(stack) ? fileName(stack) + message.slice(stack.length) : message;
    return html`<div class="absent" role="status">
      <h3>${machineWords.failed}</h3>
      <p class="wrong">${sentence}</p>
      <p><button class="link" @click=${open}>${machineWords.open(place.label)}</button></p>
      <div class="buttons">${this.button('replayAgain', true)}${this.button('chooseStack')}</div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-machine': Machine;
  }
}
