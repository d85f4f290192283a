/** One line of Bytes: its offset, its bytes, and what they are as characters. */
import { html, nothing } from 'lit';
import type { TraceStep } from '../../protocol/packet';
import { offsetText } from '../packet/fieldLines';
import { bytesWords } from '../words';
import { character, classesOf, editAt, hexText, type Marking, nameOf } from './marks';

interface HexLine {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly wide: number;
  /** Offset of the byte that has the keyboard. */
  readonly active: number;
  readonly marking: Marking;
  readonly steps: readonly TraceStep[];
}

export function hexRow({ bytes, offset, wide, active, marking, steps }: HexLine) {
  const end = Math.min(bytes.length, offset + wide);
  const offsets = Array.from({ length: end - offset }, (_, i) => offset + i);
  const classes = offsets.map((at, i) => classesOf(marking, at, i === 0, i === offsets.length - 1));
  const half = (at: number) => (at - offset === 8 ? 'half' : '');
  return html`<div class="line" role="row" aria-rowindex=${offset / wide + 1}>
    <span class="offset" role="rowheader">${offsetText(offset)}</span>${offsets.map((at, i) => {
      const edit = editAt(marking.edits, at);
      return html`<span
        id="byte${at}"
        role="gridcell"
        data-offset=${at}
        class="byte ${classes[i]} ${half(at)} ${at === active ? 'active' : ''}"
        title=${edit === undefined ? nothing : titleOf(edit, steps)}
        aria-label=${edit === undefined ? nothing : nameOf(edit, at, bytes[at])}
        aria-selected=${classes[i].includes('selected')}
        >${hexText(bytes.subarray(at, at + 1))}</span
      >`;
    })}${Array.from({ length: wide - offsets.length }, (_, i) => {
      return html`<span aria-hidden="true" class="byte ${offsets.length + i === 8 ? 'half' : ''}"></span>`;
    })}${offsets.map(
      (at, i) =>
        html`<span aria-hidden="true" data-offset=${at} class="letter ${classes[i]} ${i === 0 ? 'first' : ''}"
          >${character(bytes[at])}</span
        >`,
    )}
  </div>`;
}

function titleOf(edit: NonNullable<ReturnType<typeof editAt>>, steps: readonly TraceStep[]): string {
  const [before, after] = [shortHex(edit.before), shortHex(edit.after)];
  if (edit.now) return bytesWords.byStep(before, after);
  return bytesWords.byFunction(steps[edit.step]?.function ?? '', before, after);
}

/** The first bytes of a change. */
export function shortHex(bytes: Uint8Array): string {
  return hexText(bytes.subarray(0, 8)) + (bytes.length > 8 ? ' …' : '');
}
