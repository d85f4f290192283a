/** How the bytes of a packet differ from what they were. */
import { equalBytes } from '../wire/bytes';
import { IP6_HDRLEN, IP6_SRC } from '../wire/ipv6';

const NO_BYTES = new Uint8Array(0);

/**
 * Bytes that changed: those from `offset` on, before and after. The two differ in length when the packet grew
 * or shrank.
 */
export interface ByteChange {
  readonly offset: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * The stretches in which two packets differ. Where their lengths do, one of them is what was put in or taken
 * out: a header in front of a packet that stayed whole, or something behind an IPv6 header whose addresses
 * stayed.
 */
export function changesBetween(before: Uint8Array, after: Uint8Array): ByteChange[] {
  const most = Math.min(before.length, after.length);
  if (before.length === after.length) return changesWithin(before, after, most);
  const tail = sameTail(before, after, most);
  if (tail === most) return [lengthChange(before, after, 0, tail)];
  const header = hasSameAddresses(before, after) ? IP6_HDRLEN : 0;
  let head = header;
  while (head < most && before[head] === after[head]) head++;
  return [
    ...changesWithin(before, after, header),
    lengthChange(before, after, head, Math.min(tail, most - head)),
  ];
}

/** The stretches in which the first bytes of two packets differ. */
function changesWithin(before: Uint8Array, after: Uint8Array, end: number): ByteChange[] {
  const changes: ByteChange[] = [];
  let at = 0;
  while (at < end) {
    if (before[at] === after[at]) {
      at++;
      continue;
    }
    const offset = at;
    while (at < end && before[at] !== after[at]) at++;
    changes.push({ offset, before: before.slice(offset, at), after: after.slice(offset, at) });
  }
  return changes;
}

/**
 * True when both begin with an IPv6 header between the same addresses: it is the same one, whatever else in
 * it has changed.
 */
function hasSameAddresses(before: Uint8Array, after: Uint8Array): boolean {
  if (before.length < IP6_HDRLEN || after.length < IP6_HDRLEN) return false;
  if (before[0] >> 4 !== 6 || after[0] >> 4 !== 6) return false;
  return equalBytes(before, IP6_SRC, after, IP6_SRC, IP6_HDRLEN - IP6_SRC);
}

/** How many bytes are the same at the end of two packets. */
function sameTail(before: Uint8Array, after: Uint8Array, most: number): number {
  let tail = 0;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return tail;
}

function lengthChange(before: Uint8Array, after: Uint8Array, head: number, tail: number): ByteChange {
  return {
    offset: head,
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  };
}

/** A view of an array, kept while the same one is looked at again. */
export class LastView {
  private array: Uint8Array = NO_BYTES;
  private view: DataView = new DataView(NO_BYTES.buffer);

  of(array: Uint8Array): DataView {
    if (array !== this.array) {
      this.array = array;
      this.view = new DataView(array.buffer, array.byteOffset, array.length);
    }
    return this.view;
  }
}

/**
 * True when `length` bytes are the same; they are compared four at a time, because this is asked at every
 * step.
 */
export function equalViews(a: DataView, aOff: number, b: DataView, bOff: number, length: number): boolean {
  const words = length & ~3;
  for (let i = 0; i < words; i += 4)
    if (a.getUint32(aOff + i, true) !== b.getUint32(bOff + i, true)) return false;
  for (let i = words; i < length; i++) if (a.getUint8(aOff + i) !== b.getUint8(bOff + i)) return false;
  return true;
}
