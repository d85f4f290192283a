/**
 * A filter's tree, checked, as one function that answers whether a frame is selected. Common forms (a field beside a
 * constant) walk the dissection directly; all others fill registers and compare these. Nothing allocates per frame.
 */
import type { Dissection } from '../dissection';
import type { FieldInfo } from '../registry';
import { ASKS, type Asks, type OrderOperator } from './asks';
import { compileLeft, compileRight, compileSearched } from './operand';
import { ByteMatcher } from './regex';
import { RegexProblem } from './regexSyntax';
import { type Compare, compareBytes, comparisons, containsBytes, Register } from './register';
import { asBytes } from './sliceValues';
import { FilterProblem, type Node, type Operand } from './syntax';
import { type Beside, besideOf, type Produce, type Scope, type Typed, written } from './typed';
import { canCompare, canContain, isText, type Shape, shapeOf, wordsOf } from './types';

/** Whether a frame is selected. */
export type Test<E> = (d: Dissection, extra: E) => boolean;

type Compared = Extract<Node, { kind: 'compare' }>;

export function compileNode<E>(scope: Scope<E>, node: Node): Test<E> {
  switch (node.kind) {
    case 'logic':
      return combineTests(
        node.operator,
        node.parts.map(part => compileNode(scope, part)),
      );
    case 'not': {
      const of = compileNode(scope, node.of);
      return (d, extra) => !of(d, extra);
    }
    case 'test':
      return compileTest(scope, node.of);
    case 'in':
      return compileMembership(scope, node);
    case 'compare':
      if (node.operator === 'contains') return compileContains(scope, node);
      if (node.operator === 'matches') return compileMatches(scope, node);
      return compileComparison(scope, node);
  }
}

function combineTests<E>(operator: 'and' | 'or' | 'xor', tests: readonly Test<E>[]): Test<E> {
  if (operator === 'xor') {
    return (d, extra) => {
      let odd = false;
      for (const test of tests) if (test(d, extra)) odd = !odd;
      return odd;
    };
  }
  const enough = operator === 'or';
  if (tests.length === 2) {
    const [left, right] = tests;
    if (enough) return (d, extra) => left(d, extra) || right(d, extra);
    return (d, extra) => left(d, extra) && right(d, extra);
  }
  return (d, extra) => {
    for (const test of tests) if (test(d, extra) === enough) return enough;
    return !enough;
  };
}

function compileTest<E>(scope: Scope<E>, operand: Operand): Test<E> {
  if (operand.kind === 'literal' || operand.kind === 'string' || operand.kind === 'char') {
    throw new FilterProblem(
      operand,
      `${written(scope, operand)} alone says nothing: a field, a protocol or a comparison is expected`,
    );
  }
  const of = compileLeft(scope, operand, 'a comparison');
  if (of.kind === 'call') throw new FilterProblem(of.place, 'a function must be compared with something');
  if (of.kind === 'reference')
    throw new FilterProblem(of.place, 'a reference must be compared with something');
  if (of.field !== null) {
    const { id } = of.field;
    return d => d.find(id) >= 0;
  }
  const { produce, kind } = of;
  const values = new Register();
  const isZero = zeroTest(shapeOf(of.type));
  return (d, extra) => {
    produce(d, extra, values);
    if (kind === 'field' || kind === 'extra') return values.n > 0;
    for (let i = 0; i < values.n; i++) {
      if (kind === 'slice' ? values.length[i] > 0 : !isZero(values, i)) return true;
    }
    return false;
  };
}

/** What is calculated is there when it is not zero. */
function zeroTest(shape: Shape): (values: Register, i: number) => boolean {
  if (shape === 'bytes') return (values, i) => !anyBit(values, i);
  if (shape === 'time') return (values, i) => values.num[i] === 0 && values.nanos[i] === 0;
  return (values, i) => values.num[i] === 0;
}

function anyBit(values: Register, i: number): boolean {
  for (let k = 0; k < values.length[i]; k++) if (values.buffer[i][values.at[i] + k] !== 0) return true;
  return false;
}

