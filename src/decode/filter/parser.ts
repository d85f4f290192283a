/**
 * Text to tree. From loose to tight: `or`, `xor`, `and`, `not`, comparisons, `&`, `+ -`, `* / %`, signs.
 * Arithmetic groups with braces, logic with parentheses; `contains`, `matches` and `in` take no arithmetic.
 */
import { tokenize } from './lexer';
import {
  type ArithmeticOperator,
  type CompareOperator,
  FilterProblem,
  type Member,
  type Node,
  type Operand,
  type Quantifier,
} from './syntax';
import type { Token } from './token';

/** How deep parentheses, braces and signs may nest. */
const DEEPEST = 200;
/** Operators that one calculation may have. */
const MOST_STEPS = 500;

const COMPARE: ReadonlySet<string> = new Set(['==', '!=', '===', '!==', '>', '>=', '<', '<=']);
const MASKS: ReadonlySet<string> = new Set(['&']);
const SIGNS: ReadonlySet<string> = new Set(['+', '-']);
const FACTORS: ReadonlySet<string> = new Set(['*', '/', '%']);

/** The tree of a filter, null for one that is empty or blank. Throws a `FilterProblem`. */
export function parseTree(text: string): Node | null {
  const parser = new Parser(tokenize(text));
  return parser.whole();
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Node | null {
    if (this.here().kind === 'end') return null;
    const node = this.or();
    if (this.here().kind !== 'end') this.refuse();
    return node;
  }

  /** The token that comes next. */
  private here(): Token {
    return this.tokens[this.at];
  }

  private is(operator: string): boolean {
    return this.here().kind === 'operator' && this.here().text === operator;
  }

  private take(operator: string): boolean {
    if (!this.is(operator)) return false;
    this.at++;
    return true;
  }

  private operatorOf(set: ReadonlySet<string>): string | null {
    return this.here().kind === 'operator' && set.has(this.here().text) ? this.here().text : null;
  }

  private expect(operator: string): Token {
    const token = this.here();
    if (!this.take(operator)) this.refuse(`"${operator}"`);
    return token;
  }

  private refuse(expected?: string): never {
    const token = this.here();
    const more = expected === undefined ? '' : `; ${expected} is expected`;
    if (token.kind === 'end') {
      throw new FilterProblem(token, `the filter ends too early${more}`);
    }
    throw new FilterProblem(token, `this is not expected here${more}`);
  }

  private deeper<T>(parse: () => T): T {
    if (++this.depth > DEEPEST) throw new FilterProblem(this.here(), 'the filter nests too deeply');
    const result = parse();
    this.depth--;
    return result;
  }

  private chain(operator: 'or' | 'xor' | 'and', next: () => Node): Node {
    const parts = [next()];
    while (this.take(operator)) parts.push(next());
    return together(operator, parts);
  }

  private or(): Node {
    return this.chain('or', () => this.chain('xor', () => this.chain('and', () => this.not())));
  }

  private not(): Node {
    const token = this.here();
    if (!this.take('not')) return this.primary();
    const of = this.deeper(() => this.not());
    return { kind: 'not', of, from: token.from, to: of.to };
  }

  private primary(): Node {
    const first = this.at;
    const open = this.here();
    if (this.take('(')) {
      const inner = this.deeper(() => this.or());
      const close = this.expect(')');
      return { ...inner, from: open.from, to: close.to };
    }
    const quantifier: Quantifier | null = this.take('any') ? 'any' : this.take('all') ? 'all' : null;
    const left = this.arithmetic();
    const start = this.tokens[quantifier === null ? first : first + 1];
    return this.relation(quantifier, left, open.from, start.kind !== 'operator' && isEntity(left));
  }

  /**
   * What follows an operand. `plain`: it is one thing, without braces, as `contains`, `matches` and `in` need
   * it.
   */
  private relation(quantifier: Quantifier | null, left: Operand, from: number, plain: boolean): Node {
    const token = this.here();
    if (this.operatorOf(COMPARE) !== null) return this.comparisons(quantifier, left, from);
    if (plain && (this.is('contains') || this.is('matches'))) {
      this.at++;
      const right = this.entity();
      return {
        kind: 'compare',
        quantifier,
        operator: token.text as CompareOperator,
        at: token,
        left,
        right,
        from,
        to: right.to,
      };
    }
    if (plain && this.take('in')) return this.membership(quantifier, left, from);
    if (plain && this.take('not')) {
      if (!this.take('in')) this.refuse('"in"');
      // Wireshark overlooks any and all here.
      const of = this.membership(null, left, from);
      return { kind: 'not', of, from, to: of.to };
    }
    if (quantifier !== null) this.refuse('a comparison');
    return { kind: 'test', of: left, from, to: left.to };
  }

  /** `a == b`, and `a == b == c`, which is `a == b and b == c`. */
  private comparisons(quantifier: Quantifier | null, first: Operand, from: number): Node {
    const parts: Node[] = [];
    let left = first;
    let start = from;
    for (let at = this.here(); ; at = this.here()) {
      const operator = this.operatorOf(COMPARE);
      if (operator === null) return together('and', parts);
      this.at++;
      const right = this.arithmetic();
      parts.push({
        kind: 'compare',
        quantifier,
        operator: operator as CompareOperator,
        at: { from: at.from, to: at.to },
        left,
        right,
        from: start,
        to: right.to,
      });
      left = right;
      start = right.from;
    }
  }

  private membership(quantifier: Quantifier | null, left: Operand, from: number): Node {
    this.expect('{');
    const members: Member[] = [];
    do {
      const first = this.member();
      members.push({ from: first, to: this.take('..') ? this.member() : null });
    } while (this.take(','));
    const close = this.expect('}');
    return { kind: 'in', quantifier, left, members, from, to: close.to };
  }

  private member(): Operand {
    return this.signed(() => this.entity());
  }

  private signed(inner: () => Operand): Operand {
    const token = this.here();
    const sign = this.operatorOf(SIGNS);
    if (sign === null) return inner();
    this.at++;
    const of = this.entity();
    return { kind: 'sign', negative: sign === '-', of, from: token.from, to: of.to };
  }

  private arithmetic(): Operand {
    return this.binary(MASKS, () => this.binary(SIGNS, () => this.binary(FACTORS, () => this.factor())));
  }

  private binary(operators: ReadonlySet<string>, next: () => Operand): Operand {
    let left = next();
    for (let count = 0; ; count++) {
      const operator = this.operatorOf(operators);
      if (operator === null) return left;
      if (count > MOST_STEPS) throw new FilterProblem(this.here(), 'the calculation has too many steps');
      this.at++;
      const right = next();
      left = {
        kind: 'arithmetic',
        operator: operator as ArithmeticOperator,
        left,
        right,
        from: left.from,
        to: right.to,
      };
    }
  }

  private factor(): Operand {
    return this.signed(() => {
      if (!this.take('{')) return this.entity();
      const inner = this.deeper(() => this.arithmetic());
      this.expect('}');
      return inner;
    });
  }

  /** A field, value, function or slice of these. */
  private entity(): Operand {
    let operand = this.atom();
    for (let count = 0; this.here().kind === 'ranges'; count++) {
      const token = this.here();
      if (count > MOST_STEPS) throw new FilterProblem(token, 'too many slices of slices');
      this.at++;
      operand = { kind: 'slice', of: operand, ranges: token.ranges ?? [], from: operand.from, to: token.to };
    }
    return operand;
  }

  private atom(): Operand {
    const token = this.here();
    const place = { from: token.from, to: token.to };
    switch (token.kind) {
      case 'word':
      case 'dotted': {
        this.at++;
        if (token.kind === 'word' && this.take('(')) return this.call(token);
        const layers = this.here().kind === 'layers' ? (this.here().ranges ?? []) : null;
        if (layers !== null) this.at++;
        return { kind: 'word', text: token.text, dotted: token.kind === 'dotted', layers, ...place };
      }
      case 'reference':
        this.at++;
        return { kind: 'reference', text: token.text, layers: token.ranges ?? null, ...place };
      case 'literal':
        this.at++;
        return { kind: 'literal', text: token.text, ...place };
      case 'string':
        this.at++;
        return { kind: 'string', text: token.text, ...place };
      case 'char':
        this.at++;
        return { kind: 'char', value: token.text.charCodeAt(0), ...place };
      default:
        return this.refuse('a field or a value');
    }
  }

  private call(name: Token): Operand {
    const operands: Operand[] = [];
    if (!this.is(')')) {
      do operands.push(this.deeper(() => this.arithmetic()));
      while (this.take(','));
    }
    const close = this.expect(')');
    return { kind: 'call', name: name.text, nameEnd: name.to, operands, from: name.from, to: close.to };
  }
}

function isEntity(operand: Operand): boolean {
  return operand.kind !== 'arithmetic' && operand.kind !== 'sign';
}

function together(operator: 'or' | 'xor' | 'and', parts: readonly Node[]): Node {
  const last = parts[parts.length - 1];
  return parts.length === 1 ? last : { kind: 'logic', operator, parts, from: parts[0].from, to: last.to };
}
