/** Lines of our own: `replay`, `at`, `fault`, `expect`. */
import { errnoName, outputKinds, verdicts } from '#stack/running';
import { errnoNames, errnoNumber } from '../errno';
import { pieces, type Token } from '../lexer';
import {
  type Comparison,
  comparisons,
  type DecisionName,
  type Errno,
  type ExpectCommand,
  type FaultCommand,
  type ReplayCommand,
  type SentKind,
} from '../nodes';
import type { Range, Ranged } from '../text';
import { at, readNumber, readPlacedInterface } from '../values';
import { oneOf, shown, type Words } from '../words';
import { readFilter } from './filter';

/** Verdicts that a line may expect: all but that nothing was settled. */
export const verdictWords: readonly string[] = verdicts.filter(verdict => verdict !== 'none');

const sentKinds: readonly SentKind[] = [...outputKinds, 'nothing'];

export function parseReplay(words: Words): ReplayCommand | null {
  const file = words.need('a capture file in quotes');
  if (file === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  const base = { kind: 'replay' as const, ...range, origin: words.origin(range), file: at(file, file.text) };
  if (words.take('on') !== null) {
    const name = words.need('an interface such as em0');
    const on = name === null ? null : readPlacedInterface(words, name);
    words.end();
    return on === null ? null : { ...base, on, map: [] };
  }
  const next = words.peek();
  if (next === null) return { ...base, on: null, map: [] };
  if (words.source.text[next.from] !== '(') {
    words.next();
    words.unknown(
      next,
      `\`${shown(next.text)}\` is not known after a capture.`,
      ['on'],
      '`on` and an interface, or (NAME = IF, …)',
    );
    words.skip();
    return null;
  }
  const map = readMap(words);
  return map === null ? null : { ...base, on: null, map };
}

/** `(NAME = IF, …)`, its signs standing anywhere in the words. */
function readMap(words: Words): ReplayCommand['map'] | null {
  const found: Token[] = [];
  for (let token = words.next(); token !== null; token = words.next())
    found.push(...pieces(words.source.text, token, '(),='));
  const map: ReplayCommand['map'][number][] = [];
  const bad = (piece: Token | undefined, expected: string): null => {
    if (piece === undefined) words.missing(expected);
    else words.report('bad-value', piece, `\`${shown(piece.text)}\` does not fit here.`, { expected });
    return null;
  };
  let i = 1;
  for (;;) {
    const [name, sign, target, after] = found.slice(i, i + 4);
    if (name === undefined || isSign(name)) return bad(name, 'the name of an interface in the capture');
    if (sign?.text !== '=' || sign.quoted) return bad(sign, '= and an interface');
    if (target === undefined || isSign(target)) return bad(target, 'an interface such as em0');
    const read = readPlacedInterface(words, target);
    if (read === null) return null;
    map.push({ name: at(name, name.text), interface: read });
    if (after === undefined || !isSign(after) || after.text === '=' || after.text === '(')
      return bad(after, 'a comma or a closing bracket');
    i += 4;
    if (after.text === ')') break;
  }
  if (found[i] !== undefined) {
    words.report('extra-word', { from: found[i].from, to: words.last.to }, 'These words are too much here.', {
      expected: 'the end of the line',
    });
  }
  return map;
}

const isSign = (token: Token): boolean => !token.quoted && /^[(),=]$/.test(token.text);

export function parseFault(words: Words): FaultCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  const base = { kind: 'fault' as const, ...range, origin: words.origin(range) };
  const off = { errno: null, after: 0, times: 0, filter: null };
  const name = words.need('a function such as if_output, or off');
  if (name === null) return null;
  if (name.text === 'off' && !name.quoted) {
    words.end();
    return { ...base, function: null, ...off };
  }
  if (words.take('off') !== null) {
    words.end();
    return { ...base, function: at(name, name.text), ...off };
  }
  const word = words.need('an error such as ENOBUFS, or off');
  const errno = word === null ? null : readErrno(words, word);
  const after = readAfter(words);
  const times = readTimes(words);
  const filter = words.take('for') === null ? null : readFilter(words, 'ipv6.hlim == 3');
  words.end();
  if (errno === null || after === null || times === null || filter === 'missing') return null;
  return { ...base, function: at(name, name.text), errno, after, times, filter };
}

function readErrno(words: Words, token: Token): Ranged<Errno> | null {
  const number = /^\d{1,3}$/.test(token.text) ? Number(token.text) : errnoNumber(token.text);
  if (number !== null && number > 0) return at(token, { name: errnoName(number), number });
  words.unknown(
    token,
    `\`${shown(token.text)}\` is no error.`,
    errnoNames,
    'an error such as ENOBUFS, EHOSTUNREACH or ENETDOWN',
  );
  return null;
}

/** `after N`: null when N is wrong. */
function readAfter(words: Words): number | null {
  if (words.take('after') === null) return 0;
  const token = words.need('a number of calls');
  return token === null
    ? null
    : (readNumber(words, token, 'a number of calls', 0, 0xffffffff)?.value ?? null);
}

