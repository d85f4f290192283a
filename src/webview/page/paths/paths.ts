/**
 * Paths: which ways packets took through the stack, as a flow in which each branch is as thick as the packets
 * on it, and the rarest of them.
 */
import { html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { captureRequests } from '../../protocol/messages';
import type { PathBranch, PathPicture } from '../../protocol/paths';
import { claim } from '../layout/keys';
import { oneTabStop, rove } from '../layout/roving';
import { glyph } from '../look/glyphs';
import { base, verdictColors } from '../look/tokens';
import { Following, type Store } from '../store';
import { buttonStyles } from '../toolbar/buttonStyles';
import { pathWords } from '../words';
import { flow, middle } from './flow';
import { flowKey } from './flowKeys';
import { pathsStyles } from './pathsStyles';
import './rarePaths';
import { begun, fitted, moved, type Size, showing, type Viewport, zoomed } from './viewport';

/** CSS pixels that the pointer moves before it drags, so that a click is a click. */
const DRAG_FROM = 4;

@customElement('pd-paths')
export class Paths extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @state() private accessor picture: PathPicture | null = null;
  /** True for the packets that the list shows, false for the whole capture. */
  @state() private accessor shown = false;
  @state() private accessor port: Viewport = { x: 0, y: 0, scale: 1 };
  /** Place of the branch that has the keyboard. */
  @state() private accessor active = 0;
  @state() private accessor dragging = false;
  /** Branches by place, from the top of the picture to its bottom. */
  private order: readonly PathBranch[] = [];
  private pane: Size = { width: 0, height: 0 };
  private asked = '';
  private asking: AbortController | null = null;
  private pressed: { x: number; y: number } | null = null;

  static override styles = [base, buttonStyles, verdictColors, pathsStyles];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.picture, button')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asking?.abort();
    this.asked = '';
  }

  protected override willUpdate(): void {
    const { state } = this.store;
    if (state === null) return;
    const rows = this.shown ? `${state.revision} ${state.filtering === null}` : '';
    const key = `${state.machine} ${state.replay.kind} ${rows}`;
    if (key === this.asked) return;
    this.asked = key;
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const { shown, store } = this;
    const picture = await store.ask(captureRequests.paths, { shown }, { signal });
    if (picture === null || signal.aborted) return;
    const first = this.picture === null || this.picture.packets === 0;
    this.picture = { ...picture, branches: fromTop(picture) };
    this.order = this.picture.branches;
    this.active = Math.min(this.active, Math.max(0, this.order.length - 1));
    await this.updateComplete;
    this.port = first
      ? begun(picture, this.pane, picture.nodes.find(({ kind }) => kind === 'entry')?.x ?? 0)
      : moved(this.port, 0, 0, picture, this.pane);
  }

  protected override updated(): void {
    oneTabStop([...this.renderRoot.querySelectorAll<HTMLElement>('.bar button')]);
    const pane = this.renderRoot.querySelector<HTMLElement>('.picture');
    if (pane === null || pane === this.watched) return;
    this.watched = pane;
    new ResizeObserver(() => this.measure(pane)).observe(pane);
    pane.addEventListener('wheel', event => this.wheel(event), { passive: false });
    this.measure(pane);
  }

  private watched: HTMLElement | null = null;

  private measure({ clientWidth: width, clientHeight: height }: HTMLElement): void {
    this.pane = { width, height };
    if (this.picture !== null) this.port = moved(this.port, 0, 0, this.picture, this.pane);
  }

  private wheel(event: WheelEvent): void {
    if (this.picture === null) return;
    claim(event);
    const box = this.watched?.getBoundingClientRect();
    if (event.ctrlKey && box) {
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      this.port = zoomed(this.port, Math.exp(-event.deltaY / 300), at, this.picture, this.pane);
    } else this.port = moved(this.port, event.deltaX, event.deltaY, this.picture, this.pane);
  }

  private zoom(by: number): void {
    const at = { x: this.pane.width / 2, y: this.pane.height / 2 };
    if (this.picture !== null) this.port = zoomed(this.port, by, at, this.picture, this.pane);
  }

  private fit(): void {
    if (this.picture !== null) this.port = fitted(this.picture, this.pane);
  }

  private press(event: PointerEvent): void {
    if (event.button === 0) this.pressed = { x: event.clientX, y: event.clientY };
  }

  private drag(event: PointerEvent): void {
    const { pressed, picture } = this;
    if (pressed === null || picture === null) return;
    const [dx, dy] = [pressed.x - event.clientX, pressed.y - event.clientY];
    if (!this.dragging && Math.hypot(dx, dy) < DRAG_FROM) return;
    if (!this.dragging) (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.dragging = true;
    this.pressed = { x: event.clientX, y: event.clientY };
    this.port = moved(this.port, dx, dy, picture, this.pane);
  }

  private release(): void {
    this.pressed = null;
    this.dragging = false;
  }

  private choose(branch: PathBranch): void {
    const { view } = this.store;
    const same = view.branch?.join() === branch.outcomes.join();
    void this.store.show({ ...view, branch: same ? null : branch.outcomes });
  }

  private key(event: KeyboardEvent): void {
    const { picture, order, active } = this;
    const meant = picture === null ? null : flowKey(event, active, order.length);
    if (meant === null || picture === null) return;
    claim(event);
    if (meant.kind === 'zoom') this.zoom(meant.by);
    else if (meant.kind === 'fit') this.fit();
    else if (meant.kind === 'move') this.port = moved(this.port, meant.dx, meant.dy, picture, this.pane);
    else if (meant.kind === 'choose') this.choose(order[active]);
    else {
      this.active = meant.to;
      const { x, y } = middle(order[meant.to].points);
      this.port = showing(this.port, x, y, picture, this.pane);
    }
  }

  override render() {
    const { picture } = this;
    if (picture === null) return html`<p class="none muted" role="status">${pathWords.waiting}</p>`;
    if (picture.packets === 0 && !this.shown) return html`<p class="none muted">${pathWords.none}</p>`;
    return html`${this.bar(picture)}
      ${picture.packets === 0 ? html`<p class="none muted">${pathWords.noneShown}</p>` : this.flow(picture)}
      <pd-rare-paths .store=${this.store} .paths=${picture.paths}></pd-rare-paths>`;
  }

  private bar(picture: PathPicture) {
    const choice = (shown: boolean, word: string) => html`<button
      class="chip"
      role="radio"
      aria-checked=${this.shown === shown}
      @click=${() => {
        this.shown = shown;
      }}
    >${word}</button>`;
    const icon = (name: 'zoomIn' | 'zoomOut' | 'fit', run: () => void) => html`<button
      class="icon"
      title=${pathWords[name]}
      aria-label=${pathWords[name]}
      @click=${run}
    >${glyph(name)}</button>`;
    const buttons = (event: KeyboardEvent) =>
      rove(event, [...this.renderRoot.querySelectorAll<HTMLElement>('.bar button')]);
    return html`<div class="bar" role="toolbar" aria-label=${pathWords.bar} @keydown=${buttons}>
      <span role="radiogroup" aria-label=${pathWords.over}>
        ${choice(false, pathWords.whole)}${choice(true, pathWords.shown)}
      </span>
      <span class="said">${pathWords.packets(picture.packets)}${picture.merged ? pathWords.merged : ''}</span>
      ${icon('zoomOut', () => this.zoom(0.8))}${icon('zoomIn', () => this.zoom(1.25))}${icon('fit', () => this.fit())}
    </div>`;
  }

  private flow(picture: PathPicture) {
    const { port, pane, active, order } = this;
    const branch = this.store.view.branch?.join();
    const chosen = branch === undefined ? -1 : order.findIndex(({ outcomes }) => outcomes.join() === branch);
    const box = [port.x, port.y, pane.width / port.scale, pane.height / port.scale].join(' ');
    return html`<div
      class="picture ${this.dragging ? 'dragging' : ''}"
      role="listbox"
      tabindex="0"
      aria-label=${pathWords.label(picture.packets)}
      aria-activedescendant=${order.length === 0 ? nothing : `branch${active}`}
      @keydown=${this.key}
      @pointerdown=${this.press}
      @pointermove=${this.drag}
      @pointerup=${this.release}
      @pointercancel=${this.release}
    >
      <svg class="flow" role="none" viewBox=${box}>
        ${guard([picture, active, chosen], () => svg`${flow(picture, { active, chosen, choose: one => this.choose(one) })}`)}
      </svg>
    </div>`;
  }
}

/** The branches from the top of the picture to its bottom. */
function fromTop({ branches, nodes }: PathPicture): PathBranch[] {
  const place = ({ from, to }: PathBranch) => nodes[from].y * 1e6 + nodes[to].x;
  return [...branches].sort((a, b) => place(a) - place(b));
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-paths': Paths;
  }
}
