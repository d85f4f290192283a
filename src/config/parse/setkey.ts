/** `setkey` statements: `spdadd`, `spddelete`, `spdflush`, `add` (FreeBSD setkey(8)). */
import type { Token } from '../lexer';
import type {
  PolicyLevel,
  PolicyRange,
  PolicyRequest,
  SaAlgorithm,
  SaCommand,
  SaFlushCommand,
  SpdCommand,
  SpdflushCommand,
  UpperProtocol,
} from '../nodes';
import { protocolNames, protocolNumber } from '../protocols';
import type { Ranged } from '../text';
import { at, readAddress, readNumber, readPrefix, widest } from '../values';
import { oneOf, shown, type Words } from '../words';

type SetkeyCommand = SpdCommand | SpdflushCommand | SaCommand | SaFlushCommand;

/** Statements of setkey, for suggestions. */
export const setkeyWords: readonly string[] = ['spdadd', 'spddelete', 'spdflush', 'add', 'flush'];
const printing = ['spddump', 'dump', 'get'];
const ofAssociations = ['delete', 'deleteall'];
/** Statements that are known without `setkey` before them. */
export const setkeyStatements: readonly string[] = [
  'spdadd',
  'spddelete',
  'spdflush',
  'spddump',
  'add',
  'flush',
];

export function parseSetkey(words: Words): SetkeyCommand | null {
  const token = words.need(oneOf(setkeyWords));
  if (token === null) return null;
  if (token.text === '-f') {
    words.report('names-file', token, 'A .stack file names no file of commands.', {
      expected: 'the setkey statements themselves',
    });
    return null;
  }
  if (token.text === '-c') {
    words.report('extra-word', token, '`-c` reads statements from a terminal.', {
      expected: 'the setkey statement itself',
    });
    return null;
  }
  // setkey's own options for the statements `flush` and `spdflush`.
  if (token.text === '-F') return parseSetkeyStatement(words, { ...token, text: 'flush' });
  if (token.text === '-FP') return parseSetkeyStatement(words, { ...token, text: 'spdflush' });
  return parseSetkeyStatement(words, token);
}

/** The statement whose first word was just read. */
export function parseSetkeyStatement(words: Words, token: Token): SetkeyCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  if (token.text === 'spdadd' || token.text === 'spddelete') return parsePolicy(words, token.text);
  if (token.text === 'spdflush') {
    words.end();
    return { kind: 'spdflush', ...range, origin: words.origin(range) };
  }
  if (token.text === 'add') return parseAssociation(words);
  if (token.text === 'flush') return parseFlush(words);
  if (printing.includes(token.text)) {
    words.report('only-prints', token, `\`${token.text}\` only prints.`, { expected: oneOf(setkeyWords) });
  } else if (ofAssociations.includes(token.text)) {
    words.report(
      'not-simulated',
      token,
      `\`${token.text}\` takes associations away, which is not simulated yet.`,
      {
        expected: oneOf(setkeyWords),
      },
    );
  } else words.unknown(token, `setkey has no statement \`${shown(token.text)}\`.`, setkeyWords);
  return null;
}

