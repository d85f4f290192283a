/**
 * A menu of our own: opened beside an element or at a point, moved through by keys, closed by Escape or by
 * going elsewhere.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { claim } from '../layout/keys';
import { type GlyphName, glyph } from '../look/glyphs';
import { base } from '../look/tokens';

export interface MenuItem {
  readonly label: string;
  readonly glyph?: GlyphName;
  /** Beside the label, at the end: a count, a key. */
  readonly detail?: string;
  /** With it the item is one that is checked or not, and the menu stays open. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  run(): void;
}

/** Items, and null for a line between them. */
export type MenuItems = readonly (MenuItem | null)[];

/** Where a menu opens: under an element, or at a point. */
export type Place = HTMLElement | { readonly x: number; readonly y: number };

@customElement('pd-menu')
export class Menu extends LitElement {
  @state() private accessor items: MenuItems = [];
  @state() private accessor label = '';
  private make: () => MenuItems = () => [];
  private back: HTMLElement | null = null;
  private place: { x: number; y: number; end: boolean } = { x: 0, y: 0, end: false };

  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        z-index: 10;
        max-width: calc(100vw - 8px);
      }
      :host([hidden]) {
        display: none;
      }
      .menu {
        min-width: 180px;
        max-width: 420px;
        max-height: calc(100vh - 8px);
        overflow-y: auto;
        padding: 4px;
        background: var(--vscode-menu-background, var(--vscode-editor-background));
        color: var(--vscode-menu-foreground, var(--vscode-foreground));
        border: 1px solid var(--vscode-menu-border, var(--vscode-contrastBorder, var(--pd-line)));
        border-radius: 5px;
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      }
      button {
        display: flex;
        align-items: center;
        gap: 6px;
        width: 100%;
        height: 24px;
        padding: 0 10px 0 4px;
        border-radius: 3px;
        text-align: left;
        white-space: nowrap;
      }
      button > span:first-of-type {
        flex: 1;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .at-end {
        font-size: 12px;
        padding-left: 12px;
        opacity: 0.8;
      }
      button:focus {
        background: var(--vscode-menu-selectionBackground, var(--vscode-list-activeSelectionBackground));
        color: var(--vscode-menu-selectionForeground, var(--vscode-list-activeSelectionForeground));
        outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
        outline-offset: -1px;
      }
      hr {
        margin: 4px 0;
        border: 0;
        border-top: 1px solid var(--vscode-menu-separatorBackground, var(--pd-line));
      }
      .room {
        width: 16px;
        flex: none;
      }
    `,
  ];

  constructor() {
    super();
    this.hidden = true;
    this.addEventListener('keydown', this.key);
    this.addEventListener('focusout', event => {
      if (!this.hidden && !this.contains(event.relatedTarget as Node)) this.close(false);
    });
  }

  /** Opens under an element, or at a point; `make` is asked again after an item that is checked was used. */
  async open(label: string, make: () => MenuItems, beside: Place): Promise<void> {
    const under = beside instanceof HTMLElement ? beside : null;
    const box = under?.getBoundingClientRect();
    this.back = under ?? focused();
    this.place = box
      ? { x: box.right, y: box.bottom + 2, end: true }
      : { ...(beside as { readonly x: number; readonly y: number }), end: false };
    this.label = label;
    this.make = make;
    this.items = make();
    this.hidden = false;
    await this.updateComplete;
    this.putInSight();
    this.buttons()[0]?.focus();
  }

  private putInSight(): void {
    const { width, height } = this.getBoundingClientRect();
    const { x, y, end } = this.place;
    const left = Math.max(4, Math.min(end ? x - width : x, window.innerWidth - width - 4));
    const top = Math.max(4, Math.min(y, window.innerHeight - height - 4));
    this.style.setProperty('left', `${left}px`);
    this.style.setProperty('top', `${top}px`);
  }

  private close(refocus: boolean): void {
    this.hidden = true;
    if (refocus) this.back?.focus();
  }

  private buttons(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll('button')].filter(button => !button.disabled);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      claim(event);
      this.close(true);
      return;
    }
    if (event.key === 'Tab') {
      this.close(true);
      return;
    }
    // While a menu is open its keys are its own.
    event.stopPropagation();
    const buttons = this.buttons();
    const at = buttons.indexOf(event.composedPath()[0] as HTMLButtonElement);
    const last = buttons.length - 1;
    const next = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      buttons[next]?.focus();
    } else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase();
      const turned = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
      turned.find(button => button.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
    }
  }

  private use(item: MenuItem): void {
    if (item.checked === undefined) this.close(true);
    item.run();
    if (item.checked !== undefined) this.items = this.make();
  }

  override render() {
    return html`<div class="menu" role="menu" aria-label=${this.label}>
      ${this.items.map(item =>
        item === null
          ? html`<hr role="separator">`
          : html`<button
              role=${item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked=${item.checked === undefined ? nothing : item.checked}
              tabindex="-1"
              ?disabled=${item.disabled ?? false}
              @click=${() => this.use(item)}
              @pointerenter=${(event: Event) => (event.currentTarget as HTMLElement).focus()}
            >
              ${item.checked ? glyph('check') : item.glyph ? glyph(item.glyph) : html`<i class="room"></i>`}
              <span>${item.label}</span>
              ${item.detail ? html`<span class="at-end">${item.detail}</span>` : nothing}
            </button>`,
      )}
    </div>`;
  }
}

/** What has the focus, however deep. */
function focused(): HTMLElement | null {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found instanceof HTMLElement ? found : null;
}

/** What asks for a menu: the shell opens it, above everything else. */
export interface MenuWish {
  readonly label: string;
  make(): MenuItems;
  readonly beside: Place;
}

/** Asks the shell to open a menu. */
export function askForMenu(from: HTMLElement, detail: MenuWish): void {
  from.dispatchEvent(new CustomEvent<MenuWish>('pd-menu', { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-menu': Menu;
  }
}
