/**
 * Words of a display filter. At each place the longest pattern that fits wins, as in Wireshark 4.0, so that
 * `00:11:22` is one value, `1:2` is not, `a-b` is one word and `ip.ttl+1` is three.
 */
import { matchLength } from './matchLength';
import { charToken, stringToken } from './quotedTokens';
import { layersToken, rangesToken } from './rangeTokens';
import { FilterProblem } from './syntax';
import type { Token } from './token';

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