function parseFlush(words: Words): SaFlushCommand | null {
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

function parsePolicy(words: Words, kind: 'spdadd' | 'spddelete'): SpdCommand | null {
  takeHints(words);
  const src = readRange(words, 'the source: an address, ADDR/LEN or ADDR/LEN[PORT]');
  if (src === 'missing') return null;
  const dst = readRange(words, 'the destination: an address, ADDR/LEN or ADDR/LEN[PORT]');
  if (dst === 'missing') return null;
  if (src !== null && dst !== null && src.value.family !== dst.value.family) {
    words.report('wrong-family', dst, 'Source and destination are of two families.', {
      expected: src.value.family === 'inet6' ? 'an IPv6 address or prefix' : 'an IPv4 address or prefix',
    });
  }
  const upper = readUpper(words);
  if (upper === 'missing') return null;
  const option = words.need('-P in or -P out');
  if (option === null) return null;
  if (option.text !== '-P') {
    words.report('bad-value', option, `\`${shown(option.text)}\` does not begin a policy.`, {
      expected: '-P in or -P out',
    });
    return null;
  }
  const direction = words.need('in or out');
  if (direction === null) return null;
  if (direction.text !== 'in' && direction.text !== 'out') {
    words.report('bad-value', direction, `\`${shown(direction.text)}\` is no direction of a policy.`, {
      expected: 'in or out',
    });
    return null;
  }
  const rest = kind === 'spdadd' ? readPolicy(words) : { policy: null, requests: [] };
  words.end();
  if (src === null || dst === null || upper === null || rest === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind, ...range, origin: words.origin(range), src, dst, upper, direction: direction.text, ...rest };
}

/** `-4`, `-6` and `-n` only help to look up names, of which there are none here. */
function takeHints(words: Words): void {
  while (words.take('-4', '-6', '-n', '-46n', '-4n', '-6n') !== null);
}

function readRange(words: Words, expected: string): Ranged<PolicyRange> | null | 'missing' {
  const token = words.need(expected);
  if (token === null) return 'missing';
  const bracket = token.text.indexOf('[');
  let port = 0;
  let head = token;
  if (bracket >= 0) {
    head = { ...token, text: token.text.slice(0, bracket), to: token.from + bracket };
    const inside = {
      ...token,
      text: token.text.slice(bracket + 1).replace(/\]$/, ''),
      from: token.from + bracket + 1,
    };
    if (!token.text.endsWith(']')) {
      words.report('bad-value', { from: head.to, to: token.to }, 'The bracket is not closed.', {
        expected: '[PORT] or [any]',
      });
      return null;
    }
    inside.to = token.to - 1;
    const number = inside.text === 'any' ? { value: 0 } : readNumber(words, inside, 'a port', 0, 65535);
    if (number === null) return null;
    port = number.value;
  }
  const read = readPrefix(words, head, 'any', 'allowed');
  if (read === null) return null;
  const address = read.address.value;
  const prefixlen = read.prefixlen?.value ?? widest(address);
  return at(token, { ...address, prefixlen, port });
}

function readUpper(words: Words): Ranged<UpperProtocol> | null | 'missing' {
  const token = words.need('an upper-layer protocol: any, icmp6, tcp, udp, or a number');
  if (token === null) return 'missing';
  const number = token.text === 'any' ? 255 : token.text === 'ip4' ? 4 : protocolNumber(token.text);
  if (number === null) {
    words.unknown(
      token,
      `\`${shown(token.text)}\` is no protocol.`,
      ['any', 'ip4', ...protocolNames],
      'any, a name such as icmp6, or a number from 0 to 255',
    );
    return null;
  }
  const next = words.peek();
  const codes = number === 58 && next !== null ? /^(\d{1,3}),(\d{1,3})$/.exec(next.text) : null;
  if (codes === null) return at(token, { protocol: number, type: 0, code: 0 });
  const detail = words.next()!;
  const [type, code] = [Number(codes[1]), Number(codes[2])];
  if (type > 255 || code > 255) {
    words.report('out-of-range', detail, 'ICMPv6 types and codes end at 255.', {
      expected: 'TYPE,CODE, 0 for any',
    });
    return null;
  }
  return at({ from: token.from, to: detail.to }, { protocol: number, type, code });
}

function readPolicy(words: Words): Pick<SpdCommand, 'policy' | 'requests'> | null {
  const token = words.need('discard, none or ipsec');
  if (token === null) return null;
  if (token.text === 'discard' || token.text === 'none') return { policy: token.text, requests: [] };
  if (token.text !== 'ipsec') {
    if (token.text === 'entrust' || token.text === 'bypass') {
      words.report('bad-value', token, `\`${token.text}\` is a policy of sockets only.`, {
        expected: 'discard, none or ipsec',
      });
    } else words.unknown(token, `\`${shown(token.text)}\` is no policy.`, ['discard', 'none', 'ipsec']);
    return null;
  }
  const requests: Ranged<PolicyRequest>[] = [];
  let wrong = false;
  for (let request = words.next(); request !== null; request = words.next()) {
    const read = readRequest(words, request);
    if (read === null) wrong = true;
    else requests.push(at(request, read));
  }
  return wrong ? null : { policy: 'ipsec', requests };
}

