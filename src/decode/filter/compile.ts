/**
 * A filter's tree, checked, as one function that answers whether a frame is selected. Nothing allocates per
 * frame.
 */
import { compileComparison } from './comparison';
import { compileMembership } from './membership';
import { compileLeft } from './operand';
import { Register } from './register';
import { compileContains, compileMatches } from './searching';
import { FilterProblem, type Node, type Operand } from './syntax';
import { type Scope, type Test, written } from './typed';
import { type Shape, shapeOf } from './types';

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
