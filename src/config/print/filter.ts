/** Display filters in printed lines. */
import { lex, quote } from '../lexer';

/** A filter as it stands when a line holds it so, else in quotes. */
export function filterText(filter: string): string {
  const { statements, comments, unclosed } = lex(filter);
  const [whole] = statements;
  const plain =
    statements.length === 1 &&
    comments.length === 0 &&
    unclosed.length === 0 &&
    !/[\\\r\n]/.test(filter) &&
    whole.from === 0 &&
    whole.to === filter.length &&
    !(whole.tokens.length === 1 && whole.tokens[0].quoted);
  return plain ? filter : quote(filter, true);
}
