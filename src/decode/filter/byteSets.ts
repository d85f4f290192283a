/** Sets of bytes that regular expressions name. */

/** 256 bytes: 1 where the byte of that number is in the set. */
export type ByteSet = Uint8Array;

/** The bytes that are not in the set. */
export function inverted(set: ByteSet): ByteSet {
  return set.map(member => 1 - member);
}

/** The set with both cases of the letters of ASCII in it. */
export function caseless(set: ByteSet): ByteSet {
  const both = set.slice();
  for (let upper = 65; upper <= 90; upper++) {
    if (set[upper] === 1 || set[upper + 32] === 1) both[upper] = both[upper + 32] = 1;
  }
  return both;
}

/** The bytes that `has` says yes to. */
export function setOf(has: (byte: number) => boolean): ByteSet {
  const set = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) if (has(byte)) set[byte] = 1;
  return set;
}

/** The characters of a text, each a byte. */
export const inText = (text: string) => setOf(byte => text.includes(String.fromCharCode(byte)));
const inRange = (from: string, to: string) => (byte: number) =>
  byte >= from.charCodeAt(0) && byte <= to.charCodeAt(0);
const isDigit = inRange('0', '9');
const isLower = inRange('a', 'z');
const isUpper = inRange('A', 'Z');
const isAlpha = (byte: number) => isLower(byte) || isUpper(byte);
/** A letter, digit or underscore of ASCII. */
export const isWordByte = (byte: number): boolean => isAlpha(byte) || isDigit(byte) || byte === 95;
const isGraphic = (byte: number) => byte > 32 && byte < 127;

const DIGIT = setOf(isDigit);
const WORD = setOf(isWordByte);
const SPACE = inText(' \t\n\r\f\v');
const HORIZONTAL = inText(' \t\xa0');
export const VERTICAL = inText('\n\v\f\r\x85');
export const NEWLINE = inText('\n');

/** `\d`, `\w` and the others, by their letters. */
export const CLASSES: Readonly<Record<string, ByteSet>> = {
  d: DIGIT,
  D: inverted(DIGIT),
  w: WORD,
  W: inverted(WORD),
  s: SPACE,
  S: inverted(SPACE),
  h: HORIZONTAL,
  H: inverted(HORIZONTAL),
  v: VERTICAL,
  V: inverted(VERTICAL),
  N: inverted(NEWLINE),
};

/** `[:alpha:]` and the others, by their names. */
export const POSIX: Readonly<Record<string, ByteSet>> = {
  alpha: setOf(isAlpha),
  digit: DIGIT,
  alnum: setOf(byte => isAlpha(byte) || isDigit(byte)),
  upper: setOf(isUpper),
  lower: setOf(isLower),
  space: SPACE,
  blank: inText(' \t'),
  punct: setOf(byte => isGraphic(byte) && !isAlpha(byte) && !isDigit(byte)),
  graph: setOf(isGraphic),
  print: setOf(byte => byte >= 32 && byte < 127),
  cntrl: setOf(byte => byte < 32 || byte === 127),
  xdigit: inText('0123456789abcdefABCDEF'),
  word: WORD,
  ascii: setOf(byte => byte < 128),
};
