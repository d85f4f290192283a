/** Values as they are written in a filter, read as the type that the other side of the operator has. */
import { parseIpv4, parseIpv6 } from '../../wire/address';
import { TRUE_FALSE } from '../names/flags';
import type { ValueNames } from '../names/valueNames';
import type { FieldType } from '../registry';
import { Register } from './register';
import { FilterProblem, type Operand } from './syntax';
import { isInteger, isReal, isSigned, isText, largestOf, wordsOf } from './types';

/** The field whose value a literal is compared with. */
interface LiteralContext {
  readonly type: FieldType;
  /** Names of the field's values. */
  readonly values: ValueNames | undefined;
  /** Name of the field, for messages. */
  readonly name: string;
}

type LiteralOperand = Extract<Operand, { kind: 'word' | 'literal' | 'string' | 'char' }>;

/**
 * The one value that a literal stands for, in a register. Throws a `FilterProblem` when it stands for none.
 */
export function readLiteral(operand: LiteralOperand, context: LiteralContext): Register {
  const { type } = context;
  const register = new Register();
  if (isInteger(type) || type === 'boolean' || isReal(type)) readNumber(operand, context, register);
  else if (isText(type)) register.pushText(literalText(operand));
  else if (type === 'reltime') readDuration(operand, register);
  else if (type === 'abstime') readMoment(operand, register);
  else if (type === 'none') throw new FilterProblem(operand, `${context.name} has no value to compare with`);
  else readBytes(operand, type, register);
  return register;
}

/** Bytes of a text whose characters are bytes. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, c => c.charCodeAt(0));
}

const utf8 = new TextDecoder('utf-8', { fatal: false });

function literalText(operand: LiteralOperand): string {
  if (operand.kind === 'char') return String.fromCharCode(operand.value);
  if (operand.kind === 'string') return utf8.decode(bytesOf(operand.text));
  return operand.kind === 'word' && operand.dotted ? `.${operand.text}` : operand.text;
}

const quoted = (operand: LiteralOperand) => `"${literalText(operand)}"`;

/** The whole number that a word writes in decimal, hexadecimal, octal or binary, or null. */
export function wholeNumber(text: string): bigint | null {
  // Wireshark takes 0b without a digit for 0.
  if (/^0[bB]$/.test(text)) return 0n;
  if (/^(?:0[xX][0-9A-Fa-f]+|0[bB][01]+|0|[1-9]\d*)$/.test(text)) return BigInt(text.toLowerCase());
  return /^0[0-7]+$/.test(text) ? BigInt(`0o${text.slice(1)}`) : null;
}

function readNumber(operand: LiteralOperand, context: LiteralContext, into: Register): void {
  const { type } = context;
  if (operand.kind === 'char') {
    push(type, BigInt(operand.value), into);
    return;
  }
  if (isReal(type)) {
    const value = operand.kind === 'string' ? Number.NaN : Number(operand.text);
    if (Number.isNaN(value)) throw new FilterProblem(operand, `${quoted(operand)} is not a number`);
    into.pushNumber(value, 1);
    return;
  }
  const value = operand.kind === 'string' ? null : wholeNumber(operand.text);
  if (value !== null) {
    if (type === 'boolean') {
      into.pushNumber(value === 0n ? 0 : 1, 0);
      return;
    }
    if (value <= largestOf(type)) {
      push(type, value, into);
      return;
    }
    throw new FilterProblem(
      operand,
      `${operand.text} is too large for ${context.name}, which ends at ${largestOf(type)}`,
    );
  }
  const values = context.values ?? (type === 'boolean' ? TRUE_FALSE : undefined);
  const named = values === undefined ? null : valueNamed(literalText(operand), values);
  if (named !== null) {
    push(type, BigInt(named), into);
    return;
  }
  const truth =
    type === 'boolean' && operand.kind === 'word' ? /^(?:(TRUE|True)|FALSE|False)$/.exec(operand.text) : null;
  if (truth !== null) {
    into.pushNumber(truth[1] === undefined ? 0 : 1, 0);
    return;
  }
  if (values !== undefined) {
    throw new FilterProblem(
      operand,
      `${quoted(operand)} is neither a whole number nor the name of a value of ${context.name}`,
    );
  }
  if (operand.kind === 'string')
    throw new FilterProblem(operand, `a text cannot be compared with ${wordsOf(type)}`);
  throw new FilterProblem(operand, `${quoted(operand)} is not a whole number`);
}

function push(type: FieldType, value: bigint, into: Register): void {
  into.pushWide(value, isSigned(type) ? 1 : 0);
}

/** The value that bears a name, whatever its case. */
function valueNamed(name: string, values: ValueNames): number | null {
  const sought = name.toLowerCase();
  if (isRanges(values)) {
    for (const [from, to, text] of values) if (from === to && text.toLowerCase() === sought) return from;
    for (const [from, , text] of values) if (text.toLowerCase() === sought) return from;
    return null;
  }
  for (const key of Object.keys(values)) if (values[Number(key)].toLowerCase() === sought) return Number(key);
  return null;
}

/** Every name of a value. */
export function valueTexts(values: ValueNames): readonly string[] {
  return isRanges(values) ? values.map(([, , text]) => text) : Object.values(values);
}

function isRanges(values: ValueNames): values is readonly (readonly [number, number, string])[] {
  return Array.isArray(values);
}

