/** Positions in brackets, of bytes (`[0:4]`) and of layers (`#1`, `#[1-3]`). */
import { matchLength } from './matchLength';
import { FilterProblem, type Place, type Range } from './syntax';
import type { Token } from './token';

export function layersToken(text: string, from: number): Token {
  const digits = matchLength(/\d+/y, text, from + 1);
  if (digits > 0) {
    const start = boundedInteger(text.slice(from + 1, from + 1 + digits), 10, {
      from: from + 1,
      to: from + 1 + digits,
    });
    return {
      kind: 'layers',
      text: text.slice(from, from + 1 + digits),
      from,
      to: from + 1 + digits,
      ranges: [{ start, length: 1, last: null }],
    };
  }
  if (text[from + 1] === '[') return rangesToken(text, from, 'layers', from + 2, from + 1);
  const at = Math.min(from + 1, text.length);
  throw new FilterProblem(
    { from: at, to: Math.min(at + 1, text.length) },
    'after # the number of a layer is expected, or numbers in brackets',
  );
}

export function rangesToken(
  text: string,
  from: number,
  kind: 'layers' | 'ranges',
  start: number,
  bracket: number,
): Token {
  const close = text.indexOf(']', start);
  if (close < 0)
    throw new FilterProblem({ from: bracket, to: text.length }, 'the closing bracket is missing');
  const ranges: Range[] = [];
  let at = start;
  for (const part of text.slice(start, close).split(',')) {
    ranges.push(readRange(part, at, at + part.length));
    at += part.length + 1;
  }
  return { kind, text: text.slice(from, close + 1), from, to: close + 1, ranges };
}

function readRange(part: string, from: number, to: number): Range {
  const lead = part.length - part.trimStart().length;
  const trimmed = part.trim();
  const place = { from: from + lead, to: from + lead + trimmed.length };
  if (trimmed === '')
    throw new FilterProblem(
      { from, to: Math.max(to, from + 1) },
      'a position is expected, such as 0, 0:4, 2-3 or -1',
    );
  const dash = /^([+-]?\w+)\s*-\s*([+-]?\w+)$/.exec(trimmed);
  if (dash !== null) {
    const start = rangeInteger(dash[1], place);
    const last = rangeInteger(dash[2], place);
    if (start < 0 !== last < 0)
      throw new FilterProblem(place, `${start} and ${last} are not counted from the same end`);
    if (start >= last)
      throw new FilterProblem(
        place,
        `the range ${trimmed} does not end after it begins; one position is written ${start}`,
      );
    return { start, length: null, last };
  }
  const colon = /^([+-]?\w*)\s*:\s*([+-]?\w*)$/.exec(trimmed);
  if (colon !== null) {
    const start = colon[1] === '' ? 0 : rangeInteger(colon[1], place);
    if (colon[2] === '') return { start, length: null, last: null };
    const length = rangeInteger(colon[2], place);
    if (length <= 0) throw new FilterProblem(place, `a range must have a length of 1 or more, not ${length}`);
    return { start, length, last: null };
  }
  if (!/^[+-]?\w+$/.test(trimmed))
    throw new FilterProblem(place, `"${trimmed}" is not a range such as 0:4, 2-3, 2: or :4`);
  return { start: rangeInteger(trimmed, place), length: 1, last: null };
}

function rangeInteger(text: string, place: Place): number {
  const match = /^([+-]?)(0[xX][0-9A-Fa-f]+|\d+)$/.exec(text);
  if (match === null) throw new FilterProblem(place, `"${text}" is not a whole number`);
  const octal = /^0[0-7]+$/.test(match[2]);
  if (!octal && /^0\d/.test(match[2]))
    throw new FilterProblem(
      place,
      `"${text}" is not a whole number: after a leading 0 only the digits 0 to 7 may follow`,
    );
  const value = octal
    ? boundedInteger(match[2], 8, place)
    : boundedInteger(match[2], /^0[xX]/.test(match[2]) ? 16 : 10, place);
  return match[1] === '-' ? -value : value;
}

function boundedInteger(digits: string, base: number, place: Place): number {
  const value = Number.parseInt(digits, base);
  if (value > 0x7fffffff) throw new FilterProblem(place, `${digits} is too large`);
  return value;
}
