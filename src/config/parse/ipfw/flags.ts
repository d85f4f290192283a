/** Lists of flags by name, each to be there or, after `!`, not: `syn,!ack`. */
import type { FlagSpec } from '../../../stack/inet/ipfw/flags';
import { oneOf, shown, type Words } from '../../words';

/**
 * The list that follows; `bits` gives the bit of each name, `what` says what a name is. `negated`: a name may
 * stand after `!`.
 */
export function readFlags(
  words: Words,
  bits: Readonly<Record<string, number>>,
  what: string,
  negated = true,
): FlagSpec | null {
  const names = Object.keys(bits);
  const token = words.need(`a list such as ${names[0]},${negated ? '!' : ''}${names[1]}`);
  if (token === null) return null;
  let set = 0;
  let clear = 0;
  for (const text of token.text.split(',')) {
    const absent = negated && text.startsWith('!');
    const name = absent ? text.slice(1) : text;
    if (!Object.hasOwn(bits, name)) {
      words.unknown(token, `\`${shown(name)}\` is no ${what}.`, names, oneOf(names));
      return null;
    }
    if (absent) clear |= bits[name];
    else set |= bits[name];
  }
  return { set, clear };
}