function compileComparison<E>(scope: Scope<E>, node: Compared): Test<E> {
  const symbol = written(scope, node.at);
  const left = compileLeft(scope, node.left, symbol);
  if (!canCompare(left.type)) throw new FilterProblem(left.place, `${left.name} is ${wordsOf(left.type)}`);
  if (left.constant !== null)
    throw new FilterProblem(
      left.place,
      `a field or a function must stand on the left of ${symbol}, not a value`,
    );
  const right = compileRight(scope, node.right, besideOf(left));
  const operator = node.operator as OrderOperator;
  const all = node.quantifier === null ? operator === '===' || operator === '!=' : node.quantifier === 'all';
  const quick = right.constant === null ? null : compileQuick(left, right.constant, operator, all);
  if (quick !== null) return quick;
  const [produceLeft, produceRight, shape] = alike(left, right);
  return compareRegisters(produceLeft, produceRight, comparisons[shape], ASKS[operator], all);
}

/** Both operands' producers, made to agree on a shape. */
function alike<E>(left: Typed<E>, right: Typed<E>): [Produce<E>, Produce<E>, Shape] {
  const a = shapeOf(left.type);
  const b = shapeOf(right.type);
  if (a === b) return [left.produce, right.produce, a];
  if (a === 'wide' || b === 'wide') return [asWide(left), asWide(right), 'wide'];
  if (a === 'bytes' || b === 'bytes') return [asBytes(left), asBytes(right), 'bytes'];
  return [left.produce, right.produce, a];
}

function asWide<E>(of: Typed<E>): Produce<E> {
  if (shapeOf(of.type) === 'wide') return of.produce;
  const { produce } = of;
  return (d, extra, into) => {
    produce(d, extra, into);
    for (let i = 0; i < into.n; i++) into.wide[i] = BigInt(into.num[i]);
  };
}

/** Pairs that are compared one by one; beyond this the values are sorted first. */
const MANY_PAIRS = 1_000_000;

function compareRegisters<E>(
  left: Produce<E>,
  right: Produce<E>,
  compare: Compare,
  asks: Asks,
  all: boolean,
): Test<E> {
  const a = new Register();
  const b = new Register();
  return (d, extra) => {
    left(d, extra, a);
    if (!a.present) return false;
    right(d, extra, b);
    if (!b.present) return false;
    if (a.n * b.n > MANY_PAIRS) return compareMany(a, b, compare, asks, all);
    for (let i = 0; i < a.n; i++) {
      for (let j = 0; j < b.n; j++) {
        const order = compare(a, i, b, j);
        // Values that cannot be compared count neither for nor against.
        if (Number.isNaN(order)) continue;
        if (asks(order) !== all) return !all;
      }
    }
    return all;
  };
}

/** The same with so many values that each pair would take too long: distinct values first. */
function compareMany(a: Register, b: Register, compare: Compare, asks: Asks, all: boolean): boolean {
  const left = distinct(a, compare);
  const right = distinct(b, compare);
  let pairs = 0;
  for (const i of left) {
    for (const j of right) {
      if (++pairs > 10 * MANY_PAIRS) return all;
      const order = compare(a, i, b, j);
      if (!Number.isNaN(order) && asks(order) !== all) return !all;
    }
  }
  return all;
}

function distinct(values: Register, compare: Compare): number[] {
  const order = Array.from({ length: values.n }, (_, i) => i);
  order.sort((i, j) => compare(values, i, values, j) || 0);
  return order.filter((i, n) => n === 0 || compare(values, order[n - 1], values, i) !== 0);
}

/** A plain field beside one constant, without registers; null where that form does not fit. */
function compileQuick<E>(
  left: Typed<E>,
  constant: Register,
  operator: OrderOperator,
  all: boolean,
): Test<E> | null {
  const { field } = left;
  if (field === null || constant.n !== 1) return null;
  const shape = shapeOf(field.type);
  if (shape === 'number') {
    const value = constant.num[0];
    const flag = field.type === 'boolean';
    if (value < 0 || flag) return flag ? quickFlag(field, value, operator, all) : null;
    return quickNumber(field.id, value, operator, all);
  }
  if (shape === 'bytes' && field.type !== 'protocol') return quickBytes(field, constant, ASKS[operator], all);
  return null;
}

function quickFlag<E>(field: FieldInfo, value: number, operator: OrderOperator, all: boolean): Test<E> {
  const { id } = field;
  const whenSet = ASKS[operator](1 - value);
  const whenClear = ASKS[operator](0 - value);
  return d => {
    let seen = false;
    for (let k = 0; k < d.count; k++) {
      if (d.field[k] !== id) continue;
      seen = true;
      if ((d.value[k] === 0 ? whenClear : whenSet) !== all) return !all;
    }
    return all && seen;
  };
}

