/**
 * The rarest paths as a tree: each with its verdict, what decided it, how many packets took it and one of
 * them; unfolded, its decisions.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { WholePath } from '../../protocol/paths';
import { chord, claim } from '../layout/keys';
import { glyph } from '../look/glyphs';
import { base, verdictColors } from '../look/tokens';
import { verdictLooks } from '../look/verdicts';
import type { Store } from '../store';
import { shortId } from '../trace/traceRows';
import { paneStyles } from '../tree/paneStyles';
import { treeMove } from '../tree/treeKeys';
import { pathWords } from '../words';

/** Rows that Page Up and Page Down move by. */
const PAGE = 8;

interface PathRow {
  readonly level: number;
  readonly open: boolean | null;
  readonly path: number;
  /** Place of a decision in it, -1 for the path itself. */
  readonly outcome: number;
}

@customElement('pd-rare-paths')
export class RarePaths extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @property({ attribute: false }) accessor paths: readonly WholePath[] = [];
  @state() private accessor active = 0;
  @state() private accessor open: ReadonlySet<number> = new Set();

  static override styles = [
    base,
    paneStyles,
    verdictColors,
    css`
      .row {
        display: flex;
        align-items: center;
        gap: 6px;
        height: 22px;
        padding: 0 8px 0 4px;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
        cursor: pointer;
      }
      .row:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .row.outcome {
        height: 20px;
        padding-left: 42px;
        cursor: default;
      }
      .twistie {
        display: grid;
        color: var(--pd-muted);
      }
      .word {
        width: 92px;
        flex: none;
      }
      .by {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        color: var(--pd-muted);
      }
      .count {
        text-align: right;
      }
      .frame {
        width: 124px;
        text-align: right;
        color: var(--vscode-textLink-foreground);
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .frame:hover {
        text-decoration: underline;
      }
      .body:focus .selected .frame {
        color: inherit;
      }
      @media (max-width: 559px) {
        .word {
          width: auto;
        }
      }
    `,
  ];

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.body')?.focus();
  }

  private get rows(): PathRow[] {
    return this.paths.flatMap(({ outcomes }, path) => {
      const open = this.open.has(path);
      const inner = open
        ? outcomes.map((_, outcome): PathRow => ({ level: 2, open: null, path, outcome }))
        : [];
      return [{ level: 1, open, path, outcome: -1 }, ...inner];
    });
  }

  private fold(path: number, open: boolean): void {
    const next = new Set(this.open);
    if (open) next.add(path);
    else next.delete(path);
    this.open = next;
  }

  /** Shows only packets that took a path, or its beginning up to one of its decisions. */
  private choose({ path, outcome }: PathRow): void {
    const { outcomes } = this.paths[path];
    const branch = outcome < 0 ? outcomes : outcomes.slice(0, outcome + 1);
    void this.store.show({ ...this.store.view, branch });
  }

  private key(event: KeyboardEvent): void {
    const { rows, active } = this;
    const move = treeMove(event, rows, active, PAGE);
    const row = rows[active];
    if (move !== null) {
      claim(event);
      if (move.kind === 'go') this.active = Math.max(0, move.to);
      else this.fold(row.path, move.open);
    } else if (row !== undefined) {
      const pressed = chord(event);
      if (pressed === 'Enter') this.choose(row);
      else if (pressed === ' ') this.goTo(this.paths[row.path].example);
      else return;
      claim(event);
    }
  }

  protected override updated(): void {
    this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  private goTo({ frame, event }: WholePath['example']): void {
    void (event === undefined ? this.store.goToFrame(frame) : this.store.goToEvent(event));
  }

  override render() {
    const { rows } = this;
    const active = Math.min(this.active, rows.length - 1);
    return html`<div class="heading"><h2>${pathWords.rarest}</h2></div>
      <div
        class="body"
        role="tree"
        tabindex="0"
        aria-label=${pathWords.rarest}
        aria-activedescendant=${active < 0 ? nothing : `row${active}`}
        @keydown=${this.key}
      >
        ${rows.map((row, i) => this.row(row, i, i === active))}
      </div>`;
  }

  private row(row: PathRow, i: number, active: boolean) {
    const path = this.paths[row.path];
    const pick = () => {
      this.active = i;
      this.choose(row);
    };
    return html`<div
      id="row${i}"
      class="row ${row.outcome < 0 ? '' : 'outcome'} ${active ? 'selected active' : ''}"
      role="treeitem"
      aria-level=${row.level}
      aria-expanded=${row.open ?? nothing}
      aria-selected=${active}
      @click=${pick}
    >
      ${row.outcome < 0 ? this.whole(row, path) : html`<span class="mono">${path.outcomes[row.outcome].replace('=', ' = ')}</span>`}
    </div>`;
  }

  private whole(row: PathRow, { verdict, decision, count, example }: WholePath) {
    const look = verdictLooks[verdict] ?? verdictLooks[0];
    const twist = (event: Event) => {
      event.stopPropagation();
      this.fold(row.path, row.open !== true);
    };
    const go = (event: Event) => {
      event.stopPropagation();
      this.goTo(example);
    };
    return html`<span class="twistie" @click=${twist}>${glyph(row.open ? 'down' : 'right')}</span>
      ${glyph(look.glyph, `v-${look.name}`)}
      <span class="word">${look.word}</span>
      <span class="by mono" title=${decision}>${shortId(decision)}</span>
      <span class="count">${pathWords.packets(count)}</span>
      <button class="frame" tabindex="-1" @click=${go}>${pathWords.example(example)}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-rare-paths': RarePaths;
  }
}