function readDuration(operand: LiteralOperand, into: Register): void {
  const match =
    operand.kind === 'word' && !operand.dotted ? /^(\d+)(?:\.(\d{1,9})0*s?)?$/.exec(operand.text) : null;
  if (match === null) {
    throw new FilterProblem(
      operand,
      `${quoted(operand)} is not a duration in seconds, such as 1.5 with up to nine decimals`,
    );
  }
  into.pushTime(Number(match[1]), Number((match[2] ?? '').padEnd(9, '0')));
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function readMoment(operand: LiteralOperand, into: Register): void {
  const text = literalText(operand).trim();
  const iso =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]\s*(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d*))?)?(Z|\s*UTC|[+-]\d\d(?::?\d\d)?)?)?)?$/.exec(
      text,
    );
  const named =
    iso !== null
      ? null
      : /^([A-Za-z]{3})\s+(\d{1,2}),\s*(\d{4})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d*))?(\s*UTC)?$/.exec(
          text,
        );
  const month =
    iso !== null ? Number(iso[2]) - 1 : named !== null ? MONTHS.indexOf(named[1].toLowerCase()) : -1;
  const found = iso ?? named;
  if (operand.kind === 'char' || found === null || month < 0) throw notMoment(operand);
  const year = Number(iso === null ? found[3] : found[1]);
  const day = Number(iso === null ? found[2] : found[3]);
  const [hour, minute, second] = [4, 5, 6].map(i => Number(found[i] ?? 0));
  if (month > 11 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) throw notMoment(operand);
  const zone = found[8]?.trim();
  let milliseconds: number;
  if (zone === undefined) {
    milliseconds = new Date(year, month, day, hour, minute, second).getTime();
  } else {
    const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
    const minutes =
      offset === null ? 0 : (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === '-' ? -1 : 1);
    milliseconds = Date.UTC(year, month, day, hour, minute, second) - minutes * 60_000;
  }
  into.pushTime(Math.floor(milliseconds / 1000), Number((found[7] ?? '').slice(0, 9).padEnd(9, '0')));
}

function notMoment(operand: LiteralOperand): FilterProblem {
  return new FilterProblem(
    operand,
    `${quoted(operand)} is not a point in time such as "2011-07-04 12:34:56.789" or "Nov 12, 1999 08:55:44"`,
  );
}

function readBytes(operand: LiteralOperand, type: FieldType, into: Register): void {
  if (type === 'ipv4' || type === 'ipv6') {
    readAddress(operand, type, into);
    return;
  }
  const plain = type === 'bytes' || type === 'protocol' || type === 'guid';
  if (plain && (operand.kind === 'string' || operand.kind === 'char')) {
    const bytes = operand.kind === 'string' ? bytesOf(operand.text) : Uint8Array.of(operand.value);
    into.pushBytes(bytes, 0, bytes.length);
    return;
  }
  if (operand.kind === 'string' || operand.kind === 'char') {
    throw new FilterProblem(operand, `a text cannot be compared with ${wordsOf(type)}`);
  }
  const bytes = hexBytes(operand.text);
  if (bytes === null) {
    throw new FilterProblem(
      operand,
      `${quoted(operand)} is not a sequence of bytes such as 33:33, 33-33, 3333 or 0x33`,
    );
  }
  into.pushBytes(bytes, 0, bytes.length);
}

/** Refuses an Ethernet or EUI-64 address of a wrong length; parts of one may be sought with `contains`. */
export function checkLength(
  operand: LiteralOperand,
  { written, part }: { readonly written: FieldType; readonly part: boolean },
  register: Register,
): void {
  const length = written === 'ether' ? 6 : written === 'eui64' ? 8 : null;
  // A text is its bytes, however many.
  if (length === null || register.n === 0 || operand.kind === 'string' || operand.kind === 'char') return;
  const found = register.length[0];
  if (found > length || (found < length && !part)) {
    throw new FilterProblem(
      operand,
      `${wordsOf(written)} has ${length} bytes; ${quoted(operand)} has ${found}`,
    );
  }
}

/**
 * Pairs of hexadecimal digits, single ones where a separator follows, with `:`, `-` or `.` between or
 * without; or one byte as `0x33`.
 */
function hexBytes(text: string): Uint8Array | null {
  if (/^0[xX][0-9A-Fa-f]{2}$/.test(text)) return Uint8Array.of(Number(text));
  const bytes: number[] = [];
  for (let at = text[0] === ':' ? 1 : 0; at < text.length; ) {
    const pair = /^([0-9A-Fa-f]{1,2})[-:.]?/.exec(text.slice(at, at + 3));
    if (pair === null) return null;
    bytes.push(Number.parseInt(pair[1], 16));
    at += pair[0].length;
  }
  return bytes.length === 0 ? null : Uint8Array.from(bytes);
}

function readAddress(operand: LiteralOperand, type: 'ipv4' | 'ipv6', into: Register): void {
  const [address, length] =
    operand.kind === 'word' || operand.kind === 'literal' ? operand.text.split('/') : [''];
  // A part such as 010 would be octal to some and decimal to others.
  const doubtful = /(?:^|[.:])0\d+(?:\.|$)/.test(address) && address.includes('.');
  const bytes = doubtful ? null : type === 'ipv4' ? parseIpv4(address) : parseIpv6(address);
  if (bytes === null) throw new FilterProblem(operand, `${quoted(operand)} is not ${wordsOf(type)}`);
  const bits = bytes.length * 8;
  const prefix = length === undefined ? -1 : Number(wholeNumber(length) ?? Number.NaN);
  if (Number.isNaN(prefix))
    throw new FilterProblem(operand, `${length} is no whole number: a leading 0 makes it octal`);
  if (prefix > bits)
    throw new FilterProblem(
      operand,
      `the prefix of ${wordsOf(type)} has at most ${bits} bits, not ${prefix}`,
    );
  into.pushBytes(bytes, 0, bytes.length, prefix === bits ? -1 : prefix);
}
