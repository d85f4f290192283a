/**
 * The timeline: packets over time by verdict, where the selected one is, and the span that the list is
 * restricted to.
 */

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Timeline } from '../../protocol/capture';
import { captureRequests } from '../../protocol/messages';
import { chord, claim } from '../layout/keys';
import type { RowCache } from '../list/rowCache';
import { spanText } from '../list/times';
import { onThemeChange } from '../look/theme';
import { base } from '../look/tokens';
import { Following, type Store, standsAt } from '../store';
import { timelineWords } from '../words';
import { axisTicks, endLabel } from './axis';
import { drawTimeline } from './drawing';
import { indexingTemplate } from './indexing';
import { type Mark, timelineText } from './mark';
import { rowAtTime } from './rowAtTime';
import { timelineStyles } from './timelineStyles';

const BARS = 200;
/** Pixels of the page on either side. */
const EDGE = 8;
/** Milliseconds between two looks at the bars while frames or verdicts come in. */
const RENEW = 500;
/** Width of the first label in pixels, about. */
const LABEL = 24;
/** Half of a label of the axis between its ends. */
const HALF_TICK = 14;
/** Pixels of movement before a press is a drag. */
const SLACK = 3;

@customElement('pd-timeline')
export class TimelineStrip extends LitElement {
  @property({ attribute: false }) accessor store!: Store;
  @property({ attribute: false }) accessor cache!: RowCache;
  @state() private accessor timeline: Timeline | null = null;
  @state() private accessor width = 0;
  /** The span while it is dragged, nanoseconds. */
  @state() private accessor dragged: readonly [number, number] | null = null;
  /** Where keys extend the span from, and where to. */
  private keySpan: readonly [number, number] | null = null;
  /** The selected row. */
  private at: Mark | null = null;
  private asked = '';
  private asking = false;
  private stopTheme: (() => void) | null = null;

  static override styles = [base, timelineStyles];

  constructor() {
    super();
    new Following(this, () => this.store);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopTheme = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopTheme?.();
  }

