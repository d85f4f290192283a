/** Associations: `add` and `flush` (FreeBSD setkey(8)). */
import type { Token } from '../lexer';
import type { SaAlgorithm, SaCommand, SaFlushCommand } from '../nodes';
import type { Ranged } from '../text';
import { at, readAddress, readNumber } from '../values';
import { oneOf, shown, type Words } from '../words';
import { takeHints } from './policy';

/** Encryption algorithms and the key lengths in bits that each takes. */
const encryptionKeys: Readonly<
  Record<string, readonly number[] | readonly [least: number, most: number, 'range']>
> = {
  'des-cbc': [64],
  '3des-cbc': [192],
  null: [0, 2048, 'range'],
  'blowfish-cbc': [40, 448, 'range'],
  'cast128-cbc': [40, 128, 'range'],
  'rijndael-cbc': [128, 192, 256],
  'aes-cbc': [128, 192, 256],
  'aes-ctr': [160, 224, 288],
  'aes-gcm-16': [160, 224, 288],
};
/** Authentication algorithms and their key lengths in bits. */
const authenticationKeys: typeof encryptionKeys = {
  'hmac-md5': [128],
  'hmac-sha1': [160],
  'keyed-md5': [128],
  'keyed-sha1': [160],
  null: [0, 2048, 'range'],
  'hmac-sha2-256': [256],
  'hmac-sha2-384': [384],
  'hmac-sha2-512': [512],
  'hmac-ripemd160': [160],
  'aes-xcbc-mac': [128],
};
const compressions: readonly string[] = ['deflate', 'lzs'];
const saProtocols: readonly string[] = ['esp', 'esp-old', 'ah', 'ah-old', 'ipcomp', 'tcp'];
const paddings = ['zero-pad', 'random-pad', 'seq-pad', 'nocyclic-seq'];

interface SaDraft {
  mode: SaCommand['mode'];
  replay: number;
  reqid: number;
  padding: string[];
  hard: number;
  soft: number;
  algorithms: Ranged<SaAlgorithm>[];
}

export function parseFlush(words: Words): SaFlushCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  const token = words.next();
  words.end();
  if (token !== null && !saProtocols.includes(token.text)) {
    words.unknown(token, `\`${shown(token.text)}\` is no protocol of an association.`, saProtocols);
    return null;
  }
  const protocol = token === null ? null : at(token, token.text);
  return { kind: 'flush', ...range, origin: words.origin(range), protocol };
}

export function parseAssociation(words: Words): SaCommand | null {
  takeHints(words);
  const from = words.need('the source address');
  const src = from === null ? null : readAddress(words, from, 'any', 'allowed');
  const to = from === null ? null : words.need('the destination address');
  const dst = to === null ? null : readAddress(words, to, src?.value.family ?? 'any', 'allowed');
  const name = to === null ? null : words.need(oneOf(saProtocols));
  if (name === null) return null;
  if (!saProtocols.includes(name.text))
    words.unknown(name, `\`${shown(name.text)}\` is no protocol of an association.`, saProtocols);
  const index = words.need('an SPI from 256 on');
  const spi = index === null ? null : readNumber(words, index, 'an SPI', 256, 0xffffffff);
  const draft: SaDraft = { mode: 'any', replay: 0, reqid: 0, padding: [], hard: 0, soft: 0, algorithms: [] };
  for (let token = words.next(); token !== null; token = words.next()) readExtension(words, token, draft);
  if (src === null || dst === null || spi === null || !saProtocols.includes(name.text)) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return {
    kind: 'add',
    ...range,
    origin: words.origin(range),
    src,
    dst,
    protocol: at(name, name.text),
    spi,
    ...draft,
  };
}

function readExtension(words: Words, token: Token, draft: SaDraft): void {
  const number = (what: string, set: (value: number) => void) => {
    const word = words.need('a number');
    const value = word === null ? null : readNumber(words, word, what, 0, 0xffffffff);
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
      number('a replay window in bytes', value => {
        draft.replay = value;
      });
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
      readAlgorithm(words, token, 'encryption', encryptionKeys, draft);
      break;
    case '-A':
      readAlgorithm(words, token, 'authentication', authenticationKeys, draft);
      break;
    case '-C': {
      const name = choice(compressions);
      words.take('-R');
      if (name !== null)
        draft.algorithms.push(
          at({ from: token.from, to: words.last.to }, { use: 'compression', name, key: null }),
        );
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

function readAlgorithm(
  words: Words,
  option: Token,
  use: 'encryption' | 'authentication',
  table: typeof encryptionKeys,
  draft: SaDraft,
): void {
  const names = Object.keys(table);
  const name = words.need(oneOf(names));
  if (name === null) return;
  // Ours: `/12` or `/16` behind the name chooses the length of the check value.
  const bare = name.text.replace(/\/(12|16)$/, '');
  if (!Object.hasOwn(table, bare)) {
    words.unknown(name, `\`${shown(name.text)}\` is no algorithm of ${use}.`, names);
    words.next();
    return;
  }
  const lengths = table[bare];
  const keyToken = words.peek();
  const optional = bare === 'null' && (keyToken === null || keyToken.text.startsWith('-'));
  const word = optional ? null : words.need('a key: "text" or 0x and hexadecimal digits');
  if (!optional && word === null) return;
  const key = word === null ? new Uint8Array(0) : keyOf(word);
  if (key === null) {
    words.report('bad-value', word!, 'This is no key.', {
      expected: '"text", or 0x and an even number of hexadecimal digits',
    });
    return;
  }
  if (!fits(key.length * 8, lengths)) {
    words.report('out-of-range', word ?? name, `The key has ${key.length * 8} bits.`, {
      expected: `${bitsText(lengths)} for ${bare}`,
    });
    return;
  }
  draft.algorithms.push(at({ from: option.from, to: words.last.to }, { use, name: name.text, key }));
}

function keyOf(token: Token): Uint8Array | null {
  if (token.quoted) return new TextEncoder().encode(token.text);
  const digits = /^0[xX]((?:[0-9a-fA-F]{2})+)$/.exec(token.text)?.[1];
  if (digits === undefined) return null;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

type KeyLengths = (typeof encryptionKeys)[string];
const fits = (bits: number, lengths: KeyLengths): boolean =>
  lengths[2] === 'range'
    ? bits >= lengths[0] && bits <= lengths[1]
    : (lengths as readonly number[]).includes(bits);
const bitsText = (lengths: KeyLengths): string =>
  lengths[2] === 'range' ? `${lengths[0]} to ${lengths[1]} bits` : `${oneOf(lengths.map(String))} bits`;
