/** Comparisons of a filter: both operands' values fill registers, and each pair is compared. */
import { ASKS, type Asks, type OrderOperator } from './asks';
import { compileLeft, compileRight } from './operand';
import { compileQuick } from './quickTests';
import { type Compare, comparisons, Register } from './register';
import { asBytes } from './sliceValues';
import { type Compared, FilterProblem } from './syntax';
import { besideOf, type Produce, type Scope, type Test, type Typed, written } from './typed';
import { canCompare, type Shape, shapeOf, wordsOf } from './types';

/** `==`, `!=`, `<` and their like. */
export function compileComparison<E>(scope: Scope<E>, node: Compared): Test<E> {
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

/** The values of an operand as 64-bit integers. */
export function asWide<E>(of: Typed<E>): Produce<E> {
  if (shapeOf(of.type) === 'wide') return of.produce;
  const { produce } = of;
  return (d, extra, into) => {
    produce(d, extra, into);
    for (let i = 0; i < into.n; i++) into.wide[i] = BigInt(into.num[i]);
  };
}

/** Pairs that are compared one by one; beyond this the values are sorted first. */
const MANY_PAIRS = 1_000_000;

/** Whether any (or all) pairs of values compare as asked; false where an operand is not in the frame. */
export function compareRegisters<E>(
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
