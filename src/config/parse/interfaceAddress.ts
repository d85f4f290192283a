/** The addresses on an `ifconfig` line, and the words that are said of them. */
import type { Token } from '../lexer';
import { type Address, type AddressFlag, addressFlags, type InterfaceAddress } from '../nodes';
import type { Ranged } from '../text';
import { addressOf, readAddress, readLifetime, readNetmask, readPrefix, readPrefixLength } from '../values';
import type { Words } from '../words';

/** Words about an address beside its flags. */
export const addressWords = [
  'prefixlen',
  'netmask',
  'broadcast',
  'alias',
  'add',
  '-alias',
  'delete',
  'remove',
  'pltime',
  'vltime',
];

/** Those of them that have a value. */
export const valuedAddressWords = ['prefixlen', 'netmask', 'broadcast', 'pltime', 'vltime'];

/** What is collected of an address while its words are read. */
export interface AddressDraft {
  from: number;
  to: number;
  address: Ranged<Address>;
  prefixlen: Ranged<number> | null;
  peer: Ranged<Address> | null;
  broadcast: Ranged<Address> | null;
  action: InterfaceAddress['action'];
  flags: AddressFlag[];
  pltime: Ranged<number> | null;
  vltime: Ranged<number> | null;
}

export const isAddressFlag = (text: string): text is AddressFlag =>
  (addressFlags as readonly string[]).includes(text);

/** The word is about an address, but none was given; skips its value too. */
export function noAddress(words: Words, token: Token): void {
  words.report('missing-word', token, `\`${token.text}\` is said of an address, but none stands before it.`, {
    expected: 'inet or inet6 and an address first',
  });
  if (valuedAddressWords.includes(token.text)) words.next();
}

export function readAddressWords(
  words: Words,
  keyword: Token,
  family: 'inet' | 'inet6',
  name: string | null,
): AddressDraft | null {
  const token = words.need(
    family === 'inet6' ? 'an IPv6 address such as 2001:db8::1/64' : 'an IPv4 address such as 192.0.2.1/24',
  );
  return token === null ? null : readInterfaceAddress(words, keyword, token, family, name);
}

/** An address with its prefix and peer; the whole is said to begin at `start`. */
export function readInterfaceAddress(
  words: Words,
  start: Token,
  token: Token,
  family: 'inet' | 'inet6',
  name: string | null,
): AddressDraft | null {
  const read = readPrefix(words, token, family, 'allowed');
  if (read === null) return skipAddressWords(words);
  const { zone } = read.address.value;
  if (zone !== null && name !== null && zone !== name) {
    words.report('contradiction', read.address, `The address names ${zone}, the line ${name}.`, {
      expected: `%${name} or nothing`,
    });
  }
  let peer: Ranged<Address> | null = null;
  const next = words.peek();
  if (next !== null && addressOf(next.text) !== null) {
    words.next();
    peer = readAddress(words, next, family, 'allowed');
  }
  return {
    from: start.from,
    to: words.last.to,
    ...read,
    peer,
    broadcast: null,
    action: 'set',
    flags: [],
    pltime: null,
    vltime: null,
  };
}

/** After a bad address: the words that belong to it say nothing any more. */
function skipAddressWords(words: Words): null {
  for (let token = words.peek(); token !== null; token = words.peek()) {
    if (!addressWords.includes(token.text) && !isAddressFlag(token.text)) return null;
    words.next();
    if (valuedAddressWords.includes(token.text)) words.next();
  }
  return null;
}

export function readAddressWord(words: Words, token: Token, draft: AddressDraft): void {
  const { family } = draft.address.value;
  const onlyFor = (needed: 'inet' | 'inet6'): boolean => {
    if (family === needed) return true;
    words.report(
      'wrong-family',
      token,
      `\`${token.text}\` is for ${needed === 'inet' ? 'IPv4' : 'IPv6'} addresses.`,
      {
        expected: needed === 'inet' ? 'prefixlen with inet6' : 'this after an inet6 address',
      },
    );
    return false;
  };
  if (isAddressFlag(token.text)) {
    if (onlyFor('inet6')) draft.flags.push(token.text);
  } else if (token.text === 'alias' || token.text === 'add') draft.action = 'alias';
  else if (['-alias', 'delete', 'remove'].includes(token.text)) draft.action = 'delete';
  else {
    const value = words.need(token.text === 'broadcast' ? 'a broadcast address' : 'a number');
    if (value === null) return;
    if (token.text === 'prefixlen')
      draft.prefixlen = readPrefixLength(words, value, draft.address.value) ?? draft.prefixlen;
    else if (token.text === 'netmask') {
      if (onlyFor('inet')) draft.prefixlen = readNetmask(words, value) ?? draft.prefixlen;
    } else if (token.text === 'broadcast') {
      if (onlyFor('inet')) draft.broadcast = readAddress(words, value, 'inet');
    } else if (onlyFor('inet6')) {
      draft[token.text as 'pltime' | 'vltime'] = readLifetime(words, value);
    }
  }
  draft.to = words.last.to;
}
