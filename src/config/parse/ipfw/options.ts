/** The options of a rule, which follow its addresses. */
import { tcpFlagBits } from '#stack/running';
import type { InterfaceMatch } from '../../../stack/inet/ipfw/interface';
import type { Match } from '../../../stack/inet/ipfw/match';
import type { Insn } from '../../../stack/inet/ipfw/rule';
import type { Token } from '../../lexer';
import type { Ranged } from '../../text';
import { addressOf, at, isInterfaceName } from '../../values';
import { oneOf, shown, type Words } from '../../words';
import { readRuleAddress } from './address';
import { readBlock } from './block';
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
  'diverted',
  'diverted-loopback',
  'diverted-output',
  'src-ip',
  'dst-ip',
  'src-ip6',
  'dst-ip6',
  'src-port',
  'dst-port',
  'proto',
];
const stateful = ['keep-state', 'limit'];
const refused = [
  'iptos',
  'ipprecedence',
  'ipoptions',
  'ipversion',
  'tcpoptions',
  'tcpseq',
  'tcpack',
  'tcpwin',
  'ext6hdr',
  'flow-id',
  'verrevpath',
  'versrcreach',
  'antispoof',
  'layer2',
  'mac',
  'MAC',
  'mac-type',
  'uid',
  'gid',
  'jail',
  'ipsec',
];
const expected = oneOf(['in', 'out', 'recv', 'xmit', 'via']);

export interface IpfwOptions {
  readonly insns: readonly Insn[];
  /** The interfaces that are named. */
  readonly interfaces: readonly Ranged<string>[];
}

/** Reads to the end of the statement; null when something is wrong. */
export function readOptions(words: Words): IpfwOptions | null {
  const insns: Insn[] = [];
  const interfaces: Ranged<string>[] = [];
  let direction: 'in' | 'out' | null = null;
  let wrong = false;
  while (words.peek() !== null) {
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
      return { kind: 'in' };
    case 'out':
      return { kind: 'out' };
    case 'frag':
      return { kind: 'frag' };
    case 'established':
      return { kind: 'established' };
    case 'setup':
      return { kind: 'setup' };
    case 'diverted':
      return { kind: 'diverted' };
    case 'diverted-loopback':
      return { kind: 'diverted-loopback' };
    case 'diverted-output':
      return { kind: 'diverted-output' };
    case 'recv':
      return readInterface(words, 'recv', interfaces);
    case 'xmit':
      return readInterface(words, 'xmit', interfaces);
    case 'via':
      return readInterface(words, 'via', interfaces);
    case 'tcpflags':
      return readTcpFlags(words);
    case 'icmptypes':
      return readTypes(words, 'icmptypes', 31);
    case 'icmp6types':
      return readTypes(words, 'icmp6types', 201);
    case 'iplen':
    case 'ipid':
      return readValues(words, (token as Token).text as 'iplen' | 'ipid', 65535);
    case 'ipttl':
      return readValues(words, 'ipttl', 255);
    case 'src-ip':
    case 'src-ip6':
      return readRuleAddress(words, 'src');
    case 'dst-ip':
    case 'dst-ip6':
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

function readTcpFlags(words: Words): Match | null {
  const names = Object.keys(tcpFlagBits);
  const token = words.need('flags such as syn,!ack');
  if (token === null) return null;
  let set = 0;
  let clear = 0;
  for (const text of token.text.split(',')) {
    const name = text.replace(/^!/, '');
    if (!Object.hasOwn(tcpFlagBits, name)) {
      words.unknown(token, `\`${shown(name)}\` is no flag of TCP.`, names, oneOf(names));
      return null;
    }
    if (text.startsWith('!')) clear |= tcpFlagBits[name];
    else set |= tcpFlagBits[name];
  }
  return { kind: 'tcpflags', set, clear };
}

function readTypes(words: Words, kind: 'icmptypes' | 'icmp6types', most: number): Match | null {
  const token = words.need('types such as 8,0');
  const ranges = token === null ? null : readRanges(words, token, 'a type', most);
  if (ranges === null) return null;
  const types = ranges.flatMap(({ low, high }) => Array.from({ length: high - low + 1 }, (_, i) => low + i));
  return { kind, types };
}

function readValues(words: Words, kind: 'iplen' | 'ipid' | 'ipttl', most: number): Match | null {
  const token = words.need('a number, a range, or a list with commas');
  const values = token === null ? null : readRanges(words, token, 'a number', most);
  return values === null ? null : { kind, values };
}
