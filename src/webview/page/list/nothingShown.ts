/** What stands in the place of rows where there are none. */
import { html, nothing } from 'lit';
import { everything } from '../../protocol/capture';
import type { Store } from '../store';
import { listWords } from '../words';

/** That the capture has no frames, or that the view shows none of them, with a way back to all. */
export function nothingShown(store: Store) {
  const { state } = store;
  if (state === null || state.unreadable !== null) return nothing;
  if (state.frames === 0) {
    return state.indexing === null ? html`<p class="nothing">${listWords.empty}</p>` : nothing;
  }
  const text = state.filtering === null ? listWords.noneShown : listWords.noneYet;
  return html`<p class="nothing">
    ${text}<button @click=${() => void store.show(everything)}>${listWords.showAll}</button>
  </p>`;
}
