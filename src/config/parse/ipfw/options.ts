/** The options of a rule, which follow its addresses. */
import {
  ext6hdrBits,
  FLOWLABEL_MASK,
  ipOptionBits,
  ipTosBits,
  tcpFlagBits,
  tcpOptionBits,
} from '#stack/running';
import type { FlagSpec } from '../../../stack/inet/ipfw/flags';
import type { HeaderMatch } from '../../../stack/inet/ipfw/header';
import type { InterfaceMatch } from '../../../stack/inet/ipfw/interface';
import type { Match } from '../../../stack/inet/ipfw/match';
import type { Insn } from '../../../stack/inet/ipfw/rule';
import type { Token } from '../../lexer';
import type { Ranged } from '../../text';
import { addressOf, at, isInterfaceName, readNumber } from '../../values';
import { oneOf, shown, type Words } from '../../words';
import { readRuleAddress } from './address';
import { readBlock } from './block';
import { readFlags } from './flags';
import { readRanges } from './numbers';
import { readPortMatch } from './ports';
import { readRuleProtocol } from './protocol';

/** Every option, by the words of ipfw(8). */
export const ipfwOptions = [
  'in',
  'out',
  'recv',
  'xmit',
  'via',
  'frag',
  'established',
  'setup',
  'tcpflags',
  'icmptypes',
  'icmp6types',
  'iplen',
  'ipid',
  'ipttl',
  'ipprecedence',
  'ipversion',
  'iptos',
  'ipoptions',
  'tcpseq',
  'tcpack',
  'tcpwin',
  'tcpdatalen',
  'tcpoptions',
  'ext6hdr',
  'flow-id',
  'verrevpath',
  'versrcreach',
  'antispoof',
  'diverted',
  'diverted-loopback',
  'diverted-output',
  'src-ip',
  'dst-ip',
  'src-ip6',
  'src-ipv6',
  'dst-ip6',
  'dst-ipv6',
  'src-port',
  'dst-port',
  'proto',
];
const stateful = ['keep-state', 'limit'];
const refused = ['layer2', 'bridged', 'mac', 'MAC', 'mac-type', 'uid', 'gid', 'jail', 'ipsec'];
const expected = oneOf(['in', 'out', 'recv', 'xmit', 'via']);

interface IpfwOptions {
  readonly insns: readonly Insn[];
  /** The interfaces that are named. */
  readonly interfaces: readonly Ranged<string>[];
}

/** Whether a comment follows, which goes to the end of the statement. */
export function isComment(words: Words): boolean {
  return words.peek()?.text.startsWith('//') === true;
}

/** Whether an option follows, with `not` before it or in an or-block as may be. */
export function isOptionNext(words: Words): boolean {
  let ahead = 0;
  while (['{', '(', 'not', '!'].includes(words.peek(ahead)?.text ?? '')) ahead++;
  const text = words.peek(ahead)?.text ?? '';
  return ipfwOptions.includes(text) || stateful.includes(text) || refused.includes(text);
}

/** Reads to the comment or the end of the statement; null when something is wrong. */
export function readOptions(words: Words): IpfwOptions | null {
  const insns: Insn[] = [];
  const interfaces: Ranged<string>[] = [];
  let direction: 'in' | 'out' | null = null;
  let wrong = false;
  while (words.peek() !== null && !isComment(words)) {
    const first = words.peek() as Token;
    const block = readBlock(words, 'option', of => readOption(of, interfaces));
    if (block === null) {
      wrong = true;
      continue;
    }
    insns.push(...block);
    const only = block.length === 1 && !block[0].not ? block[0].match.kind : null;
    if (only === 'in' || only === 'out') {
      if (direction !== null && direction !== only) contradict(words, first);
      direction = only;
    } else if (only === 'xmit' && direction === 'in') contradictXmit(words, interfaces);
  }
  return wrong ? null : { insns, interfaces };
}

function contradict(words: Words, token: Token): void {
  words.report('contradiction', token, 'No packet comes in and goes out at once.', { expected: 'in or out' });
}

function contradictXmit(words: Words, interfaces: readonly Ranged<string>[]): void {
  words.report(
    'contradiction',
    interfaces[interfaces.length - 1] ?? words.last,
    'A packet that comes in has no outgoing interface yet.',
    { expected: 'out, or recv' },
  );
}

