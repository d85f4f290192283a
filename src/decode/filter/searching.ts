/** `contains` and `matches`: what is searched for in texts, bytes and protocols. */
import { ASKS } from './asks';
import { compareRegisters } from './comparison';
import { compileRight, compileSearched } from './operand';
import { ByteMatcher } from './regex';
import { RegexProblem } from './regexSyntax';
import { type Compare, containsBytes, Register } from './register';
import { asBytes } from './sliceValues';
import { type Compared, FilterProblem } from './syntax';
import { besideOf, type Produce, type Scope, type Test, type Typed } from './typed';
import { canContain, isText, wordsOf } from './types';

export function compileContains<E>(scope: Scope<E>, node: Compared): Test<E> {
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

export function compileMatches<E>(scope: Scope<E>, node: Compared): Test<E> {
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
