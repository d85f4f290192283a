/** The display filter: judged as it is typed, put to work by Enter, completed, and remembered. */
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FilterCompletion, FilterProblem } from '../../protocol/capture';
import { captureRequests } from '../../protocol/messages';
import { chord, claim } from '../layout/keys';
import { glyph } from '../look/glyphs';
import { base } from '../look/tokens';
import { askForMenu } from '../menu/menu';
import { goToMatch } from '../moves';
import { Following, type Store } from '../store';
import { filterWords } from '../words';
import { filterBoxStyles } from './filterBoxStyles';
import { offersTemplate, underlined } from './filterParts';

/** Filters remembered at most, and completions shown at most. */
const HISTORY = 25;
const OFFERED = 50;

@customElement('pd-filter-box')
export class FilterBox extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @state() private accessor text = '';
  @state() private accessor problem: FilterProblem | null = null;
  @state() private accessor offered: readonly FilterCompletion[] = [];
  /** The completion that is chosen, -1 for none. */
  @state() private accessor chosen = -1;
  /** The filter that the list was last seen with. */
  private applied = '';
  private checking: AbortController | null = null;
  private completing: AbortController | null = null;
  /** Place in the history, -1 for what was typed. */
  private past = -1;
  private typed = '';

  static override styles = [base, filterBoxStyles];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  /** Gives the box the focus, with its text selected. */
  override focus(): void {
    this.input?.focus();
    this.input?.select();
  }

  private get input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  protected override willUpdate(): void {
    const { filter } = this.store.view;
    if (filter === this.applied) return;
    // Another part of the page has changed the filter.
    this.applied = filter;
    this.text = filter;
    this.problem = this.store.problem;
  }

  private change(text: string): void {
    this.text = text;
    this.past = -1;
    void this.check();
    void this.complete(false);
    if (text.trim() === '') void this.apply();
  }

  private async check(): Promise<void> {
    this.checking?.abort();
    this.checking = new AbortController();
    const { signal } = this.checking;
    const { store, text } = this;
    try {
      const problem = await store.channel.ask(captureRequests.checkFilter, { filter: text }, { signal });
      if (text === this.text) this.problem = problem;
    } catch {
      // Typed on: the next check tells.
    }
  }

  /** @param always also where nothing has been typed yet */
  private async complete(always: boolean): Promise<void> {
    this.completing?.abort();
    this.completing = new AbortController();
    const { signal } = this.completing;
    const { text } = this;
    const at = this.input?.selectionStart ?? text.length;
    this.chosen = -1;
    if (!always && !/[\w.]$/.test(text.slice(0, at))) {
      this.offered = [];
      return;
    }
    try {
      const { channel } = this.store;
      const offered = await channel.ask(captureRequests.completeFilter, { filter: text, at }, { signal });
      const only = offered.length === 1 ? offered[0] : null;
      const there = only !== null && text.slice(only.from, only.to) === only.insert;
      this.offered = there ? [] : offered.slice(0, OFFERED);
    } catch {
      // Typed on.
    }
  }

  private accept(completion: FilterCompletion): void {
    const { insert, from, to } = completion;
    this.text = this.text.slice(0, from) + insert + this.text.slice(to);
    this.offered = [];
    this.chosen = -1;
    void this.check();
    void this.updateComplete.then(() => {
      this.input?.focus();
      this.input?.setSelectionRange(from + insert.length, from + insert.length);
    });
  }

  /** Shows what the filter selects, when it is one. */
  private async apply(): Promise<void> {
    const { store } = this;
    const filter = this.text.trim();
    this.offered = [];
    const problem = await store.ask(captureRequests.checkFilter, { filter });
    if (this.text.trim() !== filter) return;
    this.problem = problem;
    if (problem !== null) return;
    this.applied = filter;
    if (filter !== '') this.remember(filter);
    if (filter !== store.view.filter) await store.show({ ...store.view, filter });
  }

  private remember(filter: string): void {
    const { store } = this;
    const history = [filter, ...store.list.history.filter(one => one !== filter)].slice(0, HISTORY);
    if (history[0] === store.list.history[0]) return;
    store.saveList({ ...store.list, history });
  }

  private recall(by: 1 | -1): void {
    const { history } = this.store.list;
    const to = this.past + by;
    if (to < -1 || to >= history.length) return;
    if (this.past === -1) this.typed = this.text;
    this.past = to;
    this.text = to === -1 ? this.typed : history[to];
    void this.check();
  }

  private showHistory(event: Event): void {
    const { history } = this.store.list;
    askForMenu(this, {
      label: filterWords.history,
      beside: event.currentTarget as HTMLElement,
      make: () =>
        history.map(filter => ({
          label: filter,
          run: () => {
            this.text = filter;
            void this.apply();
          },
        })),
    });
  }

  private key(event: KeyboardEvent): void {
    const open = this.offered.length > 0;
    const pressed = chord(event);
    const last = this.offered.length - 1;
    switch (pressed) {
      case 'Enter':
        if (open && this.chosen >= 0) this.accept(this.offered[this.chosen]);
        else void this.apply();
        break;
      case 'Tab':
        if (!open || this.chosen < 0) return;
        this.accept(this.offered[this.chosen]);
        break;
      case 'ArrowDown':
        if (open) this.choose(this.chosen === last ? -1 : this.chosen + 1);
        else this.recall(-1);
        break;
      case 'ArrowUp':
        if (open) this.choose(this.chosen === -1 ? last : this.chosen - 1);
        else this.recall(1);
        break;
      case 'Escape':
        if (!open) return;
        this.offered = [];
        break;
      case 'Ctrl+ ':
        void this.complete(true);
        break;
      default:
        return;
    }
    claim(event);
  }

  private choose(index: number): void {
    this.chosen = index;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
    );
  }

  /** Goes to the next or previous row that the filter in the box selects; false when there is none in it. */
  goToMatch(forward: boolean): boolean {
    if (this.problem !== null || this.text.trim() === '') return false;
    void goToMatch(this.store, this.text, forward);
    return true;
  }

  private get tally(): string {
    const { state, view } = this.store;
    if (state === null) return '';
    if (this.problem !== null) return '';
    if (this.text.trim() !== view.filter) return filterWords.pending;
    if (state.filtering !== null) return filterWords.filtering(state.filtering, state.shown);
    if (state.indexing !== null && state.shown === state.packets) return '';
    return state.shown === state.packets && view.filter === ''
      ? filterWords.packets(state.packets)
      : filterWords.shown(state.shown, state.packets);
  }

  override render() {
    const { text, problem, offered, chosen } = this;
    const open = offered.length > 0;
    const { history } = this.store.list;
    return html`<div class="box ${problem ? 'wrong' : ''}">
        <button
          class="history"
          tabindex="-1"
          title=${filterWords.history}
          aria-label=${filterWords.history}
          ?disabled=${history.length === 0}
          @click=${this.showHistory}
        >${glyph('filter')}</button>
        <span class="field">
          ${problem === null ? nothing : underlined(text, problem)}
          <input
            type="text"
            role="textbox"
            aria-label=${filterWords.label}
            aria-invalid=${problem !== null}
            aria-describedby=${problem === null ? nothing : 'problem'}
            aria-autocomplete="list"
            aria-controls=${open ? 'offered' : nothing}
            aria-activedescendant=${open && chosen >= 0 ? `offer-${chosen}` : nothing}
            placeholder=${filterWords.placeholder}
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            .value=${text}
            @input=${(event: Event) => this.change((event.target as HTMLInputElement).value)}
            @keydown=${this.key}
            @scroll=${this.follow}
            @blur=${() => (this.offered = [])}
          >
        </span>
        <span class="tally" aria-live="polite">${this.tally}</span>
      </div>
      ${
        problem === null
          ? nothing
          : html`<div id="problem" class="message" role="alert">${filterWords.problem(problem.message)}</div>`
      }
      ${open ? offersTemplate(offered, chosen, one => this.accept(one)) : nothing}`;
  }

  /** Keeps the underline where the text is. */
  private follow(): void {
    const mirror = this.renderRoot.querySelector('.mirror');
    if (mirror && this.input) mirror.scrollLeft = this.input.scrollLeft;
  }

  protected override updated(): void {
    this.follow();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-filter-box': FilterBox;
  }
}
