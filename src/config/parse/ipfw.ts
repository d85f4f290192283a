/** `ipfw add|delete|zero|flush …` (FreeBSD ipfw(8)): allow, deny and count on protocol, addresses, direction and interface. */

import type { Token } from '../lexer';
import type { IpfwAddCommand, IpfwCommand, RuleAddress, RuleProtocol } from '../nodes';
import { protocolNames, protocolNumber } from '../protocols';
import type { Ranged } from '../text';
import { addressOf, at, isInterfaceName, prefixOf, readNumber, readPrefix, widest } from '../values';
import { oneOf, shown, type Words } from '../words';

/** Actions by all their names. */
export const ipfwActions: Readonly<Record<string, IpfwAddCommand['action']>> = {
  allow: 'allow',
  accept: 'allow',
  pass: 'allow',
  permit: 'allow',
  deny: 'deny',
  drop: 'deny',
  count: 'count',
};
const laterActions = [
  'skipto',
  'divert',
  'tee',
  'reject',
  'unreach',
  'unreach6',
  'reset',
  'fwd',
  'forward',
  'pipe',
  'queue',
  'check-state',
  'prob',
];
const laterOptions = [
  'frag',
  'established',
  'setup',
  'tcpflags',
  'icmptypes',
  'icmp6types',
  'ipttl',
  'iplen',
  'ipid',
  'iptos',
  'keep-state',
  'limit',
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
  'ext6hdr',
  'flow-id',
  'verrevpath',
  'antispoof',
  'layer2',
  'mac',
  'MAC',
];
const commands = [
  'add',
  'delete',
  'flush',
  'zero',
  'show',
  'list',
  'table',
  'set',
  'enable',
  'disable',
  'pipe',
  'queue',
  'resetlog',
];
const options = ['in', 'out', 'recv', 'xmit', 'via'];
/** Pairs of a source and a destination that one rule may list. */
const LIST_MAX = 1024;
/** The number of the default rule, which cannot be changed. */
export const IPFW_DEFAULT_RULE = 65535;

