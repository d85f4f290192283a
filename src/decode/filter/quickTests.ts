/**
 * Comparisons of a plain field with one constant, which most filters are: they walk the dissection, without
 * registers.
 */
import type { FieldInfo } from '../registry';
import { ASKS, type Asks, type OrderOperator } from './asks';
import { compareBytes, type Register } from './register';
import type { Test, Typed } from './typed';
import { shapeOf } from './types';

/** A plain field beside one constant, without registers; null where that form does not fit. */
export function compileQuick<E>(
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
