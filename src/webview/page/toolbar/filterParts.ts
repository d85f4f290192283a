/** Parts of the filter box: the line under what is wrong, and the completions. */
import { html } from 'lit';
import type { FilterCompletion, FilterProblem } from '../../protocol/capture';
import { filterWords } from '../words';

/** The text again under the box, unseen but for the line under what is wrong with it. */
export function underlined(text: string, { from, to }: FilterProblem) {
  const end = Math.max(to, from + 1);
  // What is missing at the end is marked at the last letter.
  const begin = Math.max(0, Math.min(from, text.length - 1));
  return html`<span class="mirror" aria-hidden="true"
    >${text.slice(0, begin)}<span class="bad">${text.slice(begin, end)}</span>${text.slice(end)}</span
  >`;
}

/** The list of completions under the box; `chosen` is -1 for none. */
export function offersTemplate(
  offered: readonly FilterCompletion[],
  chosen: number,
  accept: (completion: FilterCompletion) => void,
) {
  return html`<div id="offered" class="offers" role="listbox" aria-label=${filterWords.completions}>
    ${offered.map(
      (one, i) => html`<div
        id="offer-${i}"
        role="option"
        aria-selected=${i === chosen}
        @pointerdown=${(event: Event) => event.preventDefault()}
        @click=${() => accept(one)}
      ><span class="what">${one.label}</span><span class="detail">${one.detail}</span></div>`,
    )}
  </div>`;
}
