/** Associations: `add`, `get`, `delete`, `deleteall` and `flush` (FreeBSD setkey(8)). */
import { cipherKeyBits, fitsKey, icvLengths, type KeyBits, macKeyBits } from '#stack/running';
import { keyBitsText } from '../keyBits';
import type { Token } from '../lexer';
import type { Address, SaAlgorithm, SaCommand, SaFlushCommand, SaProtocol, SaRemoveCommand } from '../nodes';
import type { Ranged } from '../text';
import { at, readAddress, readNumber } from '../values';
import { oneOf, shown, type Words } from '../words';
import { takeHints } from './policy';

const compressions: readonly string[] = ['deflate', 'lzs'];
const saProtocols: readonly SaProtocol[] = ['esp', 'ah', 'ipcomp'];
/** What setkey has besides: the formats before RFC 2402 and 2406, and signatures of TCP. */
const otherProtocols: readonly string[] = ['esp-old', 'ah-old', 'tcp'];
const otherAlgorithms: readonly string[] = [
  'blowfish-cbc',
  'cast128-cbc',
  'des-deriv',
  '3des-deriv',
  'twofish-cbc',
  'keyed-md5',
  'keyed-sha1',
];
const paddings = ['zero-pad', 'random-pad', 'seq-pad', 'nocyclic-seq'];
/** The kernel keeps the size of the replay window in a byte. */
const WINDOW_MAX = 255;

interface SaDraft {
  mode: SaCommand['mode'];
  replay: number;
  reqid: number;
  padding: string[];
  hard: number;
  soft: number;
  algorithms: Ranged<SaAlgorithm>[];
  unread: SaAlgorithm['use'][];
}

export function parseFlush(words: Words): SaFlushCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  const token = words.next();
  words.end();
  const protocol = token === null ? null : readProtocol(words, token);
  if (token !== null && protocol === null) return null;
  return { kind: 'flush', ...range, origin: words.origin(range), protocol };
}

function readProtocol(words: Words, token: Token): Ranged<SaProtocol> | null {
  const known = saProtocols.find(name => name === token.text);
  if (known !== undefined) return at(token, known);
  if (otherProtocols.includes(token.text)) {
    words.report('not-simulated', token, `Associations of \`${token.text}\` are not simulated.`, {
      expected: oneOf(saProtocols),
    });
  } else words.unknown(token, `\`${shown(token.text)}\` is no protocol of an association.`, saProtocols);
  return null;
}

/** The ends and the protocol of an association; null in what could not be read, `missing` when words were. */
interface Between {
  readonly src: Ranged<Address> | null;
  readonly dst: Ranged<Address> | null;
  readonly protocol: Ranged<SaProtocol> | null;
}

function readBetween(words: Words): Between | 'missing' {
  takeHints(words);
  const from = words.need('the source address');
  const src = from === null ? null : readAddress(words, from, 'any');
  const to = from === null ? null : words.need('the destination address');
  const dst = to === null ? null : readAddress(words, to, src?.value.family ?? 'any');
  const name = to === null ? null : words.need(oneOf(saProtocols));
  if (name === null) return 'missing';
  return { src, dst, protocol: readProtocol(words, name) };
}

/** The SPI that must follow; null when it is missing or wrong. */
function readSpi(words: Words): Ranged<number> | null {
  const index = words.need('an SPI from 256 on');
  return index === null ? null : readNumber(words, index, 'an SPI', 256, 0xffffffff);
}

/** `get` and `delete` name one association, `deleteall` all between two ends. */
export function parseRemoval(words: Words, kind: SaRemoveCommand['kind']): SaRemoveCommand | null {
  const between = readBetween(words);
  if (between === 'missing') return null;
  const spi = kind === 'deleteall' ? null : readSpi(words);
  words.end();
  const { src, dst, protocol } = between;
  if (src === null || dst === null || protocol === null || (spi === null && kind !== 'deleteall'))
    return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind, ...range, origin: words.origin(range), src, dst, protocol, spi };
}

export function parseAssociation(words: Words): SaCommand | null {
  const between = readBetween(words);
  if (between === 'missing') return null;
  const spi = readSpi(words);
  const draft: SaDraft = {
    mode: 'any',
    replay: 0,
    reqid: 0,
    padding: [],
    hard: 0,
    soft: 0,
    algorithms: [],
    unread: [],
  };
  for (let token = words.next(); token !== null; token = words.next()) readExtension(words, token, draft);
  const { src, dst, protocol } = between;
  if (src === null || dst === null || spi === null || protocol === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind: 'add', ...range, origin: words.origin(range), src, dst, protocol, spi, ...draft };
}

