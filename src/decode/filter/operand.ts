/**
 * Operands of a filter, checked against the field registry and made into functions that fill a register with the values
 * they have in a frame.
 */
import type { Dissection } from '../dissection';
import type { ValueNames } from '../names/valueNames';
import { type FieldId, type FieldInfo, type FieldType, fieldsNamed } from '../registry';
import { fieldText, wideValue } from '../text';
import { type Combine, combiner, negate } from './arithmetic';
import { foreignProtocols } from './foreignProtocols';
import { compileCall } from './functions';
import { checkLength, readLiteral, wholeNumber } from './literal';
import { Register } from './register';
import { FilterProblem, type Operand, type Place, type Range } from './syntax';
import {
  canAdd,
  canMask,
  canMultiply,
  canSlice,
  compatible,
  isSigned,
  isText,
  shapeOf,
  wordsOf,
} from './types';

/** A value of an extra field; nothing where it has none, a list where it has several. */
export type ExtraValue = number | bigint | string | boolean | Uint8Array | null | undefined;

/** A field that is not decoded from the frame but given by the floor above, such as `verdict`. */
export interface ExtraField<E> {
  readonly name: string;
  readonly type: FieldType;
  /** One sentence for completion. */
  readonly description?: string;
  /** Names of its values. */
  readonly values?: ValueNames;
  get(extra: E): ExtraValue | readonly ExtraValue[];
}

/** Fills a register with the values of an operand. */
export type Produce<E> = (d: Dissection, extra: E, into: Register) => void;

/** A checked operand. */
export interface Typed<E> {
  readonly place: Place;
  /** As written, for messages. */
  readonly name: string;
  readonly type: FieldType;
  readonly values: ValueNames | undefined;
  readonly kind: 'field' | 'extra' | 'slice' | 'call' | 'arithmetic' | 'mask' | 'reference' | 'constant';
  readonly produce: Produce<E>;
  /** The field, where it is one field in all layers. */
  readonly field: FieldInfo | null;
  /** The value of a constant. */
  readonly constant: Register | null;
}

/** What is known while a filter is compiled. */
export interface Scope<E> {
  readonly text: string;
  readonly extras: ReadonlyMap<string, ExtraField<E>>;
  /** The fields that the filter looks at. */
  readonly used: Set<FieldId>;
}

/** The other side of the operator: what a literal is read as. */
export interface Beside {
  readonly type: FieldType;
  readonly values: ValueNames | undefined;
  readonly name: string;
  /** Whether parts of an address are enough, as for `contains`. */
  readonly part: boolean;
  /** Whether it is a slice, which goes with bytes of every kind. */
  readonly slice: boolean;
  /** Type whose length bytes must have. */
  readonly written: FieldType;
}

/** What stands on the other side of an operator. */
export function besideOf<E>(typed: Typed<E>, part = false): Beside {
  const { type, values, name, kind, field } = typed;
  return { type, values, name, part, slice: kind === 'slice', written: field?.written ?? type };
}

export function written(scope: { readonly text: string }, place: Place): string {
  return scope.text.slice(place.from, place.to);
}

/** An operand whose type must come from itself: the left side of an operator, an argument. `what` names the operator. */
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

/** The left side of `contains` and `matches`: a protocol reaches from its header to the end of what it carries. */
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

function fieldProducer<E>(
  fields: readonly FieldInfo[],
  layers: readonly Range[] | null,
  whole = false,
): Produce<E> {
  const shape = shapeOf(fields[0].type);
  const only = fields.length === 1 ? fields[0].id : -1;
  const ids = new Set(fields.map(field => field.id));
  const { protocol } = fields[0];
  const signed = isSigned(fields[0].type) ? 1 : 0;
  const flag = fields[0].type === 'boolean';
  return (d, _extra, into) => {
    into.clear(true);
    for (let k = 0; k < d.count; k++) {
      const id = d.field[k];
      if (only >= 0 ? id !== only : !ids.has(id)) continue;
      if (layers !== null && !inLayers(layers, d.nth[k], d.layerNumber(protocol))) continue;
      switch (shape) {
        case 'number':
          into.pushNumber(flag ? (d.value[k] === 0 ? 0 : 1) : d.value[k], signed);
          break;
        case 'wide':
          into.pushWide(signed === 1 ? BigInt.asIntN(64, wideValue(d, k)) : wideValue(d, k), signed);
          break;
        case 'time':
          into.pushTime(d.value[k], d.nanos[k]);
          break;
        case 'bytes':
          into.pushBytes(d.valueBytes(k), d.valueAt(k), whole ? d.reach[k] - d.offset[k] : d.valueLength(k));
          break;
        case 'text':
          into.pushText(fieldText(d, k));
          break;
        case 'nothing':
          into.n++;
      }
    }
    into.present = into.n > 0;
  };
}

