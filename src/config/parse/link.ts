/** `link HOST.IF HOST.IF… [delay TIME]`: the segment between interfaces of hosts. */
import type { LinkCommand } from '../nodes';
import type { Ranged } from '../text';
import { readDuration, readPlacedInterface } from '../values';
import type { Words } from '../words';

/** Words of `link`, for suggestions. */
export const linkWords: readonly string[] = ['delay'];

export function parseLink(words: Words): LinkCommand | null {
  const ends: Ranged<string>[] = [];
  let delay: number | null = 0;
  for (let token = words.next(); token !== null; token = words.next()) {
    if (token.text === 'delay' && !token.quoted) {
      delay = readDuration(words, 'A packet travels for a time, not until one.', '1ms');
      words.end();
      break;
    }
    const end = readPlacedInterface(words, token);
    if (end !== null) ends.push(end);
  }
  if (words.statement.tokens.length < 3) words.missing('two interfaces such as A.em1 B.em0');
  if (delay === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind: 'link', ...range, origin: words.origin(range), ends, delay };
}
