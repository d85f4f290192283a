/** How the bytes of a packet differ from what they were. */

const NO_BYTES = new Uint8Array(0);

/** Bytes that changed: those from `offset` on, before and after. The two differ in length when the packet grew or shrank. */
export interface ByteChange {
  readonly offset: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** The stretches in which two packets differ; one stretch when their lengths do. */
export function changesBetween(before: Uint8Array, after: Uint8Array): ByteChange[] {
  if (before.length !== after.length) return [lengthChange(before, after)];
  const changes: ByteChange[] = [];
  let at = 0;
  while (at < after.length) {
    if (before[at] === after[at]) {
      at++;
      continue;
    }
    const offset = at;
    while (at < after.length && before[at] !== after[at]) at++;
    changes.push({ offset, before: before.slice(offset, at), after: after.slice(offset, at) });
  }
  return changes;
}

function lengthChange(before: Uint8Array, after: Uint8Array): ByteChange {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
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

/** True when `length` bytes are the same; they are compared four at a time, because this is asked at every step. */
export function equalViews(a: DataView, aOff: number, b: DataView, bOff: number, length: number): boolean {
  const words = length & ~3;
  for (let i = 0; i < words; i += 4)
    if (a.getUint32(aOff + i, true) !== b.getUint32(bOff + i, true)) return false;
  for (let i = words; i < length; i++) if (a.getUint8(aOff + i) !== b.getUint8(bOff + i)) return false;
  return true;
}
