/** The text of an entry's value as `tshark -T fields` prints it. */
import { formatIpv4, formatMac } from '../wire/address';
import { get16, toHex } from '../wire/bytes';
import { type Dissection, LITTLE, TEXT } from './dissection';
import { type FieldInfo, type FieldType, fieldInfo } from './registry';

const BITS: Partial<Record<FieldType, number>> = {
  char: 8,
  uint8: 8,
  uint16: 16,
  uint24: 24,
  uint32: 32,
  uint40: 40,
  uint48: 48,
  uint56: 56,
  uint64: 64,
  int8: 8,
  int16: 16,
  int24: 24,
  int32: 32,
  int64: 64,
};

/** The text that `tshark -T fields` prints for entry `k`. */
export function fieldText(d: Dissection, k: number): string {
  const info = fieldInfo(d.field[k]);
  if ((d.flags[k] & TEXT) !== 0) return d.strings[d.value[k]];
  if (info.text !== undefined) return info.text(d, k);
  switch (info.type) {
    case 'protocol':
      return info.name;
    case 'none':
      return '1';
    case 'boolean':
      return d.value[k] === 0 ? '0' : '1';
    case 'abstime':
      return absoluteTime(d.value[k], d.nanos[k]);
    case 'reltime':
      return relativeTime(d.value[k], d.nanos[k]);
    case 'ether':
    case 'eui64':
      return formatMac(d.valueBytes(k), d.valueAt(k), d.valueLength(k));
    case 'ipv4':
      return formatIpv4(d.valueBytes(k), d.valueAt(k));
    case 'ipv6':
      return ipv6Text(d.valueBytes(k), d.valueAt(k));
    case 'bytes':
      if (d.valueLength(k) === 0) return '<MISSING>';
      return toHex(d.valueBytes(k), d.valueAt(k), d.valueAt(k) + d.valueLength(k));
    case 'string':
    case 'stringz':
      return bytesAsText(d.valueBytes(k), d.valueAt(k), d.valueLength(k));
    case 'guid':
      return guidText(d.valueBytes(k), d.valueAt(k));
    case 'float':
    case 'double':
      return String(d.value[k]);
    case 'uint40':
    case 'uint48':
    case 'uint56':
    case 'uint64':
    case 'int64':
      return wideText(d, k, info);
    default:
      return integerText(info, d.value[k]);
  }
}

function integerText(info: FieldInfo, value: number): string {
  if (info.base === 'hex' || info.base === 'hexdec') {
    return `0x${value.toString(16).padStart((BITS[info.type] ?? 32) / 4, '0')}`;
  }
  if (info.base === 'oct') return value === 0 ? '0' : `0${value.toString(8)}`;
  return String(value);
}

/** The exact value of a 64-bit integer entry, read from its bytes and masked as its field says. */
export function wideValue(d: Dissection, k: number): bigint {
  const bytes = d.valueBytes(k);
  const at = d.valueAt(k);
  const length = d.valueLength(k);
  let value = 0n;
  for (let i = 0; i < length; i++) {
    const byte = bytes[(d.flags[k] & LITTLE) !== 0 ? at + length - 1 - i : at + i];
    value = (value << 8n) | BigInt(byte);
  }
  return value;
}

function wideText(d: Dissection, k: number, info: FieldInfo): string {
  const value = wideValue(d, k);
  if (info.base === 'hex' || info.base === 'hexdec') return `0x${value.toString(16).padStart(16, '0')}`;
  return (info.type === 'int64' ? BigInt.asIntN(64, value) : value).toString();
}

/** The text of 16 bytes as the C library prints them: a dotted tail after exactly 96 zero bits too. */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  let longestAt = -1;
  let longest = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && get16(bytes, at + 2 * (i + run)) === 0) run++;
    if (run > longest) {
      longest = run;
      longestAt = i;
    }
  }
  if (longestAt === 0 && longest === 6) return `::${formatIpv4(bytes, at + 12)}`;
  if (longestAt === 0 && longest === 5 && get16(bytes, at + 10) === 0xffff) {
    return `::ffff:${formatIpv4(bytes, at + 12)}`;
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === longestAt) {
      text += '::';
      i += longest - 1;
    } else {
      if (i > 0 && i !== longestAt + longest) text += ':';
      else if (longestAt < 0 && i > 0) text += ':';
      text += get16(bytes, at + 2 * i).toString(16);
    }
  }
  return text;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A point in time, in UTC, with nanoseconds. */
function absoluteTime(seconds: number, nanoseconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds}.${padded(nanoseconds, 9)}`;
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const clock = `${padded(date.getUTCHours(), 2)}:${padded(date.getUTCMinutes(), 2)}:${padded(date.getUTCSeconds(), 2)}`;
  return `${MONTHS[date.getUTCMonth()]} ${day}, ${date.getUTCFullYear()} ${clock}.${padded(nanoseconds, 9)} UTC`;
}

/** A duration in seconds with nanoseconds; both parts are negative or zero for a negative one. */
function relativeTime(seconds: number, nanoseconds: number): string {
  const sign = seconds < 0 || nanoseconds < 0 ? '-' : '';
  return `${sign}${Math.abs(seconds)}.${padded(Math.abs(nanoseconds), 9)}`;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

const utf8 = new TextDecoder('utf-8', { fatal: false });

/** A string field's bytes up to the first NUL. */
function bytesAsText(bytes: Uint8Array, at: number, length: number): string {
  let end = at;
  while (end < at + length && bytes[end] !== 0) end++;
  return utf8.decode(bytes.subarray(at, end));
}

function guidText(bytes: Uint8Array, at: number): string {
  const part = (from: number, to: number) => toHex(bytes, at + from, at + to);
  return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}-${part(8, 10)}-${part(10, 16)}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A value as one column of a line: no line breaks and no tabs. */
export function escaped(text: string): string {
  return /[\b\f\n\r\t]/.test(text) ? text.replace(/[\b\f\n\r\t]/g, character => ESCAPES[character]) : text;
}
