/**
 * An address of a rule: `any`, `me`, `me6`, `table(N[,VALUE])`, a set by last bytes, or a list of addresses,
 * prefixes and masks.
 */
import { prefixMask } from '#stack/running';
import type { AddressMask, AddressMatch } from '../../../stack/inet/ipfw/address';
import { parseIpv4 } from '../../../wire/address';
import type { Token } from '../../lexer';
import { readNumber, readPrefix, widest } from '../../values';
import { shown, type Words } from '../../words';
import { IPFW_TABLES_LAST, readRanges } from './numbers';

/** Addresses that a list may have: every packet is held against all of them. */
const LIST_MAX = 1024;
const expected = 'any, me, an address or a prefix';

/**
 * The kinds of conditions by the word that asks for them: the same strings as in the engine, which compares
 * them in every packet.
 */
const kinds = {
  src: { any: 'src-any', set: 'src-set', me: 'src-me', me6: 'src-me6', table: 'src-table' },
  dst: { any: 'dst-any', set: 'dst-set', me: 'dst-me', me6: 'dst-me6', table: 'dst-table' },
} as const;

export function readRuleAddress(words: Words, side: 'src' | 'dst'): AddressMatch | null {
  const token = words.need(expected);
  if (token === null) return null;
  switch (token.text) {
    case 'any':
    case 'me':
    case 'me6':
      return { kind: kinds[side][token.text] };
    default:
      if (token.text.startsWith('table(')) return readTable(words, token, side);
      return token.text.includes('{') ? readAddressSet(words, token, side) : readList(words, token, side);
  }
}

function readTable(words: Words, token: Token, side: 'src' | 'dst'): AddressMatch | null {
  const parts = /^table\((\d+)(?:,(\d+))?\)$/.exec(token.text);
  if (parts === null) {
    words.report('bad-value', token, `\`${shown(token.text)}\` is no table.`, {
      expected: 'table(1), or table(1,7) for entries with the value 7',
    });
    return null;
  }
  const number = readNumber(
    words,
    { ...token, text: parts[1] },
    'the number of a table',
    0,
    IPFW_TABLES_LAST,
  );
  const value = parts[2] === undefined ? null : Number(parts[2]);
  return number === null ? null : { kind: kinds[side].table, table: number.value, value };
}

/**
 * `A/LEN{list}`: addresses by their last byte, which must lie in the prefix; of 24 bits where none is given.
 */
function readAddressSet(words: Words, token: Token, side: 'src' | 'dst'): AddressMatch | null {
  const [, address, length, list] = /^([\d.]+)(?:\/(\d+))?\{([^{}]*)\}$/.exec(token.text) ?? [];
  const base = address === undefined ? null : parseIpv4(address);
  if (base === null) {
    words.report('bad-value', token, `\`${shown(token.text)}\` is no set of addresses.`, {
      expected: 'such as 192.0.2.0/24{1,5-9}',
    });
    return null;
  }
  const prefixlen =
    length === undefined
      ? 24
      : readNumber(words, { ...token, text: length }, 'a prefix length', 24, 32)?.value;
  if (prefixlen === undefined) return null;
  base[3] &= prefixMask(prefixlen, 4)[3];
  const from = token.from + token.text.indexOf('{') + 1;
  const members = readRanges(words, { ...token, text: list, from, to: token.to - 1 }, 'a last byte', 255);
  if (members === null) return null;
  const last = base[3] + 2 ** (32 - prefixlen) - 1;
  if (members.every(({ low, high }) => low >= base[3] && high <= last))
    return { kind: kinds[side].set, set: { base, prefixlen, members } };
  words.report(
    'out-of-range',
    { from, to: token.to - 1 },
    'A member of the set lies outside of its prefix.',
    {
      expected: `numbers from ${base[3]} to ${last}`,
    },
  );
  return null;
}

function readList(words: Words, token: Token, side: 'src' | 'dst'): AddressMatch | null {
  const texts = token.text.split(',');
  if (texts.length > LIST_MAX) {
    words.report('out-of-range', token, 'The list has too many addresses.', {
      expected: `${LIST_MAX} addresses at most`,
    });
    return null;
  }
  const list: AddressMask[] = [];
  let start = token.from;
  for (const text of texts) {
    const part: Token = { ...token, text, from: start, to: start + text.length };
    start = part.to + 1;
    const one = readMask(words, part);
    if (one !== null) list.push(one);
  }
  return list.length < texts.length ? null : { kind: side, list };
}

/** `A`, `A/LEN` or `A:MASK`. */
function readMask(words: Words, token: Token): AddressMask | null {
  const [address, mask] = token.text.split(':').map(parseIpv4);
  if (address != null && mask != null) return { addr: address, mask };
  if (!/[0-9:]/.test(token.text)) {
    words.unknown(token, `\`${shown(token.text)}\` is no address of a rule.`, ['any', 'me', 'me6'], expected);
    return null;
  }
  const read = readPrefix(words, token, 'any', 'allowed');
  if (read === null) return null;
  const { bytes } = read.address.value;
  const prefixlen = read.prefixlen?.value ?? widest(read.address.value);
  return { addr: bytes, mask: prefixMask(prefixlen, bytes.length) };
}
