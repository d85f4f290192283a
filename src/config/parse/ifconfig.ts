/** `ifconfig IF [PARAMETER…]` (FreeBSD ifconfig(8), with the words of the other systems). */
import { formatIpv6 } from '../../wire/address';
import type { Token } from '../lexer';
import {
  type Address,
  type AddressFlag,
  addressFlags,
  type IfconfigCommand,
  type InterfaceAddress,
  type InterfaceFlag,
  type InterfaceNumber,
  type InterfaceParameter,
  type InterfaceWord,
  interfaceFlags,
  memberWords,
} from '../nodes';
import type { Ranged } from '../text';
import {
  addressOf,
  at,
  needsZone,
  readAddress,
  readInterface,
  readLifetime,
  readMac,
  readNumber,
  readPrefix,
  readPrefixLength,
} from '../values';
import { shown, type Words } from '../words';

const numbers: Readonly<Record<InterfaceNumber, readonly [what: string, least: number, most: number]>> = {
  mtu: ['an MTU', 72, 65535],
  metric: ['a metric', 0, 255],
  tunneldomain: ['a routing table', 0, 255],
  rdomain: ['a routing domain', 0, 255],
  vlan: ['a VLAN tag', 0, 4095],
  maxaddr: ['a number of addresses', 0, 65535],
  timeout: ['a number of seconds', 0, 0x7fffffff],
};
/** Other spellings, by system. */
const synonyms: Readonly<Record<string, string>> = {
  ether: 'lladdr',
  link: 'lladdr',
  vnetid: 'vlan',
  parent: 'vlandev',
  '-parent': '-vlandev',
  '-vlan': '-vlandev',
};
const wordParameters: readonly InterfaceWord[] = [
  'group',
  '-group',
  'media',
  'mediaopt',
  'vlandev',
  ...memberWords,
];
const addressWords = [
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

const valuedAddressWords = ['prefixlen', 'netmask', 'broadcast', 'pltime', 'vltime'];

/** Every parameter, for suggestions. */
export const ifconfigWords: readonly string[] = [
  'inet',
  'inet6',
  ...addressWords,
  ...addressFlags,
  ...interfaceFlags,
  ...Object.keys(numbers),
  'lladdr',
  'tunnel',
  'static',
  'deladdr',
  ...wordParameters,
  ...Object.keys(synonyms),
];

/** What is collected of an address while its words are read. */
interface Draft {
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

export function parseIfconfig(words: Words): IfconfigCommand | null {
  const first = words.need('an interface such as em0');
  if (first === null) return null;
  if (/^-[aluCdm]+$/.test(first.text)) {
    words.report('only-prints', first, `\`ifconfig ${first.text}\` only prints.`, {
      expected: 'an interface to set up',
    });
    return null;
  }
  const name = readInterface(words, first);
  const parameters: InterfaceParameter[] = [];
  let draft: Draft | null = null;
  const finish = () => {
    if (draft !== null) parameters.push({ name: 'address', origin: words.origin(draft), ...draft });
    draft = null;
  };
  for (let token = words.next(); token !== null; token = words.next()) {
    if (token.text === 'inet' || token.text === 'inet6') {
      finish();
      draft = readAddressWords(words, token, token.text, name?.value ?? null);
    } else if (addressOf(token.text.replace(/\/.*/, ''))?.family === 'inet') {
      // Without a word for the family it is IPv4.
      finish();
      draft = readInterfaceAddress(words, token, token, 'inet', name?.value ?? null);
    } else if (isBridgeMember(token, name, words)) {
      parameters.push(...readWord(words, token, 'addm'));
    } else if (addressWords.includes(token.text) || isAddressFlag(token.text)) {
      if (draft === null) noAddress(words, token);
      else readAddressWord(words, token, draft);
    } else {
      if (addressOf(token.text.replace(/\/.*/, '')) === null) finish();
      parameters.push(...readParameter(words, token));
    }
  }
  finish();
  if (name === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind: 'ifconfig', ...range, origin: words.origin(range), interface: name, parameters };
}

const isAddressFlag = (text: string): text is AddressFlag =>
  (addressFlags as readonly string[]).includes(text);
const isFlag = (text: string): text is InterfaceFlag => (interfaceFlags as readonly string[]).includes(text);

/** OpenBSD says `ifconfig bridge0 add em0` where an address word is meant elsewhere. */
function isBridgeMember(token: Token, name: Ranged<string> | null, words: Words): boolean {
  return token.text === 'add' && name !== null && name.value.startsWith('bridge') && words.peek() !== null;
}

/** The word is about an address, but none was given; skips its value too. */
function noAddress(words: Words, token: Token): void {
  words.report('missing-word', token, `\`${token.text}\` is said of an address, but none stands before it.`, {
    expected: 'inet or inet6 and an address first',
  });
  if (valuedAddressWords.includes(token.text)) words.next();
}

function readAddressWords(
  words: Words,
  keyword: Token,
  family: 'inet' | 'inet6',
  name: string | null,
): Draft | null {
  const token = words.need(
    family === 'inet6' ? 'an IPv6 address such as 2001:db8::1/64' : 'an IPv4 address such as 192.0.2.1/24',
  );
  return token === null ? null : readInterfaceAddress(words, keyword, token, family, name);
}

/** An address with its prefix and peer; the whole is said to begin at `start`. */
function readInterfaceAddress(
  words: Words,
  start: Token,
  token: Token,
  family: 'inet' | 'inet6',
  name: string | null,
): Draft | null {
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

function readAddressWord(words: Words, token: Token, draft: Draft): void {
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

function readParameter(words: Words, token: Token): InterfaceParameter[] {
  const name = synonyms[token.text] ?? token.text;
  if (isFlag(name)) return [{ name: 'flag', flag: name, from: token.from, to: token.to }];
  if (name in numbers) return readNumbered(words, token, name as InterfaceNumber);
  if ((wordParameters as readonly string[]).includes(name))
    return readWord(words, token, name as InterfaceWord);
  if (name === 'lladdr') {
    const value = words.need('a link address such as 02:00:00:00:00:01');
    const mac = value === null ? null : readMac(words, value);
    return mac === null ? [] : [{ name: 'lladdr', value: mac, from: token.from, to: mac.to }];
  }
  if (name === 'tunnel') return readTunnel(words, token);
  if (name === 'static' || name === 'deladdr') return readStation(words, token, name);
  if (refuseSpanningTree(words, token)) return [];
  const address = addressOf(token.text.replace(/\/.*/, ''));
  if (address !== null) {
    const { family } = address;
    words.report('missing-word', token, 'An address needs its family before it.', {
      expected: `${family} ${shown(token.text)}`,
      suggestion: `${family} ${token.text}`,
    });
  } else {
    const suggestion = words.suggest(token.text, ifconfigWords);
    words.report('unknown-word', token, `ifconfig has no parameter \`${shown(token.text)}\`.`, {
      expected: 'a parameter such as inet6, mtu, lladdr or up',
      suggestion,
    });
    // The value of a misspelt parameter is no second mistake.
    if (suggestion !== undefined && takesValue(suggestion)) words.next();
  }
  return [];
}

const takesValue = (parameter: string): boolean =>
  valuedAddressWords.includes(parameter) ||
  parameter in numbers ||
  wordParameters.includes(parameter as InterfaceWord) ||
  ['lladdr', 'ether', 'link', 'vnetid', 'parent', 'deladdr'].includes(parameter);

function readNumbered(words: Words, token: Token, of: InterfaceNumber): InterfaceParameter[] {
  const [what, least, most] = numbers[of];
  const next = words.need(`${what} from ${least} to ${most}`);
  const value = next === null ? null : readNumber(words, next, what, least, most);
  return value === null ? [] : [{ name: 'number', of, value, from: token.from, to: value.to }];
}

function readWord(words: Words, token: Token, of: InterfaceWord): InterfaceParameter[] {
  const isName = of === 'vlandev' || (memberWords as readonly string[]).includes(of);
  const next = words.need(isName ? 'an interface such as em0' : 'a word');
  const value = next === null ? null : isName ? readInterface(words, next) : at(next, next.text);
  return value === null ? [] : [{ name: 'word', of, value, from: token.from, to: value.to }];
}

function readTunnel(words: Words, token: Token): InterfaceParameter[] {
  const first = words.need('the outer source address');
  const src = first === null ? null : readAddress(words, first, 'any');
  const second = first === null ? null : words.need('the outer destination address');
  const dst = second === null ? null : readAddress(words, second, src?.value.family ?? 'any');
  if (src === null || dst === null) return [];
  return [{ name: 'tunnel', src, dst, from: token.from, to: dst.to }];
}

/** `static IF MAC`, `deladdr MAC` of a bridge. */
function readStation(words: Words, token: Token, of: 'static' | 'deladdr'): InterfaceParameter[] {
  const first = of === 'static' ? words.need('a member such as em0') : null;
  if (of === 'static' && first === null) return [];
  const member = first === null ? null : readInterface(words, first);
  const next = words.need('a link address such as 02:00:00:00:00:01');
  const value = next === null ? null : readMac(words, next);
  if (value === null || (first !== null && member === null)) return [];
  return [{ name: 'station', of, member, value, from: token.from, to: value.to }];
}

/** Words of a bridge that are about its spanning tree, or about copies for listeners, with how many values each has. */
const refusedOfBridges: Readonly<Record<string, number>> = {
  stp: 1,
  '-stp': 1,
  maxage: 1,
  fwddelay: 1,
  hellotime: 1,
  priority: 1,
  ifpriority: 2,
  ifpathcost: 2,
  span: 1,
  '-span': 1,
};

/** True for such a word: it is reported, and its values are skipped. */
function refuseSpanningTree(words: Words, token: Token): boolean {
  if (!Object.hasOwn(refusedOfBridges, token.text)) return false;
  for (let left = refusedOfBridges[token.text]; left > 0 && words.peek() !== null; left--) words.next();
  const spans = token.text.endsWith('span');
  words.report(
    'not-simulated',
    token,
    spans
      ? 'Span ports of bridges are not simulated.'
      : 'Bridges have no spanning tree here: frames go round where members form a loop.',
    { expected: `the line without \`${token.text}\`` },
  );
  return true;
}

/** The address as `eui64` completes it, out of a link address (RFC 4291 appendix A). */
export function withEui64(address: Uint8Array, lladdr: Uint8Array): Uint8Array {
  const bytes = address.slice();
  bytes.set([lladdr[0] ^ 2, lladdr[1], lladdr[2], 0xff, 0xfe, lladdr[3], lladdr[4], lladdr[5]], 8);
  return bytes;
}

/** What an interface address is called in messages. */
export function addressName(address: Address, name: string): string {
  if (address.family === 'inet') return address.bytes.join('.');
  return needsZone(address.bytes) ? `${formatIpv6(address.bytes)}%${name}` : formatIpv6(address.bytes);
}
