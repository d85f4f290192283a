/** `divert PORT pass|drop … [then pass …] [for FILTER]`: a program that owns the divert socket on a port. */
import { pieces, type Token } from '../lexer';
import type { DivertAnswer, DivertCommand, DivertValue } from '../nodes';
import type { Ranged } from '../text';
import { at, readAddress, readDuration, readNumber } from '../values';
import { shown, type Words } from '../words';
import { readFilter } from './filter';

const actions = ['pass', 'drop'] as const;
const answerWords = ['after', 'cookie', 'address', 'name', 'times', 'set', 'unmended'];
/** Words of `divert`, for suggestions. */
export const divertWords: readonly string[] = [...actions, ...answerWords, 'then', 'for'];
/** Packets that a program gives back for one at most, by one answer. */
const TIMES_MAX = 16;
/** Answers of a line at most. */
const ANSWERS_MAX = 16;
/** Values that an answer writes at most. */
const VALUES_MAX = 64;

export function parseDivert(words: Words): DivertCommand | null {
  const token = words.need('a divert port');
  const port = token === null ? null : readNumber(words, token, 'a divert port', 1, 65535);
  if (port === null) return null;
  const answers = readAnswers(words);
  if (answers === null) return null;
  const filter = words.take('for') === null ? null : readFilter(words, 'udp.dstport == 53');
  words.end();
  if (filter === 'missing') return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind: 'divert', ...range, origin: words.origin(range), port, answers, filter };
}

function readAnswers(words: Words): DivertAnswer[] | null {
  const first = readAction(words, actions, 'pass or drop');
  if (first === null) return null;
  const answers: DivertAnswer[] = [];
  for (let action: DivertAnswer['action'] | null = first; action !== null; ) {
    const answer = readAnswer(words, action);
    if (answer === null) return null;
    answers.push(answer);
    const then = words.take('then');
    if (then === null) break;
    if (first === 'drop' || answers.length === ANSWERS_MAX) {
      const message =
        first === 'drop' ? 'Nothing follows once a packet is kept.' : 'These are too many answers.';
      const expected = first === 'drop' ? 'pass before `then`' : `${ANSWERS_MAX} answers at most`;
      words.report('contradiction', then, message, { expected });
      words.skip();
      return null;
    }
    action = readAction(words, ['pass'], 'pass');
    if (action === null) return null;
  }
  return answers;
}

function readAction(
  words: Words,
  known: readonly DivertAnswer['action'][],
  expected: string,
): DivertAnswer['action'] | null {
  const word = words.need(expected);
  const action = word === null ? null : known.find(one => one === word.text);
  if (word !== null && action === undefined)
    words.unknown(word, `A divert program cannot \`${shown(word.text)}\`.`, known, expected);
  return action ?? null;
}

type Mutable = { -readonly [K in keyof DivertAnswer]: DivertAnswer[K] };

/** The words of one answer, in any order. Null when one of them is wrong. */
function readAnswer(words: Words, action: DivertAnswer['action']): DivertAnswer | null {
  const answer: Mutable = {
    action,
    delay: 0,
    cookie: null,
    address: null,
    name: null,
    copies: 1,
    values: [],
    mend: true,
  };
  const known = action === 'drop' ? ['after'] : answerWords;
  for (let word = words.take(...known); word !== null; word = words.take(...known))
    if (!readWord(words, word, answer)) return null;
  return answer;
}

/** False when what follows the word is wrong. */
function readWord(words: Words, { text }: Token, answer: Mutable): boolean {
  switch (text) {
    case 'after': {
      const delay = readDuration(words, 'A program holds a packet for a time, not until one.', '250ms');
      answer.delay = delay ?? 0;
      return delay !== null;
    }
    case 'cookie':
      answer.cookie = readCount(words, 'the number of a rule', 0, 65535);
      return answer.cookie !== null;
    case 'times': {
      const copies = readCount(words, 'a number of packets', 1, TIMES_MAX);
      answer.copies = copies ?? 1;
      return copies !== null;
    }
    case 'address': {
      const token = words.need('an address such as 0.0.0.0');
      answer.address = token === null ? null : readAddress(words, token, 'inet');
      return answer.address !== null;
    }
    case 'name': {
      const token = words.need('the name of an interface, or ""');
      answer.name = token === null ? null : at(token, token.text);
      return token !== null;
    }
    case 'set': {
      const values = readValues(words);
      answer.values = [...answer.values, ...(values ?? [])];
      return values !== null;
    }
    default:
      answer.mend = false;
      return true;
  }
}

function readCount(words: Words, what: string, least: number, most: number): number | null {
  const token = words.need(what);
  return token === null ? null : (readNumber(words, token, what, least, most)?.value ?? null);
}

/**
 * `FIELD = VALUE, …`, its signs standing anywhere in the words; it ends with the word after which no comma
 * follows.
 */
function readValues(words: Words): DivertValue[] | null {
  const signs = new Pieces(words);
  const values: DivertValue[] = [];
  for (;;) {
    const field = signs.text('a field such as ip.ttl');
    if (field === null || !signs.sign('=', '= and a value')) return null;
    const value = signs.text('a value');
    if (value === null) return null;
    values.push({ field, value });
    if (values.length > VALUES_MAX) {
      words.report('out-of-range', field, 'This is one value too many.', {
        expected: `${VALUES_MAX} values at most`,
      });
      words.skip();
      return null;
    }
    if (!signs.comma()) return signs.isAtEnd() ? values : null;
  }
}

/** The next words in their parts. */
class Pieces {
  private parts: Token[] = [];

  constructor(private readonly words: Words) {}

  text(expected: string): Ranged<string> | null {
    const part = this.next(expected);
    if (part === null) return null;
    if (!isSign(part) && part.text !== '') return at(part, part.text);
    return this.wrong(part, expected);
  }

  sign(sign: string, expected: string): boolean {
    const part = this.next(expected);
    if (part !== null && isSign(part) && part.text === sign) return true;
    if (part !== null) this.wrong(part, expected);
    return false;
  }

  /** True when a comma comes next, which is read then. */
  comma(): boolean {
    if (this.parts.length === 0) {
      const token = this.words.peek();
      if (token === null || this.words.source.text[token.from] !== ',') return false;
    }
    const [part] = this.parts;
    if (part !== undefined && !(isSign(part) && part.text === ',')) return false;
    return this.next('') !== null;
  }

  /** False, and reported, when the word read last holds more. */
  isAtEnd(): boolean {
    const [part] = this.parts;
    if (part === undefined) return true;
    this.wrong(part, 'a comma, or a blank');
    return false;
  }

  private next(expected: string): Token | null {
    if (this.parts.length === 0) {
      const token = this.words.need(expected);
      if (token === null) return null;
      this.parts = pieces(this.words.source.text, token, ',=');
    }
    return this.parts.shift() ?? null;
  }

  private wrong(part: Token, expected: string): null {
    const message = `\`${shown(part.text)}\` does not fit here.`;
    this.words.report('bad-value', part, message, { expected });
    this.words.skip();
    return null;
  }
}

const isSign = (token: Token): boolean => !token.quoted && /^[,=]$/.test(token.text);
