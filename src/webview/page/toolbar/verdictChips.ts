/**
 * Chips of the verdicts that occur, with their counts; pressed, the list shows only theirs. Reasons are in a
 * menu beside them.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { VerdictCount } from '../../protocol/capture';
import { claim } from '../layout/keys';
import { oneTabStop, rove } from '../layout/roving';
import { glyph } from '../look/glyphs';
import { base, verdictColors } from '../look/tokens';
import { byVerdict, lookOf } from '../look/verdicts';
import { askForMenu, type MenuItems } from '../menu/menu';
import { Following, type Store } from '../store';
import { chipWords, count } from '../words';
import { buttonStyles } from './buttonStyles';

/** Shown while nothing has been decided yet. */
const expected = ['forwarded', 'dropped', 'encapsulated', 'queued', 'delivered'];

@customElement('pd-verdict-chips')
export class VerdictChips extends LitElement {
  @property({ attribute: false }) accessor store!: Store;

  static override styles = [
    base,
    verdictColors,
    buttonStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px;
      }
      .none {
        font-size: 12px;
        color: var(--pd-muted);
      }
      .chip {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .chip b {
        font-weight: 400;
        color: var(--pd-muted);
        font-variant-numeric: tabular-nums;
      }
      .chip[aria-pressed='true'] b,
      .chip[aria-pressed='true'] .glyph {
        color: inherit;
      }
      .chip.reasons {
        width: 18px;
        padding: 0;
        justify-content: center;
      }
      @media (max-width: 899px) {
        :host {
          flex: 1;
        }
      }
      @media (max-width: 699px) {
        .chip span {
          display: none;
        }
        .chip {
          padding: 0 5px;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  private toggle(verdict: string): void {
    const { view } = this.store;
    void this.store.show({ ...view, verdicts: toggled(view.verdicts, verdict) });
  }

  private toggleReason(decision: string): void {
    const { view } = this.store;
    void this.store.show({ ...view, reasons: toggled(view.reasons, decision) });
  }

  private openReasons(event: Event): void {
    const { store } = this;
    askForMenu(this, {
      label: chipWords.reasons,
      beside: event.currentTarget as HTMLElement,
      make: (): MenuItems => [
        {
          label: chipWords.everyReason,
          checked: store.view.reasons.length === 0,
          run: () => void store.show({ ...store.view, reasons: [] }),
        },
        null,
        ...(store.state?.reasons ?? []).map(({ decision, verdict, count: packets }) => ({
          label: `${lookOf(verdict).word}: ${decision}`,
          detail: count(packets),
          checked: store.view.reasons.includes(decision),
          run: () => this.toggleReason(decision),
        })),
      ],
    });
  }

  private get buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll('button')];
  }

  private key(event: KeyboardEvent): void {
    if (rove(event, this.buttons)) return;
    if (event.key === ' ' && !event.ctrlKey && !event.altKey && !event.metaKey) {
      claim(event);
      (event.composedPath()[0] as HTMLElement).click();
    }
  }

  private get counts(): readonly (VerdictCount | { readonly verdict: string; readonly count: null })[] {
    const { state } = this.store;
    if (state === null || state.replay.kind === 'none') return [];
    if (state.verdicts.length > 0 || state.replay.kind !== 'running') {
      return [...state.verdicts].sort((a, b) => byVerdict(a.verdict, b.verdict));
    }
    return expected.map(verdict => ({ verdict, count: null }));
  }

  override render() {
    const { state, view } = this.store;
    if (state === null) return nothing;
    if (state.replay.kind === 'none') return html`<div class="none">${chipWords.none}</div>`;
    return html`<div class="chips" role="group" aria-label=${chipWords.label} @keydown=${this.key}>
      ${this.counts.map(({ verdict, count: packets }) => {
        const { word, glyph: shape } = lookOf(verdict);
        const shown = packets === null ? '…' : count(packets);
        return html`<button
          class="chip"
          aria-pressed=${view.verdicts.includes(verdict)}
          title=${chipWords.title(word)}
          aria-label=${chipWords.name(word, shown)}
          @click=${() => this.toggle(verdict)}
        >${glyph(shape, `v-${verdict}`)}<span>${word}</span> <b>${shown}</b></button>`;
      })}
      ${
        state.reasons.length === 0
          ? nothing
          : html`<button
              class="chip reasons"
              title=${chipWords.reasons}
              aria-label=${chipWords.reasons}
              aria-haspopup="menu"
              aria-pressed=${view.reasons.length > 0}
              @click=${this.openReasons}
            >${glyph('down')}</button>`
      }
      ${
        view.branch === null
          ? nothing
          : html`<button
              class="chip"
              aria-pressed="true"
              title=${chipWords.clearBranch}
              aria-label=${chipWords.branch}
              @click=${() => void this.store.show({ ...view, branch: null })}
            >${chipWords.branch}${glyph('close')}</button>`
      }
    </div>`;
  }

  protected override updated(): void {
    oneTabStop(this.buttons);
  }
}

/** Names with one more, or with one less where it was among them. */
function toggled(names: readonly string[], one: string): string[] {
  return names.includes(one) ? names.filter(name => name !== one) : [...names, one];
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-verdict-chips': VerdictChips;
  }
}
