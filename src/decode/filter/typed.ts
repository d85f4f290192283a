/**
 * Operands of a filter once they are checked: their type, and the function that gives their values in a
 * frame.
 */
import type { Dissection } from '../dissection';
import type { ValueNames } from '../names/valueNames';
import type { FieldId, FieldInfo, FieldType } from '../registry';
import type { Register } from './register';
import type { Place } from './syntax';

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

/** Whether a frame is selected. */
export type Test<E> = (d: Dissection, extra: E) => boolean;
