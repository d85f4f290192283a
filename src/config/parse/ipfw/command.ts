/** `ipfw add|delete|show|list|zero|flush|table|set …` (FreeBSD ipfw(8)). */
import type { Token } from '../../lexer';
import type {
  IpfwAddCommand,
  IpfwCommand,
  IpfwSetCommand,
  IpfwShowCommand,
  IpfwTableCommand,
} from '../../nodes';
import type { Ranged } from '../../text';
import { at, prefixOf, readNumber, readPrefix, widest } from '../../values';
import { oneOf, shown, type Words } from '../../words';
import { parseIpfwAdd } from './add';
import { IPFW_TABLES_LAST } from './numbers';
import { readAnyNumber, readRuleNumber, readSet, readSetNumber } from './ruleNumbers';

const commands = ['add', 'delete', 'show', 'list', 'zero', 'flush', 'table', 'set'];
const switches = ['-q', '-f', '-n', '-N', '-t', '-a'];
const others = ['enable', 'disable', 'pipe', 'queue', 'resetlog', 'nat'];
const expected = oneOf(commands);

type Parsed = IpfwAddCommand | IpfwCommand | IpfwShowCommand | IpfwTableCommand | IpfwSetCommand;

export function parseIpfw(words: Words): Parsed | null {
  let counts = false;
  for (let word = words.take(...switches); word !== null; word = words.take(...switches))
    counts ||= word.text === '-a';
  const token = words.need(expected);
  switch (token?.text) {
    case undefined:
      return null;
    case 'add':
      return parseIpfwAdd(words);
    case 'delete':
      return parseDelete(words);
    case 'zero':
      return { kind: 'ipfw-zero', ...base(words), numbers: readNumbers(words, readAnyNumber), set: null };
    case 'show':
    case 'list':
      return showing(words, counts || token?.text === 'show');
    case 'flush':
      words.end();
      return { kind: 'ipfw-flush', ...base(words), numbers: [], set: null };
    case 'table':
      return parseTable(words);
    case 'set':
      return parseSet(words);
    default:
      refuse(words, token as Token);
      return null;
  }
}

function base(words: Words) {
  const range = { from: words.statement.from, to: words.statement.to };
  return { ...range, origin: words.origin(range) };
}

function refuse(words: Words, token: Token): void {
  const { text } = token;
  if (others.includes(text)) {
    words.report('not-simulated', token, `\`ipfw ${text}\` is not simulated.`, { expected });
  } else if (text.startsWith('/') || text.endsWith('.conf')) {
    words.report('names-file', token, 'A .stack file names no file of commands.', {
      expected: 'the ipfw lines themselves',
    });
  } else {
    const known = [...commands, ...others];
    words.unknown(token, `ipfw has no command \`${shown(text)}\`.`, known, expected);
  }
}

function showing(words: Words, counts: boolean): IpfwShowCommand {
  return {
    kind: 'ipfw-show',
    ...base(words),
    counts,
    numbers: readNumbers(words, readAnyNumber),
    table: null,
  };
}

function readNumbers(words: Words, read = readRuleNumber): Ranged<number>[] {
  const numbers: Ranged<number>[] = [];
  for (let word = words.next(); word !== null; word = words.next()) {
    const number = read(words, word);
    if (number !== null) numbers.push(number);
  }
  return numbers;
}

function parseDelete(words: Words): IpfwCommand | null {
  if (words.take('set') !== null) {
    const set = readSet(words);
    words.end();
    return set === null ? null : { kind: 'ipfw-delete', ...base(words), numbers: [], set };
  }
  if (words.peek() === null) words.missing('the number of a rule');
  const numbers = readNumbers(words);
  return numbers.length === 0 ? null : { kind: 'ipfw-delete', ...base(words), numbers, set: null };
}

function parseTable(words: Words): IpfwTableCommand | IpfwShowCommand | null {
  const token = words.need('the number of a table');
  const table =
    token === null ? null : readNumber(words, token, 'the number of a table', 0, IPFW_TABLES_LAST);
  if (table === null) return null;
  const action = words.need('add, delete, flush or list');
  switch (action?.text) {
    case undefined:
      return null;
    case 'flush':
      words.end();
      return { kind: 'ipfw-table', ...base(words), table, action: 'flush', prefix: null, value: 0 };
    case 'add':
    case 'delete':
      return parseEntry(words, table, action?.text === 'add' ? 'add' : 'delete');
    case 'list':
      words.end();
      return { kind: 'ipfw-show', ...base(words), counts: false, numbers: [], table };
    default:
      words.unknown(action as Token, `A table cannot \`${shown((action as Token).text)}\`.`, [
        'add',
        'delete',
        'flush',
        'list',
      ]);
      return null;
  }
}

function parseEntry(words: Words, table: Ranged<number>, action: 'add' | 'delete'): IpfwTableCommand | null {
  const token = words.need('an address or a prefix');
  const read = token === null ? null : readPrefix(words, token, 'any', 'none');
  if (token === null || read === null) return null;
  const address = read.address.value;
  const prefix = at(token, prefixOf(address, read.prefixlen?.value ?? widest(address)));
  const word = action === 'add' ? words.next() : null;
  const value = word === null ? null : readNumber(words, word, 'the value of an entry', 0, 0xffffffff);
  words.end();
  return { kind: 'ipfw-table', ...base(words), table, action, prefix, value: value?.value ?? 0 };
}

function parseSet(words: Words): IpfwSetCommand | null {
  const token = words.need('enable, disable, move or swap');
  switch (token?.text) {
    case undefined:
      return null;
    case 'enable':
    case 'disable':
      return parseSwitches(words, token?.text === 'enable');
    case 'move': {
      const isRule = words.take('rule') !== null;
      const moved = isRule ? readMoved(words) : readSet(words);
      const into = moved === null ? null : readTo(words);
      if (moved === null || into === null) return null;
      return { kind: 'ipfw-set', ...base(words), action: isRule ? 'move-rule' : 'move', moved, into };
    }
    case 'swap': {
      const moved = readSet(words);
      const into = moved === null ? null : readSet(words);
      words.end();
      return moved === null || into === null
        ? null
        : { kind: 'ipfw-set', ...base(words), action: 'swap', moved, into };
    }
    default:
      words.unknown(token as Token, `Sets cannot \`${shown((token as Token).text)}\`.`, [
        'enable',
        'disable',
        'move',
        'swap',
      ]);
      return null;
  }
}

function readMoved(words: Words): Ranged<number> | null {
  const token = words.need('the number of a rule');
  return token === null ? null : readRuleNumber(words, token);
}

function readTo(words: Words): Ranged<number> | null {
  if (words.take('to') === null) {
    words.missing('`to` and the number of a set');
    words.skip();
    return null;
  }
  const set = readSet(words);
  words.end();
  return set;
}

/** `disable 1 2 enable 3`: the numbers after each word. */
function parseSwitches(words: Words, first: boolean): IpfwSetCommand | null {
  const enable: number[] = [];
  const disable: number[] = [];
  let into = first ? enable : disable;
  if (words.peek() === null) words.missing('the number of a set');
  for (let token = words.next(); token !== null; token = words.next()) {
    if (token.text === 'enable') into = enable;
    else if (token.text === 'disable') into = disable;
    else {
      const set = readSetNumber(words, token);
      if (set === null) return null;
      into.push(set.value);
    }
  }
  if (enable.length + disable.length === 0) return null;
  return { kind: 'ipfw-set', ...base(words), action: 'switch', enable, disable };
}