/** Whether layer `n` of `total` is one of those asked for; negative numbers count from the last, -1. */
function inLayers(layers: readonly Range[], n: number, total: number): boolean {
  for (const range of layers) {
    // Between two layers counted from the last, Wireshark finds none.
    if (range.last !== null && range.last < 0) continue;
    const first = range.start < 0 ? total + range.start + 1 : range.start;
    let last: number;
    if (range.last !== null) last = range.last;
    else if (range.length !== null) last = first + range.length - 1;
    else last = total;
    if (n >= first && n <= last) return true;
  }
  return false;
}

function extraProducer<E>(field: ExtraField<E>): Produce<E> {
  const shape = shapeOf(field.type);
  const signed = isSigned(field.type) ? 1 : 0;
  const push = (into: Register, value: ExtraValue) => {
    if (value === undefined || value === null) return;
    if (shape === 'text') into.pushText(String(value));
    else if (value instanceof Uint8Array) into.pushBytes(value, 0, value.length);
    else if (shape === 'wide') into.pushWide(typeof value === 'string' ? 0n : BigInt(value), signed);
    else if (shape === 'number') into.pushNumber(Number(value), signed);
    else if (shape === 'time')
      into.pushTime(Math.floor(Number(value)), Math.round((Number(value) % 1) * 1e9));
  };
  return (_d, extra, into) => {
    into.clear(true);
    const value = field.get(extra);
    if (isList(value)) for (const one of value) push(into, one);
    else push(into, value);
    into.present = into.n > 0;
  };
}

function isList(value: ExtraValue | readonly ExtraValue[]): value is readonly ExtraValue[] {
  return Array.isArray(value);
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

function combined<E>(left: Produce<E>, right: Produce<E>, combine: Combine): Produce<E> {
  const a = new Register();
  const b = new Register();
  return (d, extra, into) => {
    left(d, extra, a);
    right(d, extra, b);
    combine(a, b, into);
  };
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

function compileReference<E>(scope: Scope<E>, operand: Extract<Operand, { kind: 'reference' }>): Typed<E> {
  const fields = fieldsNamed(operand.text);
  const extra = scope.extras.get(operand.text);
  const { type, values } = fields[0] ?? extra ?? { type: null, values: undefined };
  if (type === null)
    throw new FilterProblem(operand, `"${operand.text}" is no field or protocol that is known`);
  return {
    place: operand,
    name: written(scope, operand),
    type,
    values,
    kind: 'reference',
    field: null,
    constant: null,
    // No frame is selected outside a window, so that the reference has no value.
    produce: (_d, _extra, into) => into.clear(false),
  };
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

function sliceProducer<E>(of: Typed<E>, ranges: readonly Range[]): Produce<E> {
  const whole = new Register();
  const produce = asBytes(of);
  return (d, extra, into) => {
    produce(d, extra, whole);
    into.clear(whole.present);
    for (let i = 0; i < whole.n; i++) {
      const at = whole.at[i];
      const length = whole.length[i];
      if (ranges.length === 1) {
        const first = rangeStart(ranges[0], length);
        const size = rangeSize(ranges[0], first, length);
        into.pushBytes(whole.buffer[i], at + Math.max(0, first), size);
        continue;
      }
      let total = 0;
      for (const range of ranges) {
        const size = rangeSize(range, rangeStart(range, length), length);
        total = size === 0 ? Number.NaN : total + size;
      }
      if (Number.isNaN(total)) {
        into.pushBytes(whole.buffer[i], at, 0);
        continue;
      }
      const start = into.room(total);
      let filled = start;
      for (const range of ranges) {
        const first = rangeStart(range, length);
        const size = rangeSize(range, first, length);
        for (let j = 0; j < size; j++) into.scratch[filled++] = whole.buffer[i][at + first + j];
      }
      into.pushBytes(into.scratch, start, total);
    }
  };
}

function rangeStart(range: Range, length: number): number {
  return range.start < 0 ? length + range.start : range.start;
}

/** Bytes of a range in a value of `length` bytes; 0 when it does not lie wholly inside. */
function rangeSize(range: Range, first: number, length: number): number {
  if (first < 0 || first >= length) return 0;
  let size: number;
  if (range.last !== null) size = (range.last < 0 ? length + range.last : range.last) - first + 1;
  else size = range.length ?? length - first;
  return size > 0 && first + size <= length ? size : 0;
}

const encoder = new TextEncoder();

/** Bytes of a text, in the scratch of `into`. */
function pushTextBytes(into: Register, text: string): void {
  const start = into.room(text.length * 3);
  const { written: length } = encoder.encodeInto(text, into.scratch.subarray(start));
  into.pushBytes(into.scratch, start, length);
}

/** The operand's values as bytes: texts in UTF-8. */
export function asBytes<E>(of: Typed<E>): Produce<E> {
  if (!isText(of.type)) return of.produce;
  const texts = new Register();
  return (d, extra, into) => {
    of.produce(d, extra, texts);
    into.clear(texts.present);
    for (let i = 0; i < texts.n; i++) pushTextBytes(into, texts.text[i]);
  };
}
