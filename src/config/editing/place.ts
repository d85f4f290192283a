/** Where in a text somebody types or points: the statement, and the word in it. */
import { lex, type Statement, type Token } from '../lexer';
import type { Range } from '../text';

/** The place where something is being typed. */
export interface TypingPlace extends Range {
  /** Words of the statement before it, without `at TIME`. */
  readonly before: readonly Token[];
  /** True after `at TIME`, where only some commands may stand. */
  readonly timed: boolean;
  /** What is typed of the word so far; the range is its own. */
  readonly typed: string;
  readonly quoted: boolean;
}

/** The place at an offset, or null inside a comment. */
export function typingAt(text: string, offset: number): TypingPlace | null {
  // A letter where the next one will be typed: the word under way is then the last one, even while it is
  // empty.
  const { statements, comments } = lex(`${text.slice(0, offset)}_`);
  if (comments.some(({ to }) => to > offset)) return null;
  const tokens = statements[statements.length - 1].tokens;
  const word = tokens[tokens.length - 1];
  const timed = tokens.length > 2 && tokens[0].text === 'at';
  return {
    before: tokens.slice(timed ? 2 : 0, -1),
    timed,
    typed: word.text.slice(0, -1),
    quoted: word.quoted,
    from: word.from,
    to: offset,
  };
}

/** A word of a statement with the command it belongs to. */
interface PointedWord {
  readonly token: Token;
  /** Its place among the words of its command, which is number 0. */
  readonly index: number;
  readonly words: readonly Token[];
}

/** The words of a statement without `at TIME`. */
export function commandTokens({ tokens }: Statement): readonly Token[] {
  return tokens[0].text === 'at' && !tokens[0].quoted && tokens.length > 2 ? tokens.slice(2) : tokens;
}

/** The word at an offset, or null between words. */
export function wordAt(statements: readonly Statement[], offset: number): PointedWord | null {
  for (const statement of statements) {
    if (statement.from > offset || statement.to < offset) continue;
    const own = commandTokens(statement);
    for (const words of [own, statement.tokens]) {
      const index = words.findIndex(({ from, to }) => from <= offset && offset <= to);
      if (index >= 0) return { token: words[index], index, words };
    }
  }
  return null;
}
