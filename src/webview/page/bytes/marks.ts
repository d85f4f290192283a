/** How bytes are marked: selected, read, under the pointer, changed. */
import { toHex } from '../../../wire/bytes';
import type { ByteEdit, ByteSpan } from '../../protocol/packet';
import { offsetText, within } from '../packet/fieldLines';
import { bytesWords } from '../words';

/** What marks bytes beside what is known of the packet itself. */
export interface Marking {
  readonly span: ByteSpan | null;
  readonly hover: ByteSpan | null;
  /** Bytes that the selected step read. */
  readonly reads: readonly ByteSpan[];
  readonly edits: readonly ByteEdit[];
  /** Bytes before the network header. */
  readonly network: number;
}

/** The change that a byte lies in; of several the last. */
export function editAt(edits: readonly ByteEdit[], offset: number): ByteEdit | undefined {
  return edits.findLast(edit => within({ offset: edit.offset, length: edit.after.length }, offset));
}

/** Classes of a byte. `first` and `last`: it begins or ends a line. */
export function classesOf(marking: Marking, offset: number, first: boolean, last: boolean): string {
  const { span, hover, reads, edits, network } = marking;
  const classes: string[] = [];
  if (offset < network) classes.push('link');
  const edit = editAt(edits, offset);
  if (edit !== undefined) classes.push(edit.now ? 'changed' : 'earlier');
  if (within(span, offset)) classes.push('selected');
  else if (within(hover, offset)) {
    classes.push('hover');
    if (first || !within(hover, offset - 1)) classes.push('begin');
    if (last || !within(hover, offset + 1)) classes.push('end');
  } else if (reads.some(read => within(read, offset))) classes.push('read');
  return classes.join(' ');
}

/** Bytes as two digits each, with a space between them. */
export function hexText(bytes: Uint8Array): string {
  return toHex(bytes, 0, bytes.length, ' ');
}

/** A byte as a character, a dot where it is none that can be seen. */
export function character(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}

/** The name of a changed byte for a screen reader. */
export function nameOf(edit: ByteEdit, offset: number, byte: number): string {
  const { before, after } = edit;
  const at = offset - edit.offset;
  const former = before.length === after.length ? before.subarray(at, at + 1) : before;
  return bytesWords.changed(offsetText(offset), hexText(Uint8Array.of(byte)), hexText(former));
}
