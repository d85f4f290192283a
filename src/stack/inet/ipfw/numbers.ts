/** Lists of numbers and ranges, `22,80-90`, as ports, lengths and others are written. */

export interface NumberRange {
  readonly low: number;
  readonly high: number;
}

export function isInRanges(ranges: readonly NumberRange[], value: number): boolean {
  for (const { low, high } of ranges) if (value >= low && value <= high) return true;
  return false;
}

export function rangesText(ranges: readonly NumberRange[]): string {
  return ranges.map(({ low, high }) => (low === high ? String(low) : `${low}-${high}`)).join(',');
}
