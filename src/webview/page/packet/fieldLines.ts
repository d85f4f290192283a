/** Finding one's way in the lines of a field tree. */
import type { ByteSpan, FieldLine } from '../../protocol/packet';

/** Index after the last line under line `i`. */
export function endOfBranch(fields: readonly FieldLine[], i: number): number {
  let end = i + 1;
  while (end < fields.length && fields[end].depth > fields[i].depth) end++;
  return end;
}

/** Indices of the lines that line `i` stands under, the outermost first. */
export function ancestors(fields: readonly FieldLine[], i: number): number[] {
  const found: number[] = [];
  let depth = fields[i]?.depth ?? 0;
  for (let k = i - 1; k >= 0 && depth > 0; k--) {
    if (fields[k].depth >= depth) continue;
    found.unshift(k);
    depth = fields[k].depth;
  }
  return found;
}

/**
 * Index of the line that stands for a stretch of bytes, -1 for none: of the innermost layer around it, the
 * smallest field around it. Parts of a field that has a value of its own, as the bits of flags, stand for
 * nothing.
 */
export function lineOf(fields: readonly FieldLine[], { offset, length }: ByteSpan): number {
  let found = -1;
  let from = 0;
  let to = fields.length;
  for (let depth = 0; ; depth++) {
    let best = -1;
    for (let i = from; i < to; i++) {
      const { span, depth: at, generated } = fields[i];
      const around = span.offset <= offset && offset + length <= span.offset + span.length;
      if (at !== depth || !around || generated) continue;
      const smaller = best < 0 || span.length < fields[best].span.length;
      const inner = depth === 0 && best >= 0 && span.length === fields[best].span.length;
      if (smaller || inner) best = i;
    }
    if (best < 0) return found;
    found = best;
    if (!fields[best].branch || (depth > 0 && fields[best].value !== '')) return found;
    from = best + 1;
    to = endOfBranch(fields, best);
  }
}

/** The bytes to select for one byte: its field's, or itself where it lies in none. */
export function spanAround(fields: readonly FieldLine[], offset: number): ByteSpan {
  const byte = { offset, length: 1 };
  const line = fields[lineOf(fields, byte)];
  return line === undefined || line.depth === 0 ? byte : line.span;
}

export function sameSpan(a: ByteSpan | null, b: ByteSpan | null): boolean {
  return a === b || (a !== null && b !== null && a.offset === b.offset && a.length === b.length);
}

export function within(span: ByteSpan | null, offset: number): boolean {
  return span !== null && offset >= span.offset && offset < span.offset + span.length;
}

/** An offset as Layers and Bytes show it: `0015`. */
export function offsetText(offset: number): string {
  return offset.toString(16).padStart(4, '0');
}
