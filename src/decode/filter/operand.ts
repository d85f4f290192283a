/**
 * Operands of a filter, checked against the field registry and made into functions that fill a register with
 * the values they have in a frame.
 */
import { fieldsNamed } from '../registry';
import { combined, combiner, negate } from './arithmetic';
import { extraProducer, fieldProducer } from './fieldValues';
import { foreignProtocols } from './foreignProtocols';
import { compileCall } from './functions';
import { checkLength, readLiteral, wholeNumber } from './literal';
import { compileReference } from './reference';
import { Register } from './register';
import { sliceProducer } from './sliceValues';
import { FilterProblem, type Operand, type Place } from './syntax';
import { type Beside, besideOf, type Produce, type Scope, type Typed, written } from './typed';
import { canAdd, canMask, canMultiply, canSlice, compatible, shapeOf, wordsOf } from './types';

/**
 * An operand whose type must come from itself: the left side of an operator, an argument. `what` names the
 * operator.
 */
export function compileLeft<E>(scope: Scope<E>, operand: Operand, what: string): Typed<E> {
  switch (operand.kind) {
    case 'word': {
      const field = compileWord(scope, operand);
      if (field !== null) return field;
      throw unknownField(operand, what);
    }
    case 'literal':
    case 'string':
    case 'char':
      throw new FilterProblem(
        operand,
        `a field or a function must stand on the left of ${what}, not a value`,
      );
    default:
      return compileCompound(scope, operand, null);
  }
}

/** An operand that may be a value; `beside` is what it is compared or combined with. */
export function compileRight<E>(scope: Scope<E>, operand: Operand, beside: Beside): Typed<E> {
  switch (operand.kind) {
    case 'word': {
      const field = compileWord(scope, operand);
      if (field !== null) return checkCompatible(field, beside);
      if (operand.dotted || operand.layers !== null) throw unknownField(operand, '');
      return compileLiteral(scope, operand, beside);
    }
    case 'literal':
    case 'string':
    case 'char':
      return compileLiteral(scope, operand, beside);
    case 'slice': {
      const slice = compileCompound(scope, operand, beside);
      if (!canSlice(beside.type)) throw incompatible(slice, beside);
      return slice;
    }
    default:
      return checkCompatible(compileCompound(scope, operand, beside), beside);
  }
}

function checkCompatible<E>(operand: Typed<E>, beside: Beside): Typed<E> {
  const sliced = beside.slice && canSlice(operand.type);
  if (!compatible(beside.type, operand.type) && !sliced) throw incompatible(operand, beside);
  return operand;
}

function incompatible<E>(operand: Typed<E>, beside: Beside): FilterProblem {
  return new FilterProblem(
    operand.place,
    `${operand.name} is ${wordsOf(operand.type)} and cannot be compared with ${beside.name}, ${wordsOf(beside.type)}`,
  );
}

function unknownField(place: Extract<Operand, { kind: 'word' }>, what: string): FilterProblem {
  if (!place.dotted && place.layers === null && what !== '' && wholeNumber(place.text) !== null) {
    return new FilterProblem(place, `a field or a function must stand on the left of ${what}, not a value`);
  }
  return new FilterProblem(place, `"${place.text}" is no field or protocol that is known`);
}

function compileLiteral<E>(
  scope: Scope<E>,
  operand: Extract<Operand, { kind: 'word' | 'literal' | 'string' | 'char' }>,
  beside: Beside,
): Typed<E> {
  const constant = readLiteral(operand, beside);
  checkLength(operand, beside, constant);
  return constantOf(scope, operand, beside, constant);
}

function constantOf<E>(scope: Scope<E>, place: Place, beside: Beside, constant: Register): Typed<E> {
  const shape = shapeOf(beside.type);
  return {
    place,
    name: written(scope, place),
    type: beside.type,
    values: beside.values,
    kind: 'constant',
    field: null,
    constant,
    produce: (_d, _extra, into) => {
      into.clear(true);
      for (let i = 0; i < constant.n; i++) into.copy(constant, i, shape);
    },
  };
}

/**
 * The left side of `contains` and `matches`: a protocol reaches from its header to the end of what it
 * carries.
 */
export function compileSearched<E>(scope: Scope<E>, operand: Operand, what: string): Typed<E> {
  const typed = compileLeft(scope, operand, what);
  if (operand.kind !== 'word' || typed.type !== 'protocol' || typed.kind !== 'field') return typed;
  return { ...typed, produce: fieldProducer(fieldsNamed(operand.text), operand.layers, true) };
}

/** A field or an extra field, or null when the word is no name. */
function compileWord<E>(scope: Scope<E>, operand: Extract<Operand, { kind: 'word' }>): Typed<E> | null {
  const name = written(scope, operand);
  const fields = fieldsNamed(operand.text);
  if (fields.length > 0) {
    for (const { id } of fields) scope.used.add(id);
    const { type } = fields[0];
    return {
      place: operand,
      name,
      type,
      values: fields.find(field => field.values !== undefined)?.values,
      kind: 'field',
      field: fields.length === 1 && operand.layers === null ? fields[0] : null,
      constant: null,
      produce: fieldProducer(fields, operand.layers),
    };
  }
  const extra = scope.extras.get(operand.text);
  if (extra === undefined) return foreignProtocols.has(operand.text) ? foreignProtocol(operand, name) : null;
  if (operand.layers !== null) throw new FilterProblem(operand, `${extra.name} is in no layer of the packet`);
  const { type, values } = extra;
  return {
    place: operand,
    name,
    type,
    values,
    kind: 'extra',
    field: null,
    constant: null,
    produce: extraProducer(extra),
  };
}