function quickNumber<E>(id: number, value: number, operator: OrderOperator, all: boolean): Test<E> {
  if (!all && operator === '==') {
    return d => {
      for (let k = 0; k < d.count; k++) if (d.field[k] === id && d.value[k] === value) return true;
      return false;
    };
  }
  if (!all && operator === '>') {
    return d => {
      for (let k = 0; k < d.count; k++) if (d.field[k] === id && d.value[k] > value) return true;
      return false;
    };
  }
  if (!all && operator === '<') {
    return d => {
      for (let k = 0; k < d.count; k++) if (d.field[k] === id && d.value[k] < value) return true;
      return false;
    };
  }
  const asks = ASKS[operator];
  return d => {
    let seen = false;
    for (let k = 0; k < d.count; k++) {
      if (d.field[k] !== id) continue;
      seen = true;
      if (asks(d.value[k] - value) !== all) return !all;
    }
    return all && seen;
  };
}

function quickBytes<E>(field: FieldInfo, constant: Register, asks: Asks, all: boolean): Test<E> {
  const { id } = field;
  const bytes = constant.buffer[0];
  const at = constant.at[0];
  const length = constant.length[0];
  const prefix = constant.prefix[0];
  return d => {
    let seen = false;
    for (let k = 0; k < d.count; k++) {
      if (d.field[k] !== id) continue;
      seen = true;
      const order = compareBytes(d.valueBytes(k), d.valueAt(k), d.valueLength(k), bytes, at, length, prefix);
      if (asks(order) !== all) return !all;
    }
    return all && seen;
  };
}

function compileContains<E>(scope: Scope<E>, node: Compared): Test<E> {
  const left = compileSearched(scope, node.left, 'contains');
  if (!canContain(left.type)) {
    throw new FilterProblem(
      left.place,
      `${left.name} is ${wordsOf(left.type)}; contains works on texts, bytes and protocols`,
    );
  }
  const right = compileRight(scope, node.right, besideOf(left, true));
  if (isText(left.type) && isText(right.type))
    return containsText(left.produce, right.produce, node.quantifier === 'all');
  if (right.constant !== null && right.constant.n === 1 && right.constant.length[0] > 1) {
    return containsConstant(left, right.constant, node.quantifier === 'all');
  }
  // Nothing is in texts and protocols, and in bytes where there are any.
  const holdsNothing = left.type !== 'protocol' && !isText(left.type);
  const holds: Compare = (a, i, b, j) => {
    if (b.length[j] === 0) return holdsNothing && a.length[i] > 0 ? 0 : 1;
    return containsBytes(a.buffer[i], a.at[i], a.length[i], b.buffer[j], b.at[j], b.length[j]) ? 0 : 1;
  };
  return compareRegisters(asBytes(left), asBytes(right), holds, ASKS['=='], node.quantifier === 'all');
}

/** Searches with a table of how far each byte lets the search skip (Horspool). */
function containsConstant<E>(left: Typed<E>, constant: Register, all: boolean): Test<E> {
  const size = constant.length[0];
  const needle = constant.buffer[0].slice(constant.at[0], constant.at[0] + size);
  const skips = new Int32Array(256).fill(size);
  for (let i = 0; i < size - 1; i++) skips[needle[i]] = size - 1 - i;
  const last = needle[size - 1];
  const holds = (bytes: Uint8Array, at: number, length: number): boolean => {
    const end = at + length;
    for (let i = at + size - 1; i < end; ) {
      const byte = bytes[i];
      if (byte === last) {
        let same = 1;
        while (same < size && bytes[i - same] === needle[size - 1 - same]) same++;
        if (same === size) return true;
      }
      i += skips[byte];
    }
    return false;
  };
  const produce = asBytes(left);
  const values = new Register();
  return (d, extra) => {
    produce(d, extra, values);
    if (!values.present) return false;
    for (let i = 0; i < values.n; i++) {
      if (holds(values.buffer[i], values.at[i], values.length[i]) !== all) return !all;
    }
    return all;
  };
}

