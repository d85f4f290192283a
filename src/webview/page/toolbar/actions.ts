/** The toolbar's buttons; on narrow pages all but Debug are in the menu of More. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type ExportWish, hostRequests } from '../../protocol/messages';
import { oneTabStop, rove } from '../layout/roving';
import { type GlyphName, glyph } from '../look/glyphs';
import { base } from '../look/tokens';
import { askForMenu, type MenuItem, type MenuItems } from '../menu/menu';
import { goToSameReason, selectedRows } from '../moves';
import { Following, type Store } from '../store';
import { actionWords } from '../words';
import { buttonStyles } from './buttonStyles';

interface Action {
  readonly label: string;
  readonly glyph: GlyphName;
  readonly enabled: boolean;
  run(event: Event): void;
}

@customElement('pd-actions')
export class Actions extends LitElement {
  @property({ attribute: false }) accessor store!: Store;

  static override styles = [
    base,
    buttonStyles,
    css`
      .actions {
        display: flex;
        gap: 2px;
        padding-left: 8px;
        border-left: 1px solid var(--pd-line);
      }
      .more {
        display: none;
      }
      @media (max-width: 559px) {
        .actions {
          padding-left: 6px;
        }
        .wide {
          display: none;
        }
        .more {
          display: grid;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  private get frame(): number | null {
    const { trace, row } = this.store;
    return trace !== null && trace.row === row && trace.frame > 0 ? trace.frame : null;
  }

  private get actions(): Action[] {
    const { store } = this;
    const { state, row } = store;
    const hasMachine = state !== null && state.replay.kind !== 'none';
    return [
      {
        label: actionWords.debug,
        glyph: 'bug',
        enabled: hasMachine,
        run: () => void store.ask(hostRequests.debug, { frame: this.frame }),
      },
      {
        label: actionWords.replay,
        glyph: 'replay',
        enabled: hasMachine,
        run: () => void store.ask(hostRequests.replayAgain, null),
      },
      {
        label: actionWords.previous,
        glyph: 'previousSame',
        enabled: hasMachine && row >= 0,
        run: () => void goToSameReason(store, false),
      },
      {
        label: actionWords.next,
        glyph: 'nextSame',
        enabled: hasMachine && row >= 0,
        run: () => void goToSameReason(store, true),
      },
      {
        label: actionWords.export,
        glyph: 'export',
        enabled: (state?.frames ?? 0) > 0,
        run: event => this.open(actionWords.export, event, () => this.exports()),
      },
    ];
  }

  private exports(): MenuItem[] {
    const { store } = this;
    const { row, state } = store;
    const hasMachine = state !== null && state.replay.kind !== 'none';
    const wish = (wished: ExportWish) => void store.ask(hostRequests.export, wished);
    return [
      {
        label: actionWords.exportSelected,
        disabled: row < 0,
        run: () => wish({ what: 'packets', rows: selectedRows(store) }),
      },
      { label: actionWords.exportShown, run: () => wish({ what: 'packets', rows: null }) },
      {
        label: actionWords.exportSent,
        disabled: !hasMachine,
        run: () => wish({ what: 'sent', rows: null }),
      },
      { label: actionWords.exportRows, run: () => wish({ what: 'rows', rows: null }) },
      {
        label: actionWords.report,
        disabled: row < 0 || !hasMachine,
        run: () => void store.ask(hostRequests.report, { row }),
      },
    ];
  }

  private open(label: string, event: Event, make: () => MenuItems): void {
    askForMenu(this, { label, make, beside: event.currentTarget as HTMLElement });
  }

  private openMore(event: Event): void {
    const anchor = event.currentTarget as HTMLElement;
    const items = (): MenuItems => {
      const [, ...others] = this.actions;
      const plain = others.filter(action => action.label !== actionWords.export);
      return [
        ...plain.map(action => ({
          label: action.label,
          glyph: action.glyph,
          disabled: !action.enabled,
          run: () => action.run(event),
        })),
        null,
        ...this.exports(),
      ];
    };
    askForMenu(this, { label: actionWords.more, make: items, beside: anchor });
  }

  private get buttons(): HTMLElement[] {
    const all = [...this.renderRoot.querySelectorAll('button')];
    return all.filter(button => !button.disabled && button.offsetParent !== null);
  }

  override render() {
    return html`<div
      class="actions"
      role="group"
      aria-label=${actionWords.label}
      @keydown=${(event: KeyboardEvent) => rove(event, this.buttons)}
    >
      ${this.actions.map(
        ({ label, glyph: shape, enabled, run }, i) => html`<button
          class="icon ${i === 0 ? '' : 'wide'}"
          title=${label}
          aria-label=${label}
          aria-haspopup=${label === actionWords.export ? 'menu' : 'false'}
          ?disabled=${!enabled}
          @click=${run}
        >${glyph(shape)}</button>`,
      )}
      <button
        class="icon more"
        title=${actionWords.more}
        aria-label=${actionWords.more}
        aria-haspopup="menu"
        @click=${this.openMore}
      >${glyph('more')}</button>
    </div>`;
  }

  protected override updated(): void {
    oneTabStop(this.buttons);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-actions': Actions;
  }
}
