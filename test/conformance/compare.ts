/** Compares what was expected with what happened, key by key, and says the differences in words. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Differences told of one case. */
const TOLD = 6;

/** The differences, in words; none when the two are equal. Absent keys count. Bytes are compared expanded. */
export function differences(expected: Json, actual: Json): string[] {
  const found: string[] = [];
  compare('', expandBytes(expected), expandBytes(actual), found);
  return found.slice(0, TOLD);
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Puts the zero bytes that `zeros` stands for behind `hex`. */
function expandBytes(value: Json): Json {
  if (Array.isArray(value)) return value.map(expandBytes);
  if (!isObject(value)) return value;
  const { zeros, ...rest } = value;
  const expanded = Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, expandBytes(part)]));
  if (typeof zeros !== 'number') return zeros === undefined ? expanded : { ...expanded, zeros };
  return { ...expanded, hex: `${expanded.hex ?? ''}${'00'.repeat(zeros)}` };
}

function compare(path: string, expected: Json | undefined, actual: Json | undefined, found: string[]): void {
  if (isObject(expected) && isObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      compare(path === '' ? key : `${path}.${key}`, expected[key], actual[key], found);
    }
  } else if (Array.isArray(expected) && Array.isArray(actual)) {
    for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
      compare(`${path}[${i}]`, expected[i], actual[i], found);
    }
  } else if (expected !== actual) {
    found.push(`${path}: expected ${inWords(expected)}, found ${inWords(actual)}`);
  }
}

function inWords(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
