/**
 * `ipfw add [NUMBER] [set N] ACTION [log] PROTO from ADDR [PORTS] to ADDR [PORTS] [OPTION…] [// COMMENT]`, or
 * with options alone.
 */
import type { Insn } from '../../../stack/inet/ipfw/rule';
import type { IpfwAddCommand } from '../../nodes';
import type { Ranged } from '../../text';
import { readNumber } from '../../values';
import { shown, type Words } from '../../words';
import { readIpfwAction } from './action';
import { readRuleAddress } from './address';
import { readBlock } from './block';
import { isComment, isOptionNext, readOptions } from './options';
import { readPorts } from './ports';
import { readRuleProtocol } from './protocol';
import { readRuleNumber, readSet } from './ruleNumbers';

export function parseIpfwAdd(words: Words): IpfwAddCommand | null {
  const first = words.peek();
  let number: Ranged<number> | null = null;
  if (first !== null && /^\d/.test(first.text)) {
    words.next();
    number = readRuleNumber(words, first);
  }
  const set = words.take('set') === null ? null : readSet(words);
  // A comment alone is a rule that counts.
  const action = isComment(words) ? { name: 'count' as const, arg: 0 } : readIpfwAction(words);
  if (action === null) return null;
  const log = readLog(words);
  const body = readBody(words);
  if (body === null) return null;
  const options = readOptions(words);
  if (options === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return {
    kind: 'ipfw-add',
    ...range,
    origin: words.origin(range),
    number,
    set: set?.value ?? 0,
    action: action.name,
    arg: action.arg,
    log,
    comment: readComment(words),
    insns: [...body, ...options.insns],
    interfaces: options.interfaces,
  };
}

/** What follows `//`, to the end of the statement. */
function readComment(words: Words): string {
  const first = words.next();
  if (first === null) return '';
  const texts = [first.text.slice(2)];
  for (let word = words.next(); word !== null; word = words.next()) texts.push(word.text);
  return texts.join(' ').trim();
}

function readLog(words: Words): boolean {
  if (words.take('log') === null) return false;
  if (words.take('logamount') === null) return true;
  const amount = words.need('a number of packets');
  if (amount !== null) readNumber(words, amount, 'a number of packets', 0, 0xffffffff);
  return true;
}

/** Protocol and addresses; nothing where the options begin at once, or the comment. */
function readBody(words: Words): Insn[] | null {
  if (isComment(words) || isOptionNext(words)) return [];
  const proto = readBlock(words, 'proto', readRuleProtocol);
  if (proto === null) return null;
  const src = readSide(words, 'from');
  const dst = src === null ? null : readSide(words, 'to');
  return src === null || dst === null ? null : [...proto, ...src, ...dst];
}

/** `from ADDR [PORTS]` or `to ADDR [PORTS]`. */
function readSide(words: Words, keyword: 'from' | 'to'): Insn[] | null {
  const token = words.need(`\`${keyword}\` and an address`);
  if (token === null) return null;
  if (token.text !== keyword) {
    words.report('bad-value', token, `\`${shown(token.text)}\` stands where \`${keyword}\` is needed.`, {
      expected: `\`${keyword}\` and an address`,
    });
    return null;
  }
  const side = keyword === 'from' ? 'src' : 'dst';
  const address = readBlock(words, side, of => readRuleAddress(of, side));
  if (address === null) return null;
  const ports = readPorts(words, keyword === 'from' ? 'sport' : 'dport');
  return ports === null ? null : [...address, ...ports];
}
