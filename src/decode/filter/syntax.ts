/**
 * The tree of a display filter as it is written, before names are looked up. Every node knows its place in
 * the text.
 */

/** A place in the filter's text: UTF-16 offsets, `to` exclusive. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** What is wrong with a filter, in words, and where. */
export interface FilterError extends Place {
  readonly message: string;
}

/** Thrown inside the filter code, caught by `compileFilter` and `parseFilter`. */
export class FilterProblem extends Error {
  constructor(
    readonly place: Place,
    message: string,
  ) {
    super(message);
  }
}

export type CompareOperator = '==' | '!=' | '===' | '!==' | '>' | '>=' | '<' | '<=' | 'contains' | 'matches';
export type ArithmeticOperator = '&' | '+' | '-' | '*' | '/' | '%';
export type Quantifier = 'any' | 'all';

/**
 * Part of a slice or of a choice of layers: `start:length`, `start-end` (inclusive), `start`, or `start:` to
 * the end.
 */
export interface Range {
  readonly start: number;
  /** null: to the end. */
  readonly length: number | null;
  /** Written `start-end`: the last one belonging to it, which may be negative; `length` is null then. */
  readonly last: number | null;
}

export type Operand =
  /**
   * A field's name, or a value, whichever the word turns out to be. `dotted`: written `.name`, surely a
   * field.
   */
  | (Place & {
      readonly kind: 'word';
      readonly text: string;
      readonly dotted: boolean;
      readonly layers: readonly Range[] | null;
    })
  /** `${name}`: the value in the frame that is selected in a window. */
  | (Place & { readonly kind: 'reference'; readonly text: string; readonly layers: readonly Range[] | null })
  /** An unquoted value that is surely no field: addresses, bytes with colons, `:ff`. */
  | (Place & { readonly kind: 'literal'; readonly text: string })
  /** `"…"`, its escapes resolved: one character of `text` is one byte. */
  | (Place & { readonly kind: 'string'; readonly text: string })
  /** `'a'`, the byte's value. */
  | (Place & { readonly kind: 'char'; readonly value: number })
  | (Place & { readonly kind: 'slice'; readonly of: Operand; readonly ranges: readonly Range[] })
  | (Place & {
      readonly kind: 'call';
      readonly name: string;
      readonly nameEnd: number;
      readonly operands: readonly Operand[];
    })
  | (Place & { readonly kind: 'sign'; readonly negative: boolean; readonly of: Operand })
  | (Place & {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Operand;
      readonly right: Operand;
    });

/** A member of a set: one value, or all between two. */
export interface Member {
  readonly from: Operand;
  readonly to: Operand | null;
}

export type Node =
  /** Two or more parts; those in parentheses stay nodes of their own. */
  | (Place & {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or' | 'xor';
      readonly parts: readonly Node[];
    })
  | (Place & { readonly kind: 'not'; readonly of: Node })
  /** A field, protocol or value that is there (with `&`: is not zero). */
  | (Place & { readonly kind: 'test'; readonly of: Operand })
  | (Place & {
      readonly kind: 'compare';
      readonly quantifier: Quantifier | null;
      readonly operator: CompareOperator;
      /** Place of the operator. */
      readonly at: Place;
      readonly left: Operand;
      readonly right: Operand;
    })
  | (Place & {
      readonly kind: 'in';
      readonly quantifier: Quantifier | null;
      readonly left: Operand;
      readonly members: readonly Member[];
    });

/** A comparison of two operands. */
export type Compared = Extract<Node, { kind: 'compare' }>;
