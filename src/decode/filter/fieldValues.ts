/** The values that a field, of the frame or of the floor above, has in a frame. */
import type { FieldInfo } from '../registry';
import { fieldText, wideValue } from '../text';
import type { Register } from './register';
import type { Range } from './syntax';
import type { ExtraField, ExtraValue, Produce } from './typed';
import { isSigned, shapeOf } from './types';

/** @param whole for a protocol that reaches to the end of what it carries */
export function fieldProducer<E>(
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

export function extraProducer<E>(field: ExtraField<E>): Produce<E> {
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
