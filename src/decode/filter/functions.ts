/** Functions of filters: `len count lower upper string max min abs`. */
import { formatIpv4, formatMac } from '../../wire/address';
import { toHex } from '../../wire/bytes';
import type { FieldType } from '../registry';
import { ipv6Text } from '../text';
import { compileLeft, compileRight } from './operand';
import { comparisons, Register } from './register';
import { asBytes } from './sliceValues';
import { FilterProblem, type Operand, type Place } from './syntax';
import { besideOf, type Produce, type Scope, type Typed, written } from './typed';
import { canAdd, canCompare, canPrint, isText, shapeOf, sizeOf, wordsOf } from './types';

type Call = Extract<Operand, { kind: 'call' }>;

/** The functions, with what completion says of them. */
export const functions: ReadonlyMap<string, string> = new Map([
  ['len', 'Length of a field in bytes'],
  ['count', 'How often a field occurs in the frame'],
  ['lower', 'A text in lower case'],
  ['upper', 'A text in upper case'],
  ['string', 'A number or an address as text'],
  ['max', 'The largest of all values given'],
  ['min', 'The smallest of all values given'],
  ['abs', 'A number without its sign'],
]);

/** Checks a function and its arguments, and compiles it. */
export function compileCall<E>(scope: Scope<E>, call: Call): Typed<E> {
  const name = { from: call.from, to: call.nameEnd };
  if (!functions.has(call.name)) {
    throw new FilterProblem(
      name,
      `there is no function ${call.name}; there are ${[...functions.keys()].join(', ')}`,
    );
  }
  if (call.operands.length === 0)
    throw new FilterProblem(name, `${call.name} needs a field between its parentheses`);
  if (call.name === 'max' || call.name === 'min') return compileExtreme(scope, call);
  if (call.operands.length > 1)
    throw new FilterProblem(name, `${call.name} takes one argument, not ${call.operands.length}`);
  const result = (type: FieldType, produce: Produce<E>, place: Place = call): Typed<E> => ({
    place,
    name: written(scope, call),
    type,
    values: undefined,
    kind: 'call',
    field: null,
    constant: null,
    produce,
  });
  if (call.name === 'abs') {
    const of = compileLeft(scope, call.operands[0], 'abs');
    if (!canAdd(of.type) && of.type !== 'boolean')
      throw new FilterProblem(of.place, `${of.name} is ${wordsOf(of.type)}, not a number`);
    return result(of.type, absolute(of));
  }
  const field = compileField(scope, call);
  switch (call.name) {
    case 'len':
      return result('uint32', lengths(field));
    case 'count':
      return result('uint32', counted(field));
    case 'string':
      if (!canPrint(field.type))
        throw new FilterProblem(
          field.place,
          `${field.name} is ${wordsOf(field.type)}, which string does not convert`,
        );
      return result('string', printed(field));
    default:
      if (!isText(field.type))
        throw new FilterProblem(field.place, `${field.name} is ${wordsOf(field.type)}, not a text`);
      return result('string', cased(field, call.name === 'upper'));
  }
}

function compileField<E>(scope: Scope<E>, call: Call): Typed<E> {
  const operand = call.operands[0];
  if (operand.kind !== 'word') throw new FilterProblem(operand, `${call.name} takes a field`);
  return compileLeft(scope, operand, call.name);
}

/** Fills `into` with what `push` makes of each value of `of`. */
function each<E>(
  of: Typed<E>,
  push: (values: Register, i: number, into: Register) => void,
  produce = of.produce,
): Produce<E> {
  const values = new Register();
  return (d, extra, into) => {
    produce(d, extra, values);
    into.clear(values.present);
    for (let i = 0; i < values.n; i++) push(values, i, into);
  };
}

function lengths<E>(of: Typed<E>): Produce<E> {
  const size = sizeOf(of.type);
  if (size !== null) return each(of, (_values, _i, into) => into.pushNumber(size, 0));
  return each(of, (values, i, into) => into.pushNumber(values.length[i], 0), asBytes(of));
}

function counted<E>(of: Typed<E>): Produce<E> {
  const values = new Register();
  return (d, extra, into) => {
    of.produce(d, extra, values);
    into.clear(values.present);
    if (values.present) into.pushNumber(values.n, 0);
  };
}

function cased<E>(of: Typed<E>, upper: boolean): Produce<E> {
  return each(of, (values, i, into) => {
    into.pushText(upper ? values.text[i].toUpperCase() : values.text[i].toLowerCase());
  });
}

function printed<E>(of: Typed<E>): Produce<E> {
  return each(of, (values, i, into) => into.pushText(textOf(of.type, values, i)));
}

function textOf(type: FieldType, values: Register, i: number): string {
  const buffer = values.buffer[i];
  const at = values.at[i];
  switch (type) {
    case 'ipv4':
      return formatIpv4(buffer, at);
    case 'ipv6':
      return ipv6Text(buffer, at);
    case 'ether':
    case 'eui64':
      return formatMac(buffer, at, values.length[i]);
    case 'guid':
      return toHex(buffer, at, at + values.length[i]);
    default:
      return shapeOf(type) === 'wide' ? values.wide[i].toString() : String(values.num[i]);
  }
}

function absolute<E>(of: Typed<E>): Produce<E> {
  const shape = shapeOf(of.type);
  return each(of, (values, i, into) => {
    if (shape === 'time') into.pushTime(Math.abs(values.num[i]), Math.abs(values.nanos[i]));
    else if (shape === 'wide')
      into.pushWide(values.wide[i] < 0n ? -values.wide[i] : values.wide[i], values.signed[i]);
    else into.pushNumber(Math.abs(values.num[i]), values.signed[i]);
  });
}

function compileExtreme<E>(scope: Scope<E>, call: Call): Typed<E> {
  const first = compileLeft(scope, call.operands[0], call.name);
  if (!canCompare(first.type))
    throw new FilterProblem(first.place, `${first.name} is ${wordsOf(first.type)}`);
  const parts = [first];
  for (const operand of call.operands.slice(1)) {
    if (operand.kind === 'string') throw new FilterProblem(operand, `a text is no argument of ${call.name}`);
    const part = compileRight(scope, operand, { ...besideOf(first), values: undefined });
    if (part.type !== first.type) {
      throw new FilterProblem(
        part.place,
        `${part.name} is not of the same type as ${first.name}, as ${call.name} needs`,
      );
    }
    parts.push(part);
  }
  const shape = shapeOf(first.type);
  const compare = comparisons[shape];
  const sign = call.name === 'max' ? 1 : -1;
  const registers = parts.map(() => new Register());
  const best = new Register();
  return {
    ...first,
    values: undefined,
    place: call,
    name: written(scope, call),
    kind: 'call',
    field: null,
    constant: null,
    produce: (d, extra, into) => {
      best.clear(true);
      for (const [n, part] of parts.entries()) {
        const values = registers[n];
        part.produce(d, extra, values);
        for (let i = 0; i < values.n; i++) {
          if (best.n > 0 && !(compare(values, i, best, 0) * sign > 0)) continue;
          best.n = 0;
          best.copy(values, i, shape);
        }
      }
      into.clear(best.n > 0);
      if (best.n > 0) into.copy(best, 0, shape);
    },
  };
}
