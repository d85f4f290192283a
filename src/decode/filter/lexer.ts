/**
 * Words of a display filter. At each place the longest pattern that fits wins, as in Wireshark 4.0, so that
 * `00:11:22` is one value, `1:2` is not, `a-b` is one word and `ip.ttl+1` is three.
 */
import { FilterProblem, type Place, type Range } from './syntax';

export type TokenKind =
  | 'word'
  | 'dotted'
  | 'literal'
  | 'string'
  | 'char'
  | 'reference'
  | 'layers'
  | 'ranges'
  | 'operator'
  | 'end';

export interface Token extends Place {
  readonly kind: TokenKind;
  /** Operators in their first spelling (`==` for `eq`), strings without quotes and escapes, else the text. */
  readonly text: string;
  /** Of `layers` and `ranges`. */
  readonly ranges?: readonly Range[];
}

/** Operators written as words; a word that stands here can be no value. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['eq', '=='],
  ['any_eq', '=='],
  ['all_eq', '==='],
  ['ne', '!='],
  ['all_ne', '!='],
  ['any_ne', '!=='],
  ['gt', '>'],
  ['ge', '>='],
  ['lt', '<'],
  ['le', '<='],
  ['contains', 'contains'],
  ['matches', 'matches'],
  ['in', 'in'],
  ['and', 'and'],
  ['or', 'or'],
  ['xor', 'xor'],
  ['not', 'not'],
  ['any', 'any'],
  ['all', 'all'],
  ['bitwise_and', '&'],
]);

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['===', '==='],
  ['!==', '!=='],
  ['==', '=='],
  ['!=', '!='],
  ['~=', '!=='],
  ['>=', '>='],
  ['<=', '<='],
  ['&&', 'and'],
  ['||', 'or'],
  ['^^', 'xor'],
  ['..', '..'],
  ['~', 'matches'],
  ['>', '>'],
  ['<', '<'],
  ['!', 'not'],
  ['&', '&'],
  ['+', '+'],
  ['-', '-'],
  ['*', '*'],
  ['/', '/'],
  ['%', '%'],
  ['(', '('],
  [')', ')'],
  ['{', '{'],
  ['}', '}'],
  [',', ','],
]);

/** Every spelling of an operator: what completion offers. */
export const operatorSpellings: readonly string[] = [...NAMED.keys(), ...SIGNS.keys()];

const WORD = /[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*/y;
const DOTTED = /\.[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*/y;
const GROUP = '[0-9A-Fa-f]{1,4}';
const QUAD = '\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}';
const LITERALS: readonly RegExp[] = [
  // IPv4 and IPv6 addresses with an optional prefix length
  new RegExp(`${QUAD}/\\d{1,2}`, 'y'),
  ...ipv6Patterns(),
  // bytes with colons; with a leading colon one is enough
  /[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+/y,
  /:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*/y,
  /:[0-9A-Fa-f]+/y,
];

function ipv6Patterns(): RegExp[] {
  const last = `(?:${QUAD}|${GROUP})`;
  const shapes = [`(?:${GROUP}:){7}${GROUP}`, `(?:${GROUP}:){6}${QUAD}`];
  for (let head = 0; head <= 7; head++) {
    const before = head === 0 ? '::' : `${GROUP}(?::${GROUP}){${head - 1}}::`;
    shapes.push(before);
    if (head < 7) shapes.push(`${before}(?:${GROUP}:){0,${6 - head}}${last}`);
  }
  return shapes.map(shape => new RegExp(`(?:${shape})(?:/\\d{1,3})?`, 'y'));
}

/** Whether `text`, standing alone, would be read as one word (field name or value). */
export function isWord(text: string): boolean {
  return !NAMED.has(text) && matchLength(WORD, text, 0) === text.length && text !== '';
}

/** Splits a filter into tokens, the last of kind `end`. Throws a `FilterProblem` on what is no token. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && ' \t\n\r\f\v'.includes(text[at])) at++;
    const token = nextToken(text, at);
    tokens.push(token);
    if (token.kind === 'end') return tokens;
    at = token.to;
  }
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? 0 : found[0].length;
}

function nextToken(text: string, at: number): Token {
  if (at >= text.length) return { kind: 'end', text: '', from: text.length, to: text.length };
  const c = text[at];
  if (c === '"') return stringToken(text, at, at + 1, false);
  if ((c === 'r' || c === 'R') && text[at + 1] === '"') return stringToken(text, at, at + 2, true);
  if (c === "'") return charToken(text, at);
  if (c === '#') return layersToken(text, at);
  if (c === '[') return rangesToken(text, at, 'ranges', at + 1, at);
  if (c === '$') return referenceToken(text, at);

  const word = matchLength(WORD, text, at);
  const dotted = matchLength(DOTTED, text, at);
  let literal = 0;
  for (const pattern of LITERALS) literal = Math.max(literal, matchLength(pattern, text, at));
  let sign = 0;
  for (const spelling of SIGNS.keys())
    if (spelling.length > sign && text.startsWith(spelling, at)) sign = spelling.length;

  const longest = Math.max(word, dotted, literal, sign);
  const to = at + longest;
  const found = text.slice(at, to);
  if (longest === 0) return refuse(text, at);
  if (longest === word) {
    const operator = NAMED.get(found);
    return operator === undefined
      ? { kind: 'word', text: found, from: at, to }
      : { kind: 'operator', text: operator, from: at, to };
  }
  if (longest === literal) return { kind: 'literal', text: found, from: at, to };
  if (longest === dotted) return { kind: 'dotted', text: found.slice(1), from: at, to };
  return { kind: 'operator', text: SIGNS.get(found) ?? found, from: at, to };
}

function refuse(text: string, at: number): never {
  const to = at + (String.fromCodePoint(text.codePointAt(at) ?? 0).length || 1);
  if (text.charCodeAt(at) > 126) {
    throw new FilterProblem(
      { from: at, to },
      'only letters, digits and signs of ASCII may stand outside double quotes',
    );
  }
  throw new FilterProblem(
    { from: at, to },
    `"${text.slice(at, to)}" is not expected here${text[at] === '=' ? '; equality is written ==' : ''}`,
  );
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "'": 39,
  '"': 34,
  '\\': 92,
};

/** Reads the escape at `at` (a backslash): its bytes as text, and where it ends. */
function readEscape(text: string, at: number): { bytes: string; to: number } {
  const c = text[at + 1] ?? '';
  if (Object.hasOwn(ESCAPES, c)) return { bytes: String.fromCharCode(ESCAPES[c]), to: at + 2 };
  const hex = matchLength(/x[0-9A-Fa-f]{1,2}/y, text, at + 1);
  if (hex > 0)
    return {
      bytes: String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 1 + hex), 16)),
      to: at + 1 + hex,
    };
  const octal = matchLength(/[0-7]{1,3}/y, text, at + 1);
  if (octal > 0) {
    const value = Number.parseInt(text.slice(at + 1, at + 1 + octal), 8);
    const place = { from: at, to: at + 1 + octal };
    if (value > 255)
      throw new FilterProblem(place, `${text.slice(place.from, place.to)} is larger than a byte, 255`);
    return { bytes: String.fromCharCode(value), to: place.to };
  }
  const size = c === 'u' ? 4 : c === 'U' ? 8 : 0;
  if (size > 0) {
    const digits = text.slice(at + 2, at + 2 + matchLength(/[0-9A-Fa-f]{0,8}/y, text, at + 2)).slice(0, size);
    const value = digits.length === size ? Number.parseInt(digits, 16) : -1;
    const to = at + 2 + digits.length;
    const plain = value < 0xa0 && value !== 0x24 && value !== 0x40 && value !== 0x60;
    if (value < 0 || plain || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
      throw new FilterProblem({ from: at, to }, `${text.slice(at, to)} names no character`);
    }
    return { bytes: bytesOfText(String.fromCodePoint(value)), to };
  }
  throw new FilterProblem(
    { from: at, to: Math.min(text.length, at + 2) },
    `\\${c} is not an escape that is known`,
  );
}

