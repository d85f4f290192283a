/** Texts in double quotes and characters in single quotes, with the escapes of both. */
import { matchLength } from './matchLength';
import { FilterProblem } from './syntax';
import type { Token } from './token';

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "'": 39,
  '"': 34,
  '\\': 92,
};

/** Reads the escape at `at` (a backslash): its bytes as text, and where it ends. */
function readEscape(text: string, at: number): { bytes: string; to: number } {
  const c = text[at + 1] ?? '';
  if (Object.hasOwn(ESCAPES, c)) return { bytes: String.fromCharCode(ESCAPES[c]), to: at + 2 };
  const hex = matchLength(/x[0-9A-Fa-f]{1,2}/y, text, at + 1);
  if (hex > 0)
    return {
      bytes: String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 1 + hex), 16)),
      to: at + 1 + hex,
    };
  const octal = matchLength(/[0-7]{1,3}/y, text, at + 1);
  if (octal > 0) {
    const value = Number.parseInt(text.slice(at + 1, at + 1 + octal), 8);
    const place = { from: at, to: at + 1 + octal };
    if (value > 255)
      throw new FilterProblem(place, `${text.slice(place.from, place.to)} is larger than a byte, 255`);
    return { bytes: String.fromCharCode(value), to: place.to };
  }
  const size = c === 'u' ? 4 : c === 'U' ? 8 : 0;
  if (size > 0) {
    const digits = text.slice(at + 2, at + 2 + matchLength(/[0-9A-Fa-f]{0,8}/y, text, at + 2)).slice(0, size);
    const value = digits.length === size ? Number.parseInt(digits, 16) : -1;
    const to = at + 2 + digits.length;
    const plain = value < 0xa0 && value !== 0x24 && value !== 0x40 && value !== 0x60;
    if (value < 0 || plain || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
      throw new FilterProblem({ from: at, to }, `${text.slice(at, to)} names no character`);
    }
    return { bytes: bytesOfText(String.fromCodePoint(value)), to };
  }
  throw new FilterProblem(
    { from: at, to: Math.min(text.length, at + 2) },
    `\\${c} is not an escape that is known`,
  );
}

/** The UTF-8 bytes of a text, one character a byte. */
function bytesOfText(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

export function stringToken(text: string, from: number, start: number, raw: boolean): Token {
  let value = '';
  let at = start;
  let plain = start;
  while (at < text.length) {
    const c = text[at];
    if (c === '"') {
      return { kind: 'string', text: value + bytesOfText(text.slice(plain, at)), from, to: at + 1 };
    }
    if (c === '\\' && at + 1 < text.length) {
      if (raw) {
        at += 2;
        continue;
      }
      const found = readEscape(text, at);
      value += bytesOfText(text.slice(plain, at)) + found.bytes;
      at = found.to;
      plain = at;
    } else {
      at++;
    }
  }
  throw new FilterProblem({ from, to: text.length }, 'the closing double quote is missing');
}

export function charToken(text: string, from: number): Token {
  let end = from + 1;
  while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw new FilterProblem({ from, to: text.length }, 'the closing quote is missing');
  const place = { from, to: end + 1 };
  const inside = text.slice(from + 1, end);
  if (inside === '\\n')
    throw new FilterProblem(place, "'\\n' is no character here, nor in Wireshark; write '\\x0a'");
  if (inside === '') throw new FilterProblem(place, 'a character must stand between the quotes');
  let value = inside;
  if (inside[0] === '\\') {
    const found = readEscape(text, from + 1);
    if (found.to !== end)
      throw new FilterProblem(place, `${text.slice(from, end + 1)} is more than one character`);
    value = found.bytes;
  }
  // A named character above 255 keeps its last byte, as it does in Wireshark.
  const code =
    inside[0] === '\\' && /^\\[uU]/.test(inside)
      ? Number.parseInt(inside.slice(2), 16) & 0xff
      : value.charCodeAt(0);
  if (value.length > 1 && !/^\\[uU]/.test(inside)) {
    throw new FilterProblem(
      place,
      `${text.slice(from, end + 1)} is more than one character; texts stand in double quotes`,
    );
  }
  if (inside[0] !== '\\' && (code < 32 || code > 126)) {
    throw new FilterProblem(place, 'a character between single quotes must be a printable one of ASCII');
  }
  return { kind: 'char', text: String.fromCharCode(code), from, to: end + 1 };
}
