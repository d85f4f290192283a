/**
 * The capture editor as a whole: its regions, how they share the room, and the keys that lead from one to the
 * next.
 */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { hostNotices, hostRequests } from '../protocol/messages';
import './banner/banner';
import './bytes/bytes';
import './layers/layers';
import { shellStyles } from './layout/shellStyles';
import './layout/sash';
import { KeptFocus } from './layout/keptFocus';
import { type RegionKey, regionKey } from './layout/regionKeys';
import { modeOf, type Sizes, sizesOf } from './layout/sizes';
import './layout/tabs';
import { claim } from './layout/keys';
import './list/packetList';
import { RowCache } from './list/rowCache';
import { base, tokens } from './look/tokens';
import './menu/menu';
import type { MenuWish } from './menu/menu';
import { goToSameReason } from './moves';
import './paths/paths';
import { Following, type Layout, type PaneName, paneNames, type Store } from './store';
import './timeline/timeline';
import './trace/trace';
import './toolbar/toolbar';
import { layoutWords } from './words';

const onlyTrace: readonly PaneName[] = ['trace'];
const traceAndPaths: readonly PaneName[] = ['trace', 'paths'];

@customElement('pd-capture-editor')
export class CaptureEditor extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @state() private accessor width = 0;
  @state() private accessor height = 0;
  /** Height of what stands above the list. */
  @state() private accessor taken = 0;
  private cache!: RowCache;

  static override styles = [tokens, base, shellStyles];

  constructor() {
    super();
    new Following(this, () => this.store);
    new KeptFocus(this, () => this.list);
    this.addEventListener('keydown', this.key);
    this.addEventListener('pd-menu', event => this.openMenu(event as CustomEvent<MenuWish>));
    this.addEventListener('pd-go', event => void this.go((event as CustomEvent<PaneName>).detail));
  }

  override firstUpdated(): void {
    const watch = new ResizeObserver(() => this.measure());
    watch.observe(this);
    for (const above of this.renderRoot.querySelectorAll('pd-toolbar, pd-banner, pd-timeline'))
      watch.observe(above);
    this.measure();
  }

  private measure(): void {
    this.width = this.clientWidth;
    this.height = this.clientHeight;
    const above = [...this.renderRoot.querySelectorAll<HTMLElement>('pd-toolbar, pd-banner, pd-timeline')];
    this.taken = above.reduce((sum, element) => sum + element.offsetHeight, 0);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('store')) return;
    this.cache = new RowCache(this.store);
    this.store.channel.listen(hostNotices.command, ({ command }) => {
      if (command === 'focusFilter') this.focusFilter();
      else if (command === 'goToFrame') void this.list?.askForFrame();
      else if (command === 'paths') void this.go('paths');
      else if (command === 'report') this.report();
      else if (command === 'nextSameReason') void goToSameReason(this.store, true);
      else if (command === 'previousSameReason') void goToSameReason(this.store, false);
    });
  }

  private get list() {
    return this.renderRoot.querySelector('pd-packet-list');
  }

  private get toolbar() {
    return this.renderRoot.querySelector('pd-toolbar');
  }

  private report(): void {
    const { store } = this;
    void store.ask(hostRequests.report, { row: store.row });
  }

  private focusFilter(): void {
    this.toolbar?.focusFilter();
  }

  private openMenu({ detail }: CustomEvent<MenuWish>): void {
    const { label, make, beside } = detail;
    void this.renderRoot.querySelector('pd-menu')?.open(label, () => make(), beside);
  }

  /** Brings a pane into sight and gives it the focus. */
  private async go(pane: PaneName): Promise<void> {
    const { layout } = this.store;
    const seen = modeOf(this.width) !== 'narrow' && (pane === 'layers' || pane === 'bytes');
    if (!seen) this.store.set({ layout: { ...layout, pane } });
    await this.updateComplete;
    this.renderRoot
      .querySelector<HTMLElement>(`.pane.${pane === 'paths' ? 'trace' : pane} > :last-child`)
      ?.focus();
  }

  private key(event: KeyboardEvent): void {
    const meant = regionKey(event);
    if (meant !== null && this.follow(meant)) claim(event);
  }

  /** Does what a key means; false when it means nothing now. */
  private follow(meant: RegionKey): boolean {
    switch (meant) {
      case 'filter':
        this.focusFilter();
        return true;
      case 'list':
        this.list?.focus();
        return true;
      case 'previousSame':
      case 'nextSame':
        void goToSameReason(this.store, meant === 'nextSame');
        return true;
      case 'previousMatch':
      case 'nextMatch':
        return this.toolbar?.goToMatch(meant === 'nextMatch') ?? false;
      default:
        void this.go(meant);
        return true;
    }
  }

  private setSize(name: keyof Omit<Layout, 'pane'>, event: CustomEvent<number | null>): void {
    this.store.set({ layout: { ...this.store.layout, [name]: event.detail } });
  }

  override render() {
    const { store } = this;
    const { session, layout, state } = store;
    const mode = modeOf(this.width);
    const sizes = sizesOf(layout, this.width, this.height, this.taken);
    for (const name of ['list', 'left', 'bytes', 'layers', 'hex'] as const) {
      this.style.setProperty(`--${name}`, `${sizes[name].value}px`);
    }
    const shown = (pane: PaneName) => (layout.pane === pane ? 'shown' : '');
    const right = layout.pane === 'paths' ? 'paths' : 'trace';
    const tabs = mode === 'narrow' ? html`<pd-tabs .store=${store} .panes=${paneNames}></pd-tabs>` : nothing;
    return html`<main class="page ${mode}">
        <pd-toolbar .store=${store}></pd-toolbar>
        <pd-banner .store=${store}></pd-banner>
        <pd-timeline .store=${store} .cache=${this.cache}></pd-timeline>
        <pd-packet-list .store=${store} .cache=${this.cache} .width=${this.width}></pd-packet-list>
        <div class="panes">
          ${tabs}
          <section class="pane layers ${shown('layers')}" aria-label=${layoutWords.layers}>
            <pd-layers .store=${store}></pd-layers>
          </section>
          <section class="pane bytes ${shown('bytes')}" aria-label=${layoutWords.bytes}>
            <pd-bytes .store=${store}></pd-bytes>
          </section>
          <section class="pane trace ${shown(right)}" aria-label=${layoutWords[right]}>
            <div class="head">
              <pd-tabs look="pane" .store=${store} .panes=${state?.replay.kind === 'none' ? onlyTrace : traceAndPaths}></pd-tabs>
              <span class="where">${this.where}</span>
            </div>
            ${this.rightPane(right)}
          </section>
          ${this.sashes(mode, sizes)}
        </div>
        <div class="spoken" role="status">${session.spoken}</div>
        <pd-menu></pd-menu>
      </main>`;
  }

  /** Beside the heading of Trace: which packet, and where a session stands in it. */
  private get where(): string {
    const { trace, session, layout, state } = this.store;
    if (trace === null || layout.pane === 'paths' || state?.replay.kind === 'none') return '';
    if (trace.steps.length === 0) return '';
    const stopped = session.kind === 'stopped' && session.frame === trace.frame && trace.frame > 0;
    return layoutWords.where(trace.title, stopped ? session.step + 1 : 0, trace.steps.length);
  }

  private rightPane(right: 'trace' | 'paths') {
    const { store } = this;
    if (store.state?.replay.kind === 'none') return html`<pd-machine .store=${store}></pd-machine>`;
    if (right === 'paths') return html`<pd-paths .store=${store}></pd-paths>`;
    return html`<pd-trace .store=${store}></pd-trace>`;
  }

  /** The dividers; last in the order of tabs, so that each region stays one stop after the other. */
  private sashes(mode: ReturnType<typeof modeOf>, sizes: Sizes) {
    const sash = (
      name: keyof Sizes,
      label: string,
      orientation: 'vertical' | 'horizontal',
      behind = false,
    ) => {
      const { value, min, max } = sizes[name];
      return html`<pd-sash
        class=${name}
        orientation=${orientation}
        label=${label}
        .value=${value}
        .min=${min}
        .max=${max}
        .behind=${behind}
        @sash=${(event: CustomEvent<number | null>) => this.setSize(name, event)}
      ></pd-sash>`;
    };
    const list = sash('list', layoutWords.list, 'horizontal');
    if (mode === 'narrow') return list;
    if (mode === 'wide') {
      return [
        list,
        sash('layers', layoutWords.layersWidth, 'vertical'),
        sash('hex', layoutWords.bytesWidth, 'vertical'),
      ];
    }
    return [
      list,
      sash('left', layoutWords.left, 'vertical'),
      sash('bytes', layoutWords.bytesHeight, 'horizontal', true),
    ];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-capture-editor': CaptureEditor;
  }
}
