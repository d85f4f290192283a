/** What filters may do with fields of each type. */
import type { FieldType } from '../registry';

/** How values of a type are held while a filter is evaluated. */
export type Shape = 'number' | 'wide' | 'time' | 'bytes' | 'text' | 'nothing';

interface TypeRules {
  readonly shape: Shape;
  /** In words, for messages. */
  readonly words: string;
  /** Bytes that `len` counts; null: those of the value itself. */
  readonly size: number | null;
  /** Types of one group can be compared with each other. */
  readonly group: 'integer' | 'boolean' | 'real' | 'bytes' | 'text' | FieldType;
  readonly largest?: bigint;
}

function unsigned(bits: number): TypeRules {
  return {
    shape: bits > 56 ? 'wide' : 'number',
    words: 'an unsigned integer',
    size: bits / 8,
    group: 'integer',
    largest: (1n << BigInt(bits)) - 1n,
  };
}

function signed(bits: number): TypeRules {
  return { ...unsigned(bits), words: 'a signed integer', largest: (1n << BigInt(bits - 1)) - 1n };
}

const RULES: Readonly<Record<FieldType, TypeRules>> = {
  protocol: { shape: 'bytes', words: 'a protocol', size: null, group: 'protocol' },
  none: { shape: 'nothing', words: 'a mark without a value', size: 0, group: 'none' },
  boolean: { shape: 'number', words: 'a flag', size: 0, group: 'boolean' },
  char: { ...unsigned(8), words: 'a character' },
  uint8: unsigned(8),
  uint16: unsigned(16),
  uint24: unsigned(24),
  uint32: unsigned(32),
  uint40: unsigned(40),
  uint48: unsigned(48),
  uint56: unsigned(56),
  uint64: unsigned(64),
  int8: signed(8),
  int16: signed(16),
  int24: signed(24),
  int32: signed(32),
  int64: signed(64),
  framenum: unsigned(32),
  abstime: { shape: 'time', words: 'a point in time', size: 0, group: 'abstime' },
  reltime: { shape: 'time', words: 'a duration', size: 0, group: 'reltime' },
  ether: { shape: 'bytes', words: 'an Ethernet address', size: null, group: 'bytes' },
  eui64: { shape: 'bytes', words: 'an EUI-64 address', size: null, group: 'eui64' },
  ipv4: { shape: 'bytes', words: 'an IPv4 address', size: null, group: 'ipv4' },
  ipv6: { shape: 'bytes', words: 'an IPv6 address', size: null, group: 'ipv6' },
  bytes: { shape: 'bytes', words: 'a sequence of bytes', size: null, group: 'bytes' },
  guid: { shape: 'bytes', words: 'a GUID', size: null, group: 'bytes' },
  string: { shape: 'text', words: 'a text', size: null, group: 'text' },
  stringz: { shape: 'text', words: 'a text', size: null, group: 'text' },
  float: { shape: 'number', words: 'a number', size: 4, group: 'real' },
  double: { shape: 'number', words: 'a number', size: 8, group: 'real' },
};

export const shapeOf = (type: FieldType): Shape => RULES[type].shape;
export const wordsOf = (type: FieldType): string => RULES[type].words;
export const sizeOf = (type: FieldType): number | null => RULES[type].size;
/** The largest literal of an integer type. */
export const largestOf = (type: FieldType): bigint => RULES[type].largest ?? 0n;

export const isInteger = (type: FieldType): boolean => RULES[type].group === 'integer';
export const isReal = (type: FieldType): boolean => RULES[type].group === 'real';
export const isText = (type: FieldType): boolean => RULES[type].group === 'text';
export const isSigned = (type: FieldType): boolean => type.startsWith('int') || isReal(type);

/** Whether a slice of bytes can be taken. */
export const canSlice = (type: FieldType): boolean => shapeOf(type) === 'bytes' || isText(type);

/** Whether `contains` and `matches` work on it. */
export const canContain = (type: FieldType): boolean =>
  type === 'protocol' || RULES[type].group === 'bytes' || isText(type);

export const canCompare = (type: FieldType): boolean => type !== 'none';

export const canMask = (type: FieldType): boolean =>
  isInteger(type) || type === 'ipv4' || type === 'ipv6' || RULES[type].group === 'bytes';

export const canAdd = (type: FieldType): boolean => isInteger(type) || isReal(type) || type === 'reltime';
export const canMultiply = (type: FieldType): boolean => isInteger(type) || isReal(type);

/** Whether `string` converts it. */
export const canPrint = (type: FieldType): boolean =>
  isInteger(type) || isReal(type) || ['ether', 'eui64', 'ipv4', 'ipv6', 'guid'].includes(type);

/** Whether a value of type `right` may stand on the right of one of type `left`. */
export function compatible(left: FieldType, right: FieldType): boolean {
  const rule = RULES[left];
  if (left === right || rule.group === RULES[right].group) return true;
  return rule.group === 'integer' && right === 'boolean';
}
