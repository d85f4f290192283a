/** Names of the values of a field. */

/** Names of values, as filters and people read them: a table, or [from, to, name] ranges. */
export type ValueNames = Readonly<Record<number, string>> | readonly (readonly [number, number, string])[];

/** The name of a value of a field, or undefined. */
export function valueName(values: ValueNames | undefined, value: number): string | undefined {
  if (values === undefined) return undefined;
  if (!isRanges(values)) return values[value];
  for (const [from, to, name] of values) if (value >= from && value <= to) return name;
  return undefined;
}

function isRanges(values: ValueNames): values is readonly (readonly [number, number, string])[] {
  return Array.isArray(values);
}
