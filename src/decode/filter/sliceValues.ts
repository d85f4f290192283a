/** Bytes of values, and parts of them: `eth.dst[0:2]`. */
import { Register } from './register';
import type { Range } from './syntax';
import type { Produce, Typed } from './typed';
import { isText } from './types';

/** The parts of every value that the ranges name, one after the other; none where one does not lie inside. */
export function sliceProducer<E>(of: Typed<E>, ranges: readonly Range[]): Produce<E> {
  const whole = new Register();
  const produce = asBytes(of);
  return (d, extra, into) => {
    produce(d, extra, whole);
    into.clear(whole.present);
    for (let i = 0; i < whole.n; i++) {
      const at = whole.at[i];
      const length = whole.length[i];
      if (ranges.length === 1) {
        const first = rangeStart(ranges[0], length);
        const size = rangeSize(ranges[0], first, length);
        into.pushBytes(whole.buffer[i], at + Math.max(0, first), size);
        continue;
      }
      let total = 0;
      for (const range of ranges) {
        const size = rangeSize(range, rangeStart(range, length), length);
        total = size === 0 ? Number.NaN : total + size;
      }
      if (Number.isNaN(total)) {
        into.pushBytes(whole.buffer[i], at, 0);
        continue;
      }
      const start = into.room(total);
      let filled = start;
      for (const range of ranges) {
        const first = rangeStart(range, length);
        const size = rangeSize(range, first, length);
        for (let j = 0; j < size; j++) into.scratch[filled++] = whole.buffer[i][at + first + j];
      }
      into.pushBytes(into.scratch, start, total);
    }
  };
}

function rangeStart(range: Range, length: number): number {
  return range.start < 0 ? length + range.start : range.start;
}

/** Bytes of a range in a value of `length` bytes; 0 when it does not lie wholly inside. */
function rangeSize(range: Range, first: number, length: number): number {
  if (first < 0 || first >= length) return 0;
  let size: number;
  if (range.last !== null) size = (range.last < 0 ? length + range.last : range.last) - first + 1;
  else size = range.length ?? length - first;
  return size > 0 && first + size <= length ? size : 0;
}

const encoder = new TextEncoder();

/** Bytes of a text, in the scratch of `into`. */
function pushTextBytes(into: Register, text: string): void {
  const start = into.room(text.length * 3);
  const { written: length } = encoder.encodeInto(text, into.scratch.subarray(start));
  into.pushBytes(into.scratch, start, length);
}

/** The operand's values as bytes: texts in UTF-8. */
export function asBytes<E>(of: Typed<E>): Produce<E> {
  if (!isText(of.type)) return of.produce;
  const texts = new Register();
  return (d, extra, into) => {
    of.produce(d, extra, texts);
    into.clear(texts.present);
    for (let i = 0; i < texts.n; i++) pushTextBytes(into, texts.text[i]);
  };
}
