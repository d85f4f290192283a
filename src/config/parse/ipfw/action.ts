/** What a rule does: `allow`, `skipto 500`, `divert 8668`, `unreach port` … */
import { unreach6Codes, unreachCodes } from '#stack/running';
import type { IpfwActionName } from '../../../stack/inet/ipfw/rule';
import type { Token } from '../../lexer';
import { readNumber } from '../../values';
import { oneOf, shown, type Words } from '../../words';

/** Actions by all their names. */
export const ipfwActions: Readonly<Record<string, IpfwActionName>> = {
  allow: 'allow',
  accept: 'allow',
  pass: 'allow',
  permit: 'allow',
  deny: 'deny',
  drop: 'deny',
  count: 'count',
  skipto: 'skipto',
  divert: 'divert',
  tee: 'tee',
  reject: 'reject',
  unreach: 'unreach',
  unreach6: 'unreach6',
  reset: 'reset',
  reset6: 'reset6',
};

const stateful = ['check-state'];
const shaping = ['pipe', 'queue', 'prob'];
const refused = ['fwd', 'forward', 'nat', 'netgraph', 'ngtee'];
const expected = 'an action such as allow, deny or count';

/** The code that `reject` sends: host unreachable. */
const UNREACH_HOST = 1;

/** The action and its argument; null when it is none. */
export function readIpfwAction(words: Words): { name: IpfwActionName; arg: number } | null {
  const token = words.need(expected);
  if (token === null) return null;
  if (!Object.hasOwn(ipfwActions, token.text)) {
    refuseAction(words, token);
    return null;
  }
  const name = ipfwActions[token.text];
  const arg = readArgument(words, name);
  return arg === null ? null : { name, arg };
}

function refuseAction(words: Words, token: Token): void {
  const { text } = token;
  if (stateful.includes(text)) {
    words.report('not-simulated', token, 'Stateful rules are not simulated.', {
      expected: 'rules that look at each packet alone, such as allow … established',
    });
  } else if (shaping.includes(text)) {
    const what = text === 'prob' ? 'Rules that match by chance' : 'Pipes and queues';
    words.report('not-simulated', token, `${what} are not simulated.`, { expected });
  } else if (refused.includes(text)) {
    words.report('not-simulated', token, `The action \`${text}\` is not simulated.`, { expected });
  } else {
    const known = [...Object.keys(ipfwActions), ...stateful, ...shaping, ...refused];
    words.unknown(token, `ipfw has no action \`${shown(text)}\`.`, known, expected);
  }
}

function readArgument(words: Words, name: IpfwActionName): number | null {
  switch (name) {
    case 'skipto':
      return readArg(words, 'the number of a rule', 65534);
    case 'divert':
    case 'tee':
      return readArg(words, 'a divert port', 65535);
    case 'reject':
      return UNREACH_HOST;
    case 'unreach':
      return readCode(words, unreachCodes);
    case 'unreach6':
      return readCode(words, unreach6Codes);
    default:
      return 0;
  }
}

function readArg(words: Words, what: string, most: number): number | null {
  const token = words.need(what);
  return token === null ? null : (readNumber(words, token, what, 1, most)?.value ?? null);
}

function readCode(words: Words, codes: Readonly<Record<string, number>>): number | null {
  const token = words.need('a code by name or number');
  if (token === null) return null;
  if (Object.hasOwn(codes, token.text)) return codes[token.text];
  if (/^\d/.test(token.text)) return readNumber(words, token, 'a code', 0, 255)?.value ?? null;
  words.unknown(token, `\`${shown(token.text)}\` is no code.`, Object.keys(codes), oneOf(Object.keys(codes)));
  return null;
}
