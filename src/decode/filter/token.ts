/** What the lexer hands to the parser. */
import type { Place, Range } from './syntax';

type TokenKind =
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
