/**
 * Values inside commands: addresses, prefixes, link addresses, numbers, interface names, times. Each reports
 * what is wrong with it.
 */
import { parseIpv4, parseIpv6, parseMac } from '../wire/address';
import type { Token } from './lexer';
import type { Address, Prefix, StackTime } from './nodes';
import type { Range, Ranged } from './text';
import { shown, type Words } from './words';

export type Family = 'inet' | 'inet6' | 'any';

export const at = <T>(range: Range, value: T): Ranged<T> => ({ value, from: range.from, to: range.to });

const example = {
  inet: 'an IPv4 address such as 192.0.2.1',
  inet6: 'an IPv6 address such as 2001:db8::1',
  any: 'an address such as 2001:db8::1 or 192.0.2.1',
};

/** Length of a prefix in bits at most. */
export const widest = (address: Address): number => (address.family === 'inet' ? 32 : 128);

/** Addresses that mean nothing without a zone: fe80::/10, ff01::/16 and ff02::/16 of any flags. */
export function needsZone(bytes: Uint8Array): boolean {
  if (bytes.length !== 16) return false;
  if (bytes[0] === 0xfe && (bytes[1] & 0xc0) === 0x80) return true;
  return bytes[0] === 0xff && ((bytes[1] & 0xf) === 1 || (bytes[1] & 0xf) === 2);
}

export const isMulticast = (address: Address): boolean =>
  address.family === 'inet6' ? address.bytes[0] === 0xff : (address.bytes[0] & 0xf0) === 0xe0;

/** An address without length out of a text; null when it is none. */
export function addressOf(text: string): Address | null {
  const percent = text.indexOf('%');
  const bare = percent < 0 ? text : text.slice(0, percent);
  const zone = percent < 0 ? null : text.slice(percent + 1);
  const six = parseIpv6(bare);
  if (six !== null) return zone === '' ? null : { family: 'inet6', bytes: six, zone };
  const four = zone === null ? parseIpv4(bare) : null;
  return four === null ? null : { family: 'inet', bytes: four, zone: null };
}

/** Reads a word as an address. `zone`: whether one must, may or must not follow a link-local address. */
export function readAddress(
  words: Words,
  token: Token,
  family: Family,
  zone: 'needed' | 'allowed' | 'none' = 'needed',
): Ranged<Address> | null {
  const address = addressOf(token.text);
  if (address === null) {
    words.report('bad-value', token, `\`${shown(token.text)}\` is no address.`, {
      expected: example[family],
    });
    return null;
  }
  return checked(words, token, address, family, zone);
}

function checked<T extends Address>(
  words: Words,
  range: Range,
  address: T,
  family: Family,
  zone: string,
): Ranged<T> | null {
  if (family !== 'any' && address.family !== family) {
    const is = address.family === 'inet' ? 'IPv4' : 'IPv6';
    words.report('wrong-family', range, `This is an ${is} address.`, { expected: example[family] });
    return null;
  }
  const scoped = needsZone(address.bytes);
  if (address.zone !== null && !isInterfaceName(address.zone)) {
    words.report('bad-value', range, `\`${shown(address.zone)}\` after % is no interface name.`, {
      expected: 'an interface such as em0 after %',
    });
    return null;
  }
  if (scoped && address.zone === null && zone === 'needed') {
    words.report('missing-zone', range, 'A link-local address means nothing without its interface.', {
      expected: 'the interface after %, as in fe80::1%em0',
    });
    return null;
  }
  if (address.zone !== null && (!scoped || zone === 'none')) {
    const why = scoped
      ? 'No interface can be named here.'
      : 'Only link-local addresses have an interface after %.';
    words.report('needless-zone', range, why, { expected: 'the address without %' });
    return null;
  }
  return at(range, address);
}

/** Reads `ADDR` or `ADDR/LEN`; the length is null when there is none. */
export function readPrefix(
  words: Words,
  token: Token,
  family: Family,
  zone: 'needed' | 'allowed' | 'none' = 'needed',
): { address: Ranged<Address>; prefixlen: Ranged<number> | null } | null {
  const slash = token.text.indexOf('/');
  if (slash < 0 || token.quoted) {
    const address = readAddress(words, token, family, zone);
    return address === null ? null : { address, prefixlen: null };
  }
  const head: Token = { ...token, text: token.text.slice(0, slash), to: token.from + slash };
  const tail: Token = { ...token, text: token.text.slice(slash + 1), from: token.from + slash + 1 };
  const address = readAddress(words, head, family, zone);
  if (address === null) return null;
  const prefixlen = readPrefixLength(words, tail, address.value);
  return prefixlen === null ? null : { address, prefixlen };
}

/** Reads a prefix length that fits the address. */
export function readPrefixLength(words: Words, token: Token, address: Address): Ranged<number> | null {
  return readNumber(words, token, 'a prefix length', 0, widest(address));
}

/** Reads a whole number, decimal or 0x…, within bounds; `what` names it in messages. */
export function readNumber(
  words: Words,
  token: Token,
  what: string,
  least: number,
  most: number,
): Ranged<number> | null {
  const from = least === Number.MIN_SAFE_INTEGER ? 'a whole number' : `a number from ${least}`;
  const to = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
  const expected = from + to;
  if (!/^(-?\d+|0[xX][0-9a-fA-F]+)$/.test(token.text)) {
    words.report('bad-value', range(token), `\`${shown(token.text)}\` is not ${what}.`, { expected });
    return null;
  }
  const value = Number(token.text);
  if (value < least || value > most) {
    words.report('out-of-range', token, `${shown(token.text)} is out of range for ${what}.`, { expected });
    return null;
  }
  return at(token, value);
}

const range = ({ from, to }: Range): Range => ({ from, to });