function readTimes(words: Words): number | null {
  if (words.take('once') !== null) return 1;
  if (words.take('always') !== null) return Number.POSITIVE_INFINITY;
  const token = words.peek();
  if (token === null || token.text === 'for') return Number.POSITIVE_INFINITY;
  words.next();
  if (!/^\d/.test(token.text)) {
    words.unknown(
      token,
      `\`${shown(token.text)}\` does not say how often.`,
      ['after', 'once', 'always', 'for'],
      'after N, once, always, N times, or for FILTER',
    );
    words.skip();
    return null;
  }
  const times = readNumber(words, token, 'a number of times', 1, 0xffffffff);
  if (words.take('times', 'time') === null) words.missing('the word times');
  return times?.value ?? null;
}

export function parseExpect(words: Words): ExpectCommand | null {
  const token = words.need('frame, counter or a verdict');
  if (token === null) return null;
  if (token.text === 'frame') return parseExpectFrame(words);
  if (token.text === 'counter') {
    const name = words.need('a counter such as ip6stat.ip6s_forward');
    return name === null ? null : expectNumber(words, 'counter', name);
  }
  if (verdictWords.includes(token.text)) return expectNumber(words, 'verdict', token);
  words.unknown(
    token,
    `Nothing named \`${shown(token.text)}\` can be expected.`,
    ['frame', 'counter', ...verdictWords],
    'frame N, counter NAME, or a verdict and its count',
  );
  return null;
}

function expectNumber(words: Words, what: 'counter' | 'verdict', name: Token): ExpectCommand | null {
  const sign = words.take(...comparisons, '=');
  const comparison = sign === null || sign.text === '=' ? '==' : (sign.text as Comparison);
  const word = words.need('a number');
  const value =
    word === null
      ? null
      : readNumber(words, word, 'a count', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  words.end();
  if (value === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return {
    kind: 'expect',
    host: null,
    ...range,
    origin: words.origin(range),
    what,
    name: at(name, name.text),
    comparison,
    value,
  };
}

const frameWords = ['in', 'at', 'through', 'sends', 'on'];

function parseExpectFrame(words: Words): ExpectCommand | null {
  const number = words.need('the number of a frame');
  if (number === null) return null;
  const frame = readNumber(words, number, 'the number of a frame', 1, 0xffffffff);
  const found: {
    capture: Ranged<string> | null;
    verdict: Ranged<string> | null;
    at: DecisionName | null;
    through: DecisionName | null;
    sends: Ranged<SentKind> | null;
    on: Ranged<string> | null;
  } = { capture: null, verdict: null, at: null, through: null, sends: null, on: null };
  if (words.peek() === null) words.missing('a verdict such as forwarded or dropped, or sends KIND');
  for (let token = words.next(); token !== null; token = words.next()) {
    if (verdictWords.includes(token.text)) found.verdict = at(token, token.text);
    else if (token.text === 'in') {
      const file = words.need('a capture in quotes');
      if (file !== null) found.capture = at(file, file.text);
    } else if (token.text === 'at') found.at = readDecision(words);
    else if (token.text === 'through') found.through = readDecision(words);
    else if (token.text === 'sends') found.sends = readSent(words);
    else if (token.text === 'on') {
      const name = words.need('an interface such as em0');
      found.on = name === null ? null : readPlacedInterface(words, name);
    } else {
      words.unknown(
        token,
        `\`${shown(token.text)}\` is no verdict.`,
        [...verdictWords, ...frameWords],
        oneOf(verdictWords),
      );
    }
  }
  if (frame === null) return null;
  const range: Range = { from: words.statement.from, to: words.statement.to };
  return {
    kind: 'expect',
    host: null,
    ...range,
    origin: words.origin(range),
    what: 'frame',
    frame,
    ...found,
  };
}

function readDecision(words: Words): DecisionName | null {
  const token = words.need('a decision such as ip6_forward.hop-limit');
  if (token === null) return null;
  const equals = token.text.indexOf('=');
  if (equals < 0) return { decision: at(token, token.text), outcome: null };
  const decision = at({ from: token.from, to: token.from + equals }, token.text.slice(0, equals));
  if (equals === token.text.length - 1) {
    words.report('missing-word', token, 'An outcome is missing after the `=`.', {
      expected: 'DECISION=OUTCOME',
    });
    return { decision, outcome: null };
  }
  return {
    decision,
    outcome: at({ from: token.from + equals + 1, to: token.to }, token.text.slice(equals + 1)),
  };
}

function readSent(words: Words): Ranged<SentKind> | null {
  const token = words.need(oneOf(sentKinds));
  const kind = sentKinds.find(known => known === token?.text);
  if (token !== null && kind === undefined)
    words.unknown(token, `Nothing of the kind \`${shown(token.text)}\` is ever sent.`, sentKinds);
  return token === null || kind === undefined ? null : at(token, kind);
}