function readExtension(words: Words, token: Token, draft: SaDraft): void {
  const number = (what: string, set: (value: number) => void, most = 0xffffffff) => {
    const word = words.need('a number');
    const value = word === null ? null : readNumber(words, word, what, 0, most);
    if (value !== null) set(value.value);
  };
  const choice = (known: readonly string[]): string | null => {
    const word = words.need(oneOf(known));
    if (word === null) return null;
    if (known.includes(word.text)) return word.text;
    words.unknown(word, `\`${shown(word.text)}\` is not known after ${token.text}.`, known);
    return null;
  };
  switch (token.text) {
    case '-m':
      draft.mode = (choice(['transport', 'tunnel', 'any']) as SaCommand['mode'] | null) ?? draft.mode;
      break;
    case '-f': {
      const padding = choice(paddings);
      if (padding !== null) draft.padding.push(padding);
      break;
    }
    case '-r':
      number(
        'a replay window in bytes',
        value => {
          draft.replay = value;
        },
        WINDOW_MAX,
      );
      break;
    case '-u':
      number('an id', value => {
        draft.reqid = value;
      });
      break;
    case '-lh':
      number('a lifetime in seconds', value => {
        draft.hard = value;
      });
      break;
    case '-ls':
      number('a lifetime in seconds', value => {
        draft.soft = value;
      });
      break;
    case '-E':
      noteAlgorithm(draft, 'encryption', readAlgorithm(words, token, 'encryption', cipherKeyBits));
      break;
    case '-A':
      noteAlgorithm(draft, 'authentication', readAlgorithm(words, token, 'authentication', macKeyBits));
      break;
    case '-C': {
      const word = words.peek();
      const name = choice(compressions);
      words.take('-R');
      const range = { from: token.from, to: words.last.to };
      const read = name === null || word === null ? null : at(word, name);
      noteAlgorithm(draft, 'compression', read && at(range, { use: 'compression', name: read, key: null }));
      break;
    }
    default:
      words.unknown(token, `An association has no option \`${shown(token.text)}\`.`, [
        '-m',
        '-r',
        '-u',
        '-f',
        '-lh',
        '-ls',
        '-E',
        '-A',
        '-C',
      ]);
  }
}

function noteAlgorithm(draft: SaDraft, use: SaAlgorithm['use'], read: Ranged<SaAlgorithm> | null): void {
  if (read === null) draft.unread.push(use);
  else draft.algorithms.push(read);
}

/** An algorithm and its key; null where something is wrong with them, which is reported. */
function readAlgorithm(
  words: Words,
  option: Token,
  use: 'encryption' | 'authentication',
  table: Readonly<Record<string, KeyBits>>,
): Ranged<SaAlgorithm> | null {
  const names = Object.keys(table);
  const name = words.need(oneOf(names));
  if (name === null) return null;
  // Ours: `/12`, `/16` … behind the name of a code chooses the length of the check value.
  const [bare, icvlen] = use === 'authentication' ? name.text.split('/', 2) : [name.text];
  if (!Object.hasOwn(table, bare)) {
    if (otherAlgorithms.includes(bare)) {
      words.report('not-simulated', name, `\`${bare}\` is not simulated.`, { expected: oneOf(names) });
    } else words.unknown(name, `\`${shown(name.text)}\` is no algorithm of ${use}.`, names);
    words.next();
    return null;
  }
  const lengths = icvLengths(bare).map(String);
  if (icvlen !== undefined && !lengths.includes(icvlen)) {
    words.report('out-of-range', name, `${bare} has no check value of ${shown(icvlen)} bytes.`, {
      expected: oneOf(lengths.map(length => `${bare}/${length}`)),
    });
    words.next();
    return null;
  }
  const key = readKey(words, name, bare, table[bare]);
  if (key === null) return null;
  const range = { from: option.from, to: words.last.to };
  return at(range, { use, name: at(name, name.text), key });
}

/**
 * The key that must follow; without a word of its own where the algorithm needs none. Null when it is missing
 * or wrong.
 */
function readKey(words: Words, name: Token, bare: string, lengths: KeyBits): Uint8Array | null {
  const next = words.peek();
  const optional = bare === 'null' && (next === null || next.text.startsWith('-'));
  const word = optional ? null : words.need('a key: "text" or 0x and hexadecimal digits');
  if (!optional && word === null) return null;
  const key = word === null ? new Uint8Array(0) : keyOf(word);
  if (key === null) {
    words.report('bad-value', word!, 'This is no key.', {
      expected: '"text", or 0x and an even number of hexadecimal digits',
    });
    return null;
  }
  if (fitsKey(key.length * 8, lengths)) return key;
  words.report('out-of-range', word ?? name, `The key has ${key.length * 8} bits.`, {
    expected: `${keyBitsText(lengths)} for ${bare}`,
  });
  return null;
}

function keyOf(token: Token): Uint8Array | null {
  if (token.quoted) return new TextEncoder().encode(token.text);
  const digits = /^0[xX]((?:[0-9a-fA-F]{2})+)$/.exec(token.text)?.[1];
  if (digits === undefined) return null;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}
