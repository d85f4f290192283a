/** Lists of numbers and ranges: `22,80-90`. */
import type { NumberRange } from '../../../stack/inet/ipfw/numbers';
import type { Token } from '../../lexer';
import { readNumber } from '../../values';
import type { Words } from '../../words';

/** Tables are numbered from 0 to this. */
export const IPFW_TABLES_LAST = 127;

/** Numbers and ranges that a list may have. */
const LIST_MAX = 256;

/** Reads a word as such a list; `names` gives numbers for words, and null for none. */
export function readRanges(
  words: Words,
  token: Token,
  what: string,
  most: number,
  names: (text: string) => number | null = () => null,
): NumberRange[] | null {
  const ranges: NumberRange[] = [];
  let start = token.from;
  for (const text of token.text.split(',')) {
    const part: Token = { ...token, text, from: start, to: start + text.length };
    start = part.to + 1;
    const range = readRange(words, part, what, most, names);
    if (range === null) return null;
    ranges.push(range);
  }
  if (ranges.length <= LIST_MAX) return ranges;
  words.report('out-of-range', token, 'The list is too long.', { expected: `${LIST_MAX} parts at most` });
  return null;
}

function readRange(
  words: Words,
  token: Token,
  what: string,
  most: number,
  names: (text: string) => number | null,
): NumberRange | null {
  const named = names(token.text);
  if (named !== null) return { low: named, high: named };
  const [from, to] = token.text.split('-');
  const low = readNumber(words, { ...token, text: from }, what, 0, most);
  if (low === null || to === undefined) return low === null ? null : { low: low.value, high: low.value };
  const high = readNumber(words, { ...token, text: to }, what, 0, most);
  if (high === null) return null;
  if (high.value >= low.value) return { low: low.value, high: high.value };
  words.report('contradiction', token, 'The range ends before it begins.', {
    expected: 'the lower number first',
  });
  return null;
}