export function parseIpfw(words: Words): IpfwAddCommand | IpfwCommand | null {
  while (words.take('-q', '-f', '-n', '-N', '-t') !== null);
  const token = words.need('add, delete, zero or flush');
  if (token === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  const base = { ...range, origin: words.origin(range) };
  switch (token.text) {
    case 'add':
      return parseAdd(words);
    case 'delete':
    case 'zero': {
      const numbers: Ranged<number>[] = [];
      if (token.text === 'delete' && words.peek() === null) words.missing('the number of a rule');
      for (let word = words.next(); word !== null; word = words.next()) {
        const number = readNumber(words, word, 'the number of a rule', 1, IPFW_DEFAULT_RULE - 1);
        if (number !== null) numbers.push(number);
      }
      return token.text === 'delete' && numbers.length === 0
        ? null
        : { kind: `ipfw-${token.text}`, ...base, numbers };
    }
    case 'flush':
      words.end();
      return { kind: 'ipfw-flush', ...base, numbers: [] };
    case 'show':
    case 'list':
      words.report('only-prints', token, `\`ipfw ${token.text}\` only prints.`, {
        expected: 'add, delete, zero or flush',
      });
      return null;
    default:
      if (commands.includes(token.text)) {
        words.report('not-simulated', token, `\`ipfw ${token.text}\` is not simulated yet.`, {
          expected: 'add, delete, zero or flush',
        });
      } else if (token.text.startsWith('/') || token.text.endsWith('.conf')) {
        words.report('names-file', token, 'A .stack file names no file of commands.', {
          expected: 'the ipfw lines themselves',
        });
      } else
        words.unknown(
          token,
          `ipfw has no command \`${shown(token.text)}\`.`,
          commands,
          'add, delete, zero or flush',
        );
      return null;
  }
}

function parseAdd(words: Words): IpfwAddCommand | null {
  const first = words.peek();
  let number: Ranged<number> | null = null;
  if (first !== null && /^\d/.test(first.text)) {
    words.next();
    number = readNumber(words, first, 'the number of a rule', 1, IPFW_DEFAULT_RULE - 1);
  }
  const set = words.take('set', 'prob');
  if (set !== null) {
    words.report('not-simulated', set, `\`${set.text}\` is not simulated yet.`, {
      expected: 'an action such as allow, deny or count',
    });
    words.next();
  }
  const action = readAction(words);
  if (action === null) return null;
  const log = words.take('log') !== null;
  if (log && words.take('logamount') !== null) {
    const amount = words.need('a number of packets');
    if (amount !== null) readNumber(words, amount, 'a number of packets', 0, 0xffffffff);
  }
  const protocol = readProtocol(words);
  if (protocol === null) return null;
  const src = readSide(words, 'from');
  if (src === null) return null;
  const dst = readSide(words, 'to');
  if (dst === null) return null;
  if (src.length * dst.length > LIST_MAX) {
    words.report(
      'out-of-range',
      { from: src[0].from, to: dst[dst.length - 1].to },
      'The lists make too many pairs.',
      {
        expected: `${LIST_MAX} pairs of addresses at most`,
      },
    );
    return null;
  }
  const rest = readOptions(words);
  if (rest === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return {
    kind: 'ipfw-add',
    ...range,
    origin: words.origin(range),
    number,
    action,
    log,
    protocol,
    src,
    dst,
    ...rest,
  };
}

function readAction(words: Words): IpfwAddCommand['action'] | null {
  const token = words.need('an action such as allow, deny or count');
  if (token === null) return null;
  if (Object.hasOwn(ipfwActions, token.text)) return ipfwActions[token.text];
  if (laterActions.includes(token.text)) {
    words.report('not-simulated', token, `The action \`${token.text}\` is not simulated yet.`, {
      expected: 'allow, deny or count',
    });
  } else {
    words.unknown(
      token,
      `ipfw has no action \`${shown(token.text)}\`.`,
      [...Object.keys(ipfwActions), ...laterActions],
      'an action such as allow, deny or count',
    );
  }
  return null;
}

const families: Readonly<Record<string, RuleProtocol['family']>> = {
  ip: null,
  all: null,
  ip6: 'inet6',
  ipv6: 'inet6',
  ip4: 'inet',
  ipv4: 'inet',
};

function readProtocol(words: Words): Ranged<RuleProtocol> | null {
  const token = words.need('a protocol: ip, ip6, tcp, udp, ipv6-icmp, or a number');
  if (token === null) return null;
  if (Object.hasOwn(families, token.text))
    return at(token, { word: token.text, number: 0, family: families[token.text] });
  const number = protocolNumber(token.text);
  if (number !== null) return at(token, { word: token.text, number, family: null });
  if (token.text.startsWith('{') || token.text === 'not') {
    words.report('not-simulated', token, 'One protocol is tested by one rule.', {
      expected: 'one protocol, and a rule for each other one',
    });
    return null;
  }
  words.unknown(
    token,
    `\`${shown(token.text)}\` is no protocol.`,
    [...Object.keys(families), ...protocolNames],
    'ip, ip6, tcp, udp, ipv6-icmp, or a number from 0 to 255',
  );
  return null;
}

/** `from ADDR` or `to ADDR`, with `not` and comma lists. */
function readSide(words: Words, keyword: 'from' | 'to'): Ranged<RuleAddress>[] | null {
  const token = words.need(`\`${keyword}\` and an address`);
  if (token === null) return null;
  if (token.text !== keyword) {
    if (/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(token.text)) {
      words.report('not-simulated', token, 'Ports are not tested yet.', {
        expected: `\`${keyword}\` and an address`,
      });
    } else {
      words.report('bad-value', token, `\`${shown(token.text)}\` stands where \`${keyword}\` is needed.`, {
        expected: `\`${keyword}\` and an address`,
      });
    }
    return null;
  }
  const not = words.take('not', '!') !== null;
  const list = words.need('any, me, an address or a prefix');
  if (list === null) return null;
  const found: Ranged<RuleAddress>[] = [];
  let start = list.from;
  let wrong = false;
  for (const text of list.text.split(',')) {
    const part: Token = { ...list, text, from: start, to: start + text.length };
    start = part.to + 1;
    const address = readRuleAddress(words, part, not);
    if (address === null) wrong = true;
    else found.push(address);
  }
  if (not && found.length > 1) {
    words.report('not-simulated', list, 'A negated list is not simulated yet.', {
      expected: 'one address after `not`',
    });
    return null;
  }
  return wrong ? null : found;
}

function readRuleAddress(words: Words, token: Token, not: boolean): Ranged<RuleAddress> | null {
  if (token.text === 'any') return at(token, { not, kind: 'any', prefix: null });
  if (token.text === 'me' || token.text === 'me6') return at(token, { not, kind: 'me', prefix: null });
  if (/^(table\(|\{)/.test(token.text)) {
    words.report('not-simulated', token, 'Tables and lists in braces are not simulated yet.', {
      expected: 'any, me, an address or a prefix',
    });
    return null;
  }
  if (/[0-9:]/.test(token.text)) {
    const read = readPrefix(words, token, 'any', 'allowed');
    if (read === null) return null;
    const address = read.address.value;
    return at(token, {
      not,
      kind: 'prefix',
      prefix: prefixOf(address, read.prefixlen?.value ?? widest(address)),
    });
  }
  words.unknown(
    token,
    `\`${shown(token.text)}\` is no address of a rule.`,
    ['any', 'me', 'me6'],
    'any, me, an address or a prefix',
  );
  return null;
}

function readOptions(words: Words): Pick<IpfwAddCommand, 'direction' | 'recv' | 'xmit' | 'via'> | null {
  const found: {
    direction: 'in' | 'out' | null;
    recv: Ranged<string> | null;
    xmit: Ranged<string> | null;
    via: Ranged<string> | null;
  } = {
    direction: null,
    recv: null,
    xmit: null,
    via: null,
  };
  let wrong = false;
  for (let token = words.next(); token !== null; token = words.next()) {
    const { text } = token;
    if (text === 'in' || text === 'out') {
      if (found.direction !== null && found.direction !== text) {
        words.report('contradiction', token, 'No packet comes in and goes out at once.', {
          expected: `in or out`,
        });
      }
      found.direction = text;
    } else if (text === 'recv' || text === 'xmit' || text === 'via') {
      const name = words.need('an interface such as em0, or em* for all of them');
      const read = name === null ? null : readPattern(words, name);
      if (read === null) wrong = true;
      else found[text] = read;
    } else {
      wrong = true;
      if (laterOptions.includes(text)) {
        words.report('not-simulated', token, `The option \`${text}\` is not simulated yet.`, {
          expected: oneOf(options),
        });
        skipValue(words);
      } else if (/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text)) {
        words.report('not-simulated', token, 'Ports are not tested yet.', { expected: oneOf(options) });
      } else {
        const known = [...options, ...laterOptions];
        words.unknown(token, `ipfw has no option \`${shown(text)}\`.`, known, oneOf(options));
        skipValue(words);
      }
    }
  }
  if (found.xmit !== null && found.direction === 'in') {
    words.report('contradiction', found.xmit, 'A packet that comes in has no outgoing interface yet.', {
      expected: 'out, or recv',
    });
  }
  return wrong ? null : found;
}

/** The value of an option that is passed over: it is no second mistake. */
function skipValue(words: Words): void {
  const next = words.peek();
  if (next !== null && !options.includes(next.text) && !laterOptions.includes(next.text)) words.next();
}

function readPattern(words: Words, token: Token): Ranged<string> | null {
  const name = token.text.replace(/\*$/, '');
  if (isInterfaceName(name)) return at(token, token.text);
  if (addressOf(token.text) !== null) {
    words.report('not-simulated', token, 'Interfaces are tested by name only.', {
      expected: 'an interface such as em0',
    });
    return null;
  }
  words.report('bad-value', token, `\`${shown(token.text)}\` is no interface name.`, {
    expected: 'a name such as em0, or em*',
  });
  return null;
}
