/**
 * Words of a `.stack` file. A line is a statement; `;` ends one too; `\` at a line's end continues it;
 * `#` at the beginning of a word starts a comment; double quotes hold spaces, with `\"` and `\\` inside.
 */
import type { Range } from './text';

/** A word. `text` is what it means: without quotes and escapes. */
export interface Token extends Range {
  readonly text: string;
  readonly quoted: boolean;
}

/** The words of one statement; never empty. */
export interface Statement extends Range {
  readonly tokens: readonly Token[];
  /** True when a `;` ends it, false when the line or the text does. */
  readonly closed: boolean;
}

/** A text in words: statements, comments, and quotes that no quote closes. */
interface Lexed {
  readonly statements: readonly Statement[];
  readonly comments: readonly Range[];
  readonly unclosed: readonly Range[];
}

const isLineEnd = (char: string) => char === '\n' || char === '\r';
const isBlank = (char: string) =>
  char === ' ' || char === '\t' || char === '\f' || char === '\v' || char === '\u00a0' || char === '\ufeff';

/**
 * Length of a continuation at `at`: the backslash, blanks after it, and the line's end; 0 when there is none.
 */
function continuation(text: string, at: number): number {
  if (text[at] !== '\\') return 0;
  let end = at + 1;
  while (end < text.length && isBlank(text[end])) end++;
  if (text[end] === '\r' && text[end + 1] === '\n') return end + 2 - at;
  return end < text.length && isLineEnd(text[end]) ? end + 1 - at : 0;
}

/** Splits a text into statements. Never fails; every character is looked at a constant number of times. */
export function lex(text: string): Lexed {
  const statements: Statement[] = [];
  const comments: Range[] = [];
  const unclosed: Range[] = [];
  let tokens: Token[] = [];
  const finish = (closed: boolean) => {
    if (tokens.length > 0) {
      statements.push({ tokens, from: tokens[0].from, to: tokens[tokens.length - 1].to, closed });
    }
    tokens = [];
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    const joined = continuation(text, at);
    if (joined > 0) at += joined;
    else if (isLineEnd(char) || char === ';') {
      finish(char === ';');
      at++;
    } else if (isBlank(char)) at++;
    else if (char === '#') {
      const from = at;
      while (at < text.length && !isLineEnd(text[at])) at++;
      comments.push({ from, to: at });
    } else {
      const token = word(text, at, unclosed);
      tokens.push(token);
      at = token.to;
    }
  }
  finish(false);
  return { statements, comments, unclosed };
}

/** The word that begins at `from`, which is no blank. */
function word(text: string, from: number, unclosed: Range[]): Token {
  let value = '';
  let quoted = false;
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (isBlank(char) || isLineEnd(char) || char === ';') break;
    if (char === '\\' && continuation(text, at) > 0) break;
    if (char !== '"') {
      value += char;
      at++;
      continue;
    }
    quoted = true;
    const opened = at++;
    while (at < text.length && text[at] !== '"' && !isLineEnd(text[at])) {
      if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++;
      value += text[at++];
    }
    if (text[at] === '"') at++;
    else unclosed.push({ from: opened, to: at });
  }
  return { text: value, quoted, from, to: at };
}

/**
 * A word in its parts, as written in the text: each of `signs` alone, and the texts and quoted texts between
 * them.
 */
export function pieces(text: string, range: Range, signs: string): Token[] {
  const found: Token[] = [];
  let at = range.from;
  while (at < range.to) {
    const from = at;
    let value = '';
    const quoted = text[at] === '"';
    if (quoted) {
      for (at++; at < range.to && text[at] !== '"'; at++) {
        if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++;
        value += text[at];
      }
      at = Math.min(at + 1, range.to);
    } else if (signs.includes(text[at])) value = text[at++];
    else while (at < range.to && text[at] !== '"' && !signs.includes(text[at])) value += text[at++];
    found.push({ text: value, quoted, from, to: at });
  }
  return found;
}

/**
 * A word as it must be written so that `lex` reads it back: quoted where it needs it, `always` for file
 * names.
 */
export function quote(text: string, always = false): string {
  if (!always && text !== '' && !/[\s;"\\\u00a0\ufeff]/.test(text) && !text.startsWith('#')) return text;
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
