/**
 * The texts of the list's columns: source, destination, protocol and info, as tshark 4.0 prints them.
 *
 * A row is worded alone, from the dissection of its frame and nothing else, so that the rows on the screen
 * can be worded in any order. What tshark says from other frames is left out or follows the state that the
 * decoder was given: sequence numbers are those on the wire; there is no analysis of conversations
 * (retransmissions, scaled windows, accurate ECN's counter among the flags); a frame that completes a
 * datagram is worded as that datagram when the decoder has read the frames before it, else as a fragment; an
 * echo reply names its request on the same condition. To word rows at random, give each a new decoder: one
 * that met frames out of order may put together what does not belong together.
 *
 * Where a protocol that is not decoded lies above UDP, TCP or another layer, that layer is worded, as tshark
 * does with the protocol disabled. Names are not resolved. No text is longer than 1,000 characters, and none
 * holds anything that a packet says in letters.
 */
import { type Dissection, HIDDEN } from '../dissection';
import { MALFORMED_MARK } from '../expert';
import { CONTAINED_TEXT, SHORT_MARK, UNREASSEMBLED_MARK } from '../problem';
import type { FieldId } from '../registry';
import { ALL_WORDS } from './allWords';
import { Layer } from './layer';
import { MOST_CHARACTERS, Row } from './row';
import type { Words } from './words';

/** The texts of a row. */
export interface ColumnText {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly info: string;
}

const MARKS: readonly FieldId[] = [MALFORMED_MARK.self, SHORT_MARK.self, UNREASSEMBLED_MARK.self];

const wordsOf = new Map<FieldId, Words>(ALL_WORDS.map(words => [words.protocol, words]));

/** What the texts are worded from: the fields that a decoder must want. */
const FIELDS: readonly FieldId[] = [
  ...new Set([...MARKS, ...ALL_WORDS.flatMap(words => [words.protocol, ...words.fields])]),
];

export class ColumnTexts {
  /** The fields that `of` looks at: give them to a decoder's `want`. */
  readonly fields: readonly FieldId[] = FIELDS;
  private readonly row = new Row();
  private readonly layer = new Layer();
  /** Entries of the dissection that say something: layers and marks. */
  private readonly spoken: number[] = [];

  /** The texts of a frame, whatever its bytes are. Throws nothing. */
  of(d: Dissection): ColumnText {
    const { row, layer, spoken } = this;
    row.clear();
    this.findSpoken(d);
    layer.d = d;
    let latest = -1;
    for (const [i, k] of spoken.entries()) {
      const words = wordsOf.get(d.field[k]);
      if (words === undefined) {
        this.sayMark(d, k, latest);
        continue;
      }
      layer.entry = k;
      layer.end = i + 1 < spoken.length ? spoken[i + 1] : d.count;
      layer.followed = i + 1 < spoken.length;
      layer.failed = layer.followed && isBlamed(d, k, layer.end);
      words.begin?.(row);
      words.say(row, layer);
      latest = k;
    }
    const { source, destination, protocol } = row;
    return { source, destination, protocol, info: row.info.slice(0, MOST_CHARACTERS) };
  }

  /** Collects the layers and marks that are not part of a quoted packet. */
  private findSpoken(d: Dissection): void {
    const { spoken } = this;
    spoken.length = 0;
    let quoting = -1;
    for (let k = 0; k < d.count; k++) {
      const words = wordsOf.get(d.field[k]);
      if (words === undefined ? !isMark(d, k) : isUnder(d, k, quoting)) continue;
      spoken.push(k);
      if (words?.quotes) quoting = k;
    }
  }

  /** A layer failed: `latest` is the last one that was worded. */
  private sayMark(d: Dissection, mark: number, latest: number): void {
    const { row } = this;
    const blamed = d.nanos[mark];
    const begun = latest >= 0 && isBlamed(d, latest, mark);
    const quoting = latest >= 0 && wordsOf.get(d.field[latest])?.quotes === true;
    if (!begun && !quoting) wordsOf.get(blamed)?.begin?.(row);
    if (d.field[mark] === SHORT_MARK.self) row.append('[Packet size limited during capture]');
    else if (d.field[mark] === UNREASSEMBLED_MARK.self) row.append('[BoundError Unreassembled Packet]');
    else
      row.append(
        `[Malformed Packet${d.strings[d.value[mark]].includes(CONTAINED_TEXT) ? CONTAINED_TEXT : ''}]`,
      );
  }
}

/** Whether entry `k` tells that a layer failed; hidden ones only make other entries found by filters. */
function isMark(d: Dissection, k: number): boolean {
  return MARKS.includes(d.field[k]) && (d.flags[k] & HIDDEN) === 0;
}

/** Whether the mark at entry `mark`, if it is one, blames the layer at entry `k`. */
function isBlamed(d: Dissection, k: number, mark: number): boolean {
  return isMark(d, mark) && d.nanos[mark] === d.field[k] && d.nth[mark] === d.nth[k];
}

/** Whether entry `k` hangs, at any depth, under entry `ancestor`. */
function isUnder(d: Dissection, k: number, ancestor: number): boolean {
  if (ancestor < 0) return false;
  for (let parent = d.parent[k]; parent >= ancestor; parent = d.parent[parent]) {
    if (parent === ancestor) return true;
  }
  return false;
}
