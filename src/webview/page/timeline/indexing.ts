/** How far the capture has been looked through, with a button that stops it. */
import { html, nothing, type TemplateResult } from 'lit';
import { captureRequests } from '../../protocol/messages';
import type { Store } from '../store';
import { timelineWords } from '../words';

export function indexingTemplate(store: Store): TemplateResult | typeof nothing {
  const { state } = store;
  if (state === null) return nothing;
  if (state.indexingStopped) {
    return html`<span class="indexing">${timelineWords.stopped(state.frames)}</span>`;
  }
  if (state.indexing === null) return nothing;
  const stop = (event: Event) => {
    event.stopPropagation();
    void store.ask(captureRequests.stopIndexing, null);
  };
  return html`<span class="indexing"
      >${timelineWords.indexing(state.size, state.indexing, state.frames)}
      <button @pointerdown=${(event: Event) => event.stopPropagation()} @click=${stop}>${timelineWords.stop}</button></span
    >
    <div class="progress"></div>`;
}
