/**
 * Reassembly of IP datagrams from fragments, in capture order, as Wireshark does it: fragments are kept
 * sorted by offset; a datagram is complete when its last fragment has come and no byte is missing.
 */
import { type Dissection, GENERATED } from './dissection';
import type { FieldId } from './registry';

/** The fields in which a reassembly is shown. */
export interface ReassemblyFields {
  readonly fragments: FieldId;
  readonly fragment: FieldId;
  readonly overlap: FieldId;
  readonly conflict: FieldId;
  readonly multipleTails: FieldId;
  readonly tooLong: FieldId;
  readonly error: FieldId;
  readonly count: FieldId;
  readonly length: FieldId;
  readonly data: FieldId;
}

/** Most bytes kept in datagrams that are not complete; the oldest are given up beyond it. */
const MOST_BYTES = 64 << 20;
/** Most fragments of one datagram: more than its bytes allow, unless they overlap. */
const MOST_FRAGMENTS = 10_000;
/** Longest datagram there is. */
const LONGEST = 65535 + 8;

interface Fragment {
  readonly frame: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  overlap: boolean;
  conflict: boolean;
  multipleTails: boolean;
  tooLong: boolean;
}

interface Datagram {
  readonly fragments: Fragment[];
  /** Bytes kept. */
  size: number;
  /** Its length, -1 until the last fragment has come. */
  total: number;
}

/** Keeps fragments until their datagram is complete. */
export class Reassembler {
  private readonly pending = new Map<string, Datagram>();
  private completed: Datagram | null = null;
  private kept = 0;

  constructor(private readonly fields: ReassemblyFields) {}

  /**
   * Adds the fragment `from` … `to` of the current bytes. Answers the whole datagram's bytes when this
   * completes it, null otherwise.
   */
  add(
    d: Dissection,
    key: string,
    offset: number,
    from: number,
    to: number,
    more: boolean,
  ): Uint8Array | null {
    let datagram = this.pending.get(key);
    if (datagram === undefined || datagram.fragments.length >= MOST_FRAGMENTS) {
      this.kept -= datagram?.size ?? 0;
      datagram = {
        fragments: [],
        size: 0,
        total: -1,
      };
      this.pending.set(key, datagram);
    }
    const fragment: Fragment = {
      frame: d.frame.number,
      offset,
      bytes: d.bytes.slice(from, to),
      overlap: false,
      conflict: false,
      multipleTails: false,
      tooLong: false,
    };
    this.insert(datagram, fragment, more);
    if (!isComplete(datagram)) {
      this.forgetOldest();
      return null;
    }
    this.pending.delete(key);
    this.kept -= datagram.size;
    this.completed = datagram;
    return assemble(datagram);
  }

  /** Appends the fields of the datagram that `add` just completed; its bytes are the current ones. */
  addFields(d: Dissection): void {
    const { fields, completed } = this;
    if (completed === null) return;
    this.completed = null;
    const total = d.bytes.length;
    const outer = d.open(fields.fragments, 0, total, 0, GENERATED);
    for (const fragment of completed.fragments) {
      const wrong = fragment.conflict || fragment.multipleTails || fragment.tooLong;
      const under = d.open(
        wrong ? fields.error : fields.fragment,
        fragment.offset,
        fragment.bytes.length,
        fragment.frame,
        GENERATED,
      );
      this.addMarks(d, fragment);
      d.close(under);
    }
    d.add(fields.count, 0, 0, completed.fragments.length, GENERATED);
    d.add(fields.length, 0, 0, total, GENERATED);
    d.add(fields.data, 0, total, 0, GENERATED);
    d.close(outer);
  }

  private addMarks(d: Dissection, marks: Fragment): void {
    const { fields } = this;
    if (marks.overlap) d.add(fields.overlap, 0, 0, 1, GENERATED);
    if (marks.conflict) d.add(fields.conflict, 0, 0, 1, GENERATED);
    if (marks.multipleTails) d.add(fields.multipleTails, 0, 0, 1, GENERATED);
    if (marks.tooLong) d.add(fields.tooLong, 0, 0, 1, GENERATED);
  }

  private insert(datagram: Datagram, fragment: Fragment, more: boolean): void {
    const end = fragment.offset + fragment.bytes.length;
    if (!more) {
      if (datagram.total >= 0 && datagram.total !== end) {
        fragment.multipleTails = true;
      } else datagram.total = end;
    }
    const { fragments } = datagram;
    let i = fragments.length;
    while (i > 0 && fragments[i - 1].offset > fragment.offset) i--;
    fragments.splice(i, 0, fragment);
    datagram.size += fragment.bytes.length;
    this.kept += fragment.bytes.length;
  }

  private forgetOldest(): void {
    for (const [key, datagram] of this.pending) {
      if (this.kept <= MOST_BYTES) return;
      this.pending.delete(key);
      this.kept -= datagram.size;
    }
  }
}

function isComplete(datagram: Datagram): boolean {
  if (datagram.total < 0) return false;
  let covered = 0;
  for (const { offset, bytes } of datagram.fragments) {
    if (offset > covered) return false;
    covered = Math.max(covered, offset + bytes.length);
  }
  return covered >= datagram.total;
}

/** Puts the fragments together, earlier offsets first, and marks what does not fit. */
function assemble(datagram: Datagram): Uint8Array {
  const total = Math.min(datagram.total, LONGEST);
  const whole = new Uint8Array(total);
  let filled = 0;
  for (const fragment of datagram.fragments) {
    const { offset, bytes } = fragment;
    const end = offset + bytes.length;
    if (offset < filled && bytes.length > 0) {
      fragment.overlap = true;
      const upTo = Math.min(end, filled) - offset;
      for (let i = 0; i < upTo; i++) {
        if (whole[offset + i] !== bytes[i]) fragment.conflict = true;
      }
    }
    if (end > total) fragment.tooLong = true;
    if (end > filled) {
      const skip = Math.max(0, filled - offset);
      whole.set(bytes.subarray(skip, Math.max(skip, total - offset)), offset + skip);
      filled = Math.min(end, total);
    }
  }
  return whole;
}
