/**
 * The line under Bytes that tells one change: where, in which field, what it was and what it is, and how many
 * there are.
 */
import { html, nothing } from 'lit';
import type { TraceStep } from '../../protocol/packet';
import { glyph } from '../look/glyphs';
import { lineOf, offsetText } from '../packet/fieldLines';
import type { ShownPacket } from '../packet/shownPacket';
import { bytesWords } from '../words';
import { shortHex } from './hexRow';

export function changeLine(
  packet: ShownPacket,
  change: number,
  steps: readonly TraceStep[],
  go: (by: number) => void,
) {
  const { edits, fields } = packet;
  const edit = edits[change];
  if (edit === undefined) return nothing;
  const { offset, before, after, now, step } = edit;
  const line = fields[lineOf(fields, { offset, length: Math.max(1, after.length) })];
  const was = line === undefined ? null : /^was (.*)$/.exec(line.note);
  const by = now ? bytesWords.thisStep : (steps[step]?.function ?? '');
  const values = was === null ? '' : bytesWords.values(was[1], line.value);
  const button = (name: 'previous' | 'next', step: number) => html`<button
    class="icon"
    tabindex="-1"
    title=${bytesWords[name]}
    aria-label=${bytesWords[name]}
    @click=${() => go(step)}
  >${glyph(name === 'previous' ? 'arrowUp' : 'arrowDown')}</button>`;
  return html`<div class="change">
    <span class="muted">${offsetText(offset)}</span>
    <span class="field">${line === undefined || line.depth === 0 ? nothing : line.label}</span>
    <span>
      ${before.length === 0 ? nothing : html`<del>${shortHex(before)}</del>`} →
      ${after.length === 0 ? nothing : html`<ins>${shortHex(after)}</ins>`}
    </span>
    <span class="muted by">${by}${values}</span>
    <span class="gap"></span>
    <span class="muted">${bytesWords.place(change + 1, edits.length)}</span>
    <span class="buttons">${button('previous', -1)}${button('next', 1)}</span>
  </div>`;
}