function readOption(words: Words, interfaces: Ranged<string>[]): Match | null {
  const token = words.need(expected);
  switch (token?.text) {
    case undefined:
      return null;
    case 'in':
    case 'out':
    case 'frag':
    case 'established':
    case 'setup':
    case 'diverted':
    case 'diverted-loopback':
    case 'diverted-output':
    case 'verrevpath':
    case 'versrcreach':
    case 'antispoof':
      return { kind: token.text };
    case 'recv':
    case 'xmit':
    case 'via':
      return readInterface(words, token.text, interfaces);
    case 'tcpflags':
      return withKind('tcpflags', readFlags(words, tcpFlagBits, 'flag of TCP'));
    case 'icmptypes':
      return readTypes(words, 'icmptypes', 31);
    case 'icmp6types':
      return readTypes(words, 'icmp6types', 201);
    case 'iplen':
    case 'ipid':
      return readValues(words, token.text, 65535);
    case 'ipttl':
      return readValues(words, 'ipttl', 255);
    case 'ipprecedence':
      return readValues(words, 'ipprecedence', 7);
    case 'ipversion':
      return readValues(words, 'ipversion', 15);
    case 'iptos':
      return withKind('iptos', readFlags(words, ipTosBits, 'type of service'));
    case 'ipoptions':
      return withKind('ipoptions', readFlags(words, ipOptionBits, 'option of IPv4'));
    case 'tcpoptions':
      return withKind('tcpoptions', readFlags(words, tcpOptionBits, 'option of TCP'));
    case 'tcpdatalen':
      return readValues(words, 'tcpdatalen', 65535);
    case 'tcpseq':
    case 'tcpack':
      return readField(words, token.text, 0xffffffff);
    case 'tcpwin':
      return readField(words, 'tcpwin', 65535);
    case 'ext6hdr':
      return readExt6hdr(words);
    case 'flow-id':
      return readFlowId(words);
    case 'src-ip':
    case 'src-ip6':
    case 'src-ipv6':
      return readRuleAddress(words, 'src');
    case 'dst-ip':
    case 'dst-ip6':
    case 'dst-ipv6':
      return readRuleAddress(words, 'dst');
    case 'src-port':
      return readPortMatch(words, 'sport');
    case 'dst-port':
      return readPortMatch(words, 'dport');
    case 'proto':
      return readRuleProtocol(words);
    default:
      refuseOption(words, token as Token);
      return null;
  }
}

function refuseOption(words: Words, token: Token): void {
  const { text } = token;
  if (stateful.includes(text)) {
    words.report('not-simulated', token, 'Stateful rules are not simulated.', {
      expected: 'rules that look at each packet alone',
    });
    words.skip();
    return;
  }
  if (refused.includes(text)) {
    words.report('not-simulated', token, `The option \`${text}\` is not simulated.`, { expected });
  } else {
    const known = [...ipfwOptions, ...stateful, ...refused];
    words.unknown(token, `ipfw has no option \`${shown(text)}\`.`, known, expected);
  }
  skipValue(words);
  if (text.toLowerCase() === 'mac') skipValue(words);
}

/** The value of an option that is passed over: it is no second mistake. */
function skipValue(words: Words): void {
  const next = words.peek();
  if (next !== null && !ipfwOptions.includes(next.text) && !refused.includes(next.text)) words.next();
}

function readInterface(
  words: Words,
  kind: InterfaceMatch['kind'],
  interfaces: Ranged<string>[],
): InterfaceMatch | null {
  const token = words.need('an interface such as em0, or em* for all of them');
  if (token === null) return null;
  const { text } = token;
  if (text === 'any') return { kind, name: 'any', addr: null };
  if (isInterfaceName(text.replace(/\*$/, ''))) {
    interfaces.push(at(token, text));
    return { kind, name: text, addr: null };
  }
  const address = addressOf(text);
  if (address !== null) return { kind, name: '', addr: address.bytes };
  words.report('bad-value', token, `\`${shown(text)}\` is no interface name.`, {
    expected: 'a name such as em0, or em*',
  });
  return null;
}

function withKind<K extends string>(kind: K, flags: FlagSpec | null) {
  return flags === null ? null : { kind, ...flags };
}

function readField(words: Words, kind: 'tcpseq' | 'tcpack' | 'tcpwin', most: number): Match | null {
  const token = words.need('a number');
  const value = token === null ? null : readNumber(words, token, 'a number', 0, most);
  return value === null ? null : { kind, value: value.value };
}

function readExt6hdr(words: Words): Match | null {
  const flags = readFlags(words, ext6hdrBits, 'extension header', false);
  return flags === null ? null : { kind: 'ext6hdr', bits: flags.set };
}

function readFlowId(words: Words): Match | null {
  const token = words.need('flow labels such as 1,2');
  const ranges = token === null ? null : readRanges(words, token, 'a flow label', FLOWLABEL_MASK);
  if (ranges === null) return null;
  const labels = ranges.map(({ low }) => low);
  if (ranges.every(({ low, high }) => low === high)) return { kind: 'flow-id', labels };
  words.report('bad-value', token as Token, 'Flow labels are listed one by one.', {
    expected: 'labels with commas',
  });
  return null;
}

function readTypes(words: Words, kind: 'icmptypes' | 'icmp6types', most: number): Match | null {
  const token = words.need('types such as 8,0');
  const ranges = token === null ? null : readRanges(words, token, 'a type', most);
  if (ranges === null) return null;
  const types = ranges.flatMap(({ low, high }) => Array.from({ length: high - low + 1 }, (_, i) => low + i));
  return { kind, types };
}

function readValues(words: Words, kind: HeaderMatch['kind'] | 'tcpdatalen', most: number): Match | null {
  const token = words.need('a number, a range, or a list with commas');
  const values = token === null ? null : readRanges(words, token, 'a number', most);
  return values === null ? null : { kind, values };
}
