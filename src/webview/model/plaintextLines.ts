/**
 * The field tree of a packet together with what lies within its ESP, which is not readable in its own bytes.
 */
import type { Dissection } from '../../decode';
import { dissectPacket, plaintextIn } from '../../replay/plaintext';
import type { Recorded } from '../../replay/recorded';
import type { FieldLine } from '../protocol/packet';
import { fieldLines } from './fieldLines';
import { notes } from './words';

/** ESP within ESP is followed so deep. */
const DEPTH_MAX = 8;
const NO_SPAN = { offset: 0, length: 0 };

/** The lines of a dissection; behind an ESP layer those of the plaintext, where the machine knew it. */
export function linesWithPlaintext(d: Dissection, recorded: Recorded | null, depth = 0): FieldLine[] {
  const lines = fieldLines(d);
  const inside = recorded === null || depth === DEPTH_MAX ? null : plaintextIn(d, recorded.steps);
  if (inside === null) return lines;
  const within = linesWithPlaintext(dissectPacket(inside.packet), recorded, depth + 1);
  return [...lines, ...layersFrom(within, inside.offset).map(hidden)];
}

/** The layers that begin at an offset or behind it, or are within the ESP of such a packet. */
function layersFrom(lines: readonly FieldLine[], offset: number): FieldLine[] {
  let wanted = false;
  return lines.filter(({ depth, name, span, note }) => {
    if (depth === 0) {
      const container = name === 'frame' || name === 'raw';
      wanted = note.startsWith(notes.insideEsp) || (!container && span.length > 0 && span.offset >= offset);
    }
    return wanted;
  });
}

/** Its bytes are nowhere in the version that is shown, and no filter finds them in the capture. */
function hidden(line: FieldLine): FieldLine {
  const note = line.depth === 0 ? insideEsp(line.note) : line.note;
  return { ...line, note, span: NO_SPAN, filter: '' };
}

function insideEsp(note: string): string {
  if (note.startsWith(notes.insideEsp)) return note;
  return note === '' ? notes.insideEsp : `${notes.insideEsp}; ${note}`;
}