/** True for names that interfaces here and in captures may bear: a letter first, 15 characters at most. */
export function isInterfaceName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/.test(text);
}

/** True for what may name a block of a host: no dots, for one stands between a host and its interface. */
export function isHostName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,30}$/.test(text);
}

/** `A.em0` in its parts. */
export function placedInterface(text: string): { readonly host: string; readonly name: string } {
  const dot = text.indexOf('.');
  return { host: text.slice(0, Math.max(0, dot)), name: text.slice(dot + 1) };
}

/** Reads the name of an interface. */
export function readInterface(words: Words, token: Token): Ranged<string> | null {
  if (isInterfaceName(token.text)) return at(token, token.text);
  words.report('bad-value', token, `\`${shown(token.text)}\` is no interface name.`, {
    expected: 'a name such as em0: a letter, then at most 14 letters, digits, or characters of "_.-"',
  });
  return null;
}

/** Reads the name of an interface; in a file with several hosts its host stands before the first dot. */
export function readPlacedInterface(words: Words, token: Token): Ranged<string> | null {
  const { host, name } = placedInterface(token.text);
  return isHostName(host) && isInterfaceName(name) ? at(token, token.text) : readInterface(words, token);
}

/** Reads a link address. */
export function readMac(words: Words, token: Token): Ranged<Uint8Array> | null {
  const mac = parseMac(token.text);
  if (mac !== null) return at(token, mac);
  words.report('bad-value', token, `\`${shown(token.text)}\` is no link address.`, {
    expected: 'six bytes such as 02:00:00:00:00:01',
  });
  return null;
}

/** Reads a lifetime: seconds or `infinity`. */
export function readLifetime(words: Words, token: Token): Ranged<number> | null {
  if (token.text === 'infinity') return at(token, Number.POSITIVE_INFINITY);
  return readNumber(words, token, 'a lifetime in seconds', 0, 0xfffffffe);
}

const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  '': 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
};

/** Numbers without a unit from here on are taken as seconds since 1970. */
const EPOCH_FROM = 100_000_000;

/**
 * A time: `5`, `5s`, `1.25s`, `250ms`, `10us`, `7ns`, `2m`, `1h` since the first frame; `@SECONDS`, a bare
 * number of 100,000,000 or more, or `2026-01-31T12:00:00[.5]Z` since 1970. Null when the text is none.
 */
export function timeOf(text: string): StackTime | null {
  const date = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/.exec(text);
  if (date !== null) {
    const milliseconds = Date.parse(`${date[1]}Z`);
    if (Number.isNaN(milliseconds) || milliseconds < 0) return null;
    return {
      absolute: true,
      seconds: milliseconds / 1000,
      nanoseconds: Number((date[2] ?? '').padEnd(9, '0')),
    };
  }
  const match = /^(@?)(\d{1,12})(?:\.(\d{1,9}))?([a-z]*)$/.exec(text);
  if (match === null || !(match[4] in units) || (match[1] === '@' && match[4] !== '')) return null;
  const unit = units[match[4]];
  const whole = Number(match[2]);
  const fraction = (match[3] ?? '').padEnd(9, '0');
  if (unit === 1e9) {
    const absolute = match[1] === '@' || (match[4] === '' && whole >= EPOCH_FROM);
    return { absolute, seconds: whole, nanoseconds: Number(fraction) };
  }
  const perSecond = unit > 1e9 ? 1 : 1e9 / unit;
  const seconds = unit > 1e9 ? whole * (unit / 1e9) : Math.floor(whole / perSecond);
  const part = Math.round((Number(fraction) * unit) / 1e9);
  const nanoseconds = unit > 1e9 ? part : (whole % perSecond) * unit + part;
  return {
    absolute: false,
    seconds: seconds + Math.floor(nanoseconds / 1e9),
    nanoseconds: nanoseconds % 1e9,
  };
}

/** Reads a time. */
export function readTime(words: Words, token: Token): Ranged<StackTime> | null {
  const time = timeOf(token.text);
  if (time !== null) return at(token, time);
  words.report('bad-value', token, `\`${shown(token.text)}\` is no time.`, {
    expected: 'a time such as 5s, 250ms or 1.5 since the first frame, or @1767225600 since 1970',
  });
  return null;
}

/** A prefix out of an address and a length. */
export const prefixOf = (address: Address, prefixlen: number): Prefix => ({ ...address, prefixlen });

/** Reads how long something takes, in nanoseconds; a moment is refused by the sentence `notUntil`. */
export function readDuration(words: Words, notUntil: string, example: string): number | null {
  const expected = `a time such as ${example}`;
  const token = words.need(expected);
  const time = token === null ? null : readTime(words, token);
  if (token === null || time === null) return null;
  if (!time.value.absolute) return time.value.seconds * 1e9 + time.value.nanoseconds;
  words.report('bad-value', token, notUntil, { expected });
  return null;
}

/** A netmask, dotted or 0x…, as a prefix length. */
export function readNetmask(words: Words, token: Token): Ranged<number> | null {
  const dotted = addressOf(token.text);
  let mask: number | null = null;
  if (dotted?.family === 'inet') mask = dotted.bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  else if (/^0[xX][0-9a-fA-F]{1,8}$/.test(token.text)) mask = Number(token.text);
  const length = mask === null ? -1 : mask.toString(2).padStart(32, '0').lastIndexOf('1') + 1;
  if (mask === null || mask !== 2 ** 32 - 2 ** (32 - length)) {
    words.report('bad-value', token, `\`${shown(token.text)}\` is no netmask.`, {
      expected: 'ones, then zeros, such as 255.255.255.0 or 0xffffff00',
    });
    return null;
  }
  return at(token, length);
}
