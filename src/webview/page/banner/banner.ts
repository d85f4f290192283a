/**
 * What the user must know of the capture as a whole, above everything else: damage, a replay that failed, a
 * refusal.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DamageNote } from '../../protocol/capture';
import { captureRequests, hostRequests } from '../../protocol/messages';
import type { PlaceLink } from '../../protocol/packet';
import { glyph } from '../look/glyphs';
import { base } from '../look/tokens';
import { Following, type Store } from '../store';
import { bannerWords, listWords } from '../words';
import { stackPlace } from './stackPlace';

interface Note {
  /** Counts as the same note, once dismissed. */
  readonly key: string;
  readonly text: string;
  readonly acts: readonly Act[];
  dismiss(): void;
}

/** What can be done about it. */
interface Act {
  readonly label: string;
  run(): void;
}

@customElement('pd-banner')
export class Banner extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @state() private accessor dismissed: readonly string[] = [];

  static override styles = [
    base,
    css`
      :host {
        display: block;
        flex: none;
      }
      .note {
        display: flex;
        align-items: flex-start;
        gap: 12px;
        padding: 5px 8px;
        background: var(--vscode-inputValidation-warningBackground);
        border-bottom: 1px solid var(--vscode-inputValidation-warningBorder);
        user-select: text;
      }
      .note > .glyph {
        color: var(--vscode-editorWarning-foreground);
        margin-top: 1px;
      }
      :host-context(body.vscode-light) .note > .glyph {
        color: var(--pd-fg);
      }
      .text {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      code {
        font: 12px/18px var(--pd-mono);
      }
      .link {
        color: var(--vscode-textLink-foreground);
        white-space: nowrap;
      }
      .link:hover,
      :host-context(body.vscode-light) .link {
        text-decoration: underline;
      }
      .dismiss {
        width: 22px;
        height: 22px;
        margin: -2px 0;
        display: grid;
        place-items: center;
        border-radius: 5px;
      }
      .dismiss:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      @media (max-width: 559px) {
        .note {
          flex-wrap: wrap;
        }
        .text {
          flex-basis: 80%;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  private notes(): Note[] {
    const { state, message, hiddenStop, view } = this.store;
    const notes: Note[] = [];
    const add = (text: string, acts: readonly Act[] = []) =>
      notes.push({ key: text, text, acts, dismiss: () => (this.dismissed = [...this.dismissed, text]) });
    if (state?.unreadable) add(state.unreadable);
    if (state?.gaps) add(bannerWords.leftOut(state.gaps), this.lookAt(state.gaps.offset));
    if (state?.damage) add(damageText(state.damage), this.damageActs(state.damage));
    if (state?.replay.kind === 'failed') {
      add(state.replay.message, state.replay.line === null ? [] : this.lookUp(stackPlace(state.replay)));
    }
    if (state?.replay.kind === 'done' && state.replay.panic !== null) add(state.replay.panic);
    if (hiddenStop !== 0) {
      const run = () => void this.store.showStop();
      add(bannerWords.hiddenStop(hiddenStop, view.filter !== ''), [{ label: listWords.showAll, run }]);
    }
    const lasting = notes.filter(note => !this.dismissed.includes(note.key));
    if (message === '') return lasting;
    const passing = {
      key: message,
      text: message,
      acts: [],
      dismiss: () => this.store.set({ message: '' }),
    };
    return [...lasting, passing];
  }

  private lookUp(place: PlaceLink): Act[] {
    const run = () => void this.store.ask(hostRequests.openPlace, place);
    return [{ label: bannerWords.open(place.label), run }];
  }

  private lookAt(offset: number): Act[] {
    const run = () => void this.store.ask(hostRequests.showBytes, { offset });
    return [{ label: bannerWords.showBytes, run }];
  }

  private damageActs({ offset, behind }: DamageNote): Act[] {
    const { store } = this;
    const acts = offset === null ? [] : this.lookAt(offset);
    // While frames are being found there is nothing more to look for.
    if (behind !== 'unknown' || store.state?.indexing != null) return acts;
    return [...acts, { label: bannerWords.lookOn, run: () => void store.ask(captureRequests.lookOn, null) }];
  }

  override render() {
    return html`<div role="status">${this.notes().map(note => this.noteTemplate(note))}</div>`;
  }

  private noteTemplate({ text, acts, dismiss }: Note): TemplateResult {
    return html`<div class="note">
      ${glyph('warning')}<span class="text">${withOffsets(text)}</span>
      ${acts.map(({ label, run }) => html`<button class="link" @click=${run}>${label}</button>`)}
      <button class="dismiss" title=${bannerWords.dismiss} aria-label=${bannerWords.dismiss} @click=${dismiss}>${glyph('close')}</button>
    </div>`;
  }
}

function damageText({ message, lastFrame, behind }: DamageNote): string {
  const nothingBehind = behind === 'nothing' ? ` ${bannerWords.nothingBehind}` : '';
  return `${message}${nothingBehind} ${bannerWords.shown(lastFrame)}`;
}

/** A sentence with its offsets in the font of bytes. */
function withOffsets(text: string) {
  return text.split(/(0x[0-9a-f]+)/).map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-banner': Banner;
  }
}
