/** The verdict in words, under the steps. */
import { html, nothing } from 'lit';
import type { ChangedPacket } from '../../../debugger/conversation';
import { glyph } from '../look/glyphs';
import { verdictLooks } from '../look/verdicts';
import { traceWords } from '../words';

/** That a session's user has changed the packet, and what became of it then. */
export function changedLine({ values, verdict }: ChangedPacket) {
  return html`<div class="verdict changed" role="status">
    ${glyph('pencil')}
    <p>${traceWords.changed(values.join(', '), verdict)}</p>
  </div>`;
}

/** The sentence with its verdict set off, an arrow for what leads from one thing to another. */
export function verdictLine(verdict: number, sentence: string) {
  if (sentence === '') return nothing;
  const look = verdictLooks[verdict] ?? verdictLooks[0];
  // What a divert program wrote stands before it.
  const found = new RegExp(`\\b${look.word}\\b:?`).exec(sentence);
  const [word] = found ?? [''];
  const at = found?.index ?? 0;
  const arrows = (text: string) => text.replaceAll(' -> ', ' → ');
  return html`<div class="verdict" role="status">
    ${glyph(look.glyph, `v-${look.name}`)}
    <p>${arrows(sentence.slice(0, at))}<b>${word}</b>${arrows(sentence.slice(at + word.length))}</p>
  </div>`;
}
