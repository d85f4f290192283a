/** Lists of flags, each to be there or, after `!`, not: `syn,!ack` (flags_match). */

export interface FlagSpec {
  /** Bits that must be set. */
  readonly set: number;
  /** Bits that must not. */
  readonly clear: number;
}

export function matchFlags({ set, clear }: FlagSpec, bits: number): boolean {
  return (bits & set) === set && (bits & clear) === 0;
}

/** The list in words; `names` gives the bit of each. */
export function flagsText({ set, clear }: FlagSpec, names: Readonly<Record<string, number>>): string {
  return Object.entries(names)
    .flatMap(([name, bit]) => ((set & bit) !== 0 ? [name] : (clear & bit) !== 0 ? [`!${name}`] : []))
    .join(',');
}
