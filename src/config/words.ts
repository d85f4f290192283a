/** The words of one statement, read from left to right, and the problems found on the way. */
import type { Statement, Token } from './lexer';
import { nearest, type Problem, type ProblemCode, type Severity, SUGGESTIONS_MAX } from './problem';
import type { Range, Source } from './text';

/** More about a problem than its code and message. */
interface ProblemMore {
  readonly severity?: Severity;
  readonly expected?: string;
  readonly suggestion?: string;
}

export class Words {
  private at = 0;

  constructor(
    readonly source: Source,
    readonly statement: Statement,
    private readonly problems: Problem[],
    start = 0,
  ) {
    this.at = start;
  }

  /** The next word, left in place; null at the end. */
  peek(ahead = 0): Token | null {
    return this.statement.tokens[this.at + ahead] ?? null;
  }

  /** The next word; null at the end. */
  next(): Token | null {
    const token = this.peek();
    if (token !== null) this.at++;
    return token;
  }

  /** The word read last. */
  get last(): Token {
    return this.statement.tokens[Math.max(0, this.at - 1)];
  }

  /** The next word if it is one of these, unquoted. */
  take(...words: readonly string[]): Token | null {
    const token = this.peek();
    if (token === null || token.quoted || !words.includes(token.text)) return null;
    return this.next();
  }

  /** The next word; when there is none, reports at the word before that `expected` is missing. */
  need(expected: string): Token | null {
    const token = this.next();
    if (token === null) this.missing(expected);
    return token;
  }

  /** Reports that something is missing after the word read last. */
  missing(expected: string): void {
    const word = this.last;
    this.report('missing-word', word, `Something is missing after \`${shown(word.text)}\`.`, { expected });
  }

  /** Reports every word that is left, as one range. */
  end(): void {
    const first = this.next();
    if (first === null) return;
    let last = first;
    for (let token = this.next(); token !== null; token = this.next()) last = token;
    this.report(
      'extra-word',
      { from: first.from, to: last.to },
      first === last ? `\`${shown(first.text)}\` is too much here.` : 'These words are too much here.',
      { expected: 'the end of the line' },
    );
  }

  /** The words from the one read last on, as a statement of their own. */
  rest(): Words {
    const tokens = this.statement.tokens.slice(this.at - 1);
    const { to, closed } = this.statement;
    return new Words(this.source, { tokens, from: tokens[0].from, to, closed }, this.problems, 1);
  }

  /** Gives up the rest of the statement without a word. */
  skip(): void {
    this.at = this.statement.tokens.length;
  }

  report(code: ProblemCode, range: Range, message: string, more: ProblemMore = {}): void {
    const { severity = 'error', expected, suggestion } = more;
    this.problems.push({ severity, code, from: range.from, to: range.to, message, expected, suggestion });
  }

  /** Reports a word that is none of the known ones; suggests the nearest. */
  unknown(token: Token, message: string, known: readonly string[], expected?: string): void {
    const suggestion = this.suggest(token.text, known);
    this.report('unknown-word', token, message, { suggestion, expected: expected ?? oneOf(known) });
  }

  /** The nearest known word, or undefined; files that are all mistakes get no suggestions after a while. */
  suggest(word: string, known: Iterable<string>): string | undefined {
    return this.problems.length < SUGGESTIONS_MAX ? nearest(word, known) : undefined;
  }

  /** The place of a range, as the stack keeps it. */
  origin(range: Range) {
    return this.source.origin(range);
  }
}

/** A list for people: "a, b or c"; long lists are cut. */
export function oneOf(words: Iterable<string>): string {
  const some: string[] = [];
  for (const word of words) {
    if (some.length === 12) {
      some[11] = 'others';
      break;
    }
    some.push(word);
  }
  return some.length < 2 ? some.join('') : `${some.slice(0, -1).join(', ')} or ${some[some.length - 1]}`;
}

/** A word in a message: cut when it is long, without control characters. */
export function shown(whole: string): string {
  const text = whole.slice(0, 61);
  const clean = Array.from(text, char => (char < ' ' || char === '\u007f' ? '·' : char)).join('');
  return clean.length > 60 ? `${clean.slice(0, 59)}…` : clean;
}