/** A protocol that no frame of ours has. */
function foreignProtocol<E>(place: Place, name: string): Typed<E> {
  return {
    place,
    name,
    type: 'protocol',
    values: undefined,
    kind: 'field',
    field: null,
    constant: null,
    produce: (_d, _extra, into) => into.clear(false),
  };
}

/** Slices, functions, arithmetic and references. `beside`: what values in them are read as. */
function compileCompound<E>(
  scope: Scope<E>,
  operand: Exclude<Operand, { kind: 'word' | 'literal' | 'string' | 'char' }>,
  beside: Beside | null,
): Typed<E> {
  switch (operand.kind) {
    case 'slice':
      return compileSlice(scope, operand);
    case 'call':
      return compileCall(scope, operand);
    case 'reference':
      return compileReference(scope, operand);
    case 'sign': {
      const of = compilePart(scope, operand.of, calculating(beside));
      if (!operand.negative) return of;
      if (!canAdd(of.type))
        throw new FilterProblem(of.place, `${of.name} is ${wordsOf(of.type)} and has no negative`);
      const register = new Register();
      const turn = negate(of.type);
      if (of.constant !== null) {
        turn(of.constant, register);
        return constantOf(scope, operand, besideOf(of), register);
      }
      return calculated(scope, operand, of, 'arithmetic', (d, extra, into) => {
        of.produce(d, extra, register);
        turn(register, into);
      });
    }
    case 'arithmetic':
      return compileArithmetic(scope, operand, beside);
  }
}

function compileArithmetic<E>(
  scope: Scope<E>,
  operand: Extract<Operand, { kind: 'arithmetic' }>,
  beside: Beside | null,
): Typed<E> {
  const { operator } = operand;
  const left = compilePart(scope, operand.left, calculating(beside));
  const able = operator === '&' ? canMask : operator === '+' || operator === '-' ? canAdd : canMultiply;
  if (!able(left.type)) {
    throw new FilterProblem(
      left.place,
      `${left.name} is ${wordsOf(left.type)} and cannot be used with ${operator}`,
    );
  }
  if (operand.right.kind === 'char')
    throw new FilterProblem(operand.right, 'a character cannot be calculated with; write its number');
  const right = compileRight(scope, operand.right, calculating(besideOf(left)));
  if (!able(right.type)) {
    throw new FilterProblem(
      right.place,
      `${right.name} is ${wordsOf(right.type)} and cannot be used with ${operator}`,
    );
  }
  const combine = combiner(operator, left.type);
  if (left.constant !== null && right.constant !== null) {
    const constant = new Register();
    combine(left.constant, right.constant, constant);
    return constantOf(scope, operand, besideOf(left), constant);
  }
  const kind = operator === '&' ? 'mask' : 'arithmetic';
  return calculated(scope, operand, left, kind, combined(left.produce, right.produce, combine));
}

function calculated<E>(
  scope: Scope<E>,
  place: Place,
  like: Typed<E>,
  kind: 'arithmetic' | 'mask',
  produce: Produce<E>,
): Typed<E> {
  return {
    place,
    name: written(scope, place),
    type: like.type,
    values: like.values,
    kind,
    field: null,
    constant: null,
    produce,
  };
}

/** In a calculation, values go by number and not by name. */
function calculating<B extends Beside | null>(beside: B): B {
  return beside === null ? beside : { ...beside, values: undefined };
}

function compilePart<E>(scope: Scope<E>, operand: Operand, beside: Beside | null): Typed<E> {
  if (beside !== null) return compileRight(scope, operand, beside);
  if (operand.kind === 'literal' || operand.kind === 'string' || operand.kind === 'char') {
    throw new FilterProblem(
      operand,
      'a calculation on the left must begin with a field or a function, not with a value',
    );
  }
  return compileLeft(scope, operand, 'a calculation');
}

function compileSlice<E>(scope: Scope<E>, operand: Extract<Operand, { kind: 'slice' }>): Typed<E> {
  const inner = operand.of;
  if (
    inner.kind === 'literal' ||
    inner.kind === 'string' ||
    inner.kind === 'char' ||
    inner.kind === 'reference'
  ) {
    throw new FilterProblem(inner, 'only fields and functions have parts that brackets can choose');
  }
  const of = compileLeft(scope, inner, 'a slice');
  if (!canSlice(of.type))
    throw new FilterProblem(of.place, `${of.name} is ${wordsOf(of.type)}, which has no bytes to choose from`);
  return {
    place: operand,
    name: written(scope, operand),
    type: 'bytes',
    values: undefined,
    kind: 'slice',
    field: null,
    constant: null,
    produce: sliceProducer(of, operand.ranges),
  };
}
