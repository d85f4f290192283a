/** `divert PORT pass|drop [after TIME] [cookie N] [times N]`: a program that owns the divert socket on a port. */
import type { DivertCommand } from '../nodes';
import { readDuration, readNumber } from '../values';
import { shown, type Words } from '../words';

const actions = ['pass', 'drop'] as const;
/** Words of `divert`, for suggestions. */
export const divertWords: readonly string[] = [...actions, 'after', 'cookie', 'times'];
/** Packets that a program gives back for one at most. */
const TIMES_MAX = 16;

export function parseDivert(words: Words): DivertCommand | null {
  const token = words.need('a divert port');
  const port = token === null ? null : readNumber(words, token, 'a divert port', 1, 65535);
  if (port === null) return null;
  const word = words.need('pass or drop');
  if (word === null) return null;
  const action = actions.find(one => one === word.text);
  if (action === undefined) {
    words.unknown(word, `A divert program cannot \`${shown(word.text)}\`.`, actions);
    return null;
  }
  const delay =
    words.take('after') === null
      ? 0
      : readDuration(words, 'A program holds a packet for a time, not until one.', '250ms');
  const cookie =
    words.take('cookie') === null ? undefined : readCount(words, 'the number of a rule', 0, 65535);
  const copies = words.take('times') === null ? 1 : readCount(words, 'a number of packets', 1, TIMES_MAX);
  words.end();
  if (delay === null || cookie === null || copies === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return {
    kind: 'divert',
    ...range,
    origin: words.origin(range),
    port,
    action,
    delay,
    cookie: cookie ?? null,
    copies,
  };
}

function readCount(words: Words, what: string, least: number, most: number): number | null {
  const token = words.need(what);
  return token === null ? null : (readNumber(words, token, what, least, most)?.value ?? null);
}
