/** `in`: whether a field has one of several values, or lies in one of several ranges. */
import type { Dissection } from '../dissection';
import { asWide } from './comparison';
import { compileLeft, compileRight } from './operand';
import { type Compare, comparisons, Register } from './register';
import { asBytes } from './sliceValues';
import { FilterProblem, type Node, type Operand } from './syntax';
import { type Beside, besideOf, type Produce, type Scope, type Test, type Typed } from './typed';
import { canCompare, shapeOf } from './types';

/** Whether one member of a set has any (or all) of the values in `values`. */
type Holds<E> = (d: Dissection, extra: E, values: Register) => boolean;

export function compileMembership<E>(scope: Scope<E>, node: Extract<Node, { kind: 'in' }>): Test<E> {
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
