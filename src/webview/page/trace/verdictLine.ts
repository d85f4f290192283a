/** The verdict in words, under the steps. */
import { html, nothing } from 'lit';
import { glyph } from '../look/glyphs';
import { verdictLooks } from '../look/verdicts';

/** The sentence with its verdict in front of the rest, an arrow for what leads from one thing to another. */
export function verdictLine(verdict: number, sentence: string) {
  if (sentence === '') return nothing;
  const look = verdictLooks[verdict] ?? verdictLooks[0];
  const [word] = /^\w+:?/.exec(sentence) ?? [''];
  const rest = sentence.slice(word.length).replaceAll(' -> ', ' → ');
  return html`<div class="verdict" role="status">
    ${glyph(look.glyph, `v-${look.name}`)}
    <p><b>${word}</b>${rest}</p>
  </div>`;
}