  override firstUpdated(): void {
    new ResizeObserver(() => {
      this.width = this.clientWidth;
    }).observe(this);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('cache')) this.cache.onArrival(() => this.requestUpdate());
    this.noteSelected();
    void this.renew();
  }

  /** Remembers when the selected row is, also once it is scrolled out of sight. */
  private noteSelected(): void {
    const { row, state } = this.store;
    if (row < 0 || state === null) {
      this.at = null;
      return;
    }
    const found = this.cache.get(row);
    if (found === null) return;
    const { rows, i } = found;
    this.at = {
      time: rows.relative[i],
      frame: rows.frame[i],
      event: rows.event[i],
      verdict: rows.verdict[i],
    };
  }

  /** Asks for the bars when the capture, or what is known of it, has changed. */
  private async renew(): Promise<void> {
    const { state } = this.store;
    if (state === null || state.unreadable !== null || this.asking) return;
    const running = state.replay.kind === 'running' ? state.replay.progress : state.replay.kind;
    const wanted = [state.machine, state.frames, state.indexing === null, running].join();
    if (wanted === this.asked) return;
    this.asked = wanted;
    this.asking = true;
    const timeline = await this.store.ask(captureRequests.timeline, { bars: BARS });
    if (timeline !== null) this.timeline = timeline;
    const busy = state.indexing !== null || state.replay.kind === 'running';
    if (busy) await new Promise(done => setTimeout(done, RENEW));
    this.asking = false;
    this.requestUpdate();
  }

  /** Pixels that the bars take: the part of the capture that has been read. */
  private get room(): number {
    return Math.max(1, (this.width - 2 * EDGE) * (this.store.state?.indexing ?? 1));
  }

  private xOf(time: number): number {
    const { from, to } = this.timeline ?? { from: 0, to: 1 };
    return EDGE + ((time - from) / Math.max(1, to - from)) * this.room;
  }

  private timeAt(event: PointerEvent): number {
    const { from, to } = this.timeline ?? { from: 0, to: 1 };
    const x = event.clientX - this.getBoundingClientRect().left - EDGE;
    return from + Math.max(0, Math.min(x / this.room, 1)) * (to - from);
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0 || this.timeline === null) return;
    const strip = event.currentTarget as HTMLElement;
    strip.setPointerCapture(event.pointerId);
    const begun = this.timeAt(event);
    const { clientX } = event;
    const move = (to: PointerEvent) => {
      if (this.dragged === null && Math.abs(to.clientX - clientX) < SLACK) return;
      const time = this.timeAt(to);
      this.dragged = [Math.min(begun, time), Math.max(begun, time)];
    };
    const up = () => {
      strip.removeEventListener('pointermove', move);
      strip.removeEventListener('pointerup', up);
      const { dragged } = this;
      this.dragged = null;
      if (dragged !== null) this.restrict(dragged);
      else void this.goTo(begun);
    };
    strip.addEventListener('pointermove', move);
    strip.addEventListener('pointerup', up);
  }

  private restrict(span: readonly [number, number] | null): void {
    const { store } = this;
    if (span === null && store.view.span === null) return;
    void store.show({ ...store.view, span });
  }

  private async goTo(time: number): Promise<void> {
    const row = await rowAtTime(this.store, time);
    if (row !== null) this.store.select(row);
  }

  private key(event: KeyboardEvent): void {
    if (this.timeline === null) return;
    const pressed = chord(event);
    if (pressed === 'Escape' && this.store.view.span !== null) {
      claim(event);
      this.keySpan = null;
      this.restrict(null);
      return;
    }
    const way = pressed.endsWith('ArrowLeft') ? -1 : pressed.endsWith('ArrowRight') ? 1 : 0;
    const extend = pressed.startsWith('Shift+');
    if (way === 0 || !(extend || pressed.startsWith('Arrow'))) return;
    claim(event);
    const { from, to, bars } = this.timeline;
    const bar = (to - from) / bars;
    const within = (time: number) => Math.max(from, Math.min(time, to));
    const here = this.at?.time ?? from;
    if (!extend) {
      this.keySpan = null;
      void this.goTo(within(from + (Math.floor((here - from) / bar) + way) * bar));
      return;
    }
    const [begun, end] = this.keySpan ?? [here, here];
    this.keySpan = [begun, within(end + way * bar)];
    this.restrict([Math.min(...this.keySpan), Math.max(...this.keySpan)]);
  }

  private get valueText(): string {
    const { state, view } = this.store;
    return timelineText(this.at, view.span, state?.timeDigits ?? 6);
  }

  override render() {
    const { state, session } = this.store;
    const { at, timeline } = this;
    const seconds = timeline === null ? 0 : timeline.to / 1e9;
    const stopped = at !== null && standsAt(session, at);
    const damaged = timeline?.damagedFrom != null;
    const ticks = timeline === null ? [] : axisTicks(seconds, this.room);
    const last = state?.indexing == null && !damaged && seconds > 0;
    return html`<div
      class="strip"
      role="slider"
      tabindex="0"
      aria-label=${timelineWords.label}
      aria-valuemin="1"
      aria-valuemax=${Math.max(1, state?.rows ?? 1)}
      aria-valuenow=${Math.max(1, this.store.row + 1)}
      aria-valuetext=${this.valueText}
      @pointerdown=${this.press}
      @keydown=${this.key}
    >
      ${this.span === null ? nothing : html`<div class="span"></div>`}
      <canvas></canvas>
      <div class="axis" aria-hidden="true">
        ${ticks.map(tick => html`<span class="tick" data-seconds=${tick.seconds}>${tick.label}</span>`)}
        ${last ? html`<span class="end">${endLabel(seconds)}</span>` : nothing}
      </div>
      ${
        at === null || timeline === null
          ? nothing
          : html`<div class="now ${stopped ? 'stopped' : ''}" aria-hidden="true"><i>${spanText(at.time, state?.timeDigits ?? 6)} s</i></div>`
      }
    </div>
    ${indexingTemplate(this.store)}`;
  }

  /** The span that is marked: the one being dragged, or the list's. */
  private get span(): readonly [number, number] | null {
    return this.dragged ?? this.store.view.span;
  }

  protected override updated(): void {
    this.place();
    this.draw();
  }

  /** Puts the marks where they belong; positions are not styles that a policy could forbid. */
  private place(): void {
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    const put = (element: HTMLElement | null, property: string, value: number) =>
      element?.style.setProperty(property, `${value}px`);
    const now = find('.now');
    const label = (find('.now i')?.offsetWidth ?? 0) + EDGE;
    const marked = this.at === null ? Number.NaN : this.xOf(this.at.time);
    const flipped = marked > this.width - label - EDGE;
    if (this.at !== null) {
      put(now, 'left', marked);
      now?.classList.toggle('flip', flipped);
    }
    if (this.span !== null) {
      const [left, right] = this.span.map(time => this.xOf(time));
      put(find('.span'), 'left', left);
      put(find('.span'), 'width', Math.max(2, right - left));
    }
    const { indexing } = this.store.state ?? {};
    if (indexing != null) put(find('.progress'), 'width', this.width * indexing);
    const said = find('.indexing');
    if (said !== null) {
      const behind = this.width * (indexing ?? 1) + 2 * EDGE;
      put(said, 'left', Math.max(0, Math.min(behind, this.width - EDGE - said.offsetWidth)));
    }
    for (const tick of this.renderRoot.querySelectorAll<HTMLElement>('.tick')) {
      const x = this.xOf(Number(tick.dataset.seconds) * 1e9);
      put(tick, 'left', x - EDGE);
      // A label that the mark would cover is left out.
      const before = flipped ? label : 0;
      const after = flipped ? 0 : label;
      tick.hidden = x > marked - before - (x > EDGE ? HALF_TICK : LABEL) && x < marked + after + HALF_TICK;
    }
  }

  private draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const probe = this.renderRoot.querySelector<HTMLElement>('.axis');
    if (canvas === null || probe === null || this.width === 0) return;
    const { timeline, room, width } = this;
    const damagedFrom = timeline?.damagedFrom ?? null;
    const place = { width, room, edge: EDGE, damaged: damagedFrom === null ? null : this.xOf(damagedFrom) };
    drawTimeline(canvas, probe, timeline, place);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pd-timeline': TimelineStrip;
  }
}
