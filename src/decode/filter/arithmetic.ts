/**
 * Calculations in filters. Each value on the left goes with each value on the right; pairs without a result
 * (division by zero, beyond 32 bits, a negative number into an unsigned one) give none.
 */
import type { FieldType } from '../registry';
import { MOST_VALUES, Register } from './register';
import type { ArithmeticOperator } from './syntax';
import type { Produce } from './typed';
import { isReal, shapeOf } from './types';

type Combine = (left: Register, right: Register, into: Register) => void;

type Pair = (left: Register, i: number, right: Register, j: number, into: Register) => void;

const BILLION = 1_000_000_000;

/** The function that combines two registers by `operator`; `type` is that of the left side. */
export function combiner(operator: ArithmeticOperator, type: FieldType): Combine {
  const pair = pairFor(operator, type);
  return (left, right, into) => {
    into.clear(left.present && right.present);
    let pairs = 0;
    for (let i = 0; i < left.n; i++) {
      for (let j = 0; j < right.n; j++) {
        if (++pairs > MOST_VALUES) return;
        pair(left, i, right, j, into);
      }
    }
  };
}

/** The function that turns values of a type into their negatives. */
export function negate(type: FieldType): (of: Register, into: Register) => void {
  const time = shapeOf(type) === 'time';
  const limit = shapeOf(type) === 'wide' ? 2 ** 63 : isReal(type) ? Number.POSITIVE_INFINITY : 2 ** 31;
  return (of, into) => {
    into.clear(of.present);
    for (let i = 0; i < of.n; i++) {
      if (time) into.pushTime(-of.num[i], -of.nanos[i]);
      else if (Math.abs(of.num[i]) <= limit) pushInteger(into, -of.num[i], 1, type);
    }
  };
}

function pushInteger(into: Register, value: number, signed: number, type: FieldType): void {
  if (shapeOf(type) === 'wide') into.pushWide(BigInt(Math.trunc(value)), signed);
  else into.pushNumber(value === 0 ? 0 : value, signed);
}

function pairFor(operator: ArithmeticOperator, type: FieldType): Pair {
  if (operator === '&')
    return shapeOf(type) === 'bytes' ? maskBytes : (a, i, b, j, into) => maskIntegers(a, i, b, j, into, type);
  if (shapeOf(type) === 'time') return operator === '-' ? subtractTimes : addTimes;
  const calculate = CALCULATE[operator];
  if (isReal(type)) {
    return (a, i, b, j, into) => {
      const result = calculate(a.num[i], b.num[j]);
      if (Number.isFinite(result)) into.pushNumber(result, 1);
    };
  }
  const bits = shapeOf(type) === 'wide' ? 64 : 32;
  return (a, i, b, j, into) => {
    const signed = a.signed[i];
    const right = b.num[j];
    if (signed === 0 && right < 0) return;
    const exact = calculate(a.num[i], right);
    const result = operator === '/' ? Math.trunc(exact) : exact;
    if (!Number.isFinite(result)) return;
    if (signed === 0 && result >= 0) {
      if (result < 2 ** bits) pushInteger(into, result, 0, type);
    } else if (Math.abs(result) < 2 ** (bits - 1)) {
      pushInteger(into, result, 1, type);
    }
  };
}

const CALCULATE: Readonly<Record<Exclude<ArithmeticOperator, '&'>, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function maskIntegers(a: Register, i: number, b: Register, j: number, into: Register, type: FieldType): void {
  const left = a.num[i];
  const right = b.num[j];
  if (shapeOf(type) === 'number' && left < 2 ** 32 && right < 2 ** 32) {
    into.pushNumber(a.signed[i] === 1 ? left & right : (left & right) >>> 0, a.signed[i]);
    return;
  }
  const wide = shapeOf(type) === 'wide' ? a.wide[i] & b.wide[j] : BigInt(left) & BigInt(right);
  into.pushWide(wide, a.signed[i]);
}

function maskBytes(a: Register, i: number, b: Register, j: number, into: Register): void {
  const length = Math.min(a.length[i], b.length[j]);
  const at = into.room(length);
  for (let k = 0; k < length; k++) into.scratch[at + k] = a.buffer[i][a.at[i] + k] & b.buffer[j][b.at[j] + k];
  into.pushBytes(into.scratch, at, length);
}

function addTimes(a: Register, i: number, b: Register, j: number, into: Register): void {
  pushTime(into, a.num[i] + b.num[j], a.nanos[i] + b.nanos[j]);
}

function subtractTimes(a: Register, i: number, b: Register, j: number, into: Register): void {
  pushTime(into, a.num[i] - b.num[j], a.nanos[i] - b.nanos[j]);
}

/** Both parts of a time have the same sign. */
function pushTime(into: Register, seconds: number, nanoseconds: number): void {
  let s = seconds + Math.trunc(nanoseconds / BILLION);
  let n = nanoseconds % BILLION;
  if (s > 0 && n < 0) {
    s--;
    n += BILLION;
  } else if (s < 0 && n > 0) {
    s++;
    n -= BILLION;
  }
  into.pushTime(s, n);
}

/** The values of two operands, combined. */
export function combined<E>(left: Produce<E>, right: Produce<E>, combine: Combine): Produce<E> {
  const a = new Register();
  const b = new Register();
  return (d, extra, into) => {
    left(d, extra, a);
    right(d, extra, b);
    combine(a, b, into);
  };
}