/** The UTF-8 bytes of a text, one character a byte. */
function bytesOfText(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function stringToken(text: string, from: number, start: number, raw: boolean): Token {
  let value = '';
  let at = start;
  let plain = start;
  while (at < text.length) {
    const c = text[at];
    if (c === '"') {
      return { kind: 'string', text: value + bytesOfText(text.slice(plain, at)), from, to: at + 1 };
    }
    if (c === '\\' && at + 1 < text.length) {
      if (raw) {
        at += 2;
        continue;
      }
      const found = readEscape(text, at);
      value += bytesOfText(text.slice(plain, at)) + found.bytes;
      at = found.to;
      plain = at;
    } else {
      at++;
    }
  }
  throw new FilterProblem({ from, to: text.length }, 'the closing double quote is missing');
}

function charToken(text: string, from: number): Token {
  let end = from + 1;
  while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw new FilterProblem({ from, to: text.length }, 'the closing quote is missing');
  const place = { from, to: end + 1 };
  const inside = text.slice(from + 1, end);
  if (inside === '\\n')
    throw new FilterProblem(place, "'\\n' is no character here, nor in Wireshark; write '\\x0a'");
  if (inside === '') throw new FilterProblem(place, 'a character must stand between the quotes');
  let value = inside;
  if (inside[0] === '\\') {
    const found = readEscape(text, from + 1);
    if (found.to !== end)
      throw new FilterProblem(place, `${text.slice(from, end + 1)} is more than one character`);
    value = found.bytes;
  }
  // A named character above 255 keeps its last byte, as it does in Wireshark.
  const code =
    inside[0] === '\\' && /^\\[uU]/.test(inside)
      ? Number.parseInt(inside.slice(2), 16) & 0xff
      : value.charCodeAt(0);
  if (value.length > 1 && !/^\\[uU]/.test(inside)) {
    throw new FilterProblem(
      place,
      `${text.slice(from, end + 1)} is more than one character; texts stand in double quotes`,
    );
  }
  if (inside[0] !== '\\' && (code < 32 || code > 126)) {
    throw new FilterProblem(place, 'a character between single quotes must be a printable one of ASCII');
  }
  return { kind: 'char', text: String.fromCharCode(code), from, to: end + 1 };
}

function layersToken(text: string, from: number): Token {
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

function rangesToken(
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

function referenceToken(text: string, from: number): Token {
  const match = /^\$\s*\{([A-Za-z0-9_.-]+)(#(?:\d+|\[[^\]]*\]))?\}/.exec(text.slice(from));
  if (match === null) {
    throw new FilterProblem(
      { from, to: from + 1 },
      '"$" is not expected here; it begins a reference to the selected frame, a field between braces',
    );
  }
  const to = from + match[0].length;
  const hash = match[2] === undefined ? -1 : from + match[0].indexOf('#');
  const ranges = hash < 0 ? undefined : layersToken(text.slice(0, to), hash).ranges;
  return { kind: 'reference', text: match[1], from, to, ranges };
}