const levels: readonly PolicyLevel[] = ['default', 'use', 'require', 'unique'];

/** `PROTO/MODE/[SRC-DST]/LEVEL` */
function readRequest(words: Words, token: Token): PolicyRequest | null {
  const parts = token.text.split('/');
  if (parts.length !== 4 || token.quoted) {
    words.report('bad-value', token, `\`${shown(token.text)}\` is no transform.`, {
      expected: 'PROTO/MODE/SRC-DST/LEVEL, such as esp/tunnel/2001:db8::1-2001:db8::2/require',
    });
    return null;
  }
  const starts = parts.map((_, i) => token.from + parts.slice(0, i).join('/').length + (i > 0 ? 1 : 0));
  const part = (i: number): Token => ({
    ...token,
    text: parts[i],
    from: starts[i],
    to: starts[i] + parts[i].length,
  });
  const [protocol, mode, , level] = parts;
  if (protocol !== 'esp' && protocol !== 'ah' && protocol !== 'ipcomp') {
    words.unknown(part(0), `\`${shown(protocol)}\` is no protocol of IPsec.`, ['esp', 'ah', 'ipcomp']);
    return null;
  }
  if (mode !== 'tunnel' && mode !== 'transport') {
    words.unknown(part(1), `\`${shown(mode)}\` is no mode.`, ['tunnel', 'transport']);
    return null;
  }
  const [name, id] = level.split(':', 2);
  if (!(levels as readonly string[]).includes(name) || (id !== undefined && name !== 'unique')) {
    words.unknown(
      part(3),
      `\`${shown(level)}\` is no level.`,
      levels,
      'default, use, require, unique or unique:N',
    );
    return null;
  }
  const idToken = { ...part(3), text: id ?? '', from: part(3).from + name.length + 1 };
  const reqid = id === undefined ? at(part(3), 0) : readNumber(words, idToken, 'an id', 1, 0x3fff);
  const endpoints = readEndpoints(words, part(2), mode);
  if (reqid === null || endpoints === null) return null;
  return { protocol, mode, ...endpoints, level: name as PolicyLevel, reqid: reqid.value };
}

function readEndpoints(
  words: Words,
  token: Token,
  mode: 'tunnel' | 'transport',
): Pick<PolicyRequest, 'src' | 'dst'> | null {
  if (token.text === '') {
    if (mode === 'transport') return { src: null, dst: null };
    words.report('missing-word', { from: token.from - 1, to: token.to + 1 }, 'A tunnel needs its two ends.', {
      expected: 'SRC-DST between the strokes',
    });
    return null;
  }
  const dash = token.text.indexOf('-');
  if (dash < 0) {
    words.report('bad-value', token, `\`${shown(token.text)}\` names one end only.`, {
      expected: 'SRC-DST, two addresses',
    });
    return null;
  }
  const src = readAddress(
    words,
    { ...token, text: token.text.slice(0, dash), to: token.from + dash },
    'any',
    'allowed',
  );
  const far = { ...token, text: token.text.slice(dash + 1), from: token.from + dash + 1 };
  const dst = readAddress(words, far, src?.value.family ?? 'any', 'allowed');
  return src === null || dst === null ? null : { src: src.value, dst: dst.value };
}

/** Encryption algorithms and the key lengths in bits that each takes. */
export const encryptionKeys: Readonly<
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
export const authenticationKeys: typeof encryptionKeys = {
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

function parseAssociation(words: Words): SaCommand | null {
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
