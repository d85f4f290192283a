/** `ifconfig IF [PARAMETER…]` (FreeBSD ifconfig(8), with the words of the other systems). */
import type { Token } from '../lexer';
import {
  addressFlags,
  type IfconfigCommand,
  type InterfaceFlag,
  type InterfaceNumber,
  type InterfaceParameter,
  type InterfaceWord,
  interfaceFlags,
  memberWords,
} from '../nodes';
import type { Ranged } from '../text';
import { addressOf, at, readAddress, readInterface, readMac, readNumber } from '../values';
import { shown, type Words } from '../words';
import { readStation, refuseSpanningTree } from './bridge';
import {
  type AddressDraft,
  addressWords,
  isAddressFlag,
  noAddress,
  readAddressWord,
  readAddressWords,
  readInterfaceAddress,
  valuedAddressWords,
} from './interfaceAddress';

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
  let draft: AddressDraft | null = null;
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

const isFlag = (text: string): text is InterfaceFlag => (interfaceFlags as readonly string[]).includes(text);

/** OpenBSD says `ifconfig bridge0 add em0` where an address word is meant elsewhere. */
function isBridgeMember(token: Token, name: Ranged<string> | null, words: Words): boolean {
  return token.text === 'add' && name !== null && name.value.startsWith('bridge') && words.peek() !== null;
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