function containsText<E>(left: Produce<E>, right: Produce<E>, all: boolean): Test<E> {
  const holds: Compare = (a, i, b, j) => (b.text[j] !== '' && a.text[i].includes(b.text[j]) ? 0 : 1);
  return compareRegisters(left, right, holds, ASKS['=='], all);
}

function compileMatches<E>(scope: Scope<E>, node: Compared): Test<E> {
  const left = compileSearched(scope, node.left, 'matches');
  const { right } = node;
  if (right.kind !== 'string')
    throw new FilterProblem(right, 'the regular expression must stand in double quotes');
  if (!canContain(left.type)) {
    throw new FilterProblem(
      left.place,
      `${left.name} is ${wordsOf(left.type)}; matches works on texts, bytes and protocols`,
    );
  }
  let matcher: ByteMatcher;
  try {
    matcher = new ByteMatcher(right.text);
  } catch (problem) {
    if (problem instanceof RegexProblem)
      throw new FilterProblem(right, `the regular expression is wrong: ${problem.message}`);
    throw problem;
  }
  const produce = asBytes(left);
  const values = new Register();
  const all = node.quantifier === 'all';
  // An empty text may match, where there are no bytes nothing does.
  const searchesNothing = isText(left.type);
  return (d, extra) => {
    produce(d, extra, values);
    if (!values.present) return false;
    for (let i = 0; i < values.n; i++) {
      const found =
        (searchesNothing || values.length[i] > 0) &&
        matcher.search(values.buffer[i], values.at[i], values.length[i]);
      if (found !== all) return !all;
    }
    return all;
  };
}

/** Whether one member of a set has any (or all) of the values in `values`. */
type Holds<E> = (d: Dissection, extra: E, values: Register) => boolean;

function compileMembership<E>(scope: Scope<E>, node: Extract<Node, { kind: 'in' }>): Test<E> {
  const left = node.left.kind === 'word' ? compileLeft(scope, node.left, 'in') : null;
  if (left === null || !canCompare(left.type))
    throw new FilterProblem(node.left, 'only a field can be looked up in a set');
  const beside = besideOf(left);
  const all = node.quantifier === 'all';
  const members = node.members.map(member => compileMember(scope, left, beside, member.from, member.to, all));
  const values = new Register();
  const { produce } = left;
  return (d, extra) => {
    produce(d, extra, values);
    if (!values.present) return false;
    for (const member of members) if (member(d, extra, values)) return true;
    return false;
  };
}

function compileMember<E>(
  scope: Scope<E>,
  left: Typed<E>,
  beside: Beside,
  from: Operand,
  to: Operand | null,
  all: boolean,
): Holds<E> {
  const low = compileRight(scope, from, beside);
  const high = to === null ? low : compileRight(scope, to, beside);
  const wide = [left, low, high].some(one => shapeOf(one.type) === 'wide');
  const shape = wide ? 'wide' : shapeOf(left.type);
  const widen = wide && shapeOf(left.type) !== 'wide';
  const compare = comparisons[shape];
  const bring = (of: Typed<E>): Produce<E> =>
    wide ? asWide(of) : shape === 'bytes' ? asBytes(of) : of.produce;
  const produceLow = bring(low);
  const produceHigh = bring(high);
  const lows = new Register();
  const highs = new Register();
  return (d, extra, values) => {
    produceLow(d, extra, lows);
    if (to !== null) produceHigh(d, extra, highs);
    if (widen) for (let i = 0; i < values.n; i++) values.wide[i] = BigInt(values.num[i]);
    for (let i = 0; i < values.n; i++) {
      const holds =
        to === null ? isOneOf(values, i, lows, compare) : isBetween(values, i, lows, highs, compare);
      if (holds !== all) return !all;
    }
    return all;
  };
}

function isOneOf(values: Register, i: number, members: Register, compare: Compare): boolean {
  for (let j = 0; j < members.n; j++) if (compare(values, i, members, j) === 0) return true;
  return false;
}

function isBetween(values: Register, i: number, lows: Register, highs: Register, compare: Compare): boolean {
  let above = false;
  for (let j = 0; j < lows.n && !above; j++) above = compare(values, i, lows, j) >= 0;
  if (!above) return false;
  for (let j = 0; j < highs.n; j++) if (compare(values, i, highs, j) <= 0) return true;
  return false;
}
